import csv
import io
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tables import exports
from pipeline.tables.exports import read_csv, read_table, write_csv_batch, write_table
from pipeline.tables.schema import ERRORS, MENTIONS, POSTS, rows_to_arrow

POST = {
    "person_entity_id": "PER:a",
    "role": 'министр; «первый», "второй"',
    "organization_entity_id": "",
    "first_seen": date(2023, 9, 20),
    "last_seen": None,
    "documents": 1200,
}
CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [
        "=1+1",
        "+7",
        "-",
        "@x",
        "\tx",
        "\rx",
        "'=1",
        "''=1",
        "'",
        "a\nb",
        'a"b',
        "a;b",
        "a,b",
        "a\r\nb",
        " x ",
        "NULL",
        "nan",
    ]
)


def written(rows, folder, dialect="standard", formats=("csv", "parquet"), table=POSTS):
    write_table(table, rows_to_arrow(table, rows).to_batches(), folder, formats, dialect)
    return (folder / f"{table.name}.csv").read_bytes()


def test_standard_csv(tmp_path):
    assert written([POST], tmp_path).decode() == (
        "person_entity_id,role,organization_entity_id,first_seen,last_seen,documents\n"
        'PER:a,"министр; «первый», ""второй""",,2023-09-20,,1200\n'
    )


def test_excel_csv(tmp_path):
    assert written([POST | {"role": "=1+1"}], tmp_path, "excel") == (
        b"\xef\xbb\xbfperson_entity_id;role;organization_entity_id;first_seen;last_seen;documents\n"
        b"PER:a;'=1+1;;2023-09-20;;1200\n"
    )


def test_no_rows_give_a_header(tmp_path):
    assert written([], tmp_path, table=ERRORS) == b"source,reason\n"
    assert read_csv(ERRORS, tmp_path / "errors.csv").num_rows == 0


@pytest.mark.parametrize("dialect", exports.DIALECTS)
@given(cells=st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_csv_gives_back_what_was_written(dialect, cells, tmp_path_factory):
    folder = tmp_path_factory.mktemp("csv")
    rows = pa.table({"source": [a for a, _ in cells], "reason": [b for _, b in cells]}, schema=ERRORS.arrow)
    write_table(ERRORS, rows.to_batches(), folder, ["csv"], dialect)
    assert read_csv(ERRORS, folder / "errors.csv").to_pylist() == rows.to_pylist()


@given(cells=st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_other_readers_understand_the_csv(cells):
    out = io.BytesIO()
    batch = pa.record_batch({"source": [a for a, _ in cells], "reason": [b for _, b in cells]}, schema=ERRORS.arrow)
    write_csv_batch(out, batch, "standard")
    read = list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))
    assert read == [[a, b] for a, b in cells]


@given(cell=CELLS)
def test_no_cell_runs_in_a_spreadsheet(cell):
    out = io.BytesIO()
    write_csv_batch(out, pa.record_batch({"source": [cell], "reason": ["x"]}, schema=ERRORS.arrow), "excel")
    ((shown, _),) = csv.reader(io.StringIO(out.getvalue().decode(), newline=""), delimiter=";")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("formats", [("csv",), ("parquet",)])
def test_both_formats_give_the_same_table(formats, tmp_path):
    write_table(POSTS, rows_to_arrow(POSTS, [POST]).to_batches(), tmp_path, formats, "standard")
    assert read_table(POSTS, tmp_path).to_pylist() == [POST]


def test_scores_are_short(tmp_path):
    row = dict.fromkeys(MENTIONS.names, "x") | {"sentence": 1, "start": 0, "end": 1, "score": 0.9}
    written([row, row | {"score": None}], tmp_path, table=MENTIONS)
    assert [
        row["score"] for row in csv.DictReader((tmp_path / "mentions.csv").read_text(encoding="utf-8").splitlines())
    ] == ["0.9", ""]


def test_no_table_is_none(tmp_path):
    assert read_table(POSTS, tmp_path) is None
