"""Reads the tables of a run, writes the pairs whose merging is most doubtful, each with its evidence: what decide asks.

Two sorts: two entities whose names could be one's («not merged»), and a name that joined an entity on weak evidence
(«merged»). Names are compared within blocks that a key makes, so the cost grows with the number of names; the order
depends on the tables alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path

import pandas as pd

from pipeline.linking.blocks import pairs_of
from pipeline.linking.decisions import Decision
from pipeline.linking.keys import deletions, fold, is_abbreviation, one_edit_apart, sound, stem
from pipeline.linking.name_parts import firsts_agree, is_initial, middles_agree
from pipeline.linking.organization_abbreviations import initials
from pipeline.linking.selection import AT
from pipeline.tables.evidence import text_around
from pipeline.tables.reading import Tables, read_reasons, read_tables

ALL_PAIRS = 12  # blocks up to this size are compared pair by pair, larger ones between neighbours
# Beginnings of reasons (linking) that rest on there being no other candidate, and how doubtful each is.
WEAK_REASONS = {
    "surname or first name alone; fits": 0.7,
    "initials; fits": 0.5,
    "short form; its release speaks of one country": 0.5,
    "short form; the corpus has one such body": 0.5,
    "the corpus has one owner for the name": 0.4,
    "another spelling of": 0.4,
    "beginning of the only longer name": 0.3,
}
DECIDED = "decision in line "
# Shorter names differ by one letter too easily.
TYPO_LENGTH = 6
SHOWN = 3  # aliases, roles, releases and examples shown of each side


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question. `left` and `right` are entity ids; where `merged`, `right` is the name that joined `left`.

    `same` and `different` are the rows that either answer writes; their lines are 0.
    """

    score: float
    label: str
    merged: bool
    left: str
    right: str
    why: str
    same: tuple[Decision, ...]
    different: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What the tables say of one side of a doubt, a few of each; releases are «doc_id (date)»."""

    title: str
    names: tuple[str, ...]
    roles: tuple[str, ...]
    organizations: tuple[str, ...]
    countries: tuple[str, ...]
    releases: tuple[str, ...]
    examples: tuple[str, ...]


class Doubts:
    """The tables of one folder, and the questions they raise."""

    def __init__(self, folder: str | Path) -> None:
        self.tables: Tables = read_tables(folder)
        entities = self.tables.entities
        self.name = dict(zip(entities["entity_id"], entities["name"], strict=True))
        self.label = dict(zip(entities["entity_id"], entities["label"], strict=True))
        self.size = dict(zip(entities["entity_id"], entities["mentions"].astype(int), strict=True))
        named = self.tables.mentions[self.tables.mentions["entity_id"] != ""]
        self.mentions = named.merge(read_reasons(folder), on="mention_id", how="left").fillna({"how": ""})
        self.posts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for person, role, body in self.tables.posts[["person_entity_id", "role", "organization_entity_id"]].itertuples(
            index=False
        ):
            self.posts[person].append((role, body))

    def ranked(self, decisions: Sequence[Decision]) -> list[Doubt]:
        """Return the doubts that `decisions` do not settle, the most doubtful first."""
        known = Known(decisions, self.mentions, self.name)
        found = [*self.not_merged(), *self.merged()]
        kept = [doubt for doubt in found if not known.settles(doubt)]
        return sorted(kept, key=lambda doubt: (-doubt.score, doubt.label, doubt.left, doubt.right))

    # ---- two entities that may be one -------------------------------------------------------------------------------

    def not_merged(self) -> Iterator[Doubt]:
        """Yield one doubt for each pair of entities with names that could be one's."""
        blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
        people = {row[0]: row[1:] for row in self.tables.people[list(PERSON)].itertuples(index=False, name=None)}
        for entity_id, name in sorted(self.name.items()):
            keys = person_keys(*people[entity_id][:2]) if entity_id in people else name_keys(name)
            for key in keys:
                blocks[self.label[entity_id], *key].append(entity_id)
        seen: set[tuple[str, str]] = set()
        for block in blocks.values():
            ordered = sorted(set(block), key=lambda e: (fold(self.name[e]), e))
            for one, other in pairs_of(ordered, ALL_PAIRS):
                pair = min(one, other), max(one, other)
                if pair in seen:
                    continue
                seen.add(pair)
                both = people.get(one), people.get(other)
                likeness = (
                    person_likeness(both[0], both[1])
                    if both[0] and both[1]
                    else name_likeness(*map(self.name.get, pair))
                )
                if likeness:
                    yield self.doubt_of_two(*pair, *likeness)

    def doubt_of_two(self, one: str, other: str, likeness: float, why: str) -> Doubt:
        score, told = likeness, [why]
        roles, others = ({role for role, _ in self.posts[e]} for e in (one, other))
        bodies, other_bodies = ({body for _, body in self.posts[e] if body} for e in (one, other))
        if shared := sorted(roles & others):
            score += 0.1
            told.append(f"same role: {shared[0]}")
        if shared := sorted(bodies & other_bodies):
            score += 0.2
            told.append(f"same organisation: {self.name.get(shared[0], shared[0])}")
        elif bodies and other_bodies:
            score -= 0.2
            told.append("different organisations")
        # The more mentions the smaller one has, the more hangs on the answer.
        score += 0.05 * log10(min(self.size[one], self.size[other]))
        goes, into = sorted((one, other), key=lambda e: (self.size[e], e))
        label, note = self.label[one], f"decide: {'; '.join(told)}"
        return Doubt(
            score=round(score, 4),
            label=label,
            merged=False,
            left=into,
            right=goes,
            why="; ".join(told),
            same=(Decision(0, "merge", label, goes, into, note),),
            different=(Decision(0, "split", label, goes, into, note),),
        )

    # ---- names that joined on weak evidence -------------------------------------------------------------------------

    def merged(self) -> Iterator[Doubt]:
        """Yield one doubt for each name of an entity that joined it for a weak reason."""
        weak = self.mentions[self.mentions["how"].str.startswith(tuple(WEAK_REASONS))]
        joined: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for entity_id, alias, how, doc_id in zip(
            *(weak[name] for name in ("entity_id", "normal", "how", "doc_id")), strict=True
        ):
            joined[entity_id, alias, how].add(doc_id)
        said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for person, doc_id, role, body in zip(*(self.tables.roles[name] for name in SAID), strict=True):
            said[person][doc_id] |= {role, body} - {""}
        for (entity_id, alias, how), doc_ids in sorted(joined.items()):
            score = next(weight for reason, weight in WEAK_REASONS.items() if how.startswith(reason))
            why = how
            here = set().union(*(found for doc_id, found in said[entity_id].items() if doc_id in doc_ids))
            others = set().union(*(found for doc_id, found in said[entity_id].items() if doc_id not in doc_ids))
            if here and others:
                shared = sorted(here & others)
                score += -0.2 if shared else 0.2
                why += (
                    f"; both: {self.name.get(shared[0], shared[0])}" if shared else "; no role or organisation of both"
                )
            cells = [f"{alias}{AT}{doc_id}" for doc_id in sorted(doc_ids)]
            label, note = self.label[entity_id], f"decide: {why}"
            yield Doubt(
                score=round(score + 0.05 * log10(len(doc_ids)), 4),
                label=label,
                merged=True,
                left=entity_id,
                right=alias,
                why=why,
                same=tuple(Decision(0, "merge", label, cell, entity_id, note) for cell in cells),
                different=tuple(Decision(0, "split", label, entity_id, cell, note) for cell in cells),
            )

    # ---- evidence ---------------------------------------------------------------------------------------------------

    def sides(self, doubt: Doubt) -> tuple[Side, Side]:
        """Return what is known of both sides of a doubt."""
        ours = self.mentions["entity_id"] == doubt.left
        if not doubt.merged:
            return (
                self.side(doubt.left, self.mentions[ours]),
                self.side(doubt.right, self.mentions[self.mentions["entity_id"] == doubt.right]),
            )
        reason = doubt.why.partition("; both: ")[0].partition("; no role")[0]
        joined = ours & (self.mentions["normal"] == doubt.right) & (self.mentions["how"] == reason)
        rest = self.mentions[ours & ~joined]
        return self.side(doubt.left, rest), self.side(doubt.left, self.mentions[joined], doubt.right)

    def side(self, entity_id: str, mentions: pd.DataFrame, alias: str = "") -> Side:
        releases = mentions.groupby("doc_id", sort=True)[["start", "end"]].first().head(SHOWN)
        published = self.tables.documents.set_index("doc_id")["published"]
        days = [published[doc_id] for doc_id in releases.index]
        roles = self.tables.roles
        said = roles[(roles["person_entity_id"] == entity_id) & roles["doc_id"].isin(set(mentions["doc_id"]))]
        bodies = usual(said["organization_entity_id"])
        places = self.tables.places.set_index("entity_id")["country"]
        countries = pd.concat([places, self.tables.organizations.set_index("entity_id")["country"]])
        return Side(
            alias or entity_id,
            usual(mentions["normal"]),
            usual(said["role"]),
            tuple(self.name.get(body, body) for body in bodies),
            tuple(dict.fromkeys(c for e in (entity_id, *bodies) if (c := str(countries.get(e, ""))))),
            tuple(
                doc_id if pd.isna(day) else f"{doc_id} ({str(day)[:10]})"
                for doc_id, day in zip(releases.index, days, strict=True)
            ),
            tuple(
                text_around(self.tables, str(doc_id), int(start), int(end))
                for doc_id, start, end in releases.itertuples(name=None)
            ),
        )


