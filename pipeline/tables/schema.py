"""Declares every table once: columns, types, what empty means, row order; all that writes or reads tables follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from numbers import Integral, Real
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import PipelineError

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "date": pa.date32(),
}
PYTHON_TYPES: dict[str, type] = {"string": str, "integer": Integral, "number": Real, "date": date}
MENTION_LABELS = "PER, ORG, LOC or DATE"


class SchemaError(PipelineError):
    """Rows that do not fit their table: which table, which column, what is wrong."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `empty` says what an empty cell means; "" there: the cell is never empty.

    An empty string is "" in Parquet too, an empty number or date is null.
    """

    name: str
    type: str
    description: str
    empty: str = ""
    parquet_only: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `order` are the columns whose values tell every row from the next one, " DESC" allowed."""

    name: str
    row: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def arrow(self) -> pa.Schema:
        return pa.schema([pa.field(column.name, ARROW_TYPES[column.type]) for column in self.columns])

    @property
    def order_by(self) -> str:
        """Return the columns of `order` for SQL."""
        return ", ".join(
            f'"{key.removesuffix(" DESC")}"{" DESC" if key.endswith(" DESC") else ""}' for key in self.order
        )


DOC_ID = Column(
    "doc_id", "string", "The release: its path below the input folder, without .txt, with #n for a row of a file."
)
MENTION_ID = Column("mention_id", "string", "The mention: doc_id, start, end and label in one.")
START = Column("start", "integer", "First character, counted in Unicode code points of the release's text, from 0.")
END = Column("end", "integer", "Character after the last one, so that text[start:end] is the text.")
TEXT = Column("text", "string", "The characters as they stand in the release.")
ENTITY_ID = Column("entity_id", "string", "The entity: what all mentions of one real thing share.")


def columns_named(columns: Sequence[Column], *names: str) -> tuple[Column, ...]:
    by_name = {column.name: column for column in columns}
    return tuple(by_name[name] for name in names)


DOCUMENTS = Table(
    "documents",
    "release",
    (
        DOC_ID,
        Column("source", "string", "The file below the input folder, or what the row's own source column says."),
        Column("format", "string", "How the file was read: txt, html, csv, jsonl, …"),
        Column("encoding", "string", "Character encoding the file was decoded with.", "the format has none"),
        Column("sha256", "string", "SHA-256 of the file's bytes; for a row of a file, of the row's values."),
        Column("title", "string", "Title the format gives.", "the format gives none"),
        Column("published", "date", "Day the release was published.", "not known"),
        Column(
            "published_from",
            "string",
            "Where published comes from: metadata, filename or dateline.",
            "published is unknown",
        ),
        Column("chars", "integer", "Length of the text in Unicode code points."),
        Column("sentences", "integer", "Number of sentences."),
        Column("tokens", "integer", "Number of tokens (words, numbers, punctuation marks), white space left out."),
        Column("mentions", "integer", "Number of rows in mentions, nested and DATE ones too."),
        Column("text", "string", "The text that all offsets count in.", "the release is empty", parquet_only=True),
    ),
    ("doc_id",),
)

MENTIONS = Table(
    "mentions",
    "mention, nested ones too",
    (
        MENTION_ID,
        DOC_ID,
        Column("sentence", "integer", "Number of the sentence in the release, from 1."),
        START,
        END,
        TEXT,
        Column("label", "string", f"What is mentioned: {MENTION_LABELS}."),
        Column("normal", "string", "The mention's own words in the nominative; for a DATE its EDTF value.", "not told"),
        replace(ENTITY_ID, empty="a DATE, or a mention that a decision ignores"),
        Column("parent_mention_id", "string", "The smallest mention around this one.", "no mention is around it"),
        Column("score", "number", "How sure the model is, 0 to 1.", "a rule found it, or the model gives no score"),
        Column("found_by", "string", "The rule or model that found it.", "not told"),
    ),
    ("doc_id", "start", "end DESC", "label"),
)

ENTITIES = Table(
    "entities",
    "entity",
    (
        ENTITY_ID,
        Column("label", "string", "What it is: PER, ORG or LOC."),
        Column("name", "string", "Its fullest name in the releases, or the one the analysts gave it."),
        Column(
            "kind",
            "string",
            "Short English word: country, city, region, …; ministry, committee, company, …",
            "not known, or a person",
        ),
        Column("mentions", "integer", "Number of its mentions."),
        Column("documents", "integer", "Number of releases that mention it."),
        Column("first_seen", "date", "Earliest published of those releases.", "none of them has a date"),
        Column("last_seen", "date", "Latest published of those releases.", "none of them has a date"),
    ),
    ("entity_id",),
)

