import pytest

from tests.linking.releases import entities_of, linked

SAME = [
    "[Россия|LOC] и [РФ|LOC] и [Российская Федерация|LOC]",
    "[Кыргызстан|LOC] и [Киргизия|LOC] и [Кыргызская Республика|LOC] и [КР|LOC]",
    "[Нур-Султан|LOC] и [Астана|LOC]",
    "[Белоруссия|LOC] и [Беларусь|LOC] и [Республика Беларусь|LOC]",
    "[США|LOC] и [Соединённые Штаты Америки|LOC] и [Соединенные Штаты|LOC]",
    "[КНР|LOC] и [Китай|LOC] и [Китайская Народная Республика|LOC]",
    "[ФРГ|LOC] и [Германия|LOC]",
    "[Якутия|LOC] и [Республика Саха (Якутия)|LOC]",
    "[МОСКВА|LOC] и [Москва|LOC]",
    "[Ош|LOC] и [город Ош|LOC]",
    "[Швеция|LOC] и [Щвеция|LOC]",
    "[Великобритания|LOC] и [Великбритания|LOC]",
    "[Великобритания|LOC] и [Туманный Альбион|LOC]",
    "[Пенджаб|LOC] и [Панджаб|LOC]",
    "[Московская обл.|LOC] и [Московская область|LOC]",
    "[Ошская обл|LOC] и [Ошская область|LOC]",
    "[Приморский|LOC] и [Приморский край|LOC]",
    "[Байконур|LOC] и [Ленинск|LOC]",
]
OTHERS = [
    "[Москва|LOC] и [Московская область|LOC]",
    "[Новгородская область|LOC] и [Нижегородская область|LOC]",
    "[Нигер|LOC] и [Нигерия|LOC]",
    "[Республика Корея|LOC] и [КНДР|LOC]",
    "[Индия|LOC] и [Индонезия|LOC]",
    "[Великобритания|LOC] и [Англия|LOC]",
    "[Австрия|LOC] и [Австралия|LOC]",
    "[Молдавия|LOC] и [Мордовия|LOC]",
    "[Болгарск|LOC] и [Болгария|LOC]",
    "[Ставрополь|LOC] и [Тольятти|LOC]",
]


@pytest.mark.parametrize("marked", SAME)
def test_one_place(marked):
    assert len(set(entities_of({"a": marked}))) == 1


@pytest.mark.parametrize("marked", OTHERS)
def test_different_places(marked):
    assert len(set(entities_of({"a": marked}))) == 2


def test_a_typing_slip_needs_the_country_in_its_release():
    assert len(set(entities_of({"a": "[Швеция|LOC]", "b": "[Щвеция|LOC]"}))) == 2


def test_regions_of_one_name_by_the_country_spoken_of():
    found = entities_of({"a": "[Пенджаб|LOC] и [Индия|LOC]", "b": "[Пакистан|LOC] и [Пенджаб|LOC]"})
    assert found[0] != found[3]


def test_a_town_known_the_world_over_needs_no_country():
    assert "LOC:zheneva" in entities_of({"a": "[ЖЕНЕВА|LOC]: [США|LOC], [Чикаго|LOC] и [Нью-Йорк|LOC]"})
    assert "LOC:brest" not in entities_of({"a": "[Брест|LOC] и [Франция|LOC]"})


def test_an_abbreviation_of_a_republic_where_the_republic_is_named():
    assert len(set(entities_of({"a": "[РТ|LOC] и [Татарстан|LOC]"}))) == 1
    assert "LOC:tadzhikistan" in entities_of({"a": "[РТ|LOC] и [Россия|LOC]"})
    assert len(set(entities_of({"a": "[Таджикистан|LOC], [РТ|LOC] и [Татарстан|LOC]"}))) == 2


def test_states_before_towns_of_their_name():
    assert "LOC:montana" in entities_of({"a": "[Монтана|LOC] и [Болгария|LOC]"})
    assert "LOC:vashington" in entities_of({"a": "[Вашингтон|LOC] и [США|LOC]"})


def test_row_of_a_city():
    row = linked({"a": "[Бишкек|LOC]"}).places.iloc[0].to_dict()
    assert row["entity_id"] == "LOC:bishkek"
    assert (row["kind"], row["country"], row["region"], row["geonames"]) == ("city", "KG", "KG-GB", 1528675)
    assert row["latitude"] == pytest.approx(42.87)


def test_renames_are_named_so():
    aliases = linked({"a": "[Нур-Султан|LOC] и [Астана|LOC] и [КНР|LOC]"}).aliases
    how = dict(zip(aliases["alias"], aliases["how"], strict=True))
    assert how == {"Нур-Султан": "rename", "Астана": "full", "КНР": "abbreviation"}


def test_country_in_the_release_decides():
    assert entities_of({"a": "[Владимир|LOC]"}) == ["LOC:vladimir"]
    assert entities_of({"a": "[Украина|LOC], [Владимир|LOC]"})[1] == "LOC:vladimir-ua"


def test_unknown_place_has_its_own_row():
    row = linked({"a": "[Кукуево-на-Протоке|LOC]"}).places.iloc[0]
    assert row["entity_id"] == "LOC:kukuevo-na-protoke"
    assert row["country"] == ""
    assert row["latitude"] is None


@pytest.mark.parametrize("name", ["Ставрополь", "Байконур", "Джексонвилл", "Сучжоу"])
def test_a_town_is_called_as_the_releases_call_it(name):
    found = linked({"a": f"Встреча прошла в городе [{name}|LOC]."})
    assert found.entities["name"].tolist() == [name]
