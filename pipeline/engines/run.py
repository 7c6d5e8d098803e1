"""One run: input files → rows of each release (new and changed ones only) → linked tables in the output folder."""

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from pipeline.collector import collector_off
from pipeline.corpus import find_sources, read_source, sha256_of
from pipeline.corpus.release import Release
from pipeline.corpus.sources import CONTAINERS, Source
from pipeline.engines.analysis import Analysed, Item, Loader, internal_error, version_of
from pipeline.engines.fingerprint import analysis_fingerprint, decisions_fingerprint, linking_fingerprint
from pipeline.engines.local import analyse_all
from pipeline.errors import UsageError
from pipeline.linking import link as link_entities
from pipeline.linking.decisions import Decision, read_decisions
from pipeline.settings import OK, SOME_SET_ASIDE, Settings
from pipeline.tables.derive import HISTORY, Workbench
from pipeline.tables.exports import write_parquet, write_table
from pipeline.tables.publish import (
    REASONS,
    STATE,
    Output,
    fresh_staging,
    is_published,
    only_publisher,
    only_run,
    publish,
    read_json,
    roll_forward,
    write_json,
)
from pipeline.tables.schema import LINKED, TABLES
from pipeline.tables.store import FileRecord, PartWriter, Place, ReleaseKey, Store

LOAD = "pipeline.nlp.assembly:load"
# A job of one worker: long enough to hide the 1 ms that sending it costs, short enough for a bar that moves.
JOB_ITEMS = 32
JOB_SIZE = 150_000
# A worker needs 2 s to start, in which one that runs reads about this many bytes.
WORKER_SIZE = 500_000
# What a killed run may lose. A part costs 10 ms to write.
PART_SECONDS = 15.0
# UTF-8 bytes of a Russian text per character.
BYTES_PER_CHAR = 1.8

Link = Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, Sequence[Decision]], Any]


class Watcher(Protocol):
    """Is told how a run goes on: a progress bar."""

    def start(self, size: int) -> None:
        """`size` bytes are to be analysed."""

    def advance(self, size: int, releases: int) -> None:
        """So many bytes and releases more are done."""

    def phase(self, name: str) -> None:
        """What is being done now."""