ALIASES = Table(
    "aliases",
    "name an entity goes by",
    (
        ENTITY_ID,
        Column("alias", "string", "The name, in the nominative."),
        Column("how", "string", "What sort of name: full, initials, surname, abbreviation, rename or decision."),
        Column("mentions", "integer", "Number of mentions that use it."),
    ),
    ("entity_id", "alias", "how"),
)

PEOPLE = Table(
    "people",
    "person",
    (
        ENTITY_ID,
        Column("last", "string", "Surname.", "not known"),
        Column("first", "string", "First name, or its initial where no release spells it out.", "not known"),
        Column("middle", "string", "Patronymic, or its initial.", "not known"),
        Column("gender", "string", "m or f.", "not known"),
        Column("latin", "string", "The name in Latin letters by ICAO 9303.", "not known"),
    ),
    ("entity_id",),
)

ORGANIZATIONS = Table(
    "organizations",
    "organisation",
    (
        ENTITY_ID,
        Column("abbreviation", "string", "Its short form.", "none is known"),
        Column("parent_entity_id", "string", "The organisation or place it belongs to.", "not known"),
        Column("country", "string", "Its country, ISO 3166-1 alpha-2.", "not known, or of several countries"),
        Column("wikidata", "string", "Its Wikidata id.", "not known"),
    ),
    ("entity_id",),
)

PLACES = Table(
    "places",
    "place",
    (
        ENTITY_ID,
        Column("kind", "string", "Short English word: country, city, region, district, river, …", "not known"),
        Column("country", "string", "Its country, ISO 3166-1 alpha-2.", "not known"),
        Column("region", "string", "Its region, ISO 3166-2.", "not known"),
        Column("latitude", "number", "Degrees north.", "not known"),
        Column("longitude", "number", "Degrees east.", "not known"),
        Column("geonames", "integer", "Its GeoNames id.", "not known"),
    ),
    ("entity_id",),
)

DATES = Table(
    "dates",
    "DATE mention",
    (
        MENTION_ID,
        DOC_ID,
        START,
        END,
        TEXT,
        Column("edtf", "string", "Its value, EDTF (ISO 8601-2, levels 0 and 1).", "no value could be told"),
        Column("date_from", "date", "First day of the value.", "open, or not a day of years 1 to 9999"),
        Column("date_to", "date", "Last day of the value.", "open, or not a day of years 1 to 9999"),
        Column(
            "precision",
            "string",
            "day, month, season, quarter, half-year, year, decade, century, range or open.",
            "not told",
        ),
        Column("anchor", "date", "Day the value was resolved against.", "the value is absolute"),
    ),
    ("doc_id", "start", "end DESC"),
)

ROLES = Table(
    "roles",
    "person–role statement",
    (
        DOC_ID,
        Column("person_entity_id", "string", "The person.", "the name is no mention, or a decision ignores it"),
        Column("person_start", "integer", "First character of the person's name."),
        Column("person_end", "integer", "Character after the person's name."),
        Column("role", "string", "The role in the nominative, the organisation taken out."),
        Column("role_start", "integer", "First character of the role's words."),
        Column("role_end", "integer", "Character after the role's words."),
        Column(
            "organization_entity_id", "string", "The organisation, or the place that stands as one.", "none is named"
        ),
        Column("organization_start", "integer", "First character of the organisation's name.", "none is named"),
        Column("organization_end", "integer", "Character after the organisation's name.", "none is named"),
        Column("date", "date", "Day the release was published.", "not known"),
    ),
    (
        "doc_id",
        "person_start",
        "person_end",
        "role_start",
        "role_end",
        "role",
        "organization_start",
        "organization_end",
    ),
)

POSTS = Table(
    "posts",
    "person × role × organisation over time",
    (
        Column("person_entity_id", "string", "The person."),
        Column("role", "string", "The role in the nominative."),
        Column(
            "organization_entity_id", "string", "The organisation, or the place that stands as one.", "none is named"
        ),
        Column("first_seen", "date", "Earliest published of the releases that say so.", "none of them has a date"),
        Column("last_seen", "date", "Latest published of the releases that say so.", "none of them has a date"),
        Column("documents", "integer", "Number of releases that say so."),
    ),
    ("person_entity_id", "role", "organization_entity_id"),
)

RELATIONS = Table(
    "relations",
    "pair of entities that share sentences",
    (
        Column("entity_a", "string", "The entity whose id comes first."),
        Column("entity_b", "string", "The other one."),
        Column(
            "sentences", "integer", "Number of sentences that mention both, one not merely inside the other's name."
        ),
        Column("documents", "integer", "Number of releases with such a sentence."),
    ),
    ("entity_a", "entity_b"),
)

