"""Reads mentions, role statements and linked organisations and places, writes what they tell of each person mention."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import groupby

from pipeline.linking.evidence import (
    NO_VALUES,
    Evidence,
    Profile,
    Scale,
    Values,
    role_evidence,
    role_key,
    union_of_values,
    values_of,
)
from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.mentions import Mention

# Characters between an organisation and the person named right after it («курсант Академии МВД Иван Петров»).
BEFORE = 1
# A short form («Комитет») whose release does not tell which body it means: it says nothing of other releases.
OF_ONE_RELEASE = re.compile(r"\|\d+$")
STATES = ("country", "territory", "continent")
# Named everywhere («на странице в Facebook», «сообщает Reuters»): their country is not what a release is about.
WORLDWIDE_KINDS = frozenset(("media", "company"))


class Circumstances:
    """What each person mention and each release tells: `of_mention` row → its own evidence, `of_release` doc → profile.

    `in_releases` tells in how many releases each of the other names stands.
    """

    def __init__(
        self,
        rows: Sequence[Mention],
        statements: Sequence[tuple[str, str, str]],
        by_id: Mapping[str, int],
        identities: Sequence[Hashable],
        owners: Mapping[str, str],
        gazetteer: Gazetteer,
    ) -> None:
        """Collect it; `statements` are (person, role, organisation) by mention id, `owners` organisation → owner."""
        self.identities = identities
        self.owners = owners
        self.gazetteer = gazetteer
        self.bodies: dict[Hashable, Values] = {}
        self.posts: dict[tuple[str, str, Hashable], Values] = {}
        self.of_mention: dict[int, Values] = {}
        self.of_release: dict[int, Profile] = {}
        self.in_releases: dict[Hashable, int] = defaultdict(int)
        self.from_statements(statements, by_id, rows)
        self.from_neighbours(rows)
        self.from_releases(rows)
        self.bodies.clear()  # most of them stand beside nobody: what the others tell is with the people

    def add(self, row: int, values: Values) -> None:
        """Take in what is told of one mention."""
        self.of_mention[row] = union_of_values(self.of_mention[row], values) if row in self.of_mention else values

    def from_statements(
        self, statements: Sequence[tuple[str, str, str]], by_id: Mapping[str, int], rows: Sequence[Mention]
    ) -> None:
        """Add roles, the bodies they belong to, and posts: a role of a body."""
        for person, role, organization in statements:
            if person in by_id:
                body = by_id.get(organization)
                name, owner = (rows[body].normal, self.identities[body]) if body is not None else ("", None)
                self.add(by_id[person], self.of_post(role, name, owner))

    def of_post(self, role: str, organization: str, identity: Hashable) -> Values:
        """Return what a role in an organisation, named so, tells of the person; `identity` None without one."""
        if (role, organization, identity) not in self.posts:
            values = values_of(role_evidence(role, organization))
            if identity is not None:
                values = union_of_values(values, self.of_body(identity))
                if role and not OF_ONE_RELEASE.search(str(identity)):
                    values = {**values, "post": frozenset({(role_key(role), identity)})}
            self.posts[role, organization, identity] = values
        return self.posts[role, organization, identity]

    def of_body(self, identity: Hashable) -> Values:
        """Return what an organisation or place beside a person tells of the person."""
        if identity not in self.bodies:
            self.bodies[identity] = values_of(self.told_by_body(str(identity)))
        return self.bodies[identity]

    def told_by_body(self, identity: str) -> Iterator[Evidence]:
        """Yield what an organisation or place tells: itself, where it is, and of an organ the body above it."""
        if OF_ONE_RELEASE.search(identity):
            return
        place = self.gazetteer.places_by_id.get(identity)
        if place is None and not identity.startswith("LOC:"):
            yield "employer", identity
            curated = self.gazetteer.organizations_by_id.get(identity)
            if curated is not None and curated.country and curated.kind not in WORLDWIDE_KINDS:
                yield "country", curated.country
            owner = curated.parent if curated is not None else self.owners.get(identity, "")
            if owner.startswith("ORG:"):
                yield "employer", owner
            place = self.gazetteer.places_by_id.get(owner)
        elif place is not None and place.kind not in STATES:
            yield "place", place.id
        if place is not None and place.country:
            yield "country", place.country

    def from_neighbours(self, rows: Sequence[Mention]) -> None:
        """Add the organisation right before a person's name; a place there may be just where something happened."""
        before: dict[tuple[int, int], int] = {}
        for m in rows:
            if m.label == "ORG":
                before.setdefault((m.doc, m.end), m.row)  # the longest of several
        for m in rows:
            if m.label == "PER" and (near := before.get((m.doc, m.start - BEFORE))) is not None:
                self.add(m.row, self.of_body(self.identities[near]))

    def from_releases(self, rows: Sequence[Mention]) -> None:
        """Note the bodies and places of each release as its company, its countries as the scene of its people."""
        for doc, mentions in groupby(rows, key=lambda m: m.doc):
            company: set[Hashable] = set()
            countries: set[Hashable] = set()
            for m in mentions:
                if m.label == "PER":
                    continue
                identity = self.identities[m.row]
                countries |= self.of_body(identity).get("country", NO_VALUES)
                place = self.gazetteer.places_by_id.get(str(identity))
                if place is None or place.kind not in STATES:
                    company.add(identity)
            for name in company:
                self.in_releases[name] += 1
            self.of_release[doc] = Profile({"scene": frozenset(countries)} if countries else {}, frozenset(company))

    @property
    def scale(self) -> Scale:
        """Return what weighs the evidence of these releases."""
        return Scale(self.in_releases, sum(bool(profile.company) for profile in self.of_release.values()))

    def told(self, row: int, doc: int) -> Profile:
        """Return all that is told of the person mention `row` of release `doc`."""
        release = self.of_release[doc]
        return release.with_all_of(Profile(self.of_mention[row])) if row in self.of_mention else release
