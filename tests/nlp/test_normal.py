"""Normal forms in sentences: the answer stands in the text, `[form|LABEL|normal]`."""

import csv
import json
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.nlp import encoder, morphology, tokens  # noqa: F401
from pipeline.nlp.normal import make_normalizer
from pipeline.nlp.noun_phrases import shared_letters
from tests.marked import read_marked


@pytest.fixture(scope="module")
def tagged() -> Language:
    """Tokens, nets and tags: the spans come from the marked text."""
    nlp = spacy.blank("ru", config={"nlp": {"tokenizer": {"@tokenizers": "press_razdel"}}})
    nlp.add_pipe("press_encoder")
    nlp.add_pipe("press_morphology")
    return nlp


@pytest.fixture(scope="module")
def normalize(tagged):
    """A function: marked text → its Doc with normal forms, and the answers by offsets."""
    normalizer = make_normalizer(tagged, "press_normal")

    def run(marked: str) -> tuple[Doc, dict[tuple[int, int], str]]:
        text, spans = read_marked(marked)
        doc = tagged(text)
        groups: dict[str, list[Span]] = {"names": [], "dates": []}
        for span in spans:
            made = doc.char_span(span.start, span.end, span.label, kb_id=span.value if span.label == "DATE" else "")
            assert made is not None, f"not whole tokens: {text[span.start : span.end]}"
            groups["dates" if span.label == "DATE" else "names"].append(made)
        doc.spans["names"], doc.spans["dates"] = groups["names"], groups["dates"]
        return normalizer(doc), {(span.start, span.end): span.value for span in spans}

    return run


def answers(doc: Doc) -> dict[tuple[int, int], str]:
    return {(span.start_char, span.end_char): span._.normal for span in doc.spans["mentions"]}