class Silence:
    """A watcher that shows nothing."""

    def start(self, size: int) -> None: ...

    def advance(self, size: int, releases: int) -> None: ...

    def phase(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. Releases are compared with the tables that were there before.

    `decisions` counts the rows of the analysts' decisions; `decision_problems` says, with file and line, which of them
    match nothing or contradict another.
    """

    output: Path
    releases: int
    new: int
    changed: int
    unchanged: int
    removed: int
    analysed: int
    mentions: dict[str, int]
    entities: int
    set_aside: int
    seconds: float
    rewritten: bool
    decisions: int = 0
    decision_problems: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0: all read; 3: some releases were set aside."""
        return SOME_SET_ASIDE if self.set_aside else OK


def run(
    settings: Settings, *, watcher: Watcher | None = None, load: Loader = LOAD, link: Link | None = None
) -> Summary:
    """Bring the tables in `settings.output` up to date with the inputs, and return what was done.

    `load` is the function that loads the nlp pipeline, or names it (engines.analysis.Loader), `link` the one that links
    (pipeline.linking's where left out). UsageError for inputs or an output that cannot be used; then nothing was
    changed.
    """
    started = time.monotonic()
    output = Output(settings.output)
    refuse_misplaced(settings)
    decisions = read_decisions(settings.decisions_file) if settings.decisions_file else []
    try:
        output.state.mkdir(parents=True, exist_ok=True)
        with only_run(output):
            return run_alone(settings, output, decisions, watcher or Silence(), load, link, started)
    except OSError as error:
        if error.errno in CANNOT_WRITE:
            raise UsageError(f"{error.filename or output.folder}: cannot be written ({error.strerror})") from error
        raise


CANNOT_WRITE = {errno.EACCES, errno.EDQUOT, errno.EEXIST, errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS}


def run_alone(
    settings: Settings,
    output: Output,
    decisions: Sequence[Decision],
    watcher: Watcher,
    load: Loader,
    link: Link | None,
    started: float,
) -> Summary:
    watcher.phase("looking for releases")
    with only_publisher(output):
        roll_forward(output)
    inputs = inputs_of(settings, output)
    sources = find_sources(inputs, skip=[output.folder])
    keep_inputs(inputs, output)
    store = Store.load(output.parts)
    if settings.everything:
        store.forget()
    reading = Reading(store, analysis_fingerprint(settings.encoding), settings.encoding, watcher)
    reading.read(sources, settings.workers, load)
    files = [source.source for source in sources]
    store.tidy(files)
    live = store.live(files)
    errors = sorted({pair for file in files if file in store.files for pair in store.files[file].set_aside})
    signature = signature_of(settings, live, errors)
    facts = None if settings.everything else up_to_date(output, signature)
    rewritten = facts is None
    if facts is None:
        facts = make_tables(settings, output, decisions, signature, store, live, errors, watcher, link)
    return Summary(
        output=output.folder,
        releases=facts["releases"],
        new=facts["new"] if rewritten else 0,
        changed=facts["changed"] if rewritten else 0,
        unchanged=facts["unchanged"] if rewritten else facts["releases"],
        removed=facts["removed"] if rewritten else 0,
        analysed=reading.analysed,
        mentions=facts["mentions"],
        entities=facts["entities"],
        set_aside=len(errors),
        seconds=time.monotonic() - started,
        rewritten=rewritten,
        decisions=len(decisions),
        decision_problems=tuple(f"{settings.decisions_file}:{line}: {told}" for line, told in facts["problems"]),
    )


# ---- whose folder it is --------------------------------------------------------------------------------------------


def refuse_misplaced(settings: Settings) -> None:
    folder = settings.output.resolve()
    if os.path.exists(settings.output) and not settings.output.is_dir():  # noqa: PTH110
        raise UsageError(f"{settings.output}: is a file; give a folder as --output")
    for path in settings.inputs:
        if not os.path.exists(path):  # noqa: PTH110  (Path.exists raises below a folder that may not be entered)
            raise UsageError(f"{path}: no such file or folder")
        if folder == path.resolve() or folder in path.resolve().parents:
            raise UsageError(f"{path}: lies in the output folder {settings.output}; give another --output")


def inputs_of(settings: Settings, output: Output) -> list[Path]:
    """Return the inputs to read: the given ones, spelt as the first run did, and with `add` those before.

    UsageError where the folder belongs to others. They are remembered relative to the folder, so that both can move.
    """
    remembered = read_json(output.state / "inputs.json") or []
    before = {path.resolve(): path for path in (Path(os.path.normpath(output.folder / name)) for name in remembered)}
    given = {path.resolve(): path for path in settings.inputs}
    if before and not settings.add and before.keys() != given.keys():
        told = ", ".join(str(path) for path in before.values())
        raise UsageError(
            f"{output.folder}: belongs to {told}; give the same input, another --output, or --add to keep what is there"
        )
    return [path for _, path in sorted({**given, **before}.items())]


def keep_inputs(inputs: Sequence[Path], output: Output) -> None:
    # Not resolved: a link keeps its name, which doc_ids may begin with.
    base = os.path.abspath(output.folder)  # noqa: PTH100
    names = sorted(relative_where_possible(os.path.abspath(path), base) for path in inputs)  # noqa: PTH100
    if read_json(output.state / "inputs.json") != names:
        write_json(output.state / "inputs.json", names)


def relative_where_possible(path: str, base: str) -> str:
    if os.path.splitdrive(path)[0] != os.path.splitdrive(base)[0]:
        return path
    return Path(os.path.relpath(path, base)).as_posix()


# ---- releases → rows -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class OpenFile:
    """An input file on its way: what it has given so far, and how many items are still being analysed."""

    version: str
    waiting: int = 0
    read: bool = False
    complete: bool = True
    size_left: int = 0
    releases: list[tuple[str, str]] = field(default_factory=list)
    set_aside: list[tuple[str, str]] = field(default_factory=list)


class Reading:
    """Brings the store's rows up to date with the sources."""

    def __init__(self, store: Store, fingerprint: str, encoding: str | None, watcher: Watcher) -> None:
        self.store = store
        self.fingerprint = fingerprint
        self.encoding = encoding
        self.watcher = watcher
        self.writer = PartWriter(store)
        self.open: dict[str, OpenFile] = {}
        self.analysed = 0

    def read(self, sources: Iterable[Source], workers: int, load: Loader) -> None:
        """Analyse what is new or changed in `sources`, and write it as parts."""
        changed = [source for source in sources if self.is_changed(source)]
        sizes = {source.source: size_of(source.path) for source in changed}
        total = sum(sizes.values())
        self.watcher.start(total)
        self.watcher.phase("reading releases")
        jobs = self.jobs(changed, sizes)
        useful = min(workers, max(1, total // WORKER_SIZE))
        flushed = time.monotonic()
        for result in analyse_all(jobs, workers=useful, load=load, encoding=self.encoding):
            self.take(result)
            self.writer.flush_if_full()
            if time.monotonic() - flushed > PART_SECONDS:
                self.writer.flush()
                flushed = time.monotonic()
        self.writer.flush()

    def is_changed(self, source: Source) -> bool:
        """Tell whether the file must be read; opens it if so."""
        sha256 = sha256_of(source.path)
        version = f"{sha256} {source.problem}"
        record = self.store.files.get(source.source)
        if (
            record is not None
            and record.complete
            and (sha256 or source.problem)
            and (record.version, record.fingerprint) == (version, self.fingerprint)
            and all(key in self.store.places for key in record.release_keys())
        ):
            return False
        self.open[source.source] = OpenFile(version)
        return True

    def jobs(self, sources: Iterable[Source], sizes: dict[str, int]) -> Iterator[list[Item]]:
        items: list[Item] = []
        size = 0
        for item in self.items(sources, sizes):
            items.append(item)
            size += item.size
            if len(items) == JOB_ITEMS or size >= JOB_SIZE:
                yield items
                items, size = [], 0
        if items:
            yield items

    def items(self, sources: Iterable[Source], sizes: dict[str, int]) -> Iterator[Item]:
        for source in sources:
            file = self.open[source.source]
            if source.format in CONTAINERS:
                file.size_left = sizes[source.source]
                yield from self.rows(source, file)
                file.read = True
                self.watcher.advance(file.size_left, 0)
                self.settle(source.source)
            else:
                file.waiting, file.read = 1, True
                yield Item(source.source, source, sizes[source.source])

    def rows(self, source: Source, file: OpenFile) -> Iterator[Item]:
        """Yield a table's releases; those that an earlier run analysed are only noted."""
        try:
            for found in read_source(source, self.encoding):
                if not isinstance(found, Release):
                    file.set_aside.append((found.source, found.reason))
                    continue
                size = min(file.size_left, int(len(found.text) * BYTES_PER_CHAR))
                file.size_left -= size
                version = version_of(found)
                if ReleaseKey(source.source, found.doc_id, version, self.fingerprint) in self.store.places:
                    file.releases.append((found.doc_id, version))
                    self.watcher.advance(size, 1)
                else:
                    file.waiting += 1
                    yield Item(source.source, found, size)
        except Exception as error:  # One bad file never ends a run, whatever a reader's library raises.
            file.set_aside.append((source.source, internal_error(error)))
            file.complete = False

    def take(self, result: Analysed) -> None:
        keys = []
        chars = []
        for outcome in result.outcomes:
            file = self.open[outcome.file]
            file.releases += outcome.releases
            file.set_aside += outcome.set_aside
            file.complete = file.complete and outcome.complete
            file.waiting -= 1
            keys += [ReleaseKey(outcome.file, *release, self.fingerprint) for release in outcome.releases]
            chars += outcome.chars
            self.watcher.advance(outcome.size, len(outcome.releases))
        self.analysed += len(keys)
        self.writer.add(result.tables, keys, chars)
        for name in dict.fromkeys(outcome.file for outcome in result.outcomes):
            self.settle(name)

    def settle(self, name: str) -> None:
        """Note the file as read to its end, if it is."""
        file = self.open[name]
        if file.read and not file.waiting:
            record = FileRecord(
                name, file.version, self.fingerprint, file.complete, tuple(file.releases), tuple(file.set_aside)
            )
            self.writer.add_file(record)
            del self.open[name]


def size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        # Reading it says why.
        return 0


# ---- rows → tables -------------------------------------------------------------------------------------------------


def signature_of(settings: Settings, live: dict[ReleaseKey, Place], errors: Sequence[tuple[str, str]]) -> str:
    """Return what the tables are made of: while it is the same, they are not made again."""
    lines = [linking_fingerprint(), decisions_fingerprint(settings.decisions_file)]
    lines += [settings.csv_dialect, *sorted(settings.formats)]
    lines += sorted("\0".join((key.file, key.doc_id, key.version, key.fingerprint)) for key in live)
    lines += ["\0".join(pair) for pair in errors]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def up_to_date(output: Output, signature: str) -> dict[str, Any] | None:
    """Return the facts of the published tables if they are those of `signature` and whole, else None."""
    published = read_json(output.published)
    if published is None or published["signature"] != signature or not is_published(output, published):
        return None
    facts: dict[str, Any] = published["facts"]
    return facts


def make_tables(
    settings: Settings,
    output: Output,
    decisions: Sequence[Decision],
    signature: str,
    store: Store,
    live: dict[ReleaseKey, Place],
    errors: Sequence[tuple[str, str]],
    watcher: Watcher,
    link: Link | None,
) -> dict[str, Any]:
    """Link, write all tables and put them in place; return the facts for the summary."""
    scratch = output.state / "scratch"
    staging = fresh_staging(output)
    bench = Workbench(store, live.values(), scratch)
    try:
        watcher.phase("linking")
        frames = bench.frames()
        with collector_off():  # a million live mentions need no walking through: a seventh of the time
            linked = (link or link_entities)(
                frames.pop("documents"),
                frames.pop("mentions"),  # not held here: linking lets go of it when it is read
                frames.pop("roles"),
                frames.pop("abbreviations"),
                decisions,
            )
        problems = [list(problem) for problem in linked.problems]
        bench.take_linked(linked)
        del frames, linked
        bench.take_history(output.history)
        bench.take_errors(errors)
        watcher.phase("writing tables")
        names = []
        for name, table in TABLES.items():
            names += write_table(table, bench.final(name), staging, settings.formats, settings.csv_dialect)
        (staging / STATE / "history").mkdir(parents=True)
        for name, schema in HISTORY.items():
            file = f"{STATE}/history/{name}.parquet"
            write_parquet(staging / file, schema, bench.history(name))
            names.append(file)
        write_parquet(staging / STATE / REASONS, LINKED["reasons"].arrow, bench.reasons())
        names.append(f"{STATE}/{REASONS}")
        facts = {
            **bench.changes(),
            "mentions": bench.mentions_by_label(),
            "entities": bench.count("entities"),
            "problems": problems,
        }
    finally:
        bench.close()
        shutil.rmtree(scratch, ignore_errors=True)
    publish(output, names, {"signature": signature, "facts": facts})
    return facts
