"""A stand-in for the nlp pipeline and for linking: capitalised words are mentions, equal words one entity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.linking.decisions import Decision
from pipeline.nlp import extensions
from pipeline.tables.schema import LINKED

extensions.register()

PERSON = re.compile(r"[А-ЯЁ][а-яё]+")
PLACE = re.compile(r"[A-Z][a-z]+")
ORGANIZATION = re.compile(r"[А-ЯЁ]{2,}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@Language.component("stub_marker")
def mark(doc: Doc) -> Doc:
    """Fill what the tables read. «ОШИБКА» fails, «КОНЕЦ» ends the process as the system would."""
    if "ОШИБКА" in doc.text:
        raise ValueError("the stage stumbled")
    if "КОНЕЦ" in doc.text:
        import os

        os._exit(9)
    spans = []
    for label, pattern in (("PER", PERSON), ("LOC", PLACE), ("ORG", ORGANIZATION), ("DATE", DAY)):
        for match in pattern.finditer(doc.text):
            span = doc.char_span(*match.span(), label=label, span_id="stub")
            if span is not None:
                span._.normal = span.text
                spans.append(with_value(span, label))
    doc.spans["mentions"] = sorted(spans, key=lambda span: (span.start, -span.end))
    people = [span for span in spans if span.label_ == "PER"]
    bodies = [span for span in spans if span.label_ == "ORG"]
    doc._.roles = [
        {
            "person_start": person.start_char,
            "person_end": person.end_char,
            "role": "министр",
            "role_start": person.start_char,
            "role_end": person.end_char,
            "organization_start": body.start_char if body else None,
            "organization_end": body.end_char if body else None,
            "found_by": "stub",
        }
        for person, body in zip(people, [*bodies, *[None] * len(people)], strict=False)
    ]
    doc._.abbreviations = [
        {
            "short": body.text,
            "long": "Полное имя",
            "start": body.start_char,
            "end": body.end_char,
            "long_start": body.start_char,
            "long_end": body.end_char,
        }
        for body in bodies[:1]
    ]
    return doc


def with_value(span: Span, label: str) -> Span:
    if label != "DATE":
        return span
    return Span(span.doc, span.start, span.end, label=label, kb_id=span.text, span_id="stub")


@cache
def load() -> Language:
    nlp = spacy.blank("ru")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("stub_marker")
    return nlp


@dataclass(frozen=True)
class Linked:
    """What linking returns, with the tables of schema.LINKED as attributes."""

    frames: dict[str, pd.DataFrame]
    problems: tuple[tuple[int, str], ...] = ()

    def __getattr__(self, name: str) -> pd.DataFrame:
        return self.frames[name]


def link(
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    roles: pd.DataFrame,
    abbreviations: pd.DataFrame,
    decisions: Sequence[Decision] = (),
    prefix: str = "",
) -> Linked:
    """Make one entity of all mentions with the same label and words; `prefix` renames them all.

    Every decision is told to match nothing.
    """
    published = dict(zip(documents["doc_id"], documents["published"], strict=True))
    groups: dict[str, list[tuple[str, str, str, str]]] = {}
    for row in mentions.itertuples():
        if row.label != "DATE":
            entity_id = f"{row.label}:{prefix}{row.normal.lower()}"
            groups.setdefault(entity_id, []).append((row.mention_id, row.doc_id, row.normal, row.label))
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in LINKED}
    for entity_id, group in groups.items():
        label, name = group[0][3], min(found[2] for found in group)
        days = [day for found in group if (day := published[found[1]]) is not None]
        rows["mention_entities"] += [{"mention_id": found[0], "entity_id": entity_id} for found in group]
        rows["entities"].append(
            {
                "entity_id": entity_id,
                "label": label,
                "name": name,
                "kind": "",
                "mentions": len(group),
                "documents": len({found[1] for found in group}),
                "first_seen": min(days, default=None),
                "last_seen": max(days, default=None),
            }
        )
        rows["aliases"].append({"entity_id": entity_id, "alias": name, "how": "full", "mentions": len(group)})
        own = {"PER": "people", "ORG": "organizations", "LOC": "places"}[label]
        empty: dict[str, object] = dict.fromkeys(LINKED[own].names, "")
        rows[own].append({**empty, "entity_id": entity_id})
    entity_of = {row["mention_id"]: row["entity_id"] for row in rows["mention_entities"]}
    for row in abbreviations.itertuples():
        rows["abbreviation_entities"].append(
            {
                "doc_id": row.doc_id,
                "start": row.start,
                "end": row.end,
                "entity_id": entity_of.get(row.mention_id, ""),
            }
        )
    problems = tuple((decision.line, "matches nothing") for decision in decisions)
    return Linked({name: pd.DataFrame(found, columns=LINKED[name].names) for name, found in rows.items()}, problems)
