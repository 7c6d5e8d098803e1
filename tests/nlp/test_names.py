"""Names and the names inside them, typed in the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.name_net import Found
from pipeline.nlp.name_words import Words
from pipeline.nlp.names import needed
from tests.marked import read_marked

OFFICIAL = [
    "Организатором выступил [Государственный комитет национальной безопасности [Кыргызской Республики|LOC]|ORG].",
    "Участвовал [Антитеррористический центр государств – участников [СНГ|ORG]|ORG].",
    "Консультации организованы [Секретариатом [ООН|ORG]|ORG].",
    "Дебаты прошли в [Совете Безопасности [ООН|ORG]|ORG] по теме сотрудничества.",
    "Резолюцию приняла [ГА [ООН|ORG]|ORG].",
    "Выступили руководители [КТУ [ООН|ORG]|ORG] и [УВР [ООН|ORG]|ORG].",
    "Документ готовит [Министерство труда и социальной защиты [Республики Беларусь|LOC]|ORG].",
    "Глава [МИД [Германии|LOC]|ORG] прибыл в [Москву|LOC].",
    "Законопроект одобрила [Палата представителей [Конгресса [США|LOC]|ORG]|ORG].",
    "Решение вынес [Верховный суд|ORG] страны.",
    "Об этом сообщило [правительство [Казахстана|LOC]|ORG].",
]


@pytest.mark.parametrize("marked", OFFICIAL)
def test_longest_official_names_with_inner_ones(marked, nlp):
    check(marked, nlp)


@pytest.mark.parametrize(
    "marked",
    [
        "Он окончил [философский факультет [МГУ|ORG]|ORG] и работал в [Туле|LOC].",
        "Её избрали в [совет директоров [Сбербанка|ORG]|ORG].",
        "Об этом сообщил [департамент информации и печати [МИД [России|LOC]|ORG]|ORG].",
        # What has no owner with a name is no body with one.
        "Она окончила философский факультет и вошла в совет директоров банка.",
    ],
)
def test_bodies_that_open_with_a_small_letter(marked, nlp):
    check(marked, nlp)


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("философский факультет МГУ", True),
        ("Философский факультет МГУ", False),
        ("факультет", False),
    ],
)
def test_a_body_in_small_letters_needs_less(text, likely, nlp):
    words = Words(nlp.make_doc(f"Окончил {text}"))
    seen = Found(1, len(words), "ORG", 0.6)
    assert (needed(words, seen) <= seen.score) == likely


@pytest.mark.parametrize(
    "marked",
    [
        "Декларация о сотрудничестве между Секретариатами [ОДКБ|ORG] и [ООН|ORG] подписана.",
        "Конференция состоялась в г. [Бишкеке|LOC].",
        "Форум открылся в г. [Нижний Новгород|LOC] вчера.",
        "Саммит [ЕС|ORG] прошёл в [Брюсселе|LOC].",
        "Европейский союз поддержал инициативу".replace("Европейский союз", "[Европейский союз|ORG]"),
        "В [2023|-] г. [Россия|LOC] председательствовала в [СНГ|ORG].",
        "Об этом сообщили СМИ.",
    ],
)
def test_boundaries_and_labels(marked, nlp):
    check(marked, nlp)


@pytest.mark.parametrize(
    "marked",
    [
        "Итоги подвёл [С. В. Лавров|PER]. [Имангали Тасмагамбетов|PER] поблагодарил участников.",
        "Встречу провёл [В.Я. Горин|PER].",
        "Директор [Исполкома|ORG] поблагодарил руководителя [Администрации [Кыргызской Республики|LOC]|ORG] "
        "[Акылбека Жапарова|PER].",
        "Генеральным секретарём [Организации|ORG] [Таалатбека Масадыкова|PER] назначили вчера.",
        "Концерт прошёл в [Институте имени [Петра Чайковского|PER]|ORG].",
        "Экс-канцлер [Герхард Шрёдер|PER] выступил в [Берлине|LOC].",
    ],
)
def test_people(marked, nlp):
    check(marked, nlp)


def check(marked, nlp):
    text, spans = read_marked(marked)
    expected = [(span.start, span.end, span.label) for span in spans if span.label != "-"]
    doc = nlp(text)
    found = [(span.start_char, span.end_char, span.label_) for span in doc.spans["names"]]
    assert found == expected, [(text[start:end], label) for start, end, label in found]


def test_no_name_crosses_a_line_break(nlp):
    doc = nlp("На встрече был Самат\nОрдабаев и гости.\n\nСовет Безопасности\nООН заседал.")
    assert doc.spans["names"]
    assert not any("\n" in span.text for span in doc.spans["names"])


@given(st.text(alphabet="МинскООНГА «»()\n.-–Секретариат Ивановпогород", max_size=60))
@settings(max_examples=60, deadline=None)
def test_names_never_cross_and_never_repeat(nlp, text):
    doc = nlp(text)
    spans = [(span.start, span.end) for span in doc.spans["names"]]
    assert len(set(spans)) == len(spans)
    assert not any(a < c < b < d for a, b in spans for c, d in spans)
