"""Reads PER mentions of all releases, writes which mentions are one person.

Within a release a shorter name goes to the fuller one named last before it; across releases full names meet by their
parts, and a surname or initials join a full name only where the corpus knows exactly one that fits, or role and
organisation single one out. Two people whose first names or patronymics differ are never joined.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain, combinations, groupby, pairwise
from math import fsum
from typing import NamedTuple, TypeVar

from pipeline.linking.evidence import Profile, Scale, fields_by_word, role_root, weights
from pipeline.linking.keys import CYRILLIC, LATIN, fold, look_alikes_replaced, one_edit_apart, sound, stem
from pipeline.linking.wordlists import parts, read_rows, word_lists
from pipeline.resources import models_folder, natasha_data

INITIAL = re.compile(r"[^\W\d_]{1,2}\.(?:-[^\W\d_]{1,2}\.)?")
NAME_PART = re.compile(r"[^\W\d_]{1,2}\.(?:-[^\W\d_]{1,2}\.)?|[^\s.]+")
ROMAN = re.compile(r"[IVX]+")
# Shorter words differ by one letter too easily: «Петров» and «Ветров».
TYPO_LENGTH = 7
FIRST_LENGTH = 4
# A bare surname of several bearers goes to one whom this share of at least this many releases names in full.
SPELLING_LENGTH = 5
BRACKET = 2  # characters of « (»
MOST_RIVALS = 30
ALL_PAIRS = 30  # blocks up to this size are compared pair by pair, larger ones between neighbours
SURE_SHARE = 0.95
SURE_RELEASES = 20
T = TypeVar("T")


VOICED = re.compile("(?<=[аеиоуюя])з(?=[аеиоуюя])")


@cache
def given_name_variants() -> dict[str, str]:
    """Return variant → usual form of given names, folded, from given_names.csv."""
    rows = read_rows(models_folder() / "given_names.csv")
    return {fold(variant): fold(row["name"]) for row in rows for variant in parts(row["variants"])}


class Name(NamedTuple):
    """A person's name as one mention gives it, folded; parts not given are "", an initial keeps its full stop."""

    last: str
    first: str
    middle: str
    gender: str

    @property
    def has_first(self) -> bool:
        """Tell whether the first name is there in full."""
        return bool(self.first) and not is_initial(self.first)


@dataclass(slots=True)
class PersonMention:
    """One PER mention: its place in text order, where it stands, what it says, and what its release tells of it."""

    row: int
    doc: int
    start: int
    name: Name
    text: str
    profile: Profile


def is_patronymic(word: str) -> bool:
    """Tell whether a word ends as a patronymic («Иванович», «Гейдар оглы»)."""
    lists = word_lists()
    return word.casefold().endswith((*lists["patronymic_ending"], *lists["patronymic_word"]))


def is_initial(part: str) -> bool:
    """Tell whether a part of a name is an initial («И.», «Дж.», «Ж.-П.»)."""
    return part.endswith(".")


def given(last: str, first: str, middle: str) -> tuple[str, str, str]:
    """Return the three parts folded, initials with their full stop."""

    def part(value: str) -> str:
        folded = fold(value)
        return folded + "." if folded and len(folded) == 1 else folded

    return fold(last), part(first), part(middle)


@lru_cache(100_000)
def split_written(normal: str) -> tuple[str, str, str]:
    """Return (last, first, middle) of a written name as written; a name of one word is a surname.

    The order «Фамилия Имя Отчество» is seen by the patronymic, «Фамилия И. О.» by the initials.
    """
    bare = look_alikes_replaced(re.sub(r"\([^)]*\)|[«»\"]", " ", normal).replace("\u00a0", " "))
    words = NAME_PART.findall(bare)
    particles = word_lists()["name_particle"]
    capital = next((i for i, w in enumerate(words) if w[:1].isupper()), 0)
    words = [w for i, w in enumerate(words) if i >= capital or w in particles]  # «пророк Мухаммед»
    initials = [w for w in words if INITIAL.fullmatch(w)]
    full = [w for w in words if not INITIAL.fullmatch(w)]
    if not full or (len(full) == 1 and not initials):
        return " ".join(full) or normal.strip(), "", ""
    if len(full) > 1 and ROMAN.fullmatch(full[-1]):
        return " ".join(full), "", ""
    if initials:
        if len(full) == 1:
            return full[0], initials[0], initials[1] if len(initials) > 1 else ""
        return full[-1], full[0], initials[0]
    if len(full) > 2 and full[-1].casefold() in word_lists()["patronymic_word"]:
        full[-2:] = [f"{full[-2]} {full[-1]}"]
    if len(full) == 3 and is_patronymic(full[2]) and not is_patronymic(full[1]):
        return full[0], full[1], full[2]
    if full[0].casefold() in particles:
        return " ".join(full), "", ""
    cut = len(full) - 1
    while cut > 1 and full[cut - 1].casefold() in particles:
        cut -= 1
    first, *middle = full[:cut]
    return " ".join(full[cut:]), first, " ".join(middle)


