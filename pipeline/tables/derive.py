"""Reads the parts and what linking made of them, writes (as streams of Arrow batches, in order) the final tables."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.tables.schema import LINKED, PARTS, TABLES, SchemaError, Table, check, frame_to_arrow
from pipeline.tables.store import Place, Store

# Rows of one Arrow batch and of one Parquet row group: the same whatever the engine's own batches are.
BATCH_ROWS = 65_536

# What the engine may hold before it spills: beside linking's own a million mentions stay under 2 GB.
MEMORY_LIMIT = "400MB"

# A mention inside another's words («России» in «МИД России») is no co-occurrence of the two.
RELATIONS_SQL = """
    WITH named AS (SELECT doc_id, sentence, "start", "end", entity_id FROM final_mentions WHERE entity_id <> ''),
    together AS (
        SELECT DISTINCT a.entity_id AS entity_a, b.entity_id AS entity_b, a.doc_id, a.sentence
        FROM named a JOIN named b ON a.doc_id = b.doc_id AND a.sentence = b.sentence AND a.entity_id < b.entity_id
        WHERE a."end" <= b."start" OR b."end" <= a."start"
    )
    SELECT entity_a, entity_b, count(*) AS sentences, count(DISTINCT doc_id) AS documents FROM together GROUP BY ALL
"""

# SQL of the tables that are computed here; entities, aliases, people, organizations and places come from linking.
DERIVED_SQL: dict[str, str] = {
    "documents": "SELECT * FROM documents",
    "mentions": "SELECT * FROM final_mentions",
    "dates": "SELECT * FROM dates",
    "roles": "SELECT * FROM final_roles",
    "posts": """
        SELECT person_entity_id, role, organization_entity_id, min(date) AS first_seen, max(date) AS last_seen,
            count(DISTINCT doc_id) AS documents
        FROM final_roles WHERE person_entity_id <> '' GROUP BY ALL
    """,
    "relations": RELATIONS_SQL,
    "abbreviations": """
        SELECT DISTINCT abbreviations.*, coalesce(abbreviation_entities.entity_id, '') AS entity_id
        FROM abbreviations LEFT JOIN abbreviation_entities USING (doc_id, "start", "end")
    """,
    "redirects": "SELECT old_entity_id, entity_id FROM redirects WHERE entity_id IN (SELECT entity_id FROM entities)",
    "errors": "SELECT DISTINCT source, reason FROM errors",
}

# Columns of the parts that say something of entities.
LINKING_READS = {
    "documents": ("doc_id", "published"),
    "mentions": (
        *("mention_id", "doc_id", '"start"', '"end"', "text", "label", "normal", "parent_mention_id"),
        *("last", "first", "middle", "gender", "kind", "country", "readings"),
    ),
    "roles": ("doc_id", "person_mention_id", "role", "organization_mention_id"),
    "abbreviations": ("doc_id", "short", "long", '"start"', '"end"', "mention_id", "long_mention_id"),
}

FINAL_MENTIONS_SQL = """
    SELECT mentions.* REPLACE (coalesce(mention_names.normal, mentions.normal) AS normal),
        coalesce(mention_entities.entity_id, '') AS entity_id
    FROM mentions
    LEFT JOIN mention_entities USING (mention_id)
    LEFT JOIN mention_names USING (mention_id)
"""
FINAL_ROLES_SQL = """
    SELECT DISTINCT roles.*, coalesce(person.entity_id, '') AS person_entity_id,
        coalesce(organization.entity_id, '') AS organization_entity_id
    FROM roles
    LEFT JOIN mention_entities person ON person.mention_id = roles.person_mention_id
    LEFT JOIN mention_entities organization ON organization.mention_id = roles.organization_mention_id
"""

# What is remembered of the tables that were published, so that ids can be followed: HISTORY files in .state/history.
HISTORY: dict[str, pa.Schema] = {
    "documents": pa.schema([("doc_id", pa.string()), ("sha256", pa.string())]),
    "mentions": pa.schema(
        [
            *((name, pa.string()) for name in ("mention_id", "doc_id", "sha256")),
            *((name, pa.int32()) for name in ("start", "end")),
            *((name, pa.string()) for name in ("label", "text", "entity_id")),
        ]
    ),
    "redirects": pa.schema([("old_entity_id", pa.string()), ("entity_id", pa.string())]),
}

# Where the mentions of a retired id are now: the same place of the same release; else the same place of a release with
# the same bytes (renamed files); else the same words in the same release (edited ones). The best evidence a mention
# has counts; the entity with most mentions wins, then the smallest id.
NEW_REDIRECTS_SQL = """
    WITH retired AS (
        SELECT * FROM old_mentions WHERE entity_id NOT IN (SELECT entity_id FROM entities)
    ), today AS (
        SELECT final_mentions.*, sha256 FROM final_mentions JOIN documents_sha256 USING (doc_id) WHERE entity_id <> ''
    ), votes AS (
        SELECT retired.mention_id, retired.entity_id AS old_entity_id, today.entity_id, 1 AS evidence
        FROM retired JOIN today ON retired.mention_id = today.mention_id AND retired.text = today.text
        UNION ALL
        SELECT retired.mention_id, retired.entity_id, today.entity_id, 2
        FROM retired JOIN today ON retired.sha256 = today.sha256 AND retired."start" = today."start"
            AND retired."end" = today."end" AND retired.label = today.label
        UNION ALL
        SELECT retired.mention_id, retired.entity_id, today.entity_id, 3
        FROM retired JOIN today ON retired.doc_id = today.doc_id AND retired.text = today.text
            AND retired.label = today.label
    ), best AS (
        SELECT old_entity_id, entity_id, count(DISTINCT mention_id) AS mentions FROM votes
        WHERE (mention_id, evidence) IN (SELECT (mention_id, min(evidence)) FROM votes GROUP BY mention_id)
        GROUP BY ALL
    )
    SELECT old_entity_id, entity_id FROM best
    QUALIFY row_number() OVER (PARTITION BY old_entity_id ORDER BY mentions DESC, entity_id) = 1
