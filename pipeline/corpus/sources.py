"""Input folders and files → the list of sources to read, each with the doc_id it will give."""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import UsageError

FORMATS = {".txt": "txt", ".html": "html", ".htm": "html", ".csv": "csv", ".jsonl": "jsonl"}
CONTAINERS = {"csv", "jsonl"}
_ROW_ID = re.compile(r"(?P<container>.+)#[1-9]\d*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `problem` says why it must not be: read_source then sets it aside.

    `doc_id` is in NFC, so that one folder gives the same ids on every system; `source` is the name as it is.
    `problem` may depend on the files beside it (two that would give one doc_id), so compare whole Sources, not
    bytes alone, to know whether one has changed.
    """

    path: Path
    doc_id: str
    source: str
    format: str
    problem: str = ""


def find_sources(inputs: Sequence[Path], skip: Collection[Path] = ()) -> list[Source]:
    """Return what there is to read below `inputs` (folders or files), sorted by doc_id.

    Folders are searched to the bottom, except those in `skip` (the run's own output); hidden files and unknown
    suffixes are passed over. UsageError for an input that is missing, named like another one, or inside another.
    """
    inputs = _distinct(inputs)
    skipped = {path.resolve() for path in skip}
    found: list[Source] = []
    for path in inputs:
        if path.is_dir():
            prefix = f"{_name(path)}/" if len(inputs) > 1 else ""
            found.extend(_walk(path, prefix, skipped))
        else:
            found.append(_given(path))
    return list(_told_apart(sorted(found, key=lambda source: (source.doc_id, source.source))))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; "" where it cannot be read (read_source says why)."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _name(path: Path) -> str:
    """Return the name of an input as the user sees it; that of the folder itself for "." and ".."."""
    return Path(os.path.abspath(path)).name  # noqa: PTH100  (resolve() would follow a link to another name)


def _distinct(inputs: Sequence[Path]) -> list[Path]:
    """Return `inputs` without repetitions; UsageError where two of them would mix up their releases."""
    by_place: dict[Path, Path] = {}
    for path in inputs:
        if not os.path.exists(path):  # noqa: PTH110  (Path.exists raises below a folder that may not be entered)
            raise UsageError(f"{path}: no such file or folder")
        by_place.setdefault(path.resolve(), path)
    by_name: dict[str, Path] = {}
    for place, path in by_place.items():
        if outer := next((by_place[parent] for parent in place.parents if parent in by_place), None):
            raise UsageError(f"{path} lies inside {outer}, which is an input too; leave one of them out")
        name = unicodedata.normalize("NFC", _name(path))
        if name in by_name:
            raise UsageError(f"{by_name[name]} and {path} have the same name; rename one or give the folder above both")
        by_name[name] = path
    return list(by_place.values())


def _walk(root: Path, prefix: str, skipped: Collection[Path]) -> Iterator[Source]:
    """Yield the sources below `root`, in no particular order.

    Links to folders are not followed: inside `root` their files are read where they lie, and loops end here; what
    lies outside is set aside by name, lest it be missed. A link to a file inside is read only if nothing else reads it.
    """
    inside = root.resolve()
    if inside in skipped:
        return
    folders = [root]
    links: list[tuple[Path, str]] = []
    read: set[Path] = set()
    while folders:
        folder = folders.pop()
        below = "" if folder == root else folder.relative_to(root).as_posix() + "/"
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield _source(
                folder, prefix + below.rstrip("/"), "", f"cannot be opened ({error.strerror}); allow reading it"
            )
            continue
        for entry in entries:
            path, name = folder / entry.name, prefix + below + entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                links.append((path, name))
            elif entry.is_dir():
                if not skipped or path.resolve() not in skipped:
                    folders.append(path)
            elif form := _format(path):
                read.add(inside / path.relative_to(root))
                yield _source(path, name, form, "" if entry.is_file() else "not a regular file; remove it")
    for path, name in links:
        yield from _link(path, name, inside, read)


def _link(path: Path, name: str, inside: Path, read: Collection[Path]) -> Iterator[Source]:
    form = _format(path)
    if not os.path.exists(path):  # noqa: PTH110  (also False for a loop, where resolve() may raise)
        if form:
            yield _source(path, name, form, "a symbolic link that leads nowhere; remove it")
        return
    target = path.resolve()
    is_folder = target.is_dir()
    if not target.is_relative_to(inside):
        if form or is_folder:
            yield _source(
                path, name, form, "a symbolic link out of the input folder; copy its target in or name it as an input"
            )
    elif form and not is_folder and target not in read:
        yield _source(path, name, form, "" if target.is_file() else "not a regular file; remove it")


def _given(path: Path) -> Source:
    form = _format(path)
    problem = ""
    if not form:
        problem = f"not one of {', '.join(FORMATS)}; convert it to one of these"
    elif not stat.S_ISREG(path.stat().st_mode):
        problem = "not a regular file; give a file or a folder"
    return _source(path, _name(path), form, problem)


def _format(path: Path) -> str:
    return FORMATS.get(path.suffix.lower(), "")


def _source(path: Path, name: str, form: str, problem: str) -> Source:
    # Bytes of a name that are not UTF-8 come as lone surrogates, which no table can hold.
    readable = os.fsencode(name).decode("utf-8", "backslashreplace")
    if readable != name:
        problem = problem or "its name is not UTF-8; rename it"
    doc_id = unicodedata.normalize("NFC", readable)
    return Source(path, doc_id[: -len(".txt")] if form == "txt" else doc_id, readable, form, problem)


def _told_apart(sources: list[Source]) -> Iterator[Source]:
    """Yield `sources`; of those that would give one doc_id (a.txt and a.TXT, b.csv and b.csv#1.txt) all but the first
    have a problem."""
    containers = {source.doc_id: source for source in sources if source.format in CONTAINERS}
    taken: dict[str, Source] = {}
    for source in sources:
        row = _ROW_ID.fullmatch(source.doc_id)
        rival = taken.get(source.doc_id) or (containers.get(row["container"]) if row else None)
        if source.problem:
            yield source
        elif rival:
            yield replace(source, problem=f"would have the same doc_id as {rival.source} ({source.doc_id}); rename it")
        else:
            taken[source.doc_id] = source
            yield source
