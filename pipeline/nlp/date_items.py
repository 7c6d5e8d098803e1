"""Reads a row of atoms, writes single moments: «15 сентября 2023 года», «прошлой осенью», «III квартал», rule by rule.

Every rule is named for what it catches and reads a bounded number of atoms from one place. ITEMS, at the end, is the
table of contents: which rules may begin at a kind of atom.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.nlp.date_atoms import Atom, Atoms
from pipeline.nlp.date_numbers import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    after_dot,
    agrees,
    count_of,
    day_number,
    ending_after,
    era_after,
    full_year,
    is_counted,
    is_decimal_head,
    is_decimal_tail,
    is_plural,
    ordinal_number,
    relation_of,
    spoken_number,
    told_year,
    year_after,
    year_digits,
    year_in_words,
    year_noun,
)
from pipeline.nlp.date_values import Moment, Shift
from pipeline.nlp.dictionary import parses

YEAR_WIDTH = 4
# Signs between digits that one item may hold
JOINTS = frozenset(".-/")
# «в начале конца начала …»
DEEPEST = 3
# A bare number is taken for a year only in the range of releases' own subjects
EARLIEST_BARE_YEAR, LATEST_BARE_YEAR = 1700, 2100
OPENING_QUOTES, CLOSING_QUOTES = frozenset('«„“"'), frozenset('»”“"')
OPENING = OPENING_QUOTES | frozenset("'(")


@dataclass(slots=True)
class Item:
    """One member of a chain: atoms `start` to `end` (excluded). `moment` is None while only a number is known."""

    start: int
    end: int
    rule: str
    moment: Moment | None = None
    last: Moment | None = None  # a range that is written as one: «2018/2019», «2023–25 гг.»
    number: int = -1
    style: str = ""  # of the number: digits, ordinal, roman
    is_weak: bool = False  # a date only beside stronger ones: «10.03» in «с 10.03 по 18.03.2010»


# ---- items: days -------------------------------------------------------------------------------------------------


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


def goes_on(row: Atoms, i: int, separator: str) -> bool:
    """Whether a numeric date that ends at `i` is the beginning of something longer: «1.2.2023.5», «10.10.2010/15»."""
    if row.is_glued(i) and row[i].text.isdigit():
        return True
    return (
        row.word(i) == separator
        and row.is_glued(i)
        and row.is_glued(i + 1)
        and row[i + 1].text.isdigit()
        and separator != "-"
    )


def is_address(row: Atoms, start: int, end: int) -> bool:
    """Whether the digits are a part of a link or a file name: «…/2016-06-30/…», «19.10.16.webm»."""
    if row.is_glued(start) and row.word(start - 1) in ("/", "=", "_", "@", "\\"):
        return True
    if not row.is_glued(end):
        return False
    latin = (
        row.word(end) == "." and row.is_glued(end + 1) and row[end + 1].text.isascii() and row[end + 1].text.isalpha()
    )
    return latin or row.word(end) in ("/", "_", "=", "@")


def is_numbered(row: Atoms, i: int) -> bool:
    """Whether the word before `i` makes the number a number: «№ 1905», «ст. 15», «версия 1.2.10»."""
    before = i - 2 if row.word(i - 1) == "." else i - 1
    return row.has(before, "numbered")


def month_name(row: Atoms, i: int) -> tuple[int, int] | None:
    """«сентября», «сент.» → (9, end)."""
    month = row.meaning(i, "month")
    if month is not None:
        return (month.value, i + 1) if not month.is_plural else None
    month = row.meaning(i, "month_abbreviation")
    return (month.value, after_dot(row, i + 1)) if month is not None else None


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


def is_plural_number(row: Atoms, i: int) -> bool:
    """Whether «числа» at `i` is surely plural («числах»); «числа» may be either."""
    word = row.meaning(i, "numbers_of")
    return word is not None and word.is_plural


# ---- items: weekdays ---------------------------------------------------------------------------------------------


def weekday_and_date(row: Atoms, i: int) -> Item | None:
    """«среду, 12 февраля», «пт, 15.03.2024»: one mention, the date gives the value."""
    start = i
    if row.has(i, "relation") or row.has(i, "last"):
        i += 1
    weekday = row.meaning(i, "weekday") or row.meaning(i, "weekday_abbreviation")
    if weekday is None:
        return None
    j = after_dot(row, i + 1) if row.has(i, "weekday_abbreviation") else i + 1
    comma = row.word(j) == ","
    j += comma
    if row.word(j) == "(":
        j += 1
    date = numeric_date(row, j) or iso_date(row, j) or day_and_month(row, j)
    if date is None or (row.has(i, "weekday_abbreviation") and not comma and row.word(j - 1) != "."):
        return None
    if row.word(j - 1) == "(":
        if row.word(date.end) != ")":
            return None
        date.end += 1
    return Item(start, date.end, "weekday_and_date", date.moment)


def date_and_weekday(row: Atoms, item: Item) -> Item:
    """«12 февраля, в среду», «12 февраля (среда)»: the weekday behind the date is part of it."""
    j = item.end
    if row.word(j) == "(" and row.has(j + 1, "weekday") and row.word(j + 2) == ")":
        return replace(item, end=j + 3)
    if row.word(j) == ",":
        k = j + 2 if row.word(j + 1) in ("в", "во") else j + 1
        weekday = row.meaning(k, "weekday")
        if weekday is not None and not weekday.is_plural and not has_own_date(row, k):
            return replace(item, end=k + 1)
    return item


def has_own_date(row: Atoms, i: int) -> bool:
    """Whether the weekday at `i` begins a date of its own: «…, среда, 13 февраля»."""
    return weekday_and_date(row, i) is not None


def weekday_alone(row: Atoms, i: int) -> Item | None:
    """«в четверг», «в минувшую пятницу», «к среде», «понедельник прошлой недели»."""
    start, relation, j = i, None, i
    related = relation_of(row, i) or last_of(row, i)
    if related is not None:
        relation, j = related[0], related[2]
        if related[1] == "stated":
            return None
    weekday = row.meaning(j, "weekday")
    if weekday is None or weekday.is_plural or (row.is_capitalised(j) and not begins_sentence(row, j)):
        return None
    if related is not None:
        if not agrees(row, i, j):
            return None
    elif not is_weekday_here(row, i):
        return None
    week = week_of(row, j + 1)
    if week is not None and relation is None:
        return Item(start, week[1], "weekday_of_week", Moment("week_away", number=weekday.value, shift=week[0]))
    rule = "weekday" if relation is None else "related_weekday"
    return Item(start, j + 1, rule, Moment("weekday", number=weekday.value, relation=relation))


def week_of(row: Atoms, i: int) -> tuple[int, int] | None:
    """«прошлой недели», «на следующей неделе» → (weeks away, end)."""
    j = i + 1 if row.word(i) == "на" else i
    related = relation_of(row, j)
    if related is None or related[1] == "stated":
        return None
    unit = row.meaning(related[2], "unit")
    if unit is None or unit.value != "week" or unit.is_plural:
        return None
    return related[0], related[2] + 1


def last_of(row: Atoms, i: int) -> tuple[int, Literal["anchor", "stated"], int] | None:
    """«последний» → -1, «ближайший» → 1, as relation_of does."""
    last = row.meaning(i, "last")
    return (last.value, "anchor", i + 1) if last is not None and not last.is_plural else None


def is_weekday_here(row: Atoms, i: int) -> bool:
    """Whether the weekday without a relation is a day: среда is also an environment, feasts have names of their own."""
    word, before = row.word(i), row.word(i - 1)
    if row.has(i - 1, "feast") or row.has(i - 1, "each"):
        return False
    if row.meaning(i, "weekday") is not None and not word.startswith("сред"):
        return word != "воскресений"
    if row.has(i + 1, "surroundings"):
        return False
    if before in ("и", "или", ",", "-", "по") and row.has(i - 2, "weekday") and not row.word(i - 2).startswith("сред"):
        return True
    in_ = before in ("в", "во", "на") and word == "среду"
    of = (before in ("с", "со", "до", "после", "от") or row.has(i - 1, "day_part")) and word == "среды"
    return (
        in_
        or of
        or (before in ("к", "ко") and word == "среде")
        or (row.word(i + 1) == "-" and row.has(i + 2, "weekday"))
    )


def begins_sentence(row: Atoms, i: int) -> bool:
    """Whether a capital at `i` may only mean that a sentence, a line or a quotation begins."""
    before = row.word(i - 1)
    return before in ("", "\n", ".", "!", "?", "…", "-", ":", "•", ")") or before in OPENING


def weekend_alone(row: Atoms, i: int) -> Item | None:
    """«в выходные», «в минувшие выходные дни», «на этих выходных»."""
    j, relation = i, None
    last = row.meaning(i, "last")
    if row.has(i, "relation") or last is not None:
        meaning = row.meaning(i, "relation") or last
        relation, j = (meaning.value if meaning else 0), i + 1
    weekend = row.meaning(j, "weekend")
    if weekend is None or (not weekend.is_plural and not row.word(j).startswith("уик")):
        return None
    if relation is None and row.word(i - 1) not in ("в", "на", "за", "до", "после", "с"):
        return None
    end = j + 1
    unit = row.meaning(end, "unit")
    if unit is not None and unit.value == "day" and unit.is_plural:
        end += 1
    return Item(i, end, "weekend", Moment("weekend", relation=relation))


# ---- items: months, quarters, halves, seasons -----------------------------------------------------------------------


def month_and_year(row: Atoms, i: int) -> Item | None:
    """«сентябре 2023 года», «ноябре прошлого года», «мая 1957-го», «сент. 2023»."""
    month = month_name(row, i)
    if month is None:
        return None
    year = year_after(row, month[1])
    if year is None:
        return None
    return Item(i, year[1], "month_year", Moment("month", month=month[0], year=year[0]))


def month_alone(row: Atoms, i: int) -> Item | None:
    """«в ноябре», «с марта»; a capital inside a sentence is a name («Клуб «Май»», «Августа»)."""
    month = row.meaning(i, "month")
    if month is None or month.is_plural or row.has(i - 1, "cardinal") or row.number(i - 1) >= 0:
        return None
    if row.is_capitalised(i) and (not begins_sentence(row, i) or "nomn" not in month.cases):
        return None
    return Item(i, i + 1, "month", Moment("month", month=month.value))


def related_month(row: Atoms, i: int) -> Item | None:
    """«в минувшем августе», «в этом сентябре»."""
    related = relation_of(row, i)
    if related is None or related[1] == "stated":
        return None
    month = row.meaning(related[2], "month")
    if month is None or month.is_plural or not agrees(row, i, related[2]):
        return None
    moment = Moment("month", month=month.value, relation=related[0], is_nearest=row.has(i, "nearest"))
    return Item(i, related[2] + 1, "related_month", moment)


def numeric_month(row: Atoms, i: int) -> Item | None:
    """«04.2020», «09/2023»: two digits and four."""
    if row.width(i) != 2 or not 1 <= row.number(i) <= 12 or row.width(i + 2) != 4:
        return None
    if row.word(i + 1) not in (".", "/") or not row.is_glued(i + 1) or not row.is_glued(i + 2):
        return None
    year = row.number(i + 2)
    if not EARLIEST_BARE_YEAR <= year <= LATEST_BARE_YEAR or is_decimal_tail(row, i) or is_numbered(row, i):
        return None
    if goes_on(row, i + 3, row.word(i + 1)) or is_counted(row, i + 3):
        return None
    return Item(i, year_noun(row, i + 3) or i + 3, "numeric_month", Moment("month", month=row.number(i), year=year))


def quarter_or_half(row: Atoms, i: int) -> Item | None:
    """«I квартал 2024 года», «третьего квартала», «2-е полугодие т.г.», «3 кв. 2023 г.»."""
    found = ordinal_number(row, i)
    if found is None:
        return None
    number, j = found
    grain, end = part_noun(row, j)
    if not grain or not 1 <= number <= (4 if grain == "quarter" else 2):
        return None
    year = year_after(row, end)
    if year is None and row.has(j, "unit_abbreviation"):
        return None  # «3 кв. м», «д. 5, кв. 3»
    moment = Moment(grain, number=number, year=year[0] if year else None)
    return Item(i, year[1] if year else end, grain, moment)


def part_noun(row: Atoms, i: int) -> tuple[str, int]:
    """«квартале» → (quarter, end), «полугодия» → (half, end), else ("", i)."""
    unit = row.meaning(i, "unit")
    if unit is not None and unit.value in ("quarter", "half"):
        return str(unit.value), i + 1
    abbreviation = row.meaning(i, "unit_abbreviation")
    if abbreviation is not None and abbreviation.value in ("quarter", "half"):
        return str(abbreviation.value), after_dot(row, i + 1)
    return "", i


def months_of_year(row: Atoms, i: int) -> Item | None:
    """«девять месяцев 2023 года», «за шесть месяцев», «первые три квартала т.г.»: from January on."""
    j, first = i, False
    ordinal = row.meaning(i, "ordinal")
    if ordinal is not None and ordinal.value == 1 and ordinal.is_plural:
        j, first = i + 1, True
    count = count_of(row, j)
    if count is None or count[0] != int(count[0]) or row.has(j, "ordinal"):
        return None
    number, k = int(count[0]), count[1]
    unit = row.meaning(k, "unit") or row.meaning(k, "unit_abbreviation")
    if unit is None or unit.value not in ("month", "quarter"):
        return None
    months = number * (3 if unit.value == "quarter" else 1)
    if not 2 <= months <= 12:
        return None
    end = after_dot(row, k + 1) if row.has(k, "unit_abbreviation") else k + 1
    year = year_after(row, end)
    moment = Moment("months", number=months, year=year[0] if year else None)
    if year is not None:
        return Item(i, year[1], "months_of_year", moment)
    if row.word(end) == "года":
        return Item(i, end + 1, "months_of_year", replace(moment, year=Shift(0)))
    before = row.word(i - 1)
    reported = first or before in ("за", "итогам", "итогом", "результатам", "итоги")
    if not reported or unit.value != "month" or (months < 3 and not first) or is_counted_from(row, end):
        return None
    return Item(i, end, "months_of_year", replace(moment, year=Shift(0)))


def is_counted_from(row: Atoms, i: int) -> bool:
    """Whether a distance is counted from an event: «за три месяца до выборов», «через год после аварии»."""
    return row.has(i, "event") and not row.has(i + 1, "this_event")


def season_alone(row: Atoms, i: int) -> Item | None:
    """«летом», «весной 2022 года», «зимой 2018/2019», «прошлой осенью», «к лету»."""
    related = relation_of(row, i)
    j = related[2] if related is not None else i
    season = row.meaning(j, "season")
    if season is None or season.is_plural or (row.is_capitalised(j) and not begins_sentence(row, j)):
        return None
    if row.word(j) in ("лет", "лета") and row.number(j - 1) >= 0:
        return None
    if related is not None:
        if related[1] == "stated" or not agrees(row, i, j):
            return None
        moment = Moment("season", number=season.value, relation=related[0], is_nearest=row.has(i, "nearest"))
        return Item(i, j + 1, "related_season", moment)
    winter = winter_years(row, i + 1) if season.value == 24 else None
    if winter is not None:
        return Item(i, winter[1], "season_year", Moment("season", number=24, year=winter[0]))
    year = year_after(row, i + 1)
    if year is not None:
        return Item(i, year[1], "season_year", Moment("season", number=season.value, year=year[0]))
    if is_season_here(row, i):
        return Item(i, i + 1, "season", Moment("season", number=season.value))
    return None


def is_season_here(row: Atoms, i: int) -> bool:
    """Whether a season without a year is a time: the adverb («летом»), or behind «к», «до», «с», «после», «за»."""
    season = row.meaning(i, "season")
    before = row.word(i - 1)
    if season is None:
        return False
    if row.has(i - 1, "edge") or (row.word(i + 1) == "-" and row.has(i + 2, "season")):
        return True
    if "ablt" in season.cases:
        # «между зимой и летом», «перед весной» are no adverbs
        return before not in ("перед", "над", "под", "за", "между", "с", "со")
    if row.word(i) == "лету" and before not in ("к", "ко"):
        return False
    return before in ("к", "ко", "до", "с", "со", "после", "на", "за") and row.word(i) not in ("лет", "лете")


def winter_years(row: Atoms, i: int) -> tuple[int, int] | None:
    """«2018/2019 годов», «2018-2019 гг.», «2018/19» → (2018, end)."""
    if row.width(i) != 4 or row.number(i) < 0 or row.word(i + 1) not in ("/", "-") or row.number(i + 2) < 0:
        return None
    first, second = row.number(i), row.number(i + 2)
    if second not in (first + 1, (first + 1) % 100) or row.width(i + 2) not in (2, 4):
        return None
    return first, year_noun(row, i + 3) or i + 3


# ---- items: years, decades, centuries ------------------------------------------------------------------------------


def year_alone(row: Atoms, i: int) -> Item | None:
    """«2023 год», «1957-го», «98 г.», «две тысячи десятом году», «44 год до н. э.»."""
    found = year_digits(row, i) or year_in_words(row, i)
    if found is None:
        return None
    year, end, is_said = found
    sign, era_end = era_after(row, end)
    if era_end > end:
        return Item(i, era_end, "year_of_era", Moment("year", year=year if sign > 0 else 1 - year))
    if not is_said:
        return None
    if row.width(i) == 2 and row.number(i) >= 0 and not is_two_digit_year(row, i, end):
        return None
    if row.width(i) == 4 and not year_noun_before(row, end) and is_ranked(row, i, end):
        return None
    if row.word(end - 1).startswith("год") and row.word(end) in ("жизни", "подряд", "службы", "обучения"):
        return None
    return Item(i, end, "year", Moment("year", year=year))


def year_noun_before(row: Atoms, end: int) -> bool:
    """Whether the expression that ends at `end` ends with «года» or «г.»."""
    return row.word(end - 1).startswith("г") or row.word(end - 2) in ("г", "гг")


def is_two_digit_year(row: Atoms, i: int, end: int) -> bool:
    """Whether «98-й год», «в 98 году» is a year: «51 год», «в 24 года», «до 21 года» are ages, «на 20 году» a rank."""
    noun = row.word(end - 1)
    if not noun.startswith("год") or row.word(i - 1) == "на" or is_plural(row, end - 1):
        return False
    if end > i + 2:  # «в 98-м году», «к 05-му году»
        return row.number(i) > 30 or row[i].text.startswith("0") or row.word(i - 1) in ("в", "к", "с", "до", "после")
    return noun == "году" and row.word(i - 1) in ("в", "к", "о")


def is_ranked(row: Atoms, i: int, end: int) -> bool:
    """Whether «2000-й участник», «1905-го маршрута» ranks the noun behind it."""
    word = row.word(end)
    if row[end].text[:1].isupper() or not word.isalpha() or row[end].meanings:
        return False
    ending = row.word(end - 1)
    wanted = {"й": ("nomn", "masc"), "го": ("gent", "masc")}.get(ending)
    if wanted is None:
        return False
    best = parses(word)[0].tag
    return best.POS == "NOUN" and best.case == wanted[0] and best.number == "sing" and best.gender in ("masc", "neut")


def told_year_alone(row: Atoms, i: int) -> Item | None:
    """«прошлого года», «в текущем году», «т.г.», «в том же году»."""
    found = told_year(row, i)
    return Item(i, found[1], "told_year", Moment("year", year=found[0])) if found is not None else None


def school_year(row: Atoms, i: int) -> Item | None:
    """«2023/2024 учебный год», «в прошлом учебном году», «в новом учебном году»."""
    years = winter_years(row, i)
    if years is not None:
        if row.has(years[1], "school_year") and year_noun(row, years[1] + 1):
            return Item(i, years[1] + 2, "school_year", Moment("school_year", year=years[0]))
        return None
    related = relation_of(row, i)
    if related is not None and row.has(related[2], "school_year") and year_noun(row, related[2] + 1):
        return Item(i, related[2] + 2, "school_year", Moment("school_year_away", shift=related[0]))
    return None


def short_year_range(row: Atoms, i: int) -> Item | None:
    """«2023–25 гг.», «2018/2019», «2023/24 годов»: the years' first digits are said once, or a slash joins them."""
    if row.width(i) != 4 or row.number(i) < 0 or row.word(i + 1) not in ("/", "-") or is_decimal_tail(row, i):
        return None
    if is_numbered(row, i) or (row.is_glued(i) and row.word(i - 1) in ("-", "/")):
        return None
    first, second, width = row.number(i), row.number(i + 2), row.width(i + 2)
    if not EARLIEST_BARE_YEAR <= first <= LATEST_BARE_YEAR or second < 0:
        return None
    noun = year_noun(row, i + 3)
    if width == 2:
        second += first // 100 * 100
        # «2019-20» may be a number; a slash, or «гг.», or the very next year is a range
        if noun is None and not (row.word(i + 1) == "/" and second == first + 1):
            return None
    elif width != 4 or row.word(i + 1) != "/" or (noun is None and second != first + 1):
        return None
    if second <= first or (noun is None and goes_on(row, i + 3, row.word(i + 1))):
        return None
    return Item(i, noun or i + 3, "year_range", Moment("year", year=first), Moment("year", year=second))


