"""Keeps the rows of analysed releases between runs: Parquet parts in OUTPUT/.state/parts, each complete or absent.

A part is a folder with one Parquet file per table of schema.PARTS, `releases` (which release each row block belongs
to) and `files` (input files that were read to their end, and what they gave). It is written under a hidden name and
renamed when complete, so a killed run loses at most the part it was writing. Where two parts tell of the same thing,
the later one is right.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.tables.schema import PARTS

# Limits of one part. 2,000 releases are about 4 million characters: 6 MB on disk, read in 50 ms.
PART_RELEASES = 2_000
PART_CHARS = 8_000_000
# Small parts are merged when there are more than this many of them: each costs eight file openings a run.
SMALL_PARTS = 8

RELEASES = pa.schema(
    [
        ("release", pa.int32()),
        ("file", pa.string()),
        ("doc_id", pa.string()),
        ("version", pa.string()),
        ("fingerprint", pa.string()),
        ("chars", pa.int32()),
    ]
)
PAIRS = pa.list_(pa.struct([("first", pa.string()), ("second", pa.string())]))
FILES = pa.schema(
    [
        ("file", pa.string()),
        ("version", pa.string()),
        ("fingerprint", pa.string()),
        ("complete", pa.bool_()),
        ("releases", PAIRS),
        ("set_aside", PAIRS),
    ]
)


@dataclass(frozen=True, slots=True)
class ReleaseKey:
    """What makes a release's rows valid: the file it is in, its id, all that was read, the program that analysed it."""

    file: str
    doc_id: str
    version: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What an input file gave: (doc_id, version) of its releases and (source, reason) of what was set aside.

    `version` tells whether what was read is the same. `complete` is False where a release failed inside the program:
    it is tried again on the next run.
    """

    file: str
    version: str
    fingerprint: str
    complete: bool
    releases: tuple[tuple[str, str], ...]
    set_aside: tuple[tuple[str, str], ...]

    def release_keys(self) -> Iterator[ReleaseKey]:
        for doc_id, version in self.releases:
            yield ReleaseKey(self.file, doc_id, version, self.fingerprint)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a release's rows are: the number of the part and the release's number in it."""

    part: int
    release: int


