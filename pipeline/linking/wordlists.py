"""Reads the small tables of models/, writes their rows and word lists."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline.resources import models_folder


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of one table of models/."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def parts(cell: str) -> list[str]:
    """Return the names of a cell that holds several, divided by «|»."""
    return [part for part in cell.split("|") if part]


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """Return every list of linking_words.csv by its name, in the order of the file."""
    lists: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(models_folder() / "linking_words.csv"):
        lists[row["list"]].append(row["word"])
    return {name: tuple(words) for name, words in lists.items()}
