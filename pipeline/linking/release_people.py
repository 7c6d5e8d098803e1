"""Reads PER mentions of all releases, writes the people of each release and their names.

A shorter name goes to the fuller one named last before it; names are read as all releases together show.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.linking.bearers import Bearer, PersonMention, bearer_of
from pipeline.linking.evidence import Profile, fields_by_word, role_root
from pipeline.linking.full_names import FullName, Groups, group_full_names
from pipeline.linking.keys import CYRILLIC, LATIN, deletions, fold, sound, stem
from pipeline.linking.name_parts import (
    TYPO_LENGTH,
    Name,
    differ_by_gender,
    first_sound,
    fits,
    is_initial,
    middles_agree,
    near_spelling,
    split_written,
)
from pipeline.linking.wordlists import word_lists
from pipeline.resources import known_first_names

BRACKET = 2  # characters of « (»
# A name without its full first name: as read, its surname as written, and the mentions of one release that have it.
Short = tuple[Name, str, Bearer]
# Group of a full name, patronymic and generation where they tell bearers of it apart.
ToldApart = tuple[FullName, str, str]


def within_releases(mentions: Iterable[PersonMention]) -> tuple[dict[FullName, list[Bearer]], list[Short]]:
    """Return the people of each release: by the group of their full name, and those with shorter names."""
    ordered = readable(with_latin_names_read(sorted(mentions, key=lambda m: m.row)))
    groups = group_full_names(ordered)
    full: dict[FullName, list[Bearer]] = defaultdict(list)
    short: list[Short] = []
    for _, of_release in groupby(ordered, key=lambda m: m.doc):
        named, unnamed = in_one_release(list(of_release), groups)
        for key, bearer in named:
            full[key].append(bearer)
        short += unnamed
    return full, short


def with_latin_names_read(mentions: Sequence[PersonMention]) -> list[PersonMention]:
    """Return the mentions, in text order, with Latin names read as the Cyrillic ones before them.

    «Ульрих Делиус (Ulrich Delius)» tells how the name is spelt; other releases may have the Latin spelling alone.
    """
    told: dict[Name, Counter[Name]] = defaultdict(Counter)
    for before, m in pairwise(mentions):
        end = before.start + len(before.text)
        if m.doc == before.doc and m.start - end == BRACKET and is_latin(m.text) and not is_latin(before.text):
            told[m.name][before.name] += 1
    read = {name: min(names, key=lambda n: (-names[n], n)) for name, names in told.items()}
    return [replace(m, name=read[m.name]) if m.name in read else m for m in mentions]


def is_latin(text: str) -> bool:
    """Tell whether a name is written in Latin letters only."""
    return LATIN.search(text) is not None and CYRILLIC.search(text) is None


def readable(mentions: Sequence[PersonMention]) -> list[PersonMention]:
    """Return the mentions with names as other mentions show that they must be read.

    Without a word before the name that was taken for a first name: it is no known first name, and the rest is a full
    name of the corpus («Полпред Иван Петров»). «Азию-Биби» is a full name where the corpus has «Азия Биби».
    """
    pairs = {(m.name.last, m.name.first) for m in mentions if m.name.has_first}
    hyphened: dict[str, FullName] = {}
    for last, first in sorted(pairs):
        for one, other in ((first, last), (last, first)):
            hyphened.setdefault(f"{stem(one)}-{stem(other)}", (last, first))

    def read(m: PersonMention) -> PersonMention:
        name = m.name
        bare, _, generation = name.last.rpartition("-")
        if bare and generation in word_lists()["generation"]:
            told = Profile({"generation": frozenset({generation})})
            return replace(m, name=name._replace(last=bare), profile=m.profile.with_all_of(told))
        words = name.last.split()
        if (
            len(words) > 1
            and name.first
            and (kept := [w for w in words if role_root(w) not in fields_by_word()]) != words
        ):
            return replace(m, name=name._replace(last=" ".join(kept) or words[-1]))
        if name.middle and name.first not in known_first_names() and (name.last, name.middle) in pairs:
            return replace(m, name=Name(name.last, name.middle, "", name.gender))
        if not name.first and "-" in name.last:
            pair = hyphened.get("-".join(stem(part) for part in name.last.split("-")))
            if pair is not None:
                return replace(m, name=Name(*pair, name.middle, name.gender))
        return m

    return [read(m) for m in mentions]


def in_one_release(
    mentions: Sequence[PersonMention], groups: Groups
) -> tuple[list[tuple[FullName, Bearer]], list[Short]]:
    """Return the people of one release: (group of the full name, bearer), and those with shorter names."""
    given_patronymics = {(m.name.first, m.name.middle) for m in mentions if m.name.has_first and m.name.middle}
    full = [
        m
        for m in mentions
        if m.name.last and m.name.has_first and (m.name.middle or (m.name.first, m.name.last) not in given_patronymics)
    ]
    told_apart = who_is_told_apart(full, groups)
    bearers: dict[ToldApart, Bearer] = {}
    named: list[tuple[PersonMention, Bearer]] = []
    for m, who in zip(full, told_apart, strict=True):
        bearer = bearers.setdefault(who, bearer_of(m))
        bearer.add(m)
        named.append((m, bearer))
    here = ReleaseNames(named)
    short: dict[Name, tuple[str, Bearer]] = {}
    bare: list[PersonMention] = []
    fulls = {m.row for m in full}
    for m in mentions:
        if m.row in fulls:
            continue
        antecedent = here.antecedent(m)
        if antecedent is None and m.name.middle and not m.name.first:
            # «Уважаемый Владимир Владимирович» after «В. В. Путину»
            initials = [b for name, (_, b) in short.items() if are_initials_of(name, m.name)]
            antecedent = initials[0] if len(initials) == 1 else None
        if antecedent is not None:
            antecedent.follow(m)
        elif m.name.first:
            short.setdefault(m.name._replace(gender=""), (written_last(m), bearer_of(m)))[1].add(m)
        else:
            bare.append(m)
    for m in bare:
        fitting = [b for name, (written, b) in short.items() if name.first and {name.last, written} & forms_of(m)]
        if len(fitting) == 1:
            fitting[0].follow(m)
        else:
            short.setdefault(m.name._replace(gender=""), (written_last(m), bearer_of(m)))[1].add(m)
    return [(who[0], b) for who, b in bearers.items()], [(name, written, b) for name, (written, b) in short.items()]


def are_initials_of(name: Name, given: Name) -> bool:
    """Tell whether a surname's two initials can be a first name and a patronymic, which stand in `given` as its last
    and middle part."""
    return (
        is_initial(name.first) and is_initial(name.middle) and fits(name, Name(name.last, given.last, given.middle, ""))
    )


def written_last(m: PersonMention) -> str:
    """Return the surname as the text has it, folded: «Ж. Асанова» may have been read as a man's genitive."""
    return fold(split_written(m.text)[0])


