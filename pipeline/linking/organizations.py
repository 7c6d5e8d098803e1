"""Reads ORG mentions of all releases and their abbreviations, writes which mentions are one organisation.

An organisation's identity is its curated id, or its name with the owner in it («Министерство обороны» + country)
made one: inflection, abbreviations of bodies and of countries do not count. A short form without owner is resolved in
its release, to the body of that kind named last before it.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.linking.gazetteer import Gazetteer, without_dots
from pipeline.linking.keys import (
    CYRILLIC,
    LATIN,
    LOOK_ALIKES,
    QUOTES,
    ascii_only,
    fold,
    is_abbreviation,
    latin,
    one_edit_apart,
    sound,
    stem,
)
from pipeline.linking.wordlists import word_lists

NATIONAL_KINDS = frozenset(
    (
        *("ministry", "bank", "prosecutor", "court", "government", "parliament", "agency", "armed_forces", "staff"),
        *("administration", "academy"),
    )
)
# Bodies that a country or city has one of, so that its adjective tells whose they are («Амстердамский суд»).
KINDS_OF_PLACES = frozenset(("court", "prosecutor", "government", "parliament", "administration", "embassy"))
PARENTHESES = re.compile(r"\([^)]*\)")
OWNER_ALONE = re.compile(r"<[^<> ]+>")
LONGEST_LEGAL_FORM = 4  # words of «общество с ограниченной ответственностью»
# A person's body is taken from at least this many releases, and this share of those that tell.
TOLD_RELEASES = 2
TOLD_SHARE = 0.8
# How many releases spell a name so before another is its misprint; letters of a long word, its ending left out.
SPELT_RELEASES = 3
LONG_WORD = 7
# What sounds alike in Latin names and in Russian ones transliterated by ICAO Doc 9303, the longer spellings first.
ALIKE = (
    *(("shch|sch|sh", "s"), ("tch|ch", "c"), ("dzh|zh|j", "g"), ("ph", "f"), ("ck|kh|q|c(?![eiy])", "k"), ("x", "ks")),
    *(("c(?=[eiy])|ts|z", "s"), ("w", "v")),
)
LONG_SKELETON = 4
LIKE_LONG = 0.6
LIKE_SHORT = 0.75
LONGEST_OWNER = 9  # words of «Организация по безопасности и сотрудничеству в Европе»


@dataclass(slots=True)
class OrganizationMention:
    """One ORG mention; `person` names whose post there the release tells, () if nobody's.

    `country` is the id of the country whose adjective stands before it («украинский МИД»), "" if none.
    """

    row: int
    doc: int
    start: int
    normal: str
    person: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes two names one organisation: `key`. `owner` and `head` are its parts, () for curated ones."""

    key: str
    owner: str = ""
    head: str = ""


def words_of(name: str) -> list[str]:
    """Return the words of a name, quotes and commas left out."""
    return (
        QUOTES.sub(" ", PARENTHESES.sub(" ", name) if PARENTHESES.sub("", name).strip() else name)
        .replace(",", " ")
        .split()
    )


def word_key(word: str) -> str:
    """Return a folded word so that its case and common slips do not count; short words and figures stay."""
    if len(word) < 5 or LATIN.search(word):
        return word
    # Twice: in «Газпром» the end looks like a case, in «Газпрома» there is one more.
    once = stem(word)
    return sound(stem(once) if len(once) > 5 else once)


def without_legal_form(words: list[str], folded: list[str], gazetteer: Gazetteer) -> tuple[list[str], list[str]]:
    """Return the words without legal forms at either end («АО «НИИМЭ»» and «НИИМЭ» are one).

    Before a Russian name a form may be typed in Latin look-alikes («OOO»).
    """
    first, last = 0, len(folded)
    is_russian = any(map(CYRILLIC.search, folded))

    def is_form(start: int, end: int) -> bool:
        form = " ".join(folded[start:end])
        read = form.translate(LOOK_ALIKES) if is_russian else form
        return not {without_dots(form), without_dots(read)}.isdisjoint(gazetteer.legal_forms)

    changed = True
    while changed:
        changed = False
        for n in range(min(LONGEST_LEGAL_FORM, last - first - 1), 0, -1):
            if is_form(first, first + n):
                first, changed = first + n, True
                break
            if is_form(last - n, last):
                last, changed = last - n, True
                break
    return words[first:last], folded[first:last]


