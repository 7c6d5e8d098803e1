"""Months, quarters, halves, seasons: «сентябрь 2023 года», «III квартал», «девять месяцев», «прошлой осенью»."""

from dataclasses import replace

from pipeline.nlp.date_atoms import Atoms
from pipeline.nlp.date_numbers import (
    after_dot,
    agrees,
    count_of,
    is_counted,
    is_decimal_tail,
    ordinal_number,
    relation_of,
    year_after,
    year_noun,
)
from pipeline.nlp.date_rules.item import (
    EARLIEST_BARE_YEAR,
    LATEST_BARE_YEAR,
    Item,
    begins_sentence,
    goes_on,
    is_counted_from,
    is_numbered,
    month_name,
    winter_years,
)
from pipeline.nlp.date_values import Moment, Shift


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