def bare_year(row: Atoms, i: int) -> Item | None:
    """«в 1995», «(род. 1965)», «1987–1994»: four digits in a place where a year stands."""
    number = row.number(i)
    if row.width(i) != 4 or not EARLIEST_BARE_YEAR <= number <= LATEST_BARE_YEAR:
        return None
    if is_decimal_tail(row, i) or is_decimal_head(row, i) or is_numbered(row, i) or is_counted(row, i + 1):
        return None
    if row.is_glued(i + 1) and (row.word(i + 1) == "/" or row[i + 1].text.isalpha()):
        return None
    return Item(i, i + 1, "bare_year", Moment("year", year=number), number=number, style="digits", is_weak=True)


def decade(row: Atoms, i: int) -> Item | None:
    """«1990-е», «80-х годов», «90-е», «20-е годы XX века», «30-х годах прошлого века»."""
    number, width = row.number(i), row.width(i)
    if number < 0 or width not in (2, 4) or number % 10 or is_decimal_tail(row, i):
        return None
    j = ending_after(row, i + 1, "decade")
    if j is None:
        return None
    return decade_item(row, i, j, number, width == 4)


def decade_in_words(row: Atoms, i: int) -> Item | None:
    """«девяностые», «в семидесятых годах», «нулевые»."""
    ordinal = row.meaning(i, "ordinal")
    if ordinal is None or not ordinal.is_plural or ordinal.value % 10 or ordinal.value > 90:
        return None
    return decade_item(row, i, i + 1, ordinal.value, False)


