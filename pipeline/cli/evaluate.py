"""`evaluate GOLD`: scores against gold annotated by hand, and the list of mistakes."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.run import Bar
from pipeline.cli.show import WIDE
from pipeline.errors import UsageError
from pipeline.settings import OK, SOME_SET_ASIDE

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from pipeline.evaluation import Bin, Evaluation, Mistake

PARTS = ("P", "R", "F1")
# What one line of each table shows: the figure's name and its heading.
SPANS = {"strict": "strict", "outer": "outer", "overlap": "overlap"}
VALUES = {
    "normal": "normal",
    "table": "table",
    "b3_doc": "B³ doc",
    "b3_corpus": "B³ corpus",
    "b3_all": "B³ all",
}
ROLES = {
    "roles.person": "person and role",
    "roles.organization": "organisation, of rows that name one",
    "roles.exact": "person, nominative and organisation",
}
# Columns that the widest table needs; a terminal that has fewer breaks its lines.
NARROWEST = 110
STYLES = {"missed": "red", "spurious": "magenta", "boundary": "yellow", "label": "cyan", "normal": "blue"}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `commands`."""
    parser = commands.add_parser(
        "evaluate",
        help="score the program against gold annotated by hand",
        description="Run the program on GOLD/raw and compare its tables with GOLD/gold.csv (doc_id, start, end, label, "
        "text, normal, entity_id) and, where there is one, GOLD/roles.csv.",
    )
    parser.add_argument("gold", metavar="GOLD", help="a folder with raw/ and gold.csv")
    parser.add_argument("--tables", metavar="DIR", help="score the tables that a run wrote there, and run nothing")
    parser.add_argument("--flat", action="store_true", help="gold has no nested names: those found do not count")
    parser.add_argument(
        "--labels",
        action="store_true",
        help="gold follows other guidelines: names without a capital, adjectives as places, quotation marks around "
        "names and DATE do not count",
    )
    parser.add_argument(
        "--mentions", action="store_true", help="give the program gold's names: scores normal forms and entities apart"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument(
        "--errors",
        action="append",
        default=[],
        metavar="N|FILE",
        help="print N mistakes, spread over the releases, or write all to FILE as CSV; may be given twice",
    )
    parser.add_argument("--workers", type=int, metavar="N", help="processes at work (the cores)")
    parser.set_defaults(handle=handle)


def handle(arguments: argparse.Namespace) -> int:
    """Evaluate, print the figures and the mistakes asked for, and return the exit code."""
    from pipeline.evaluation import Reading, evaluate

    shown = sum(int(given) for given in arguments.errors if given.isdecimal())
    files = [Path(given) for given in arguments.errors if not given.isdecimal()]
    refuse_unwritable(files)
    with Bar() as bar:
        evaluation = evaluate(
            arguments.gold,
            tables=arguments.tables,
            reading=Reading(flat=arguments.flat, by_labels=arguments.labels),
            given=arguments.mentions,
            workers=arguments.workers,
            watcher=bar,
        )
    for path in files:
        write_csv(evaluation.mistakes, path)
    examples = spread(evaluation.mistakes, shown)
    if arguments.json:
        rows = {"errors": [mistake.row for mistake in examples]} if examples else {}
        print(json.dumps(figures(evaluation) | rows, ensure_ascii=False))
    else:
        print_figures(evaluation, examples)
    for item in evaluation.gold.set_aside:
        print(f"press-pipeline: {item.source}: {item.reason}", file=sys.stderr)
    for doc_id in evaluation.unread:
        print(f"press-pipeline: {doc_id}: not in the tables, its mentions count as missed", file=sys.stderr)
    return SOME_SET_ASIDE if evaluation.gold.set_aside or evaluation.unread else OK


def refuse_unwritable(files: Iterable[Path]) -> None:
    """Raise UsageError before a long run, not after it."""
    for path in files:
        if path.suffix != ".csv":
            raise UsageError(f"errors: {path} is neither a number nor a file NAME.csv")
        if not path.parent.is_dir() or path.is_dir():
            raise UsageError(f"errors: {path} cannot be written; there is no such folder, or a folder has its name")


def write_csv(found: Sequence["Mistake"], path: Path) -> None:
    from pipeline.evaluation.mistakes import write_mistakes

    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            write_mistakes(found, file)
    except OSError as error:
        raise UsageError(f"errors: {path} cannot be written ({error.strerror})") from error
    print(f"mistakes written to {path}: {len(found):,}", file=sys.stderr)


def spread(found: Sequence["Mistake"], count: int) -> list["Mistake"]:
    """Return `count` of them, evenly from first to last."""
    count = min(count, len(found))
    return [found[n * len(found) // count] for n in range(count)]


# ---- JSON ----------------------------------------------------------------------------------------------------------


def figures(evaluation: "Evaluation") -> dict[str, Any]:
    """Return every figure by name (strict.PER: [P, R, F1], normal.PER: share), counts, mistakes and reliability."""
    from pipeline.evaluation import at_least, reliability
    from pipeline.evaluation.scores import strict_counts

    told: dict[str, Any] = dict(evaluation.scores)
    told |= {f"counts.{label}": n._asdict() for label, n in strict_counts(evaluation.comparison).items()}
    told["mistakes"] = dict(Counter(mistake.kind for mistake in evaluation.mistakes))
    bins = reliability(evaluation.comparison)
    sure = at_least(evaluation.comparison)
    if bins:
        told["reliability"] = [bin_told(b) for b in bins]
    if sure:
        told["sure"] = bin_told(sure)
    return told


def bin_told(b: "Bin") -> dict[str, float]:
    return {"low": b.low, "high": b.high, "count": b.count, "mean_score": b.mean_score, "right": b.share}


# ---- terminal ------------------------------------------------------------------------------------------------------


def print_figures(evaluation: "Evaluation", shown: Sequence["Mistake"]) -> None:
    """Print the tables of figures, what kinds of mistakes there are, and those to show."""
    from rich.console import Console

    width = max(Console().width, NARROWEST) if sys.stdout.isatty() else WIDE
    console = Console(width=width, highlight=False)
    for table in (span_table(evaluation), value_table(evaluation), roles_table(evaluation), score_table(evaluation)):
        if table is not None and table.row_count:
            console.print(table)
            console.print()
    kinds = Counter(mistake.kind for mistake in evaluation.mistakes)
    console.print("mistakes  " + ", ".join(f"{kind} {kinds[kind]:,}" for kind in STYLES if kinds[kind]))
    for mistake in shown:
        console.print(told(mistake), soft_wrap=True)


def span_table(evaluation: "Evaluation") -> "Table":
    """Return mentions by label: how many, and how they were found."""
    from pipeline.evaluation.scores import strict_counts

    shown = {} if evaluation.given else SPANS
    table = numbers("\nmentions", "\ngold", "\nfound", "\nright", *headings(shown))
    for label, n in strict_counts(evaluation.comparison).items():
        counted = [f"{count:,}" for count in (n.gold, n.found, n.right)]
        table.add_row(label, *counted, *cells(evaluation, shown, label))
    return table


def value_table(evaluation: "Evaluation") -> "Table | None":
    """Return normal forms and entities by label; None where gold has neither."""
    shown = {name: heading for name, heading in VALUES.items() if f"{name}.micro" in evaluation.scores}
    if not shown:
        return None
    table = numbers("\nvalues", *headings(shown))
    for label in (*evaluation.comparison.labels, "micro"):
        table.add_row(label, *cells(evaluation, shown, label))
    return table


def roles_table(evaluation: "Evaluation") -> "Table":
    """Return the figures of roles."""
    table = numbers("roles", *PARTS)
    for name, heading in ROLES.items():
        if name in evaluation.scores:
            table.add_row(heading, *written(evaluation.scores[name]))
    return table


def score_table(evaluation: "Evaluation") -> "Table":
    """Return how often mentions of a given score are right; empty where the program gives no scores."""
    from pipeline.evaluation import at_least, reliability

    table = numbers("score", "mentions", "mean score", "right")
    for b in reliability(evaluation.comparison):
        table.add_row(f"{b.low:.1f}–{b.high:.1f}", f"{b.count:,}", *written(b.mean_score), *written(b.share))
    sure = at_least(evaluation.comparison)
    if sure:
        table.add_row(f"≥ {sure.low:.1f}", f"{sure.count:,}", *written(sure.mean_score), *written(sure.share))
    return table


def numbers(name: str, *columns: str) -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(name)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def headings(shown: dict[str, str]) -> list[str]:
    """Return the columns of figures: three with precision, recall and F1, one with a share."""
    told: list[str] = []
    for name, heading in shown.items():
        told += (
            [f"\n{heading}"] if name == "normal" else [f"{heading}\n{PARTS[0]}", *(f"\n{part}" for part in PARTS[1:])]
        )
    return told


def cells(evaluation: "Evaluation", shown: dict[str, str], label: str) -> list[str]:
    """Return the figures of one label, blank where gold has no answers."""
    from pipeline.evaluation.scores import has_answers

    told: list[str] = []
    for figure in (f"{name}.{label}" for name in shown):
        numerals = written(evaluation.scores[figure])
        told += numerals if has_answers(evaluation.comparison, figure) else [""] * len(numerals)
    return told


def written(figure: "tuple[float, ...] | float") -> list[str]:
    """Return a figure as cells with three decimals: 0.937."""
    return [f"{part:.3f}" for part in (figure if isinstance(figure, tuple) else (figure,))]


def told(mistake: "Mistake") -> "Text":
    """Return a mistake in two lines: where, of what kind, gold and found; the text around it."""
    from rich.text import Text

    from pipeline.evaluation.mistakes import one_line

    place, found = mistake.place, mistake.found
    sides = [
        (f"{m.label} «{m.text}»" if mistake.kind != "normal" else f"{m.label} «{m.text}» = {m.normal or 'nothing'}")
        for m in (mistake.gold, found)
        if m
    ]
    sure = "" if found is None or found.score is None else f" {found.score:.2f}"
    by = f"({found.found_by}{sure})" if found else ""
    where = f"{place.doc_id}:{place.start}-{place.end}"
    line = "  ".join(one_line(part) for part in (where, " → ".join(sides), by) if part)
    # Text objects: brackets in a release are no markup.
    return Text.assemble((f"{mistake.kind:9} ", STYLES[mistake.kind]), line, f"\n          {mistake.context}")
