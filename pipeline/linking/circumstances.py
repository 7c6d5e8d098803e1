"""Reads mentions, role statements and linked organisations and places, writes what they tell of each person mention."""

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

from pipeline.linking.evidence import Evidence, role_evidence, role_key
from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.mentions import Mention

# Characters between an organisation and the person named right after it («курсант Академии МВД Иван Петров»).
BEFORE = 1
# A short form («Комитет») whose release does not tell which body it means: it says nothing of other releases.
OF_ONE_RELEASE = re.compile(r"\|\d+$")
STATES = ("country", "territory", "continent")
# Named everywhere («на странице в Facebook», «сообщает Reuters»): their country is not what a release is about.
WORLDWIDE_KINDS = frozenset(("media", "company"))
NOTHING: frozenset[Evidence] = frozenset()


class Circumstances:
    """What each person mention and each release tells: `of_mention` row → evidence, `company` doc → other names."""

    def __init__(
        self,
        rows: Sequence[Mention],
        statements: Sequence[tuple[str, str, str]],
        by_id: Mapping[str, int],
        identities: Mapping[int, Hashable],
        owners: Mapping[str, str],
        gazetteer: Gazetteer,
    ) -> None:
        """Collect it; `statements` are (person, role, organisation) by mention id, `owners` organisation → owner."""
        self.identities = identities
        self.owners = owners
        self.gazetteer = gazetteer
        # What is told of one mention, and of all people of a release: its countries are the scene.
        self.of_mention: dict[int, set[Evidence]] = defaultdict(set)
        self.scenes: dict[int, frozenset[Evidence]] = {}
        self.company: dict[int, frozenset[Hashable]] = {}
        self.in_releases: dict[Hashable, int] = defaultdict(int)
        self.from_statements(statements, by_id, rows)
        self.from_neighbours(rows)
        self.from_releases(rows)

    def from_statements(
        self, statements: Sequence[tuple[str, str, str]], by_id: Mapping[str, int], rows: Sequence[Mention]
    ) -> None:
        """Add roles, the bodies they belong to, and posts: a role of a body."""
        for person, role, organization in statements:
            if person not in by_id:
                continue
            told = self.of_mention[by_id[person]]
            told |= role_evidence(role, rows[by_id[organization]].normal if organization in by_id else "")
            owner = self.identities.get(by_id[organization]) if organization in by_id else None
            if owner is not None:
                told |= self.of_body(owner)
                if role and not OF_ONE_RELEASE.search(str(owner)):
                    told.add(("post", (role_key(role), owner)))

    def of_body(self, identity: Hashable) -> set[Evidence]:
        """Return what an organisation or place beside a person tells of the person."""
        place = self.gazetteer.places_by_id.get(str(identity))
        told: set[Evidence] = set()
        if OF_ONE_RELEASE.search(str(identity)):
            return told
        if place is None and not str(identity).startswith("LOC:"):
            told.add(("employer", identity))
            curated = self.gazetteer.organizations_by_id.get(str(identity))
            if curated is not None and curated.country and curated.kind not in WORLDWIDE_KINDS:
                told.add(("country", curated.country))
            owner = curated.parent if curated is not None else self.owners.get(str(identity), "")
            if owner.startswith("ORG:"):
                told.add(("employer", owner))  # an organ and the body above it
            place = self.gazetteer.places_by_id.get(owner)
        elif place is not None and place.kind not in STATES:
            told.add(("place", place.id))
        if place is not None and place.country:
            told.add(("country", place.country))
        return told

    def from_neighbours(self, rows: Sequence[Mention]) -> None:
        """Add the organisation right before a person's name; a place there may be just where something happened."""
        before: dict[tuple[int, int], int] = {}
        for i, m in enumerate(rows):
            if m.label == "ORG":
                before.setdefault((m.doc, m.end), i)  # the longest of several
        for i, m in enumerate(rows):
            if m.label == "PER" and (near := before.get((m.doc, m.start - BEFORE))) is not None:
                self.of_mention[i] |= self.of_body(self.identities[near])

    def from_releases(self, rows: Sequence[Mention]) -> None:
        """Note the bodies and places of each release as its company, its countries as the scene of its people."""
        company: dict[int, set[Hashable]] = defaultdict(set)
        scenes: dict[int, set[str]] = defaultdict(set)
        for i, m in enumerate(rows):
            if m.label == "PER":
                continue
            identity = self.identities[i]
            scenes[m.doc] |= {str(value) for kind, value in self.of_body(identity) if kind == "country"}
            place = self.gazetteer.places_by_id.get(str(identity))
            if place is None or place.kind not in STATES:
                company[m.doc].add(identity)
        for doc, names in company.items():
            self.company[doc] = frozenset(names)
            for name in names:
                self.in_releases[name] += 1
        same: dict[frozenset[Evidence], frozenset[Evidence]] = {}
        for doc, countries in scenes.items():
            scene = frozenset[Evidence](("scene", country) for country in countries)
            self.scenes[doc] = same.setdefault(scene, scene)

    def told(self, row: int, doc: int) -> frozenset[Evidence]:
        """Return all that is told of the person mention `row` of release `doc`."""
        scene = self.scenes.get(doc, NOTHING)
        return scene | self.of_mention[row] if row in self.of_mention else scene
