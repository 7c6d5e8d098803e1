"""Reads a gold folder and what the program makes of its releases, gives scores, mistakes and reliability."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

import pipeline
from pipeline.engines.run import Watcher, run
from pipeline.errors import UsageError
from pipeline.evaluation.given import loader
from pipeline.evaluation.gold import Gold, Mention, read_gold
from pipeline.evaluation.matching import Comparison, Reading, compare
from pipeline.evaluation.mistakes import Mistake, mistakes
from pipeline.evaluation.roles import FoundRole, score_roles
from pipeline.evaluation.scores import Scores, score
from pipeline.settings import Settings, cores


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of comparing. `unread` are gold's releases that the tables do not have: all in them is missed.

    `given` tells that gold's names were handed to the program, so that nothing is said about finding them.
    """

    gold: Gold
    comparison: Comparison
    scores: Scores
    mistakes: list[Mistake]
    unread: list[str]
    given: bool = False


def evaluate(
    folder: str | Path,
    *,
    tables: str | Path | None = None,
    reading: Reading | None = None,
    given: bool = False,
    workers: int | None = None,
    watcher: Watcher | None = None,
) -> Evaluation:
    """Run the program on `folder`/raw and return how its tables compare with `folder`/gold.csv and roles.csv.

    `tables`: score those that a run wrote there, and run nothing. `given`: hand the program gold's names instead, so
    that normal forms, entities and roles are scored apart from finding; DATE is left out. `workers` are the cores where
    left out. UsageError for a folder or table that cannot be used.
    """
    gold = read_gold(Path(folder))
    if tables is not None:
        if given:
            raise UsageError("tables of a run cannot be scored with gold's mentions given; leave one of the two out")
        return evaluate_tables(gold, pipeline.read_tables(tables), reading)
    with TemporaryDirectory() as output:
        processes = cores() if workers is None else workers
        settings = Settings((Path(folder) / "raw",), Path(output), formats=("parquet",), workers=processes)
        if given:
            gold = replace(gold, mentions=[mention for mention in gold.mentions if mention.label != "DATE"])
            run(settings, watcher=watcher, load=loader(gold))
        else:
            run(settings, watcher=watcher)
        return replace(evaluate_tables(gold, pipeline.read_tables(output), reading), given=given)


def evaluate_tables(gold: Gold, tables: Any, reading: Reading | None = None) -> Evaluation:
    """Return how the tables (pipeline.read_tables) compare with gold; other releases than gold's are passed over.

    UsageError if none of gold's releases is in the tables, or one has changed since they were written.
    """
    read = dict(zip(tables.documents["doc_id"], tables.documents["sha256"], strict=True))
    unread = sorted(gold.releases.keys() - read.keys())
    if gold.releases and len(unread) == len(gold.releases):
        raise UsageError(f"the tables have none of gold's releases ({unread[0]}, …); they are of another folder")
    for doc_id, release in gold.releases.items():
        if read.get(doc_id, release.sha256) != release.sha256:
            raise UsageError(f"{doc_id} is not the release that the tables were made of; run again")
    comparison = compare(gold.mentions, found_mentions(of_gold(tables.mentions, gold)), reading)
    texts = {doc_id: release.text for doc_id, release in gold.releases.items()}
    scores = score(comparison) | score_roles(gold, found_roles(of_gold(tables.roles, gold)))
    return Evaluation(gold, comparison, scores, mistakes(comparison, texts), unread)


def of_gold(table: pd.DataFrame, gold: Gold) -> pd.DataFrame:
    return table[table["doc_id"].isin(gold.releases.keys())]


def found_mentions(table: pd.DataFrame) -> list[Mention]:
    """Return the rows of the mentions table."""
    columns = ["doc_id", "start", "end", "label", "text", "normal", "entity_id", "found_by", "score"]
    rows = table[columns].itertuples(index=False, name=None)
    return [
        Mention(doc_id, int(start), int(end), label, text, normal, entity_id, found_by, number(sure))
        for doc_id, start, end, label, text, normal, entity_id, found_by, sure in rows
    ]


def number(cell: Any) -> float | None:
    return None if pd.isna(cell) else float(cell)


def found_roles(table: pd.DataFrame) -> list[FoundRole]:
    """Return the rows of the roles table."""
    person, role = ("person_start", "person_end"), ("role_start", "role_end", "role")
    organization = ("organization_start", "organization_end")
    rows = table[["doc_id", *person, *role, *organization]].itertuples(index=False, name=None)
    return [
        FoundRole(
            doc_id=doc_id,
            person=(int(person_start), int(person_end)),
            start=int(start),
            end=int(end),
            role=text,
            organization=None if pd.isna(of_start) else (int(of_start), int(of_end)),
        )
        for doc_id, person_start, person_end, start, end, text, of_start, of_end in rows
    ]
