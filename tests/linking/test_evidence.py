"""Evidence for and against: releases with roles; which of the two people named alike are one."""

import pytest

from pipeline.linking.evidence import role_evidence, role_key
from tests.linking.releases import entities_of

MINISTER = ("заместитель министра транспорта", "Кыргызстана")
JUDGE = ("судья", "Верховного суда Кыргызстана")
BOXER = ("боксёр", "")


def people(*bearers):
    """Link one release per bearer: (marked name, role, organisation)."""
    releases, roles = {}, []
    for i, (name, role, organization) in enumerate(bearers):
        label = "LOC" if organization == "Кыргызстана" else "ORG"
        normal = {"Кыргызстана": "Кыргызстан", "Верховного суда Кыргызстана": "Верховный суд Кыргызстана"}
        body = f"[{organization}|{label}|{normal[organization]}] " if organization else ""
        releases[str(i)] = f"{role} {body}[{name}|PER]"
        if role:
            roles.append((str(i), name, role, organization))
    return [entity for entity in entities_of(releases, roles=roles) if entity.startswith("PER")]


@pytest.mark.parametrize(
    ("bearers", "who"),
    [
        ((("Талант Садыков", *MINISTER), ("Талант Садыков", *MINISTER)), "aa"),
        ((("Талант Садыков", "", ""), ("Талант Садыков", *MINISTER)), "aa"),
        ((("Талант Садыков", *MINISTER), ("Талант Садыков", *BOXER)), "ab"),
        ((("Талант Садыков", *MINISTER), ("Т. Садыков", *BOXER)), "ab"),
        # a role told shortly is no other role
        ((("Талант Садыков", "заместитель", ""), ("Т. Садыков", "заместитель министра", "")), "aa"),
        # a changed role: one release that tells both joins them
        ((("Талант Садыков", *MINISTER), ("Талант Садыков", *JUDGE), ("Талант Садыков", *MINISTER)), "aba"),
        # the patronymic tells two bearers apart, their posts tell whom the shorter names mean
        (
            (
                ("Талант Бекович Садыков", *MINISTER),
                ("Талант Маратович Садыков", *JUDGE),
                ("Талант Садыков", *JUDGE),
                ("Т. Садыков", *MINISTER),
            ),
            "abba",
        ),
        # one letter apart: a slip of the pen only where the post is the same
        ((("Бакыт Каримов", *MINISTER), ("Бакыт Керимов", *MINISTER)), "aa"),
        ((("Бакыт Каримов", *MINISTER), ("Бакыт Керимов", *BOXER)), "ab"),
    ],
)
def test_evidence_decides(bearers, who):
    found = people(*bearers)
    letters = {entity: chr(ord("a") + i) for i, entity in enumerate(dict.fromkeys(found))}
    assert "".join(letters[entity] for entity in found) == who


def test_words_of_a_role():
    assert role_key("Бывший заместитель министра") == "заместитель министра"
    assert ("field", "arts") in role_evidence("директор музея")
    assert ("gender", "f") in role_evidence("балерина")
    assert ("field", "business") in role_evidence("заместитель председателя", "Национальный банк")