PEOPLE = [
    "Он отправил в Кабул замглавы МИД [Таалатбека Масадыкова|PER|Таалатбек Масадыков] на неделю.",
    "Состоялась встреча Генерального секретаря [Имангали Тасмагамбетова|PER|Имангали Тасмагамбетов] с послом.",
    "Глава комитета встретилась с [Натальей Абдурахмановой|PER|Наталья Абдурахманова] в четверг.",
    "Министр поблагодарил [Наталью Абдурахманову|PER|Наталья Абдурахманова] за работу.",
    "В совещании участвовала заместитель директора [Розмари А. ДиКарло|PER|Розмари А. ДиКарло].",
    "С докладом выступила [Е. А. Иванова|PER|Е. А. Иванова].",
    "Партия выдвинула [Е. А. Иванова|PER|Е. А. Иванов] на пост главы.",
    "Затем поддержал [Иванова|PER|Иванов].",
    "Так, [С.В. Ларина|PER|С. В. Ларина] оспорила решение суда.",
    "Как сообщила заместитель руководителя Управления [Корнеева Н.П.|PER|Корнеева Н. П.], налог уплачен.",
    "Депутаты [Нуржигит Кадырбеков|PER|Нуржигит Кадырбеков], [Айсулуу Мамашова|PER|Айсулуу Мамашова] ушли.",
    "Наградили учёных [Петрова|PER|Петров], [Сидорова|PER|Сидоров] и [Сергеева|PER|Сергеев].",
    "Посетит [Хосровидинзода Вахобзода|PER|Хосровидинзода Вахобзода], первый заместитель министра.",
    "Встретили [Шерзода Асадова|PER|Шерзод Асадов].",
    "В комиссию вошли: [Роман Соколов|PER|Роман Соколов], вице-губернатор – министр здравоохранения "
    "[О. Чижова|PER|О. Чижова].",
    "Выступила и председатель правления банка [Н. Подгузова|PER|Н. Подгузова].",
    "Скульптор [Антонио Канова|PER|Антонио Канова] родился в 1757 году.",
    "Доклад представил [Г.С. Петренко|PER|Г. С. Петренко].",
    "Под председательством [И.Ф.Громова|PER|И. Ф. Громов] прошло заседание.",
    "Слово предоставили [Громову И.Ф.|PER|Громов И. Ф.] и его коллегам.",
    "Награду вручили [Петровой Анне Сергеевне|PER|Петрова Анна Сергеевна].",
    "Комиссию возглавит [ИВАН ПЕТРОВИЧ СОКОЛОВ|PER|ИВАН ПЕТРОВИЧ СОКОЛОВ].",
    "Переговоры с [Жан-Пьером Лакруа|PER|Жан-Пьер Лакруа] прошли в среду.",
    "По словам [Станислава Зася|PER|Станислав Зась], учения завершены.",
    "Об этом заявил [Станислав Зась|PER|Станислав Зась]. Встреча с [Засем|PER|Зась] состоится завтра.",
    "По словам секретаря [Олега Бордюжи|PER|Олег Бордюжа], план принят. [Бордюжа|PER|Бордюжа] поблагодарил участников.",
    "Беседа с министром обороны [Сергеем Шойгу|PER|Сергей Шойгу] была краткой.",
    "Письмо передали послу [Гейдару Мамед оглы Алиеву|PER|Гейдар Мамед оглы Алиев].",
    "Встреча с [Башаром аль-Асадом|PER|Башар аль-Асад] прошла в Дамаске.",
    "Визит председателя КНР [Си Цзиньпина|PER|Си Цзиньпин] завершён.",
    "В зале не было [Майкла О'Лири|PER|Майкл О'Лири].",
    "Решение [Льва Яшина|PER|Лев Яшин] и [Павла Кравца|PER|Павел Кравец] поддержано.",
    "Подвиг [Пётра|PER|Пётр] помнят.",
    "Пришли супруги [Иван|PER|Иван] и [Мария Петровы|PER|Мария Петрова].",
    "Встреча с [Иваном|PER|Иван] и [Марией Вишневскими|PER|Мария Вишневская] состоялась.",
    "Дело [Сергея|PER|Сергей] и [Юлии Скрипалей|PER|Юлия Скрипаль] закрыто.",
    "Приехали [Олег|PER|Олег] и [Мария Черных|PER|Мария Черных].",
    "Выступили [Олег|PER|Олег] и [Мария Петрова|PER|Мария Петрова].",
    "Комментарий [Хайко\u00a0Мааса|PER|Хайко Маас] опубликован.",
    "Учительница музыки из [Таласа|LOC|Талас] [Нурлана Ибраимова|PER|Нурлана Ибраимова] выиграла конкурс.",
    "Премию получила учительница из [Оша|LOC|Ош] [Нурлана Ибраимова|PER|Нурлана Ибраимова].",
    "Учительница русского языка [Нурлана Ибраимова|PER|Нурлана Ибраимова], победившая в конкурсе, получила премию.",
    "[Нурлана Ибраимова|PER|Нурлана Ибраимова] рассказала о конкурсе.",
    "Победа [Нурлана Ибраимова|PER|Нурлан Ибраимов] удивила всех.",
    "Команда [Нурлана Ибраимова|PER|Нурлан Ибраимов] выиграла турнир.",
    "[Нурлана Ибраимова|PER|Нурлан Ибраимов] наградил министр.",
    "Диплом получила [Лейла Гусейн кызы Ахмедова|PER|Лейла Гусейн кызы Ахмедова], кубок отдали"
    " [Тологону Асан уулу|PER|Тологон Асан уулу].",
    "Прилетели с [Мухаммедом бен Салманом|PER|Мухаммед бен Салман] и [Абдель Фаттахом ас-Сиси"
    "|PER|Абдель Фаттах ас-Сиси].",
    "Приказ [Ли Шанфу|PER|Ли Шанфу] подписан, с [Дун Цзюнем|PER|Дун Цзюнь] согласован.",
    "Президент принял [Эмомали Рахмона|PER|Эмомали Рахмон]. После беседы с [Рахмоном|PER|Рахмон] выступил посол.",
    "Встреча с [Азией Биби|PER|Азия Биби], фильм «[Блю Стрим|PER|Блю Стрим]» и приём у [Петра Павла|PER|Петр Павел].",
    "Завод [АО «НПО «СПЛАВ» им. [А.Н. Ганичева|PER|А. Н. Ганичев]»|ORG|АО «НПО «СПЛАВ» им. А.Н. Ганичева»] расширен.",
    "Учения прошли на полигоне имени маршала [Баграмяна|PER|Баграмян], в училище им. [П.П. Ширшова|PER|П. П. Ширшов].",
    "Он встретился с Министром иностранных дел [Самехом Шукри|PER|Самех Шукри] и с Госсекретарём [Э.Блинкеном"
    "|PER|Э. Блинкен].",
    "Прибыли директор и заместитель Премьер-министра [Эльмира Баситханова|PER|Эльмира Баситханова].",
    "[Ибраимова Ч.С.|PER|Ибраимова Ч. С.] – начальник управления Министерства финансов;",
    "Председатель банка – [Мартин Галстян|PER|Мартин Галстян].",
    "Соболезнования семье [Гру\u00adшина|PER|Грушин] выразил губернатор.",
]

