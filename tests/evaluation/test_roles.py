"""Roles worked out by hand."""

import pytest

from pipeline.corpus import Release
from pipeline.evaluation.gold import Gold, GoldRole
from pipeline.evaluation.roles import FoundRole, score_roles

TEXT = "Министра обороны России Сергея Шойгу встретил президент Токаев. Шойгу поблагодарил."
#       0        9       17     24     31    37       46        56      64
SHOIGU, MINISTER, RUSSIA = ((24, 36), (64, 69)), (0, 16), ((17, 23),)
PRESIDENT, TOKAYEV = (46, 55), ((56, 62),)


def gold_of(*roles):
    return Gold({"a": Release("a", "a.txt", "txt", "utf-8", "", TEXT)}, [], list(roles))


GOLD = gold_of(
    GoldRole("a", SHOIGU, *MINISTER, "министр обороны", RUSSIA),
    GoldRole("a", TOKAYEV, *PRESIDENT, "президент", ()),
)


@pytest.mark.parametrize(
    ("found", "person", "organization", "exact"),
    [
        # by the person's other mention, which counts as well
        ([((64, 69), MINISTER, "министр обороны", (17, 23))], (1, 1 / 2, 2 / 3), 1, (1, 1 / 2, 2 / 3)),
        # part of the name, part of the role, no organisation
        ([((31, 36), (0, 8), "министр", None)], (1, 1 / 2, 2 / 3), 0, (0, 0, 0)),
        # an organisation that gold has not
        ([((56, 62), PRESIDENT, "президент", (17, 23))], (1, 1 / 2, 2 / 3), 0, (0, 0, 0)),
        # the other's role
        ([((56, 62), MINISTER, "министр обороны", (17, 23))], (0, 0, 0), 0, (0, 0, 0)),
        # said twice: one is right, and it is the one with the organisation
        (
            [((24, 36), MINISTER, "министр обороны", None), ((24, 36), MINISTER, "министр обороны", (17, 23))],
            (1 / 2, 1 / 2, 1 / 2),
            1,
            (1 / 2, 1 / 2, 1 / 2),
        ),
        ([], (0, 0, 0), 0, (0, 0, 0)),
    ],
)
def test_worked_out_by_hand(found, person, organization, exact):
    rows = [FoundRole("a", who, *role, text, body) for who, role, text, body in found]
    scores = score_roles(GOLD, rows)
    assert scores["roles.person"] == pytest.approx(person)
    assert scores["roles.organization"] == organization
    assert scores["roles.exact"] == pytest.approx(exact)


def test_roles_copied_from_the_text_are_no_normal_forms():
    scores = score_roles(gold_of(GoldRole("a", SHOIGU, *MINISTER, "Министра обороны", RUSSIA)), [])
    assert scores.keys() == {"roles.person", "roles.organization"}


def test_no_roles_in_gold():
    assert score_roles(Gold({}, []), []) == {}
