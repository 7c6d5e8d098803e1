"""Reads and appends to the analysts' decisions.csv; models/decisions.md explains the file to them."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.linking.mentions import LABELS

COLUMNS = ("action", "label", "name", "into", "note")
ACTIONS = ("merge", "split", "rename", "ignore")
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. `line` is the row's first line in the file, counted from 1."""

    line: int
    action: str
    label: str
    name: str
    into: str = ""
    note: str = ""

    def __str__(self) -> str:
        return f"{self.action} {self.label} «{self.name}»" + (f" into «{self.into}»" if self.into else "")


def read_decisions(path: Path) -> list[Decision]:
    """Return the rows of the file in its order; UsageError, naming file and line, where one is malformed.

    UTF-8, with or without a byte-order mark; cells divided by commas, or by semicolons as a spreadsheet may save them.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(f"{path}:{line}: not UTF-8; save the file as «CSV UTF-8»") from error
    text = text.removeprefix(BYTE_ORDER_MARK)
    rows = numbered_rows(path, text)
    line, header = next(rows, (1, []))
    if [name.strip() for name in header] != list(COLUMNS):
        raise UsageError(f"{path}:{line}: the first line must be: {','.join(COLUMNS)}")
    return [decision_of(path, line, cells) for line, cells in rows if any(cells)]


def numbered_rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line's number and the stripped cells of every row."""
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{path}:{line}: not a row of a CSV file ({error})") from error


def decision_of(path: Path, line: int, cells: Sequence[str]) -> Decision:
    """Return the row's decision; the note, and what it has no need of, may be left out."""
    if len(cells) > len(COLUMNS):
        raise UsageError(
            f"{path}:{line}: {len(cells)} cells where {len(COLUMNS)} belong; put a text with a comma into quotes"
        )
    action, label, name, into, note = [*cells, "", "", "", "", ""][: len(COLUMNS)]
    if action not in ACTIONS:
        raise UsageError(f"{path}:{line}: action «{action}» is none of {', '.join(ACTIONS)}")
    if label not in LABELS:
        raise UsageError(f"{path}:{line}: label «{label}» is none of {', '.join(LABELS)}")
    if not name:
        raise UsageError(f"{path}:{line}: {action} needs a name")
    if action == "ignore" and into:
        raise UsageError(f"{path}:{line}: ignore takes a name only; «{into}» belongs into the note")
    if action != "ignore" and not into:
        raise UsageError(f"{path}:{line}: {action} needs both name and into")
    return Decision(line, action, label, name, into, note)


def append_decisions(path: Path, decisions: Sequence[Decision]) -> None:
    """Add rows at the end of the file, which is there whole or as it was; a missing file is begun with its header.

    What is there is kept byte by byte: its order, its line ends, its separator.
    """
    before = path.read_bytes() if path.is_file() else b""
    if not before.strip():
        before = f"{','.join(COLUMNS)}\n".encode()
    first = before.partition(b"\n")[0]
    newline = "\r\n" if first.endswith(b"\r") else "\n"
    if not before.endswith(b"\n"):
        before += newline.encode()
    out = io.StringIO(newline="")
    delimiter = ";" if first.count(b";") > first.count(b",") else ","
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerows((d.action, d.label, d.name, d.into, d.note) for d in decisions)
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{path.name}.new")
    with hidden.open("wb") as file:
        file.write(before + out.getvalue().encode())
        file.flush()
        os.fsync(file.fileno())
    hidden.replace(path)
