import pytest

from tests.linking.releases import entities_of, linked

SAME = [
    ("[Сергей Лавров|PER] прибыл. [Лавров|PER] выступил."),
    ("[С. Лавров|PER] прибыл. [Сергей Лавров|PER] выступил."),
    ("[С.В. Лавров|PER] и [Сергей Викторович Лавров|PER]"),
    ("[Сергей Лавров|PER] и [Сергей Викторович Лавров|PER]"),
    ("[Артём Семёнов|PER] и [Артем Семенов|PER]"),
    ("[Ричард Гренелл|PER] и [Ричард Гренель|PER]"),
    ("[Хайко Маас|PER] и [Гайко Маас|PER]"),
    ("[Дэвид Кэмерон|PER] и [Девид Кэмерон|PER]"),
    ("[Жан-Пьер Лакруа|PER] и [Ж.-П. Лакруа|PER]"),
    ("[Урсула фон дер Ляйен|PER] и [фон дер Ляйен|PER]"),
    ("[Мария Захарова|PER] и [Захарова|PER|Захаров]"),  # the bare form was read as a man's genitive
    ("[Мария Захарова|PER] и [Марии Захаровой|PER|Мария Захаров]"),
    ("[Бориса Джонсона|PER] и [Борис Джонсон|PER]"),  # left in the genitive
    ("[Владимир Зеленский|PER] и [Володимир Зеленский|PER]"),
    ("[Тасмагамбетов Имангали Нургалиевич|PER] и [Имангали Тасмагамбетов|PER]"),
    ("[Полпред Иван Петров|PER] и [Иван Петров|PER]"),  # an epithet taken into the name
    ("[ВЛАДИМИР ПУТИН|PER] и [Владимир Путин|PER]"),
]
OTHERS = [
    ("[Сергей Иванов|PER] и [Иванова|PER]"),
    ("[Канат Ибраимов|PER] и [Айгуль Ибраимова|PER]"),
    ("[Сергей Лавров|PER] и [Михаил Лавров|PER]"),
    ("[Сергей Иванов|PER] и [С. Иванов|PER] и [Пётр Иванов|PER]"),
    ("[Марина Иванова|PER] и [Карина Иванова|PER]"),
    ("[Александр Петров|PER] и [Александра Петрова|PER]"),
    ("[А. Ибраимов|PER] и [А. Ибраимова|PER]"),
    ("[Иван Иванович Петров|PER] и [Иван Сергеевич Петров|PER]"),
    ("[И. И. Петров|PER] и [И. С. Петров|PER]"),
    ("[Сергей Громов|PER] и [Сергей Громыко|PER]"),
    ("[Антон Васильев|PER] и [Антон Васильцев|PER]"),
    ("[Александр Романов|PER] и [Александр Романюк|PER]"),
    ("[Дмитрий Козлов|PER] и [Д. Козлова|PER]"),
    ("[Алина Кабаева|PER] и [Арина Кабаева|PER]"),
    ("[Данияр Ахметов|PER] и [Данила Ахметов|PER]"),
]


@pytest.mark.parametrize("marked", SAME)
def test_one_person(marked):
    assert len(set(entities_of({"a": marked}))) == 1
    parts = marked.replace("]", "]\n").splitlines()
    assert len(set(entities_of({f"{i}": part for i, part in enumerate(parts) if "|PER" in part}))) == 1


@pytest.mark.parametrize("marked", OTHERS)
def test_different_people(marked):
    names = [part for part in marked.replace("]", "]\n").splitlines() if "|PER" in part]
    expected = 2
    assert len(set(entities_of({"a": marked}))) == expected
    assert len(set(entities_of({f"{i}": part for i, part in enumerate(names)}))) == expected


def test_surname_across_releases_needs_one_bearer():
    one = {"a": "[Сергей Лавров|PER]", "b": "[Лавров|PER]"}
    assert len(set(entities_of(one))) == 1
    two = {**one, "c": "[Пётр Лавров|PER]"}
    assert len(set(entities_of(two))) == 3


def test_bare_surnames_of_two_releases_stay_apart():
    assert entities_of({"a": "[Иванов|PER]", "b": "[Иванов|PER]"}) == ["PER:ivanov", "PER:ivanov-2"]


def test_initials_of_two_releases_are_one_person():
    assert entities_of({"a": "[П. Иванов|PER]", "b": "[П. Иванов|PER], [Иванов|PER]"}) == ["PER:ivanov-p"] * 3


def test_organisation_singles_one_out():
    releases = {
        "a": "министр обороны [России|LOC|Россия] [Сергей Иванов|PER]",
        "b": "депутат [Бундестага|ORG|Бундестаг] [Пётр Иванов|PER]",
        "c": "депутат [Бундестага|ORG|Бундестаг] [Иванов|PER]",
    }
    roles = [
        ("a", "Сергей Иванов", "министр обороны", "России"),
        ("b", "Пётр Иванов", "депутат", "Бундестага"),
        ("c", "Иванов", "депутат", "Бундестага"),
    ]
    assert entities_of(releases, roles=roles)[-1] == "PER:ivanov-petr"


def test_namesakes_are_told_apart_by_patronymic():
    releases = {"a": "[Иван Иванович Петров|PER]", "b": "[Иван Сергеевич Петров|PER]"}
    assert entities_of(releases) == ["PER:petrov-ivan-ivanovich", "PER:petrov-ivan-sergeevich"]


def test_namesakes_are_told_apart_by_organisation():
    releases = {"a": "[Иванов|PER], [МВД России|ORG]", "b": "[Иванов|PER], [ОДКБ|ORG]", "c": "[Иванов|PER]"}
    roles = [("a", "Иванов", "советник", "МВД России"), ("b", "Иванов", "советник", "ОДКБ")]
    people = [i for i in entities_of(releases, roles=roles) if i.startswith("PER")]
    assert people == ["PER:ivanov-ministerstvo-vnutrennikh-del-rossiia", "PER:ivanov-odkb", "PER:ivanov"]


def test_people_row():
    people = linked({"a": "[Тасмагамбетов|PER], [Имангали Нургалиевич Тасмагамбетов|PER]"}).people
    row = people.iloc[0].to_dict()
    assert row["entity_id"] == "PER:tasmagambetov-imangali"
    assert (row["last"], row["first"], row["middle"]) == ("Тасмагамбетов", "Имангали", "Нургалиевич")
    assert row["latin"] == "Imangali Nurgalievich Tasmagambetov"


def test_two_equal_initials_are_kept():
    people = linked({"a": "[К. К. Умаров|PER]"}).people
    row = people.iloc[0].to_dict()
    assert (row["last"], row["first"], row["middle"]) == ("Умаров", "К.", "К.")


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[Дун Цзюнь|PER] прибыл. [Дун Цзюнь|PER] выступил.", "Дун Цзюнь"),
        ("[Буй Тхань Шон|PER] и посол", "Буй Тхань Шон"),
        ("[Сергей Викторович Лавров|PER] и [Лавров Сергей|PER]", "Сергей Викторович Лавров"),
    ],
)
def test_a_short_eastern_family_name_stays_first(marked, name):
    assert linked({"a": marked}).entities["name"].tolist() == [name]
