"""Reads mentions, roles and abbreviations of all releases, writes entities: who, which organisation, where."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.linking.bearers import PersonMention
from pipeline.linking.circumstances import Circumstances
from pipeline.linking.corpus_vote import with_corpus_vote
from pipeline.linking.decisions import Decision
from pipeline.linking.entities import gather, name_entities
from pipeline.linking.gazetteer import Gazetteer, load_gazetteer
from pipeline.linking.governments import led_countries, with_governments
from pipeline.linking.joins import joins_table
from pipeline.linking.mentions import Mention, Mentions, person_name, read_mentions, strings
from pipeline.linking.namesakes import Join
from pipeline.linking.organization_mentions import OrganizationMention, Release
from pipeline.linking.organizations import Linked as LinkedOrganizations
from pipeline.linking.organizations import link_organizations
from pipeline.linking.people import link_people
from pipeline.linking.places import PlaceMention, link_places
from pipeline.linking.reasons import reasons_of
from pipeline.linking.replay import replay
from pipeline.linking.results import Linked, tables


def link(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    roles: pd.DataFrame,
    abbreviations: pd.DataFrame,
    decisions: Sequence[Decision] = (),
    explain: bool = False,
) -> Linked:
    """Return the entities of all releases, as the analysts' decisions want them.

    The four frames hold part rows (columns as in rows_of); missing evidence columns count as empty. The result does
    not depend on the order of rows, on how they were cut into parts, or on earlier runs. `explain` fills its `joins`
    too, which takes more memory than all the rest.
    """
    gazetteer = load_gazetteer()
    mentions, names = with_corpus_vote(mentions)
    read = read_mentions(mentions)
    del mentions
    rows = read.rows
    places = link_places(
        [PlaceMention(m.row, m.doc, m.start, m.normal, m.kind) for m in rows if m.label == "LOC"], gazetteer
    )
    statements = strings(roles, "person_mention_id", "role", "organization_mention_id")
    definitions = strings(abbreviations, "doc_id", "short", "long", "start", "end", "mention_id", "long_mention_id")
    by_id = read.rows_of(i for *_, short, long in definitions for i in (short, long))
    by_id |= read.rows_of(i for person, _, organization in statements for i in (person, organization))
    people = bearers(rows, by_id, statements)
    led = led_countries(rows, by_id, statements, places, gazetteer)
    organizations = organizations_of(read, by_id, places, definitions, people, led, gazetteer)
    identities: list[Hashable] = [None] * len(rows)
    put(places, identities)
    put(organizations.found, identities)
    del places
    owners = {key: identity.owner for key, identity in organizations.identities.items()}
    circumstances = Circumstances(rows, statements, by_id, identities, owners, gazetteer)
    joins: list[Join] = []
    witness = joins.append if explain else None
    put(link_people(person_mentions(rows, circumstances), circumstances.scale, witness), identities)
    del circumstances
    entities = gather(rows, identities, gazetteer)
    del identities
    employed = employers(statements, by_id)
    name_entities(entities, organizations, employed, gazetteer)
    problems: Sequence[tuple[int, str]] = ()
    lines: Mapping[int, tuple[int, ...]] = {}
    if decisions:
        said = [(by_id[person], role, by_id.get(body, -1)) for person, role, body in statements if person in by_id]
        replayed = replay(entities, decisions, read.doc_ids, said, organizations, employed, gazetteer)
        entities, problems, lines = replayed.entities, replayed.problems, replayed.lines
    reasons = reasons_of(entities, len(rows), organizations.how, lines, gazetteer)
    found = tables(entities, organizations, documents, definitions, read, by_id, reasons, problems, gazetteer)
    return replace(found, mention_names=names, joins=joins_table(joins, entities, read, gazetteer))


def put(found: Mapping[int, Hashable], identities: list[Hashable]) -> None:
    """Set the identities of the rows in `found`."""
    for row, identity in found.items():
        identities[row] = identity


def organizations_of(
    mentions: Mentions,
    by_id: dict[str, int],
    places: dict[int, str],
    definitions: Sequence[tuple[Any, ...]],
    people: dict[int, tuple[str, ...]],
    led: Mapping[str, str],
    gazetteer: Gazetteer,
) -> LinkedOrganizations:
    """Return the linked ORG mentions, with the abbreviations and countries of their releases as context.

    `people` are who holds a post in which, `led` whose countries' governments.
    """
    rows = mentions.rows
    docs = {doc_id: doc for doc, doc_id in enumerate(mentions.doc_ids)}
    shorts: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for doc_id, short, long, *_, long_mention in definitions:
        if doc_id in docs:
            named = rows[by_id[long_mention]].normal if long_mention in by_id else long
            shorts[docs[doc_id]].add((short, named))
    countries: dict[int, Counter[str]] = defaultdict(Counter)
    for row, identity in places.items():
        place = gazetteer.places_by_id.get(identity)
        if place is not None and place.country:
            countries[rows[row].doc][place.country] += 1
    state = {p.country: p.id for p in gazetteer.places_by_id.values() if p.kind == "country"}
    releases = {
        doc: Release(
            tuple(sorted(shorts.get(doc, ()))),
            main_country(countries.get(doc, Counter()), state),
            frozenset(state[country] for country in countries.get(doc, ()) if country in state),
        )
        for doc in set(docs.values())
    }
    found = (
        OrganizationMention(m.row, m.doc, m.start, m.normal, people.get(m.row, ()), state.get(m.country, ""))
        for m in rows
        if m.label == "ORG"
    )
    return link_organizations(list(with_governments(found, rows, led, gazetteer)), releases, gazetteer)


def bearers(
    rows: Sequence[Mention], by_id: dict[str, int], statements: Sequence[tuple[str, str, str]]
) -> dict[int, tuple[str, ...]]:
    """Return organisation mention → (surname, first name) of the person whose post there its release tells."""
    known = ((by_id[person], by_id[body]) for person, _, body in sorted(statements) if {person, body} <= by_id.keys())
    posts = [(rows[person], body) for person, body in known if rows[person].label == "PER"]
    firsts: dict[tuple[int, str], set[str]] = {(m.doc, person_name(m).last): set() for m, _ in posts}
    for m in rows:
        if m.label == "PER" and (name := person_name(m)).has_first and (m.doc, name.last) in firsts:
            firsts[m.doc, name.last].add(name.first)
    found: dict[int, tuple[str, ...]] = {}
    for m, body in posts:
        last = person_name(m).last
        if len(firsts[m.doc, last]) == 1:
            found.setdefault(body, (last, *firsts[m.doc, last]))
    return found


def main_country(counts: Counter[str], state: dict[str, str]) -> tuple[str, ...]:
    """Return the entity id of the country that most of a release's places belong to, () if none."""
    for country, n in counts.items():
        if 2 * n > counts.total() and country in state:
            return (state[country],)
    return ()


def person_mentions(rows: Iterable[Mention], circumstances: Circumstances) -> Iterator[PersonMention]:
    """Yield the PER mentions with what the releases tell of them."""
    for m in rows:
        if m.label == "PER":
            yield PersonMention(m.row, m.doc, m.start, person_name(m), m.text, circumstances.told(m.row, m.doc))


def employers(statements: Sequence[tuple[str, str, str]], by_id: dict[str, int]) -> dict[int, int]:
    """Return row of a person → row of the organisation of its role statements, the first by id of several."""
    pairs = sorted(((person, organization) for person, _, organization in statements), reverse=True)
    return {by_id[person]: by_id[body] for person, body in pairs if person in by_id and body in by_id}