def decade_item(row: Atoms, i: int, j: int, number: int, is_full: bool) -> Item | None:
    """Return the decade `number` whose number ends at `j`, with «годов» and the century where they are told."""
    noun = year_noun(row, j)
    if noun is not None and not is_plural(row, j) and not row.has(j, "unit_abbreviation"):
        return None  # «на 80-м году жизни»
    if noun is None and not is_full and not is_decade_here(row, i, j):
        return None
    if noun is None and row.word(j - 1) in ("м", "ым"):
        return None  # «в 1990-м» is a year
    end = noun or j
    told = century_alone(row, end)
    if is_full:
        first = number
    elif told is not None and told.moment is not None and told.moment.grain == "century":
        first, end = ((told.moment.number or 20) - 1) * 100 + number, told.end
    elif told is not None and told.moment is not None and told.moment.grain == "century_away":
        first, end = 1900 + number if told.moment.shift else 2000 + number, told.end
    else:
        # «нулевые», «десятые» are this century's; «двадцатые» are still told of the last one
        first = number + (2000 if number < 20 else 1900)
    return Item(i, end, "decade", Moment("decade", number=first))


def is_decade_here(row: Atoms, i: int, j: int) -> bool:
    """Whether «90-е» without «годы» is a decade: behind a preposition or «начало», no plural noun behind it."""
    before = row.word(i - 1)
    if before not in ("в", "с", "до", "из", "на", "за", "после", "от", "со", "и", "-", "лихие", "лихих") and not (
        row.has(i - 1, "edge") or row.has(i - 1, "part")
    ):
        return False
    word = row.word(j)
    if not word.isalpha() or row[j].meanings:
        return not row.has(j, "numbers_of") and not row.has(j, "unit") and not row.has(j, "counted")
    best = parses(word)[0].tag
    return not (
        best.number == "plur" and best.POS in ("NOUN", "ADJF") and best.case in ("gent", "loct", "accs", "nomn")
    )


