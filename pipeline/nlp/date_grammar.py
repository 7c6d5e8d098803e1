"""Reads a row of atoms, writes the dates in it: chains of moments, their bounds, and what is no date after all.

A chain is a range or a list: «с 11 по 15 сентября и 2, 3 октября 2023 г.»; its members are moments (date_rules) or
numbers that take their unit from the next moment («11»). The pass is linear in the length of the text: every rule
reads a bounded number of atoms.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.nlp.date_atoms import Atoms
from pipeline.nlp.date_numbers import Year, after_dot
from pipeline.nlp.date_rules import (
    CLOSING_QUOTES,
    ITEMS,
    OPENING_QUOTES,
    Item,
    bare_number,
    bare_year,
    completed,
    item_at,
)
from pipeline.nlp.date_tense import cue_by_dictionary
from pipeline.nlp.date_values import PARTS_OF_YEAR, Moment
from pipeline.nlp.dictionary import parses

# Kinds of atoms that an expression may begin with
BEGINNINGS = frozenset(ITEMS) | {"role", "approximator"}
# Members of one list or range; a month has 31 days, and the bound keeps the pass linear
LONGEST_CHAIN = 32

Bound = Literal["", "from", "until"]


@dataclass(slots=True)
class Mention:
    """A date found: atoms `start` to `end` (excluded), the rule, and the moments its value is made of.

    A point has `first` only; a range both; an open value one of them and `bound`.
    """

    start: int
    end: int
    rule: str
    first: Moment
    last: Moment | None = None
    bound: Bound = ""
    ends: "tuple[Mention, Mention] | None" = None  # of a range: each end as a mention of its own


# ---- chains: ranges and lists -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Link:
    """One member of a chain and how it is joined to the one before: "" for the first, "range" or "list"."""

    join: str
    item: Item
    opener: int = -1  # the atom of «с», «от», «между» before it


def chain_at(row: Atoms, i: int, opener: int = -1) -> tuple[list[Link], int]:
    """Return the members of the list or range that begins at `i`, numbers completed, and where its last one begins.

    Without members nothing before that place can begin a chain that has some: the search goes on from there.
    """
    links: list[Link] = []
    join, j = "", i
    while len(links) < LONGEST_CHAIN:
        start = j
        if opener >= 0 or join == "range":
            # «с утра 20 сентября до вечера 21 сентября»
            start = after_clock(
                row, j + (row.has(j, "day_part") and not row.has(j, "unit") | row.has(j + 1, "day_part"))
            )
        item = item_at(row, start)
        if item is None or (item.is_weak and item.rule == "bare_year"):
            item = bare_year(row, start) or bare_number(row, start)
        if item is None:
            break
        if join == "through":
            # «28.02.2023 по 15.03.2023», «2010 по 2012 годы»: a range that lost its «с»
            if item.moment is None or links[-1].item.moment is None or item.moment.grain != links[-1].item.moment.grain:
                break
            join = "range"
        links.append(Link(join, item, opener))
        separator = separator_at(row, item.end, row.role(opener) if opener >= 0 else "")
        if separator is None and (opener >= 0 or join == "range"):
            behind = after_clock_behind(row, item.end)
            separator = (
                separator_at(row, behind, row.role(opener) if opener >= 0 else "") if behind > item.end else None
            )
        if separator is None:
            break
        previous_join = join
        join, j, opener = separator
        if join == "night":
            # «в ночь с 3 на 4 июня» is one night, «перенесён с 15 на 20 мая» are two days
            is_night = row.has(links[0].opener - 1, "day_part")
            join = "range" if is_night else "list"
            if not is_night:
                links[0].opener = -1
        if join == "range" and previous_join == "range":
            break
    return complete(row, links), links[-1].item.start if links else i


def after_clock(row: Atoms, i: int) -> int:
    """Return the place behind a clock time that stands before the day: «с 10:00 15 мая», «до 18 часов 20 мая»."""
    if row.number(i) < 0 or row.width(i) > 2:
        return i
    j = i + 1
    if row.word(j) in (":", ".") and row.is_glued(j) and row.width(j + 1) == 2 and row.number(j + 1) < 60:
        j += 2
    elif not row.has(j, "clock"):
        return i
    while row.has(j, "clock") or row.has(j, "day_part") or (row.number(j) >= 0 and row.has(j + 1, "clock")):
        j += 1
    j += row.word(j) == ","
    is_day = row.number(j) >= 0 and (row.has(j + 1, "month") or (row.word(j + 1) == "." and row.is_glued(j + 1)))
    return j if is_day else i


def after_clock_behind(row: Atoms, i: int) -> int:
    """Return the place behind a clock time that stands after the day, inside a range: «с 15 мая 10:00 по …»."""
    j = i + 1 if row.word(i) == "," else i
    j += row.word(j) in ("в", "с")
    if row.number(j) < 0 or row.width(j) > 2:
        return i
    if row.word(j + 1) in (":", ".") and row.is_glued(j + 1) and row.width(j + 2) == 2:
        j += 3
    elif row.has(j + 1, "clock"):
        j += 2
    else:
        return i
    return j + 1 if row.has(j, "clock") else j


def separator_at(row: Atoms, i: int, opener_role: str) -> tuple[str, int, int] | None:
    """Return (join, where the next member begins, atom of its opener or -1), None if the chain ends at `i`."""
    word, role = row.word(i), row.role(i)
    if word == "." and row.word(i + 1) == "-" and row.is_glued(i):
        word, i = "-", i + 1
    if word == "-":
        j = i + 1
        return "range", j + 1 if row.role(j) == "through" else j, -1
    if word == "," and row.role(i + 1) in ("through", "until") and opener_role in ("from", "away"):
        return "range", i + 2, -1
    if role in ("through", "until") and opener_role in ("from", "away"):
        return "range", i + 1, -1
    if role == "through" and not opener_role and row.number(i + 1) >= 0:
        return "through", i + 1, -1
    if word == "/" and row.has(i + 1, "month") and row.has(i - 1, "month"):
        return "list", i + 1, -1
    if word == "на" and opener_role == "from" and (row.number(i + 1) >= 0 or row.has(i + 1, "weekday")):
        return "night", i + 1, -1
    if role == "and":
        if opener_role == "between":
            return "range", i + 1, -1
        if row.role(i + 1) in ("until", "through") and opener_role == "from":
            return "range", i + 2, -1
    j = i
    if word == ",":
        j += 1
    if row.role(j) in ("and", "or"):
        j += 1
    elif row.role(j) == "but" and row.role(j + 1) == "too":
        j += 2
    if j == i:
        return None
    if row.role(j) in ("from", "away") and row.word(j + 1) != ".":
        return "list", j + 1, j
    if row.has(j, "preposition") and row.role(j) not in ("until", "after", "beginning", "ahead") and row.word(j) != "г":
        return "list", j + 1, -1
    return "list", j, -1


def complete(row: Atoms, links: list[Link]) -> list[Link]:
    """Give every bare number the unit of the next moment; leave out those that nothing completes."""
    kept: list[Link] = []
    for link in reversed(links):
        item = filled(row, link.item, kept[-1] if kept else None)
        if item.moment is not None:
            kept.append(replace(link, item=item))
        elif kept:
            # What stands before the odd number is a chain of its own
            kept[-1] = replace(kept[-1], join="")
    kept.reverse()
    if kept:
        kept[0] = replace(kept[0], join="")
    return share_years(kept)


def filled(row: Atoms, item: Item, following: Link | None) -> Item:
    """Return the item with the unit of the member behind it, as it is where it has one or gets none."""
    if item.moment is not None and item.rule != "bare_year":
        return item
    if following is None or following.join == "" or following.item.is_weak or following.item.moment is None:
        return item
    donor = following.item.moment
    moment = completed(row, item, donor)
    if moment is None or (following.join == "list" and not ascends(item, donor)):
        return item
    return replace(item, moment=moment, rule=elided_rule(moment), is_weak=False)


def ascends(item: Item, donor: Moment) -> bool:
    """Whether the number comes before the next member's: «из 20, 15 мая» is no list of days."""
    if item.style == "relation" or donor.grain == "year":
        return True
    return item.number < (donor.day if donor.day is not None else donor.number or 0)


