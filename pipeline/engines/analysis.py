"""Reads a batch of files and releases, writes their rows as Arrow tables: what one process does."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import chain

import pyarrow as pa
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.collector import collector_off
from pipeline.corpus import read_source
from pipeline.corpus.release import Release, SetAside
from pipeline.corpus.sources import CONTAINERS, Source
from pipeline.tables.rows import Row, rows_of
from pipeline.tables.schema import PARTS, SchemaError, rows_to_arrow

# Limits of one batch through nlp.pipe: 8 texts a batch is where the fused nets are fastest.
BATCH_DOCS = 8
BATCH_CHARS = 60_000


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to analyse: a file that is read here, or a release that was read before (a row of a table).

    `size` is about its bytes, for batches and the progress bar.
    """

    file: str
    given: Source | Release
    size: int


@dataclass(slots=True)
class Outcome:
    """What an item gave: releases by (doc_id, version), what was set aside by (source, reason).

    `complete` is False where something failed inside the program, so that it is tried again on the next run.
    """

    file: str
    size: int
    releases: list[tuple[str, str]] = field(default_factory=list)
    chars: list[int] = field(default_factory=list)
    set_aside: list[tuple[str, str]] = field(default_factory=list)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Analysed:
    """A batch's result: one outcome per item, and the rows of all their releases, `release` counted from 0."""

    outcomes: list[Outcome]
    tables: dict[str, pa.Table]


def version_of(release: Release) -> str:
    """Return a hash of all that was read: a table saved in another encoding has the same values, not the same rows."""
    told = (release.source, release.format, release.encoding, release.sha256, release.title)
    published = release.published.isoformat() if release.published else ""
    return hashlib.sha256("\0".join((*told, published, release.published_from)).encode()).hexdigest()


# What loads the nlp pipeline: a function, or where one is ("module:function"), which other processes can find too.
Loader = str | Callable[[], Language]


def load_from(place: Loader) -> Language:
    """Return what the function at `place` returns: the nlp pipeline, loaded."""
    if callable(place):
        return place()
    module, _, name = place.partition(":")
    load: Callable[[], Language] = getattr(import_module(module), name)
    return load()


def analyse(items: Sequence[Item], nlp: Language, encoding: str | None) -> Analysed:
    """Return the rows of every release of `items`; one that fails is set aside, the others go on."""
    outcomes = [Outcome(item.file, item.size) for item in items]
    analysed: list[tuple[Outcome, Release, dict[str, list[Row]]]] = []
    # The vocabulary forgets a job's new words at its end: memory stays flat as the corpus grows.
    with collector_off(), nlp.memory_zone():
        read = chain.from_iterable(
            read_item(item, outcome, encoding) for item, outcome in zip(items, outcomes, strict=True)
        )
        for batch in batches(read):
            docs = docs_of([release for _, release in batch], nlp)
            for (outcome, release), doc in zip(batch, docs, strict=True):
                rows = doc if isinstance(doc, Exception) else rows_or_error(release, doc)
                if isinstance(rows, Exception):
                    outcome.set_aside.append((name_of(release, outcome), internal_error(rows)))
                    outcome.complete = False
                else:
                    analysed.append((outcome, release, rows))
    return Analysed(outcomes, tables_of(analysed))


def read_item(item: Item, outcome: Outcome, encoding: str | None) -> Iterator[tuple[Outcome, Release]]:
    """Yield the item's releases; what cannot be read is noted in `outcome`."""
    if isinstance(item.given, Release):
        yield outcome, item.given
        return
    try:
        for found in read_source(item.given, encoding):
            if isinstance(found, SetAside):
                outcome.set_aside.append((found.source, found.reason))
            else:
                yield outcome, found
    except Exception as error:  # One bad file never ends a run, whatever a reader's library raises.
        outcome.set_aside.append((item.given.source, internal_error(error)))
        outcome.complete = False


def batches(read: Iterable[tuple[Outcome, Release]]) -> Iterator[list[tuple[Outcome, Release]]]:
    batch: list[tuple[Outcome, Release]] = []
    chars = 0
    for outcome, release in read:
        if batch and (len(batch) == BATCH_DOCS or chars + len(release.text) > BATCH_CHARS):
            yield batch
            batch, chars = [], 0
        batch.append((outcome, release))
        chars += len(release.text)
    if batch:
        yield batch


def docs_of(releases: Sequence[Release], nlp: Language) -> list[Doc | Exception]:
    """Return each release's Doc, or the error it failed with."""
    try:
        return list(nlp.pipe([blank_doc(release, nlp) for release in releases], batch_size=len(releases)))
    except Exception:  # Which of them it was is found by trying them alone.
        return [doc_or_error(release, nlp) for release in releases]


def doc_or_error(release: Release, nlp: Language) -> Doc | Exception:
    try:
        return nlp(blank_doc(release, nlp))
    except Exception as error:  # One bad release never ends a run, whatever a stage raises.
        return error


def blank_doc(release: Release, nlp: Language) -> Doc:
    doc = nlp.make_doc(release.text)
    doc._.doc_id = release.doc_id
    doc._.published = release.published.isoformat() if release.published else ""
    return doc


def rows_or_error(release: Release, doc: Doc) -> dict[str, list[Row]] | Exception:
    try:
        return rows_of(release, doc)
    except Exception as error:  # A stage's odd output is as bad as its failure.
        return error


def name_of(release: Release, outcome: Outcome) -> str:
    """Return what errors.csv calls the release: its file, or the file and the row."""
    return release.doc_id if release.format in CONTAINERS else outcome.file


def internal_error(error: Exception) -> str:
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return f"internal error ({told[:300]}); the other releases are not affected, please report it"


def tables_of(analysed: Sequence[tuple[Outcome, Release, dict[str, list[Row]]]]) -> dict[str, pa.Table]:
    """Return all rows by table; a release whose rows do not fit the schema is set aside."""
    try:
        tables = with_release_numbers([rows for _, _, rows in analysed])
    except SchemaError:
        fitting = []
        for outcome, release, rows in analysed:
            try:
                with_release_numbers([rows])
                fitting.append((outcome, release, rows))
            except SchemaError as error:
                outcome.set_aside.append((name_of(release, outcome), internal_error(error)))
                outcome.complete = False
        analysed = fitting
        tables = with_release_numbers([rows for _, _, rows in analysed])
    for outcome, release, _ in analysed:
        outcome.releases.append((release.doc_id, version_of(release)))
        outcome.chars.append(len(release.text))
    return tables


def with_release_numbers(analysed: Sequence[dict[str, list[Row]]]) -> dict[str, pa.Table]:
    tables = {}
    for name, table in PARTS.items():
        numbers = [number for number, rows in enumerate(analysed) for _ in rows[name]]
        rows = rows_to_arrow(table, [row for rows in analysed for row in rows[name]])
        tables[name] = rows.add_column(0, pa.field("release", pa.int32()), pa.array(numbers, pa.int32()))
    return tables
