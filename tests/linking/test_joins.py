"""The chain of evidence for people across releases: one line per join, each kind of evidence with its weight."""

import re

import pytest

from pipeline.linking import link
from tests.linking.releases import parts_of

RELEASES = {
    "2023/12": "министр обороны [Казахстана|LOC|Казахстан] [Талант Ибраимов|PER] прибыл в [Актау|LOC].",
    "2023/15": "боксёр [Талант Ибраимов|PER] победил.",
    "2023/17": "В [Актау|LOC] министр обороны [Казахстана|LOC|Казахстан] [Т. Ибраимов|PER]. [Ибраимов|PER] уехал.",
}
ROLES = (
    ("2023/12", "Талант Ибраимов", "министр обороны", "Казахстана"),
    ("2023/15", "Талант Ибраимов", "боксёр", ""),
    ("2023/17", "Т. Ибраимов", "министр обороны", "Казахстана"),
)


def joins(releases, roles=()):
    return link(*parts_of(releases, roles=roles), explain=True).joins


def test_each_kind_of_evidence_is_told_with_its_weight():
    found = joins(RELEASES, ROLES)
    assert found["how"].tolist() == [
        "«Т. Ибраимов» (2023/17) = «Талант Ибраимов» (2023/12): initials +0.7, country «Казахстан» +0.8, "
        "post «министр обороны, Казахстан» +4.0, field «state» +1.0, named beside both «Актау» +2.0 "
        "→ joined with +8.5"
    ]
    assert found[["mentions", "documents"]].to_numpy().tolist() == [[2, 1]]  # «Ибраимов» came with «Т. Ибраимов»


def test_what_speaks_against_is_told_too():
    releases = {
        "а": "министр [Ульрих Делиус|PER], [Бонн|LOC] и [Лейпциг|LOC].",
        "б": "посол [Ульрих Делиус|PER], [Лейпциг|LOC].",
    }
    roles = [("а", "Ульрих Делиус", "директор", ""), ("б", "Ульрих Делиус", "посол", "")]
    (told,) = joins(releases, roles)["how"]
    assert "rare name +3.0" in told
    assert "role -0.8" in told
    assert "named beside both «Лейпциг» +2.0" in told


def test_equal_patronymics_join_whatever_the_rest_weighs():
    releases = {
        "а": "министр [Талант Бекович Садыков|PER].",
        "б": "боксёр [Талант Бекович Садыков|PER].",
    }
    roles = [("а", "Талант Бекович Садыков", "министр", ""), ("б", "Талант Бекович Садыков", "боксёр", "")]
    (told,) = joins(releases, roles)["how"]
    assert told.startswith("«Талант Бекович Садыков» (б) = «Талант Бекович Садыков» (а): ")
    assert "patronymic +6.0" in told
    assert "→ equal patronymics with " in told


def test_the_weights_of_a_line_make_its_sum():
    (told,) = joins(RELEASES, ROLES)["how"]
    *weights, total = map(float, re.findall(r"[+-]\d+\.\d", told))
    assert total == pytest.approx(sum(weights), abs=0.05 * len(weights))


def test_two_who_stay_two_and_mentions_of_one_release_are_no_joins():
    assert joins({"а": "[Сергей Иванов|PER] и [Иванов|PER].", "б": "[Пётр Иванов|PER]."}).empty
    assert link(*parts_of(RELEASES, roles=ROLES)).joins.empty  # not asked for