def usual(values: "pd.Series[str]") -> tuple[str, ...]:
    """Return the most frequent values that are not "", the first by alphabet of several."""
    counts = values[values != ""].value_counts()
    return tuple(sorted(counts.index, key=lambda value: (-counts[value], value))[:SHOWN])


SAID = ("person_entity_id", "doc_id", "role", "organization_entity_id")
PERSON = ("entity_id", "last", "first", "middle", "gender")
Person = tuple[str, str, str, str]


def person_keys(last: str, first: str) -> Iterator[tuple[str, ...]]:
    """Yield the blocks of a person: surnames that sound alike; one first name with surnames one letter apart."""
    key = fold(last or first)
    yield ("sound", sound(key))
    if first and not is_initial(first) and len(key) >= TYPO_LENGTH:
        yield from (("typo", shorter, fold(first)) for shorter in sorted(deletions(key)))


def person_likeness(one: Person, other: Person) -> tuple[float, str] | None:
    """Return how doubtful it is whether two people with such names are two, and why; None if they plainly are."""
    if one[3] and other[3] and one[3] != other[3]:
        return None
    a, b = ([fold(part) for part in person[:3]] for person in (one, other))
    a[1], b[1] = (f"{first}." if len(first) == 1 else first for first in (a[1], b[1]))
    if not (firsts_agree(a[1], b[1]) and middles_agree(a[2], b[2])):
        return None
    if sound(a[0]) != sound(b[0]):
        return (0.5, "surnames one letter apart") if a[1] and one_edit_apart(a[0], b[0]) else None
    spelt = "same surname" if a[0] == b[0] else "surnames that sound alike"
    if not a[1] or not b[1]:
        return 0.3, f"{spelt}, one without first name"
    if is_initial(a[1]) or is_initial(b[1]):
        return 0.5, f"{spelt}, initials that fit"
    return (0.6, "same full name") if a[:2] == b[:2] else (0.6, "full names that may be spellings of one")


