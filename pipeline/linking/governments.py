"""Reads ORG mentions that a person's name ends («правительство Терезы Мэй»), writes whose governments they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.linking.evidence import role_key
from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.keys import fold
from pipeline.linking.mentions import Mention, person_name
from pipeline.linking.organization_mentions import OrganizationMention
from pipeline.linking.wordlists import word_lists


def with_governments(
    mentions: Iterable[OrganizationMention],
    rows: Sequence[Mention],
    led: Mapping[str, str],
    gazetteer: Gazetteer,
) -> Iterator[OrganizationMention]:
    """Yield the mentions, a government that is named by its head alone as «правительство» of the head's country.

    `led` is surname → id of the country, as led_countries returns it.
    """
    heads = {m.parent: m for m in rows if m.label == "PER" and m.parent >= 0 and rows[m.parent].end == m.end}
    for m in mentions:
        head = heads.get(m.row)
        body = m.normal.removesuffix(head.text).rstrip() if head is not None else ""
        kind = gazetteer.body_kinds.get(gazetteer.bodies.get(fold(body), ""), "")
        country = led.get(person_name(head).last, "") if head is not None and kind == "government" else ""
        yield replace(m, normal=body, country=country) if country else m


def led_countries(
    rows: Sequence[Mention],
    by_id: Mapping[str, int],
    statements: Iterable[tuple[str, str, str]],
    places: Mapping[int, str],
    gazetteer: Gazetteer,
) -> dict[str, str]:
    """Return surname → id of the only country whose government somebody of that name heads in any release."""
    told: dict[str, set[str]] = defaultdict(set)
    for person, role, organization in statements:
        if person in by_id and organization in by_id and heads_government(role):
            place = gazetteer.places_by_id.get(places.get(by_id[organization], ""))
            if place is not None and place.kind == "country":
                told[person_name(rows[by_id[person]]).last].add(place.id)
    return {last: next(iter(countries)) for last, countries in told.items() if last and len(countries) == 1}


def heads_government(role: str) -> bool:
    """Tell whether a role is that of a head of government or state, present or past («бывший премьер-министр»)."""
    return f"{role_key(role)} ".startswith(tuple(f"{leader} " for leader in word_lists()["leader_role"]))