def elided_rule(moment: Moment) -> str:
    """Return the name of the rule for a number that was completed."""
    return f"elided_{moment.grain}"


def share_years(links: list[Link]) -> list[Link]:
    """Give the members without a year the next member's year, else the one's before: «28, 29 июня и 2 июля 2021 г.»."""
    shared = list(links)
    following: Year | None = None
    for k in range(len(shared) - 1, -1, -1):
        shared[k], following = with_year(shared[k], following, "next")
        if shared[k].join == "":
            following = None
    before: Year | None = None
    for k, link in enumerate(shared):
        if link.join == "":
            before = None
        shared[k], before = with_year(link, before, "previous")
    return shared


def with_year(link: Link, year: Year | None, side: Literal["next", "previous"]) -> tuple[Link, Year | None]:
    """Return the member with the year of its neighbour where it has none of its own, and the year to hand on."""
    moment = link.item.moment
    if moment is None or not may_share(moment):
        return link, None
    if moment.year is not None or year is None:
        return link, moment.year
    return replace(link, item=replace(link.item, moment=replace(moment, year=year, inherits=side))), year


def may_share(moment: Moment) -> bool:
    """Whether the moment is a part of a year that a neighbour may tell."""
    return moment.grain in PARTS_OF_YEAR and moment.grain not in ("year", "school_year") and moment.relation is None


