"""Reads the mentions part as a DataFrame, writes Mention rows in text order.

Built for millions of rows: a name that many mentions share is one string, and mention_ids stay in an Arrow array.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.linking.name_parts import Name, name_of

LABELS = ("PER", "ORG", "LOC")
TEXT_ORDER = (
    *(("doc_id", "ascending"), ("start", "ascending"), ("end", "descending")),
    *(("label", "ascending"), ("mention_id", "ascending")),
)


@dataclass(slots=True, eq=False)
class Mention:
    """One PER, ORG or LOC row. `row` is its place in text order, `doc` its release's place in the order of doc_ids.

    `parent` is the row of the smallest such mention around it, -1 where there is none.
    """

    row: int
    doc: int
    start: int
    end: int
    label: str
    text: str
    normal: str
    parent: int
    last: str
    first: str
    middle: str
    gender: str
    kind: str
    country: str


def person_name(m: Mention) -> Name:
    """Return the name that a PER mention gives."""
    return name_of(m.normal, m.last, m.first, m.middle, m.gender)


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions in text order, and the ids that rows and docs stand for."""

    rows: list[Mention]
    ids: pa.Array
    doc_ids: list[str]

    def rows_of(self, mention_ids: Iterable[str]) -> dict[str, int]:
        """Return mention_id → row of those of `mention_ids` that are here."""
        sought = pa.array(sorted(set(mention_ids)), pa.string())
        found = pc.index_in(self.ids, value_set=sought)
        rows = pc.indices_nonzero(pc.is_valid(found))
        names = sought.take(found.take(rows))
        return dict(zip(names.to_pylist(), rows.to_pylist(), strict=True))


def strings(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of `frame` as tuples of these columns; a column that is missing gives ""."""
    size = len(frame)
    cells = [frame[c].tolist() if c in frame.columns else [""] * size for c in columns]
    return list(zip(*cells, strict=True))


def read_mentions(frame: pd.DataFrame) -> Mentions:
    """Return the PER, ORG and LOC rows in text order."""
    order = text_order(frame)

    def column(name: str, kind: pa.DataType) -> pa.Array:
        return arrow_column(frame, name, kind).take(order)

    ids = column("mention_id", pa.string())
    docs = pc.dictionary_encode(column("doc_id", pa.string()))
    parents = pc.fill_null(pc.index_in(column("parent_mention_id", pa.string()), value_set=ids), -1)
    texts = column("text", pa.string())
    normals = column("normal", pa.string())
    rows = map(
        Mention,
        range(len(ids)),
        docs.indices.to_pylist(),
        column("start", pa.int32()).to_pylist(),
        column("end", pa.int32()).to_pylist(),
        shared(column("label", pa.string())),
        shared(texts),
        shared(pc.if_else(pc.equal(normals, ""), texts, normals)),
        parents.to_pylist(),
        *(shared(column(name, pa.string())) for name in ("last", "first", "middle", "gender", "kind", "country")),
    )
    return Mentions(list(rows), ids, docs.dictionary.to_pylist())


def text_order(frame: pd.DataFrame) -> pa.Array:
    """Return the places in `frame` of the PER, ORG and LOC rows in text order."""
    keys = {name: arrow_column(frame, name, pa.string()) for name in ("doc_id", "label", "mention_id")}
    keys |= {name: arrow_column(frame, name, pa.int32()) for name in ("start", "end")}
    order = pc.sort_indices(pa.table(keys), sort_keys=list(TEXT_ORDER))
    labelled = pc.is_in(keys["label"], value_set=pa.array(LABELS))
    return order.filter(labelled.take(order))


def arrow_column(frame: pd.DataFrame, name: str, kind: pa.DataType) -> pa.Array:
    """Return a column, "" for what is missing in a column of strings."""
    if name not in frame.columns:
        return pa.repeat(pa.scalar("", kind), len(frame))
    found = pa.array(frame[name], from_pandas=True).cast(kind)
    values = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return pc.fill_null(values, "") if kind == pa.string() else values


def shared(column: pa.Array) -> Sequence[str]:
    """Return the column's values, equal ones as one string object."""
    encoded = pc.dictionary_encode(column)
    values = encoded.dictionary.to_pylist()
    return [values[code] for code in encoded.indices.to_pylist()]
