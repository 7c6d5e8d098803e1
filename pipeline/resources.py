"""Where the models are: natasha's package data, found without importing natasha, and the project's own folder."""

import csv
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import PipelineError

# The wheel's copy of models/; a checkout has none inside the package.
INSTALLED_MODELS = Path(__file__).resolve().parent / "models"


@cache
def natasha_data() -> Path:
    """Return natasha's data folder (dict/, emb/, model/).

    natasha itself is not imported: it needs pymorphy2, which fails on Python 3.11+.
    """
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise PipelineError("natasha's models are not installed; run: pip install natasha")
    return Path(spec.submodule_search_locations[0]) / "data"


@cache
def known_first_names() -> frozenset[str]:
    """Return natasha's 7,700 first names, lower case, е for ё (MIT licence)."""
    return names_of("first.txt")


@cache
def known_surnames() -> frozenset[str]:
    """Return natasha's 182,000 surnames, lower case, е for ё (MIT licence), at the first call (0.1 s, 15 MB)."""
    return names_of("last.txt")


def names_of(dictionary: str) -> frozenset[str]:
    text = (natasha_data() / "dict" / dictionary).read_text(encoding="utf-8")
    return frozenset(text.lower().replace("ё", "е").splitlines())


@cache
def eastern_family_names() -> frozenset[str]:
    """Return the family names of models/eastern_family_names.csv, lower case, which stand before given names."""
    with (models_folder() / "eastern_family_names.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset(row["name"] for row in csv.DictReader(rows))


@cache
def models_folder() -> Path:
    """Return the folder of packs, gazetteers and alias tables: models/ of the checkout, or the wheel's copy."""
    folder = checkout()
    return INSTALLED_MODELS if folder is None else folder / "models"


def checkout() -> Path | None:
    """Return the checkout's folder, None where the program is installed from a wheel."""
    return None if INSTALLED_MODELS.is_dir() else INSTALLED_MODELS.parent.parent
