"""Reads moments (what a calendar expression says), writes EDTF values (what day, month or year it means)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from pipeline import edtf

Base = Literal["anchor", "stated"]


@dataclass(frozen=True, slots=True)
class Shift:
    """A year told by its distance: «т.г.» is 0, «прошлого года» -1; «того же года» counts from the date stated last."""

    years: int
    base: Base = "anchor"


@dataclass(frozen=True, slots=True)
class Moment:
    """What one expression says before it is resolved.

    `grain` names the entry of VALUES that turns it into EDTF; the other fields are read as that entry needs.
    """

    grain: str
    year: int | Shift | None = None
    month: int | None = None
    day: int | None = None
    number: int | None = None  # quarter, half, season (21-24), century, first year of a decade, weekday, months counted
    shift: float = 0  # distance in units of the grain
    base: Base = "anchor"
    within: "Moment | None" = None  # «первая половина» of what
    of: int = 0  # «половина» 2, «треть» 3
    # A relation that the year does not tell: «прошлый четверг», «этой весной»; None if nothing was said
    relation: int | None = None
    is_nearest: bool = False  # «минувшим летом» is the latest that is over, «прошлым летом» the one of the year before
    # The year was taken over from a neighbour in a range or list; one year may have passed between them
    inherits: Literal["", "next", "previous"] = ""
    is_approximate: bool = False


# Tenses of what is to come, by the clause's verb; what was planned may have passed since.
TO_COME = ("future", "planned")
# What was planned for a day or month without a year is over if that was at most so many days ago: what is printed as a
# plan of the past is news («учения, намеченные на май, перенесли», July).
JUST_OVER = 92
LATE = 7


@dataclass(slots=True)
class Clock:
    """What relative expressions are counted from, and what was used, for `span._.anchor` and the explanation."""

    anchor: date | None
    stated: date | None = None
    # The day stated last that is not after the anchor: what happened did not happen on a day to come.
    passed: date | None = None
    tense: Callable[[], str] = lambda: ""
    used: date | None = None
    notes: list[str] = field(default_factory=list)

    def base(self, which: Base) -> date:
        """Return the date to count from. Raises NoAnchorError where none is known."""
        base = (self.stated or self.anchor) if which == "stated" else self.anchor
        if which == "stated" and base and self.anchor and base > self.anchor and self.tense() == "past":
            base = self.passed or self.anchor
        if base is None:
            raise NoAnchorError
        self.used = base
        return base

    def note(self, text: str) -> None:
        """Keep one step of the arithmetic."""
        self.notes.append(text)


class NoAnchorError(Exception):
    """A relative expression in a text that nothing dates."""


class ReversedRangeError(Exception):
    """What a dash joins is no range: «2023 – 15 мая 2019 года»."""


class NoSuchDateError(Exception):
    """An impossible date: 29 February 2014."""


# ---- arithmetic ---------------------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> tuple[int, int]:
    """Return (year, month) `months` after the month of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1


def add_days(day: date, days: int) -> date:
    """Return the day `days` later. Raises NoSuchDateError outside the calendar of Python's dates."""
    try:
        return day + timedelta(days)
    except OverflowError as error:
        raise NoSuchDateError from error


def monday_of(day: date) -> date:
    """Return the first day of the week of `day`."""
    return add_days(day, -day.weekday())


def season_year(day: date) -> int:
    """Return the year that carries the winter of `day`: January and February belong to the year before."""
    return day.year - 1 if day.month <= 2 else day.year


# ---- parts of a year: the same in any year -----------------------------------------------------------------------


def day_in(moment: Moment, year: int) -> str:
    month, day = moment.month or 0, moment.day or 0
    if not edtf.is_day(year, month, day):
        raise NoSuchDateError
    return edtf.day(year, month, day)


def month_in(moment: Moment, year: int) -> str:
    return edtf.month(year, moment.month or 0)


def quarter_in(moment: Moment, year: int) -> str:
    last = 3 * (moment.number or 1)
    return edtf.interval(edtf.month(year, last - 2), edtf.month(year, last))


def half_in(moment: Moment, year: int) -> str:
    last = 6 * (moment.number or 1)
    return edtf.interval(edtf.month(year, last - 5), edtf.month(year, last))