PHRASES = [
    "Студент [КазНУ имени аль-Фараби|ORG|КазНУ имени аль-Фараби] ждёт.",
    "Глава [Волго-Вятского ГУ ЦБ РФ|ORG|Волго-Вятский ГУ ЦБ РФ] прибыл.",
    "Врачи [Первого МГМУ имени Сеченова|ORG|Первый МГМУ имени Сеченова] ждут.",
    "Прибыли губернаторы Приморского и [Хабаровского краёв|LOC|Хабаровский край].",
    "Ущерб в Пензенской и [Ульяновской областях|LOC|Ульяновская область].",
    "Сообщил [Государственный комитет национальной безопасности [Кыргызской Республики|LOC|Кыргызская Республика]"
    "|ORG|Государственный комитет национальной безопасности Кыргызской Республики].",
    "Заседание [Государственного комитета национальной безопасности [Кыргызской Республики|LOC|Кыргызская Республика]"
    "|ORG|Государственный комитет национальной безопасности Кыргызской Республики] прошло вчера.",
    "Доклад [Антитеррористического центра государств – участников [СНГ|ORG|СНГ]"
    "|ORG|Антитеррористический центр государств – участников СНГ] принят.",
    "Служба в [Вооружённых Силах [Российской Федерации|LOC|Российская Федерация]"
    "|ORG|Вооружённые Силы Российской Федерации] почётна.",
    "Пострадали жители в [Алеппо|LOC|Алеппо] и [Латакии|LOC|Латакия].",
    "Делегация прибыла в [Нидерланды|LOC|Нидерланды], она работала в [Нидерландах|LOC|Нидерланды].",
    "Посол в [Объединённых Арабских Эмиратах|LOC|Объединённые Арабские Эмираты] вручил грамоты.",
    "Совещание в г. [Бишкеке|LOC|Бишкек] открыл премьер.",
    "Жители [Московской области|LOC|Московская область] голосовали.",
    "Переговоры с [Боснией и Герцеговиной|LOC|Босния и Герцеговина] идут.",
    "Отношения с [Республикой Беларусь|LOC|Республика Беларусь] крепнут.",
    "Граница [Республики Сербской|LOC|Республика Сербская] открыта.",
    "Партия [Братьев-мусульман|ORG|Братья-мусульмане] запрещена.",
    "Земля [Северного Рейна-Вестфалии|LOC|Северный Рейн-Вестфалия] растёт.",
    "Жители [Щвеции|LOC|Щвеция] довольны, посол в [Претории|LOC|Претория] тоже.",
    "Посол в [Кот-д'Ивуаре|LOC|Кот-д'Ивуар] отозван.",
    "Депутаты [Жогорку Кенеша|ORG|Жогорку Кенеш] и гости из [Олий Мажлиса|ORG|Олий Мажлис] согласны.",
    "В [Ханты-Мансийском автономном округе – Югре|LOC|Ханты-Мансийский автономный округ – Югра] холодно.",
    "Сотрудники [Росгвардии|ORG|Росгвардия] и [Минобороны|ORG|Минобороны] провели учения.",
    "Доля в [Алросе|ORG|Алроса] продана.",
    "Мнение [британских|LOC|британский] властей, слова [пакистанцев|PER|пакистанцы].",
    "Выставка во [Франкфурте-на-Майне|LOC|Франкфурт-на-Майне] и в [Санкт-Петербурге|LOC|Санкт-Петербург].",
    "Договор подписан с [АО «НИИМЭ»|ORG|АО «НИИМЭ»] и с [ПАО «Газпром»|ORG|ПАО «Газпром»].",
    "Съезд [Партии «Яблоко»|ORG|Партия «Яблоко»] прошёл в среду.",
    "В госкорпорации «[Роскосмос|ORG|Роскосмос]» создан совет.",
    "Пресс-служба [МИДа|ORG|МИД] подтвердила, в [ТАССе|ORG|ТАСС] уточнили.",
    "Глава британского [МИД|ORG|МИД] уволен.",
    "Рота [103-й отдельной бригады|ORG|103-я отдельная бригада] прибыла, её встретил [1-й батальон|ORG|1-й батальон].",
    "Штаб [2-го Гвардейского корпуса|ORG|2-й Гвардейский корпус] развёрнут в [5-м отделе|ORG|5-й отдел].",
    "Решение [Совета Безопасности [ООН|ORG|ООН]|ORG|Совет Безопасности ООН] единогласно.",
    "Выступая в [Генеральной Ассамблее [ООН|ORG|ООН]|ORG|Генеральная Ассамблея ООН], посол напомнил о мире.",
    "Учения [Коллективных миротворческих сил [ОДКБ|ORG|ОДКБ]|ORG|Коллективные миротворческие силы ОДКБ] завершены.",
    "[МОСКВА|LOC|МОСКВА], 5 мая.",
    "Саммит в [Западных Балканах|LOC|Западные Балканы] и народы [Западных Балкан|LOC|Западные Балканы].",
    "В [Верховном  Суде|ORG|Верховный Суд] рассмотрели жалобу.",
    "Приём в [Министерстве\nиностранных дел|ORG|Министерство иностранных дел] отменён.",
]