def century_alone(row: Atoms, i: int) -> Item | None:
    """«XXI веке», «18 века», «девятнадцатого столетия», «XIX в.», «прошлого века», «V веке до н. э.»."""
    related = relation_of(row, i)
    if related is not None and related[1] == "anchor":
        unit = row.meaning(related[2], "unit")
        if unit is None or unit.value != "century" or unit.is_plural or not agrees(row, i, related[2]):
            return None
        return Item(i, related[2] + 1, "told_century", Moment("century_away", shift=related[0]))
    found = ordinal_number(row, i)
    if found is None or not 1 <= found[0] <= 30:
        return None
    end = century_noun(row, found[1], row.has(i, "roman"))
    if end is None:
        return None
    sign, era_end = era_after(row, end)
    return Item(i, era_end, "century", Moment("century", number=found[0] * sign))


def century_noun(row: Atoms, i: int, is_roman: bool) -> int | None:
    """Return the end of «века», «столетие», and behind a Roman number of «в.», «вв.»; None if there is none."""
    unit = row.meaning(i, "unit")
    if unit is not None and unit.value == "century":
        return i + 1
    abbreviation = row.meaning(i, "unit_abbreviation")
    if is_roman and abbreviation is not None and abbreviation.value == "century" and row.word(i + 1) == ".":
        return after_dot(row, i + 1)
    return None


