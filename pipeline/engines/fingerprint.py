"""Hashes what results depend on besides the input: the program's code and word lists, models, packages, settings."""

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.resources import models_folder

PACKAGE = Path(__file__).resolve().parent.parent
# What the rows of one release depend on, and what the tables made of all rows depend on besides.
ANALYSIS = ("__init__.py", "resources.py", "edtf.py", "votes.py", "corpus", "nlp", "tables/rows.py", "tables/schema.py")
TABLES = ("resources.py", "votes.py", "linking", "tables")
# Gazetteers that the nlp stages read as well as linking.
SHARED_LISTS = ("places.csv", "regions.csv", "gazetteer.csv", "organizations.csv")
# Not the program's but the analysts' own.
DECISIONS = "decisions.csv"
# Packages whose versions change results; natasha's nets and dictionaries come with its version.
PACKAGES = (
    "charset-normalizer",
    "natasha",
    "navec",
    "pymorphy3",
    "pymorphy3-dicts-ru",
    "razdel",
    "slovnet",
    "spacy",
    "trafilatura",
)
LINKING_PACKAGES = ("iuliia", "natasha", "pymorphy3", "pymorphy3-dicts-ru")


def analysis_fingerprint(encoding: str | None) -> str:
    """Return what changes when a release must be analysed again: code, word lists, packs, packages, encoding."""
    packs = (
        path
        for path in files_below(models_folder())
        if path.suffix not in {".csv", ".md", ".py"} or path.name in SHARED_LISTS
    )
    settings = f"encoding {encoding or ''}"
    return combined([*code(ANALYSIS), *hashed(models_folder(), packs), *versions(PACKAGES), settings])


def linking_fingerprint() -> str:
    """Return what changes when the tables must be made again: code, gazetteers, alias tables.

    The analysts' decisions count too, but their file may be anywhere: decisions_fingerprint.
    """
    lists = (path for path in files_below(models_folder()) if path.suffix == ".csv" and path.name != DECISIONS)
    return combined([*code(TABLES), *hashed(models_folder(), lists), *versions(LINKING_PACKAGES)])


def decisions_fingerprint(path: Path | None) -> str:
    """Return what changes when the decisions do; "" without a file."""
    return "" if path is None else hashlib.sha256(path.read_bytes()).hexdigest()


def code(places: Iterable[str]) -> Iterator[str]:
    for place in places:
        yield from hashed(PACKAGE, files_below(PACKAGE / place))


def files_below(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    found = (path for path in place.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(place).parts))


def hashed(root: Path, paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        with path.open("rb") as file:
            yield f"{path.relative_to(root).as_posix()} {hashlib.file_digest(file, 'sha256').hexdigest()}"


def versions(packages: Iterable[str]) -> Iterator[str]:
    """Yield each package with its version, without one where it is not installed."""
    for name in packages:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield name


def combined(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