@lru_cache(100_000)
def split_name(normal: str) -> tuple[str, str, str]:
    """Return (last, first, middle) of a written name, folded."""
    return given(*split_written(normal))


@lru_cache(100_000)
def name_of(normal: str, last: str, first: str, middle: str, gender: str) -> Name:
    """Return the mention's name from its columns, or from `normal` where they are empty."""
    if last or first:
        parts = given(last, first, middle) if last else given(first, "", middle)
        return Name(*parts, gender)
    return Name(*split_name(normal), gender)


@cache
def known_first_names() -> frozenset[str]:
    """Return natasha's 7,700 first names, folded: two different ones of them are no spelling variants."""
    return read_words("first.txt")


@cache
def known_surnames() -> frozenset[str]:
    """Return natasha's 182,000 surnames, folded (0.1 s): loaded only when two spellings must be judged."""
    return read_words("last.txt")


def read_words(name: str) -> frozenset[str]:
    """Return the words of one list, folded, comments left out."""
    lines = (natasha_data() / "dict" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("#")[0].strip().replace("ё", "е") for line in lines)


def same_ending(a: str, b: str) -> bool:
    """Tell whether two names end alike, or both in consonants, so that they do not differ by gender or case."""
    return a[-1:] == b[-1:] or not {a[-1:], b[-1:]} & set("аеиоуыэюяьй")


@lru_cache(50_000)
def first_sound(first: str) -> str:
    """Return the sound of a first name by its usual variant («Мэтт» is «Мэттью»).

    «Г» and «Х» stand for one foreign H («Гайко», «Хайко»), «з» between vowels for a foreign s («Тереза», «Тереса»).
    """
    key = VOICED.sub("с", sound(given_name_variants().get(first, first)))
    return "х" + key[1:] if key.startswith("г") else key


@lru_cache(100_000)
def firsts_agree(a: str, b: str) -> bool:
    """Tell whether two first names can be one person's: equal, initial of the other, or spellings of one name."""
    if not a or not b or a == b:
        return True
    if is_initial(a) or is_initial(b):
        left, right = (re.sub(r"[.\s]", "", name).split("-") for name in (a, b))
        return all(x.startswith(y) or y.startswith(x) for x, y in zip(left, right, strict=False))
    if first_sound(a) == first_sound(b):
        return True
    return min(len(a), len(b)) > 4 and one_edit_apart(a, b) and same_ending(a, b) and not {a, b} <= known_first_names()


@lru_cache(100_000)
def middles_agree(a: str, b: str) -> bool:
    """Tell whether two patronymics can be one person's."""
    if not a or not b or a == b:
        return True
    if is_initial(a) or is_initial(b):
        return a[0] == b[0]
    return sound(a) == sound(b)


def lasts_agree(a: str, b: str, first: str) -> bool:
    """Tell whether two surnames beside one first name are spellings, or a case left standing, of one surname."""
    if sound(a) == sound(b):
        return True
    if stem(a) == stem(b) and len(stem(a)) > 3 and first in known_first_names():
        return True  # «Мария Захаров», «Сергея Лаврова»: the first name has one gender, so the surname has too
    if min(len(a), len(b)) < TYPO_LENGTH or not one_edit_apart(a, b) or not same_ending(a, b):
        return False
    return not {a, b} <= known_surnames()


def differ_by_gender(a: str, b: str) -> bool:
    """Tell whether two surnames are a man's and a woman's («Ибраимов», «Ибраимова»)."""
    short, long = sorted((a, b), key=len)
    return long == short + "а" and short.endswith(word_lists()["surname_ending"])


Key = tuple[str, str]


