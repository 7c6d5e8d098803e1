"""Names of people."""

import pytest

from pipeline.nlp.name_rules.boundaries import trim_edges
from pipeline.nlp.name_rules.people import (
    country_before_person,
    county_before_person,
    described_as_person,
    final_initial,
    first_name_like_a_place,
    first_name_like_a_word,
    foreign_name_in_two,
    place_before_person,
    post_after_person,
    relative_before_person,
    surname_first,
    surname_in_capitals,
    surname_like_a_patronymic,
    title_before_person,
    two_in_a_row,
)
from tests.nlp.name_rules.after import after


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("[Журова|PER] [Светлана Сергеевна|PER] – Азия.", [("Журова Светлана Сергеевна", "PER")]),
        ("[Вовк|PER] [В.М.|PER] получил выговор.", [("Вовк В . М .", "PER")]),
        ("Вошла [Журова|PER]. [Светлана Сергеевна|PER] ждала.", [("Журова", "PER"), ("Светлана Сергеевна", "PER")]),
        # Two people side by side.
        ("Об этом [Путина|PER] [Меркель|PER] не просила.", [("Путина", "PER"), ("Меркель", "PER")]),
        ("Адвокат [Усова|PER] [Ирина Белова|PER] ждёт.", [("Усова", "PER"), ("Ирина Белова", "PER")]),
    ],
)
def test_a_name_and_patronymic_belong_to_the_surname_before_them(marked, left, nlp):
    assert after(surname_first, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("[Христианке Асии Биби|PER] запретили выезд.", [("Асии Биби", "PER")]),
        ("[Ксендз Вальдемар Цисло|PER] отметил это.", [("Вальдемар Цисло", "PER")]),
        ("[Кузнец Пётр Иванович|PER] – депутат.", [("Кузнец Пётр Иванович", "PER")]),
    ],
)
def test_a_common_noun_that_opens_a_sentence_is_no_part_of_a_whole_name(marked, left, nlp):
    assert after(title_before_person, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Суд оправдал [Азию Биби|PER]. Дело [Азии|LOC] [Биби|PER] закрыто.",
            [("Азию Биби", "PER"), ("Азии Биби", "PER")],
        ),
        ("Дело [Азии|LOC] [Биби|PER] закрыто.", [("Азии", "LOC"), ("Биби", "PER")]),
        (
            "Это [Азия Биби|PER]. Она прибыла из [Азии|LOC]. [Биби|PER] свободна.",
            [("Азия Биби", "PER"), ("Азии", "LOC"), ("Биби", "PER")],
        ),
    ],
)
def test_a_first_name_that_is_a_place_too(marked, left, nlp):
    assert after(first_name_like_a_place, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Они отдали [Чехословакию Гитлеру|PER] без боя.", [("Чехословакию", "LOC"), ("Гитлеру", "PER")]),
        # First names that are countries too.
        ("Речь произнёс [Израиль Коган|PER] из Хайфы.", [("Израиль Коган", "PER")]),
        ("Приехала [Иордана Петкова|PER].", [("Иордана Петкова", "PER")]),
    ],
)
def test_a_country_before_a_person(marked, left, nlp):
    assert after(country_before_person, marked, nlp) == left


def test_a_title_of_honour_is_nobody(nlp):
    assert after(title_before_person, "Университет имени Первого Президента – [Елбасы|PER] открыт.", nlp) == []


def test_a_latin_title_is_no_part_of_a_name(nlp):
    def both(words, names):
        return trim_edges(words, title_before_person(words, names))

    assert after(both, "Выступил [Dr. Richard Weitz|PER].", nlp) == [("Richard Weitz", "PER")]


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "[Тереза Мэй|PER] прибыла. После встречи в [Чекерс Мэй|PER] выступила.",
            [("Тереза Мэй", "PER"), ("Чекерс", "LOC"), ("Мэй", "PER")],
        ),
        # Nobody else of that surname.
        ("После встречи в [Чекерс Мэй|PER] выступила.", [("Чекерс Мэй", "PER")]),
        # A first name.
        ("[Тереза Мэй|PER] прибыла. Он верил в [Филипа Мэй|PER].", [("Тереза Мэй", "PER"), ("Филипа Мэй", "PER")]),
        # The same person twice.
        ("[Чекерс Мэй|PER] прибыл. Он верил в [Чекерс Мэй|PER].", [("Чекерс Мэй", "PER"), ("Чекерс Мэй", "PER")]),
    ],
)
def test_a_place_before_a_person(marked, left, nlp):
    assert after(place_before_person, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Наградить КОМАРОВА [Кирилла Борисовича|PER] орденом.", [("КОМАРОВА Кирилла Борисовича", "PER")]),
        ("Сооснователь [NEXTA|ORG] [Роман Борисович|PER] ждал.", [("NEXTA", "ORG"), ("Роман Борисович", "PER")]),
        ("Об этом сообщил в МИД [Кирилл Борисович|PER].", [("МИД Кирилл Борисович", "PER")]),
        ("Об этом сообщил в [МИД|ORG] [Кирилл Борисович|PER].", [("МИД", "ORG"), ("Кирилл Борисович", "PER")]),
        ("Об этом сообщил ИТАР [Иван Комаров|PER].", [("Иван Комаров", "PER")]),
        (
            "[ТАСМАГАМБЕТОВ|ORG] [Имангали Нургалиевич|PER], секретарь",
            [("ТАСМАГАМБЕТОВ Имангали Нургалиевич", "PER")],
        ),
    ],
)
def test_a_surname_in_capitals_before_name_and_patronymic(marked, left, nlp):
    assert after(surname_in_capitals, marked, nlp) == left


