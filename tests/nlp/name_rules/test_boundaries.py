"""Where names begin and end."""

import pytest

from pipeline.nlp.name_rules.boundaries import (
    constituency_is_outside,
    descriptor_before_name,
    event_is_outside,
    field_of_a_post_is_outside,
    number_of_a_unit,
    object_is_outside,
    occasion_is_outside,
    other_party_is_outside,
    person_in_another_case,
    place_in_another_case,
    quotes_hold_a_name,
    speaker_is_outside,
    territory_of_a_part,
    union_is_whole,
)
from tests.nlp.name_rules.after import after


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "После поражения в [Стокгольмском суде [Россия|LOC]|ORG] говорила о другом.",
            [("Стокгольмском суде", "ORG"), ("Россия", "LOC")],
        ),
        (
            "Об этом сказали в [Верховном суде [России|LOC]|ORG].",
            [("Верховном суде России", "ORG"), ("России", "LOC")],
        ),
        (
            "Список выдвинула партия «[Единая [Россия|LOC]|ORG]».",
            [("Единая Россия", "ORG"), ("Россия", "LOC")],
        ),
    ],
)
def test_a_place_in_another_case_is_no_owner(marked, left, nlp):
    assert after(place_in_another_case, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Компания проиграла в [Стокгольмском арбитраже по контракту|ORG].", [("Стокгольмском арбитраже", "ORG")]),
        ("Выступил глава [Комитета по делам молодёжи|ORG].", [("Комитета по делам молодёжи", "ORG")]),
    ],
)
def test_an_occasion_is_outside(marked, left, nlp):
    assert after(occasion_is_outside, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Выступил сенатор [Совета Федерации от [Республики Алтай|LOC]|ORG] Сафин.",
            [("Совета Федерации", "ORG"), ("Республики Алтай", "LOC")],
        ),
        (
            "Судья [Европейского суда по правам человека от [России|LOC]|ORG] возразил.",
            [("Европейского суда по правам человека", "ORG"), ("России", "LOC")],
        ),
        ("Помог [Фонд защиты от насилия|ORG].", [("Фонд защиты от насилия", "ORG")]),
    ],
)
def test_the_place_that_a_member_stands_for_is_outside(marked, left, nlp):
    assert after(constituency_is_outside, marked, nlp) == left


