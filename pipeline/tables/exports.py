"""Reads streams of Arrow batches, writes NAME.csv and NAME.parquet (same rows, same bytes); reads them back."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pipeline.tables.schema import ARROW_TYPES, Table

FORMATS = ("csv", "parquet")
DIALECTS = ("standard", "excel")
BYTE_ORDER_MARK = "\ufeff".encode()
# What a spreadsheet would run (OWASP, «CSV injection»), after apostrophes of the text's own, so that one apostrophe
# in front can always be taken away again.
RUNS_IN_SPREADSHEET = r"\A'*[=+\-@\t\r]"
# Longest row of a CSV table that can be read back: titles and reasons are far below it.
BLOCK = 1 << 24
PREFIXED = r"\A'('*[=+\-@\t\r])"


def write_csv_batch(out: BinaryIO, batch: pa.RecordBatch, dialect: str) -> None:
    """Write the batch's rows; a cell is quoted where it holds the separator, a quote or a line break."""
    separator = ";" if dialect == "excel" else ","
    cells = [csv_cells(column, dialect, separator) for column in batch.columns]
    lines = pc.binary_join_element_wise(*cells, separator)
    out.write("".join(f"{line}\n" for line in lines.to_pylist()).encode())


def csv_cells(column: pa.Array, dialect: str, separator: str) -> pa.Array:
    if column.type != pa.string():
        return pc.fill_null(column.cast(pa.string()), "")
    cells = column
    if dialect == "excel":
        risky = pc.match_substring_regex(cells, RUNS_IN_SPREADSHEET)
        cells = pc.if_else(risky, pc.binary_join_element_wise("'", cells, ""), cells)
    special = pc.match_substring_regex(cells, f'["{separator}\n\r]')
    if not pc.any(special).as_py():
        return cells
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(cells, '"', '""'), '"', "")
    return pc.if_else(special, quoted, cells)


def write_table(
    table: Table, batches: Iterable[pa.RecordBatch], folder: Path, formats: Sequence[str], dialect: str
) -> list[str]:
    """Write the table in each format and return the files' names, batch by batch, so that memory stays flat."""
    names = [f"{table.name}.{name}" for name in formats]
    in_csv = [column.name for column in table.columns if not column.parquet_only]
    with ExitStack() as stack:
        csv_file = stack.enter_context((folder / f"{table.name}.csv").open("wb")) if "csv" in formats else None
        parquet = (
            stack.enter_context(parquet_writer(folder / f"{table.name}.parquet", table.arrow))
            if "parquet" in formats
            else None
        )
        if csv_file:
            header = (";" if dialect == "excel" else ",").join(in_csv)
            csv_file.write((BYTE_ORDER_MARK if dialect == "excel" else b"") + f"{header}\n".encode())
        for batch in batches:
            if csv_file:
                write_csv_batch(csv_file, batch.select(in_csv), dialect)
            if parquet:
                parquet.write_batch(batch)
    return names


def parquet_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, schema, compression="zstd", version="2.6", store_schema=False)


def write_parquet(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    with parquet_writer(path, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def read_table(table: Table, folder: Path) -> pa.Table | None:
    """Return the table as it was written, from Parquet if there, else from CSV of either dialect, else None."""
    parquet = folder / f"{table.name}.parquet"
    if parquet.is_file():
        return pq.read_table(parquet).cast(table.arrow)
    path = folder / f"{table.name}.csv"
    return read_csv(table, path) if path.is_file() else None


def read_csv(table: Table, path: Path) -> pa.Table:
    """Return a CSV table; columns that only Parquet has are absent."""
    with path.open("rb") as file:
        excel = file.read(3) == BYTE_ORDER_MARK
    columns = [column for column in table.columns if not column.parquet_only]
    rows = pa_csv.read_csv(
        path,
        read_options=pa_csv.ReadOptions(use_threads=False, block_size=BLOCK),
        parse_options=pa_csv.ParseOptions(
            delimiter=";" if excel else ",", newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types={column.name: ARROW_TYPES[column.type] for column in columns},
            include_columns=[column.name for column in columns],
            null_values=[""],
            strings_can_be_null=False,
        ),
    )
    if excel:
        for index, column in enumerate(columns):
            if column.type == "string":
                values = pc.replace_substring_regex(rows.column(index), PREFIXED, r"\1")
                rows = rows.set_column(index, column.name, values)
    return rows
