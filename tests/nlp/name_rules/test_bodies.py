"""The longest official names."""

import pytest

from pipeline.nlp.name_rules.bodies import (
    attached_to_an_office,
    body_of_a_town,
    described_in_quotes,
    military_district,
    mission_abroad,
    named_after,
    office_of_a_union,
    quoted_body_of_a_part,
    quoted_owner,
    synonym_in_brackets,
)
from tests.nlp.name_rules.after import after


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Он основал группу «Метро». Позже «Метро» распалась.", [("Метро", "ORG"), ("Метро", "ORG")]),
        ('Сайт компании "Новый Рассвет" закрыт.', [("Новый Рассвет", "ORG")]),
        # A film is no body, though the town's paper has its name; what has a label keeps it.
        ("Вышел фильм «Метро».", []),
        ("Вышел роман «Аврора», пишет газета «[Аврора|LOC]».", [("Аврора", "LOC")]),
        ("Создана группа «А». Ищут компанию «с опытом». Выросла группа\n«Метро».", []),
    ],
)
def test_what_a_noun_calls_a_body_is_one(marked, left, nlp):
    assert after(described_in_quotes, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Открыта [Академия [МИД [Кыргызстана|LOC]|ORG]|ORG] имени [Казы Дикамбаева|PER].",
            [
                ("Академия МИД Кыргызстана имени Казы Дикамбаева", "ORG"),
                ("МИД Кыргызстана", "ORG"),
                ("Кыргызстана", "LOC"),
                ("Казы Дикамбаева", "PER"),
            ],
        ),
        (
            "Учится в [национальном университете|ORG] им. [Л. Н. Гумилева|PER].",
            [("национальном университете им . Л . Н . Гумилева", "ORG"), ("Л . Н . Гумилева", "PER")],
        ),
        ("Выступил от имени [МИД|ORG] [Иван Петров|PER].", [("МИД", "ORG"), ("Иван Петров", "PER")]),
    ],
)
def test_who_a_body_is_named_after_closes_its_name(marked, left, nlp):
    assert after(named_after, marked, nlp) == left


def test_a_military_district_is_a_body_without_its_troops(nlp):
    marked = "Командующий [войсками [Центрального военного округа|LOC]|ORG] и офицеры Восточного военного округа."
    assert after(military_district, marked, nlp) == [
        ("Центрального военного округа", "ORG"),
        ("Восточного военного округа", "ORG"),
    ]


def test_the_office_that_a_body_is_attached_to_closes_its_name(nlp):
    marked = "Прибыл директор [АКН|ORG] при Президенте [Республики Таджикистан|LOC]. [Совет|ORG] при главе города ждёт."
    assert [text for text, _ in after(attached_to_an_office, marked, nlp)] == [
        "АКН при Президенте Республики Таджикистан",
        "Республики Таджикистан",
        "Совет",
    ]


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Он возглавляет [координационный совет|ORG] «[Единой [России|LOC]|ORG]».",
            [("координационный совет « Единой России »", "ORG"), ("Единой России", "ORG"), ("России", "LOC")],
        ),
        # One word before the quotes says what the body is, and brackets hold its other name.
        ("Назначен глава [Банка|ORG] «[Восток|ORG]».", [("Банка", "ORG"), ("Восток", "ORG")]),
        (
            "Пишут в группе [Института [Пушкина|PER]|ORG] «[ВКонтакте|ORG]».",
            [("Института Пушкина", "ORG"), ("Пушкина", "PER"), ("ВКонтакте", "ORG")],
        ),
        ("Создан [Таможенный комитет|ORG] ([ТК|ORG]).", [("Таможенный комитет", "ORG"), ("ТК", "ORG")]),
        ("Вошёл в [Высший совет|ORG] «[Родины|ORG] и труда».", [("Высший совет", "ORG"), ("Родины", "ORG")]),
    ],
)
def test_an_owner_in_quotes_closes_the_name(marked, left, nlp):
    assert after(quoted_owner, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Начальник [Управления подготовки войск|ORG] (сил) [Объединённого штаба [ОДКБ|ORG]|ORG] доложил.",
            ["Управления подготовки войск ( сил ) Объединённого штаба ОДКБ", "Объединённого штаба ОДКБ", "ОДКБ"],
        ),
        ("Заседание [Совета|ORG] (далее) [ОДКБ|ORG].", ["Совета", "ОДКБ"]),
        ("Доклад [Минобороны|ORG] (проект) [России|LOC] передан.", ["Минобороны", "России"]),
    ],
)
def test_a_word_in_brackets_inside_a_name(marked, left, nlp):
    assert [text for text, _ in after(synonym_in_brackets, marked, nlp)] == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Решил [Ленинский районный суд|ORG] г. [Ставрополя|LOC].",
            ["Ленинский районный суд г . Ставрополя", "Ставрополя"],
        ),
        ("Помогла [Администрация|ORG] города [Томска|LOC].", ["Администрация города Томска", "Томска"]),
        ("Приехала [Администрация|ORG] в город [Томск|LOC].", ["Администрация", "Томск"]),
    ],
)
def test_the_town_owns_the_body(marked, left, nlp):
    assert [text for text, _ in after(body_of_a_town, marked, nlp)] == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Сообщает [Посольство [КНР|LOC]|ORG] в [РФ|LOC].", ["Посольство КНР в РФ", "КНР", "РФ"]),
        (
            "Сообщает [Посольство [КНР|LOC]|ORG] в [Казахстане|LOC].",
            ["Посольство КНР в Казахстане", "КНР", "Казахстане"],
        ),
        ("Сообщает [Посольство [КНР|LOC]|ORG] в [Бухаресте|LOC].", ["Посольство КНР", "КНР", "Бухаресте"]),
        ("Прошла встреча [Совета [СНГ|ORG]|ORG] в [Казахстане|LOC].", ["Совета СНГ", "СНГ", "Казахстане"]),
    ],
)
def test_the_state_that_a_mission_is_sent_to(marked, left, nlp):
    assert [text for text, _ in after(mission_abroad, marked, nlp)] == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Выступил глава [Совета директоров «Башинформа»|ORG].",
            [("Совета директоров « Башинформа »", "ORG"), ("Башинформа", "ORG")],
        ),
        (
            "Собралось [правление ПАО «Сбербанк»|ORG].",
            [("правление ПАО « Сбербанк »", "ORG"), ("ПАО « Сбербанк »", "ORG")],
        ),
        ("Создан [Фонд «Наследие»|ORG].", [("Фонд « Наследие »", "ORG")]),
        ("Создан [Совет «Деловая среда»|ORG].", [("Совет « Деловая среда »", "ORG")]),
    ],
)
def test_the_quoted_body_of_a_part_is_a_mention(marked, left, nlp):
    assert after(quoted_body_of_a_part, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Глава [Программного офиса [ОБСЕ|ORG]|ORG] в [Душанбе|LOC] прибыл.",
            [("Программного офиса ОБСЕ в Душанбе", "ORG"), ("ОБСЕ", "ORG"), ("Душанбе", "LOC")],
        ),
        # One body wherever it works.
        ("Он работает в [УНП ООН|ORG] в [Ташкенте|LOC].", [("УНП ООН", "ORG"), ("Ташкенте", "LOC")]),
        ("Встреча прошла в [Центре Рериха|ORG] в [Москве|LOC].", [("Центре Рериха", "ORG"), ("Москве", "LOC")]),
    ],
)
def test_the_town_closes_the_name_of_a_unions_office(marked, left, nlp):
    assert after(office_of_a_union, marked, nlp) == left
