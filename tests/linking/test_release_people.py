import pytest

from pipeline.linking import link
from tests.linking.releases import entities_of, parts_of


def test_surname_goes_to_the_bearer_named_last_before():
    marked = "[Сергей Скрипаль|PER], [Скрипаль|PER]; [Юлия Скрипаль|PER], [Скрипаль|PER]"
    found = entities_of({"a": marked})
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert found[0] != found[2]


def test_surname_before_the_full_name():
    assert len(set(entities_of({"a": "[Лавров|PER] прибыл. Министр [Сергей Лавров|PER] выступил."}))) == 1


@pytest.mark.parametrize(
    ("marked", "same"),
    [
        ("[Николай Вершинин-старший|PER] и [Николай Вершинин-младший|PER]", False),
        ("[Асия Биби|PER] и [Биби Асия|PER]", True),
        ("[Асия Биби|PER] и [Асия-Биби|PER]", True),
        ("[Талант Бекович Садыков|PER] и [Талант Бекович|PER]", True),
        ("[Ульрих Делиус|PER] ([Ulrich Delius|PER])", True),
    ],
)
def test_names_that_are_read_together(marked, same):
    assert (len(set(entities_of({"a": marked}))) == 1) == same


def people_of(marked, parts):
    """Link one release whose people have these (last, first, middle); return entity ids in text order, the people."""
    documents, mentions, roles, abbreviations = parts_of({"a": marked})
    mentions[["last", "first", "middle"]] = parts
    found = link(documents, mentions, roles, abbreviations)
    return found.mention_entities["entity_id"].tolist(), found.people


def test_a_first_name_and_a_patronymic_are_the_surnames_initials():
    marked = "Президенту [В. В. ПУТИН|PER]. Уважаемый [Владимир Владимирович|PER]! [Иван Иванович|PER] ждёт."
    parts = [("ПУТИН", "В.", "В."), ("", "Владимир", "Владимирович"), ("", "Иван", "Иванович")]
    (addressee, addressed, other), people = people_of(marked, parts)
    assert addressee == addressed == "PER:putin-vladimir"
    assert other == "PER:ivan-ivanovich"
    putin = people.set_index("entity_id").loc[addressee]
    assert (putin["last"], putin["first"], putin["middle"]) == ("Путин", "Владимир", "Владимирович")


def test_two_of_these_initials_leave_it_open():
    marked = "[В. В. Путин|PER] и [В. В. Павлов|PER]. Уважаемый [Владимир Владимирович|PER]!"
    parts = [("Путин", "В.", "В."), ("Павлов", "В.", "В."), ("", "Владимир", "Владимирович")]
    found, _ = people_of(marked, parts)
    assert len(set(found)) == 3


def test_who_has_no_surname_is_called_by_both_names():
    found, people = people_of("[Нурланбек Тургунбек уулу|PER] прибыл.", [("", "Нурланбек", "Тургунбек уулу")])
    assert found == ["PER:nurlanbek-turgunbek-uulu"]
    assert people.iloc[0][["last", "first", "middle"]].tolist() == ["", "Нурланбек", "Тургунбек уулу"]