# ---- items: relative -------------------------------------------------------------------------------------------------


def day_word(row: Atoms, i: int) -> Item | None:
    """«вчера», «сегодня», «послезавтра», «накануне»; «накануне выборов» is before an event, not before today."""
    word = row.meaning(i, "day_word")
    if word is None or (row.word(i) == "накануне" and is_before_event(row, i + 1)):
        return None
    return Item(i, i + 1, "day_word", Moment("days_away", shift=word.value))


def is_before_event(row: Atoms, i: int) -> bool:
    """Whether a genitive follows: «накануне саммита», «накануне президентских выборов», «накануне 9 мая»."""
    if row.number(i) >= 0 or (row[i].meanings and not row.has(i, "role") and not row.has(i, "preposition")):
        return True
    if not row[i].text.isalpha():
        return False
    if row.word(i) in ("его", "ее", "их"):  # «накануне его визита»
        return True
    if tagged := row.tagged_case(i):
        return tagged == "Gen"
    tags = [parse.tag for parse in parses(row.word(i)) if parse.score >= 0.1]
    named = any(tag.POS in ("NOUN", "ADJF", "PRTF", "NPRO") and tag.case == "gent" for tag in tags)
    return named and not any(tag.case == "nomn" or tag.POS in ("VERB", "PREP", "INFN") for tag in tags)


def deictic_day(row: Atoms, i: int) -> Item | None:
    """«сегодняшний день», «завтрашнего дня»."""
    word = row.meaning(i, "deictic_day")
    unit = row.meaning(i + 1, "unit")
    if word is None or unit is None or unit.value != "day" or unit.is_plural:
        return None
    return Item(i, i + 2, "day_word", Moment("days_away", shift=word.value))


def day_after_stated(row: Atoms, i: int) -> Item | None:
    """«на следующий день», «в тот же день», «в этот день», «на другой день», «назавтра»: by the date stated last."""
    if row.has(i, "next_day_word"):
        return Item(i, i + 1, "stated_day", Moment("days_away", shift=1, base="stated"))
    j, shift = i + 1, 0
    if row.has(i, "same"):
        if row.role(j) == "same_particle":
            j += 2 if row.word(j + 1).startswith("сам") else 1
        elif not row.has(i, "relation"):
            return None  # «до того дня, когда …»
    elif (relation := row.meaning(i, "relation")) is not None and relation.value in (1, -1):
        if not row.word(i).startswith(("следующ", "предыдущ", "предшеству")):
            return None
        shift = relation.value
        j += row.role(j) == "same_particle"
    elif row.word(i) == "другой" and row.word(i - 1) == "на":
        shift = 1
    else:
        return None
    unit = row.meaning(j, "unit")
    if unit is None or unit.value != "day" or unit.is_plural or row.word(j).startswith("сут") or not agrees(row, i, j):
        return None
    if ("nomn" not in unit.cases and "gent" not in unit.cases) or is_counted_from(row, j + 1):
        return None  # «к этому дню», «этим днём» say nothing
    if row.word(i - 1) not in ("в", "на", "до", "с") and "gent" not in unit.cases:
        return None  # «этот день стал …»
    return Item(i, j + 1, "stated_day", Moment("days_away", shift=shift, base="stated"))


def related_unit(row: Atoms, i: int) -> Item | None:
    """«прошлой неделе», «текущем месяце», «следующего квартала», «этого десятилетия», «том же месяце»."""
    related = relation_of(row, i)
    if related is None:
        return None
    relation, base, j = related
    unit = row.meaning(j, "unit")
    if unit is None or (unit.is_plural and not row.word(j).startswith("сут")) or not agrees(row, i, j):
        return None
    if row.word(j).startswith("сут"):
        if relation >= 0:
            return Item(i, j + 1, "related_unit", Moment("days_away", shift=relation, base=base))
        return Item(i, j + 1, "last_units", Moment("last_units", shift=-1, within=Moment("days_away")))
    grain = GRAINS_AWAY.get(unit.value)
    if grain is None or unit.value == "day":
        return None
    return Item(i, j + 1, "related_unit", Moment(grain, shift=relation, base=base))


GRAINS_AWAY = {
    "year": "years_away",
    "month": "months_away",
    "week": "week_away",
    "day": "days_away",
    "quarter": "quarter_away",
    "half": "half_away",
    "decade": "decade_away",
    "century": "century_away",
}


RELATED_GRAINS = frozenset(("months_away", "week_away", "quarter_away", "half_away", "decade_away", "century_away"))


