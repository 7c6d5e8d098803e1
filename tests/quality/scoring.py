"""Scores the tables of a run on data/raw against the gold tables, and keeps them as scores.csv with floors.

    python -m tests.quality.scoring        runs the pipeline on data/raw and rewrites tests/quality/scores.csv

A floor is a hundredth below what was reached when it was written; a test fails below it. A score may rise freely;
a floor is lowered by hand only, in a commit that says why. `corpus` is a hash of the samples and the gold: scores of
another corpus cannot be compared.
"""

from __future__ import annotations

import csv
import hashlib
import math
import tempfile
from collections import Counter
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).parent.parent.parent
GOLD = ROOT / "tests" / "gold"
RAW = ROOT / "data" / "raw"
SCORES = Path(__file__).with_name("scores.csv")
LABELS = ("PER", "ORG", "LOC", "DATE")
MARGIN = 0.01

Scores = dict[tuple[str, str], tuple[float, float, float]]


def read_gold(name: str) -> list[dict[str, str]]:
    """Return the rows of tests/gold/NAME.csv."""
    with (GOLD / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def corpus_hash() -> str:
    """Return a hash of every sample and gold file."""
    hashed = hashlib.sha256()
    for path in sorted([*RAW.rglob("*"), *GOLD.glob("*.csv")]):
        if path.is_file():
            hashed.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()[:12]


def precision_recall(right: int, found: int, gold: int) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    return precision, recall, 2 * right / (found + gold) if found + gold else 0.0


def b_cubed(pairs: Iterable[tuple[Hashable, Hashable]]) -> tuple[float, float, float]:
    """Return B³ precision, recall and F1 of (gold entity, found entity) pairs of mentions (Bagga, Baldwin 1998)."""
    both = Counter(pairs)
    gold: Counter[Hashable] = Counter()
    found: Counter[Hashable] = Counter()
    for (g, f), count in both.items():
        gold[g] += count
        found[f] += count
    total = gold.total()
    precision = sum(count * count / found[f] for (_, f), count in both.items()) / total
    recall = sum(count * count / gold[g] for (g, _), count in both.items()) / total
    return precision, recall, 2 * precision * recall / (precision + recall)


def score(tables: Any) -> Scores:
    """Return precision, recall and F1 by (what, label); for shares (normal forms) all three are the share."""
    scores: Scores = {}
    gold = {(row["doc_id"], int(row["start"]), int(row["end"]), row["label"]): row for row in read_gold("mentions")}
    found = {(row.doc_id, row.start, row.end, row.label): row for row in tables.mentions.itertuples(index=False)}
    for label in (*LABELS, "all"):
        of_gold = {key for key in gold if label in (key[3], "all")}
        of_found = {key for key in found if label in (key[3], "all")}
        right = of_gold & of_found
        scores["mentions", label] = precision_recall(len(right), len(of_found), len(of_gold))
        share = sum(folded(gold[key]["normal"]) == folded(found[key].normal) for key in right) / len(right)
        scores["values", label] = (share, share, share)
        if label != "DATE":
            scores["linking", label] = b_cubed(
                (gold[key]["entity_id"], found[key].entity_id) for key in right if gold[key]["entity_id"]
            )
    scores["roles", "all"] = score_roles(tables)
    return scores


def score_roles(tables: Any) -> tuple[float, float, float]:
    """Score roles: right when person, text and organisation are (any mention of that person or organisation)."""
    gold = read_gold("roles")
    used: set[int] = set()
    right = 0
    for row in tables.roles.itertuples(index=False):
        person = (row.person_start, row.person_end)
        organization = None if pd.isna(row.organization_start) else (row.organization_start, row.organization_end)
        for i, expected in enumerate(gold):
            if (
                i not in used
                and expected["doc_id"] == row.doc_id
                and folded(expected["role"]) == folded(row.role)
                and person in spans(expected["person_spans"])
                and (
                    organization in spans(expected["organization_spans"])
                    if expected["organization_spans"]
                    else organization is None
                )
            ):
                used.add(i)
                right += 1
                break
    return precision_recall(right, len(tables.roles), len(gold))


def spans(text: str) -> set[tuple[int, int]]:
    """Read «s-e;s-e»."""
    return {(int(start), int(end)) for start, _, end in (part.partition("-") for part in text.split(";") if part)}


def folded(text: str) -> str:
    """Fold what normal forms may differ in: ё, spaces of any kind, quotes."""
    return " ".join(text.casefold().replace("ё", "е").replace("“", "«").replace("”", "»").split())


def read_scores() -> list[dict[str, str]]:
    """Return the committed table."""
    with SCORES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_scores(scores: Scores) -> None:
    """Rewrite the committed table, floors a hundredth below."""
    with SCORES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("what", "label", "precision", "recall", "f1", "floor", "corpus"))
        for (what, label), values in scores.items():
            floor = math.floor((values[2] - MARGIN) * 1000) / 1000
            writer.writerow((what, label, *(f"{value:.3f}" for value in values), f"{floor:.3f}", corpus_hash()))


def main() -> None:
    import pipeline

    with tempfile.TemporaryDirectory() as folder:
        pipeline.run([RAW], folder, workers=1)
        write_scores(score(pipeline.read_tables(folder)))


if __name__ == "__main__":
    main()
