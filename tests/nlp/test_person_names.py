"""Declension of people's names: every case of 400 names back to the nominative (declension.tsv)."""

import csv
from pathlib import Path

import pytest

from pipeline.nlp.inflection import CASES
from pipeline.nlp.person_names import PersonReading, parts_of, person_readings
from pipeline.votes import settled_by_vote

TABLE = Path(__file__).with_name("declension.tsv")


def rows() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.reader(lines, delimiter="\t") if row and not row[0].startswith("#")]


def best(form: str, case: str, nominative: str = "") -> PersonReading:
    """Return the best reading of `form` in `case`; a nominative elsewhere in the release votes where given."""
    readings = [reading for reading in person_readings(tuple(form.split())) if reading.case == case]
    mentions = [readings]
    if nominative:
        mentions.append([r for r in person_readings(tuple(nominative.split())) if r.case == "Nom"])
    scores = [[reading.weight for reading in mention] for mention in mentions]
    return readings[settled_by_vote(scores, [[reading.keys for reading in mention] for mention in mentions])[0]]


def test_table_is_large():
    assert len(rows()) >= 400


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[2].lstrip("?"))
def test_every_case_gives_the_nominative(row):
    kind, gender, *forms = row
    nominative = forms[0].lstrip("?")
    for case, form in zip(CASES, forms, strict=True):
        # «?»: the form alone is ambiguous («Гнатюре»: Гнатюр or Гнатюра); the release's other mentions decide.
        reading = best(form.lstrip("?"), case, nominative if form.startswith("?") else "")
        spelled = " ".join(reading.words)
        assert (spelled, reading.gender) == (nominative, gender), f"{kind}: {form} ({case})"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[2].lstrip("?"))
def test_a_nominative_is_itself(row):
    nominative = row[2].lstrip("?")
    assert best(nominative, "Nom").words == tuple(nominative.split())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Иван Петрович Соколов", "first middle last"),
        ("Соколов Иван Петрович", "last first middle"),
        ("Иван Петрович", "first middle"),
        ("Сергей Павлович", "first middle"),
        ("Роман Абрамович", "first last"),
        ("Александр Вольфович", "first last"),
        ("Самат Кыдыралиевич", "first middle"),
        ("Токтогулов Бейшенбек", "last first"),
        ("Токтогулову Бейшенбеку", "last first"),
        ("Бейшенбек Токтогулов", "first last"),
        ("Мартин Бек", "first last"),
        ("Эркинбек Осмонбекович", "first middle"),
        ("Виктор Гулевич", "first last"),
        ("Вольфович Александр", "last first"),
        ("И. П. Соколов", "initial initial last"),
        ("Соколов И. П.", "last initial initial"),
        ("Розмари А. ДиКарло", "first initial last"),
        ("Шарль де Голль", "first particle last"),
        ("Елизавета II", "first rest"),
        ("Гейдар Мамед оглы Алиев", "first middle word last"),
        ("Си Цзиньпин", "last first"),
        ("Соколов Иван", "last first"),
        # The dictionaries have the second word for a first name, the first for nothing.
        ("Лотар Вилер", "first last"),
        ("Саджид Джавид", "first last"),
        ("Исмаилзода Мурод", "last first"),
        ("Зась Станислав", "last first"),
        ("Андрей Король", "first last"),
        ("король Карл", "rest first"),
        ("Весна Петрович", "first last"),
        ("Нгуен Ван Нгы", "last first first"),
        ("Рахимзода Рамазон Хамро", "last first middle"),
        ("Роман Протасевич", "first last"),
        ("Шерали Хайруллоевич", "first middle"),
    ],
)
def test_parts(name, parts):
    assert " ".join(parts_of(tuple(name.split()))) == parts
