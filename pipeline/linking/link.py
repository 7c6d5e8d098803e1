"""Reads mentions, roles and abbreviations of all releases, writes entities: who, which organisation, where."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.linking.circumstances import Circumstances
from pipeline.linking.gazetteer import Gazetteer, load_gazetteer
from pipeline.linking.keys import fold, is_abbreviation, latin, slug
from pipeline.linking.organizations import Linked as LinkedOrganizations
from pipeline.linking.organizations import OrganizationMention, Release, link_organizations
from pipeline.linking.people import PersonMention, is_initial, link_people, name_of, split_written
from pipeline.linking.places import NATURAL_KINDS, PlaceMention, candidates, link_places

LABELS = ("PER", "ORG", "LOC")
COLUMNS = {
    "mention_entities": ("mention_id", "entity_id"),
    "entities": ("entity_id", "label", "name", "kind", "mentions", "documents", "first_seen", "last_seen"),
    "aliases": ("entity_id", "alias", "how", "mentions"),
    "people": ("entity_id", "last", "first", "middle", "gender", "latin"),
    "organizations": ("entity_id", "abbreviation", "parent_entity_id", "country", "wikidata"),
    "places": ("entity_id", "kind", "country", "region", "latitude", "longitude", "geonames"),
    "abbreviation_entities": ("doc_id", "start", "end", "entity_id"),
}


@dataclass(frozen=True)
class Linked:
    """What linking gives; every table is sorted by its first columns.

    mention_entities: one row per PER, ORG or LOC mention. abbreviation_entities: one per defined short form, entity_id
    "" where it is no mention. The others: DESIGN.md's columns, unknown strings "", unknown numbers None.
    """

    mention_entities: pd.DataFrame
    entities: pd.DataFrame
    aliases: pd.DataFrame
    people: pd.DataFrame
    organizations: pd.DataFrame
    places: pd.DataFrame
    abbreviation_entities: pd.DataFrame


@dataclass(slots=True)
class Mention:
    """One row of the mentions part; `doc` is the release's place in the order of doc_ids."""

    mention_id: str
    doc_id: str
    doc: int
    start: int
    end: int
    label: str
    text: str
    normal: str
    parent: str
    last: str
    first: str
    middle: str
    gender: str
    kind: str


@dataclass(slots=True)
class Entity:
    """All mentions of one thing and the identity they share, on the way to a row of entities."""

    label: str
    identity: Hashable
    mentions: list[Mention]
    id: str = ""
    name: str = ""
    kind: str = ""


def link(documents: pd.DataFrame, mentions: pd.DataFrame, roles: pd.DataFrame, abbreviations: pd.DataFrame) -> Linked:
    """Return the entities of all releases.

    The four frames hold part rows (columns as in rows_of); missing evidence columns count as empty. The result does
    not depend on the order of rows, on how they were cut into parts, or on earlier runs.
    """
    gazetteer = load_gazetteer()
    rows = read_mentions(mentions)
    by_id = {m.mention_id: i for i, m in enumerate(rows)}
    places = link_places(
        [PlaceMention(i, m.doc, m.start, m.normal, m.kind) for i, m in enumerate(rows) if m.label == "LOC"], gazetteer
    )
    statements = strings(roles, "person_mention_id", "role", "organization_mention_id")
    definitions = strings(abbreviations, "doc_id", "short", "long", "start", "end", "mention_id", "long_mention_id")
    organizations = organizations_of(rows, by_id, places, definitions, bearers(rows, by_id, statements), gazetteer)
    identities: dict[int, Hashable] = {**places, **organizations.found}
    owners = {key: identity.owner for key, identity in organizations.identities.items()}
    circumstances = Circumstances(rows, statements, by_id, identities, owners, gazetteer)
    people = link_people(person_mentions(rows, circumstances), circumstances.company, circumstances.in_releases)
    identities.update(people)
    entities = gather(rows, identities, gazetteer)
    name_entities(entities, organizations, employers(roles), gazetteer)
    return tables(entities, organizations, documents, definitions, by_id, rows, gazetteer)


