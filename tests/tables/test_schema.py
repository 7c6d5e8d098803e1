from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline.tables import schema
from pipeline.tables.schema import PEOPLE, PLACES, POSTS, TABLES, SchemaError, frame_to_arrow, rows_to_arrow

POST = {
    "person_entity_id": "PER:a",
    "role": "министр",
    "organization_entity_id": "",
    "first_seen": date(2023, 9, 20),
    "last_seen": None,
    "documents": 1,
}


def test_the_dictionary_is_what_the_schema_says():
    written = (Path(schema.__file__).parent / "DICTIONARY.md").read_text(encoding="utf-8")
    assert written == schema.dictionary(), "run: python -m pipeline.tables"


def test_tables_are_those_of_the_design():
    names = "documents mentions entities aliases people organizations places dates roles posts relations"
    assert " ".join(TABLES) == f"{names} abbreviations redirects errors"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_rows_are_ordered_by_declared_columns(table):
    assert {key.removesuffix(" DESC") for key in table.order} <= set(table.names)
    assert all(column.description.endswith((".", "…")) for column in table.columns)


def test_rows_become_typed_columns():
    rows = rows_to_arrow(POSTS, [POST])
    assert rows.schema == POSTS.arrow
    assert rows.to_pylist() == [POST]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"documents": "1"}, "posts, column documents: needs integer"),
        ({"documents": 2**40}, "posts, column documents: needs integer"),
        ({"documents": 1.5}, "posts, column documents: needs integer"),
        ({"documents": True}, "posts, column documents: needs integer"),
        ({"documents": None}, "posts, column documents: a value is missing"),
        ({"first_seen": "2023-09-20"}, "posts, column first_seen: needs date"),
        ({"role": None}, "posts, column role: a value is missing"),
        ({"role": ""}, "posts, column role: an empty value"),
        ({"role": 3}, "posts, column role: needs string"),
        ({"role": "\ud800"}, "posts, column role: needs string"),
        ({"rank": "x"}, "posts: columns differ from the schema .not declared: rank"),
    ],
)
def test_what_does_not_fit_is_told(change, reason):
    with pytest.raises(SchemaError, match=reason):
        rows_to_arrow(POSTS, [POST | change])


def test_a_missing_column_is_told():
    with pytest.raises(SchemaError, match="missing role"):
        rows_to_arrow(POSTS, [{name: value for name, value in POST.items() if name != "role"}])


def test_frames_may_hold_any_sort_of_nothing():
    frame = pd.DataFrame(
        {
            "entity_id": ["LOC:a", "LOC:b", "LOC:c"],
            "kind": ["city", None, float("nan")],
            "country": ["KG", "", pd.NA],
            "region": "",
            "latitude": [42.87, None, float("nan")],
            "longitude": [74.59, "", None],
            "geonames": [1528675.0, None, float("nan")],
        }
    )
    rows = frame_to_arrow(PLACES, frame).to_pylist()
    assert rows[0] == {
        "entity_id": "LOC:a",
        "kind": "city",
        "country": "KG",
        "region": "",
        "latitude": 42.87,
        "longitude": 74.59,
        "geonames": 1528675,
    }
    assert rows[1] == rows[2] | {"entity_id": "LOC:b"}
    assert rows[1]["geonames"] is rows[1]["latitude"] is None


@pytest.mark.parametrize("days", [[date(2023, 9, 20)], ["2023-09-20"], pd.to_datetime(["2023-09-20"])])
def test_frames_may_hold_any_sort_of_day(days):
    frame = pd.DataFrame([POST]).assign(first_seen=days)
    assert frame_to_arrow(POSTS, frame).to_pylist() == [POST]


def test_a_frame_that_does_not_fit_is_told():
    with pytest.raises(SchemaError, match="people: columns differ from the schema"):
        frame_to_arrow(PEOPLE, pd.DataFrame({"entity_id": ["PER:a"]}))
    with pytest.raises(SchemaError, match="column documents: needs integer"):
        frame_to_arrow(POSTS, pd.DataFrame([POST | {"documents": "много"}]))