# ---- expressions: bounds, approximations, and what is no date --------------------------------------------------------


def mentions_in(row: Atoms) -> Iterator[Mention]:
    """Yield every date of the row, in text order; they do not overlap."""
    i, length = 0, len(row)
    atoms = row.atoms
    while i < length:
        atom = atoms[i]
        # Most atoms end here
        if atom.number < 0 and (
            BEGINNINGS.isdisjoint(atom.meanings) if atom.meanings else atom.text not in OPENING_QUOTES
        ):
            i += 1
            continue
        if not may_begin(row, i):
            i += 1
            continue
        mentions, resume = expression_at(row, i)
        if not mentions:
            i = max(i + 1, resume)
            continue
        yield from (mention for mention in mentions if is_date(row, mention))
        i = mentions[-1].end


def may_begin(row: Atoms, i: int) -> bool:
    """Whether the atom begins a rule; of the function words only prepositions do, and only before a date word."""
    meanings = row[i].meanings
    if "role" not in meanings or not BEGINNINGS.isdisjoint(meanings.keys() - {"role"}):
        return True
    following = row[i + 1]
    return following.number >= 0 or bool(following.meanings) or following.text in OPENING_QUOTES


def expression_at(row: Atoms, i: int) -> tuple[list[Mention], int]:
    """Return the dates of the expression that begins at atom `i`, and where to go on if there are none."""
    bound, j, is_rough = prefix_at(row, i)
    opener = -1
    role = row.role(j)
    if not bound and role in ("from", "away", "between") and row.word(j + 1) != ".":
        opener, j = j, j + 1
        if row.has(j, "approximator"):
            is_rough, j = True, j + 1
    links, resume = chain_at(row, j, opener)
    if not links:
        return [], resume
    mentions = grouped(row, links)
    if not mentions or mentions[0].start != (
        opener if opener >= 0 and is_range_of(mentions[0]) else links[0].item.start
    ):
        return mentions, resume
    first = mentions[0]
    if is_range_of(first) or (links[0].item.start != j and opener < 0):
        return ([roughly(first), *mentions[1:]] if is_rough else mentions), resume
    if opener >= 0 and role == "from" and opens_period(row, opener, links[0].item):
        end = open_end(row, first.end)
        first = replace(first, start=i, end=end, rule="open_from", bound="from")
    elif bound and may_bound(row, i, links[0].item) and not first.rule.startswith("elided"):
        first = replace(first, start=i, rule=f"open_{bound}", bound=bound)
    if is_rough:
        first = roughly(replace(first, start=min(first.start, i)))
    return [first, *mentions[1:]], resume


def roughly(mention: Mention) -> Mention:
    """Return the mention with its moments marked approximate."""
    last = replace(mention.last, is_approximate=True) if mention.last is not None else None
    return replace(mention, first=replace(mention.first, is_approximate=True), last=last)


def is_range_of(mention: Mention) -> bool:
    """Whether the mention has two ends."""
    return mention.last is not None


def prefix_at(row: Atoms, i: int) -> tuple[Bound, int, bool]:
    """Read «не позднее», «до», «после», «начиная с», «около»: (bound, where the chain begins, is rough)."""
    j, is_rough = i, False
    if row.has(j, "approximator"):
        is_rough = True
        j += 1
        if row.has(j, "preposition") and row.word(j) in ("в", "во", "на", "к", "ко"):
            j += 1
    role = row.role(j)
    if role == "beginning" and row.role(j + 1) == "from":
        return "from", j + 2, is_rough
    if role == "up_to" and row.role(j + 1) == "until":
        return "until", j + 2, is_rough
    if role == "not" and (bound := row.meaning(j + 1, "bound")) is not None:
        k = j + 2 + (row.word(j + 2) == "," and row.role(j + 3) == "than")
        k += row.role(k) == "than"
        k += row.word(k) in ("в", "во")
        return bound.value, k, is_rough
    if role in ("until", "through"):
        j += 1
        if row.has(j, "approximator"):
            is_rough, j = True, j + 1
        return "until", j, is_rough
    if role == "after":
        return "from", j + 1, is_rough
    return "", j, is_rough


