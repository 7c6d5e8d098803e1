"""Reads PER mentions of all releases, writes which mentions are one person.

Within a release a shorter name goes to the fuller one named last before it; across releases full names meet by their
parts, and a surname or initials join a full name only where the corpus knows exactly one that fits, or role and
organisation single one out. Two people whose first names or patronymics differ are never joined.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from pipeline.linking.keys import fold, look_alikes_replaced, sound, stem
from pipeline.linking.wordlists import parts, read_rows, word_lists
from pipeline.resources import models_folder, natasha_data

INITIAL = re.compile(r"[^\W\d_]{1,2}\.(?:-[^\W\d_]{1,2}\.)?")
NAME_PART = re.compile(r"[^\W\d_]{1,2}\.(?:-[^\W\d_]{1,2}\.)?|[^\s.]+")
ROMAN = re.compile(r"[IVX]+")
# Shorter words differ by one letter too easily: «Петров» and «Ветров».
TYPO_LENGTH = 7
# A bare surname of several bearers goes to one whom this share of at least this many releases names in full.
ALL_PAIRS = 30  # blocks up to this size are compared pair by pair, larger ones between neighbours
SURE_SHARE = 0.95
SURE_RELEASES = 20


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
    """One PER mention: where it stands, what it says; `evidence` holds role and organisation keys of its statements."""

    row: int
    doc: int
    start: int
    name: Name
    text: str
    evidence: frozenset[Hashable] = field(default_factory=frozenset)


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


def one_edit_apart(a: str, b: str) -> bool:
    """Tell whether one letter inserted, dropped, replaced, or two neighbours swapped turn `a` into `b`."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    return (
        a[i + 1 :] == b[i + 1 :]
        or a[i:] == b[i + 1 :]
        or a[i + 1 :] == b[i:]
        or (a[i + 2 :] == b[i + 2 :] and a[i : i + 2] == b[i : i + 2][::-1])
    )


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


