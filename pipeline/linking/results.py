"""Reads entities, writes the tables of schema.LINKED: what linking hands over."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.linking.entities import Entity, most_frequent, person_parts, written_parts
from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.keys import fold, is_abbreviation, latin
from pipeline.linking.mentions import Mention, Mentions, strings
from pipeline.linking.name_parts import is_initial, split_written
from pipeline.linking.organizations import Linked as LinkedOrganizations

COLUMNS = {
    "mention_entities": ("mention_id", "entity_id"),
    "entities": ("entity_id", "label", "name", "kind", "mentions", "documents", "first_seen", "last_seen"),
    "aliases": ("entity_id", "alias", "how", "mentions"),
    "people": ("entity_id", "last", "first", "middle", "gender", "latin"),
    "organizations": ("entity_id", "abbreviation", "parent_entity_id", "country", "wikidata"),
    "places": ("entity_id", "kind", "country", "region", "latitude", "longitude", "geonames"),
    "reasons": ("mention_id", "how"),
    "abbreviation_entities": ("doc_id", "start", "end", "entity_id"),
}


PER_MENTION = ("mention_entities", "reasons")


@dataclass(frozen=True)
class Linked:
    """What linking gives; every table is sorted by its first columns.

    mention_entities: one row per PER, ORG or LOC mention that no decision ignores; reasons: why it belongs there.
    abbreviation_entities: one per defined short form, entity_id "" where it is no mention. The others: DESIGN.md's
    columns, unknown strings "", unknown numbers None. `problems`: (line, what is wrong) of decisions that could not
    be followed; mention_names: one row per normal form that the corpus decided otherwise than its release; joins: one
    row per join of people across releases, in the order they were made (joins.py), where they were asked for.
    """

    mention_entities: pd.DataFrame
    entities: pd.DataFrame
    aliases: pd.DataFrame
    people: pd.DataFrame
    organizations: pd.DataFrame
    places: pd.DataFrame
    reasons: pd.DataFrame
    abbreviation_entities: pd.DataFrame
    problems: tuple[tuple[int, str], ...] = ()
    mention_names: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["mention_id", "normal"], dtype="str")
    )
    joins: pd.DataFrame = field(default_factory=pd.DataFrame)


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
    mentions: Mentions,
    by_id: Mapping[str, int],
    reasons: Sequence[str],
    problems: Sequence[tuple[int, str]],
    gazetteer: Gazetteer,
) -> Linked:
    """Return all tables of the entities, sorted."""
    published = {doc: iso(day) for doc, day in strings(documents, "doc_id", "published")}
    entity_of = [""] * len(mentions.rows)
    for entity in entities:
        for m in entity.mentions:
            entity_of[m.row] = entity.id
    by_identity = {
        identity: entity.id
        for entity in entities
        if entity.label != "PER"
        for identity in (entity.identity, *entity.absorbed)
    }
    known = set(by_identity.values())
    inside: dict[int, list[Mention]] = defaultdict(list)
    for m in mentions.rows:
        if m.parent >= 0 and m.label != "PER":
            inside[m.parent].append(m)
    out: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS if name not in PER_MENTION}
    for entity in sorted(entities, key=lambda e: e.id):
        docs = {m.doc for m in entity.mentions}
        days = sorted({day for doc in docs if (day := published.get(mentions.doc_ids[doc], ""))})
        out["entities"].append(
            (
                entity.id,
                entity.label,
                entity.name,
                entity.kind,
                len(entity.mentions),
                len(docs),
                days[0] if days else "",
                days[-1] if days else "",
            )
        )
        identities = (entity.identity, *entity.absorbed)
        names = set().union(*(organizations.short_names.get(str(i), ()) for i in identities))
        aliases: Counter[tuple[str, str]] = Counter()
        for m in entity.mentions:
            aliases[m.normal, how_named(entity, m.normal, written_parts(m), names, gazetteer)] += 1
        if entity.given_name and not any(alias == entity.given_name for alias, _ in aliases):
            aliases[entity.given_name, "decision"] = 0
        out["aliases"] += [(entity.id, alias, how, n) for (alias, how), n in sorted(aliases.items())]
        if entity.label == "PER":
            last, first, middle = split_written(entity.given_name) if entity.given_name else person_parts(entity)
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
        entity_id = next((found for i in (mention, long_mention) if i in by_id and (found := entity_of[by_id[i]])), "")
        out["abbreviation_entities"].append((doc_id, start, end, entity_id))
    return Linked(
        **{
            name: per_mention(name, mentions, values)
            for name, values in zip(PER_MENTION, (entity_of, reasons), strict=True)
        },
        **{name: frame(name, out.pop(name)) for name in list(out)},
        problems=tuple(problems),
    )


def per_mention(name: str, mentions: Mentions, values: Sequence[str]) -> pd.DataFrame:
    """Return the table of one value per mention, of those that have one."""
    mention_id, column = COLUMNS[name]
    rows = pa.table({mention_id: mentions.ids, column: pa.array(values, pa.string())})
    found: pd.DataFrame = rows.filter(pc.not_equal(rows[column], "")).to_pandas()
    return found.astype("str")


def organization_row(
    entity: Entity,
    organizations: LinkedOrganizations,
    by_identity: dict[Hashable, str],
    known: set[str],
    entity_of: Sequence[str],
    inside: dict[int, list[Mention]],
    gazetteer: Gazetteer,
) -> tuple[str, str, str, str, str]:
    """Return one row of organizations; the parent is named by the curated table or the last name inside."""
    identity = str(entity.identity)
    curated = gazetteer.organizations_by_id.get(identity)
    known_parts = organizations.identities.get(identity)  # none for what a decision took out of another
    owner = curated.parent if curated is not None else known_parts.owner if known_parts is not None else ""
    if curated is None:
        # The last body inside the name is the one above: «Секретариат [Совета Безопасности [России]]».
        owners = [n for m in entity.mentions for n in inside.get(m.row, ())[-1:]]
        above_it = most_frequent(entity_of[n.row] for n in owners if n.label == "ORG")
        if above_it and above_it != entity.id:
            owner = above_it
        elif not owner:
            owner = most_frequent(entity_of[n.row] for n in owners)
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