def counted_unit(row: Atoms, i: int) -> tuple[float, str, int] | None:
    """«два года», «неделю», «полгода», «10 дней», «полтора месяца», «пару недель» → (count, unit, end)."""
    half = row.meaning(i, "half_unit")
    if half is not None:
        return (6, "month", i + 1) if half.value == 6 else (half.value // 12, "year", i + 1)
    if row.word(i).startswith("четверть") and row.word(i + 1) == "века":
        return 25, "year", i + 2
    count = count_of(row, i)
    number, j = count if count is not None else (1, i)
    unit = row.meaning(j, "unit") or row.meaning(j, "unit_abbreviation")
    if unit is None or row.word(j) in ("г", "в", "вв", "гг", "кв"):
        return None
    if count is None and ((unit.is_plural and not row.word(j).startswith("сут")) or not unit.cases & {"accs", "ablt"}):
        return None
    end = after_dot(row, j + 1) if row.word(j) == "мес" else j + 1
    if count is None and row.word(end) == "с" and row.word(end + 1) in ("половиной", "лишним", "небольшим"):
        number, end = (1.5 if row.word(end + 1) == "половиной" else 1), end + 2
    return number, unit.value, end


def distance(count: float, unit: str, direction: int, base: Literal["anchor", "stated"] = "anchor") -> Moment | None:
    """Return the moment that is `count` units away, at the grain of the unit named (guidelines, rule 9)."""
    if unit == "year" and count != int(count):
        count, unit = round(count * 12), "month"
    if unit in ("decade", "century"):
        count, unit = count * (10 if unit == "decade" else 100), "year"
    if unit in ("quarter", "half"):
        count, unit = count * (3 if unit == "quarter" else 6), "month"
    if unit == "week":
        count, unit = round(count * 7), "day"
    if unit == "day":
        count = round(count)
    grain = {"year": "years_away", "month": "months_away", "day": "days_away"}[unit]
    return Moment(grain, shift=direction * count, base=base) if count < 10_000 else None


def units_ago(row: Atoms, i: int) -> Item | None:
    """«два года назад», «неделю назад», «полгода тому назад», «год спустя», «лет пять назад»."""
    found, is_rough = counted_unit(row, i), False
    unit = row.meaning(i, "unit")
    if unit is not None and (count := count_of(row, i + 1)) is not None:
        # The number behind its unit makes it rough
        found, is_rough = (count[0], unit.value, count[1]), True
    if found is None:
        return None
    count_, unit_, j = found
    j += row.role(j) == "ago_particle"
    if row.role(j) == "ago":
        moment = distance(count_, unit_, -1)
    elif row.word(j) == "спустя":
        moment = distance(count_, unit_, 1, "stated")
    else:
        return None
    if moment is None or row.word(i) == "пару":
        is_rough = True
    return Item(i, j + 1, "units_ago", replace(moment, is_approximate=is_rough)) if moment is not None else None


def in_units(row: Atoms, i: int) -> Item | None:
    """«через неделю», «спустя два года», «через полгода»; «через год после аварии» is counted from an event."""
    j, is_rough = i + 1, False
    if row.has(j, "approximator"):
        j, is_rough = j + 1, True
    found = counted_unit(row, j)
    unit = row.meaning(j, "unit")
    if unit is not None and (count := count_of(row, j + 1)) is not None:
        found, is_rough = (count[0], unit.value, count[1]), True
    if found is None:
        return None
    base: Literal["anchor", "stated"] = "stated" if row.word(i) == "спустя" else "anchor"
    count_, unit_, end = found
    if row.has(end, "event"):
        if row.word(end) != "после":
            base_end = end
        elif row.has(end + 1, "this_event") and "как" not in (row.word(end + 2), row.word(end + 3)):
            base, base_end = "stated", end + 2
        else:
            return None
        end = base_end
    moment = distance(count_, unit_, 1, base)
    if moment is None:
        return None
    return Item(i, end, "in_units", replace(moment, is_approximate=is_rough))


def before_this(row: Atoms, i: int) -> Item | None:
    """«за день до этого», «за два года до того»: counted from the date stated last."""
    found = counted_unit(row, i + 1)
    if found is None or row.word(found[2]) != "до" or not row.has(found[2] + 1, "this_event"):
        return None
    moment = distance(found[0], found[1], -1, "stated")
    return Item(i, found[2] + 2, "before_this", moment) if moment is not None else None


def units_earlier(row: Atoms, i: int) -> Item | None:
    """«днём ранее», «двумя годами позже», «неделей раньше»: counted from the date stated last."""
    found = counted_unit(row, i)
    comparison = row.meaning(found[2], "comparison") if found is not None else None
    if found is None or comparison is None:
        return None
    unit = row.meaning(found[2] - 1, "unit")
    if unit is None or (row.word(found[2]) != "спустя" and "ablt" not in unit.cases) or row.word(found[2]) == "спустя":
        return None
    moment = distance(found[0], found[1], comparison.value, "stated")
    return Item(i, found[2] + 1, "units_earlier", moment) if moment is not None else None


def last_units(row: Atoms, i: int) -> Item | None:
    """«последние три года», «ближайшие две недели», «последние сутки», «последний месяц», «трёх последних лет»."""
    count: tuple[float, int] | None = None
    j = i
    if not row.has(i, "last") and not row.has(i, "relation"):
        count = count_of(row, i)
        if count is None:
            return None
        j = count[1]
    word = row.meaning(j, "last") or row.meaning(j, "relation")
    if word is None or word.value == 0 or word.value == -2:
        return None
    half = row.meaning(j + 1, "half_unit")
    if (
        half is not None
        and row.has(j, "last")
        and row.word(j + 1).startswith("полг") | row.word(j + 1).startswith("полуг")
    ):
        return Item(i, j + 2, "last_units", Moment("last_units", shift=6 * word.value, within=Moment("months_away")))
    if count is None:
        count = count_of(row, j + 1)
        unit_at = count[1] if count is not None else j + 1
    else:
        unit_at = j + 1
    unit = row.meaning(unit_at, "unit")
    if unit is None:
        return None
    if count is None and (not row.has(j, "last") or (word.is_plural and not row.word(unit_at).startswith("сут"))):
        return None
    if count is None and unit.value == "day":
        return last_day_and_night(row, i, j, unit_at, word.value)
    number = (count[0] if count is not None else 1) * word.value
    moment = distance(abs(number), unit.value, 1 if number > 0 else -1)
    if moment is None or (count is None and is_part_of(row, unit_at + 1)):
        return None
    within = replace(moment, shift=0)
    return Item(i, unit_at + 1, "last_units", Moment("last_units", shift=moment.shift, within=within))


def last_day_and_night(row: Atoms, i: int, j: int, unit_at: int, direction: int) -> Item | None:
    """«за последние сутки»; «последний день» is the last of something."""
    if not row.word(unit_at).startswith("сут"):
        return None
    return Item(i, unit_at + 1, "last_units", Moment("last_units", shift=direction, within=Moment("days_away")))


def is_part_of(row: Atoms, i: int) -> bool:
    """Whether a month or year follows, which «последняя неделя» would be a part of."""
    return row.has(i, "month")


# ---- items: parts of a moment -----------------------------------------------------------------------------------


def edge_of(row: Atoms, i: int, depth: int = 0) -> Item | None:
    """«начало июня», «в конце прошлой недели», «середине 2010-х», «начала года»: the value is the whole's."""
    if not row.has(i, "edge") or depth >= DEEPEST:
        return None
    inner = item_at(row, i + 1, depth + 1) or this_unit(row, i + 1)
    if inner is not None and inner.rule == "bare_year":
        return replace(inner, start=i, rule="edge_of_year", is_weak=False, number=-1)
    if inner is None or inner.rule in ("day_word", "weekday", "stated_day") or inner.is_weak:
        # «в конце 2023 – начале 2024 года»: the number waits for its unit
        bare = bare_number(row, i + 1)
        return replace(bare, start=i) if bare is not None else None
    if inner.rule == "month" and not is_case(row, i + 1, "month", "gent"):
        return None
    return replace(inner, start=i, rule=f"edge_of_{inner.rule}" if not inner.rule.startswith("edge") else inner.rule)


def is_case(row: Atoms, i: int, kind: str, case: str) -> bool:
    """Whether the word at `i`, read as `kind`, can be in `case`."""
    word = row.meaning(i, kind)
    return word is not None and (not word.cases or case in word.cases)


def this_unit(row: Atoms, i: int) -> Item | None:
    """«года», «месяца», «недели» alone, behind «начало», «половина»: the anchor's own."""
    season = row.meaning(i, "season")
    if season is not None and "gent" in season.cases and not season.is_plural and row.word(i) != "лет":
        return Item(i, i + 1, "this_unit", Moment("season", number=season.value))
    unit = row.meaning(i, "unit")
    if unit is None or unit.is_plural or "gent" not in unit.cases or unit.value == "day":
        return None
    if unit.value == "year":
        return Item(i, i + 1, "this_unit", Moment("year", year=Shift(0)))
    return Item(i, i + 1, "this_unit", Moment(GRAINS_AWAY[unit.value]))


def first_days_of(row: Atoms, i: int) -> Item | None:
    """«первых числах мая», «последние дни августа», «двадцатых числах марта»: the value is the month."""
    j = i + 1
    if row.number(i) >= 0:
        ending = ending_after(row, i + 1, "decade")
        if ending is None:
            return None
        j = ending
    elif not (row.has(i, "ordinal") or row.has(i, "last")):
        return None
    unit = row.meaning(j, "unit")
    if (
        not is_plural_number(row, j)
        and row.word(j) != "числа"
        and not (unit is not None and unit.value == "day" and unit.is_plural)
    ):
        return None
    month = month_and_year(row, j + 1) or month_alone(row, j + 1) or next_month(row, j + 1)
    return replace(month, start=i, rule="first_days_of") if month is not None else None


def first_months_of(row: Atoms, i: int, depth: int = 0) -> Item | None:
    """«первые месяцы 2023 года», «последние недели лета», «первых лет XXI века»: the value is the whole."""
    unit = row.meaning(i + 1, "unit")
    word = row.meaning(i, "ordinal") or row.meaning(i, "last")
    if (
        depth >= DEEPEST
        or unit is None
        or word is None
        or not word.is_plural
        or abs(word.value) != 1
        or unit.value not in ("month", "week", "year", "day")
    ):
        return None
    inner = whole_at(row, i + 2, depth)
    return replace(inner, start=i, rule="first_months_of") if inner is not None else None


def next_month(row: Atoms, i: int) -> Item | None:
    """«следующего месяца»."""
    item = related_unit(row, i)
    return item if item is not None and item.moment is not None and item.moment.grain == "months_away" else None


def part_of(row: Atoms, i: int, depth: int = 0) -> Item | None:
    """«первой половине марта», «второй половине 2019 года», «третьей декаде мая», «первой половине XX века»."""
    if depth >= DEEPEST:
        return None
    found = ordinal_number(row, i)
    part = row.meaning(found[1], "part") if found is not None else None
    if found is None or part is None or not 1 <= found[0] <= parts_in(part.value):
        last = row.meaning(i, "last")
        part = row.meaning(i + 1, "part")
        if last is None or part is None or last.value > 0:
            return None
        found = parts_in(part.value), i + 1
    inner = whole_at(row, found[1] + 1, depth)
    if inner is None or inner.moment is None:
        return None
    return Item(i, inner.end, "part_of", Moment("part_of", number=found[0], of=part.value, within=inner.moment))


def parts_in(part: int) -> int:
    """Return how many there are: two halves, four quarters, three thirds and «декады» of ten days."""
    return part if part <= 4 else 3


def unit_in(row: Atoms, i: int, depth: int = 0) -> Item | None:
    """«последний день сентября», «первая неделя марта», «последняя пятница ноября», «второе воскресенье мая»."""
    if depth >= DEEPEST:
        return None
    last = row.meaning(i, "last")
    if last is not None and last.value < 0 and not last.is_plural:
        count, j = -1, i + 1
    else:
        found = ordinal_number(row, i)
        if found is None or not 1 <= found[0] <= 5:
            return None
        count, j = found
    unit, weekday = row.meaning(j, "unit"), row.meaning(j, "weekday")
    if weekday is not None and not weekday.is_plural:
        moment = Moment("unit_in", number=weekday.value, day=count)
    elif unit is not None and unit.value in UNITS_INSIDE and not unit.is_plural:
        moment = Moment("unit_in", of=UNITS_INSIDE[unit.value], day=count)
    else:
        return None
    inner = whole_at(row, j + 1, depth)
    if inner is None or (inner.rule == "this_unit" and row.word(j + 1).startswith("недел")):
        return None
    return Item(i, inner.end, "unit_in", replace(moment, within=inner.moment))


# Unit → its length, days as they are, months negative: what date_values.unit_in counts in
UNITS_INSIDE = {"day": 1, "week": 7, "month": -1, "quarter": -3}


def whole_at(row: Atoms, i: int, depth: int) -> Item | None:
    """Return the month, year, season, decade or century at `i` that something is a part of."""
    inner = item_at(row, i, depth + 1)
    if inner is None or inner.moment is None or inner.last is not None or inner.is_weak:
        inner = this_unit(row, i)
    wholes = (
        "month",
        "year",
        "years_away",
        "months_away",
        "season",
        "decade",
        "century",
        "century_away",
        "quarter",
        "half",
    )
    return inner if inner is not None and inner.moment is not None and inner.moment.grain in wholes else None


# ---- the table of contents --------------------------------------------------------------------------------------

Rule = Callable[[Atoms, int], Item | None]

# Kind of the first atom → the rules that may begin there. The longest item wins, among equals the rule told first.
ITEMS: dict[str, tuple[Rule, ...]] = {
    "digits": (
        iso_date,
        numeric_date,
        day_and_month,
        numeric_month,
        numeric_day_and_month,
        day_of_month,
        quarter_or_half,
        months_of_year,
        part_of,
        unit_in,
        first_days_of,
        school_year,
        short_year_range,
        year_alone,
        bare_year,
        decade,
        century_alone,
        units_ago,
        units_earlier,
        last_units,
    ),
    "quote": (day_and_month,),
    "ordinal": (
        day_and_month,
        day_of_month,
        quarter_or_half,
        months_of_year,
        part_of,
        unit_in,
        first_days_of,
        first_months_of,
        year_alone,
        decade_in_words,
        century_alone,
    ),
    "cardinal": (day_and_month, months_of_year, year_alone, century_alone, units_ago, units_earlier, last_units),
    "roman": (quarter_or_half, century_alone),
    "weekday": (weekday_and_date, weekday_alone),
    "weekday_abbreviation": (weekday_and_date,),
    "month": (month_and_year, month_alone),
    "month_abbreviation": (month_and_year,),
    "season": (season_alone,),
    "weekend": (weekend_alone,),
    "year_letter": (told_year_alone,),
    "shortened_relation": (told_year_alone,),
    "relation": (
        told_year_alone,
        school_year,
        related_unit,
        day_after_stated,
        related_month,
        season_alone,
        weekday_alone,
        weekday_and_date,
        weekend_alone,
        century_alone,
        last_units,
    ),
    "same": (told_year_alone, related_unit, day_after_stated),
    "last": (
        last_units,
        weekday_alone,
        weekday_and_date,
        weekend_alone,
        unit_in,
        part_of,
        first_days_of,
        first_months_of,
    ),
    "day_word": (day_word,),
    "next_day_word": (day_after_stated,),
    "another": (day_after_stated,),
    "deictic_day": (deictic_day,),
    "unit": (units_ago, units_earlier),
    "part": (units_ago,),
    "half_unit": (units_ago,),
    "edge": (edge_of,),
}
# Function words that begin an item themselves: role → rule
ITEMS_BY_ROLE: dict[str, Rule] = {"ahead": in_units, "over": before_this}


def item_at(row: Atoms, i: int, depth: int = 0) -> Item | None:
    """Return the longest moment that begins at atom `i`."""
    if row.number(i) >= 0 and is_lonely(row, i):
        return None
    best: Item | None = None
    for rule in rules_at(row[i]):
        item = NESTED[rule](row, i, depth) if rule in NESTED else rule(row, i)
        if item is not None and (best is None or item.end > best.end):
            best = item
    if best is not None and best.moment is not None and best.moment.grain == "day":
        best = date_and_weekday(row, best)
    return best


def is_lonely(row: Atoms, i: int) -> bool:
    """Whether the digits at `i` stand beside nothing that a rule reads on: most numbers of a text, in one look."""
    following = row.atoms[i + 1]
    if following.meanings or following.number >= 0 or row.width(i) == YEAR_WIDTH:
        return False
    if following.word == "-" and row.number(i + 2) >= 0:
        return row.word(i + 3) != "-" or row.width(i + 4) != YEAR_WIDTH  # «11–15», but «18-03-2010»
    return following.word not in JOINTS and not row.is_glued(i + 1)


# Rules that read another item inside; how deep they are is counted
NESTED: dict[Rule, Callable[[Atoms, int, int], Item | None]] = {
    edge_of: edge_of,
    part_of: part_of,
    unit_in: unit_in,
    first_months_of: first_months_of,
}


def rules_at(atom: Atom) -> Iterator[Rule]:
    """Yield the rules that may begin with `atom`."""
    if atom.number >= 0:
        yield from ITEMS["digits"]
    for kind, meaning in atom.meanings.items():
        if kind in ITEMS:
            yield from ITEMS[kind]
        elif kind == "role" and meaning.value in ITEMS_BY_ROLE:
            yield ITEMS_BY_ROLE[meaning.value]
    if atom.text in OPENING_QUOTES:
        yield from ITEMS["quote"]


def bare_number(row: Atoms, i: int) -> Item | None:
    """A number that may take its unit from the next moment: «14», «IV», «первом», «80» of «80–90-х»."""
    if row.word(i) in OPENING_QUOTES and row.number(i + 1) >= 0 and row.word(i + 2) in CLOSING_QUOTES:
        return Item(i, i + 3, "elided", number=row.number(i + 1), style="ordinal")
    number = row.number(i)
    if number >= 0:
        if is_decimal_tail(row, i) or is_decimal_head(row, i):
            return None
        end = i + 1
        if row.is_glued(end):
            for kind in ("day", "ordinal", "year", "decade"):
                end = max(end, ending_after(row, i + 1, kind) or 0)
        return Item(i, end, "elided", number=number, style="digits")
    if row.has(i, "roman"):
        return Item(i, i + 1, "elided", number=row[i].meanings["roman"].value, style="roman")
    spoken = spoken_number(row, i)
    if spoken is not None and spoken[2]:
        return Item(i, spoken[1], "elided", number=spoken[0], style="ordinal")
    relation = row.meaning(i, "relation")
    if relation is not None and not row.has(i + 1, "unit"):
        # «в текущем и следующем годах»
        return Item(i, i + 1, "elided", number=relation.value, style="relation")
    return None


def completed(row: Atoms, item: Item, donor: Moment) -> Moment | None:
    """Return the moment of a bare number that takes everything else from the moment behind it, None if it cannot."""
    if item.style == "relation":
        if donor.grain == "year" and (isinstance(donor.year, Shift) or row.role(item.end) == "and"):
            return replace(donor, year=Shift(item.number))
        if donor.grain in RELATED_GRAINS:
            return replace(donor, shift=item.number)
        return replace(donor, relation=item.number) if donor.relation is not None else None
    number, digits = item.number, row.width(item.start if row.number(item.start) >= 0 else item.end - 1)
    if donor.grain in ("day", "day_of_month") and 1 <= number <= 31 and item.style != "roman":
        inherits: Literal["", "next"] = "next" if donor.grain == "day" and donor.year is not None else ""
        return replace(donor, day=number, inherits=inherits) if item.style != "digits" or digits <= 2 else None
    if donor.grain == "year" and isinstance(donor.year, int) and item.style == "digits":
        if digits == 4 and EARLIEST_YEAR <= number <= LATEST_YEAR:
            return replace(donor, year=number)
        return replace(donor, year=full_year(number)) if digits == 2 and donor.year < 2100 and number > 30 else None
    if donor.grain in ("quarter", "half") and 1 <= number <= (4 if donor.grain == "quarter" else 2):
        return replace(donor, number=number)
    if donor.grain == "century" and 1 <= number <= 30:
        return replace(donor, number=number)
    if donor.grain == "decade" and number % 10 == 0 and item.style != "roman":
        return replace(donor, number=number if number >= 1000 else (donor.number or 0) // 100 * 100 + number)
    if donor.grain == "part_of" and donor.within is not None and 1 <= number <= 3:
        return replace(donor, number=number)
    return None
