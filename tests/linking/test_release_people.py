import pytest

from tests.linking.releases import entities_of


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
