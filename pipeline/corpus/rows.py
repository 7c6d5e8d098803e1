"""A .csv or .jsonl file → one Release per row."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from pipeline.corpus.encodings import open_text
from pipeline.corpus.published import find_published, parse_date
from pipeline.corpus.release import Release, SetAside
from pipeline.corpus.soundness import MAX_CHARS, UnreadableError, refuse_unsound, set_aside, without_surrogates
from pipeline.corpus.sources import Source

EMPTY = "empty; delete it or fill it in"
DELIMITERS = (",", ";", "\t")
# A text of MAX_CHARS may take twelve characters for one (an emoji as two \u escapes), and has other columns beside it.
# What is longer is a quotation mark that never closes, or no table: it must not fill the memory.
LONGEST_LINE = 16 * MAX_CHARS
# Enough rows to see which delimiter cuts them all alike.
_HEAD_LINES = 50
_HEAD_CHARS = 1 << 16
_EXCEL_HINT = re.compile(r"sep=([,;|\t])\s*", re.IGNORECASE)
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


def read_csv(source: Source, encoding: str | None) -> Iterator[Release | SetAside]:
    """Yield a release per row of a table whose header names the columns: text, and title, published, source if given.

    Comma, semicolon or tab, as the rows show; Excel's "sep=;" line is understood. A broken row is set aside alone.
    """
    # The limit is the process's own, shared with other readers: it is raised, never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
    file, encoding = open_text(source.path, encoding)
    with file:
        lines = _lines(file, encoding)
        head, delimiter = _head(lines)
        # Strict, or a quotation mark that never closes would quietly swallow all the rows below it.
        table = csv.reader(chain(head, lines), delimiter=delimiter, strict=True)
        names = _column_names(table)
        number = 0
        for number, fields in enumerate(_records(table), start=1):
            name = f"{source.source}#{number}"
            if isinstance(fields, str):
                yield set_aside(name, fields)
                continue
            try:
                outcome: Release | SetAside = _release(source, encoding, number, _cells(names, fields, encoding))
            except UnreadableError as error:
                outcome = set_aside(name, str(error))
            yield outcome
    if not number:
        raise UnreadableError("a header without rows; delete it or fill it in")


def read_jsonl(source: Source, encoding: str | None) -> Iterator[Release | SetAside]:
    """Yield a release per line that is not blank: a JSON object with text, and title, published, source if given."""
    file, encoding = open_text(source.path, encoding)
    number = 0
    with file:
        # Only a line feed ends a line of JSON.
        file.reconfigure(newline="\n")
        for line in _lines(file, encoding):
            if not line.strip():
                continue
            if not number and line.strip() in ("[", "{"):
                raise UnreadableError("one JSON document over several lines; write one object per line")
            number += 1
            try:
                outcome: Release | SetAside = _release(source, encoding, number, _json_object(line, encoding))
            except UnreadableError as error:
                outcome = set_aside(f"{source.source}#{number}", str(error))
            yield outcome
    if not number:
        raise UnreadableError(EMPTY)


def _lines(file: io.TextIOWrapper, encoding: str) -> Iterator[str]:
    """Yield the lines of `file` with their ends; UnreadableError at the first that does not end, or not decode."""
    number = 0
    while True:
        number += 1
        try:
            line = file.readline(LONGEST_LINE)
        except UnicodeError as error:
            raise UnreadableError(f"not {encoding} at line {number}; re-save it as UTF-8 or pass --encoding") from error
        if not line:
            return
        if len(line) == LONGEST_LINE:
            raise UnreadableError(f"line {number} is longer than {LONGEST_LINE:,} characters; split it")
        yield line


def _head(lines: Iterator[str]) -> tuple[list[str], str]:
    """Return the first of `lines`, blank ones above the header dropped, and the delimiter they show."""
    head: list[str] = []
    size = 0
    for line in lines:
        if not head and not line.strip():
            continue
        head.append(line)
        size += len(line)
        if len(head) == _HEAD_LINES or size > _HEAD_CHARS:
            break
    if not head:
        raise UnreadableError(EMPTY)
    if hint := _EXCEL_HINT.fullmatch(head[0]):
        return head[1:], hint[1]
    return head, max(DELIMITERS, key=lambda delimiter: _fit(head, delimiter))


def _fit(head: list[str], delimiter: str) -> tuple[bool, int, int]:
    """Return how well `delimiter` cuts a table's first lines: a text column, rows like the header, many columns."""
    rows = [row for row in csv.reader(head, delimiter=delimiter) if row]
    names = [_plain(name) for name in rows[0]] if rows else []
    return "text" in names, sum(len(row) == len(names) for row in rows), len(names)


