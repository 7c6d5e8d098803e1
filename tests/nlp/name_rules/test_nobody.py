"""What names nobody is dropped."""

import pytest

from pipeline.nlp.name_rules.nobody import (
    authority_opens_sentence,
    described_as_no_body,
    drop_documents_and_events,
    drop_networks_and_diseases,
    drop_what_names_nobody,
    office_is_no_body,
    party_to_talks_is_no_name,
    plural_before_a_clause,
    several_bodies_are_none,
    shorter_name_of_a_state,
    video_call_is_no_body,
)
from tests.nlp.name_rules.after import after


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Корабль «[Москва|LOC]» вышел из порта [Бейрут|LOC].", [("Бейрут", "LOC")]),
        ("Сняты фильмы «Цирк», «[Горизонт|ORG]» и «[Огни большого города|ORG]».", []),
        # Once called a ship, it is one in the rest of the release.
        ("Судно «[Норд|ORG]» задержано. Экипаж «[Норда|ORG]» отпустили.", []),
        # Elsewhere without quotes it may be the place.
        ("Крейсер «[Севастополь|LOC]» вернулся в [Севастополь|LOC].", [("Севастополь", "LOC")]),
        # The release has a paper of that name too.
        (
            "Учреждён орден «[Красная звезда|ORG]». Об этом пишет газета «[Красная звезда|ORG]».",
            [("Красная звезда", "ORG")],
        ),
        ("Об этом он написал в соцсети [Weibo|ORG]. У неё есть страница в [Weibo|ORG].", []),
        # In Latin letters it may be the owner.
        ("Вышел альбом [The Prodigy|ORG].", [("The Prodigy", "ORG")]),
        ("Об этом сообщила компания «[Северсталь|ORG]».", [("Северсталь", "ORG")]),
        ("«[Северсталь|ORG]» и «[Мечел|ORG]» подписали договор.", [("Северсталь", "ORG"), ("Мечел", "ORG")]),
    ],
)
def test_the_noun_before_says_what_is_no_body(marked, left, nlp):
    assert after(described_as_no_body, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("[Суд|ORG] отменил приговор.", []),
        ("– [Профсоюз|ORG] бортпроводников призвал к забастовке.", []),
        ("– [Профсоюз|ORG] призвал. Члены [Профсоюза|ORG] ждут.", [("Профсоюз", "ORG"), ("Профсоюза", "ORG")]),
        ("Протесты продолжаются. [Полиция|ORG] просит не выходить из дома.", []),
        # The release capitalises it inside a sentence too: it means one body.
        ("[Суд|ORG] удалился. Решение [Суда|ORG] огласят завтра.", [("Суд", "ORG"), ("Суда", "ORG")]),
        ("[Суд ЕАЭС|ORG] вынес решение.", [("Суд ЕАЭС", "ORG")]),
        ("[МВД|ORG] сообщило о задержании.", [("МВД", "ORG")]),
    ],
)
def test_an_authority_that_opens_a_sentence_is_no_name(marked, left, nlp):
    assert after(authority_opens_sentence, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Работал в [посольствах [Японии|LOC]|ORG] в разных странах.", [("Японии", "LOC")]),
        ("Работал в [посольстве [Японии|LOC]|ORG] два года.", [("посольстве Японии", "ORG"), ("Японии", "LOC")]),
        # Plural by nature, and a name of one body.
        ("Прибыли [миротворческие силы [ООН|ORG]|ORG].", [("миротворческие силы ООН", "ORG"), ("ООН", "ORG")]),
        ("Выступил глава [Советов мира [США|LOC]|ORG].", [("Советов мира США", "ORG"), ("США", "LOC")]),
    ],
)
def test_a_plural_in_small_letters_is_no_body(marked, left, nlp):
    assert after(several_bodies_are_none, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Сообщили с [Личным|PER] представителем.", []),
        ("Это д[.п.н.|PER] Иванова.", []),
        ("Писатель [Толстой|PER] ответил.", [("Толстой", "PER")]),
        ("Прибыл [Высокий|PER] гость.", []),
    ],
)
def test_what_names_nobody_is_dropped(marked, left, nlp):
    assert after(drop_what_names_nobody, marked, nlp) == left


def test_an_office_is_no_body(nlp):
    marked = (
        "Принял [Постоянного и Полномочного Представителя [России|LOC] при [ОДКБ|ORG]|ORG] и "
        "[Совет послов [ЕС|ORG]|ORG]."
    )
    assert [text for text, label in after(office_is_no_body, marked, nlp)] == [
        "России",
        "ОДКБ",
        "Совет послов ЕС",
        "ЕС",
    ]


def test_a_listed_programme_is_no_document(nlp):
    marked = "[Программа развития ООН|ORG] и [Программа развития села|ORG]."
    assert after(drop_documents_and_events, marked, nlp) == [("Программа развития ООН", "ORG")]


