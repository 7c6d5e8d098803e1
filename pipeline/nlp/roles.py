"""Reads doc.spans["mentions"], lemmas and tags, writes doc._.roles: who holds which role in which organisation."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.role_rules import Reading, statements
from pipeline.nlp.role_text import role_text
from pipeline.nlp.role_words import RoleWords, role_words


def find_roles(doc: Doc, lexicon: RoleWords) -> list[dict[str, object]]:
    """Return one dict per person-role statement, by person and role in text order.

    Keys: person_start, person_end, role (nominative singular, first letter small, organisation taken out), role_start,
    role_end, organization_start, organization_end (None where none is named), found_by. Offsets are characters.
    """
    if not any(span.label_ == "PER" for name in ("mentions", "names") for span in doc.spans.get(name, ())):
        return []
    reading = Reading(doc, lexicon)
    rows: list[dict[str, object]] = []
    seen = set()
    for statement in statements(reading):
        phrase, person, organization = statement.phrase, statement.person, statement.organization
        parts = phrase.parts
        tokens = reading.words.tokens
        start, last = tokens[parts[0]], tokens[parts[-1]]
        row: dict[str, object] = {
            "person_start": person.start_char,
            "person_end": person.end_char,
            "role": role_text(reading.sheet, phrase),
            "role_start": start.idx,
            "role_end": last.idx + len(last),
            "organization_start": organization.start_char if organization is not None else None,
            "organization_end": organization.end_char if organization is not None else None,
            "found_by": statement.found_by,
        }
        key = (row["person_start"], row["role_start"], row["role_end"], row["organization_start"])
        if key not in seen and row["role"]:
            seen.add(key)
            rows.append(row)
    return rows


class RoleMarker:
    """Sets `doc._.roles`."""

    def __init__(self, lexicon: RoleWords) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        doc._.roles = find_roles(doc, self.lexicon)
        return doc


@Language.factory("press_roles", requires=["doc.spans", "token.lemma", "token.morph"], assigns=["doc._.roles"])
def make_roles(nlp: Language, name: str) -> RoleMarker:
    """Load lexicon/roles.yaml."""
    return RoleMarker(role_words())