def months_in(moment: Moment, year: int) -> str:
    return edtf.interval(edtf.month(year, 1), edtf.month(year, moment.number or 1))


def season_in(moment: Moment, year: int) -> str:
    return edtf.month(year, moment.number or 21)


def year_in(moment: Moment, year: int) -> str:
    return edtf.year(year)


def school_year_in(moment: Moment, year: int) -> str:
    return edtf.interval(edtf.year(year), edtf.year(year + 1))


PARTS_OF_YEAR: dict[str, Callable[[Moment, int], str]] = {
    "day": day_in,
    "month": month_in,
    "quarter": quarter_in,
    "half": half_in,
    "months": months_in,
    "season": season_in,
    "year": year_in,
    "school_year": school_year_in,
}


def part_of_year(moment: Moment, clock: Clock) -> str:
    """«15 сентября 2023 года», «в ноябре», «второе полугодие т.г.»: the year is stated, told by distance or missing."""
    write = PARTS_OF_YEAR[moment.grain]
    if isinstance(moment.year, int):
        return write(moment, moment.year)
    if isinstance(moment.year, Shift):
        base = clock.base(moment.year.base)
        # The winter of January 2024 began in 2023.
        year = (
            season_year(base) if moment.number == 24 and moment.grain == "season" else base.year
        ) + moment.year.years
        clock.note(f"{SHIFT_NAMES.get(moment.year.years, f'{moment.year.years:+d} года')} = {year}")
        return write(moment, year)
    return write(moment, missing_year(moment, clock))


SHIFT_NAMES = {-2: "позапрошлый год", -1: "прошлый год", 0: "т.г.", 1: "следующий год"}


def missing_year(moment: Moment, clock: Clock) -> int:
    """Return the year by the tense: past → the latest not after the anchor, future → the earliest not before it,
    planned → the latest if that was at most JUST_OVER days ago, else the earliest to come. A day that was at most LATE
    days ago is not taken for next year's: verbs of the future are misread more often than a day is told a year ahead.

    Without a tense, the anchor's year. A relation decides before the tense: «прошлой осенью».
    """
    anchor = clock.base("anchor")
    if moment.grain == "year":
        return anchor.year
    if moment.relation is not None:
        return related_year(moment, anchor, moment.relation, clock)
    tense = clock.tense()
    if not tense and edtf_or_none(moment, anchor.year):
        clock.note(f"no tense: the anchor's year, {anchor.year}")
        return anchor.year
    if tense == "planned" or (tense == "future" and moment.grain == "day"):
        days = JUST_OVER if tense == "planned" else LATE
        values = (edtf_or_none(moment, year) for year in (anchor.year, anchor.year - 1))
        tense = "past" if any(value and is_just_over(value, anchor, days) for value in values) else "future"
    # 29 February comes once in four years, or eight
    years = range(anchor.year, anchor.year - 9, -1) if tense != "future" else range(anchor.year - 1, anchor.year + 9)
    today = anchor.isoformat()
    for year in years:
        value = edtf_or_none(moment, year)
        if value is None:
            continue
        extent = edtf.extent(value)
        if (tense == "future" and extent.date_to >= today) or (tense != "future" and extent.date_from <= today):
            clock.note(f"{tense or 'no'} tense: {year}")
            return year
    raise NoSuchDateError


def is_just_over(value: str, anchor: date, days: int) -> bool:
    """Whether the day, month or season began before the anchor and ended at most `days` before it."""
    extent = edtf.extent(value)
    earliest = add_days(anchor, -days).isoformat()
    return extent.date_from <= anchor.isoformat() and earliest <= extent.date_to


def related_year(moment: Moment, anchor: date, relation: int, clock: Clock) -> int:
    """Return the year of «прошлой осенью» (the year before), «минувшей осенью» (the latest that is over)."""
    year = (season_year(anchor) if moment.number == 24 and moment.grain == "season" else anchor.year) + relation
    if moment.is_nearest and relation:
        today = anchor.isoformat()
        extent = edtf.extent(PARTS_OF_YEAR[moment.grain](moment, year - relation))
        if (relation < 0 and extent.date_to < today) or (relation > 0 and extent.date_from > today):
            year -= relation
    clock.note(f"relation {relation:+d}: {year}")
    return year


