"""Reads a gold folder (raw/, gold.csv, roles.csv), gives its releases and answers, every offset checked."""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corpus import Release, SetAside, find_sources, read_source
from pipeline.errors import UsageError

COLUMNS = ("doc_id", "start", "end", "label", "text", "normal", "entity_id")
ROLE_COLUMNS = ("doc_id", "person_spans", "role_start", "role_end", "role", "organization_spans")

Offsets = tuple[int, int]
Key = tuple[str, int, int, str]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention, of gold or found. `normal` and `entity_id` are "" where unknown, `score` is None."""

    doc_id: str
    start: int
    end: int
    label: str
    text: str
    normal: str = ""
    entity_id: str = ""
    found_by: str = ""
    score: float | None = None

    @property
    def key(self) -> Key:
        """Return what makes two mentions the same one."""
        return self.doc_id, self.start, self.end, self.label


@dataclass(frozen=True, slots=True)
class GoldRole:
    """A person–role statement; the spans are all mentions of that person and of that organisation that count."""

    doc_id: str
    people: tuple[Offsets, ...]
    start: int
    end: int
    role: str
    organizations: tuple[Offsets, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The releases and what is right in them. `roles` is None where there is no roles.csv."""

    releases: dict[str, Release]
    mentions: list[Mention]
    roles: list[GoldRole] | None = None
    set_aside: list[SetAside] = field(default_factory=list)


def read_gold(folder: Path) -> Gold:
    """Return the gold of a folder with raw/, gold.csv and, where there are roles, roles.csv.

    UsageError that names file and line for what is missing, does not fit the releases, or contradicts itself.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; give one with raw/ and gold.csv")
    roles = folder / "roles.csv"
    return read_gold_tables(folder / "raw", folder / "gold.csv", roles if roles.is_file() else None)


def read_gold_tables(raw: Path, mentions: Path, roles: Path | None = None) -> Gold:
    """Return the gold whose releases and tables lie in these places; see read_gold."""
    for path in (raw, mentions):
        if not path.exists():
            raise UsageError(f"{path}: is missing; a gold folder has raw/ and gold.csv")
    items = [item for source in find_sources([raw]) for item in read_source(source)]
    releases = {item.doc_id: item for item in items if isinstance(item, Release)}
    return Gold(
        releases=releases,
        mentions=list(read_mentions(mentions, releases)),
        roles=None if roles is None else list(read_roles(roles, releases)),
        set_aside=[item for item in items if isinstance(item, SetAside)],
    )


def read_mentions(path: Path, releases: dict[str, Release]) -> Iterator[Mention]:
    """Yield the mentions of gold.csv. A row that only repeats another is passed over (public corpora have some)."""
    seen: dict[Key, tuple[int, Mention]] = {}
    for line, row in rows_of(path, COLUMNS):
        place = f"{path}:{line}"
        release = release_of(row, releases, place)
        start, end = offsets_of(row["start"], row["end"], release, place)
        if release.text[start:end] != row["text"]:
            raise UsageError(
                f"{place}: text is «{row['text']}», but at {start}–{end} {release.doc_id} has "
                f"«{release.text[start:end]}»; offsets count Unicode code points of the decoded file"
            )
        if not row["label"]:
            raise UsageError(f"{place}: no label")
        mention = Mention(release.doc_id, start, end, row["label"], row["text"], row["normal"], row["entity_id"])
        first, other = seen.setdefault(mention.key, (line, mention))
        if other != mention:
            raise UsageError(
                f"{place}: the {mention.label} at {start}–{end} of {release.doc_id} stands in line {first} with "
                "another normal form or entity; keep one of them"
            )
        if first == line:
            yield mention


def read_roles(path: Path, releases: dict[str, Release]) -> Iterator[GoldRole]:
    """Yield the statements of roles.csv in file order."""
    for line, row in rows_of(path, ROLE_COLUMNS):
        place = f"{path}:{line}"
        release = release_of(row, releases, place)
        people = spans_of(row["person_spans"], release, place)
        if not people:
            raise UsageError(f"{place}: no person_spans; write them as start-end;start-end")
        start, end = offsets_of(row["role_start"], row["role_end"], release, place)
        organizations = spans_of(row["organization_spans"], release, place)
        yield GoldRole(release.doc_id, people, start, end, row["role"], organizations)


def rows_of(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    """Yield (line, row) of a CSV table that must have `columns`; the line is where the row ends."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = reader.fieldnames or ()
            missing = [name for name in columns if name not in header]
            if missing:
                raise UsageError(f"{path}:1: no column {', '.join(missing)}; the header must have {','.join(columns)}")
            for row in reader:
                if None in row or None in row.values():
                    raise UsageError(f"{path}:{reader.line_num}: the row has not as many cells as the header")
                yield reader.line_num, row
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.object[error.start]:#04x}); save it as UTF-8") from error
    except csv.Error as error:
        raise UsageError(f"{path}: no CSV table ({error}, line {reader.line_num})") from error


def release_of(row: Row, releases: dict[str, Release], place: str) -> Release:
    # doc_ids are in NFC whatever the file system says.
    release = releases.get(unicodedata.normalize("NFC", row["doc_id"]))
    if release is None:
        raise UsageError(
            f"{place}: no release {row['doc_id']!r} in raw/; a doc_id is the file's path below raw/, without .txt"
        )
    return release


def offsets_of(start: str, end: str, release: Release, place: str) -> Offsets:
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(release.text)):
        raise UsageError(
            f"{place}: {start or 'nothing'}–{end or 'nothing'} is no span of {release.doc_id}, "
            f"which has {len(release.text)} characters"
        )
    return int(start), int(end)


def spans_of(text: str, release: Release, place: str) -> tuple[Offsets, ...]:
    """Read «start-end;start-end»."""
    parts = (part.partition("-") for part in text.split(";") if part)
    return tuple(offsets_of(start, end, release, place) for start, _, end in parts)
