"""`run [INPUT ...]`: releases in, tables out."""

import argparse
import sys
import warnings
from types import TracebackType
from typing import TYPE_CHECKING

from pipeline.errors import DecisionWarning
from pipeline.settings import CSV_DIALECTS, DECISIONS, ENGINES, FORMATS, INPUTS, OUTPUT

if TYPE_CHECKING:
    from pipeline.engines.run import Summary

LABELS = ("PER", "ORG", "LOC", "DATE")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `commands`."""
    parser = commands.add_parser(
        "run",
        help="read releases and write the tables",
        description="Read releases and write the tables; only new and changed releases are analysed.",
    )
    parser.add_argument(
        "inputs", nargs="*", default=list(INPUTS), metavar="INPUT", help=f"folder or file of releases ({INPUTS[0]})"
    )
    parser.add_argument("--output", default=OUTPUT, metavar="DIR", help=f"where the tables go ({OUTPUT})")
    parser.add_argument(
        "--format", default=",".join(FORMATS), metavar="LIST", help=f"any of {','.join(FORMATS)} (both)"
    )
    parser.add_argument(
        "--csv-dialect",
        choices=CSV_DIALECTS,
        default=CSV_DIALECTS[0],
        help="excel: byte-order mark, semicolons, no cell that a spreadsheet would run",
    )
    parser.add_argument("--encoding", metavar="NAME", help="how the files are encoded, where the program guesses wrong")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="where the work is done (local)")
    parser.add_argument("--workers", type=int, metavar="N", help="processes at work (the cores)")
    parser.add_argument("--all", action="store_true", help="analyse every release again")
    parser.add_argument(
        "--add", action="store_true", help="add INPUT to those the output folder has, instead of refusing"
    )
    parser.add_argument("--decisions", metavar="FILE", help=f"the analysts' decisions ({DECISIONS})")
    parser.set_defaults(handle=handle)


def handle(arguments: argparse.Namespace) -> int:
    """Run, show how it goes, say where the tables are, and return the exit code."""
    import pipeline

    with Bar() as bar, warnings.catch_warnings():
        warnings.simplefilter("ignore", DecisionWarning)  # told below, with the summary
        summary = pipeline.run(
            arguments.inputs,
            arguments.output,
            formats=[name.strip() for name in arguments.format.split(",") if name.strip()],
            csv_dialect=arguments.csv_dialect,
            encoding=arguments.encoding,
            engine=arguments.engine,
            workers=arguments.workers,
            everything=arguments.all,
            add=arguments.add,
            decisions=arguments.decisions,
            watcher=bar,
        )
    print(told(summary), file=sys.stderr)
    return summary.exit_code


def told(summary: "Summary") -> str:
    """Return the summary as lines."""
    mentions = ", ".join(f"{label} {summary.mentions.get(label, 0):,}" for label in LABELS)
    lines = [
        f"releases   {summary.releases:,} ({summary.new:,} new, {summary.changed:,} changed, "
        f"{summary.unchanged:,} unchanged, {summary.removed:,} removed; {summary.analysed:,} analysed)",
        f"mentions   {sum(summary.mentions.values()):,} ({mentions})",
        f"entities   {summary.entities:,}",
        f"set aside  {summary.set_aside:,}" + (" (see the errors table)" if summary.set_aside else ""),
        f"seconds    {summary.seconds:.1f}",
        f"tables     {summary.output}" + ("" if summary.rewritten else " (unchanged)"),
    ]
    if summary.decisions:
        problems = len(summary.decision_problems)
        counted = f" ({problems:,} to look at, see below)" if problems else ""
        lines.insert(-2, f"decisions  {summary.decisions:,}{counted}")
    return "\n".join([*lines, *summary.decision_problems])


class Bar:
    """A progress bar on stderr with rate and time left; shows nothing where stderr is no terminal."""

    def __init__(self) -> None:
        # rich takes 0.1 s to import, which --help should not.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        console = Console(stderr=True)
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[releases]:,} releases, {task.fields[rate]:.1f}/s"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.task = self.progress.add_task("starting", total=None, releases=0, rate=0.0)
        self.releases = 0

    def __enter__(self) -> "Bar":
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.progress.stop()

    def start(self, size: int) -> None:
        self.progress.reset(self.task, total=size or None)

    def advance(self, size: int, releases: int) -> None:
        self.releases += releases
        elapsed = self.progress.tasks[0].elapsed or 0.0
        rate = self.releases / elapsed if elapsed else 0.0
        self.progress.update(self.task, advance=size, releases=self.releases, rate=rate)

    def phase(self, name: str) -> None:
        self.progress.update(self.task, description=name)
