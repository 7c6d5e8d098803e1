import pytest

from tests.linking.releases import entities_of, linked

SAME = [
    "[ООН|ORG] и [Организация Объединённых Наций|ORG] и [Организация Объединенных Наций|ORG]",
    "[ГА ООН|ORG] и [Генеральная Ассамблея ООН|ORG] и [Генассамблея ООН|ORG]",
    "[Секретариат ООН|ORG] и [Секретариат Организации Объединённых Наций|ORG]",
    "[МИД РФ|ORG] и [МИД России|ORG] и [Министерство иностранных дел Российской Федерации|ORG] и [Российский МИД|ORG]",
    "[Минобороны Казахстана|ORG] и [Министерство обороны Республики Казахстан|ORG]",
    "[ГКНБ КР|ORG] и [Государственный комитет национальной безопасности Кыргызской Республики|ORG]",
    "[АО «НИИМЭ»|ORG] и [НИИМЭ|ORG] и [AO «НИИМЭ»|ORG]",  # the last in Latin letters
    "[Евросоюз|ORG] и [ЕС|ORG] и [Европейский Союз|ORG] и [EC|ORG]",
    "[АТЦ СНГ|ORG] и [Антитеррористический центр государств – участников СНГ|ORG]",
    "[ОДКБ|ORG] и наша [Организация|ORG]",
    "[Министерство обороны Республики Казахстан|ORG] и [Министерство|ORG] и [Министерство обороны|ORG]",
    "[Совет Безопасности ООН|ORG] и [СБ ООН|ORG] и [Совет Безопасности|ORG]",
    "[Посольство РФ в Казахстане|ORG] и [Посольство России в Казахстане|ORG]",
    "[Комитет немецкой экономики|ORG] и [Комитет германской экономики|ORG]",
    "[Минский суд|ORG] и [Суд Минска|ORG]",
    "[Пакистанский суд|ORG] и [Суд Пакистана|ORG]",
    "[Экономический суд Минска|ORG] и [Суд Минска|ORG] и [Минский суд|ORG]",
    "[Окружной суд города Минска|ORG] и [Окружной суд Минска|ORG] и [Окружной суд г. Минска|ORG]",
    "[Блю Стрим Пайплайн|ORG] и [Блю Стрим Пайплайн Компани Б.В.|ORG]",
    "[Palata Company|ORG] и [Palata|ORG] и [Palata Co Ltd|ORG]",
    "[Конгресс США|ORG] и [Конгресс|ORG]",
    "[Стокгольмский арбитраж|ORG] и [Арбитражный институт Торговой палаты Стокгольма|ORG]",
    "[Палата общин|ORG] и [Палата общин британского парламента|ORG]",
    "[Институт востоковедения РАН|ORG] и [Институт востоковедения РАН|ORG|Института востоковедения РАН]",
]
OTHERS = [
    "[Министерство обороны Республики Казахстан|ORG] и [Министерство обороны Кыргызской Республики|ORG]",
    "[Секретариат ООН|ORG] и [Секретариат ОДКБ|ORG]",
    "[Совет ЕС|ORG] и [Совет Европы|ORG]",
    "[Газпром|ORG] и [Газпром нефть|ORG]",
    "[Правительство Казахстана|ORG] и [Правительство Москвы|ORG]",
    "[ООН|ORG] и [Секретариат ООН|ORG]",
    "[Посольство России в Казахстане|ORG] и [Посольство Казахстана в России|ORG]",
    "[Банк России|ORG] и [Банк развития|ORG]",
    "[Совет министров обороны ОДКБ|ORG] и [Совет министров иностранных дел ОДКБ|ORG]",
    "[Таможенный комитет Республики Беларусь|ORG] и [Таможенный комитет Республики Узбекистан|ORG]",
    "[Европейский совет|ORG] и [Совет Европы|ORG]",
    "[Комитет немецкой экономики|ORG] и [Комитет польской экономики|ORG]",
    "[Экономический суд Минска|ORG] и [Суд Бреста|ORG]",
    "[Bild|ORG] и [Bild am Sonntag|ORG]",
    "[Газпром|ORG] и [Газпром экспорт|ORG]",
    "[The Times|ORG] и [The Times of India|ORG]",
    "[Палата общин|ORG] и [Палата общин Канады|ORG]",
    "[Минский театр|ORG] и [Минский суд|ORG]",
]


