"""Reads the joins of people across releases, writes each as a line that tells its evidence and how much that weighs."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import fsum

import pandas as pd

from pipeline.linking.entities import Entity
from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.mentions import Mentions
from pipeline.linking.namesakes import Join

JOINS = ("mention_id", "into_mention_id", "how", "mentions", "documents")
# Kinds of person_evidence.csv as an analyst reads them; the others are called so themselves.
CALLED = {
    "rare_name": "rare name",
    "other_bare": "bare surname",
    "middle_initial": "initial of the patronymic",
    "spelling": "one letter apart",
    "employer": "organisation",
    "scene": "countries of the releases",
    "company": "named beside both",
}
SHOWN = 3  # values told of one kind of evidence


def joins_table(
    joins: Sequence[Join], entities: Iterable[Entity], mentions: Mentions, gazetteer: Gazetteer
) -> pd.DataFrame:
    """Return one row per join: first mentions of who joined and of whom, the evidence, and how much came with it.

    Columns: mention_id, into_mention_id, how, mentions, documents.
    """
    if not joins:
        return pd.DataFrame(columns=list(JOINS))
    names = names_of_values(entities, gazetteer)

    def named(row: int) -> str:
        m = mentions.rows[row]
        return f"«{m.normal}» ({mentions.doc_ids[m.doc]})"

    rows = [
        (
            mentions.ids[join.joined].as_py(),
            mentions.ids[join.kept].as_py(),
            f"{named(join.joined)} = {named(join.kept)}: {evidence_told(join, names)}",
            len(join.rows),
            len({mentions.rows[row].doc for row in join.rows}),
        )
        for join in joins
    ]
    return pd.DataFrame(rows, columns=list(JOINS))


def evidence_told(join: Join, names: Mapping[Hashable, str]) -> str:
    """Return what spoke for and against one person, each with its weight, and what came of it.

    «surname +0.7, role «министр обороны» +2.0, country «Казахстан» +0.8 → joined with +3.5»
    """
    told = [
        " ".join(filter(None, (CALLED.get(kind, kind), values_told(join, kind, names), f"{weight:+.1f}")))
        for kind, weight in join.evidence.items()
        if round(weight, 1)
    ]
    return f"{', '.join(told)} → {join.rule or 'joined'} with {fsum(join.evidence.values()):+.1f}"


def values_told(join: Join, kind: str, names: Mapping[Hashable, str]) -> str:
    """Return what both sides have of one kind of evidence, "" for nothing."""
    shared = list(join.shared.get(kind, ()))
    told = [value_told(value, names) for value in (shared if kind == "company" else sorted(shared, key=str))]
    return ", ".join(f"«{value}»" for value in told[:SHOWN]) + (" …" if len(told) > SHOWN else "")


def value_told(value: Hashable, names: Mapping[Hashable, str]) -> str:
    """Return a value of evidence as the tables call it; a post is a role and its organisation."""
    if isinstance(value, tuple):
        return ", ".join(value_told(part, names) for part in value)
    return names.get(value, str(value).rpartition("|")[2])


def names_of_values(entities: Iterable[Entity], gazetteer: Gazetteer) -> dict[Hashable, str]:
    """Return identities of organisations and places, and codes of countries → name."""
    names: dict[Hashable, str] = {}
    for place in gazetteer.places_by_id.values():
        names[place.id] = place.name
        if place.kind == "country":
            names[place.country] = place.name
    names |= {body.id: body.name for body in gazetteer.organizations_by_id.values()}
    names |= {
        i: entity.name for entity in entities for i in (entity.identity, *entity.absorbed) if entity.label != "PER"
    }
    return names