def forms_of(m: PersonMention) -> set[str]:
    """Return the surname as read and as written."""
    return {m.name.last, written_last(m)}


def who_is_told_apart(full: Sequence[PersonMention], groups: Groups) -> list[ToldApart]:
    """Return for each full name of a release (group of the name, what tells its bearers apart here).

    That is the patronymic, or «старший» and «младший»; a mention without goes to the bearer named last before it.
    """
    keys = [groups.find((m.name.last, m.name.first)) for m in full]
    classes: dict[Hashable, list[str]] = defaultdict(list)
    for m, key in sorted(
        zip(full, keys, strict=True), key=lambda item: (is_initial(item[0].name.middle), item[0].start)
    ):
        if m.name.middle and not any(middles_agree(m.name.middle, other) for other in classes[key]):
            classes[key].append(m.name.middle)
    marks: list[tuple[str, str]] = []
    for m, key in zip(full, keys, strict=True):
        middle = next((c for c in classes[key] if m.name.middle and middles_agree(m.name.middle, c)), "")
        marks.append((middle if len(classes[key]) > 1 else "", generation_of(m)))
    several = {key for key in set(keys) if len({mark for k, mark in zip(keys, marks, strict=True) if k == key}) > 1}
    found: list[ToldApart] = []
    for i, (key, mark) in enumerate(zip(keys, marks, strict=True)):
        if key in several and not any(mark):
            others = [(full[n].start, marks[n]) for n in range(len(full)) if keys[n] == key and any(marks[n])]
            before = [other for start, other in others if start < full[i].start]
            mark = before[-1] if before else others[0][1]
        found.append((key, *mark))
    return found


