"""Puts finished tables in place: staged in OUTPUT/.state/staging, then renamed one by one under a journal.

Killed before the journal is there, the old tables stay; after it, the next run or reader renames the rest. Either way
a reader sees one run's tables. Files whose bytes would not change are left alone.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipeline.errors import UsageError
from pipeline.tables.exports import FORMATS
from pipeline.tables.schema import TABLES

STATE = ".state"
# Why each mention belongs to its entity; of the tables it is not one, being about how they were made.
REASONS = "reasons.parquet"
# A publication renames some thirty files: whoever waits longer than this waits for something else.
PUBLISH_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Output:
    """The places in an output folder."""

    folder: Path

    @property
    def state(self) -> Path:
        return self.folder / STATE

    @property
    def staging(self) -> Path:
        return self.state / "staging"

    @property
    def parts(self) -> Path:
        return self.state / "parts"

    @property
    def history(self) -> Path:
        return self.state / "history"

    @property
    def reasons(self) -> Path:
        return self.state / REASONS

    @property
    def journal(self) -> Path:
        return self.state / "journal.json"

    @property
    def published(self) -> Path:
        return self.state / "published.json"


@contextmanager
def only_run(output: Output) -> Iterator[None]:
    """Hold the output folder for one run; UsageError if another run has it. A killed run's hold ends with it."""
    lock = FileLock(output.state / "run.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(
            f"{output.folder}: another run is writing to this folder; wait for it or give another --output"
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def only_publisher(output: Output) -> Iterator[None]:
    """Hold the tables while they are renamed or read."""
    lock = FileLock(output.state / "publish.lock")
    try:
        lock.acquire(timeout=PUBLISH_SECONDS)
    except Timeout:
        raise UsageError(
            f"{output.folder}: another program has been putting tables in place for {PUBLISH_SECONDS} s"
        ) from None
    try:
        yield
    finally:
        lock.release()


def fresh_staging(output: Output) -> Path:
    """Return the staging folder, emptied."""
    shutil.rmtree(output.staging, ignore_errors=True)
    output.staging.mkdir(parents=True)
    return output.staging


def publish(output: Output, names: Sequence[str], facts: Mapping[str, Any]) -> None:
    """Put the staged files `names` (paths below the output folder) in place and remember `facts`.

    Tables of a format that is no longer asked for are removed.
    """
    digests = {name: digest(output.staging / name) for name in names}
    moved = [name for name in names if digests[name] != digest(output.folder / name)]
    tables = [f"{table}.{suffix}" for table in TABLES for suffix in FORMATS]
    with only_publisher(output):
        journal = {
            "moved": moved,
            "removed": [name for name in tables if name not in digests and (output.folder / name).exists()],
            "published": {**facts, "files": digests},
        }
        write_json(output.journal, journal)
        roll_forward(output)


def roll_forward(output: Output) -> None:
    """Finish the publication that the journal tells of, if there is one; call it holding `only_publisher`."""
    journal = read_json(output.journal)
    if journal is None:
        return
    for name in journal["moved"]:
        staged, target = output.staging / name, output.folder / name
        if staged.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                staged.replace(target)
            except PermissionError:
                raise UsageError(
                    f"{target}: cannot be replaced; close the program that has it open and run again"
                ) from None
    for name in journal["removed"]:
        (output.folder / name).unlink(missing_ok=True)
    write_json(output.published, journal["published"])
    output.journal.unlink()
    shutil.rmtree(output.staging, ignore_errors=True)


def is_published(output: Output, published: Mapping[str, Any] | None) -> bool:
    """Tell whether every published file is still there with the bytes it had."""
    return published is not None and all(
        digest(output.folder / name) == value for name, value in published["files"].items()
    )


def digest(path: Path) -> str:
    """Return the file's SHA-256, "" where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: Path) -> Any:
    """Return what the file holds, None where it is absent or damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def write_json(path: Path, content: object) -> None:
    """Write the file so that it is there whole or as it was."""
    hidden = path.with_name(f"{path.name}.new")
    with hidden.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    hidden.replace(path)
