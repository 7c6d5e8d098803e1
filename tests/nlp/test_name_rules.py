"""Rules over names by themselves: the words typed, the names they are given and the names they leave."""

import pytest

from pipeline.nlp.name_rules import (
    abbreviation_is_no_place,
    attached_to_an_office,
    authority_opens_sentence,
    constituency_is_outside,
    country_before_person,
    dateline_in_capitals,
    described_as_no_body,
    described_in_quotes,
    drop_documents_and_events,
    drop_networks_and_diseases,
    drop_what_names_nobody,
    first_name_like_a_place,
    military_district,
    named_after,
    occasion_is_outside,
    office_is_no_body,
    place_before_person,
    place_in_another_case,
    proper_bodies_are_sure,
    quoted_owner,
    several_bodies_are_none,
    state_by_its_adjective,
    state_in_capitals,
    surname_first,
    synonym_in_brackets,
    title_before_person,
    trim_edges,
    video_call_is_no_body,
)
from pipeline.nlp.name_words import Name, Words
from tests.marked import read_marked


def after(rule, marked, nlp):
    """Return the texts and labels that `rule` leaves of the marked names."""
    text, spans = read_marked(marked)
    words = Words(nlp(text))
    starts = {token.idx: i for i, token in enumerate(words.tokens)}
    ends = {token.idx + len(token): i + 1 for i, token in enumerate(words.tokens)}
    names = [Name(starts[span.start], ends[span.end], span.label, "typed") for span in spans]
    return [(" ".join(words.texts[name.start : name.end]), name.label) for name in rule(words, names)]


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


def test_a_listed_programme_is_no_document(nlp):
    marked = "[Программа развития ООН|ORG] и [Программа развития села|ORG]."
    assert after(drop_documents_and_events, marked, nlp) == [("Программа развития ООН", "ORG")]


def test_the_internet_and_a_virus_are_no_bodies(nlp):
    marked = "В [Интернете|ORG] пишут, что [Минздрав|ORG] ищет [SARS-CoV-2|ORG]."
    assert after(drop_networks_and_diseases, marked, nlp) == [("Минздрав", "ORG")]


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


def test_a_title_of_honour_is_nobody(nlp):
    assert after(title_before_person, "Университет имени Первого Президента – [Елбасы|PER] открыт.", nlp) == []


def test_a_latin_title_is_no_part_of_a_name(nlp):
    def both(words, names):
        return trim_edges(words, title_before_person(words, names))

    assert after(both, "Выступил [Dr. Richard Weitz|PER].", nlp) == [("Richard Weitz", "PER")]


def test_a_pipeline_is_no_place_and_no_body(nlp):
    marked = "Строится [Северный поток-2|LOC], работает [Голубой поток|ORG]. [Потоков|PER] доволен."
    assert after(drop_documents_and_events, marked, nlp) == [("Потоков", "PER")]


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


def test_an_act_of_a_body_is_none_and_its_body_stays(nlp):
    marked = "[Решением [Совета ОДКБ|ORG]|ORG] назначен генерал."
    assert after(drop_documents_and_events, marked, nlp) == [("Совета ОДКБ", "ORG")]


def test_an_adjective_of_what_follows_is_no_body(nlp):
    assert after(drop_what_names_nobody, "Вместе с [Белорусской|ORG] стороной готовим учения.", nlp) == []