def test_the_internet_and_a_virus_are_no_bodies(nlp):
    marked = "В [Интернете|ORG] пишут, что [Минздрав|ORG] ищет [SARS-CoV-2|ORG]."
    assert after(drop_networks_and_diseases, marked, nlp) == [("Минздрав", "ORG")]


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Заседание прошло в формате [ВКС|ORG].", []),
        ("Доклад заслушали по [ВКС|ORG].", []),
        ("Самолёт [ВКС|ORG] сел в [Иванове|LOC].", [("ВКС", "ORG"), ("Иванове", "LOC")]),
        ("Удар нанесён по [ВКС [России|LOC]|ORG].", [("ВКС России", "ORG"), ("России", "LOC")]),
    ],
)
def test_a_call_by_video_is_no_force(marked, left, nlp):
    assert after(video_call_is_no_body, marked, nlp) == left


def test_a_pipeline_is_no_place_and_no_body(nlp):
    marked = "Строится [Северный поток-2|LOC], работает [Голубой поток|ORG]. [Потоков|PER] доволен."
    assert after(drop_documents_and_events, marked, nlp) == [("Потоков", "PER")]


def test_an_act_of_a_body_is_none_and_its_body_stays(nlp):
    marked = "[Решением [Совета ОДКБ|ORG]|ORG] назначен генерал."
    assert after(drop_documents_and_events, marked, nlp) == [("Совета ОДКБ", "ORG")]


def test_an_adjective_of_what_follows_is_no_body(nlp):
    assert after(drop_what_names_nobody, "Вместе с [Белорусской|ORG] стороной готовим учения.", nlp) == []


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("* [Организации|ORG], деятельность которых запрещена.", []),
        ("[Организации|ORG] поручено подготовить проект.", [("Организации", "ORG")]),
        ("[Организация|ORG], созданная в 2002 году, растёт.", [("Организация", "ORG")]),
    ],
)
def test_a_plural_that_a_clause_explains_is_no_body(marked, left, nlp):
    assert after(plural_before_a_clause, marked, nlp) == left


def test_an_exercise_named_by_its_year(nlp):
    marked = "На учении «[Взаимодействие-2024|ORG]» он отвечал за связь. «[Взаимодействием|ORG]» руководит штаб."
    assert after(described_as_no_body, marked, nlp) == []


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("[Его Превосходительству|PER] передано письмо.", []),
        ("Заседала комиссия «[5+5|ORG]».", []),
        ("Выступил Олег Чен, [Постоянный|PER] и Полномочный Представитель.", []),
        ("Выступил [Иван Величко|PER].", [("Иван Величко", "PER")]),
    ],
)
def test_addresses_and_figures_are_no_names(marked, left, nlp):
    assert after(drop_what_names_nobody, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("Посол [Государства [Катар|LOC]|LOC] прибыл.", [("Государства Катар", "LOC")]),
        (
            "Жители [Берега [Слоновой Кости|LOC]|LOC] рады.",
            [("Берега Слоновой Кости", "LOC"), ("Слоновой Кости", "LOC")],
        ),
    ],
)
def test_a_states_shorter_name_is_none(marked, left, nlp):
    assert after(shorter_name_of_a_state, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        # A year in brackets follows a work's title.
        ("Группа выпустила [Northern Lights|ORG] (1997) и [The Long Road|ORG] (2004).", []),
        ("Сняты «[Тихий берег|ORG]» (1972) и «[Дальний берег|ORG]» (1980).", []),
        ("Он играл в группе «[Берег|ORG]» (1996).", [("Берег", "ORG")]),
        ("Банк [Northern|ORG] (2004 год – 3 филиала) закрыт.", [("Northern", "ORG")]),
        # The plural before a colon says what the list holds.
        ("Показы прошли в трёх кинотеатрах сети «[Экран|ORG]»: «[Луч|ORG]», «[Слава|ORG]».", [("Экран", "ORG")]),
        ("Участвовали компании: «[Луч|ORG]», «[Слава|ORG]».", [("Луч", "ORG"), ("Слава", "ORG")]),
        ("Записаны песни, среди которых «[Заря|ORG]» и «[Полночь|ORG]».", []),
    ],
)
def test_titles_of_works_and_listed_buildings_are_no_body(marked, left, nlp):
    assert after(described_as_no_body, marked, nlp) == left


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("От [Российской Стороны|LOC] выступил министр.", []),
        ("[Казахстанская Сторона|ORG] подтвердила.", []),
        ("Они были в [Северной Стороне Севастополя|LOC].", [("Северной Стороне Севастополя", "LOC")]),
    ],
)
def test_a_party_to_talks_is_no_name(marked, left, nlp):
    assert after(party_to_talks_is_no_name, marked, nlp) == left


def test_letters_of_a_documents_number_name_nobody(nlp):
    assert after(drop_what_names_nobody, "Принята резолюция [ООН|ORG] A/[RES|ORG]/71/12.", nlp) == [("ООН", "ORG")]