def may_bound(row: Atoms, i: int, item: Item) -> bool:
    """Whether the prefix at `i` bounds the item: «по 2023 году» and «по итогам» do not, distances cannot be bounded."""
    if item.moment is None or item.rule in ("in_units", "units_ago", "last_units", "before_this", "units_earlier"):
        return False
    if row.role(i) == "through":
        return (
            item.moment.grain in ("day", "month", "year", "weekday")
            and head_case(row, item, "accs")
            and (item.rule not in ("told_year", "bare_year"))
        )
    return True


def opens_period(row: Atoms, opener: int, item: Item) -> bool:
    """Whether «с» means «since»: a genitive behind it («с 2004 года»), not «по сравнению с», not «с прошлым годом»."""
    if row.has(opener - 1, "joined_with") or item.rule in ("last_units", "units_ago", "in_units"):
        return False
    return head_case(row, item, "gent")


def head_case(row: Atoms, item: Item, case: str) -> bool:
    """Whether the head of the item, its first inflected calendar word, can be in `case`; digits can be in any."""
    for i in range(item.start, item.end):
        for kind in ("edge", "weekday", "month", "season", "unit", "weekend"):
            word = row.meaning(i, kind)
            if word is not None and word.cases:
                # «по 15 мая»: the day is in the accusative, the month behind it stays genitive
                return case in word.cases or (case == "accs" and kind == "month" and row.number(i - 1) >= 0)
    return True


def open_end(row: Atoms, i: int) -> int:
    """Return the end of «по настоящее время», «по н.в.», «до сих пор», which keep «с …» open; else `i`."""
    if row.role(i) not in ("through", "until") and row.word(i) != "-":
        return i
    j = i + 1
    if not row.has(j, "open_end"):
        return i
    if row.word(j) == "н":
        j = after_dot(row, j + 1)
        return after_dot(row, j + 1) if row.word(j) == "в" else i
    j = after_dot(row, j + 1)
    if row.word(j) in ("время", "времени", "день", "дня", "пор", "момент", "момента", "вр"):
        return after_dot(row, j + 1)
    return i


def grouped(row: Atoms, links: list[Link]) -> list[Mention]:
    """Return the mentions of a chain: ranges joined, list members apart."""
    mentions: list[Mention] = []
    k = 0
    while k < len(links):
        item, moment = links[k].item, links[k].item.moment
        if moment is None:
            k += 1
            continue
        following = links[k + 1] if k + 1 < len(links) else None
        if following is not None and following.join == "range" and may_span(links[k], following):
            start = links[k].opener if links[k].opener >= 0 else item.start
            rule = "range_from_to" if links[k].opener >= 0 else "range_with_dash"
            ends = single(links[k]), single(following)
            last = following.item.last or following.item.moment
            mentions.append(Mention(start, following.item.end, rule, moment, last, ends=ends))
            k += 2
            continue
        if not item.is_weak or moment.inherits == "next" or is_year_place(row, links, k):
            mentions.append(Mention(item.start, item.end, item.rule, moment, item.last))
        k += 1
    return mentions


def single(link: Link) -> Mention:
    """Return the member of a chain as a date of its own."""
    item = link.item
    return Mention(item.start, item.end, item.rule, item.moment or Moment("year"), item.last)


def may_span(left: Link, right: Link) -> bool:
    """Whether two neighbours joined by a dash, «по» or «до» are the ends of one range."""
    first, last = left.item.moment, right.item.moment
    if first is None or last is None or left.item.last is not None:
        return False
    if left.opener >= 0:
        return True
    if left.item.is_weak and right.item.is_weak and left.item.rule == "numeric_day_and_month":
        return False
    return first.grain == last.grain and first.relation == last.relation


