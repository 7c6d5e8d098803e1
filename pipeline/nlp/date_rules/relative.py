"""Moments told from another: «вчера», «на следующий день», «два года назад», «через месяц», «за последние три дня»."""

from dataclasses import replace
from typing import Literal

from pipeline.nlp.date_atoms import Atoms
from pipeline.nlp.date_numbers import after_dot, agrees, count_of, relation_of
from pipeline.nlp.date_rules.item import Item, is_counted_from
from pipeline.nlp.date_values import Moment
from pipeline.nlp.dictionary import parses


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
    if unit is None or row.word(found[2]) == "спустя" or "ablt" not in unit.cases:
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
    if half is not None and row.has(j, "last") and row.word(j + 1).startswith(("полг", "полуг")):
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
        return last_day_and_night(row, i, unit_at, word.value)
    number = (count[0] if count is not None else 1) * word.value
    moment = distance(abs(number), unit.value, 1 if number > 0 else -1)
    if moment is None or (count is None and is_part_of(row, unit_at + 1)):
        return None
    within = replace(moment, shift=0)
    return Item(i, unit_at + 1, "last_units", Moment("last_units", shift=moment.shift, within=within))


def last_day_and_night(row: Atoms, i: int, unit_at: int, direction: int) -> Item | None:
    """«за последние сутки»; «последний день» is the last of something."""
    if not row.word(unit_at).startswith("сут"):
        return None
    return Item(i, unit_at + 1, "last_units", Moment("last_units", shift=direction, within=Moment("days_away")))


def is_part_of(row: Atoms, i: int) -> bool:
    """Whether a month or year follows, which «последняя неделя» would be a part of."""
    return row.has(i, "month")