def name_keys(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the blocks of an organisation or place: the words without endings; the letters it is shortened to."""
    key = fold(name)
    words = key.split()
    yield ("words", *sorted(map(stem, words)))
    yield from (
        ("letters", letters) for letters in ([key] if is_abbreviation(name) else initials(name)) if len(letters) > 2
    )
    if len(words) > 2:
        yield ("beginning", *map(stem, words[:3]))
    if len(words) == 1 and len(key) >= TYPO_LENGTH:
        yield from (("typo", shorter) for shorter in sorted(deletions(key)))


def name_likeness(one: str | None, other: str | None) -> tuple[float, str] | None:
    """Return how doubtful it is whether two organisations or places with such names are two, and why."""
    one, other = one or "", other or ""
    a, b = sorted((fold(one), fold(other)), key=len)
    if a == b:
        return 0.6, "same name"
    if sorted(map(stem, a.split())) == sorted(map(stem, b.split())):
        return 0.6, "same words"
    if is_abbreviation(one) != is_abbreviation(other):
        return 0.5, "abbreviation that the other name's words give"
    if b.startswith(f"{a} "):
        return 0.4, "one name begins the other"
    return (0.4, "names one letter apart") if one_edit_apart(a, b) else None


class Known:
    """What the decisions have settled already."""

    def __init__(self, decisions: Iterable[Decision], mentions: pd.DataFrame, name: dict[str, str]) -> None:
        self.name = name
        self.pairs: set[frozenset[str]] = set()
        self.by_line: dict[int, Decision] = {}
        for decision in decisions:
            if decision.action in ("merge", "split"):
                self.pairs.add(frozenset((decision.name, decision.into)))
                self.by_line[decision.line] = decision
        self.lines: dict[str, set[int]] = defaultdict(set)
        decided = mentions[mentions["how"].str.startswith(DECIDED)]
        for entity_id, how in set(zip(decided["entity_id"], decided["how"], strict=True)):
            self.lines[entity_id] |= {int(line) for line in how.removeprefix(DECIDED).split(", ")}

    def settles(self, doubt: Doubt) -> bool:
        """Tell whether the doubt was answered: by its own rows, or by one that made or names both sides."""
        if all(frozenset((row.name, row.into)) in self.pairs for row in doubt.same):
            return True
        if doubt.merged:
            return False
        left, right = ({e, self.name[e]} for e in (doubt.left, doubt.right))
        if any(frozenset((one, other)) in self.pairs for one in left for other in right):
            return True
        return self.made_by_split(doubt.left, right) or self.made_by_split(doubt.right, left)

    def made_by_split(self, entity_id: str, from_one: set[str]) -> bool:
        """Tell whether a split made the entity out of the other one; two parts of one may still be one."""
        rows = (self.by_line[line] for line in self.lines[entity_id] if line in self.by_line)
        own = {entity_id, self.name[entity_id]}
        return any(cell in from_one - own for row in rows for cell in (row.name, row.into))