def body_of(head: str, owner: str) -> Identity:
    """Return the identity of a body by its full folded name and its owner."""
    return Identity(f"name|{' '.join(map(word_key, head.split()))} <{owner}>", owner, head)


class OrganizationNames:
    """Names to identities, with what the corpus's own abbreviations add to the curated ones."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.known: dict[str, str] = {}
        self.identity = lru_cache(200_000)(self.find_identity)
        for organization in gazetteer.organizations_by_id.values():
            self.known.setdefault(self.structure(organization.name).key, organization.id)
            if organization.parent:
                self.known.setdefault(
                    self.structure(organization.abbreviation or organization.name).key, organization.id
                )
        for name, organization in gazetteer.organizations.items():
            if " " in name or len(name) > 5:
                self.known.setdefault(self.structure(name).key, organization.id)

    def find_identity(self, name: str) -> Identity:
        """Return the identity of a name: curated where the tables have it, else by its words."""
        curated = self.gazetteer.organizations.get(fold(name)) or self.gazetteer.organizations.get(
            fold(name.translate(LOOK_ALIKES))
        )
        if curated is not None:
            return Identity(curated.id, curated.parent)
        return self.curated(self.structure(name))

    def curated(self, identity: Identity) -> Identity:
        """Return the curated identity that has the same key, else `identity`."""
        known = self.known.get(identity.key)
        return identity if known is None else Identity(known, self.gazetteer.organizations_by_id[known].parent)

    def structure(self, name: str) -> Identity:
        """Return the identity that the words of a name give: head, owner, the rest."""
        words = words_of(name)
        words, folded = without_legal_form(words, [fold(word) for word in words], self.gazetteer)
        if not folded:
            return Identity(f"name|{fold(name)}")
        stems = [stem(word) for word in folded]
        mixed_case = any(not word.isupper() for word in words)
        keys = [f if mixed_case and is_abbreviation(w) else word_key(f) for w, f in zip(words, folded, strict=True)]
        if len(words) == 1 and is_abbreviation(words[0]):
            keys = folded
        elif len(words) > 1:
            # «Комитет немецкой экономики» and «Комитет германской экономики» are one.
            keys = [self.country_key(f, s) or key for f, s, key in zip(folded, stems, keys, strict=True)]
        key: list[str] = []
        plain: list[str] = []
        owner = ""
        i = 0
        while i < len(words):
            if i and stems[i] in word_lists()["city_word"] and words[i + 1 : i + 2] and words[i + 1][:1].isupper():
                i += 1  # «Суд города Минска» is «Суд Минска»
                continue
            found = self.owner_at(words, folded, stems, i) if i else None
            if found is None:
                key.append(keys[i])
                if not owner:
                    plain.append(folded[i])
                i += 1
                continue
            i, identity = found
            if not owner:
                owner = identity
            key.append(f"<{identity}>")
        if not owner and len(words) > 1:
            if (body := self.owned_by_adjective(folded, stems)) is not None:
                return body_of(*body)
            if (city := self.gazetteer.city_adjectives.get(stems[0])) and self.is_body_of_a_place(folded):
                return self.structure(f"{' '.join(words[1:])} {city}")
        head = " ".join(plain)
        body_name = self.gazetteer.bodies.get(head) or self.inflected_body(plain)
        if body_name is not None:
            key = [*map(word_key, body_name.split()), *key[len(plain) :]]
        return Identity(f"name|{' '.join(key)}", owner, body_name or head)

    def owner_at(self, words: list[str], folded: list[str], stems: list[str], i: int) -> tuple[int, str] | None:
        """Return where the country or organisation that begins at word `i` ends, and its identity; None if none."""
        if not words[i][:1].isupper():
            return None
        for n in range(min(LONGEST_OWNER, len(words) - i), 0, -1):
            identity = self.gazetteer.owners.get(tuple(stems[i : i + n])) if n > 1 or len(folded[i]) > 3 else None
            if identity is None and n == 1 and is_abbreviation(words[i]):
                identity = self.gazetteer.owners.get((folded[i],))
            if identity is not None:
                return i + n, identity
        return None

    def owned_by_adjective(self, folded: list[str], stems: list[str]) -> tuple[str, str] | None:
        """Return body and country of «Российский МИД», «Пакистанский суд»; None for other names."""
        place = self.gazetteer.adjectives.get(stems[0])
        if place is None or not self.is_body_of_a_place(folded):
            return None
        rest = " ".join(folded[1:])
        return self.gazetteer.bodies.get(rest, rest), place.id

    def is_body_of_a_place(self, folded: list[str]) -> bool:
        """Tell whether an adjective stands first and a body such as every country or city has after it."""
        rest = " ".join(folded[1:])
        return is_adjective(folded[0]) and (
            rest in self.gazetteer.bodies or self.gazetteer.short_forms.get(rest) in KINDS_OF_PLACES
        )

    def country_key(self, word: str, word_stem: str) -> str:
        """Return what any adjective of a country counts as inside a name («немецкий», «германский»); "" for others."""
        place = self.gazetteer.adjectives.get(word_stem)
        return f"{place.id}-" if place is not None and word != word_stem else ""

    def inflected_body(self, words: list[str]) -> str | None:
        """Return the body whose name these words are in another case; None if none."""
        return self.bodies_by_stem.get(tuple(map(stem, words))) if len(words) > 1 else None

    @property
    def bodies_by_stem(self) -> Mapping[tuple[str, ...], str]:
        """Bodies of several words by the stems of their names."""
        if not hasattr(self, "_bodies_by_stem"):
            self._bodies_by_stem = {
                tuple(map(stem, name.split())): full for name, full in self.gazetteer.bodies.items() if " " in name
            }
        return self._bodies_by_stem


def is_adjective(word: str) -> bool:
    """Tell whether a folded word ends as an adjective in the nominative does."""
    return word.endswith(word_lists()["adjective_ending"])


def head_noun(name: str) -> str:
    """Return the first word of a folded name that is no adjective."""
    words = name.split()
    return next((w for w in words if not is_adjective(w)), words[-1] if words else "")


def initials(name: str) -> set[str]:
    """Return the abbreviations that the words of a name could give, with and without its small words."""
    words = [w for w in fold(name).replace("-", " ").split() if w[:1].isalpha()]
    return {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in word_lists()["small_word"])}


@dataclass(frozen=True, slots=True)
class Release:
    """What the other rooms know of one release.

    Its abbreviations (short, long); the country of most of its places (one or none); all countries of its places.
    """

    abbreviations: tuple[tuple[str, str], ...] = ()
    countries: tuple[str, ...] = ()
    spoken_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Linked:
    """Mention row → identity key, and what is known of each identity; mention row → why it has its identity."""

    found: dict[int, str]
    identities: dict[str, Identity]
    short_names: dict[str, set[str]]
    how: dict[int, str]


class Bodies:
    """The bodies named in one release, in text order, to find which one a short form means."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.starts: list[int] = []
        self.named: list[tuple[int, Identity, tuple[str, ...], bool]] = []

    def add(self, start: int, identity: Identity, titles: tuple[str, ...], inside: bool) -> None:
        """Note that `identity`, whose full folded names are `titles`, is named at `start` (`inside` another or not)."""
        self.named.append((start, identity, titles, inside))

    def last_before(self, start: int, fitting: Sequence[tuple[int, Identity]]) -> Identity:
        """Return the body named last before `start`, else first after it."""
        at = bisect_left([s for s, _ in fitting], start)
        return fitting[at - 1][1] if at else fitting[0][1]

    def meant(self, start: int, head: str) -> Identity | None:
        """Return the body that the short form `head` at `start` means; None if none in the release fits."""
        if " " in head:
            named = [n for n in self.named if any(title == head or title.startswith(f"{head} ") for title in n[2])]
        else:
            named = [n for n in self.named if any(head_noun(title) == head for title in n[2])]
        fitting = [(start, identity) for start, identity, _, _ in named]
        if not fitting:
            return None
        # Unions of states: the release is about one of them; other short forms mean the body named last.
        if head not in word_lists()["union_word"]:
            return self.last_before(start, fitting)
        counts = Counter(i.key for _, i, _, inside in named if not inside) or Counter(i.key for _, i in fitting)
        first = fitting[0][1]
        # The release's own union opens it; another one only if it is named more than twice as often.
        top = max(counts.values())
        if 2 * counts[first.key] >= top:
            return first
        return next(i for _, i in fitting if counts[i.key] == top)


