"""The table of contents: which rules may begin at a kind of atom; the rules that read another moment inside."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.nlp.date_atoms import Atom, Atoms
from pipeline.nlp.date_numbers import ending_after, ordinal_number
from pipeline.nlp.date_rules.days import day_and_month, day_of_month, iso_date, numeric_date, numeric_day_and_month
from pipeline.nlp.date_rules.elided import bare_number
from pipeline.nlp.date_rules.item import OPENING_QUOTES, YEAR_WIDTH, Item, is_plural_number
from pipeline.nlp.date_rules.months import (
    month_alone,
    month_and_year,
    months_of_year,
    numeric_month,
    quarter_or_half,
    related_month,
    season_alone,
)
from pipeline.nlp.date_rules.relative import (
    GRAINS_AWAY,
    before_this,
    day_after_stated,
    day_word,
    deictic_day,
    in_units,
    last_units,
    related_unit,
    units_ago,
    units_earlier,
)
from pipeline.nlp.date_rules.weekdays import date_and_weekday, weekday_alone, weekday_and_date, weekend_alone
from pipeline.nlp.date_rules.years import (
    bare_year,
    century_alone,
    decade,
    decade_in_words,
    school_year,
    short_year_range,
    told_year_alone,
    year_alone,
)
from pipeline.nlp.date_values import Moment, Shift

# Signs between digits that one item may hold
JOINTS = frozenset(".-/")
# «в начале конца начала …»
DEEPEST = 3


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