def edtf_or_none(moment: Moment, year: int) -> str | None:
    """Return the moment's value in `year`, None where the calendar has no such day."""
    try:
        return PARTS_OF_YEAR[moment.grain](moment, year)
    except NoSuchDateError:
        return None


# ---- distances ------------------------------------------------------------------------------------------------------


def years_away(moment: Moment, clock: Clock) -> str:
    return edtf.year(clock.base(moment.base).year + int(moment.shift))


def months_away(moment: Moment, clock: Clock) -> str:
    base = clock.base(moment.base)
    if moment.shift != int(moment.shift):
        # «полтора месяца назад»
        return edtf.month(*add_months(add_days(base, round(moment.shift * 30.4)), 0))
    return edtf.month(*add_months(base, int(moment.shift)))


def days_away(moment: Moment, clock: Clock) -> str:
    return add_days(clock.base(moment.base), int(moment.shift)).isoformat()


def week_away(moment: Moment, clock: Clock) -> str:
    monday = add_days(monday_of(clock.base(moment.base)), 7 * int(moment.shift))
    if moment.number is not None:  # «во вторник на следующей неделе»
        return add_days(monday, moment.number).isoformat()
    return edtf.interval(monday.isoformat(), add_days(monday, 6).isoformat())


def quarter_away(moment: Moment, clock: Clock) -> str:
    base = clock.base(moment.base)
    count = base.year * 4 + (base.month - 1) // 3 + int(moment.shift)
    return quarter_in(Moment("quarter", number=count % 4 + 1), count // 4)


def half_away(moment: Moment, clock: Clock) -> str:
    base = clock.base(moment.base)
    count = base.year * 2 + (base.month - 1) // 6 + int(moment.shift)
    return half_in(Moment("half", number=count % 2 + 1), count // 2)


def decade_away(moment: Moment, clock: Clock) -> str:
    return edtf.decade(clock.base(moment.base).year + 10 * int(moment.shift))


def century_away(moment: Moment, clock: Clock) -> str:
    return edtf.century((clock.base(moment.base).year - 1) // 100 + 1 + int(moment.shift))


def school_year_away(moment: Moment, clock: Clock) -> str:
    base = clock.base(moment.base)
    # September begins it; in summer releases it is the coming one that is spoken of from August on.
    first = base.year - (base.month < 8) + int(moment.shift)
    return school_year_in(moment, first)


def weekday(moment: Moment, clock: Clock) -> str:
    """Bare → by tense, the anchor counts as past; прошлый → strictly before it; следующий → strictly after it."""
    anchor = clock.base("anchor")
    number = moment.number or 0
    back, ahead = (anchor.weekday() - number) % 7, (number - anchor.weekday()) % 7
    if moment.relation is None:
        tense = clock.tense()
        clock.note(f"{tense or 'no'} tense")
        # Without a tense the day of the anchor's own week, as a date without one is of its own year
        days = -back if tense == "past" else (ahead or 7) if tense in TO_COME else number - anchor.weekday()
    elif moment.relation == 0:
        days = number - anchor.weekday()
    elif moment.relation < 0:
        days = -(back or 7) + 7 * (moment.relation + 1)
    else:
        days = (ahead or 7) + 7 * (moment.relation - 1)
    return add_days(anchor, days).isoformat()


def weekend(moment: Moment, clock: Clock) -> str:
    """Saturday and Sunday; the tense and the relation as for weekdays."""
    anchor = clock.base("anchor")
    saturday = add_days(monday_of(anchor), 5)
    relation = moment.relation
    if relation is None:
        tense = clock.tense()
        relation = -1 if tense == "past" and saturday > anchor else 0
    elif relation < 0:
        # On a Sunday the weekend that is running has not passed
        relation = relation + 1 if add_days(saturday, 1) < anchor else relation
    elif relation > 0:
        relation = relation - 1 if saturday > anchor else relation
    saturday = add_days(saturday, 7 * relation)
    return edtf.interval(saturday.isoformat(), add_days(saturday, 1).isoformat())


def day_of_month(moment: Moment, clock: Clock) -> str:
    """«15 числа», «1-го числа следующего месяца»: the month by its distance or by tense."""
    anchor = clock.base("anchor")
    day = moment.day or 0
    if moment.relation is not None:
        year, month = add_months(anchor, moment.relation)
    else:
        tense = clock.tense()
        months = -1 if tense == "past" and day > anchor.day else 1 if tense in TO_COME and day < anchor.day else 0
        year, month = add_months(anchor, months)
    if not edtf.is_day(year, month, day):
        raise NoSuchDateError
    return edtf.day(year, month, day)


def last_units(moment: Moment, clock: Clock) -> str:
    """«последние три года» → [anchor - 3, anchor] at that precision; «ближайшие» forward."""
    unit, count = moment.within, int(moment.shift)
    if unit is None:
        raise NoSuchDateError
    there = AWAY[unit.grain](replace(unit, shift=count), clock)
    here = AWAY[unit.grain](replace(unit, shift=0), clock)
    return edtf.interval(there, here) if count < 0 else edtf.interval(here, there)


# ---- decades, centuries, parts -----------------------------------------------------------------------------------


def decade(moment: Moment, clock: Clock) -> str:
    return edtf.decade(moment.number or 0)


def century(moment: Moment, clock: Clock) -> str:
    return edtf.century(moment.number or 1)


def part_of(moment: Moment, clock: Clock) -> str:
    """«первая половина марта», «вторая половина 2019 года», «третья декада мая», «последняя пятница ноября»."""
    if moment.within is None:
        raise NoSuchDateError
    whole = value_of(moment.within, clock)
    extent = edtf.extent(whole)
    number = moment.number or 1
    if moment.of in PARTS_OF_MONTH and extent.precision == "month":
        first, last = PARTS_OF_MONTH[moment.of][number - 1]
        prefix, end = extent.date_from[:-2], int(extent.date_to[-2:])
        return edtf.interval(f"{prefix}{first:02d}", f"{prefix}{min(last, end):02d}")
    if moment.of in (2, 3, 4) and extent.precision in ("year", "quarter", "half-year", "decade", "century"):
        return part_of_months(extent, number, moment.of)
    return whole


PARTS_OF_MONTH = {
    2: ((1, 15), (16, 31)),
    3: ((1, 10), (11, 20), (21, 31)),
    10: ((1, 10), (11, 20), (21, 31)),
}


def part_of_months(extent: edtf.Extent, number: int, of: int) -> str:
    """Cut a year, decade or century into `of` equal parts: years where whole years come out, else months."""
    first, last = int(extent.date_from[:4]), int(extent.date_to[:4])
    if first != last:
        years = (last - first + 1) / of
        return edtf.interval(
            edtf.year(first + round(years * (number - 1))), edtf.year(first + round(years * number) - 1)
        )
    begin, end = int(extent.date_from[5:7]), int(extent.date_to[5:7])
    months = (end - begin + 1) // of
    if months * of != end - begin + 1:
        return edtf.interval(edtf.month(first, begin), edtf.month(first, end))
    return edtf.interval(
        edtf.month(first, begin + months * (number - 1)), edtf.month(first, begin + months * number - 1)
    )


def unit_in(moment: Moment, clock: Clock) -> str:
    """«последний день сентября», «первая неделя марта», «последняя пятница ноября»: `day` counts, -1 is the last."""
    if moment.within is None:
        raise NoSuchDateError
    extent = edtf.extent(value_of(moment.within, clock))
    first, last = edtf.to_date(extent.date_from), edtf.to_date(extent.date_to)
    if first is None or last is None:
        raise NoSuchDateError
    count = moment.day or 1
    if moment.number is not None:  # a weekday
        if count > 0:
            found = add_days(first, (moment.number - first.weekday()) % 7 + 7 * (count - 1))
        else:
            found = add_days(last, -((last.weekday() - moment.number) % 7))
        begin = end = found
    elif moment.of < 0:
        return month_inside(first, last, count, -moment.of)
    else:
        days = 7 if moment.of == 7 else 1
        begin = add_days(first, days * (count - 1)) if count > 0 else add_days(last, 1 - days)
        end = add_days(begin, days - 1)
    if begin < first or end > last:
        raise NoSuchDateError
    return edtf.interval(begin.isoformat(), end.isoformat())


def month_inside(first: date, last: date, count: int, months: int) -> str:
    """«последний месяц лета», «последнем квартале 2022 года»: months counted from the first or the last day."""
    if count > 0:
        begin = add_months(first, months * (count - 1))
        end = add_months(first, months * count - 1)
    else:
        begin, end = add_months(last, 1 - months), (last.year, last.month)
    if begin < (first.year, first.month) or end > (last.year, last.month):
        raise NoSuchDateError
    return edtf.interval(edtf.month(*begin), edtf.month(*end))


AWAY: dict[str, Callable[[Moment, Clock], str]] = {
    "years_away": years_away,
    "months_away": months_away,
    "days_away": days_away,
    "week_away": week_away,
    "quarter_away": quarter_away,
    "half_away": half_away,
    "decade_away": decade_away,
    "century_away": century_away,
    "school_year_away": school_year_away,
}
VALUES: dict[str, Callable[[Moment, Clock], str]] = {
    **dict.fromkeys(PARTS_OF_YEAR, part_of_year),
    **AWAY,
    "weekday": weekday,
    "weekend": weekend,
    "day_of_month": day_of_month,
    "last_units": last_units,
    "decade": decade,
    "century": century,
    "part_of": part_of,
    "unit_in": unit_in,
}


def value_of(moment: Moment, clock: Clock) -> str:
    """Return the EDTF value of `moment`. Raises NoAnchorError, NoSuchDateError."""
    value = VALUES[moment.grain](moment, clock)
    first = value.split("/")[0]
    if len(first.lstrip("-").split("-")[0]) != 4:
        raise NoSuchDateError
    return edtf.approximate(value) if moment.is_approximate else value


def range_value(first: Moment, last: Moment, clock: Clock) -> str:
    """Return the value from `first` to `last`; what one end leaves out is taken from the other."""
    if first.grain == last.grain == "weekday":
        return weekday_range(first, last, clock)
    if needs_year(first) and needs_year(last):
        # The end that the tense speaks of is resolved, the other one follows it.
        if clock.tense() in TO_COME:
            last_value = value_of(last, clock)
            first_value = not_after(first, last_value, clock)
        else:
            first_value = value_of(first, clock)
            last_value = not_before(last, first_value, clock)
    elif needs_year(last) or last.inherits == "previous":
        first_value = value_of(first, clock)
        last_value = not_before(last, first_value, clock)
    else:
        last_value = value_of(last, clock)
        needs = needs_year(first) or first.inherits == "next"
        first_value = not_after(first, last_value, clock) if needs else value_of(first, clock)
    if edtf.extent(first_value).date_from > edtf.extent(last_value).date_to:
        raise ReversedRangeError
    return edtf.interval(first_value, last_value)


def weekday_range(first: Moment, last: Moment, clock: Clock) -> str:
    """«со вторника по четверг»: past → the latest that is over, future → the next, both ends in seven days."""
    days = ((last.number or 0) - (first.number or 0)) % 7
    counts_from_end = clock.tense() == "past" and first.relation is None
    # «около среды – понедельник»: the days are counted from the plain one, what is approximate is marked after.
    known = date.fromisoformat(value_of(replace(last if counts_from_end else first, is_approximate=False), clock))
    begin, end = (add_days(known, -days), known) if counts_from_end else (known, add_days(known, days))
    told = [
        edtf.approximate(day.isoformat()) if moment.is_approximate else day.isoformat()
        for moment, day in ((first, begin), (last, end))
    ]
    return edtf.interval(*told)


def needs_year(moment: Moment) -> bool:
    """Whether the moment is a part of a year and the text does not tell which year's."""
    return moment.grain in PARTS_OF_YEAR and moment.grain != "year" and moment.year is None and moment.relation is None


def not_after(moment: Moment, limit: str, clock: Clock) -> str:
    """Return the value of `moment` in the year of `limit`, or the year before where it would come later."""
    end = edtf.extent(limit)
    year = int(end.date_to[:4])
    value = value_of(replace(moment, year=year, inherits=""), clock)
    if edtf.extent(value).date_from > end.date_to:
        value = value_of(replace(moment, year=year - 1, inherits=""), clock)
    return value


def not_before(moment: Moment, limit: str, clock: Clock) -> str:
    """Return the value of `moment` in the year of `limit`, or the year after where it would come earlier."""
    start = edtf.extent(limit)
    year = int(start.date_from[:4])
    value = value_of(replace(moment, year=year, inherits=""), clock)
    if edtf.extent(value).date_to < start.date_from:
        value = value_of(replace(moment, year=year + 1, inherits=""), clock)
    return value