"""

# Chains are resolved at once; an id in use again is no redirect; one whose target is not in use today is kept in the
# history, so that it comes back with its target.
REDIRECTS_SQL = """
    SELECT old_entity_id, entity_id FROM new_redirects
    UNION ALL
    SELECT old.old_entity_id, coalesce(new.entity_id, old.entity_id)
    FROM old_redirects old LEFT JOIN new_redirects new ON new.old_entity_id = old.entity_id
    WHERE old.old_entity_id NOT IN (SELECT entity_id FROM entities)
        AND old.old_entity_id NOT IN (SELECT old_entity_id FROM new_redirects)
"""

HISTORY_SQL: dict[str, str] = {
    "documents": "SELECT doc_id, sha256 FROM documents ORDER BY doc_id",
    # Mentions of ids that are gone without a successor stay, in case their release comes back.
    "mentions": """
        SELECT mention_id, doc_id, sha256, "start", "end", label, text, entity_id
        FROM final_mentions JOIN documents_sha256 USING (doc_id) WHERE entity_id <> ''
        UNION ALL
        SELECT mention_id, doc_id, sha256, "start", "end", label, text, entity_id FROM old_mentions
        WHERE entity_id NOT IN (SELECT entity_id FROM entities)
            AND entity_id NOT IN (SELECT old_entity_id FROM redirects)
        ORDER BY ALL
    """,
    "redirects": "SELECT old_entity_id, entity_id FROM redirects ORDER BY ALL",
}


class Workbench:
    """A DuckDB connection over the parts' live rows: gives linking its DataFrames, then the final tables.

    One thread, and spilling to `scratch`: the same bytes every time, in memory that stays flat.
    """

    def __init__(self, store: Store, live: Iterable[Place], scratch: Path) -> None:
        """`live` are the places of today's releases, `scratch` is a folder for rows that memory cannot hold."""
        self.connection = duckdb.connect(
            config={
                "threads": 1,
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(scratch),
                "preserve_insertion_order": True,
            }
        )
        chosen = sorted(live)
        places = pa.table(
            {
                "part": pa.array([place.part for place in chosen], pa.int32()),
                "release": pa.array([place.release for place in chosen], pa.int32()),
            }
        )
        self.connection.register("live", places)
        parts = sorted({place.part for place in chosen})
        for name, table in PARTS.items():
            paths = [str(store.path(part) / f"{name}.parquet") for part in parts]
            self.view(name, part_rows(table, paths))

    def close(self) -> None:
        self.connection.close()

    def view(self, name: str, sql: str) -> None:
        # CREATE VIEW takes no parameters; names and paths are ours.
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {sql}')

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return documents, mentions, roles and abbreviations as linking takes them, in no order.

        The texts of releases, DATE mentions and what says nothing of entities are left out: it would be read for
        nothing, and be held while millions of mentions are.
        """
        frames = {}
        for name, columns in LINKING_READS.items():
            wanted = " WHERE label <> 'DATE'" if name == "mentions" else ""
            rows = self.connection.sql(f'SELECT {", ".join(columns)} FROM "{name}"{wanted}')
            frames[name] = arrow_to_frame(stream(rows).read_all())
        return frames

    def take_linked(self, linked: object) -> None:
        """Take linking's result (one DataFrame per table of schema.LINKED), checked."""
        for name, table in LINKED.items():
            rows = frame_to_arrow(table, getattr(linked, name))
            self.connection.register(f"linked_{name}", rows)
            self.view(name, f'SELECT * FROM "linked_{name}"')
            twice = self.connection.sql(
                f'SELECT {key_order(table)} FROM "{name}" GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1'
            ).fetchall()
            if twice:
                raise SchemaError(f"linking gave two rows of {name} for {twice[0]}")
        self.connection.execute(f"CREATE TEMP TABLE final_mentions AS {FINAL_MENTIONS_SQL}")
        self.connection.execute(f"CREATE TEMP TABLE final_roles AS {FINAL_ROLES_SQL}")
        self.view("documents_sha256", "SELECT doc_id, sha256 FROM documents")

    def take_history(self, folder: Path) -> None:
        """Take what was published before (files of HISTORY in `folder`, which may be absent) and follow its ids."""
        for name in HISTORY:
            path = folder / f"{name}.parquet"
            rows = pq.read_table(path) if path.is_file() else HISTORY[name].empty_table()
            self.connection.register(f"old_{name}", rows)
        self.connection.execute(f"CREATE TEMP TABLE new_redirects AS {NEW_REDIRECTS_SQL}")
        self.connection.execute(f"CREATE TEMP TABLE redirects AS {REDIRECTS_SQL}")

    def take_errors(self, errors: Iterable[tuple[str, str]]) -> None:
        """Take (source, reason) of what was set aside."""
        rows = sorted(set(errors))
        columns = {"source": [source for source, _ in rows], "reason": [reason for _, reason in rows]}
        self.connection.register("errors", pa.table(columns, schema=TABLES["errors"].arrow))

    def final(self, name: str) -> Iterator[pa.RecordBatch]:
        """Yield the final table's batches, in its order, checked against the schema."""
        table = TABLES[name]
        columns = ", ".join(
            f'CAST("{column.name}" AS {SQL_TYPES[column.type]}) AS "{column.name}"' for column in table.columns
        )
        source = DERIVED_SQL.get(name, f'SELECT * FROM "{name}"')
        rows = self.connection.sql(f"SELECT {columns} FROM ({source}) ORDER BY {table.order_by}")
        for batch in even_batches(stream(rows), table.arrow):
            check(table, batch)
            yield batch

    def history(self, name: str) -> Iterator[pa.RecordBatch]:
        """Yield what is to be remembered of the tables once they are published."""
        rows = self.connection.sql(HISTORY_SQL[name])
        yield from even_batches(stream(rows), HISTORY[name])

    def reasons(self) -> Iterator[pa.RecordBatch]:
        """Yield why each mention belongs to its entity, by mention_id."""
        schema = LINKED["reasons"].arrow
        yield from even_batches(stream(self.connection.sql("SELECT * FROM reasons ORDER BY mention_id")), schema)

    def changes(self) -> dict[str, int]:
        """Return how many releases there are, and how they differ from those of the tables before."""
        found = self.connection.sql("""
            SELECT count(new.doc_id), count(new.doc_id) FILTER (old.doc_id IS NULL),
                count(*) FILTER (new.sha256 <> old.sha256), count(*) FILTER (new.sha256 = old.sha256),
                count(*) FILTER (new.doc_id IS NULL)
            FROM documents_sha256 new FULL JOIN old_documents old USING (doc_id)
        """).fetchall()[0]
        return dict(zip(("releases", "new", "changed", "unchanged", "removed"), found, strict=True))

    def mentions_by_label(self) -> dict[str, int]:
        return dict(self.connection.sql("SELECT label, count(*) FROM mentions GROUP BY 1 ORDER BY 1").fetchall())

    def count(self, name: str) -> int:
        return int(self.connection.sql(f'SELECT count(*) FROM "{name}"').fetchall()[0][0])