@dataclass(slots=True)
class Store:
    """The parts of one output folder."""

    folder: Path
    files: dict[str, FileRecord] = field(default_factory=dict)
    places: dict[ReleaseKey, Place] = field(default_factory=dict)
    chars: dict[Place, int] = field(default_factory=dict)
    parts: list[int] = field(default_factory=list)

    @classmethod
    def load(cls, folder: Path) -> "Store":
        """Return the store in `folder`; what an interrupted run left half-written is removed."""
        folder.mkdir(parents=True, exist_ok=True)
        store = cls.as_it_is(folder)
        for path in sorted(folder.iterdir()):
            # Or what a crashed machine left damaged: its releases are analysed again.
            if not path.name.isdecimal() or int(path.name) not in store.parts:
                shutil.rmtree(path, ignore_errors=True)
        return store

    @classmethod
    def as_it_is(cls, folder: Path) -> "Store":
        """Return the store in `folder`, whose whole parts alone are seen; nothing there is changed."""
        store = cls(folder)
        for path in sorted(path for path in folder.iterdir() if path.name.isdecimal()):
            with suppress(OSError, pa.ArrowException, KeyError):
                store.add_to_index(int(path.name))
        return store

    def path(self, part: int) -> Path:
        return self.folder / f"{part:08d}"

    def add_to_index(self, part: int) -> None:
        releases = pq.read_table(self.path(part) / "releases.parquet").to_pydict()
        files = pq.read_table(self.path(part) / "files.parquet").to_pylist()
        rows = zip(*(releases[name] for name in RELEASES.names), strict=True)
        for release, file, doc_id, version, fingerprint, chars in rows:
            place = Place(part, release)
            self.places[ReleaseKey(file, doc_id, version, fingerprint)] = place
            self.chars[place] = chars
        for row in files:
            self.files[row["file"]] = FileRecord(
                file=row["file"],
                version=row["version"],
                fingerprint=row["fingerprint"],
                complete=row["complete"],
                releases=tuple((pair["first"], pair["second"]) for pair in row["releases"]),
                set_aside=tuple((pair["first"], pair["second"]) for pair in row["set_aside"]),
            )
        self.parts.append(part)

    def forget(self) -> None:
        """Remove every part."""
        for part in self.parts:
            shutil.rmtree(self.path(part))
        self.files, self.places, self.chars, self.parts = {}, {}, {}, []

    def live(self, files: Iterable[str]) -> dict[ReleaseKey, Place]:
        """Return where the rows of today's `files` are; what other files and older versions gave is left out."""
        return {
            key: self.places[key] for file in files if file in self.files for key in self.files[file].release_keys()
        }

    def write(
        self, tables: dict[str, list[pa.Table]], releases: Sequence[pa.Table], files: Sequence[FileRecord]
    ) -> int:
        """Write one part and return its number. `tables` have a `release` column that `releases` counts."""
        part = max(self.parts, default=0) + 1
        hidden = self.folder / f".{part:08d}"
        shutil.rmtree(hidden, ignore_errors=True)
        hidden.mkdir()
        number = pa.scalar(part, pa.int32())
        for name, table in PARTS.items():
            schema = pa.schema([("part", pa.int32()), ("release", pa.int32()), *table.arrow])
            rows = pa.concat_tables([schema_without_part(schema).empty_table(), *tables.get(name, [])])
            rows = rows.add_column(0, schema.field("part"), pa.repeat(number, rows.num_rows))
            pq.write_table(rows, hidden / f"{name}.parquet", compression="zstd")
        pq.write_table(pa.concat_tables([RELEASES.empty_table(), *releases]), hidden / "releases.parquet")
        pq.write_table(files_to_arrow(files), hidden / "files.parquet")
        hidden.rename(self.path(part))
        self.add_to_index(part)
        return part

    def tidy(self, files: Iterable[str]) -> None:
        """Merge small parts and drop rows that no file of `files` needs any more.

        Killed between the new part and the removal of the old ones, both are there and the later one is right.
        """
        wanted = set(files)
        live = self.live(wanted)
        placed: dict[int, list[Place]] = {part: [] for part in self.parts}
        for place in live.values():
            placed[place.part].append(place)
        total: dict[int, int] = dict.fromkeys(self.parts, 0)
        for place in self.chars:
            total[place.part] += 1
        small = [part for part in self.parts if total[part] < PART_RELEASES // 2]
        spoilt = {part for part in self.parts if len(placed[part]) < total[part]}
        if self.files.keys() - wanted:
            spoilt.update(part for part in self.parts if self.tells_of_other_files(part, wanted))
        merged = sorted(spoilt.union(small if len(small) > SMALL_PARTS else ()))
        if not merged:
            return
        keys = {place: key for key, place in live.items()}
        records = {name: record for name, record in self.files.items() if name in wanted}
        writer = PartWriter(self)
        for part in merged:
            kept = sorted(placed[part])
            if kept:
                writer.add(
                    self.read(part, kept), [keys[place] for place in kept], [self.chars[place] for place in kept]
                )
            writer.flush_if_full()
        for record in records.values():
            writer.add_file(record)
        writer.flush()
        for part in merged:
            shutil.rmtree(self.path(part))
        self.reload()

    def tells_of_other_files(self, part: int, wanted: set[str]) -> bool:
        names = pq.read_table(self.path(part) / "files.parquet", columns=["file"]).column("file").to_pylist()
        return not wanted.issuperset(names)

    def reload(self) -> None:
        fresh = Store.load(self.folder)
        self.files, self.places, self.chars, self.parts = fresh.files, fresh.places, fresh.chars, fresh.parts

    def read(self, part: int, kept: list[Place]) -> dict[str, pa.Table]:
        """Return a part's tables with the rows of `kept` only, their releases counted from 0 in that order."""
        old = pa.array([place.release for place in kept], pa.int32())
        tables = {}
        for name in PARTS:
            rows = pq.read_table(self.path(part) / f"{name}.parquet").drop_columns(["part"])
            new = pc.index_in(rows.column("release"), value_set=old)
            rows = rows.set_column(0, pa.field("release", pa.int32()), new)
            tables[name] = rows.filter(pc.is_valid(new))
        return tables


def schema_without_part(schema: pa.Schema) -> pa.Schema:
    return schema.remove(schema.get_field_index("part"))


def files_to_arrow(files: Sequence[FileRecord]) -> pa.Table:
    rows = [
        {
            "file": record.file,
            "version": record.version,
            "fingerprint": record.fingerprint,
            "complete": record.complete,
            "releases": [{"first": doc_id, "second": version} for doc_id, version in record.releases],
            "set_aside": [{"first": source, "second": reason} for source, reason in record.set_aside],
        }
        for record in files
    ]
    return pa.Table.from_pylist(rows, schema=FILES)


class PartWriter:
    """Gathers analysed releases and writes a part whenever one is full."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clear()

    def clear(self) -> None:
        self.tables: dict[str, list[pa.Table]] = {name: [] for name in PARTS}
        self.releases: list[pa.Table] = []
        self.files: list[FileRecord] = []
        self.count = 0
        self.chars = 0

    def add(self, tables: dict[str, pa.Table], keys: Sequence[ReleaseKey], chars: Sequence[int]) -> None:
        """Take the rows of `keys`; the tables' `release` column counts them from 0."""
        for name, rows in tables.items():
            shifted = pc.add(rows.column("release"), pa.scalar(self.count, pa.int32()))
            self.tables[name].append(rows.set_column(0, pa.field("release", pa.int32()), shifted))
        columns = {
            "release": list(range(self.count, self.count + len(keys))),
            "file": [key.file for key in keys],
            "doc_id": [key.doc_id for key in keys],
            "version": [key.version for key in keys],
            "fingerprint": [key.fingerprint for key in keys],
            "chars": list(chars),
        }
        self.releases.append(pa.table(columns, schema=RELEASES))
        self.count += len(keys)
        self.chars += sum(chars)

    def add_file(self, record: FileRecord) -> None:
        """Take a file that was read to its end; its releases were added before, now or in an earlier run."""
        self.files.append(record)

    def flush_if_full(self) -> None:
        if self.count >= PART_RELEASES or self.chars >= PART_CHARS:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered as a part, if there is anything."""
        if self.count or self.files:
            self.store.write(self.tables, self.releases, self.files)
        self.clear()