@pytest.mark.parametrize("marked", SAME)
def test_one_organisation(marked):
    assert len(set(entities_of({"a": marked}))) == 1


@pytest.mark.parametrize("marked", OTHERS)
def test_different_organisations(marked):
    assert len(set(entities_of({"a": marked}))) == 2
    names = [part for part in marked.replace("]", "]\n").splitlines() if "|ORG" in part]
    assert len(set(entities_of({f"{i}": part for i, part in enumerate(names)}))) == 2


def test_a_general_name_means_no_body_where_several_fit():
    found = entities_of({"a": "[Экономический суд Минска|ORG], [Верховный суд Минска|ORG] и [Суд Минска|ORG]"})
    assert len(set(found)) == 3


def test_a_latin_word_is_the_only_longer_name_that_ends_with_it():
    both = "Профсоюз [Vereinigung Cockpit|ORG] ждёт. [Cockpit|ORG] согласен."
    assert len(set(entities_of({"a": both, "b": "[Cockpit|ORG] бастует."}))) == 1
    apart = {"a": "Профсоюз [Vereinigung Cockpit|ORG] ждёт.", "b": "[Cockpit|ORG] бастует."}
    assert len(set(entities_of(apart))) == 2
    times = "[Financial Times|ORG] и [Times|ORG]."
    assert len(set(entities_of({"a": times, "b": "[New York Times|ORG]"}))) == 3


def test_the_adjective_before_a_short_form_tells_whose_it_is():
    releases = {
        "a": "[МИД Польши|ORG] ответил. Украинский [МИД|ORG||UA] молчит. [МИД|ORG] ещё не решил.",
        "b": "Глава украинского [МИД|ORG||UA]. [МИД Украины|ORG].",
        "c": "Немецкая [Компания|ORG||DE]. [Компания|ORG].",
    }
    polish, ukrainian, last, *others, german, company = entities_of(releases)
    assert {ukrainian, last, *others} == {"ORG:ministerstvo-inostrannykh-del-ukraina"}
    assert polish == "ORG:ministerstvo-inostrannykh-del-polsha"
    assert german == company  # no body that every state has one of


def test_a_bare_ministry_is_not_that_of_a_unions_members():
    releases = {"a": "Главы [МИД ЕС|ORG] ждут. [МИД|ORG], [Польша|LOC].", "b": "[МИД Польши|ORG], [Польша|LOC]."}
    of_the_union, bare, _, polish, _ = entities_of(releases)
    assert bare == polish != of_the_union


def test_a_misprint_is_the_only_name_that_differs_by_a_letter():
    often = dict.fromkeys("abc", "[Консервативная партия|ORG]")
    assert len(set(entities_of({**often, "d": "[Консерватовная партия|ORG]"}))) == 1
    # Spelt so in another name too, or the usual name is rare itself: nothing tells which is the misprint.
    twice = {**often, "d": "[Консерватовная партия|ORG] и [Консерватовная газета|ORG]"}
    assert len(set(entities_of(twice))) == 3
    assert len(set(entities_of({"a": often["a"], "d": "[Консерватовная партия|ORG]"}))) == 2
    # Short words are seldom misprints of each other, and so are names of one word.
    assert len(set(entities_of({**dict.fromkeys("abc", "[Партия труда|ORG]"), "d": "[Партия трубы|ORG]"}))) == 2
    assert len(set(entities_of({**dict.fromkeys("abc", "[Мособлбанк|ORG]"), "d": "[Мосослбанк|ORG]"}))) == 2


def test_defined_abbreviation():
    text = "[Центр мониторинга наркоугроз|ORG] ([ЦМН|ORG])"
    releases = {"a": text, "b": "[ЦМН|ORG]"}
    shorts = [("a", "ЦМН", "Центр мониторинга наркоугроз")]
    found = linked(releases, shorts)
    assert set(found.mention_entities["entity_id"]) == {"ORG:tsentr-monitoringa-narkougroz"}
    assert found.organizations.iloc[0]["abbreviation"] == "ЦМН"
    assert found.abbreviation_entities["entity_id"].tolist() == ["ORG:tsentr-monitoringa-narkougroz"]


