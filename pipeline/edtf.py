"""Reads and writes EDTF values (ISO 8601-2, levels 0 and 1): their form, their first and last day, their precision.

What is written here: a day «2023-09-20», a month «2023-09», a season «2023-21» … «2023-24» (winter belongs to the year
it begins in), a year «2023», a decade «199X», a century «19XX», an interval «2023-09-11/2023-09-15», an open one
«2004/..», «../2025-12»; «~» after a point means approximately. Years before our era are «-0043» for 44 BC.
"""

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

OPEN = ".."
POINT = re.compile(
    r"(?P<sign>-?)(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?[~?%]?"
)
PRECISIONS = (
    "day",
    "month",
    "season",
    "quarter",
    "half-year",
    "year",
    "decade",
    "century",
    "range",
    "open",
)


class Extent(NamedTuple):
    """First and last day of a value as ISO dates, "" where it is open; `precision` is one of PRECISIONS or ""."""

    date_from: str
    date_to: str
    precision: str


class Days(NamedTuple):
    """First and last day of a point, as (year, month, day); the year may be zero or negative."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]
    precision: str


def year(number: int) -> str:
    """Return the EDTF year: 2023 → «2023», 988 → «0988», -43 (44 BC) → «-0043»."""
    return f"{number:04d}" if number >= 0 else f"-{-number:04d}"


def month(year_number: int, month_number: int) -> str:
    """Return the EDTF month; also a season, whose numbers are 21 to 24."""
    return f"{year(year_number)}-{month_number:02d}"


def day(year_number: int, month_number: int, day_number: int) -> str:
    """Return the EDTF day; it is not checked against the calendar."""
    return f"{year(year_number)}-{month_number:02d}-{day_number:02d}"


def decade(first_year: int) -> str:
    """Return the EDTF decade: 1990 → «199X»."""
    return f"{year(first_year)[:-1]}X"


def century(number: int) -> str:
    """Return the EDTF century: 20 → «19XX»; -5 (the fifth before our era) → «-04XX»."""
    return f"{number - 1:02d}XX" if number > 0 else f"-{-number - 1:02d}XX"


def interval(first: str, last: str) -> str:
    """Return the value from the beginning of `first` to the end of `last`; either may be OPEN or an interval itself.

    Level 1 has no «199X» inside an interval: its first or last year stands there.
    """
    first, last = first.split("/")[0], last.split("/")[-1]
    if first == last:
        return first
    return f"{edge_year(first, 0)}/{edge_year(last, 1)}"


def edge_year(point: str, end: int) -> str:
    """Return the first (`end` 0) or last (1) year of a decade or century, any other point as it is."""
    if "X" not in point:
        return point
    plain = point.rstrip("~")
    days = days_of(plain)
    return year((days.first, days.last)[end][0]) + point[len(plain) :]


def approximate(value: str) -> str:
    """Return `value` with every closed end marked «~»."""
    return "/".join(point if point == OPEN else f"{point}~" for point in value.split("/"))


def month_length(year_number: int, month_number: int) -> int:
    """Return the number of days in the month, in the proleptic Gregorian calendar, for any year."""
    # calendar.monthrange fails outside 1..9999; the calendar repeats every 400 years.
    return calendar.monthrange(year_number % 400 + 2000, month_number)[1]


def is_day(year_number: int, month_number: int, day_number: int) -> bool:
    """Whether the calendar has this day."""
    return 1 <= month_number <= 12 and 1 <= day_number <= month_length(year_number, month_number)


def days_of(point: str) -> Days:
    """Return first and last day of one EDTF point. Raises ValueError if it is none."""
    match = POINT.fullmatch(point)
    if match is None:
        raise ValueError(f"not an EDTF point: {point!r}")
    digits = match["year"]
    low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    if match["sign"]:
        low, high = -high, -low
    precision = {0: "year", 1: "decade", 2: "century"}[digits.count("X")]
    if match["month"] is None:
        return Days((low, 1, 1), (high, 12, 31), precision)
    number = int(match["month"])
    if match["day"] is not None:
        day_number = int(match["day"])
        if not is_day(low, number, day_number):
            raise ValueError(f"no such day: {point!r}")
        return Days((low, number, day_number), (high, number, day_number), "day")
    if 1 <= number <= 12:
        return Days((low, number, 1), (high, number, month_length(high, number)), "month")
    if 21 <= number <= 23:
        first = 3 * (number - 20)
        return Days((low, first, 1), (high, first + 2, month_length(high, first + 2)), "season")
    if number == 24:
        return Days((low, 12, 1), (high + 1, 2, month_length(high + 1, 2)), "season")
    raise ValueError(f"no such month or season: {point!r}")


def iso(day_of: tuple[int, int, int]) -> str:
    """Return (year, month, day) as an ISO date."""
    return day(*day_of)


@lru_cache(10_000)
def extent(value: str) -> Extent:
    """Return first day, last day and precision of an EDTF value: three columns of the dates table.

    ("", "", "") for the empty value, a date that nothing dates. Raises ValueError if the value is no EDTF.
    Intervals that are a quarter or a half of one year have that precision, other closed ones «range».
    """
    if not value:
        return Extent("", "", "")
    if "/" not in value:
        first, last, precision = days_of(value)
        return Extent(iso(first), iso(last), precision)
    start, end = value.split("/")
    if start == OPEN or end == OPEN:
        return Extent(
            "" if start == OPEN else iso(days_of(start).first), "" if end == OPEN else iso(days_of(end).last), "open"
        )
    first, last = days_of(start).first, days_of(end).last
    return Extent(iso(first), iso(last), interval_precision(start, end))


def interval_precision(start: str, end: str) -> str:
    """Return «quarter» or «half-year» where the interval of months is one, else «range»."""
    first, last = POINT.fullmatch(start), POINT.fullmatch(end)
    if first is None or last is None or first["day"] or last["day"] or not (first["month"] and last["month"]):
        return "range"
    if first["year"] != last["year"] or first["sign"] != last["sign"]:
        return "range"
    months = int(first["month"]), int(last["month"])
    if months in ((1, 3), (4, 6), (7, 9), (10, 12)):
        return "quarter"
    return "half-year" if months in ((1, 6), (7, 12)) else "range"


def to_date(value: str) -> date | None:
    """Return the day of a day-precise value, None for any other and for years that Python's date lacks."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