def _records(table: Any) -> Iterator[list[str] | str]:
    """Yield the fields of each record of a csv.reader, blank lines left out; for a broken one, what is wrong."""
    while True:
        line = table.line_num + 1
        try:
            fields = next(table, None)
        except csv.Error as error:
            remedy = "double each quotation mark inside a quoted field, and close the field"
            yield f"not CSV at line {line} ({error}); {remedy}"
            continue
        if fields is None:
            return
        if fields:
            yield fields


def _column_names(table: Iterable[list[str]]) -> list[str]:
    """Return the names in the header, lower case; UnreadableError unless just one of them is text."""
    try:
        names = [_plain(name) for name in next(iter(table), [])]
    except csv.Error as error:
        raise UnreadableError(f"its header is not CSV ({error}); save it as CSV again") from error
    while names and not names[-1]:
        names.pop()
    if "text" not in names:
        shown = ", ".join(name[:30] for name in names[:8]) + (", …" if len(names) > 8 else "")
        raise UnreadableError(f"no column is named text (the header has: {shown}); name the releases' column so")
    for name in ("text", "title", "published", "source"):
        if names.count(name) > 1:
            raise UnreadableError(f"{names.count(name)} columns are named {name}; rename all but one")
    return names


def _plain(name: str) -> str:
    return name.strip().strip("\ufeff").lower()


def _cells(names: Sequence[str], fields: Sequence[str], encoding: str) -> dict[str, Any]:
    """Return the values of a row by column; UnreadableError unless it has as many as the header."""
    if len(fields) < len(names) or any(fields[len(names) :]):
        raise UnreadableError(
            f"{len(fields)} fields where the header has {len(names)}; put fields that hold a delimiter or quotation "
            "marks between quotation marks"
        )
    for field in fields:
        _refuse_escaped_byte(field, encoding)
    return dict(zip(names, fields, strict=False))


def _json_object(line: str, encoding: str) -> dict[str, Any]:
    """Return the values of a line by lower-case key; UnreadableError unless it is a JSON object."""
    _refuse_escaped_byte(line, encoding)
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"not JSON ({error.msg} at character {error.pos + 1}); mend the line") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; 100,000 brackets
        raise UnreadableError("JSON that is too large or too deeply nested; mend the line") from error
    if not isinstance(values, dict):
        raise UnreadableError('not a JSON object; write {"text": …}')
    return {_plain(key): value for key, value in values.items()}


def _refuse_escaped_byte(value: str, encoding: str) -> None:
    if found := _ESCAPED_BYTE.search(value):
        raise UnreadableError(
            f"not {encoding} (byte 0x{ord(found[0]) - 0xDC00:02X}); re-save it as UTF-8 or pass --encoding"
        )


def _release(source: Source, encoding: str, number: int, values: Mapping[str, Any]) -> Release:
    text = values.get("text")
    if text is None:
        raise UnreadableError("no text; fill it in or delete the row")
    if not isinstance(text, str):
        raise UnreadableError("its text is not a string; put it between quotation marks")
    refuse_unsound(text)
    text = without_surrogates(text)
    published, published_from = find_published(text, parse_date(_value(values, "published")))
    return Release(
        doc_id=f"{source.doc_id}#{number}",
        source=_value(values, "source") or source.source,
        format=source.format,
        encoding=encoding,
        sha256=_sha256(values),
        text=text,
        title=_value(values, "title"),
        published=published,
        published_from=published_from,
    )


def _value(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return "" if value is None else without_surrogates(str(value)).strip()


def _sha256(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all of a row's values, whatever the order of its columns, as JSON in ASCII."""
    try:
        canonical = json.dumps(values, sort_keys=True, separators=(",", ":"))
    except RecursionError as error:
        raise UnreadableError("JSON that is too deeply nested; mend the line") from error
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