ABBREVIATIONS = Table(
    "abbreviations",
    "short form defined in a release",
    (
        DOC_ID,
        Column("short", "string", "The short form."),
        Column("long", "string", "What it stands for."),
        Column("start", "integer", "First character of the short form where it is defined."),
        Column("end", "integer", "Character after it."),
        replace(ENTITY_ID, empty="it stands for no entity"),
    ),
    ("doc_id", "start", "end", "short", "long"),
)

REDIRECTS = Table(
    "redirects",
    "id that is no longer used",
    (
        Column("old_entity_id", "string", "An id that earlier tables used."),
        replace(ENTITY_ID, description="The id of the same thing in today's tables."),
    ),
    ("old_entity_id",),
)

ERRORS = Table(
    "errors",
    "release that was set aside",
    (
        Column("source", "string", "The file below the input folder, and the row where it is one of a file."),
        Column("reason", "string", "What is wrong and what to do."),
    ),
    ("source", "reason"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS,
        MENTIONS,
        ENTITIES,
        ALIASES,
        PEOPLE,
        ORGANIZATIONS,
        PLACES,
        DATES,
        ROLES,
        POSTS,
        RELATIONS,
        ABBREVIATIONS,
        REDIRECTS,
        ERRORS,
    )
}

# What is kept of each release between runs: the same rows before linking, with the evidence that linking reads.
PARTS: dict[str, Table] = {
    "documents": DOCUMENTS,
    "mentions": Table(
        "mentions",
        "mention before linking",
        (
            *columns_named(
                MENTIONS.columns, "mention_id", "doc_id", "sentence", "start", "end", "text", "label", "normal"
            ),
            *columns_named(MENTIONS.columns, "parent_mention_id", "score", "found_by"),
            *columns_named(PEOPLE.columns, "last", "first", "middle", "gender"),
            *columns_named(ENTITIES.columns, "kind"),
            Column(
                "country",
                "string",
                "Of a body: the country named for it («украинский МИД», «от Беларуси – …»), ISO 3166-1 alpha-2.",
                "no such adjective",
            ),
            Column(
                "readings",
                "string",
                "What the name may be, the chosen first: JSON rows of percent, normal, last, first, middle, gender.",
                "its release is sure",
            ),
        ),
        MENTIONS.order,
    ),
    "dates": DATES,
    "roles": Table(
        "roles",
        "person–role statement before linking",
        (
            DOC_ID,
            Column("person_mention_id", "string", "The person's mention.", "the name is no mention"),
            *columns_named(ROLES.columns, "person_start", "person_end", "role", "role_start", "role_end"),
            Column("organization_mention_id", "string", "The organisation's mention.", "none is named"),
            *columns_named(ROLES.columns, "organization_start", "organization_end", "date"),
        ),
        ROLES.order,
    ),
    "abbreviations": Table(
        "abbreviations",
        "short form before linking",
        (
            *columns_named(ABBREVIATIONS.columns, "doc_id", "short", "long", "start", "end"),
            Column("mention_id", "string", "The mention at the short form.", "none"),
            Column("long_mention_id", "string", "The mention at the long form.", "none"),
        ),
        ABBREVIATIONS.order,
    ),
}

# What linking hands over: the entity tables themselves and which mention belongs to which entity.
LINKED: dict[str, Table] = {
    "mention_entities": Table("mention_entities", "mention of an entity", (MENTION_ID, ENTITY_ID), ("mention_id",)),
    "mention_names": Table(
        "mention_names",
        "mention whose normal form the corpus decided otherwise than its release",
        columns_named(MENTIONS.columns, "mention_id", "normal"),
        ("mention_id",),
    ),
    "reasons": Table(
        "reasons",
        "mention of an entity",
        (MENTION_ID, Column("how", "string", "Why the mention belongs to its entity.")),
        ("mention_id",),
    ),
    "abbreviation_entities": Table(
        "abbreviation_entities",
        "defined short form",
        (DOC_ID, START, END, replace(ENTITY_ID, empty="it stands for no entity")),
        ("doc_id", "start", "end"),
    ),
    **{table.name: table for table in (ENTITIES, ALIASES, PEOPLE, ORGANIZATIONS, PLACES)},
}