def strings(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of `frame` as tuples of these columns; a column that is missing gives ""."""
    size = len(frame)
    cells = [frame[c].tolist() if c in frame.columns else [""] * size for c in columns]
    return list(zip(*cells, strict=True))


def read_mentions(frame: pd.DataFrame) -> list[Mention]:
    """Return the PER, ORG and LOC rows in text order."""
    columns = ("mention_id", "doc_id", "start", "end", "label", "text", "normal", "parent_mention_id")
    kept = [r for r in strings(frame, *columns, "last", "first", "middle", "gender", "kind") if r[4] in LABELS]
    kept.sort(key=lambda r: (r[1], r[2], -r[3], r[4], r[0]))
    docs = {doc_id: i for i, doc_id in enumerate(sorted({r[1] for r in kept}))}
    return [
        Mention(i, doc, docs[doc], int(start), int(end), label, text, normal or text, *rest)
        for i, doc, start, end, label, text, normal, *rest in kept
    ]


def organizations_of(
    rows: Sequence[Mention],
    by_id: dict[str, int],
    places: dict[int, str],
    definitions: Sequence[tuple[Any, ...]],
    people: dict[int, tuple[str, ...]],
    gazetteer: Gazetteer,
) -> LinkedOrganizations:
    """Return the linked ORG mentions, with the abbreviations and countries of their releases as context."""
    docs = {m.doc_id: m.doc for m in rows}
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
    found = [
        OrganizationMention(i, m.doc, m.start, m.normal, people.get(i, ()))
        for i, m in enumerate(rows)
        if m.label == "ORG"
    ]
    return link_organizations(found, releases, gazetteer)


def bearers(
    rows: Sequence[Mention], by_id: dict[str, int], statements: Sequence[tuple[str, str, str]]
) -> dict[int, tuple[str, ...]]:
    """Return organisation mention → (surname, first name) of the person whose post there its release tells."""
    firsts: dict[tuple[int, str], set[str]] = defaultdict(set)
    lasts: dict[int, str] = {}
    for i, m in enumerate(rows):
        if m.label == "PER":
            name = name_of(m.normal, m.last, m.first, m.middle, m.gender)
            lasts[i] = name.last
            if name.has_first:
                firsts[m.doc, name.last].add(name.first)
    found: dict[int, tuple[str, ...]] = {}
    for person, _, organization in sorted(statements):
        row = by_id.get(person, -1)
        if row in lasts and organization in by_id:
            names = firsts.get((rows[row].doc, lasts[row]), set())
            if len(names) == 1:
                found.setdefault(by_id[organization], (lasts[row], *names))
    return found


def main_country(counts: Counter[str], state: dict[str, str]) -> tuple[str, ...]:
    """Return the entity id of the country that most of a release's places belong to, () if none."""
    for country, n in counts.items():
        if 2 * n > counts.total() and country in state:
            return (state[country],)
    return ()


def person_mentions(rows: Sequence[Mention], circumstances: Circumstances) -> list[PersonMention]:
    """Return the PER mentions with what the releases tell of them."""
    return [
        PersonMention(
            i,
            m.doc,
            m.start,
            name_of(m.normal, m.last, m.first, m.middle, m.gender),
            m.text,
            frozenset(circumstances.of_mention.get(i, ())),
        )
        for i, m in enumerate(rows)
        if m.label == "PER"
    ]


def gather(rows: Sequence[Mention], identities: dict[int, Hashable], gazetteer: Gazetteer) -> list[Entity]:
    """Return the entities in the order of their first mention.

    A mention belongs to an entity of its own label, except where a curated table knows better: «ЕС» marked as a place
    is the organisation, «РФ» marked as an organisation the country.
    """
    found: dict[tuple[str, Hashable], Entity] = {}
    for i, m in enumerate(rows):
        label, identity = m.label, identities[i]
        if label == "LOC" and identity not in gazetteer.places_by_id:
            curated = gazetteer.organizations.get(fold(m.normal))
            if curated is not None:
                label, identity = "ORG", curated.id
        elif label == "ORG" and identity not in gazetteer.organizations_by_id:
            places = candidates(m.normal, gazetteer)
            if places and fold(m.normal) in places[0].abbreviations:
                label, identity = "LOC", places[0].id
        entity = found.get((label, identity))
        if entity is None:
            entity = found[label, identity] = Entity(label, identity, [])
        entity.mentions.append(m)
    return list(found.values())


def best_spelling(spellings: Counter[str]) -> str:
    """Return the usual spelling: the most frequent folded form, in it ё before е and mixed case before capitals."""
    forms: Counter[str] = Counter()
    for spelling, n in spellings.items():
        forms[fold(spelling)] += n
    top = min(forms, key=lambda form: (-forms[form], form), default="")
    variants = [s for s in spellings if fold(s) == top]
    return min(
        variants,
        key=lambda s: (s.isupper() and len(s) > 1, "ё" not in s.casefold(), not s[:1].isupper(), -spellings[s], s),
        default="",
    )


def employers(roles: pd.DataFrame) -> dict[str, str]:
    """Return person mention → organisation mention of its role statements, the first by id of several."""
    pairs = sorted(strings(roles, "person_mention_id", "organization_mention_id"), reverse=True)
    return {person: organization for person, organization in pairs if person and organization}


def name_entities(
    entities: Sequence[Entity],
    organizations: LinkedOrganizations,
    employers: dict[str, str],
    gazetteer: Gazetteer,
) -> None:
    """Set name, kind and id of every entity; ids of curated entities come first, so that no other takes them."""
    wanted: list[tuple[int, int, str, Entity]] = []
    for entity in entities:
        first = entity.mentions[0]
        if entity.label == "LOC":
            place = gazetteer.places_by_id.get(str(entity.identity))
            if place is not None:
                entity.name, entity.kind, entity.id = place.name, place.kind, place.id
                continue
            entity.name = best_spelling(Counter(m.normal for m in entity.mentions))
            entity.kind = most_frequent(m.kind for m in entity.mentions)
            natural = "-" + entity.kind if str(entity.identity).rpartition("|")[2] in NATURAL_KINDS else ""
            base = f"LOC:{slug(entity.name)}{natural}"
        elif entity.label == "ORG":
            curated = gazetteer.organizations_by_id.get(str(entity.identity))
            if curated is not None:
                entity.name, entity.kind, entity.id = curated.name, curated.kind, curated.id
                continue
            identity = organizations.identities[str(entity.identity)]
            entity.name = longest_name(entity.mentions, organizations.short_names.get(str(entity.identity), set()))
            entity.kind = gazetteer.body_kinds.get(identity.head) or most_frequent(m.kind for m in entity.mentions)
            entity.kind = entity.kind or kind_by_words(entity.name, gazetteer)
            body = identity.head if identity.head in gazetteer.body_kinds else ""
            owner = identity.owner.partition(":")[2]
            base = (
                f"ORG:{slug(body)}-{owner}"
                if body and owner and "> " not in identity.key
                else f"ORG:{slug(entity.name)}"
            )
        else:
            last, given_name, middle = person_parts(entity)
            entity.name = " ".join(part for part in (given_name, middle, last) if part)
            base = f"PER:{slug(f'{last} {given_name}')}"
        wanted.append((first.doc, first.start, base, entity))
    taken = {entity.id for entity in entities if entity.id}
    wanted.sort(key=lambda item: item[:2])
    same: dict[str, list[Entity]] = defaultdict(list)
    for _, _, base, entity in wanted:
        same[base].append(entity)
    numbers: Counter[str] = Counter()  # of each base, how many numbers are known to be taken
    # Names told apart by more than a number first; what is left is numbered in the order of the first release.
    for base, namesakes in sorted(same.items()):
        if len(namesakes) == 1 and base not in taken:
            namesakes[0].id = base
            taken.add(base)
    entity_of: dict[str, Entity] = {}
    for base, namesakes in sorted(same.items()):  # LOC and ORG before PER
        if base.startswith("PER:") and not entity_of:
            entity_of = {m.mention_id: entity for entity in entities if entity.label != "PER" for m in entity.mentions}
        for entity in namesakes:
            if not entity.id:
                here = (entity_of.get(employers.get(m.mention_id, "")) for m in entity.mentions)
                employer = most_frequent(short_id(found, gazetteer) for found in here if found is not None)
                entity.id = told_apart(base, entity, employer, taken, numbers)
                taken.add(entity.id)


def short_id(entity: Entity, gazetteer: Gazetteer) -> str:
    """Return what names an organisation shortly inside another id: its abbreviation if curated, else its own id."""
    curated = gazetteer.organizations_by_id.get(entity.id)
    return slug(curated.abbreviation) if curated is not None and curated.abbreviation else entity.id.partition(":")[2]


def told_apart(base: str, entity: Entity, employer: str, taken: set[str], numbers: Counter[str]) -> str:
    """Return an id that nobody has: with the patronymic or organisation where the person has one, else numbered."""
    if entity.label == "PER":
        for known in (person_parts(entity)[2], employer):
            if known and (choice := f"{base}-{slug(known)}") not in taken:
                return choice
    if base not in taken:
        return base
    while f"{base}-{numbers[base] + 2}" in taken:
        numbers[base] += 1
    return f"{base}-{numbers[base] + 2}"


def most_frequent(values: Any) -> str:
    """Return the most frequent value that is not "", the first by alphabet of several; "" where there is none."""
    counts = Counter(value for value in values if value)
    return str(min(counts, key=lambda value: (-counts[value], value), default=""))


def kind_by_words(name: str, gazetteer: Gazetteer) -> str:
    """Return the kind that a word of the name gives («… комитет …» is a committee), "" if none."""
    return next((gazetteer.short_forms[w] for w in fold(name).split() if w in gazetteer.short_forms), "")


def longest_name(mentions: Sequence[Mention], short_names: set[str]) -> str:
    """Return the fullest name: no abbreviation or short form where there is a longer one, then of most words."""
    counts = Counter(m.normal for m in mentions)
    full = [n for n in counts if fold(n) not in short_names and not is_abbreviation(n)] or list(counts)
    longest = max(len(fold(n).split()) for n in full)
    return best_spelling(Counter({n: counts[n] for n in full if len(fold(n).split()) == longest}))


def person_parts(entity: Entity) -> tuple[str, str, str]:
    """Return (last, first, middle) of a person as best written: from full names, else from what there is."""
    parts = [written_parts(m) for m in entity.mentions]
    full = [p for p in parts if p[1] and not is_initial(p[1]) and p[0]] or [p for p in parts if p[1]] or parts
    middles = Counter(p[2] for p in full if p[2] and not is_initial(p[2])) or Counter(p[2] for p in full if p[2])
    last, first = best_spelling(Counter(p[0] for p in full)), best_spelling(Counter(p[1] for p in full if p[1]))
    # A first name in the place of the patronymic stood behind an epithet.
    return last, first, best_spelling(Counter({m: n for m, n in middles.items() if fold(m) != fold(first)}))


def written_parts(m: Mention) -> tuple[str, str, str]:
    """Return the parts of a person's name as written, from the columns or from the normal form."""
    if m.last:
        return m.last, m.first, m.middle
    return (m.first, "", m.middle) if m.first else split_written(m.normal)


def how_named(entity: Entity, alias: str, written: tuple[str, str, str], names: set[str], gazetteer: Gazetteer) -> str:
    """Return how an entity goes by a name: full, initials, surname, abbreviation or rename."""
    if entity.label == "PER":
        first = written[1]
        return "surname" if not first else "initials" if is_initial(first) or len(first) == 1 else "full"
    key = fold(alias)
    place = gazetteer.places_by_id.get(entity.id)
    if place is not None and key in place.renames:
        return "rename"
    if is_abbreviation(alias) or key in names or (place is not None and key in place.abbreviations):
        return "abbreviation"
    curated = gazetteer.organizations_by_id.get(entity.id)
    short = key in gazetteer.short_forms or (
        curated is not None and curated.abbreviation and key == fold(curated.abbreviation)
    )
    return "abbreviation" if short and key != fold(entity.name) else "full"


def tables(
    entities: Sequence[Entity],
    organizations: LinkedOrganizations,
    documents: pd.DataFrame,
    definitions: Sequence[tuple[Any, ...]],
    by_id: dict[str, int],
    rows: Sequence[Mention],
    gazetteer: Gazetteer,
) -> Linked:
    """Return all tables of the entities, sorted."""
    published = {doc: iso(day) for doc, day in strings(documents, "doc_id", "published")}
    entity_of = {m.mention_id: entity.id for entity in entities for m in entity.mentions}
    by_identity = {entity.identity: entity.id for entity in entities if entity.label != "PER"}
    known = set(by_identity.values())
    inside: dict[str, list[Mention]] = defaultdict(list)
    for m in rows:
        if m.parent and m.label != "PER":
            inside[m.parent].append(m)
    out: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
    out["mention_entities"] = [(m.mention_id, entity_of[m.mention_id]) for m in rows]
    for entity in sorted(entities, key=lambda e: e.id):
        days = sorted({day for m in entity.mentions if (day := published.get(m.doc_id, ""))})
        out["entities"].append(
            (
                entity.id,
                entity.label,
                entity.name,
                entity.kind,
                len(entity.mentions),
                len({m.doc for m in entity.mentions}),
                days[0] if days else "",
                days[-1] if days else "",
            )
        )
        names = organizations.short_names.get(str(entity.identity), set())
        aliases: Counter[tuple[str, str]] = Counter()
        for m in entity.mentions:
            aliases[m.normal, how_named(entity, m.normal, written_parts(m), names, gazetteer)] += 1
        out["aliases"] += [(entity.id, alias, how, n) for (alias, how), n in sorted(aliases.items())]
        if entity.label == "PER":
            last, first, middle = person_parts(entity)
            gender = most_frequent(m.gender for m in entity.mentions)
            out["people"].append((entity.id, last, first, middle, gender, latin(entity.name)))
        elif entity.label == "ORG":
            out["organizations"].append(
                organization_row(entity, organizations, by_identity, known, entity_of, inside, gazetteer)
            )
        else:
            place = gazetteer.places_by_id.get(entity.id)
            out["places"].append(
                (entity.id, place.kind, place.country, place.region, place.latitude, place.longitude, place.geonames)
                if place is not None
                else (entity.id, entity.kind, "", "", None, None, None)
            )
    for doc_id, _, _, start, end, mention, long_mention in sorted(
        definitions, key=lambda d: (d[0], d[3], d[4], d[1:3])
    ):
        entity_id = entity_of.get(mention) or entity_of.get(long_mention) or ""
        out["abbreviation_entities"].append((doc_id, start, end, entity_id))
    return Linked(**{name: frame(name, out[name]) for name in COLUMNS})


def organization_row(
    entity: Entity,
    organizations: LinkedOrganizations,
    by_identity: dict[Hashable, str],
    known: set[str],
    entity_of: dict[str, str],
    inside: dict[str, list[Mention]],
    gazetteer: Gazetteer,
) -> tuple[str, str, str, str, str]:
    """Return one row of organizations; the parent is named by the curated table or the last name inside."""
    identity = str(entity.identity)
    curated = gazetteer.organizations_by_id.get(identity)
    owner = curated.parent if curated is not None else organizations.identities[identity].owner
    if curated is None:
        # The last body inside the name is the one above: «Секретариат [Совета Безопасности [России]]».
        owners = [n for m in entity.mentions for n in inside.get(m.mention_id, ())[-1:]]
        above_it = most_frequent(entity_of[n.mention_id] for n in owners if n.label == "ORG")
        if above_it and above_it != entity.id:
            owner = above_it
        elif not owner:
            owner = most_frequent(entity_of[n.mention_id] for n in owners)
    country = curated.country if curated is not None else ""
    place = gazetteer.places_by_id.get(owner)
    above = gazetteer.organizations_by_id.get(owner)
    country = country or (place.country if place is not None else above.country if above is not None else "")
    parent = by_identity.get(owner, owner if owner in known else "")
    abbreviation = curated.abbreviation if curated is not None else ""
    if curated is None:
        abbreviation = most_frequent(m.normal for m in entity.mentions if is_abbreviation(m.normal))
    return (
        entity.id,
        abbreviation,
        parent if parent.startswith("ORG:") else "",
        country,
        curated.wikidata if curated is not None else "",
    )


def iso(day: object) -> str:
    """Return a release's date as ISO text, "" where it is unknown."""
    return "" if day is None or day != day else str(day)[:10]


def frame(name: str, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Return one table; numbers that may be unknown keep None."""
    columns = COLUMNS[name]
    cells: dict[str, pd.Series[Any]] = {}
    for i, column in enumerate(columns):
        values = [row[i] for row in rows]
        if column in ("mentions", "documents", "start", "end"):
            cells[column] = pd.Series(values, dtype="int64")
        elif column in ("latitude", "longitude", "geonames"):
            cells[column] = pd.Series(values, dtype="object")
        else:
            cells[column] = pd.Series(values, dtype="str")
    return pd.DataFrame(cells, columns=list(columns))
