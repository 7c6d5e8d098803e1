"""Why each mention belongs to its entity: the reason stands beside the mention."""

import pytest

from pipeline.linking import link
from pipeline.linking.decisions import Decision
from tests.linking.releases import parts_of

PERSON = {
    "а": "[Сергей Иванов|PER], [Иванов|PER], [С. Иванов|PER].",
    "б": "[С. Иванов|PER].",
    "в": "[П. Обамов|PER] и [Обамов|PER].",
}
BODIES = {
    "а": "[Организация Договора о коллективной безопасности|ORG] и [Организация|ORG], [ОДКБ|ORG].",
    "б": "[Центр мониторинга наркоугроз|ORG] и [ЦМН|ORG], [Кукуевский завод|ORG]",
    "в": "[МИД|ORG], [Казахстан|LOC], [ЦМН|ORG].",
}
PLACES = {"а": "[РФ|LOC], [Нур-Султан|LOC], [Кукуево|LOC], [Владимир|LOC]."}


def reasons(releases, *decisions):
    found = link(*parts_of(releases), decisions)
    assert found.reasons["mention_id"].tolist() == found.mention_entities["mention_id"].tolist()
    return found.reasons["how"].tolist()


def test_people():
    assert reasons(PERSON) == [
        "same full name",
        "surname or first name alone; «Сергей Иванов» in the same release",
        "initials; «Сергей Иванов» in the same release",
        "initials; fits «Сергей Иванов» of other releases",
        "same initials; no release has the full name",
        "same surname or first name alone; no release has the full name",
    ]


def test_organizations():
    assert reasons(BODIES) == [
        "name in organizations.csv",
        "short form of the body that its release names",
        "name in organizations.csv",
        "same name",
        "short form that its release spells out",
        "same name",
        "short form; its release speaks of one country",
        "name in the gazetteer",
        "short form that all releases which spell it out spell out alike",
    ]


def test_places():
    told = reasons(PLACES)
    assert told[:3] == [
        "abbreviation in the gazetteer",
        "former or other official name",
        "same name; the gazetteer lacks it",
    ]
    assert told[3].startswith("name in the gazetteer; ")
    assert told[3].endswith(" more called so: largest, or in a country of the release")


@pytest.mark.parametrize(
    ("row", "moved"),
    [("merge,PER,П. Обамов,Сергей Иванов", 4), ("split,PER,Сергей Иванов,С. Иванов @ б", 3)],
)
def test_decisions_count_before_all(row, moved):
    told = reasons(PERSON, Decision(7, *row.split(",")))
    assert told.index("decision in line 7") == moved


def test_what_is_ignored_has_no_reason():
    assert len(reasons(PERSON, Decision(2, "ignore", "PER", "С. Иванов @ б"))) == 5
