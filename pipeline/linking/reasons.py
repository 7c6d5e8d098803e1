"""Reads entities, writes why each mention belongs to its own: the evidence that why() and show tell."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.linking.entities import Entity, person_parts, written_parts
from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.keys import fold
from pipeline.linking.mentions import Mention
from pipeline.linking.name_parts import is_initial
from pipeline.linking.places import candidates


def reasons_of(
    entities: Iterable[Entity],
    size: int,
    told: Mapping[int, str],
    lines: Mapping[int, tuple[int, ...]],
    gazetteer: Gazetteer,
) -> list[str]:
    """Return the reason of every mention by its row, "" for one without entity; `size` is the number of rows.

    `told` row → reason: what the matching itself said, which counts before what names alone show. `lines`: row → lines
    of the analysts' decisions, which count before both.
    """
    reasons = [""] * size
    shared: dict[str, str] = {}
    for entity in entities:
        derived = reason_by_name(entity, gazetteer)
        for m in entity.mentions:
            if m.row in lines:
                reason = f"decision in line {', '.join(map(str, lines[m.row]))}"
            else:
                reason = told.get(m.row) or derived(m)
            reasons[m.row] = shared.setdefault(reason, reason)
    return reasons


def reason_by_name(entity: Entity, gazetteer: Gazetteer) -> Callable[[Mention], str]:
    """Return what tells the reason of a mention of `entity` from its name."""
    if entity.label == "PER":
        return reason_by_person_name(entity)
    if entity.label == "LOC":
        cached: dict[str, str] = {}

        def place_reason(m: Mention) -> str:
            if m.normal not in cached:
                cached[m.normal] = reason_by_place_name(m.normal, entity.id, gazetteer)
            return cached[m.normal]

        return place_reason
    return lambda m: "name in organizations.csv" if entity.id in gazetteer.organizations_by_id else "same name"


def reason_by_place_name(name: str, entity_id: str, gazetteer: Gazetteer) -> str:
    """Return why a place is called so: its name, another name of it, one of several that share the name."""
    place = gazetteer.places_by_id.get(entity_id)
    if place is None:
        return "same name; the gazetteer lacks it"
    key = fold(name)
    options = candidates(name, gazetteer)
    if not options:
        return "a known place's name left in another case"
    told = (
        "former or other official name"
        if key in place.renames
        else "abbreviation in the gazetteer"
        if key in place.abbreviations
        else "name in the gazetteer"
    )
    others = len(options) - 1
    return f"{told}; {others} more called so: largest, or in a country of the release" if others else told


def reason_by_person_name(entity: Entity) -> Callable[[Mention], str]:
    """Return what tells why a person's mention is this person's: the full name, or where a shorter one is full."""
    last, first, _ = person_parts(entity)
    usual = (fold(last), fold(first))
    full_in: dict[int, str] = {}
    for m in entity.mentions:
        if is_full(written_parts(m)):
            full_in.setdefault(m.doc, m.normal)

    def reason(m: Mention) -> str:
        parts = written_parts(m)
        if is_full(parts):
            same = (fold(parts[0]), fold(parts[1])) == usual
            return "same full name" if same else f"another spelling of «{first} {last}»"
        kind = "initials" if parts[1] else "surname or first name alone"
        if m.doc in full_in:
            return f"{kind}; «{full_in[m.doc]}» in the same release"
        if full_in:
            return f"{kind}; fits «{entity.name}» of other releases"
        return f"same {kind}; no release has the full name"

    return reason


def is_full(parts: Sequence[str]) -> bool:
    """Tell whether a name has its first name in full."""
    return bool(parts[0] and parts[1]) and not is_initial(parts[1]) and len(parts[1]) > 1