@pytest.mark.parametrize("marked", PEOPLE + PHRASES)
def test_normal(marked, normalize):
    doc, expected = normalize(marked)
    assert answers(doc) == expected


@pytest.mark.parametrize("marked", PEOPLE + PHRASES)
def test_normal_of_normal_is_itself(marked, normalize):
    doc, _ = normalize(marked)
    for span in doc.spans["mentions"]:
        again, _ = normalize(f"[{span._.normal}|{span.label_}]")
        assert [mention._.normal for mention in again.spans["mentions"]] == [span._.normal]


@pytest.mark.parametrize(
    ("marked", "last", "first", "middle", "gender"),
    [
        ("Выступила [Анна Сергеевна Громова|PER].", "Громова", "Анна", "Сергеевна", "f"),
        ("Назначен [Громов Иван Петрович|PER].", "Громов", "Иван", "Петрович", "m"),
        ("Вручили [Мирзиёеву Шавкату Миромоновичу|PER].", "Мирзиёев", "Шавкат", "Миромонович", "m"),
        ("Подписал [Токаев Касым-Жомарт Кемелевич|PER].", "Токаев", "Касым-Жомарт", "Кемелевич", "m"),
        ("Выступила директор центра международных отношений [Ш. Хан|PER].", "Хан", "Ш.", "", "f"),
        ("Выступила [Мария Тереза Обрадович|PER].", "Обрадович", "Мария", "Тереза", "f"),
        ("Доклад [Г.С. Петренко|PER] принят.", "Петренко", "Г.", "С.", ""),
        ("Встреча с [Розмари А. ДиКарло|PER].", "ДиКарло", "Розмари", "А.", "f"),
        ("Встреча с [Дж. Байденом|PER].", "Байден", "Дж.", "", "m"),
        ("Визит [Урсулы фон дер Ляйен|PER].", "фон дер Ляйен", "Урсула", "", "f"),
        ("Беседа с [Алирзой Мамед оглы Гасановым|PER].", "Гасанов", "Алирза", "Мамед оглы", "m"),
        ("Визит [Ким Чен Ына|PER].", "Ким", "Чен Ын", "", "m"),
        ("Встреча с [К.-Ж.К. Токаевым|PER].", "Токаев", "К.-Ж.", "К.", "m"),
        ("Встреча с [Ж.-П. Лакруа|PER].", "Лакруа", "Ж.-П.", "", "m"),
        ("Встреча с [Фейсалом бен Фарханом Аль Саудом|PER].", "Аль Сауд", "Фейсал", "бен Фархан", "m"),
        ("Встреча с [Мухаммедом бен Салманом|PER].", "бен Салман", "Мухаммед", "", "m"),
    ],
)
def test_parts_of_a_name(marked, last, first, middle, gender, normalize):
    doc, _ = normalize(marked)
    (person,) = doc.spans["mentions"]
    assert (person._.last, person._.first, person._.middle) == (last, first, middle)
    if gender:
        assert person._.gender == gender


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("Встреча прошла в г. [Бишкеке|LOC].", "city"),
        ("Встреча прошла в городе [Бишкеке|LOC].", "city"),
        ("Школа в селе [Покровском|LOC] открыта.", "village"),
        ("Жители [Московской области|LOC] голосовали.", "region"),
        ("На берегу [Каспийского моря|LOC] прошли учения.", "sea"),
        ("Визит в [Россию|LOC] завершён.", ""),
        ("Заявление [Министерства обороны|ORG] опубликовано.", "ministry"),
        ("Заседание [Государственного комитета национальной безопасности|ORG].", "committee"),
        ("Представители [АО «НИИМЭ»|ORG] приехали.", "company"),
        ("Учения [Вооружённых Сил|ORG] прошли.", "military"),
        ("В [ООН|ORG] проголосовали.", ""),
    ],
)
def test_kind(marked, kind, normalize):
    doc, _ = normalize(marked)
    assert doc.spans["mentions"][0]._.kind == kind


