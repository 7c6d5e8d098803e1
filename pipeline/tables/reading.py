"""Reads the tables that a run wrote, gives them as DataFrames."""

import os
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.tables.derive import arrow_to_frame
from pipeline.tables.exports import read_table
from pipeline.tables.publish import Output, only_publisher, roll_forward
from pipeline.tables.schema import TABLES


@dataclass(frozen=True, slots=True, repr=False)
class Tables:
    """The tables of one output folder, one DataFrame each, as DICTIONARY.md describes.

    Unknown strings are "", unknown numbers <NA> or NaN, unknown dates NaT. `documents.text` is there where the run
    wrote Parquet.
    """

    documents: pd.DataFrame
    mentions: pd.DataFrame
    entities: pd.DataFrame
    aliases: pd.DataFrame
    people: pd.DataFrame
    organizations: pd.DataFrame
    places: pd.DataFrame
    dates: pd.DataFrame
    roles: pd.DataFrame
    posts: pd.DataFrame
    relations: pd.DataFrame
    abbreviations: pd.DataFrame
    redirects: pd.DataFrame
    errors: pd.DataFrame

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{field.name}: {len(getattr(self, field.name))}' for field in fields(self))})"


def read_tables(folder: str | Path = "data/processed") -> Tables:
    """Return the tables that `run` wrote to `folder`; UsageError where there are none.

    What a killed run left half in place is put in place first.
    """
    output = Output(Path(folder))
    if os.access(output.state, os.W_OK):
        with only_publisher(output):
            roll_forward(output)
            rows = read_all(output.folder)
    elif output.journal.is_file():
        raise UsageError(f"{folder}: a run was cut off while it put its tables here; allow writing, then read again")
    else:
        rows = read_all(output.folder)
    return Tables(**{name: arrow_to_frame(table, date_as_object=False) for name, table in rows.items()})


def read_reasons(folder: str | Path) -> pd.DataFrame:
    """Return why each mention belongs to its entity (mention_id, how); UsageError where no run wrote it."""
    path = Output(Path(folder)).reasons
    if not path.is_file():
        raise UsageError(
            f"{folder}: no {path.name} here; write the tables with: python -m pipeline run --output {folder}"
        )
    return arrow_to_frame(pq.read_table(path))


def read_all(folder: Path) -> dict[str, pa.Table]:
    rows = {}
    for name, table in TABLES.items():
        found = read_table(table, folder)
        if found is None:
            raise UsageError(
                f"{folder}: no table {name} here; write the tables with: python -m pipeline run --output {folder}"
            )
        rows[name] = found
    return rows