def link_organizations(
    mentions: Sequence[OrganizationMention], releases: Mapping[int, Release], gazetteer: Gazetteer
) -> Linked:
    """Return the identity of each mention, independent of the order of `mentions`."""
    names = OrganizationNames(gazetteer)
    ordered = sorted(mentions, key=lambda m: (m.doc, m.start, m.row))
    by_doc: dict[int, list[OrganizationMention]] = defaultdict(list)
    for m in ordered:
        by_doc[m.doc].append(m)
    corpus_shorts = corpus_abbreviations(by_doc, releases, names)
    posts = bodies_of_people(ordered, names)
    identities: dict[str, Identity] = {}
    found: dict[int, str] = {}
    pending: list[tuple[OrganizationMention, Identity]] = []
    short_names: dict[str, set[str]] = defaultdict(set)
    how: dict[int, str] = {}
    for doc, doc_mentions in by_doc.items():
        release = releases.get(doc, Release())
        shorts = release_abbreviations(doc_mentions, release, names)
        bodies = Bodies(gazetteer)
        own: list[tuple[OrganizationMention, Identity]] = []
        for m in doc_mentions:
            key = fold(m.normal)
            identity = shorts.get(key)
            how[m.row] = "short form that its release spells out"
            if identity is None:
                identity = names.identity(m.normal)
                how[m.row] = "same name" if identity.key.startswith("name|") else "name in organizations.csv"
                if is_open(identity, key, gazetteer) and key in corpus_shorts:
                    identity = corpus_shorts[key]
                    how[m.row] = "short form that all releases which spell it out spell out alike"
            if m.country and is_short_form(identity, key, gazetteer):
                national = national_body(key, m.country, names)
                if national is not None:
                    identity = national
                    how[m.row] = "body of the country whose adjective stands before it"
            if identity.key != names.identity(m.normal).key:
                short_names[identity.key].add(key)
            own.append((m, identity))
            if not is_short_form(identity, key, gazetteer) and not is_ministry_of_union(identity, gazetteer):
                bodies.add(m.start, identity, titles_of(identity, key, gazetteer), False)
                if identity.owner in gazetteer.organizations_by_id:
                    owner = gazetteer.organizations_by_id[identity.owner]
                    bodies.add(m.start, Identity(owner.id, owner.parent), gazetteer.titles[owner.id], True)
        longer = {**longer_names(own, names), **fuller_names(own, gazetteer)}
        for m, identity in own:
            key = fold(m.normal)
            if is_short_form(identity, key, gazetteer):
                full = gazetteer.bodies.get(key, key)
                meant = posts.get((*m.person, full)) if m.person else None
                how[m.row] = "short form of the body that its head leads in other releases"
                if meant is None:
                    meant = bodies.meant(m.start, full)
                    how[m.row] = "short form of the body that its release names"
                if meant is None and (meant := of_country(key, release, names)) is not None:
                    how[m.row] = "short form; its release speaks of one country"
                if meant is None:
                    pending.append((m, identity))
                    continue
                identity = meant
            elif identity.key in longer:
                identity = longer[identity.key]
                how[m.row] = "part of the only longer name in its release"
            owned = owned_by_short_form(m, identity, bodies, names)
            if owned is not identity:
                identity = owned
                how[m.row] = "its owner is a short form of the body that its release names"
            found[m.row] = identity.key
            identities[identity.key] = identity
    link_across(pending, found, identities, gazetteer, how)
    add_owners(ordered, releases, found, identities, how)
    join_last_words(ordered, found, identities, how)
    join_alphabets(ordered, found, identities, how)
    join_misprints(ordered, found, how)
    return Linked(found, identities, dict(short_names), how)


