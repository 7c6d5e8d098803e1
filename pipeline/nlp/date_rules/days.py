"""Days: «2010-03-18», «20.09.2023», «15 сентября 2023 года», «15-го»."""

from dataclasses import replace

from pipeline.nlp.date_atoms import Atoms
from pipeline.nlp.date_numbers import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    day_number,
    full_year,
    is_decimal_head,
    is_decimal_tail,
    relation_of,
    told_year,
    year_after,
    year_noun,
)
from pipeline.nlp.date_rules.item import (
    CLOSING_QUOTES,
    EARLIEST_BARE_YEAR,
    LATEST_BARE_YEAR,
    OPENING_QUOTES,
    Item,
    goes_on,
    is_address,
    is_numbered,
    is_plural_number,
    month_name,
)
from pipeline.nlp.date_values import Moment


def iso_date(row: Atoms, i: int) -> Item | None:
    """«2010-03-18», «2010.03.18», «2010/03/18», also before «T14:20»."""
    separator = row.word(i + 1)
    if row.width(i) != 4 or separator not in ("-", ".", "/") or row.word(i + 3) != separator:
        return None
    if any(not row.is_glued(k) for k in range(i + 1, i + 5)) or row.width(i + 2) != 2 or row.width(i + 4) != 2:
        return None
    if row.number(i + 2) < 0 or row.number(i + 4) < 0 or is_decimal_tail(row, i) or goes_on(row, i + 5, separator):
        return None
    if is_address(row, i, i + 5):
        return None
    moment = Moment("day", year=row.number(i), month=row.number(i + 2), day=row.number(i + 4))
    return Item(i, i + 5, "iso_date", moment)


def numeric_date(row: Atoms, i: int) -> Item | None:
    """«20.09.2023», «3.11.2022 г.», «18/03/2010», «18-03-2010», «18.03.10»: day, month, year."""
    if row.number(i) < 0 or row.width(i) > 2 or row.number(i + 2) < 0 or row.width(i + 2) > 2 or row.number(i + 4) < 0:
        return None
    separator = row.word(i + 1)
    if separator not in (".", "/", "-") or row.word(i + 3) != separator or is_numbered(row, i):
        return None
    spaced = separator == "." and row.width(i + 2) == 2 and row.width(i + 4) == 4
    if not spaced and any(not row.is_glued(k) for k in range(i + 1, i + 5)):
        return None
    if is_decimal_tail(row, i) or goes_on(row, i + 5, separator) or is_address(row, i, i + 5):
        return None
    year = row.number(i + 4)
    noun = year_noun(row, i + 5)
    if row.width(i + 4) == 2:
        # Telephones («12-05-78»), versions («1.2.10»): two digits each, no hyphens, unless «г.» follows
        if noun is None and (separator == "-" or row.width(i) != 2 or row.width(i + 2) != 2):
            return None
        year = full_year(year)
    elif row.width(i + 4) != 4 or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    moment = Moment("day", year=year, month=row.number(i + 2), day=row.number(i))
    return Item(i, noun or i + 5, "numeric_date", moment)


def numeric_day_and_month(row: Atoms, i: int) -> Item | None:
    """«10.03» in «с 10.03 по 18.03», «10.03 т.г.»; anywhere else a fraction, a clock time, a paragraph."""
    if row.number(i) < 0 or row.width(i) > 2 or row.width(i + 2) != 2 or not 1 <= row.number(i + 2) <= 12:
        return None
    if row.word(i + 1) not in (".", "/") or not row.is_glued(i + 1) or not row.is_glued(i + 2):
        return None
    if not 1 <= row.number(i) <= 31 or is_decimal_tail(row, i) or is_numbered(row, i):
        return None
    moment = Moment("day", month=row.number(i + 2), day=row.number(i))
    year = told_year(row, i + 3)
    if year is not None:
        return Item(i, year[1], "numeric_date", replace(moment, year=year[0]))
    if is_decimal_head(row, i + 2):
        return None
    return Item(i, i + 3, "numeric_day_and_month", moment, is_weak=True)


def day_and_month(row: Atoms, i: int) -> Item | None:
    """«15 сентября 2023 года», «15-го сентября», «двадцатого сентября т.г.», ««10» февраля 2025 г.»."""
    start = i
    if row.word(i) in OPENING_QUOTES and row.word(i + 2) in CLOSING_QUOTES and row.width(i + 1) <= 2:
        # Forms leave the day in quotation marks; the month follows the closing one
        if row.number(i + 1) < 0:
            return None
        day, j = row.number(i + 1), i + 3
    else:
        found = day_number(row, i)
        if found is None or row.word(i - 1) == "№":
            return None
        day, j = found
    if row.word(j) in ("-", ".") and row.is_glued(j) and row.is_glued(j + 1) and row.has(j + 1, "month"):
        j += 1
    month = month_name(row, j)
    if month is None:
        return None
    year = year_after(row, month[1]) or stamped_year(row, month[1])
    case = row.meaning(j, "month")
    if case is not None and "gent" not in case.cases and not (year and "nomn" in case.cases):
        return None
    moment = Moment("day", day=day, month=month[0], year=year[0] if year else None)
    return Item(start, year[1] if year else month[1], "day_month_year" if year else "day_month", moment)


def stamped_year(row: Atoms, i: int) -> tuple[int, int] | None:
    """«, 2018» of a web page's time stamp («9 Июль, 2018»), not the count of «9 июля, 2018 человек»."""
    if row.word(i) != "," or row.width(i + 1) != 4 or not EARLIEST_BARE_YEAR <= row.number(i + 1) <= LATEST_BARE_YEAR:
        return None
    after = row[i + 2].text[:1]
    if after.islower() or (row.is_glued(i + 2) and after.isalnum()):
        return None
    return row.number(i + 1), i + 2


def day_of_month(row: Atoms, i: int) -> Item | None:
    """«15 числа», «1-го числа следующего месяца», «25 числа сентября»."""
    found = day_number(row, i)
    if found is None or not row.has(found[1], "numbers_of") or is_plural_number(row, found[1]):
        return None
    day, j = found[0], found[1] + 1
    month = month_name(row, j)
    if month is not None:
        year = year_after(row, month[1])
        moment = Moment("day", day=day, month=month[0], year=year[0] if year else None)
        return Item(i, year[1] if year else month[1], "day_of_month", moment)
    related = relation_of(row, j)
    unit = row.meaning(related[2], "unit") if related else None
    if related is not None and unit is not None and unit.value == "month":
        return Item(i, related[2] + 1, "day_of_month", Moment("day_of_month", day=day, relation=related[0]))
    return Item(i, j, "day_of_month", Moment("day_of_month", day=day))