def is_year_place(row: Atoms, links: list[Link], k: int) -> bool:
    """Whether four bare digits stand where a year does: behind a preposition or a bracket, in a list of years."""
    item = links[k].item
    if item.rule != "bare_year":
        return False
    if (
        k > 0
        and links[k - 1].item.moment is not None
        and links[k - 1].item.rule in ("bare_year", "year", "elided_year")
    ):
        return is_year_place(row, links, k - 1) if k - 1 < k and links[k - 1].item.is_weak else True
    before, after = row.word(item.start - 1), row.word(item.end)
    if (row.is_glued(item.start) and before == "-") or (
        after == "-" and row.is_glued(item.end) and row.is_glued(item.end + 1)
    ):
        return False
    if before == "(":
        return after in (")", ",", ";", "-") or row.has(item.end, "preposition")
    if before == "." and row.word(item.start - 2) in ("род", "рожд", "р"):
        return True
    if (before in (",", ";") and after in (")", "»", ";")) or (
        before in ("-", ":", ",") and row.has(item.start - 2, "beginning")
    ):
        return True
    if is_yearly(row, item.start) and not is_measured(row, item.end):
        return True
    return before in ("в", "с", "со", "до", "к", "после", "от") and not is_measured(row, item.end)


def is_yearly(row: Atoms, i: int) -> bool:
    """Whether a year's event is named before the number: «Олимпиады 2014», «чемпионате мира 2003», «бюджет 2023»."""
    return row.has(i - 1, "yearly") or (row.has(i - 2, "yearly") and row[i - 1].text.isalpha())


def is_measured(row: Atoms, i: int) -> bool:
    """Whether the word behind a bare number is a plural noun or adjective in an oblique case: «в 1990 странах»."""
    word = row.word(i)
    if row.has(i, "counted"):
        return True
    if not word.isalpha() or row[i].meanings or row[i].text[0].isupper():
        return False
    tag = parses(word)[0].tag
    return tag.POS in ("NOUN", "ADJF") and tag.number == "plur" and tag.case in ("gent", "datv", "ablt", "loct")


def is_date(row: Atoms, mention: Mention) -> bool:
    """Whether the mention is not a street, a title, a set, or a number that only looks like a date."""
    start, end, grain = mention.start, mention.end, mention.first.grain
    before = start - 2 if row.word(start - 1) == "." else start - 1
    if (
        row.has(before, "street")
        and mention.last is None
        and not mention.bound
        and (
            grain == "year"
            or any(row.is_capitalised(i) for i in range(start, end))
            or row.word(before) in ("имени", "им")
        )
    ):
        return False
    if is_title(row, mention) or is_set(row, mention):
        return False
    return not (
        row.is_glued(start)
        and row.word(start - 1) == "-"
        and row[start - 2].text[-1:].isalpha()
        and is_digit_at(row, start)
    )


def is_digit_at(row: Atoms, i: int) -> bool:
    """Whether atom `i` is a number: «Россия-2030» is a name, its number no year."""
    return row.number(i) >= 0


def is_title(row: Atoms, mention: Mention) -> bool:
    """Whether the date is a title or its end: «Девятое мая», «Россия сегодня», «Музыка для декабря»."""
    start, end = mention.start, mention.end
    if mention.first.grain in ("day", "month") and mention.first.year is not None:
        return False
    if row.word(end) not in CLOSING_QUOTES:
        return False
    if row.word(start - 1) in OPENING_QUOTES:
        return True  # «Май», «Девятое мая»
    if mention.first.year is not None:
        return False
    longest = 5 if end - start == 1 else 4
    opening = next((i for i in range(start - 1, start - longest, -1) if row.word(i) in OPENING_QUOTES), -1)
    if opening < 0 or not row.is_capitalised(opening + 1):
        return False
    return not any(is_verb(row.word(i)) for i in range(opening + 1, start))


def is_verb(word: str) -> bool:
    """Whether the word makes a sentence of a quotation: «Штаб откроют 2 января», unlike «Россия сегодня»."""
    return cue_by_dictionary(word)[0].kind in ("past", "present", "future", "short")


def is_set(row: Atoms, mention: Mention) -> bool:
    """Whether the date recurs: «каждую среду», «ежегодно 9 мая», «1 числа каждого месяца», «по понедельникам»."""
    if isinstance(mention.first.year, int):
        return False
    start = mention.start
    near = (start - 1, start - 2) if row.has(start - 1, "preposition") or row.word(start - 1) == "год" else (start - 1,)
    return any(row.has(i, "each") for i in near) or (
        row.has(mention.end, "each") and row.word(mention.end).startswith("кажд")
    )