def bodies_of_people(
    mentions: Sequence[OrganizationMention], names: OrganizationNames
) -> dict[tuple[str, ...], Identity]:
    """Return (person …, folded name of a body) → whose body it is, where nearly all releases that tell agree.

    «Глава МИД Великобритании Борис Джонсон» in two releases tells whose «МИД» it is in «глава МИД Борис Джонсон».
    """
    told: dict[tuple[str, ...], dict[Identity, set[int]]] = defaultdict(lambda: defaultdict(set))
    for m in mentions:
        if m.person:
            full = names.structure(m.normal).head
            identity = names.identity(m.normal)
            if full in names.gazetteer.body_kinds and not is_short_form(identity, fold(m.normal), names.gazetteer):
                told[*m.person, full][identity].add(m.doc)
    found: dict[tuple[str, ...], Identity] = {}
    for key, releases in told.items():
        most = min(releases, key=lambda identity: (-len(releases[identity]), identity.key))
        all_releases = sum(map(len, releases.values()))
        if len(releases[most]) >= TOLD_RELEASES and len(releases[most]) >= TOLD_SHARE * all_releases:
            found[key] = most
    return found


def join_alphabets(
    mentions: Sequence[OrganizationMention],
    found: dict[int, str],
    identities: Mapping[str, Identity],
    how: dict[int, str],
) -> None:
    """Join a name in Cyrillic letters with the only one in Latin letters that sounds alike («Юнипер», «Uniper»).

    The more frequent one stands for both.
    """
    counts: Counter[str] = Counter()
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for m in mentions:
        key = found[m.row]
        if key.startswith("name|"):
            counts[key] += 1
            spelt[key][m.normal] += 1
    by_skeleton: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = defaultdict(lambda: ([], []))
    for key in sorted(counts):
        normal = min(spelt[key], key=lambda n: (-spelt[key][n], n))
        name = identities[key].head if key in identities else ""
        if "<" in key or is_abbreviation(normal) or bool(LATIN.search(name)) == bool(CYRILLIC.search(name)):
            continue
        by_skeleton[skeleton(name)][CYRILLIC.search(name) is not None].append((key, name))
    joined: dict[str, str] = {}
    for latin_names, cyrillic_names in by_skeleton.values():
        if len(latin_names) != 1:
            continue
        latin_key, latin_name = latin_names[0]
        for key, name in cyrillic_names:
            if sound_alike(latin_name, name):
                rare, usual = sorted((key, latin_key), key=lambda k: (counts[k], k))
                joined[rare] = usual
    for row, key in found.items():
        if key in joined:
            how[row] = "the only name in the other alphabet that sounds alike"
        while key in joined:
            key = joined[key]
        found[row] = key


