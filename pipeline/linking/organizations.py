"""Reads ORG mentions of all releases and their abbreviations, writes which mentions are one organisation.

Each release is read for itself first, with what all releases tell of abbreviations and of who heads what; then what
they name is joined across releases.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.keys import fold
from pipeline.linking.organization_abbreviations import corpus_abbreviations, release_abbreviations
from pipeline.linking.organization_joins import (
    add_owners,
    join_alphabets,
    join_last_words,
    join_misprints,
    link_across,
)
from pipeline.linking.organization_mentions import OrganizationMention, Release
from pipeline.linking.organization_names import (
    Identity,
    OrganizationNames,
    is_ministry_of_union,
    is_open,
    is_short_form,
    titles_of,
)
from pipeline.linking.release_bodies import (
    Bodies,
    bodies_of_people,
    fuller_names,
    longer_names,
    national_body,
    of_country,
    of_union,
    owned_by_short_form,
    spelt_out,
)


@dataclass(frozen=True, slots=True)
class Linked:
    """Mention row → identity key, and what is known of each identity; mention row → why it has its identity."""

    found: dict[int, str]
    identities: dict[str, Identity]
    short_names: dict[str, set[str]]
    how: dict[int, str]


def link_organizations(
    mentions: Sequence[OrganizationMention], releases: Mapping[int, Release], gazetteer: Gazetteer
) -> Linked:
    """Return the identity of each mention, independent of the order of `mentions`."""
    names = OrganizationNames(gazetteer)
    ordered = sorted(mentions, key=lambda m: (m.doc, m.start, m.row))
    written: dict[int, list[OrganizationMention]] = defaultdict(list)
    for m in ordered:
        written[m.doc].append(m)
    by_doc = {doc: spelt_out(doc_mentions, names) for doc, doc_mentions in written.items()}
    ordered = [m for doc_mentions in by_doc.values() for m in doc_mentions]
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
            if m.country and (is_short_form(identity, key, gazetteer) or is_open(identity, key, gazetteer)):
                national = national_body(key, m.country, names)
                if national is not None:
                    identity = national
                    how[m.row] = "body of the country that is named for it"
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
                    may_be_of_union = meant is None or bodies.is_named_later(meant, m.start)
                    organ = of_union(key, bodies, names) if may_be_of_union else None
                    if organ is not None and (meant is None or meant.owner != organ.owner):
                        meant = organ
                        how[m.row] = "short form of an organ of the union that its release is about"
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
    link_across(pending, releases, found, identities, gazetteer, how)
    # A misprint is found as it is written, then shares the owner of the usual spelling.
    join_misprints(ordered, found, how)
    add_owners(ordered, releases, found, identities, how)
    join_last_words(ordered, found, identities, how)
    join_alphabets(ordered, found, identities, how)
    return Linked(found, identities, dict(short_names), how)