class Groups:
    """A union-find over hashable keys; the smallest key stands for its group, so order of joining does not show."""

    def __init__(self) -> None:
        self.parent: dict[Key, Key] = {}

    def find(self, key: Key) -> Key:
        """Return the key that stands for `key`'s group."""
        root = key
        while (above := self.parent.get(root, root)) != root:
            root = above
        while (above := self.parent.get(key, key)) != root:
            self.parent[key] = root
            key = above
        return root

    def join(self, a: Key, b: Key) -> None:
        """Make the groups of `a` and `b` one."""
        a, b = sorted((self.find(a), self.find(b)))
        self.parent[b] = a


def deletions(word: str) -> set[str]:
    """Return `word` and all its forms with one letter dropped: words one edit apart share at least one of them."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def group_full_names(mentions: Iterable[PersonMention]) -> Groups:
    """Return the groups of (last, first) pairs that are one name in several spellings.

    Blocks: sound of both parts; stem of the surname beside one first name; surnames one edit apart beside one first
    name; first names one edit apart beside one surname. Every block is found by a key, so the cost grows with the
    number of names and not with its square; the blocks of one kind are let go of before those of the next are made.
    """
    groups = Groups()
    pairs = sorted({(m.name.last, m.name.first) for m in mentions if m.name.last and m.name.has_first})

    def join(block: Sequence[Key], agree: Callable[[Key, Key], bool]) -> None:
        for one, other in pairs_of(block):
            if agree(one, other):
                groups.join(one, other)

    for block in blocks(pairs, lambda pair: (sound(pair[0]), first_sound(pair[1]))):
        join(block, spelt_alike)
    for block in blocks(pairs, lambda pair: (stem(pair[0]), pair[1])):
        join(block, spelt_alike)
    for block in blocks(pairs, lambda pair: (stem(pair[0]), stem(pair[1]))):
        join(block, both_in_another_case)
    for block in blocks(pairs, lambda pair: tuple(sorted((first_sound(pair[0]), first_sound(pair[1]))))):
        join(block, lambda one, other: True)  # «Биби Асия» is «Асия Биби»
    for namesakes in blocks(pairs, lambda pair: first_sound(pair[1])):
        for block in near_blocks(namesakes, lambda pair: pair[0], TYPO_LENGTH - 1):
            join(block, spelt_alike)
    for namesakes in blocks(pairs, lambda pair: sound(pair[0])):
        for block in near_blocks(namesakes, lambda pair: pair[1], FIRST_LENGTH):
            join(block, spelt_alike)
    return groups


def blocks(things: Iterable[T], key: Callable[[T], Hashable]) -> Iterator[list[T]]:
    """Yield the things of each key that several have, in the order they came."""
    by_key: dict[Hashable, list[T]] = defaultdict(list)
    for thing in things:
        by_key[key(thing)].append(thing)
    return (block for block in by_key.values() if len(block) > 1)


def near_blocks(things: Iterable[T], word: Callable[[T], str], shortest: int) -> Iterator[list[T]]:
    """Yield the things whose words, of `shortest` letters or more, share a form with one letter dropped."""
    by_form: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        if len(word(thing)) >= shortest:
            for form in deletions(word(thing)):
                by_form[form].append(thing)
    return (block for block in by_form.values() if len(block) > 1)


def pairs_of(block: Sequence[T]) -> Iterable[tuple[T, T]]:
    """Return the pairs of a block to compare: all of a small one, neighbours of a large one."""
    return combinations(block, 2) if len(block) <= ALL_PAIRS else pairwise(block)


def spelt_alike(a: Key, b: Key) -> bool:
    """Tell whether two full names are spellings of one."""
    return firsts_agree(a[1], b[1]) and lasts_agree(a[0], b[0], a[1])


def both_in_another_case(a: Key, b: Key) -> bool:
    """Tell whether one full name is the other left in an oblique case («Бориса Джонсона» beside «Борис Джонсон»).

    The oblique one must not be a first name itself: «Александра Петрова» may be a woman.
    """
    known = [pair[1] in known_first_names() for pair in (a, b)]
    return a[1] != b[1] and known.count(True) == 1


@dataclass(slots=True, eq=False)
class Bearer:
    """Mentions that are one person as far as is known: the forms of the name, where they stand, what they tell.

    `order` is the row of the first mention: it decides between equals. Hundreds of thousands live at once, so what
    most have one of is a tuple, and what the people of a release have alike is shared (Profile).
    """

    order: int
    profile: Profile
    rows: list[int] = field(default_factory=list)
    releases: set[int] = field(default_factory=set)
    lasts: tuple[str, ...] = ()
    firsts: tuple[str, ...] = ()
    middles: tuple[str, ...] = ()
    men: int = 0
    women: int = 0

    def add(self, m: PersonMention) -> None:
        """Take in one mention that gives the name in full or as the only one of its release."""
        self.take_forms((m.name.last,), (m.name.first,), (m.name.middle,))
        self.follow(m)

    def follow(self, m: PersonMention) -> None:
        """Take in one mention that refers back to a fuller one."""
        self.rows.append(m.row)
        self.releases.add(m.doc)
        self.men += m.name.gender == "m"
        self.women += m.name.gender == "f"
        self.profile = self.profile.with_all_of(m.profile)

    def update(self, other: "Bearer") -> None:
        """Take in another bearer."""
        self.order = min(self.order, other.order)
        self.rows += other.rows
        self.releases |= other.releases
        self.take_forms(other.lasts, other.firsts, other.middles)
        self.men += other.men
        self.women += other.women
        self.profile = self.profile.with_all_of(other.profile)

    def take_forms(self, lasts: tuple[str, ...], firsts: tuple[str, ...], middles: tuple[str, ...]) -> None:
        """Take in forms of the parts of the name; "" is a first name or patronymic that is not given."""
        self.lasts += tuple(last for last in lasts if last not in self.lasts)
        self.firsts += tuple(first for first in firsts if first and first not in self.firsts)
        self.middles += tuple(middle for middle in middles if middle and middle not in self.middles)

    @property
    def gender(self) -> str:
        """Return the gender that the roles tell, else that of most mentions, "" if unknown."""
        told = self.profile.of("gender")
        if len(told) == 1:
            return str(next(iter(told)))
        return "m" if self.men > self.women else "f" if self.women else ""

    @property
    def patronymics(self) -> set[str]:
        """Return the patronymics that are not just initials."""
        return {middle for middle in self.middles if not is_initial(middle)}


def bearer_of(m: PersonMention) -> Bearer:
    """Return a bearer for whom `m` is the first mention, yet to be added."""
    return Bearer(m.row, m.profile)


# Kind of evidence → how much it speaks for one person, or against (below 0).
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Join:
    """Two bearers that were found to be one: rows of their first mentions, all rows that `joined` brought, and why.

    `shared`: kind of evidence → the values that both have; `rule` joins whatever the evidence weighs, "" if it decides.
    """

    kept: int
    joined: int
    rows: tuple[int, ...]
    evidence: Weights
    shared: Mapping[str, Collection[Hashable]]
    rule: str


Identity = tuple[str, int]
# A name without its full first name: as read, its surname as written, and the mentions of one release that have it.
Short = tuple[Name, str, Bearer]


def link_people(
    mentions: Iterable[PersonMention], scale: Scale, witness: Callable[[Join], None] | None = None
) -> dict[int, Identity]:
    """Return mention row → identity: equal for mentions of one person, independent of the order of `mentions`.

    `witness` is told of every two bearers that become one across releases.
    """
    full, short = within_releases(mentions)
    joiner = Joiner(scale, witness)
    people = People(joiner)
    caution = {"caution": -weights()["caution"][0]}
    for key in sorted(full, key=str):
        namesakes = full.pop(key)
        people.full_names[key] = clusters(namesakes, {**name_evidence(namesakes), **caution}, joiner)
    people.place([item for item in short if item[0].first], "initials")
    people.join_full_names()
    people.join_spellings()
    people.place([item for item in short if not item[0].first], "surname")
    found: dict[int, Identity] = {}
    for bearer in people.everybody():
        found.update(dict.fromkeys(bearer.rows, ("person", bearer.order)))
    return found


def within_releases(mentions: Iterable[PersonMention]) -> tuple[dict[Key, list[Bearer]], list[Short]]:
    """Return the people of each release: by the group of their full name, and those with shorter names."""
    ordered = readable(with_latin_names_read(sorted(mentions, key=lambda m: m.row)))
    groups = group_full_names(ordered)
    full: dict[Key, list[Bearer]] = defaultdict(list)
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
    hyphened: dict[str, Key] = {}
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


def in_one_release(mentions: Sequence[PersonMention], groups: Groups) -> tuple[list[tuple[Key, Bearer]], list[Short]]:
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


def written_last(m: PersonMention) -> str:
    """Return the surname as the text has it, folded: «Ж. Асанова» may have been read as a man's genitive."""
    return fold(split_written(m.text)[0])


