"""Bodies and places told apart."""

import pytest

from pipeline.nlp.name_rules.labels import (
    abbreviation_is_no_place,
    dateline_in_capitals,
    state_by_its_adjective,
    state_in_capitals,
    state_of_the_gazetteer,
    state_with_a_short_head,
    town_in_capitals,
)
from tests.nlp.name_rules.after import after


def test_a_state_in_capitals_is_a_place(nlp):
    marked = "Сотрудники [МЧС [РА|ORG]|ORG] и [ИРА|ORG] из [КР|ORG]."
    assert after(state_in_capitals, marked, nlp) == [("МЧС РА", "ORG"), ("РА", "LOC"), ("ИРА", "ORG"), ("КР", "LOC")]


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Прибыл начальник [[ОШ|LOC] [ОДКБ|ORG]|ORG].", [("ОШ ОДКБ", "ORG"), ("ОДКБ", "ORG")]),
        ("Прибыл Сидоров ([ОШ|LOC] [ОДКБ|ORG]).", [("ОДКБ", "ORG")]),
        ("В [СССР|LOC] [ООН|ORG] знали.", [("СССР", "LOC"), ("ООН", "ORG")]),
        ("Сотрудники [МВД [РБ|LOC]|ORG] и [РБ|LOC].", [("МВД РБ", "ORG"), ("РБ", "LOC"), ("РБ", "LOC")]),
    ],
)
def test_the_abbreviation_of_a_body_is_no_town(marked, left, nlp):
    assert after(abbreviation_is_no_place, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "[БАЛЫКЧЫ|ORG], [Иссык-Кульская область|LOC], 11 октября.",
            [("БАЛЫКЧЫ", "LOC"), ("Иссык-Кульская область", "LOC")],
        ),
        ("[ТАСС|ORG], 11 октября.", [("ТАСС", "ORG")]),
        # A participant with his region, not in capitals.
        ("[Иванов|PER], [Московская область|LOC].", [("Иванов", "PER"), ("Московская область", "LOC")]),
    ],
)
def test_what_opens_a_line_before_its_region_is_a_place(marked, left, nlp):
    assert after(dateline_in_capitals, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Границы [Украинского государства|ORG] закрыты.", [("Украинского государства", "LOC")]),
        ("Границы [Союзного государства|ORG] открыты.", [("Союзного государства", "ORG")]),
    ],
)
def test_a_state_by_its_adjective_is_a_place(marked, left, nlp):
    assert after(state_by_its_adjective, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "label"),
    [
        ("Прибыл начальник [ОШ|LOC] А. Сидоров.", "ORG"),
        ("[ОШ|LOC], 5 мая.", "LOC"),
        ("Прибыл министр [РТ|LOC] А. Сидоров.", "LOC"),
        ("Он приехал в город [Ош|LOC].", "LOC"),
    ],
)
def test_two_capitals_inside_a_line_are_no_town(marked, label, nlp):
    assert [label for _, label in after(town_in_capitals, marked, nlp)] == [label]


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("[Советский Союз|ORG] запустил спутник.", [("Советский Союз", "LOC")]),
        ("Пишет газета «[Советский Союз|ORG]».", [("Советский Союз", "ORG")]),
        ("[Европейский союз|ORG] ввёл пошлины.", [("Европейский союз", "ORG")]),
    ],
)
def test_a_state_of_the_gazetteer_is_a_place(marked, left, nlp):
    assert after(state_of_the_gazetteer, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Прибыли гости из [Лаосской НДР|ORG].", [("Лаосской НДР", "LOC")]),
        ("Выросло число в [Ханты-Мансийском АО|ORG].", [("Ханты-Мансийском АО", "LOC")]),
        ("Завод [Алмаз АО|ORG] закрыт.", [("Алмаз АО", "ORG")]),
    ],
)
def test_a_state_may_end_in_capitals(marked, left, nlp):
    assert after(state_with_a_short_head, marked, nlp) == left