@pytest.mark.parametrize(
    ("marked", "country"),
    [
        ("Глава украинского [МИД|ORG] выступил.", "UA"),
        ("Об этом сообщила германская [Генеральная прокуратура|ORG].", "DE"),
        ("Решение украинского [Верховного суда|ORG] опубликовано.", "UA"),
        ("Глава нового [МИД|ORG] выступил.", ""),
        ("Переговоры украинских делегаций в [МИД|ORG] завершены.", ""),
        ("[МИД|ORG] ответил.", ""),
        ("Для российского [МИДа|ORG] это новость.", "RU"),
    ],
)
def test_country_of_the_adjective_before_a_body(marked, country, normalize):
    doc, _ = normalize(marked)
    assert doc.spans["mentions"][0]._.country == country


@pytest.mark.parametrize(
    ("marked", "normal"),
    [
        ("Президенту Российской Федерации\n[В. В. ПУТИНУ|PER]\n\nУважаемые коллеги!", "В. В. ПУТИН"),
        ("Президенту Российской Федерации\n[В. В. Путину|PER]\n\nУважаемые коллеги!", "В. В. Путин"),
        ("Генеральный секретарь\n[И. Н. Иванов|PER]\n", "И. Н. Иванов"),
        ("Генеральному секретарю ОДКБ\n[С. В. ЗАСЮ|PER]\n\nУважаемый коллега!", "С. В. ЗАСЬ"),
    ],
)
def test_whom_a_letter_is_for_stands_in_the_dative(marked, normal, normalize):
    doc, _ = normalize(marked)
    assert doc.spans["mentions"][0]._.normal == normal