def forms_of(m: PersonMention) -> set[str]:
    """Return the surname as read and as written."""
    return {m.name.last, written_last(m)}


# Group of a full name, patronymic and generation where they tell bearers of it apart.
ToldApart = tuple[Key, str, str]


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


def fits(short: Name, full: Name) -> bool:
    """Tell whether first name and patronymic of a shorter name can be those of a full one."""
    return firsts_agree(short.first, full.first) and middles_agree(short.middle, full.middle)


def near_spelling(a: str, b: str) -> bool:
    """Tell whether two names may be a slip of the pen apart: one letter, but no difference of gender or case."""
    return one_edit_apart(a, b) and same_ending(a, b)


def commonness(last: str) -> int:
    """Return 2 for a surname that many have, 1 for one that some may have, 0 for a rare one.

    Common are those that end as Russian and Turkic surnames do; rare those that in no list of surnames stand: foreign
    surnames, and given names of monarchs and clergy, who have no other.
    """
    if last.endswith(word_lists()["common_surname_ending"]) or len(last) < 4:
        return 2
    return 1 if last in known_surnames() else 0


def name_evidence(bearers: Iterable[Bearer]) -> Weights:
    """Return the weight of two full names being equal: the rarer the name, the more it tells."""
    rarest = min((commonness(last) for bearer in bearers for last in bearer.lasts), default=2)
    return weights_of("name" if rarest == 2 else "rare_name")


