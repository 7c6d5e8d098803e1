"""edtf.py: what a value covers, and that every value of the press-date set is EDTF to a library of others."""

import re
import warnings
from pathlib import Path

import pytest

from pipeline.edtf import PRECISIONS, approximate, century, day, decade, extent, interval, month, year

with warnings.catch_warnings():
    # The library's own grammar is written against an older pyparsing
    warnings.simplefilter("ignore")
    import edtf

PRESS_DATES = Path(__file__).parent / "nlp" / "press_dates.tsv"
VALUES = sorted(
    set(re.findall(r"\|DATE\|([^\]]+)\]", PRESS_DATES.read_text(encoding="utf-8").partition("\ncategory")[2]))
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-09-20", ("2023-09-20", "2023-09-20", "day")),
        ("2024-02", ("2024-02-01", "2024-02-29", "month")),
        ("2023-21", ("2023-03-01", "2023-05-31", "season")),
        ("2023-24", ("2023-12-01", "2024-02-29", "season")),
        ("2023", ("2023-01-01", "2023-12-31", "year")),
        ("199X", ("1990-01-01", "1999-12-31", "decade")),
        ("19XX", ("1900-01-01", "1999-12-31", "century")),
        ("1586~", ("1586-01-01", "1586-12-31", "year")),
        ("2024-01/2024-03", ("2024-01-01", "2024-03-31", "quarter")),
        ("2023-07/2023-12", ("2023-07-01", "2023-12-31", "half-year")),
        ("2023-01/2023-09", ("2023-01-01", "2023-09-30", "range")),
        ("2022-10/2023-03", ("2022-10-01", "2023-03-31", "range")),
        ("2023-09-11/2023-09-15", ("2023-09-11", "2023-09-15", "range")),
        ("2021/2025", ("2021-01-01", "2025-12-31", "range")),
        ("2004/..", ("2004-01-01", "", "open")),
        ("../2025-10", ("", "2025-10-31", "open")),
        ("-04XX", ("-0499-01-01", "-0400-12-31", "century")),
        ("", ("", "", "")),
    ],
)
def test_extent(value: str, expected: tuple[str, str, str]):
    assert extent(value) == expected
    assert not value or extent(value).precision in PRECISIONS


@pytest.mark.parametrize("value", ["2023-13", "2023-02-30", "23", "вчера", "2023/", "2023-09-31", "20X3"])
def test_no_edtf(value: str):
    with pytest.raises(ValueError, match=r"EDTF|no such"):
        extent(value)


def test_writing():
    assert (year(988), year(-43), month(2023, 9), day(2023, 9, 1)) == ("0988", "-0043", "2023-09", "2023-09-01")
    assert (decade(1990), century(20), century(1), century(-5)) == ("199X", "19XX", "00XX", "-04XX")
    assert interval("2023-01/2023-03", "2023-04") == "2023-01/2023-04"
    assert interval("199X", "..") == "1990/.."
    assert interval("18XX", "19XX") == "1800/1999"
    assert approximate("2023-03/..") == "2023-03~/.."


@pytest.mark.parametrize("value", VALUES)
def test_values_of_the_set_are_edtf_of_level_0_or_1(value: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = edtf.parse_edtf(value)
    assert "Level2" not in type(parsed).__name__


@pytest.mark.parametrize(
    "value", [value for value in VALUES if "/" not in value and not re.search(r"-2\d$|X|~", value)]
)
def test_the_library_agrees_on_the_days(value: str):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = edtf.parse_edtf(value)
        first, last = parsed.lower_strict(), parsed.upper_strict()
    assert extent(value).date_from == f"{first.tm_year:04d}-{first.tm_mon:02d}-{first.tm_mday:02d}"
    assert extent(value).date_to == f"{last.tm_year:04d}-{last.tm_mon:02d}-{last.tm_mday:02d}"
