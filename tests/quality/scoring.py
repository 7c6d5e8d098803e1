"""Scores the program on our gold sets, and keeps the figures as scores.csv with floors.

    python -m tests.quality.scoring [NAME ...]   runs the pipeline on these sets (all where none is named) and
                                                 rewrites their rows of tests/quality/scores.csv

A floor is a hundredth below what was reached when it was written; a test fails below it. A score may rise freely, and
the floor with it; a floor is lowered by hand only, in a commit that says why. `corpus` is a hash of the set's releases
and gold: scores of another corpus cannot be compared, so a changed set gets new floors.

A new gold set is a line in GOLD_SETS.
"""

from __future__ import annotations

import csv
import hashlib
import math
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evaluation import Score, Scores, evaluate_tables, read_gold_tables
from pipeline.evaluation.scores import has_answers

ROOT = Path(__file__).parent.parent.parent
GOLD = ROOT / "tests" / "gold"
SCORES = Path(__file__).with_name("scores.csv")
COLUMNS = ("gold", "what", "label", "precision", "recall", "f1", "floor", "corpus")
# Figures that have floors; what they mean: pipeline.evaluation.score and score_roles. A share stands as f1.
FLOORED = ("strict", "normal", "table", "b3_corpus", "roles")
MARGIN = 0.01


@dataclass(frozen=True)
class GoldSet:
    """Where the releases and their answers lie; `roles` is None where roles are not annotated."""

    raw: Path
    mentions: Path
    roles: Path | None

    @property
    def corpus(self) -> str:
        """Return a hash of every release and answer."""
        hashed = hashlib.sha256()
        files = [path for path in self.raw.rglob("*") if path.is_file()]
        for path in sorted([*files, self.mentions, *([self.roles] if self.roles else [])]):
            hashed.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
        return hashed.hexdigest()[:12]


def gold_folder(folder: Path) -> GoldSet:
    """Return the set of a folder with raw/, gold.csv and perhaps roles.csv: what `evaluate` takes."""
    roles = folder / "roles.csv"
    return GoldSet(folder / "raw", folder / "gold.csv", roles if roles.is_file() else None)


GOLD_SETS = {
    "samples": GoldSet(ROOT / "data" / "raw", GOLD / "mentions.csv", GOLD / "roles.csv"),
    # The names net was trained on these: what they tell are roles, dates and normal forms.
    "press-train": gold_folder(GOLD / "press" / "train"),
    # No net was trained on these.
    "press-held-out": gold_folder(GOLD / "press" / "held-out"),
}


def score(name: str, tables: Any) -> Scores:
    """Return the figures with floors of the tables (pipeline.read_tables) of a set."""
    gold_set = GOLD_SETS[name]
    found = evaluate_tables(read_gold_tables(gold_set.raw, gold_set.mentions, gold_set.roles), tables)
    return {
        figure: value
        for figure, value in found.scores.items()
        if figure.partition(".")[0] in FLOORED and has_answers(found.comparison, figure)
    }


def f1_of(value: Score | float) -> float:
    """Return the part of a figure that has a floor."""
    return value.f1 if isinstance(value, Score) else value


def read_scores() -> list[dict[str, str]]:
    """Return the committed table."""
    with SCORES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_of(name: str, figure: str, value: Score | float, before: Sequence[dict[str, str]]) -> dict[str, str]:
    """Return a row of the table; its floor is not below that of `before`, the rows of the same set as it is now."""
    what, _, label = figure.partition(".")
    # rounded first: .94 - .01 is .92999… in floats
    floor = math.floor(round((f1_of(value) - MARGIN) * 1000, 6)) / 1000
    old = [float(row["floor"]) for row in before if (row["what"], row["label"]) == (what, label)]
    precision, recall = (f"{part:.3f}" for part in value[:2]) if isinstance(value, Score) else ("", "")
    cells = (name, what, label, precision, recall, f"{f1_of(value):.3f}", f"{max([floor, *old]):.3f}")
    return dict(zip(COLUMNS, (*cells, GOLD_SETS[name].corpus), strict=True))


def main(names: Sequence[str]) -> None:
    import pipeline

    before = read_scores()
    rows = [row for row in before if row["gold"] in GOLD_SETS and row["gold"] not in names]
    for name in names:
        corpus = GOLD_SETS[name].corpus
        same = [row for row in before if (row["gold"], row["corpus"]) == (name, corpus)]
        with tempfile.TemporaryDirectory() as folder:
            pipeline.run(GOLD_SETS[name].raw, folder, workers=1)
            scores = score(name, pipeline.read_tables(folder))
        rows += [row_of(name, figure, value, same) for figure, value in scores.items()]
    with SCORES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: list(GOLD_SETS).index(row["gold"])))


if __name__ == "__main__":
    main(sys.argv[1:] or list(GOLD_SETS))
