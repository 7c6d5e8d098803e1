"""`show FILE|-`: one release in the terminal, mentions coloured, and for each its value and why it was found."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from pipeline.corpus.release import Release, SetAside

STYLES = {"PER": "bold yellow", "ORG": "bold cyan", "LOC": "bold green", "DATE": "bold magenta"}
# Columns where stdout is no terminal: a pipe gets plain lines that are not cut.
WIDE = 240
OK, SOME_SET_ASIDE = 0, 3


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `commands`."""
    parser = commands.add_parser(
        "show",
        help="print one release with its mentions coloured, and why each was found",
        description="Print one release with its mentions coloured; each one's label, normal form, entity and the "
        "rule or model that found it. A name that the release alone leaves unclear is told with what else it may be; "
        "in a run other releases decide. Nothing is written.",
    )
    parser.add_argument("file", metavar="FILE", help="a release, or - for a text on standard input")
    parser.add_argument("--encoding", metavar="NAME", help="how the file is encoded, where the program guesses wrong")
    parser.set_defaults(handle=handle)


def handle(arguments: argparse.Namespace) -> int:
    """Print every release of the file and return the exit code."""
    from rich.console import Console

    from pipeline.corpus.release import SetAside

    console = Console() if sys.stdout.isatty() else Console(width=WIDE)
    code = OK
    for item in releases(arguments.file, arguments.encoding):
        if isinstance(item, SetAside):
            print(f"press-pipeline: {item.source}: {item.reason}", file=sys.stderr)
            code = SOME_SET_ASIDE
        else:
            show(item, console)
    return code


def releases(name: str, encoding: str | None) -> "Iterator[Release | SetAside]":
    """Yield the releases of the file, or the one on standard input."""
    from pipeline.corpus import find_sources, read_source

    if name == "-":
        with TemporaryDirectory() as folder:
            path = Path(folder) / "standard-input.txt"
            path.write_bytes(sys.stdin.buffer.read())
            yield from read_source(find_sources([path])[0], encoding)
        return
    path = Path(name)
    if path.is_dir():
        raise UsageError(f"{name}: is a folder; show takes one release")
    for source in find_sources([path]):
        yield from read_source(source, encoding)


def show(release: "Release", console: Any) -> None:
    """Print one release: its text, its mentions, its roles."""
    from pipeline.engines.single import analyse_one

    analysed = analyse_one(release)
    rows = analysed.mentions
    heading = " · ".join(filter(None, [release.doc_id, str(release.published or ""), release.published_from]))
    console.rule(heading, align="left")
    console.print(coloured(release.text, rows))
    console.print(mention_table(rows))
    if analysed.roles:
        console.print(role_table(analysed.roles))


def coloured(text: str, rows: list[dict[str, Any]]) -> "Text":
    """Return `text` with every mention in its label's colour, nested ones underlined too."""
    from rich.text import Text

    painted = Text(text)
    for row in rows:
        nested = " underline" if row["parent_mention_id"] else ""
        painted.stylize(STYLES[row["label"]] + nested, row["start"], row["end"])
    return painted


def mention_table(rows: list[dict[str, Any]]) -> "Table":
    """Return one line per mention: offsets, label, text, normal form, entity, why that one, and what found it."""
    from rich.table import Table
    from rich.text import Text

    table = Table(
        "start", "end", "label", "text", "normal", "entity", "linked by", "found by", box=None, pad_edge=False
    )
    for row in rows:
        text = ("  " if row["parent_mention_id"] else "") + row["text"]
        found_by = row["found_by"] + (f": {row['why']}" if row["why"] else "")
        # Text objects: brackets in a release are no markup.
        cells = [row["label"], text, row["normal"], row["entity_id"], row["how"], found_by]
        style = STYLES[row["label"]].removeprefix("bold ")
        table.add_row(str(row["start"]), str(row["end"]), *(Text(cell) for cell in cells), style=style)
    return table


def role_table(roles: list[dict[str, Any]]) -> "Table":
    """Return one line per person–role statement."""
    from rich.table import Table
    from rich.text import Text

    table = Table("person", "role", "organisation", "found by", box=None, pad_edge=False, title_justify="left")
    for role in roles:
        table.add_row(*(Text(role[name]) for name in ("person", "role", "organization", "found_by")))
    return table