@pytest.mark.parametrize(
    ("rule", "marked", "left"),
    [
        (object_is_outside, "Поддерживает ли [Организация контакты|ORG]?", [("Организация", "ORG")]),
        (object_is_outside, "Прибыла [Служба спасения|ORG].", [("Служба спасения", "ORG")]),
        (object_is_outside, "Запрещены «[Братья мусульмане|ORG]».", [("Братья мусульмане", "ORG")]),
        (
            speaker_is_outside,
            "Выступила декан [МГУ имени [М. В. Ломоносова|PER] [Анна Репина|PER]|ORG].",
            [("МГУ имени М . В . Ломоносова", "ORG"), ("М . В . Ломоносова", "PER"), ("Анна Репина", "PER")],
        ),
        (
            speaker_is_outside,
            "Выступил декан [МГУ имени [М. В. Ломоносова|PER]|ORG].",
            [("МГУ имени М . В . Ломоносова", "ORG"), ("М . В . Ломоносова", "PER")],
        ),
        (
            union_is_whole,
            "Прибыл комиссар [Африканского союза по политическим вопросам|ORG].",
            [("Африканского союза", "ORG")],
        ),
        (
            field_of_a_post_is_outside,
            "Прибыл советник [Посольства [КНР|LOC] в [РФ|LOC] по науке|ORG].",
            [("Посольства КНР в РФ", "ORG"), ("КНР", "LOC"), ("РФ", "LOC")],
        ),
    ],
)
def test_what_follows_a_body_is_outside(rule, marked, left, nlp):
    assert after(rule, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Заместитель директора «[Уральской|ORG] стали» прибыл.", [("Уральской стали", "ORG")]),
        ("Пишет «Газета [Daily|ORG]».", [("Газета Daily", "ORG")]),
        (
            "Партия «[Союз труда|ORG] – [Народный фронт|ORG]» победила.",
            [("Союз труда – Народный фронт", "ORG")],
        ),
        (
            "Спасатели ФГКУ «[Байкальский|ORG] поисковый отряд» вышли.",
            [("ФГКУ « Байкальский поисковый отряд »", "ORG")],
        ),
        ("Приговор по «Делу [Кировлеса|ORG]» отменён.", [("Кировлеса", "ORG")]),
        # What is said is no name.
        ("Он сказал: «[Академия|ORG] – учреждение научное».", [("Академия", "ORG")]),
        ("Она сказала: «[ВОЗ|ORG] и [ЮНИСЕФ|ORG]».", [("ВОЗ", "ORG"), ("ЮНИСЕФ", "ORG")]),
        ("Заголовок: «[Газпром|ORG] построит завод».", [("Газпром", "ORG")]),
    ],
)
def test_a_name_fills_its_quotes(marked, left, nlp):
    assert after(quotes_hold_a_name, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Войска 1-го [Украинского фронта|ORG] вошли в город.", [("1-го Украинского фронта", "ORG")]),
        ("Учение провела 201-я [военная база|ORG].", [("201-я военная база", "ORG")]),
        (
            "Командир 103-й отдельной [Витебской воздушно-десантной бригады|ORG] доложил.",
            [("103-й отдельной Витебской воздушно-десантной бригады", "ORG")],
        ),
        ("На 5-м [Совете министров|ORG] решили иначе.", [("Совете министров", "ORG")]),
    ],
)
def test_the_number_of_a_unit_belongs_to_its_name(marked, left, nlp):
    assert after(number_of_a_unit, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Дело ведёт [управление [Следственного комитета по [Томской области|LOC]|ORG]|ORG].",
            [
                ("управление Следственного комитета по Томской области", "ORG"),
                ("Следственного комитета", "ORG"),
                ("Томской области", "LOC"),
            ],
        ),
        (
            "Ответила [пресс-служба [Управления ФСБ по [Томской области|LOC]|ORG]|ORG].",
            [
                ("пресс-служба Управления ФСБ по Томской области", "ORG"),
                ("Управления ФСБ по Томской области", "ORG"),
                ("Томской области", "LOC"),
            ],
        ),
    ],
)
def test_the_region_is_the_departments(marked, left, nlp):
    assert after(territory_of_a_part, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Договор между [Евразийской экономической комиссией и [Королевством Таиланд|LOC]|ORG] подписан.",
            [("Евразийской экономической комиссией", "ORG"), ("Королевством Таиланд", "LOC")],
        ),
        (
            "Об этом сказали в [Парламентском собрании Союза Беларуси и [России|LOC]|ORG].",
            [("Парламентском собрании Союза Беларуси и России", "ORG"), ("России", "LOC")],
        ),
    ],
)
def test_the_other_party_is_no_part_of_a_body(marked, left, nlp):
    assert after(other_party_is_outside, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "На [Горно-химическом комбинате [Лихачёву|PER]|ORG] показали цех.",
            [("Горно-химическом комбинате", "ORG"), ("Лихачёву", "PER")],
        ),
        ("Он вышел из [Фонда [Сороса|PER]|ORG].", [("Фонда Сороса", "ORG"), ("Сороса", "PER")]),
    ],
)
def test_a_person_in_another_case_is_no_part_of_a_body(marked, left, nlp):
    assert after(person_in_another_case, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Основатель [Telegram-канала NEXTA|ORG] задержан.", [("NEXTA", "ORG")]),
        ("Это [авиакомпания-лоукостер Ryanair|ORG].", [("Ryanair", "ORG")]),
        ("Это [Тинькофф-банк|ORG].", [("Тинькофф-банк", "ORG")]),
    ],
)
def test_what_a_body_is_stands_before_its_foreign_name(marked, left, nlp):
    assert after(descriptor_before_name, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Учение с [Миротворческими силами «Братство-2019»|ORG] прошло.", [("Миротворческими силами", "ORG")]),
        ("Билеты продаёт [Оргкомитет «Россия-2018»|ORG].", [("Оргкомитет « Россия-2018 »", "ORG")]),
    ],
)
def test_an_exercise_is_no_part_of_the_forces_name(marked, left, nlp):
    assert after(event_is_outside, marked, nlp) == left
