"""Reads the organisations that a release names, writes which of them its short forms and shorter names mean.

A short form without owner means the body that its person heads in other releases, else the one of that kind of the
union of states that its release is about, else the one named last before it, else the organ of that union, else that of
the only country its release speaks of.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.keys import fold, is_abbreviation, stem
from pipeline.linking.organization_mentions import OrganizationMention, Release
from pipeline.linking.organization_names import (
    Identity,
    OrganizationNames,
    body_of,
    head_noun,
    is_adjective,
    is_ministry_of_union,
    is_short_form,
    words_of,
)
from pipeline.linking.wordlists import word_lists

NATIONAL_KINDS = frozenset(
    (
        *("ministry", "bank", "prosecutor", "court", "government", "parliament", "agency", "armed_forces", "staff"),
        *("administration", "academy"),
    )
)
# What a bare noun means a state's own of, whatever union the release is about («Парламент»).
STATES_OWN = frozenset(("parliament", "government"))
OWNER_ALONE = re.compile(r"<[^<> ]+>")
# A person's body is taken from at least this many releases, and this share of those that tell.
TOLD_RELEASES = 2
TOLD_SHARE = 0.8
# Where a body is named, its identity, its full folded names, and whether inside another body's name.
Named = tuple[int, Identity, tuple[str, ...], bool]


class Bodies:
    """The bodies named in one release, in text order, to find which one a short form means."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.named: list[Named] = []

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
        # Unions of states: the release is about one of them, whose bodies its short forms mean too («Секретариат»);
        # other short forms mean the body named last.
        if head in word_lists()["union_word"]:
            return self.subject(named)
        union = None if self.gazetteer.short_forms.get(head) in STATES_OWN else self.union()
        of_union = [(at, identity) for at, identity in fitting if union is not None and self.is_organ(identity, union)]
        return self.last_before(start, of_union or fitting)

    def is_named_later(self, identity: Identity, start: int) -> bool:
        """Tell whether the release names a body only behind `start`."""
        return all(at > start for at, named, _, _ in self.named if named.key == identity.key)

    def is_organ(self, identity: Identity, union: Identity) -> bool:
        """Tell whether a body is an organ of `union` or of one of its organs («Комитет ПА ОДКБ по обороне»)."""
        owner = self.gazetteer.organizations_by_id.get(identity.owner)
        return union.key in (identity.owner, owner.parent if owner is not None else "")

    def union(self) -> Identity | None:
        """Return the union of states that the release is about; None if it names none."""
        unions = [n for n in self.named if any(head_noun(title) in word_lists()["union_word"] for title in n[2])]
        return self.subject(unions) if unions else None

    def subject(self, named: Sequence[Named]) -> Identity:
        """Return the body that a release is about: the first, unless another is named more than twice as often."""
        counts = Counter(n[1].key for n in named if not n[3]) or Counter(n[1].key for n in named)
        first = named[0][1]
        top = max(counts.values())
        if 2 * counts[first.key] >= top:
            return first
        return next(identity for _, identity, *_ in named if counts[identity.key] == top)


def spelt_out(mentions: Sequence[OrganizationMention], names: OrganizationNames) -> list[OrganizationMention]:
    """Return a release's mentions, abbreviations that several bodies have spelt out («ВС РФ»).

    Meant is the body whose field («military», «court») the release has more names of, else the first of bodies.csv.
    """
    gazetteer = names.gazetteer
    bodies = [gazetteer.abbreviated.get(fold(m.normal.split(" ", 1)[0]), ()) for m in mentions]
    if not any(bodies):
        return list(mentions)
    heads = [names.structure(m.normal).head for m, several in zip(mentions, bodies, strict=True) if not several]
    fields = Counter(gazetteer.body_fields.get(head) or gazetteer.short_forms.get(head_noun(head)) for head in heads)

    def spelt(m: OrganizationMention, several: Sequence[str]) -> OrganizationMention:
        if not several:
            return m
        full = max(several, key=lambda body: fields[gazetteer.body_fields[body]])
        return replace(m, normal=" ".join([full.capitalize(), *m.normal.split()[1:]]))

    return [spelt(m, several) for m, several in zip(mentions, bodies, strict=True)]


def of_union(key: str, bodies: Bodies, names: OrganizationNames) -> Identity | None:
    """Return the organ of that folded name («СМИД») of the union that a release is about; None where unknown."""
    union = bodies.union()
    if union is None:
        return None
    gazetteer = names.gazetteer
    organ = names.curated(body_of(gazetteer.bodies.get(key, key), union.key))
    # Every union has a secretariat; other organs are told by the tables alone.
    is_known = organ.key in gazetteer.organizations_by_id or gazetteer.short_forms.get(key) == "secretariat"
    return organ if is_known else None


def of_country(key: str, release: Release, names: OrganizationNames) -> Identity | None:
    """Return the national body of the one country that a release speaks of; None where there are several."""
    full = names.gazetteer.bodies.get(key, key)
    if len(release.countries) != 1 or names.gazetteer.body_kinds.get(full) not in NATIONAL_KINDS:
        return None
    return national_body(key, release.countries[0], names)


def national_body(key: str, country: str, names: OrganizationNames) -> Identity | None:
    """Return the body of that folded name in `country`; None where no state has such a one, nor the tables this one."""
    full = names.gazetteer.bodies.get(key, key)
    body = names.curated(body_of(full, country))
    is_national = full in names.gazetteer.body_kinds and full not in names.gazetteer.organs
    return body if is_national or body.key in names.gazetteer.organizations_by_id else None


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


def longer_names(own: Sequence[tuple[OrganizationMention, Identity]], names: OrganizationNames) -> dict[str, Identity]:
    """Return, for names that are the beginning of exactly one longer name in the release, that longer one.

    What is added must be an owner («Нафтогаз» + country), or the shorter name has at least two words of its own.
    """
    by_key = {identity.key: identity for _, identity in own if identity.key.startswith("name|")}
    spelt = dict(by_key)
    for m, identity in own:
        if identity.key in names.gazetteer.organizations_by_id:
            spelt.setdefault(names.structure(names.gazetteer.organizations_by_id[identity.key].name).key, identity)
            # As the release spells it: «Миротворческие силы ОДКБ» are the Коллективные миротворческие силы.
            spelt.setdefault(names.structure(m.normal).key, identity)
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
        if len({other.key for other in fitting}) == 1:
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
