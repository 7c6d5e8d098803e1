"""Reads mentions and the identities found for them, writes entities with their names, kinds and ids."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.linking.gazetteer import Gazetteer, Place
from pipeline.linking.keys import fold, is_abbreviation, slug
from pipeline.linking.mentions import Mention
from pipeline.linking.name_parts import is_initial, split_written
from pipeline.linking.organization_names import Identity
from pipeline.linking.organizations import Linked as LinkedOrganizations
from pipeline.linking.places import NATURAL_KINDS, candidates
from pipeline.resources import eastern_family_names


@dataclass(slots=True, eq=False)
class Entity:
    """All mentions of one thing and the identity they share, on the way to a row of entities.

    Decisions of the analysts leave the identities of what was merged into it and the name it was given.
    """

    label: str
    identity: Hashable
    mentions: list[Mention]
    id: str = ""
    name: str = ""
    kind: str = ""
    absorbed: tuple[Hashable, ...] = ()
    given_name: str = ""


def gather(rows: Sequence[Mention], identities: Sequence[Hashable], gazetteer: Gazetteer) -> list[Entity]:
    """Return the entities in the order of their first mention.

    A mention belongs to an entity of its own label, except where a curated table knows better: «ЕС» marked as a place
    is the organisation, «РФ» marked as an organisation the country.
    """
    found: dict[tuple[str, Hashable], Entity] = {}
    for m in rows:
        label, identity = m.label, identities[m.row]
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


def name_entities(
    entities: Sequence[Entity], organizations: LinkedOrganizations, employers: Mapping[int, int], gazetteer: Gazetteer
) -> None:
    """Set name, kind and id of every entity; ids of curated entities come first, so that no other takes them."""
    bases = [(base, entity) for entity in entities if (base := describe(entity, organizations, gazetteer))]
    give_ids(bases, {entity.id for entity in entities if entity.id}, entities, employers, gazetteer)


def describe(entity: Entity, organizations: LinkedOrganizations, gazetteer: Gazetteer) -> str:
    """Set name and kind from the mentions; return what the id is made of, "" for a curated entity (it gets its id)."""
    identity = str(entity.identity)
    if entity.label == "LOC":
        place = gazetteer.places_by_id.get(identity)
        if place is not None:
            entity.name, entity.kind, entity.id = name_of_place(place, entity.mentions), place.kind, place.id
            return ""
        entity.name = best_spelling(Counter(m.normal for m in entity.mentions))
        entity.kind = most_frequent(m.kind for m in entity.mentions)
        natural = "-" + entity.kind if identity.rpartition("|")[2] in NATURAL_KINDS else ""
        return f"LOC:{slug(entity.name)}{natural}"
    if entity.label == "ORG":
        curated = gazetteer.organizations_by_id.get(identity)
        if curated is not None:
            entity.name, entity.kind, entity.id = curated.name, curated.kind, curated.id
            return ""
        parts = organizations.identities.get(identity, Identity(identity))
        entity.name = longest_name(entity.mentions, organizations.short_names.get(identity, set()))
        entity.kind = gazetteer.body_kinds.get(parts.head) or most_frequent(m.kind for m in entity.mentions)
        entity.kind = entity.kind or kind_by_words(entity.name, gazetteer)
        body = parts.head if parts.head in gazetteer.body_kinds else ""
        owner = parts.owner.partition(":")[2]
        return f"ORG:{slug(body)}-{owner}" if body and owner and "> " not in parts.key else f"ORG:{slug(entity.name)}"
    last, given_name, middle = person_parts(entity)
    in_order = (last, given_name) if is_family_name_first(entity, last, given_name) else (given_name, middle, last)
    entity.name = " ".join(part for part in in_order if part)
    # Without a surname the father's name tells people apart: «Нурланбек Тургунбек уулу».
    return f"PER:{slug(f'{last} {given_name}' if last else f'{given_name} {middle}')}"


def name_of_place(place: Place, mentions: Iterable[Mention]) -> str:
    """Return the usual name; where only GeoNames has it, that of its spellings which the releases use."""
    used = Counter(m.normal for m in mentions if fold(m.normal) in place.aliases)
    is_used = place.is_curated or not used or any(fold(m.normal) == fold(place.name) for m in mentions)
    return place.name if is_used else best_spelling(used)


def give_ids(
    bases: Iterable[tuple[str, Entity]],
    taken: set[str],
    entities: Iterable[Entity],
    employers: Mapping[int, int],
    gazetteer: Gazetteer,
) -> None:
    """Set the ids of the entities in `bases`, none of them in `taken`, which grows; `entities` has the employers."""
    same: dict[str, list[Entity]] = defaultdict(list)
    for base, entity in sorted(bases, key=lambda item: (item[1].mentions[0].doc, item[1].mentions[0].start)):
        same[base].append(entity)
    numbers: Counter[str] = Counter()  # of each base, how many numbers are known to be taken
    # Names told apart by more than a number first; what is left is numbered in the order of the first release.
    for base, namesakes in sorted(same.items()):
        if len(namesakes) == 1 and base not in taken:
            namesakes[0].id = base
            taken.add(base)
    shared = [entity for namesakes in same.values() for entity in namesakes if not entity.id]
    sought = {employers[m.row] for entity in shared for m in entity.mentions if m.row in employers}
    entity_of = {m.row: entity for entity in entities for m in entity.mentions if m.row in sought} if sought else {}
    for base, namesakes in sorted(same.items()):  # LOC and ORG before PER
        for entity in namesakes:
            if not entity.id:
                here = (entity_of.get(employers.get(m.row, -1)) for m in entity.mentions)
                employer = most_frequent(short_id(found, gazetteer) for found in here if found is not None)
                entity.id = told_apart(base, entity, employer, taken, numbers)
                taken.add(entity.id)


def short_id(entity: Entity, gazetteer: Gazetteer) -> str:
    """Return what names an organisation shortly inside another id: its abbreviation if curated, else its own id."""
    curated = gazetteer.organizations_by_id.get(entity.id)
    return slug(curated.abbreviation) if curated is not None and curated.abbreviation else entity.id.partition(":")[2]


def told_apart(base: str, entity: Entity, employer: str, taken: Collection[str], numbers: Counter[str]) -> str:
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


def most_frequent(values: Iterable[str]) -> str:
    """Return the most frequent value that is not "", the first by alphabet of several; "" where there is none."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default="")


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
    lasts = Counter(p[0] for p in full if p[0]) or Counter(p[0] for p in parts if p[0])
    if len({fold(last) for last in lasts}) > 1:
        # «Мирзо Шерали» of a list and «Шерали Мирзо», «Ш. Мирзо»: what all mentions call the surname is it.
        usual = best_spelling(Counter(p[0] for p in parts if p[0] in lasts))
        lasts = Counter({last: n for last, n in lasts.items() if fold(last) == fold(usual)})
        full = [p for p in full if fold(p[0]) == fold(usual)]
    firsts = Counter(p[1] for p in full if p[1] and not is_initial(p[1])) or Counter(p[1] for p in full if p[1])
    last, first = in_small_letters(best_spelling(lasts)), in_small_letters(best_spelling(firsts))
    # A first name in the place of the patronymic stood behind an epithet; two equal initials are a name («К. К.»).
    kept = {m: n for m, n in middles.items() if is_initial(m) or fold(m) != fold(first)}
    return last, first, best_spelling(Counter(kept))


def is_family_name_first(entity: Entity, last: str, given_name: str) -> bool:
    """Tell whether a person is called by a short eastern family name first, as in the releases: «Дун Цзюнь»."""
    is_eastern = fold(last) in eastern_family_names()
    return is_eastern and any(fold(m.normal) == fold(f"{last} {given_name}") for m in entity.mentions)


def in_small_letters(name: str) -> str:
    """Return a name that is printed in capitals alone («ПУТИН») with small letters after the first of each word."""
    return name.title() if name.isupper() and len(name) > 1 and not is_initial(name) else name


def written_parts(m: Mention) -> tuple[str, str, str]:
    """Return the parts of a person's name as written, from the columns or from the normal form."""
    return (m.last, m.first, m.middle) if m.last or m.first else split_written(m.normal)