def weights_of(*kinds: str) -> Weights:
    """Return kind → its weight where it speaks for one person."""
    return {kind: weights()[kind][0] for kind in kinds}


def spelling_evidence(a: Bearer, b: Bearer) -> Weights:
    """Return the weight of two full names being equal but for a letter of the surname."""
    return {**name_evidence((a, b)), **weights_of("spelling")}


class Joiner:
    """Weighs whether two bearers are one person; tells `witness`, where there is one, of every two that are."""

    def __init__(self, scale: Scale, witness: Callable[[Join], None] | None = None) -> None:
        self.scale = scale
        self.witness = witness

    def evidence(self, a: Bearer, b: Bearer, name: Weights) -> Weights:
        """Return what speaks for and against `a` and `b` being one, `name` being what their names say.

        What makes it impossible weighs minus infinity.
        """
        table = weights()
        found = dict(name)
        if a.middles and b.middles:
            if not any(middles_agree(x, y) for x in a.middles for y in b.middles):
                return {"patronymic": float("-inf")}
            found |= weights_of("patronymic" if a.patronymics & b.patronymics else "middle_initial")
        if a.gender and b.gender and a.gender != b.gender and (a.profile.of("gender") or b.profile.of("gender")):
            found["gender"] = table["gender"][1]
        return found | self.scale.reasons(a.profile, b.profile)

    def weigh(self, a: Bearer, b: Bearer, name: Weights) -> float:
        """Return how much speaks for `a` and `b` being one (above 0) or two (below)."""
        return fsum(self.evidence(a, b, name).values())

    def note(self, kept: Bearer, other: Bearer, name: Weights, rule: str = "") -> None:
        """Tell the witness that `kept` will take in `other`; `rule` is what joins them whatever the rest weighs."""
        if self.witness is not None:
            shared: dict[str, Collection[Hashable]] = {
                kind: kept.profile.of(kind) & other.profile.of(kind) for kind in kept.profile.values
            }
            shared["company"] = self.scale.rarest(kept.profile.company & other.profile.company)
            evidence = self.evidence(kept, other, name)
            self.witness(Join(kept.order, other.order, tuple(other.rows), evidence, shared, rule))


def clusters(bearers: Sequence[Bearer], name: Weights, joiner: Joiner) -> list[Bearer]:
    """Return the people among bearers of one name, `name` being the weight of that.

    Equal patronymics and equal posts join at once. What is left joins the best of those known better, if more speaks
    for it than against it, and clearly more than for the next one.
    """
    if len(bearers) == 1:
        return list(bearers)
    known = sorted(joined_by_key(bearers, name, joiner), key=lambda b: (not b.patronymics, -len(b.releases), b.order))
    while True:
        people: list[Bearer] = []
        for bearer in known:
            best = clearly_best(bearer, people[:MOST_RIVALS], name, joiner)
            if best is None:
                people.append(bearer)
            else:
                joiner.note(best, bearer, name)
                best.update(bearer)
        if len(people) == len(known) or len(people) == 1:
            return people
        known = sorted(people, key=lambda b: (not b.patronymics, -len(b.releases), b.order))


