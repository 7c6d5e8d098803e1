"""`decide [TABLES]`: the most doubtful pairs, one by one; the answers become rows of the analysts' decisions."""

import argparse
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.settings import DECISIONS, OUTPUT, usual_decisions

if TYPE_CHECKING:
    from pipeline.doubts import Doubt, Doubts, Side

LISTED = (
    "score",
    "label",
    "merged",
    "left",
    "left_names",
    "right",
    "right_names",
    "why",
    "left_example",
    "right_example",
)
ANSWERS = {"s": "same", "d": "different", "": "skip", "k": "skip", "q": "quit"}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `commands`."""
    parser = commands.add_parser(
        "decide",
        help="answer doubtful pairs one by one into the decisions",
        description="Show the most doubtful pairs, merged or not, with their evidence, and append your answers to the "
        "decisions; the next run follows them. What is decided is not asked again.",
    )
    parser.add_argument("tables", nargs="?", default=OUTPUT, metavar="TABLES", help=f"folder that run wrote ({OUTPUT})")
    parser.add_argument("--decisions", metavar="FILE", help=f"the analysts' decisions ({DECISIONS})")
    parser.add_argument("--list", action="store_true", help="print the pairs as CSV and ask nothing")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="at most N pairs (100)")
    parser.set_defaults(handle=handle)


def handle(arguments: argparse.Namespace) -> int:
    """List the pairs, or ask about them, and return the exit code."""
    from pipeline.doubts import Doubts
    from pipeline.linking.decisions import read_decisions

    path = Path(arguments.decisions) if arguments.decisions else usual_decisions()
    known = read_decisions(path) if path.is_file() else []
    doubts = Doubts(arguments.tables)
    ranked = doubts.ranked(known)[: max(0, arguments.limit)]
    if arguments.list:
        print_list(ranked, doubts)
        return 0
    written = ask(ranked, doubts, path)
    print(f"{path}: answers written: {written}" + ("; the next run follows them" if written else ""), file=sys.stderr)
    return 0


def print_list(ranked: "list[Doubt]", doubts: "Doubts") -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(LISTED)
    for doubt in ranked:
        left, right = doubts.sides(doubt)
        told = "yes" if doubt.merged else "no"
        cells = [doubt.left, "|".join(left.names), doubt.right, "|".join(right.names), doubt.why]
        writer.writerow([doubt.score, doubt.label, told, *cells, *(next(iter(s.examples), "") for s in (left, right))])


def ask(ranked: "list[Doubt]", doubts: "Doubts", path: Path) -> int:
    """Ask about each pair, write each answer at once, and return how many there were."""
    from rich.console import Console

    from pipeline.linking.decisions import append_decisions

    console = Console(stderr=True, highlight=False)
    written = 0
    for number, doubt in enumerate(ranked, start=1):
        left, right = doubts.sides(doubt)
        told = "one entity, joined because" if doubt.merged else "two entities"
        console.rule(f"{number} of {len(ranked)} · {doubt.label}", align="left")
        console.print(f"{told}: {doubt.why}", markup=False)
        console.print(compared(left, right))
        answer = answered(console)
        if answer == "quit":
            break
        if answer != "skip":
            append_decisions(path, doubt.same if answer == "same" else doubt.different)
            written += 1
    if not ranked:
        console.print("No doubtful pairs that are not decided.")
    return written


def answered(console: Any) -> str:
    """Return same, different, skip or quit; the end of the input quits."""
    while True:
        console.print("[b]s[/b]ame, [b]d[/b]ifferent, s[b]k[/b]ip (Enter), [b]q[/b]uit? ", end="")
        try:
            answer = input().strip().casefold()
        except EOFError:
            return "quit"
        if answer[:1] in ANSWERS and (answer in ANSWERS or answer in ANSWERS.values()):
            return answer if answer in ANSWERS.values() else ANSWERS[answer]


def compared(left: "Side", right: "Side") -> Any:
    """Return both sides' evidence beside each other."""
    from rich.table import Column, Table
    from rich.text import Text

    table = Table("", Column(Text(left.title)), Column(Text(right.title)), expand=True)
    for what in ("names", "roles", "organizations", "countries", "releases", "examples"):
        cells = ["\n".join(getattr(side, what)) for side in (left, right)]
        if any(cells):
            # Text objects: brackets in a release are no markup.
            table.add_row(what.replace("z", "s"), *map(Text, cells))
    return table