class Groups:
    """A union-find over hashable keys; the smallest key stands for its group, so order of joining does not show."""

    def __init__(self) -> None:
        self.parent: dict[tuple[str, ...], tuple[str, ...]] = {}

    def find(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """Return the key that stands for `key`'s group."""
        root = key
        while (above := self.parent.get(root, root)) != root:
            root = above
        while (above := self.parent.get(key, key)) != root:
            self.parent[key] = root
            key = above
        return root

    def join(self, a: tuple[str, ...], b: tuple[str, ...]) -> None:
        """Make the groups of `a` and `b` one."""
        a, b = sorted((self.find(a), self.find(b)))
        self.parent[b] = a


def deletions(word: str) -> set[str]:
    """Return `word` and all its forms with one letter dropped: words one edit apart share at least one of them."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def group_full_names(names: Iterable[Name]) -> Groups:
    """Return the groups of (last, first) pairs that are one name in several spellings.

    Blocks: sound of both parts; stem of the surname beside one first name; surnames one edit apart beside one first
    name; first names one edit apart beside one surname. Every block is found by a key, so the cost grows with the
    number of names and not with its square.
    """
    groups = Groups()
    pairs = sorted({(n.last, n.first) for n in names})
    blocks: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for last, first in pairs:
        blocks["sound", sound(last), first_sound(first)].append((last, first))
        blocks["stem", stem(last), first].append((last, first))
        blocks["case", stem(last), stem(first)].append((last, first))
        if len(last) >= TYPO_LENGTH - 1:
            for shorter in deletions(last):
                blocks["last", shorter, first_sound(first)].append((last, first))
        if len(first) > 3:
            for shorter in deletions(first):
                blocks["first", sound(last), shorter].append((last, first))
    for (kind, *_), block in blocks.items():
        ordered = sorted(set(block))
        for one, other in combinations(ordered, 2) if len(ordered) <= ALL_PAIRS else pairwise(ordered):
            if kind == "case":
                agree = both_in_another_case(one, other)
            else:
                agree = firsts_agree(one[1], other[1]) and lasts_agree(one[0], other[0], one[1])
            if agree:
                groups.join(one, other)
    return groups


def both_in_another_case(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Tell whether one full name is the other left in an oblique case («Бориса Джонсона» beside «Борис Джонсон»).

    The oblique one must not be a first name itself: «Александра Петрова» may be a woman.
    """
    known = [pair[1] in known_first_names() for pair in (a, b)]
    return a[1] != b[1] and known.count(True) == 1


@dataclass(slots=True)
class Person:
    """One person as the corpus knows them by full name: the forms of each part and what their statements say."""

    lasts: set[str] = field(default_factory=set)
    firsts: set[str] = field(default_factory=set)
    middles: set[str] = field(default_factory=set)
    genders: Counter[str] = field(default_factory=Counter)
    evidence: set[Hashable] = field(default_factory=set)
    releases: set[int] = field(default_factory=set)

    def agrees(self, name: Name) -> bool:
        """Tell whether `name` (surname aside) can be this person's."""
        return (not name.first or any(firsts_agree(name.first, f) for f in self.firsts)) and (
            not name.middle or not self.middles or any(middles_agree(name.middle, m) for m in self.middles)
        )

    def gender_agrees(self, gender: str) -> bool:
        """Tell whether nothing known about the gender speaks against `gender`."""
        return not gender or not self.genders or self.genders[gender] > 0


Identity = tuple[str, ...]


def link_people(mentions: Sequence[PersonMention]) -> dict[int, Identity]:
    """Return mention row → identity: equal for mentions of one person, independent of the order of `mentions`."""
    ordered = without_epithets(sorted(mentions, key=lambda m: (m.doc, m.start, m.row)))
    groups = group_full_names(m.name for m in ordered if m.name.last and m.name.has_first)
    middles = middle_clusters(ordered, groups)
    found: dict[int, Identity] = {}
    by_doc: dict[int, list[PersonMention]] = defaultdict(list)
    for mention in ordered:
        by_doc[mention.doc].append(mention)
    persons: dict[Identity, Person] = defaultdict(Person)
    pending: list[PersonMention] = []
    for doc_mentions in by_doc.values():
        full = [(m, full_identity(m.name, groups, middles)) for m in doc_mentions if m.name.last and m.name.has_first]
        full = [(m, identity or nearest_with_patronymic(m, full, groups)) for m, identity in full]
        for m, identity in full:
            found[m.row] = identity
            remember(persons[identity], m)
        here = ReleaseNames(full)
        for m in doc_mentions:
            if m.row in found:
                continue
            if (antecedent := here.antecedent(m)) is not None:
                found[m.row] = antecedent
            else:
                pending.append(m)
    for m in ordered:
        if m.row in found and not m.name.has_first:
            persons[found[m.row]].evidence |= m.evidence
    link_across(pending, persons, found)
    return found


def without_epithets(mentions: Sequence[PersonMention]) -> list[PersonMention]:
    """Return the mentions without a word before the name that was taken for a first name.

    Such a word is no known first name, and without it the rest is a full name of the corpus («Полпред Иван Петров»).
    """
    pairs = {(m.name.last, m.name.first) for m in mentions if m.name.has_first}

    def is_epithet(name: Name) -> bool:
        return bool(name.middle) and name.first not in known_first_names() and (name.last, name.middle) in pairs

    return [
        replace(m, name=Name(m.name.last, m.name.middle, "", m.name.gender)) if is_epithet(m.name) else m
        for m in mentions
    ]


def remember(person: Person, mention: PersonMention) -> None:
    """Add what one full mention says to the person."""
    name = mention.name
    person.releases.add(mention.doc)
    person.lasts.add(name.last)
    person.firsts.add(name.first)
    if name.middle:
        person.middles.add(name.middle)
    if name.gender:
        person.genders[name.gender] += 1
    person.evidence |= mention.evidence


def middle_clusters(mentions: Iterable[PersonMention], groups: Groups) -> dict[Identity, list[str]]:
    """Return, for each full name, the patronymics that tell its bearers apart (none or one: one bearer)."""
    seen: dict[Identity, set[str]] = defaultdict(set)
    for m in mentions:
        if m.name.last and m.name.has_first and m.name.middle:
            seen[groups.find((m.name.last, m.name.first))].add(m.name.middle)
    clusters: dict[Identity, list[str]] = {}
    for key, found in seen.items():
        kept: list[str] = []
        for middle in sorted(found, key=lambda x: (is_initial(x), x)):
            if not any(middles_agree(middle, other) for other in kept):
                kept.append(middle)
        clusters[key] = kept
    return clusters


def full_identity(name: Name, groups: Groups, middles: dict[Identity, list[str]]) -> Identity:
    """Return the identity of a full name; () where several bearers have it and this mention has no patronymic."""
    key = groups.find((name.last, name.first))
    known = middles.get(key, [])
    if len(known) < 2:
        return ("full", *key)
    if not name.middle:
        return ()
    return ("full", *key, next(m for m in known if middles_agree(name.middle, m)))


def nearest_with_patronymic(
    mention: PersonMention, full: Sequence[tuple[PersonMention, Identity]], groups: Groups
) -> Identity:
    """Return the bearer of the same full name named last before, else first after, with a patronymic; else its own."""
    key = groups.find((mention.name.last, mention.name.first))
    same = [(m.start, i) for m, i in full if i and groups.find((m.name.last, m.name.first)) == key]
    before = [i for start, i in same if start <= mention.start]
    return before[-1] if before else same[0][1] if same else ("full", *key)


class ReleaseNames:
    """The full names of one release, to find whom a shorter name means."""

    def __init__(self, full: Sequence[tuple[PersonMention, Identity]]) -> None:
        self.by_key: dict[tuple[str, str], list[tuple[int, PersonMention, Identity]]] = defaultdict(list)
        for m, identity in full:
            entry = (m.start, m, identity)
            for key in {("last", m.name.last), ("sound", sound(m.name.last)), ("stem", stem(m.name.last))}:
                self.by_key[key].append(entry)
            self.by_key["first", first_sound(m.name.first)].append(entry)
            self.by_key["first stem", stem(m.name.first)].append(entry)
            for part in re.split(r"[ \-]", m.name.last):
                if part != m.name.last and len(part) > 3:
                    self.by_key["part", part].append(entry)

    def antecedent(self, mention: PersonMention) -> Identity | None:
        """Return the person named last before `mention`, else first after it, whose name it can be; None if none is."""
        name = mention.name
        written = fold(mention.text)
        looked_up = [("last", name.last), ("last", written), ("sound", sound(name.last)), ("part", name.last)]
        if not name.first:
            looked_up += [("first", first_sound(name.last)), ("stem", stem(name.last)), ("first stem", stem(name.last))]
        for kind, key in looked_up:
            entries = self.by_key.get((kind, key), ())
            fitting = [e for e in entries if kind.startswith("first") or fits(name, e[1].name)]
            if kind == "stem":
                fitting = [e for e in fitting if not differ_by_gender(name.last, e[1].name.last)]
            same_gender = [e for e in fitting if not name.gender or e[1].name.gender in ("", name.gender)]
            if kind in ("stem", "first stem") and len({e[2] for e in fitting}) > 1:
                continue
            chosen = same_gender or fitting
            if chosen:
                at = bisect_left([e[0] for e in chosen], mention.start)
                return chosen[at - 1][2] if at else chosen[0][2]
        return None


def fits(short: Name, full: Name) -> bool:
    """Tell whether first name and patronymic of a shorter name can be those of a full one."""
    return firsts_agree(short.first, full.first) and middles_agree(short.middle, full.middle)


def link_across(pending: Sequence[PersonMention], persons: dict[Identity, Person], found: dict[int, Identity]) -> None:
    """Put into `found` the mentions that their own release did not resolve: initials first, then bare names."""
    by_surname: dict[tuple[str, str], set[Identity]] = defaultdict(set)

    def index(identity: Identity, lasts: Iterable[str]) -> None:
        for last in lasts:
            by_surname["last", last].add(identity)
            by_surname["sound", sound(last)].add(identity)
            if len(last) >= TYPO_LENGTH:
                for shorter in deletions(last):
                    by_surname["typo", shorter].add(identity)

    for identity, person in persons.items():
        index(identity, person.lasts)
    released: dict[tuple[int, str, str, str], list[PersonMention]] = defaultdict(list)
    for m in pending:
        released[m.doc, m.name.last, m.name.first, m.name.middle].append(m)
    in_release: dict[tuple[int, str], set[Identity]] = defaultdict(set)
    with_initials: dict[Identity, Person] = defaultdict(Person)
    for (doc, last, first, middle), group in sorted(released.items()):
        if not first:
            continue
        name, gender, evidence = group[0].name, gender_of(group), evidence_of(group)
        found_one = single(by_surname, persons, name, gender, evidence)
        if found_one is not None:
            identity = found_one
        else:
            # The same initials in two releases are one person unless the corpus knows several whom they fit.
            rivals = candidates(by_surname, persons, name, gender)
            identity = ("initials", last, first, middle, str(doc) if rivals else "")
            with_initials[identity].lasts.add(last)
            with_initials[identity].firsts.add(first)
            with_initials[identity].evidence |= evidence
            with_initials[identity].releases.add(doc)
        in_release[doc, last].add(identity)
        found.update((m.row, identity) for m in group)
    for identity, person in with_initials.items():
        persons[identity] = person
        index(identity, person.lasts)
    for (doc, last, first, _), group in sorted(released.items()):
        if first:
            continue
        here = in_release.get((doc, last), set())
        only = next(iter(here)) if len(here) == 1 else None
        for written in (last, fold(group[0].text)):  # «Захарова» may have been read as a man's genitive
            name = group[0].name._replace(last=written)
            only = only or single(by_surname, persons, name, gender_of(group), evidence_of(group))
        if only is None:
            alone = is_rare(last) and ("last", last) not in by_surname
            only = ("bare", first_sound(last)) if alone else ("bare", last, str(doc))
        found.update((m.row, only) for m in group)


def gender_of(group: Sequence[PersonMention]) -> str:
    """Return the gender that the mentions of one name in one release agree on, "" if none or both."""
    genders = {m.name.gender for m in group if m.name.gender}
    return genders.pop() if len(genders) == 1 else ""


def evidence_of(group: Sequence[PersonMention]) -> frozenset[Hashable]:
    """Return all roles and organisations that statements give these mentions."""
    return frozenset[Hashable]().union(*(m.evidence for m in group))


def candidates(
    by_surname: dict[tuple[str, str], set[Identity]], persons: dict[Identity, Person], name: Name, gender: str
) -> list[Identity]:
    """Return the persons of the corpus whose name a shorter name can be, those of its gender where there are any."""
    for key in (("last", name.last), ("sound", sound(name.last))):
        fitting = sorted(i for i in by_surname.get(key, ()) if persons[i].agrees(name))
        if fitting:
            return [i for i in fitting if persons[i].gender_agrees(gender)] or fitting
    if len(name.last) < TYPO_LENGTH or name.last in known_surnames():
        return []
    near = set().union(*(by_surname.get(("typo", shorter), set()) for shorter in deletions(name.last)))
    return sorted(
        i for i in near if persons[i].agrees(name) and any(lasts_agree(name.last, x, "") for x in persons[i].lasts)
    )


def single(
    by_surname: dict[tuple[str, str], set[Identity]],
    persons: dict[Identity, Person],
    name: Name,
    gender: str,
    evidence: frozenset[Hashable],
) -> Identity | None:
    """Return the only person that fits, or of several the only one whose role or organisation is the same."""
    fitting = candidates(by_surname, persons, name, gender)
    if len(fitting) > 1 and evidence:
        fitting = [i for i in fitting if evidence & persons[i].evidence] or fitting
    if len(fitting) > 1:
        # One whom nearly every release that gives a first name means; the rest are slips of the pen.
        releases = {i: len(persons[i].releases) for i in fitting}
        most = max(fitting, key=lambda i: releases[i])
        if releases[most] >= SURE_RELEASES and releases[most] >= SURE_SHARE * sum(releases.values()):
            return most
    return fitting[0] if len(fitting) == 1 else None


def is_rare(last: str) -> bool:
    """Tell whether a bare name is in no list of surnames, so that two bearers are unlikely.

    Those are foreign surnames, and given names of monarchs and clergy, who have no other.
    """
    return last not in known_surnames()