def joined_by_key(bearers: Sequence[Bearer], name: Weights, joiner: Joiner) -> list[Bearer]:
    """Return the bearers with those of one patronymic made one, then those of one post if no patronymic objects."""
    for kind in ("patronymic", "post"):
        by_value: dict[Hashable, Bearer] = {}
        left: list[Bearer] = []
        for bearer in sorted(bearers, key=lambda b: (not b.patronymics, b.order)):
            values = sorted(bearer.patronymics if kind == "patronymic" else bearer.profile.of("post"), key=str)
            if kind == "patronymic":
                values = [sound(str(value)) for value in values]
            same = next((by_value[v] for v in values if v in by_value and compatible(by_value[v], bearer)), None)
            if same is None:
                left.append(bearer)
                same = bearer
            else:
                joiner.note(same, bearer, name, f"equal {kind}s")
                same.update(bearer)
            for value in values:
                by_value.setdefault(value, same)
        bearers = left
    return list(bearers)


def compatible(a: Bearer, b: Bearer) -> bool:
    """Tell whether neither patronymic nor generation nor gender forbids that two bearers are one."""
    generations = a.profile.of("generation"), b.profile.of("generation")
    return (not a.middles or not b.middles or any(middles_agree(x, y) for x in a.middles for y in b.middles)) and (
        not all(generations) or bool(generations[0] & generations[1])
    )


def clearly_best(bearer: Bearer, rivals: Sequence[Bearer], name: Weights, joiner: Joiner) -> Bearer | None:
    """Return who of the rivals `bearer` is, `name` being what the names say; None where none or several may be."""
    scored = [(joiner.weigh(bearer, other, name), other) for other in rivals]
    scored.sort(key=lambda item: (-item[0], item[1].order))
    if not scored or scored[0][0] <= 0:
        return None
    best, chosen = scored[0]
    for value, other in scored[1:]:
        if value <= 0 or best - value >= weights()["margin"][0]:
            break
        if not firsts_of_both_agree(chosen, other) or joiner.weigh(chosen, other, weights_of("name")) <= 0:
            return None  # two who are not one, and nothing tells which
    return chosen


def firsts_of_both_agree(a: Bearer, b: Bearer) -> bool:
    """Tell whether two bearers of one surname can have one first name."""
    return not a.firsts or not b.firsts or any(firsts_agree(x, y) for x in a.firsts for y in b.firsts)


