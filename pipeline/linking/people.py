"""Reads PER mentions of all releases, writes which mentions are one person.

Once the people of each release are known, full names meet by their parts, and a surname or initials join a full name
only where the corpus knows exactly one that fits, or role and organisation single one out. Two people whose first names
or patronymics differ are never joined.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain

from pipeline.linking.bearers import Bearer, PersonMention
from pipeline.linking.blocks import blocks, near_blocks, pairs_of
from pipeline.linking.evidence import Scale, weights
from pipeline.linking.full_names import FullName
from pipeline.linking.keys import deletions, sound
from pipeline.linking.name_parts import (
    TYPO_LENGTH,
    Name,
    commonness,
    first_sound,
    firsts_agree,
    given_name_variants,
    lasts_agree,
    may_be_misspelt,
    middles_agree,
    near_spelling,
)
from pipeline.linking.namesakes import (
    MOST_RIVALS,
    Join,
    Joiner,
    clearly_best,
    clusters,
    name_evidence,
    spelling_evidence,
    weights_of,
)
from pipeline.linking.release_people import Short, within_releases

# Of surnames one letter apart; what else is known must speak for one person too.
SPELLING_LENGTH = 5
# A shorter name of several bearers goes to one whom this share of at least this many of their releases means.
SURE_SHARE = 0.95
SURE_RELEASES = 20
Identity = tuple[str, int]


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


class People:
    """Everybody found so far: by the group of their full name, and those whose full name is not known."""

    def __init__(self, joiner: Joiner) -> None:
        self.joiner = joiner
        self.full_names: dict[FullName, list[Bearer]] = {}
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
        pairs: set[tuple[FullName, FullName]] = set()
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
        rest: dict[tuple[str, str], list[Bearer]] = defaultdict(list)
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


def agrees(bearer: Bearer, name: Name) -> bool:
    """Tell whether a shorter name (surname aside) can be this person's."""
    return (not name.first or not bearer.firsts or any(firsts_agree(name.first, f) for f in bearer.firsts)) and (
        not name.middle or not bearer.middles or any(middles_agree(name.middle, m) for m in bearer.middles)
    )