def test_a_rank_is_no_part_of_a_name(nlp):
    assert after(title_before_person, "Полигон имени [Маршала Баграмяна|PER].", nlp) == [("Баграмяна", "PER")]


def test_letters_of_a_degree_are_no_part_of_a_name(nlp):
    assert after(title_before_person, "Выступила д.[ю.н. Анна Ким|PER].", nlp) == [("Анна Ким", "PER")]


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Выступили О. Латыпов, Талант [Эсенов|PER] и другие.", [("Талант Эсенов", "PER")]),
        ("Талант [Эсенова|PER] оценили все.", [("Эсенова", "PER")]),
        ("Выступили Депутат [Эсенов|PER] и другие.", [("Эсенов", "PER")]),
    ],
)
def test_a_first_name_that_is_a_word_too(marked, left, nlp):
    assert after(first_name_like_a_word, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Вольфович [Александр Григорьевич|PER] – секретарь.", [("Вольфович Александр Григорьевич", "PER")]),
        ("Уважаемый [Александр Григорьевич|PER]!", [("Александр Григорьевич", "PER")]),
        ("Президент [Александр Григорьевич|PER] приехал.", [("Александр Григорьевич", "PER")]),
    ],
)
def test_what_opens_a_line_before_name_and_patronymic(marked, left, nlp):
    assert after(surname_like_a_patronymic, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Ответственный: [Вохидзода Х|PER].", "Вохидзода Х ."),
        ("Прибыл министр [Ван И|PER].", "Ван И"),
        ("Прибыл [Пётр I|PER].", "Пётр I"),
    ],
)
def test_a_last_initial_has_its_full_stop(marked, left, nlp):
    assert [text for text, _ in after(final_initial, marked, nlp)] == [left]


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Закрыт блог блогера [Nordik|ORG]. Аккаунт [Nordik|ORG] удалён.", [("Nordik", "PER"), ("Nordik", "PER")]),
        ("Он женат на певице [Alia|ORG].", [("Alia", "PER")]),
        ("Об этом сказал директор [Nordik|ORG].", [("Nordik", "ORG")]),
        ("Видеоблогеры [Nordik|ORG] сняли ролик.", [("Nordik", "ORG")]),
    ],
)
def test_whom_the_noun_before_describes_is_a_person(marked, left, nlp):
    assert after(described_as_person, marked, nlp) == left


@pytest.mark.parametrize(
    ("rule", "marked", "left"),
    [
        (
            post_after_person,
            "Указом [Садыра Жапарова Чрезвычайным|PER] и Полномочным Послом назначен [Айбек Асанов|PER].",
            [("Садыра Жапарова", "PER"), ("Айбек Асанов", "PER")],
        ),
        (
            foreign_name_in_two,
            "Прибыл министр [Клементе Энгонга|PER] [Нгема Ончене|PER].",
            [("Клементе Энгонга Нгема Ончене", "PER")],
        ),
        (
            foreign_name_in_two,
            "Награду вручил [Иван Петров|PER] [Петру Сидорову|PER].",
            [("Иван Петров", "PER"), ("Петру Сидорову", "PER")],
        ),
        (
            county_before_person,
            "Так сказал регистратор округа [Кларк Джо Глория|PER].",
            [("Кларк", "LOC"), ("Джо Глория", "PER")],
        ),
        (
            county_before_person,
            "Она дочь губернатора штата [Кэтлин Кеннеди Таунсенд|PER].",
            [("Кэтлин Кеннеди Таунсенд", "PER")],
        ),
    ],
)
def test_where_a_persons_name_begins_and_ends(rule, marked, left, nlp):
    assert after(rule, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Отец [Протасевича Дмитрий Протасевич|PER] заявил.", [("Протасевича", "PER"), ("Дмитрий Протасевич", "PER")]),
        ("Прибыл [Иванов Иван Иванович|PER].", [("Иванов Иван Иванович", "PER")]),
    ],
)
def test_a_surname_before_a_full_name_with_the_same_is_anothers(marked, left, nlp):
    assert after(relative_before_person, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (
            "Назначен [Якушев В.В. Цуканов Николай Николаевич|PER] освобождён.",
            [("Якушев В . В .", "PER"), ("Цуканов Николай Николаевич", "PER")],
        ),
        ("Прибыл [В. В. Цуканов|PER].", [("В . В . Цуканов", "PER")]),
    ],
)
def test_a_name_in_initials_ends_before_a_surname(marked, left, nlp):
    assert after(two_in_a_row, marked, nlp) == left
