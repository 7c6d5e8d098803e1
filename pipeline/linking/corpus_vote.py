"""Reads the mentions of all releases, settles those that their own release left open: the sure ones of others decide.

«По словам Бордюжи» may be Бордюжа or Бордюжи, he or she; that a release says «Олег Бордюжа» decides. This runs before
people are linked, so the question is asked by name: the surname, or the surname with the first name or its initial.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log
from typing import NamedTuple

import pandas as pd

from pipeline.linking.keys import fold
from pipeline.votes import SURE, bonuses, votes_of

# Releases speak of namesakes too: theirs counts less than what one release says of itself.
CORPUS_VOTE = 1.0
NAME = ("normal", "last", "first", "middle", "gender")


class Reading(NamedTuple):
    """One reading of a mention: how likely its release finds it, and what the tables would say."""

    percent: int
    normal: str
    last: str
    first: str
    middle: str
    gender: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the corpus made of one open mention. `votes`: each of the readings with the releases that speak for it."""

    mention_id: str
    before: Reading
    after: Reading
    votes: tuple[tuple[Reading, int], ...]


def with_corpus_vote(mentions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mentions' part rows with their names settled, and (mention_id, normal) of each changed normal form.

    Neither depends on the order of rows, nor on how they were cut into parts.
    """
    changed = [decision for decision in decisions(mentions) if decision.after != decision.before]
    normals = sorted((d.mention_id, d.after.normal) for d in changed if d.after.normal != d.before.normal)
    if changed:
        mentions = mentions.copy(deep=False)
        row_of = dict(zip(mentions["mention_id"], range(len(mentions)), strict=True))
        rows = [row_of[decision.mention_id] for decision in changed]
        for column in NAME:
            values = mentions[column].to_numpy(dtype=object, copy=True)
            values[rows] = [getattr(decision.after, column) for decision in changed]
            mentions[column] = values
    return mentions, pd.DataFrame(normals, columns=["mention_id", "normal"], dtype="str")


def decisions(mentions: pd.DataFrame) -> Iterator[Decision]:
    """Yield what the corpus says of every mention that its release left open, in the order of the rows."""
    if "readings" not in mentions.columns:
        return
    is_open = (mentions["readings"] != "").to_numpy()
    if not is_open.any():
        return
    open_rows = [
        (mention_id, doc_id, label, readings_of(cell))
        for mention_id, doc_id, label, cell in cells(mentions[is_open], "mention_id", "doc_id", "label", "readings")
    ]
    asked = {key for _, _, label, found in open_rows for reading in found for key in keys_of(label, reading)}
    releases = releases_by_key(asked, mentions.loc[~is_open, ["doc_id", "label", *NAME]], open_rows)
    for mention_id, doc_id, label, found in open_rows:
        keys = [keys_of(label, reading) for reading in found]
        votes = {
            key: float(len(docs) - (doc_id in docs))
            for key in {key for answers in keys for key in answers if key}
            if (docs := releases.get(key))
        }
        scores = [
            log(reading.percent) + bonus
            for reading, bonus in zip(found, bonuses(keys, votes, {}, CORPUS_VOTE), strict=True)
        ]
        best = found[scores.index(max(scores))]
        told = tuple(
            (reading, int(max(votes.get(key, 0) for key in answers)))
            for reading, answers in zip(found, keys, strict=True)
        )
        yield Decision(mention_id, found[0], best, told)


def cells(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of `frame` as tuples of these columns."""
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def readings_of(cell: str) -> list[Reading]:
    """Return the readings that a part row keeps, the one its release chose first."""
    return [Reading(*row) for row in json.loads(cell)]


def releases_by_key(
    asked: set[str], sure: pd.DataFrame, open_rows: Iterable[tuple[str, str, str, list[Reading]]]
) -> dict[str, set[str]]:
    """Return the releases that are sure of each of the names asked for: a release votes once, however long it is."""
    releases: dict[str, set[str]] = defaultdict(set)
    for doc_id, label, normal, last, first, middle, gender in cells(sure, "doc_id", "label", *NAME):
        for key in answers_of(label, Reading(100, normal, last, first, middle, gender)):
            if key in asked:
                releases[key].add(doc_id)
    # An open mention may be sure of one thing: «Г. Петренко» of the surname, not of the gender.
    for _, doc_id, label, found in open_rows:
        total = sum(reading.percent for reading in found)
        keys = [answers_of(label, reading) for reading in found]
        for key, share in votes_of([reading.percent / total for reading in found], keys).items():
            if share >= SURE:
                releases[key].add(doc_id)
    return releases


def keys_of(label: str, reading: Reading) -> tuple[str, ...]:
    """Return what a reading says, one key for each question, "" where it does not answer.

    A surname alone is asked for with its gender. Beside a first name others with that surname tell its stem for either
    gender, but not the gender itself, which only bearers of that first name or initial tell: the Smiths of the corpus
    may all be men, «Мэгги Смит» is a woman.
    """
    if label != "PER" or not (reading.last or reading.first):
        return (f"{label}:{fold(reading.normal)}:{reading.gender}",)
    if not reading.last and " " in reading.normal:
        return f"normal:{fold(reading.normal)}:{reading.gender}", "", ""
    if not reading.last:
        # A name of one word may be a surname that looks like a first name.
        return f"last:{fold(reading.first)}:{reading.gender}", "", ""
    last, first, gender = fold(reading.last), fold(reading.first), reading.gender
    surname = f"last:{last}:{gender}"
    if not first:
        return surname, "", ""
    return (
        surname if gender == "m" else "",
        surname if gender == "f" else "",
        f"both:{last}:{first.rstrip('.')}:{gender}",
    )


def answers_of(label: str, reading: Reading) -> tuple[str, ...]:
    """Return the keys that a sure reading votes for: those of its own questions and of less full names."""
    keys = keys_of(label, reading)
    if label != "PER" or not reading.last or not reading.first:
        return keys
    last, first, gender = fold(reading.last), fold(reading.first), reading.gender
    return (*keys, f"both:{last}:{first[0]}:{gender}")