SQL_TYPES = {"string": "VARCHAR", "integer": "INTEGER", "number": "DOUBLE", "date": "DATE"}


def key_order(table: Table) -> str:
    return ", ".join(f'"{key.removesuffix(" DESC")}"' for key in table.order)


def part_rows(table: Table, paths: list[str]) -> str:
    """Return SQL for the live rows of one table."""
    if not paths:
        columns = ", ".join(f'CAST(NULL AS {SQL_TYPES[column.type]}) AS "{column.name}"' for column in table.columns)
        return f"SELECT {columns} WHERE false"
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return f"SELECT {columns} FROM read_parquet([{listed}]) SEMI JOIN live USING (part, release)"


def stream(rows: Any) -> pa.RecordBatchReader:
    """Return the relation's rows as a stream (its own methods for that are named differently in every version)."""
    return pa.RecordBatchReader.from_stream(rows)


def even_batches(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Yield the rows in batches of BATCH_ROWS, the last one shorter, none empty."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        waiting.append(batch.cast(schema))
        rows += batch.num_rows
        while rows >= BATCH_ROWS:
            joined = pa.Table.from_batches(waiting, schema=schema).combine_chunks()
            yield joined.slice(0, BATCH_ROWS).to_batches()[0]
            waiting = joined.slice(BATCH_ROWS).to_batches()
            rows -= BATCH_ROWS
    if rows:
        yield pa.Table.from_batches(waiting, schema=schema).combine_chunks().to_batches()[0]


def arrow_to_frame(rows: pa.Table, date_as_object: bool = True) -> pd.DataFrame:
    """Return a DataFrame: str, Int32 where numbers may be unknown, float, and dates as datetime.date or datetime64."""
    frame: pd.DataFrame = rows.to_pandas(
        date_as_object=date_as_object, types_mapper=lambda kind: pd.Int32Dtype() if kind == pa.int32() else None
    )
    return frame
