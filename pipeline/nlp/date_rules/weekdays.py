"""Weekdays and weekends: «в среду, 12 февраля», «в прошлую пятницу», «на выходных»."""

from dataclasses import replace
from typing import Literal

from pipeline.nlp.date_atoms import Atoms
from pipeline.nlp.date_numbers import after_dot, agrees, relation_of
from pipeline.nlp.date_rules.days import day_and_month, iso_date, numeric_date
from pipeline.nlp.date_rules.item import Item, begins_sentence
from pipeline.nlp.date_values import Moment


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