def join_last_words(
    mentions: Sequence[OrganizationMention],
    found: dict[int, str],
    identities: Mapping[str, Identity],
    how: dict[int, str],
) -> None:
    """Join a Latin word with the only longer Latin name that ends with it («Cockpit», «Vereinigung Cockpit»).

    Some release must have both, and no longer name with that end but one may be in the corpus.
    """
    docs: dict[str, set[int]] = defaultdict(set)
    for m in mentions:
        docs[found[m.row]].add(m.doc)
    by_end: dict[str, set[str]] = defaultdict(set)
    words: dict[str, str] = {}
    for key in docs:
        name = identities[key].head if key in identities and key.startswith("name|") else ""
        if not name or "<" in key or not LATIN.search(name) or CYRILLIC.search(name):
            continue
        first, _, end = name.rpartition(" ")
        if first:
            by_end[end].add(key)
        else:
            words[end] = key
    joined: dict[str, str] = {}
    for word, key in words.items():
        longer = by_end.get(word, set())
        if len(longer) == 1 and docs[key] & docs[(only := next(iter(longer)))]:
            joined[key] = only
    for row, key in found.items():
        if key in joined:
            found[row] = joined[key]
            how[row] = "end of the only longer name, which one release has beside it"


def join_misprints(mentions: Sequence[OrganizationMention], found: dict[int, str], how: dict[int, str]) -> None:
    """Join a name with the only other one that differs by one letter of a long word («Консерватовная партия»).

    One release has the misprint, at least `SPELT_RELEASES` the other, and no other name has the misprinted word.
    """
    docs: dict[str, set[int]] = defaultdict(set)
    for m in mentions:
        if found[m.row].startswith("name|"):
            docs[found[m.row]].add(m.doc)
    words = Counter(word for key in docs for word in set(words_of_key(key)))
    # Names of several words by all of them but one, so that only those that differ in it are compared.
    usual: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for key in sorted(docs):
        if len(docs[key]) >= SPELT_RELEASES:
            for rest, word in long_words(key):
                usual[rest].append((word, key))
    joined: dict[str, str] = {}
    for key in sorted(docs):
        if len(docs[key]) == 1:
            fitting = {
                other
                for rest, word in long_words(key)
                if words[word] == 1
                for spelt, other in usual.get(rest, ())
                if one_edit_apart(word, spelt)
            }
            if len(fitting) == 1:
                joined[key] = fitting.pop()
    for row, key in found.items():
        if key in joined:
            found[row] = joined[key]
            how[row] = "misprint of the only name that differs by one letter"


