"""Reads the tables and reasons that a run wrote, writes why an entity's mentions are one: why()."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import UsageError
from pipeline.tables.reading import Tables, read_reasons, read_tables

# Characters of the text on either side of a mention that show what is meant.
AROUND = 60
COLUMNS = ("alias", "how", "mentions", "documents", "doc_id", "start", "example")


def why(entity_id: str, folder: str | Path, joins: Callable[[str | Path], pd.DataFrame]) -> pd.DataFrame:
    """Return the chain of evidence for one entity: one row per name it goes by and reason, the most frequent first.

    A person's rows go on with one for each join across releases, in the order they were made: who joined, and in `how`
    whom, on what evidence and how much that weighs. `joins` returns those of all people in a folder (mention_id,
    into_mention_id, how, mentions, documents); an analyst's decision may have parted two whom evidence had joined.

    Columns: alias (normal form), how (why mentions of that name joined), mentions, documents, and one of them: doc_id,
    start, example (the text around it; the mention alone where the run wrote no Parquet). An id that is no longer used
    is followed to today's; UsageError for one that never was.
    """
    tables = read_tables(folder)
    today = entity_today(entity_id, tables, folder)
    mentions = tables.mentions[tables.mentions["entity_id"] == today]
    mentions = mentions.merge(read_reasons(folder), on="mention_id", how="left").fillna({"how": ""})
    rows = []
    for (alias, how), group in mentions.groupby(["normal", "how"], sort=True):
        first = group.sort_values(["doc_id", "start"]).iloc[0]
        rows.append((alias, how, len(group), group["doc_id"].nunique(), *place_and_text(first, tables)))
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    if today.startswith("PER:"):
        rows += join_rows(joins(folder), mentions, tables)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def join_rows(joins: pd.DataFrame, mentions: pd.DataFrame, tables: Tables) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of why() for the joins of two who are both among `mentions`."""
    by_id = mentions.set_index("mention_id")
    both = joins["mention_id"].isin(by_id.index) & joins["into_mention_id"].isin(by_id.index)
    for mention_id, _, how, size, documents in joins[both].itertuples(index=False):
        first = by_id.loc[mention_id]
        yield first["normal"], how, size, documents, *place_and_text(first, tables)


def place_and_text(mention: "pd.Series[Any]", tables: Tables) -> tuple[str, int, str]:
    """Return doc_id and start of a mention, and the text around it, or its own where the tables hold no texts."""
    doc_id, start = mention["doc_id"], int(mention["start"])
    return doc_id, start, text_around(tables, doc_id, start, int(mention["end"])) or mention["text"]


def entity_today(entity_id: str, tables: Tables, folder: str | Path) -> str:
    """Return the id that is used today for `entity_id`."""
    if (tables.entities["entity_id"] == entity_id).any():
        return entity_id
    moved = tables.redirects[tables.redirects["old_entity_id"] == entity_id]["entity_id"].tolist()
    if not moved:
        raise UsageError(
            f"{folder}: no entity {entity_id}, today or before; entities.csv and redirects.csv have the ids"
        )
    return str(moved[0])


def text_around(tables: Tables, doc_id: str, start: int, end: int) -> str:
    """Return the words around a mention, the mention in «→ ←»; "" where the tables hold no texts."""
    if "text" not in tables.documents.columns:
        return ""
    text = str(tables.documents.loc[tables.documents["doc_id"] == doc_id, "text"].iloc[0])
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "…" + before.partition(" ")[2]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}→{text[start:end]}←{after}".split())