def rows_to_arrow(table: Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return `rows` as an Arrow table with the declared columns; SchemaError where they do not fit."""
    expected = set(table.names)
    for row in rows:
        if row.keys() != expected:
            raise SchemaError(difference(table, row))
    arrays = []
    for column in table.columns:
        values = [row[column.name] for row in rows]
        # Arrow would cut 1.5 down to 1 and take True for 1, silently.
        for kind in {type(value) for value in values} - {type(None)}:
            if not issubclass(kind, PYTHON_TYPES[column.type]) or kind in (bool, datetime):
                raise SchemaError(f"table {table.name}, column {column.name}: needs {column.type}, got {kind.__name__}")
        try:
            arrays.append(pa.array(values, ARROW_TYPES[column.type]))
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError) as error:
            raise SchemaError(f"table {table.name}, column {column.name}: needs {column.type}: {error}") from error
    checked = pa.Table.from_arrays(arrays, schema=table.arrow)
    check(table, checked)
    return checked


def frame_to_arrow(table: Table, frame: pd.DataFrame) -> pa.Table:
    """Return the DataFrame as an Arrow table with the declared columns; NaN, NaT, None and "" all mean empty."""
    if set(frame.columns) != set(table.names):
        raise SchemaError(difference(table, list(frame.columns)))
    arrays = [
        string_array(frame[column.name])
        if column.type == "string" and isinstance(frame[column.name].dtype, pd.StringDtype)
        else pa.array(plain_values(table, column, frame[column.name]), ARROW_TYPES[column.type])
        for column in table.columns
    ]
    checked = pa.Table.from_arrays(arrays, schema=table.arrow)
    check(table, checked)
    return checked


def string_array(values: "pd.Series[str]") -> pa.ChunkedArray:
    """Return a column that can hold strings only, without a Python object for each."""
    found = pa.array(values, from_pandas=True).cast(pa.string())
    return pc.fill_null(found, "")


def plain_values(table: Table, column: Column, values: "pd.Series[Any]") -> list[Any]:
    """Return a DataFrame's column as str, int, float, date or None."""
    empty = "" if column.type == "string" else None
    missing = values.isna().tolist()
    try:
        return [
            empty if gone or value == "" else plain_value(column.type, value)
            for value, gone in zip(values.tolist(), missing, strict=True)
        ]
    except (TypeError, ValueError) as error:
        raise SchemaError(f"table {table.name}, column {column.name}: needs {column.type}: {error}") from error


def plain_value(type_name: str, value: Any) -> Any:
    if type_name == "string":
        if not isinstance(value, str):
            raise TypeError(f"got {value!r}")
        return value
    if type_name == "integer":
        if int(value) != float(value):
            raise ValueError(f"got {value!r}")
        return int(value)
    if type_name == "number":
        return float(value)
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value.date() if hasattr(value, "date") else value


def check(table: Table, rows: pa.Table | pa.RecordBatch) -> None:
    """Raise SchemaError unless `rows` has the declared columns, types, and no empty cell where none is allowed."""
    if rows.schema.names != table.names:
        raise SchemaError(difference(table, rows.schema.names))
    for column, field, values in zip(table.columns, rows.schema, rows.columns, strict=True):
        if field.type != ARROW_TYPES[column.type]:
            raise SchemaError(f"table {table.name}, column {column.name}: needs {column.type}, got {field.type}")
        if values.null_count and (column.type == "string" or not column.empty):
            raise SchemaError(f"table {table.name}, column {column.name}: a value is missing")
        if column.type == "string" and not column.empty and pc.any(pc.equal(values, "")).as_py():
            raise SchemaError(f"table {table.name}, column {column.name}: an empty value")


def difference(table: Table, names: Iterable[str]) -> str:
    found = list(names)
    missing = [name for name in table.names if name not in found]
    extra = [name for name in found if name not in table.names]
    told = [f"missing {', '.join(missing)}"] if missing else []
    told += [f"not declared: {', '.join(extra)}"] if extra else []
    return f"table {table.name}: columns differ from the schema ({'; '.join(told) or 'order'})"


def dictionary() -> str:
    """Return the data dictionary as Markdown: what DICTIONARY.md holds."""
    lines = [
        "# Data dictionary",
        "",
        "Written from `schema.py` by `python -m pipeline.tables`; a test keeps the two the same. Every table is a file",
        "`NAME.csv` (UTF-8, header, ISO dates, empty = unknown) and `NAME.parquet` with the types below.",
        'An empty string is "" in Parquet too; an empty number or date is null.',
    ]
    for table in TABLES.values():
        order = ", ".join(key.replace(" DESC", " (largest first)") for key in table.order)
        lines += ["", f"## {table.name}", "", f"One row per {table.row}. Rows are ordered by {order}.", ""]
        lines += ["| column | type | what it is | empty means |", "|---|---|---|---|"]
        for column in table.columns:
            name = f"{column.name} (Parquet only)" if column.parquet_only else column.name
            lines.append(f"| {name} | {column.type} | {column.description} | {column.empty or 'never empty'} |")
    return "\n".join(lines) + "\n"