def words_of_key(key: str) -> list[str]:
    return key.removeprefix("name|").split()


def long_words(key: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each long word of a name of several words, after the name without it."""
    words = words_of_key(key)
    for i, word in enumerate(words):
        if len(words) > 1 and len(word) >= LONG_WORD and word.isalpha():
            yield (*words[:i], "", *words[i + 1 :]), word


@lru_cache(50_000)
def skeleton(name: str) -> str:
    """Return the consonants of a folded name and its figures, written alike whatever the alphabet («nrdstrm2»)."""
    written = ascii_only(latin(name))
    for spelling, letter in ALIKE:
        written = re.sub(spelling, letter, written)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z0-9]|[aeiouyhjw]", "", written))


def sound_alike(a: str, b: str) -> bool:
    """Tell whether two names of one skeleton are one: it is long, or the vowels fit as well."""
    consonants = len(skeleton(a))
    ratio = SequenceMatcher(None, ascii_only(latin(a)), ascii_only(latin(b)), autojunk=False).ratio()
    return ratio >= (LIKE_LONG if consonants >= LONG_SKELETON else LIKE_SHORT)


def is_open(identity: Identity, key: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name alone does not say whose it is: not curated, no owner, no short form of a body."""
    return identity.key.startswith("name|") and not identity.owner and key not in gazetteer.bodies


def is_short_form(identity: Identity, key: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is a capitalised short form («Организация», «МИД», «Верховный Суд») without its owner."""
    if not identity.key.startswith("name|") or identity.owner:
        return False
    return key in gazetteer.short_forms or key in gazetteer.bodies or identity.head in gazetteer.body_kinds


def is_ministry_of_union(identity: Identity, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is «МИД ЕС»: the ministries of a union's members, never what a bare «МИД» means."""
    is_ministry = gazetteer.body_kinds.get(identity.head) == "ministry"
    return is_ministry and identity.owner in gazetteer.organizations_by_id


def titles_of(identity: Identity, key: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the names of an identity, folded, for matching their heads."""
    return gazetteer.titles.get(identity.key) or (identity.head or key,)


def of_country(key: str, release: Release, names: OrganizationNames) -> Identity | None:
    """Return the national body of the one country that a release speaks of; None where there are several."""
    return national_body(key, release.countries[0], names) if len(release.countries) == 1 else None


def national_body(key: str, country: str, names: OrganizationNames) -> Identity | None:
    """Return the body of that folded name in `country`; None for a kind that is not a state's own."""
    full = names.gazetteer.bodies.get(key, key)
    if names.gazetteer.body_kinds.get(full) not in NATIONAL_KINDS:
        return None
    return names.curated(body_of(full, country))


def longer_names(own: Sequence[tuple[OrganizationMention, Identity]], names: OrganizationNames) -> dict[str, Identity]:
    """Return, for names that are the beginning of exactly one longer name in the release, that longer one.

    What is added must be an owner («Нафтогаз» + country), or the shorter name has at least two words of its own.
    """
    by_key = {identity.key: identity for _, identity in own if identity.key.startswith("name|")}
    spelt = dict(by_key)
    for _, identity in own:
        if identity.key in names.gazetteer.organizations_by_id:
            spelt.setdefault(names.structure(names.gazetteer.organizations_by_id[identity.key].name).key, identity)
    longer: dict[str, Identity] = {}
    for key, identity in by_key.items():
        if identity.owner:
            continue
        several_words = " " in key and not is_abbreviation(identity.head or key)
        fitting = [
            other
            for other_key, other in spelt.items()
            if not is_ministry_of_union(other, names.gazetteer)
            and other_key.startswith(key + " ")
            and (several_words or OWNER_ALONE.fullmatch(other_key, len(key) + 1))
        ]
        if len(fitting) == 1:
            longer[key] = fitting[0]
    return longer


def fuller_names(own: Sequence[tuple[OrganizationMention, Identity]], gazetteer: Gazetteer) -> dict[str, Identity]:
    """Return, for «Суд Минска», the only name of the release that adds adjectives to it («Экономический суд Минска»).

    The head must be a word that bodies are shortly called by.
    """
    names = {
        identity.key: (identity, [fold(word) for word in words_of(m.normal)])
        for m, identity in own
        if identity.key.startswith("name|")
    }
    fuller: dict[str, Identity] = {}
    for key, (_, words) in names.items():
        head = head_noun(" ".join(words))
        if len(words) < 2 or head not in gazetteer.short_forms:
            continue
        ending = key.removeprefix("name|")
        fitting = [
            identity
            for other, (identity, longer) in names.items()
            if other.endswith(f" {ending}")
            and is_all_adjectives(longer[: longer.index(head)] if head in longer else [])
        ]
        if len(fitting) == 1:
            fuller[key] = fitting[0]
    return fuller


def is_all_adjectives(words: Sequence[str]) -> bool:
    """Tell whether there are words and all of them are adjectives."""
    return bool(words) and all(map(is_adjective, words))


def owned_by_short_form(
    m: OrganizationMention, identity: Identity, bodies: Bodies, names: OrganizationNames
) -> Identity:
    """Return the identity of «Секретариат Организации» with the body that «Организация» means there."""
    if not identity.key.startswith("name|") or identity.owner:
        return identity
    words = words_of(m.normal)
    if len(words) < 2 or not words[-1][:1].isupper():
        return identity
    last = stem(fold(words[-1]))
    word = next((w for w in sorted(bodies.gazetteer.short_forms) if stem(w) == last), None)
    owner = bodies.meant(m.start, word) if word else None
    curated = bodies.gazetteer.organizations_by_id.get(owner.key) if owner else None
    if curated is None:
        return identity
    return names.identity(" ".join([*words[:-1], curated.abbreviation or curated.name]))


def release_abbreviations(
    doc_mentions: Sequence[OrganizationMention], release: Release, names: OrganizationNames
) -> dict[str, Identity]:
    """Return folded short form → identity of its full name, by the release's own definitions, then by its initials."""
    shorts: dict[str, Identity] = {}
    for short, long in release.abbreviations:
        if fold(short) != fold(long):
            shorts.setdefault(fold(short), names.identity(long))
    for m in doc_mentions:
        if (inside := PARENTHESES.search(m.normal)) and m.normal[: inside.start()].strip():
            shorts.setdefault(fold(inside.group()[1:-1]), names.identity(m.normal))
    expansions: dict[str, dict[str, Identity]] = defaultdict(dict)
    for m in doc_mentions:
        if not is_abbreviation(m.normal) and " " in m.normal:
            identity = names.identity(m.normal)
            for letters in initials(m.normal):
                expansions[letters][identity.key] = identity
    for m in doc_mentions:
        key = fold(m.normal)
        options = expansions.get(key, {})
        if key not in shorts and len(key) > 2 and is_abbreviation(m.normal) and len(options) == 1:
            own = names.identity(m.normal)
            if is_open(own, key, names.gazetteer):
                shorts[key] = next(iter(options.values()))
    return shorts


def corpus_abbreviations(
    by_doc: Mapping[int, Sequence[OrganizationMention]], releases: Mapping[int, Release], names: OrganizationNames
) -> dict[str, Identity]:
    """Return folded abbreviation → identity for those that every release which defines them defines alike.

    «Организация», «Совет» defined in one release mean another body in the next: they stay there.
    """
    seen: dict[str, dict[str, Identity]] = defaultdict(dict)
    capitals: set[str] = set()
    for doc, doc_mentions in by_doc.items():
        release = releases.get(doc, Release())
        for short, identity in release_abbreviations(doc_mentions, release, names).items():
            seen[short][identity.key] = identity
        forms = [short for short, _ in release.abbreviations]
        for m in doc_mentions:
            forms += [m.normal, *(inside[1:-1] for inside in PARENTHESES.findall(m.normal))]
        capitals.update(fold(form) for form in forms if is_abbreviation(form))
    shorts = {
        short: next(iter(options.values()))
        for short, options in seen.items()
        if len(options) == 1 and short in capitals
    }
    spelt: dict[str, set[str]] = defaultdict(set)
    written = sorted({m.normal for doc_mentions in by_doc.values() for m in doc_mentions})
    for name in written:
        if is_abbreviation(name) and len(name) > 2 and CYRILLIC.search(name) and not LATIN.search(name):
            spelt[latin(name).casefold()].add(name)
    for name in written:
        # «ТЛП» and «TLP»: one abbreviation in both alphabets.
        same = spelt.get(name.casefold(), set())
        if is_abbreviation(name) and len(same) == 1 and not CYRILLIC.search(name):
            cyrillic = next(iter(same))
            shorts.setdefault(fold(name), shorts.get(fold(cyrillic), names.identity(cyrillic)))
    return shorts


def add_owners(
    mentions: Sequence[OrganizationMention],
    releases: Mapping[int, Release],
    found: dict[int, str],
    identities: Mapping[str, Identity],
    how: dict[int, str],
) -> None:
    """Join a name without owner to the only one that the corpus has with an owner, where the release speaks of it."""
    owned: dict[str, set[str]] = defaultdict(set)
    for key, identity in identities.items():
        if identity.owner and key.endswith(f" <{identity.owner}>"):
            owned[key.removesuffix(f" <{identity.owner}>")].add(key)
    for m in mentions:
        options = owned.get(found[m.row], set())
        if len(options) == 1:
            key = next(iter(options))
            if identities[key].owner in releases.get(m.doc, Release()).spoken_of:
                found[m.row] = key
                how[m.row] = "the corpus has one owner for the name, and its release speaks of it"


def link_across(
    pending: Sequence[tuple[OrganizationMention, Identity]],
    found: dict[int, str],
    identities: dict[str, Identity],
    gazetteer: Gazetteer,
    how: dict[int, str],
) -> None:
    """Put into `found` the short forms that their release did not resolve.

    One body of that name in the whole corpus, owned by an organisation or by none but one country: that one. Otherwise
    each release keeps its own.
    """
    by_head: dict[str, set[str]] = defaultdict(set)
    for key, identity in identities.items():
        if identity.owner and identity.head:
            by_head[identity.head].add(key)
        for title in gazetteer.titles.get(key, ()):
            words = title.split()
            for n in range(1, len(words)):
                if (full := " ".join(words[:n])) in gazetteer.body_kinds:
                    by_head[full].add(key)
    chosen: dict[int, Identity] = {}
    for m, identity in pending:
        full = gazetteer.bodies.get(fold(m.normal), fold(m.normal))
        options = by_head.get(full, set())
        if len(options) == 1 and full in gazetteer.body_kinds:
            chosen[m.row] = identities[next(iter(options))]
            how[m.row] = "short form; the corpus has one such body"
        else:
            chosen[m.row] = Identity(f"{identity.key}|{m.doc}", "", identity.head or full)
            how[m.row] = "short form; nothing tells which body, each release has its own"
    for row, identity in chosen.items():
        found[row] = identity.key
        identities[identity.key] = identity