class People:
    """Everybody found so far: by the group of their full name, and those whose full name is not known."""

    def __init__(self, joiner: Joiner) -> None:
        self.joiner = joiner
        self.full_names: dict[Key, list[Bearer]] = {}
        self.others: list[Bearer] = []

    def everybody(self) -> Iterator[Bearer]:
        """Yield all people."""
        return chain(chain.from_iterable(self.full_names.values()), self.others)

    def join_full_names(self) -> None:
        """Join people of one full name against whom nothing speaks, now that initials have told more of them."""
        for key, bearers in self.full_names.items():
            self.full_names[key] = clusters(bearers, name_evidence(bearers), self.joiner)

    def join_spellings(self) -> None:
        """Join people whose surnames are one letter apart where enough else speaks for it."""
        named = [
            (last, first, key)
            for key, bearers in self.full_names.items()
            for last, first in sorted({(last, first) for b in bearers for last in b.lasts for first in b.firsts})
        ]
        pairs: set[tuple[Key, Key]] = set()
        for namesakes in blocks(named, lambda name: first_sound(name[1])):
            for block in near_blocks(namesakes, lambda name: name[0], SPELLING_LENGTH):
                keys = list(dict.fromkeys(key for _, _, key in block))
                pairs.update((one, other) if str(one) < str(other) else (other, one) for one, other in pairs_of(keys))
        for one, other in sorted(pairs, key=str):
            for bearer in self.full_names[one]:
                for double in [b for b in self.full_names[other] if self.same_but_for_spelling(bearer, b)]:
                    self.joiner.note(bearer, double, spelling_evidence(bearer, double))
                    bearer.update(double)
                    self.full_names[other].remove(double)

    def same_but_for_spelling(self, a: Bearer, b: Bearer) -> bool:
        """Tell whether two people whose surnames are one letter apart are one."""
        return any(near_spelling(x, y) for x in a.lasts for y in b.lasts) and (
            self.joiner.weigh(a, b, spelling_evidence(a, b)) > 0
        )

    def place(self, short: Sequence[Short], kind: str) -> None:
        """Put shorter names to the people they mean; those that nobody fits become people of their own."""
        surnames = Surnames(self.everybody(), {last for name, written, _ in short for last in (name.last, written)})
        rest: dict[Key, list[Bearer]] = defaultdict(list)
        meant = [self.meant(item, surnames.fitting(*item), kind) for item in short]
        for (name, _, bearer), best in zip(short, meant, strict=True):
            if best is not None:
                best.update(bearer)
            else:
                usual = name.last if name.first else given_name_variants().get(name.last, name.last)
                rest[sound(usual), name.first[:1]].append(bearer)
        for key in sorted(rest, key=str):
            bearers = rest[key]
            rare = min(commonness(last) for bearer in bearers for last in bearer.lasts) == 0
            bare = weights_of("rare_name" if rare else "other_bare")
            self.others += clusters(bearers, name_evidence(bearers) if kind == "initials" else bare, self.joiner)

    def meant(self, short: Short, fitting: Sequence[Bearer], kind: str) -> Bearer | None:
        """Return whom of those who fit a shorter name means; None where nobody fits or several fit alike."""
        bearer = short[2]
        best = clearly_best(bearer, fitting, weights_of(kind), self.joiner)
        if best is None and len(fitting) > 1:
            # One whom nearly every release that gives a first name means; the rest are slips of the pen.
            releases = [len(other.releases) for other in fitting]
            most = max(range(len(fitting)), key=lambda n: releases[n])
            if releases[most] >= SURE_RELEASES and releases[most] >= SURE_SHARE * sum(releases):
                best = clearly_best(bearer, [fitting[most]], weights_of(kind), self.joiner)
        if best is not None:
            self.joiner.note(best, bearer, weights_of(kind))
        return best


class Surnames:
    """Who bears the surnames that shorter names have: only those asked for are looked up, and remembered."""

    def __init__(self, people: Iterable[Bearer], asked: Collection[str]) -> None:
        sounds = {sound(last) for last in asked}
        forms = {form for last in asked if may_be_misspelt(last) for form in deletions(last)}
        self.by_sound: dict[str, list[Bearer]] = defaultdict(list)
        self.by_form: dict[str, list[Bearer]] = defaultdict(list)
        for bearer in people:
            for key in sounds & {sound(last) for last in bearer.lasts}:
                self.by_sound[key].append(bearer)
            if forms:
                long = (last for last in bearer.lasts if len(last) >= TYPO_LENGTH)
                for key in forms & {form for last in long for form in deletions(last)}:
                    self.by_form[key].append(bearer)

    def fitting(self, name: Name, written: str, bearer: Bearer) -> list[Bearer]:
        """Return the people whose name a shorter name can be, those of its gender where there are any."""
        for last in dict.fromkeys((name.last, written)):
            alike = [other for other in self.by_sound.get(sound(last), ()) if agrees(other, name)]
            if alike:
                found = [other for other in alike if last in other.lasts] or alike
                same = [o for o in found if not bearer.gender or o.gender in ("", bearer.gender)]
                return (same or found)[:MOST_RIVALS]
        if not may_be_misspelt(name.last):
            return []
        near = {other.order: other for form in deletions(name.last) for other in self.by_form.get(form, ())}
        return [
            other
            for _, other in sorted(near.items())
            if agrees(other, name) and any(lasts_agree(name.last, last, "") for last in other.lasts)
        ][:MOST_RIVALS]


def may_be_misspelt(last: str) -> bool:
    """Tell whether a surname is long enough, and known too little, not to be another one by a slip of the pen."""
    return len(last) >= TYPO_LENGTH and last not in known_surnames()


def agrees(bearer: Bearer, name: Name) -> bool:
    """Tell whether a shorter name (surname aside) can be this person's."""
    return (not name.first or not bearer.firsts or any(firsts_agree(name.first, f) for f in bearer.firsts)) and (
        not name.middle or not bearer.middles or any(middles_agree(name.middle, m) for m in bearer.middles)
    )