def test_forces_are_of_a_region(normalize):
    doc, _ = normalize("Учились [КСБР [ЦАР|LOC]|ORG]. В [ЦАР|LOC] прошли выборы.")
    assert [m._.kind for m in doc.spans["mentions"] if m.label_ == "LOC"] == ["region", ""]


def test_the_verb_behind_an_apposition_tells_the_gender(normalize):
    doc, _ = normalize("Приехали гости. [Бейли|PER], дочь [Ивана Бейли|PER], заявила об этом.")
    assert [m._.gender for m in doc.spans["mentions"]] == ["f", "m"]


def test_country_of_a_delegations_bodies(normalize):
    marked = (
        "Прибыли: от [Республики Беларусь|LOC] – секретарь [Совета Безопасности|ORG] и [КГБ|ORG]; "
        "от [Казахстана|LOC] – секретарь [Совета Безопасности|ORG]. [Совет|ORG] молчал."
    )
    doc, _ = normalize(marked)
    assert [m._.country for m in doc.spans["mentions"] if m.label_ == "ORG"] == ["BY", "BY", "KZ", ""]


def test_country_of_the_bodies_in_a_list_of_lines(normalize):
    marked = (
        "Делегации возглавляли:\n– [Республика Армения|LOC] – начальник [Полиции [МВД|ORG]|ORG] [А. Петросян|PER];\n"
        "– [Республика Беларусь|LOC] – начальник главка [МВД|ORG] [Г. Казакевич|PER]."
    )
    doc, _ = normalize(marked)
    assert [m._.country for m in doc.spans["mentions"] if m.text == "МВД"] == ["AM", "BY"]


def test_country_of_the_bodies_of_an_officials_colleagues(normalize):
    marked = (
        "Прибыли министр обороны [Армении|LOC] генерал-лейтенант [А. Карапетян|PER], секретарь "
        "[Совета безопасности|ORG] [А. Григорян|PER]; министр [Беларуси|LOC] [В. Макей|PER], секретарь "
        "[Совета безопасности|ORG] [А. Вольфович|PER], они посетили [Совет|ORG]; секретарь "
        "[Совета безопасности|ORG] [К. Иванов|PER]. [Минобороны|ORG] [А. Петров|PER]."
    )
    doc, _ = normalize(marked)
    assert [m._.country for m in doc.spans["mentions"] if m.label_ == "ORG"] == ["AM", "BY", "", "", ""]


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        (
            "Письмо [Гнатюре|PER]. Актёр [Степан Гнатюра|PER] приехал.",
            {7: "settled as Гнатюра m by «Степан Гнатюра»"},
        ),
        ("Вчера прошла встреча с [Петренко|PER].", {23: "also possible: Петренко f"}),
        ("Приехал [Степан Громов|PER] из [Минска|LOC].", {}),
    ],
)
def test_the_vote_is_explained(marked, told, normalize, tagged):
    doc, _ = normalize(marked)
    found = make_normalizer(tagged, "press_normal").explain(doc)
    assert {start for start, _ in found} == set(told)
    for (start, _), line in found.items():
        assert line.startswith("its sentence alone: ")
        assert told[start] in line


def test_open_readings_are_kept_for_the_corpus(normalize):
    doc, _ = normalize("Вчера прошла встреча с [Петренко|PER]. Приехал [Степан Громов|PER].")
    unsure, sure = doc.spans["mentions"]
    first, second = json.loads(unsure._.readings)
    assert [first[1:], second[1:]] == [
        ["Петренко", "Петренко", "", "", "m"],
        ["Петренко", "Петренко", "", "", "f"],
    ]
    assert first[0] >= second[0] > 0
    assert sure._.readings == ""


