"""Years, decades, centuries: «2023 год», «2023/2024 учебный год», «90-е», «XXI век»."""

from pipeline.nlp.date_atoms import Atoms
from pipeline.nlp.date_numbers import (
    after_dot,
    agrees,
    ending_after,
    era_after,
    is_counted,
    is_decimal_head,
    is_decimal_tail,
    is_plural,
    ordinal_number,
    relation_of,
    told_year,
    year_digits,
    year_in_words,
    year_noun,
)
from pipeline.nlp.date_rules.item import EARLIEST_BARE_YEAR, LATEST_BARE_YEAR, Item, goes_on, is_numbered, winter_years
from pipeline.nlp.date_values import Moment
from pipeline.nlp.dictionary import parses


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
    if row.width(i) == 4 and not year_noun_before(row, end) and is_ranked(row, end):
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


def is_ranked(row: Atoms, end: int) -> bool:
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