def test_the_releases_own_definition_wins():
    releases = {
        "a": "[Агентство экспорта|ORG] ([АЭ|ORG])",
        "b": "[Ассоциация энергетиков|ORG] ([АЭ|ORG])",
        "c": "[АЭ|ORG]",
    }
    found = entities_of(releases, [("a", "АЭ", "Агентство экспорта"), ("b", "АЭ", "Ассоциация энергетиков")])
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert len(set(found)) == 3  # the third release does not say which


def test_a_word_defined_as_a_short_form_means_another_body_elsewhere():
    releases = {
        "a": "[Организация Договора о коллективной безопасности|ORG] (далее – [Организация|ORG]) заседала.",
        "b": "В [ШОС|ORG] обсудили планы. Секретариат [Организации|ORG|Организация] сообщил об этом.",
    }
    found = entities_of(releases, [("a", "Организация", "Организация Договора о коллективной безопасности")])
    assert found == ["ORG:odkb", "ORG:odkb", "ORG:shos", "ORG:shos"]


def test_short_form_means_the_body_named_last():
    marked = (
        "[Комитет по обороне|ORG] заседал. [Комитет|ORG] решил. [Комитет по культуре|ORG] ждал. [Комитет|ORG] закрылся."
    )
    found = entities_of({"a": marked})
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert found[0] != found[2]


def test_the_organisation_of_a_release_is_the_one_that_opens_it():
    marked = (
        "[ОДКБ|ORG] и [ООН|ORG]: [ОДКБ|ORG] участвовала в консультациях [[ООН|ORG]|ORG|Секретариат ООН]. "
        "Наша [Организация|ORG] – наблюдатель в [ООН|ORG]. [Секретариат Организации|ORG] сообщил."
    )
    releases = {"a": marked.replace("[[ООН|ORG]|ORG|Секретариат ООН]", "[ООН|ORG]")}
    table = linked(releases).mention_entities["entity_id"].tolist()
    assert table[4] == "ORG:odkb"
    assert table[-1] == "ORG:sekretariat-odkb"


def test_a_bare_ministry_belongs_to_the_country_of_the_release():
    releases = {
        "a": "В [Бишкеке|LOC|Бишкек], [Кыргызстан|LOC], [МИД|ORG] сообщил.",
        "b": "В [Астане|LOC|Астана], [Казахстан|LOC], [МИД|ORG] сообщил.",
    }
    found = [i for i in entities_of(releases) if i.startswith("ORG")]
    assert found == [
        "ORG:ministerstvo-inostrannykh-del-kyrgyzstan",
        "ORG:ministerstvo-inostrannykh-del-kazakhstan",
    ]


def test_parent_and_country():
    found = linked({"a": "[Секретариат [ООН|ORG]|ORG]; [Министерство обороны [Казахстана|LOC|Казахстан]|ORG]"})
    rows = {row["entity_id"]: row for row in found.organizations.to_dict("records")}
    assert rows["ORG:sekretariat-oon"]["parent_entity_id"] == "ORG:oon"
    assert rows["ORG:ministerstvo-oborony-kazakhstan"]["country"] == "KZ"
    assert rows["ORG:oon"]["wikidata"] == "Q1065"
    assert set(found.organizations["parent_entity_id"]) <= {"", *found.entities["entity_id"]}


def test_a_union_marked_as_a_place_is_the_organisation():
    assert entities_of({"a": "[ЕС|LOC] и [ЕС|ORG]"}) == ["ORG:es", "ORG:es"]


def test_a_name_in_both_alphabets_is_one():
    releases = {"a": "[Uniper|ORG] и [Юнипер|ORG]", "b": "[Nord Stream 2 AG|ORG]", "c": "[Норд Стрим 2 АГ|ORG]"}
    found = entities_of(releases)
    assert found[0] == found[1] != found[2] == found[3]


def test_short_form_means_the_body_of_the_person_who_heads_it():
    releases = {
        "a": "глава [МИД Великобритании|ORG] [Борис Джонсон|PER]",
        "b": "глава [МИД Великобритании|ORG] [Борис Джонсон|PER]",
        "c": "В [Париже|LOC|Париж] был глава [МИД|ORG] [Борис Джонсон|PER]",
    }
    roles = [(d, "Борис Джонсон", "глава", "МИД" if d == "c" else "МИД Великобритании") for d in releases]
    organizations = [e for e in entities_of(releases, roles=roles) if e.startswith("ORG")]
    assert len(set(organizations)) == 1