with Path(__file__).with_name("declension.tsv").open(encoding="utf-8", newline="") as lines:
    TABLE = [row[2:] for row in csv.reader(lines, delimiter="\t") if row and not row[0].startswith("#")]
NAMES = [[form.lstrip("?") for form in row] for row in TABLE]
# Names of bodies and places of our own, each a nominative.
NOMINATIVES = [
    *(
        "Государственный комитет национальной безопасности Кыргызской Республики",
        "Вооружённые Силы Республики Беларусь",
    ),
    *("Объединённые Арабские Эмираты", "Нидерланды", "Алматы", "Сочи", "Баку", "Тбилиси", "Ош", "Нур-Султан", "Гродно"),
    *("Босния и Герцеговина", "Республика Сербская", "Чолпон-Ата", "Иссык-Кульская область", "Набережные Челны"),
    *("Коллективные силы оперативного реагирования ОДКБ", "Жогорку Кенеш", "Минобороны России", "АО «НИИМЭ»"),
    *("Совет коллективной безопасности", "Объединённый штаб", "Шанхайская организация сотрудничества", "МИД Армении"),
    *("Координационный совет руководителей компетентных органов", "Секретариат ОДКБ", "Парламентская Ассамблея ОДКБ"),
    *("Управление ООН по наркотикам и преступности", "Исполком СНГ", "Постоянный совет при ОДКБ", "Душанбе", "Бишкек"),
]


def normal_of(name: str, label: str, tagged: Language) -> str:
    """Return the normal form of a text that is one name."""
    doc = tagged(name)
    doc.spans["names"] = [Span(doc, 0, len(doc), label)]
    make_normalizer(tagged, "press_normal")(doc)
    (span,) = doc.spans["mentions"]
    return str(span._.normal)


@pytest.mark.parametrize("name", [row[0] for row in NAMES])
def test_the_nominative_of_a_person_is_itself(name, tagged):
    assert normal_of(name, "PER", tagged) == name
    assert normal_of(name.upper(), "PER", tagged) == name.upper()


@pytest.mark.parametrize("name", NOMINATIVES)
@pytest.mark.parametrize("label", ["ORG", "LOC"])
def test_the_nominative_of_a_body_or_place_is_itself(name, label, tagged):
    assert normal_of(name, label, tagged) == name


ORDERS = [
    "{i} {last}",
    "{i}{last}",
    "{i} {i} {last}",
    "{i}{i}{last}",
    "{i}\u00a0{i}\u00a0{last}",
    "{last} {i}",
    "{last} {i}{i}",
]


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from([row[0] for row in NAMES if row[0].count(" ") == 1]), order=st.sampled_from(ORDERS))
def test_initials_in_any_order_and_spacing(name, order, tagged):
    first, last = name.split()
    written = order.format(i=first[0] + ".", last=last)
    assert normal_of(written, "PER", tagged) == " ".join(written.replace(".", ". ").split())


@settings(max_examples=200, deadline=None)
@given(
    row=st.sampled_from(NAMES),
    case=st.integers(0, 5),
    frame=st.sampled_from(["{}", "Встреча с {}.", "{} ответил.", "О {} писали."]),
)
def test_capitals_stay_and_no_word_is_invented(row, case, frame, tagged):
    text = frame.format(row[case])
    doc = tagged(text)
    doc.spans["names"] = [doc.char_span(text.index(row[case]), text.index(row[case]) + len(row[case]), "PER")]
    make_normalizer(tagged, "press_normal")(doc)
    (span,) = doc.spans["mentions"]
    printed, normal = span.text.replace("-", " ").split(), span._.normal.replace("-", " ").split()
    assert len(printed) == len(normal)
    for word, made in zip(printed, normal, strict=True):
        assert word[0] == made[0]
        capitals = [letter for letter in word if letter.isupper()]
        # A word all of capitals stays so when its ending goes: «ТАСМАГАМБЕТОВА» is ТАСМАГАМБЕТОВ.
        assert made.isupper() if word.isupper() else [letter for letter in made if letter.isupper()] == capitals
        shared = shared_letters(word.replace("ё", "е"), made.replace("ё", "е"))
        # «Льва» is Лев: what changes is an ending of at most four letters, and a vowel before it.
        assert shared >= min(len(word), len(made)) - 4


