"""Reads the mentions part as a DataFrame, writes Mention rows in text order."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

LABELS = ("PER", "ORG", "LOC")


@dataclass(slots=True)
class Mention:
    """One row of the mentions part; `doc` is the release's place in the order of doc_ids."""

    mention_id: str
    doc_id: str
    doc: int
    start: int
    end: int
    label: str
    text: str
    normal: str
    parent: str
    last: str
    first: str
    middle: str
    gender: str
    kind: str


def strings(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of `frame` as tuples of these columns; a column that is missing gives ""."""
    size = len(frame)
    cells = [frame[c].tolist() if c in frame.columns else [""] * size for c in columns]
    return list(zip(*cells, strict=True))


def read_mentions(frame: pd.DataFrame) -> list[Mention]:
    """Return the PER, ORG and LOC rows in text order."""
    columns = ("mention_id", "doc_id", "start", "end", "label", "text", "normal", "parent_mention_id")
    kept = [r for r in strings(frame, *columns, "last", "first", "middle", "gender", "kind") if r[4] in LABELS]
    kept.sort(key=lambda r: (r[1], r[2], -r[3], r[4], r[0]))
    docs = {doc_id: i for i, doc_id in enumerate(sorted({r[1] for r in kept}))}
    return [
        Mention(i, doc, docs[doc], int(start), int(end), label, text, normal or text, *rest)
        for i, doc, start, end, label, text, normal, *rest in kept
    ]
