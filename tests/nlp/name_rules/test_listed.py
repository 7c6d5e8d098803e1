"""Listed bodies."""

import pytest

from pipeline.nlp.name_rules.listed import named_settlement, proper_bodies_are_sure, regions_of_one_head
from tests.nlp.name_rules.after import after


def test_listed_bodies_are_whole(nlp):
    marked = (
        "Программа развития [ООН|ORG] открыла офис. "
        "Прибыла делегация [Парламентского собрания|ORG] Союза Беларуси и России."
    )
    assert after(proper_bodies_are_sure, marked, nlp) == [
        ("Программа развития ООН", "ORG"),
        ("ООН", "ORG"),
        ("Парламентского собрания Союза Беларуси и России", "ORG"),
    ]


def test_the_last_word_of_a_listed_body_is_no_first_name(nlp):
    marked = "Он встретился с Председателем Жокаргы [Кенеса Аманбаем Орынбаевым|PER]."
    assert after(proper_bodies_are_sure, marked, nlp) == [
        ("Жокаргы Кенеса", "ORG"),
        ("Аманбаем Орынбаевым", "PER"),
    ]


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Школы в селе Кочубеевском закрыты.", [("Кочубеевском", "LOC")]),
        ("Он родился в д. Залесье в 1967 году.", [("Залесье", "LOC")]),
        ("Приехал г. Карасин и стр. Иванова.", []),
        ("В городе [Томске|LOC] тепло.", [("Томске", "LOC")]),
    ],
)
def test_what_is_called_a_settlement_is_a_place(marked, left, nlp):
    assert after(named_settlement, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Голосуют жители Московской, Тверской и [Тульской областей|LOC].",
            [("Московской", "LOC"), ("Тверской", "LOC"), ("Тульской областей", "LOC")],
        ),
        (
            "Прибыли губернаторы Приморского и [Хабаровского краёв|LOC].",
            [("Приморского", "LOC"), ("Хабаровского краёв", "LOC")],
        ),
        # No regions, or one.
        ("В Северной и Южной областях тихо.", []),
        ("Он из [Тульской области|LOC].", [("Тульской области", "LOC")]),
    ],
)
def test_regions_that_share_their_noun(marked, left, nlp):
    assert after(regions_of_one_head, marked, nlp) == left