def generation_of(m: PersonMention) -> str:
    """Return «старший» or «младший» where a mention has it, else ""."""
    return min(map(str, m.profile.of("generation")), default="")


class ReleaseNames:
    """The full names of one release, to find whom a shorter name means."""

    def __init__(self, full: Sequence[tuple[PersonMention, Bearer]]) -> None:
        self.by_key: dict[tuple[str, ...], list[tuple[int, PersonMention, Bearer]]] = defaultdict(list)
        for m, bearer in full:
            entry = (m.start, m, bearer)
            for key in {("last", m.name.last), ("sound", sound(m.name.last)), ("stem", stem(m.name.last))}:
                self.by_key[key].append(entry)
            self.by_key["first", first_sound(m.name.first)].append(entry)
            self.by_key["first stem", stem(m.name.first)].append(entry)
            if m.name.middle:
                self.by_key["given", m.name.first, m.name.middle].append(entry)
            for part in re.split(r"[ \-]", m.name.last):
                if part != m.name.last and len(part) > 3:
                    self.by_key["part", part].append(entry)
            if len(m.name.last) >= TYPO_LENGTH:
                for shorter in deletions(m.name.last):
                    self.by_key["typo", shorter].append(entry)

    def antecedent(self, mention: PersonMention) -> Bearer | None:
        """Return the person named last before `mention`, else first after it, whose name it can be; None if none is."""
        name = mention.name
        written = fold(mention.text)
        looked_up: list[tuple[str, ...]] = []
        if name.has_first and not name.middle:
            looked_up.append(("given", name.first, name.last))
        if name.middle and not name.first:
            looked_up.append(("given", name.last, name.middle))
        looked_up += [("last", name.last), ("last", written), ("sound", sound(name.last)), ("part", name.last)]
        if not name.first:
            looked_up += [("first", first_sound(name.last)), ("stem", stem(name.last)), ("first stem", stem(name.last))]
        if len(name.last) >= TYPO_LENGTH:
            looked_up += [("typo", shorter) for shorter in sorted(deletions(name.last))]
        generation = generation_of(mention)
        for kind, *key in looked_up:
            entries = self.by_key.get((kind, *key), [])
            if kind == "given":
                fitting = entries
            else:
                fitting = [e for e in entries if kind.startswith("first") or fits(name, e[1].name)]
            if kind == "stem":
                fitting = [e for e in fitting if not differ_by_gender(name.last, e[1].name.last)]
            if kind == "typo":
                fitting = [e for e in fitting if near_spelling(name.last, e[1].name.last)]
            if generation:
                fitting = [e for e in fitting if generation_of(e[1]) in ("", generation)]
            same_gender = [e for e in fitting if not name.gender or e[1].name.gender in ("", name.gender)]
            if kind in ("stem", "first stem", "typo") and len({e[2].order for e in fitting}) > 1:
                continue
            chosen = same_gender or fitting
            if chosen:
                at = bisect_left([e[0] for e in chosen], mention.start)
                return chosen[at - 1][2] if at else chosen[0][2]
        return None
