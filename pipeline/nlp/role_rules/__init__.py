"""Joins the role phrases of a Doc with its people: who holds which role in which organisation.

A module for each way of saying so; `statements` asks them in order. Rules read word numbers of a `Reading`; a line
break and a sentence end always part, but for signatures.
"""

from __future__ import annotations

from pipeline.nlp.role_rules.after_name import after_name
from pipeline.nlp.role_rules.before_name import before_name
from pipeline.nlp.role_rules.inner_roles import split_by_case
from pipeline.nlp.role_rules.organizations import share_organizations
from pipeline.nlp.role_rules.reading import Reading, Statement
from pipeline.nlp.role_rules.verbs import by_verb

__all__ = ["Reading", "Statement", "statements"]


def statements(reading: Reading) -> list[Statement]:
    """Return the statements of a Doc in text order of their people.

    Names behind roles first, then names before roles, then verbs, each only for phrases without a statement. A role may
    take the person of the one after it, names before roles that of the one before: hence the orders.
    """
    if not reading.sheet.people:
        return []
    reading.hold(list(split_by_case(reading, reading.sheet.phrases())))
    for phrase in reversed(reading.phrases):
        reading.found[phrase.start] = list(before_name(reading, phrase))
    for phrase in reading.phrases:
        if not reading.found[phrase.start]:
            reading.found[phrase.start] = list(after_name(reading, phrase))
    for phrase in reversed(reading.phrases):
        if not reading.found[phrase.start]:
            reading.found[phrase.start] = list(by_verb(reading, phrase))
    share_organizations(reading)
    found = [statement for phrase in reading.phrases for statement in reading.found[phrase.start]]
    return sorted(found, key=lambda s: (s.person.start, s.phrase.start))