def settled(doc: Doc) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.spans["mentions"]]


def test_dates_win_over_names_they_cross(tagged):
    doc = tagged("План на 2023 год Совета принят.")
    doc.spans["names"] = [doc.char_span(8, 23, "ORG")]  # «2023 год Совета» holds the date: both stay
    doc.spans["dates"] = [doc.char_span(8, 16, "DATE", kb_id="2023")]
    normalizer = make_normalizer(tagged, "press_normal")
    assert settled(normalizer(doc)) == [("2023 год Совета", "ORG"), ("2023 год", "DATE")]
    doc.spans["names"] = [doc.char_span(13, 23, "ORG")]  # «год Совета» crosses it
    assert settled(normalizer(doc)) == [("2023 год", "DATE")]
    assert [(ent.text, ent._.normal) for ent in doc.ents] == [("2023 год", "2023")]


def test_no_two_equal_or_crossing_names(tagged):
    doc = tagged("Совет Европы заседал в Страсбурге.")
    doc.spans["names"] = [
        doc.char_span(0, 12, "LOC"),
        doc.char_span(0, 12, "ORG"),
        doc.char_span(6, 12, "LOC"),
        doc.char_span(6, 20, "ORG"),
    ]
    make_normalizer(tagged, "press_normal")(doc)
    assert settled(doc) == [("Европы заседал", "ORG"), ("Европы", "LOC")] or settled(doc) == [
        ("Совет Европы", "ORG"),
        ("Европы", "LOC"),
    ]
    assert len(doc.ents) == 1


def test_no_mention_over_a_line_end(tagged):
    doc = tagged("Указ подписал Иванов\n\nМосква")
    doc.spans["names"] = [Span(doc, 2, len(doc), "PER"), Span(doc, 2, 3, "PER")]
    make_normalizer(tagged, "press_normal")(doc)
    assert settled(doc) == [("Иванов", "PER")]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u00a0", "Без имён."])
def test_nothing_found(text, tagged):
    doc = make_normalizer(tagged, "press_normal")(tagged(text))
    assert (settled(doc), doc.ents) == ([], ())


WORDS = st.sampled_from(
    """Иванова Петру де О'Нил Ким Чен Ын И. Г.С. аль-Асадом «Газпрома» МИДа Moscow Россией оглы II ( ) , — 5 ё Ё Совета
    Республики Сербской и на-Дону Ростову-на-Дону Нью-Йорке ДиКарло Mосква Скрипалей Ван И - ' « A. ОДКБ""".split()  # noqa: SIM905
)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=6), label=st.sampled_from(["PER", "ORG", "LOC"]))
def test_any_words_give_some_normal_form(words, label, tagged):
    doc = tagged(" ".join(words))
    doc.spans["names"] = [Span(doc, 0, len(doc), label)]
    make_normalizer(tagged, "press_normal")(doc)
    for span in doc.spans["mentions"]:
        letters = [letter for letter in span.text if letter.isalpha()]
        normal = [letter for letter in span._.normal if letter.isalpha()]
        # An ending is at most three letters longer or shorter in each word.
        assert abs(len(letters) - len(normal)) <= 3 * len(words)
        assert span._.normal == " ".join(span._.normal.split())
        assert sum(map(str.isupper, letters)) <= sum(map(str.isupper, normal)) + len(words)
