"""Every id ever published leads to today's, whatever decisions were made and taken back."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.engines import run
from pipeline.settings import Settings

LOAD = "tests.linking.marked_nlp:load"
HEADER = "action,label,name,into,note\n"
RELEASES = {
    "а": "[Пётр Иванов|PER] и [Сергей Орлов|PER].",
    "б": "[Пётр Иванов|PER], [Иванов|PER], [Анна Зыкова|PER].",
    "в": "[Анна Зыкова|PER] и [Пётр Иванов|PER], [Сергей Орлов|PER].",
}
PEOPLE = ("Пётр Иванов", "Сергей Орлов", "Анна Зыкова")
ROWS = [
    *(f"merge,PER,{one},{other}," for one in PEOPLE for other in PEOPLE if one != other),
    *(f"split,PER,{one},{one} @ {doc_id}," for one in PEOPLE for doc_id in RELEASES),
    "split,PER,Пётр Иванов,Иванов,",
    "rename,PER,Анна Зыкова,Анна Орлова,",
]


class Place:
    """A folder with the releases, and every id that was ever published there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.published: set[str] = set()
        (folder / "raw").mkdir(parents=True)
        for name, text in RELEASES.items():
            (folder / f"raw/{name}.txt").write_text(text, encoding="utf-8")

    def run(self, *rows: str) -> tuple[set[str], dict[str, str]]:
        """Return today's ids and redirects after a run under these decisions."""
        own = self.folder / "decisions.csv"
        own.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        output = self.folder / "out"
        run.run(Settings(inputs=(self.folder / "raw",), output=output, decisions=own), load=LOAD)
        tables = pipeline.read_tables(output)
        today = set(tables.entities["entity_id"])
        self.published |= today
        return today, dict(tables.redirects.itertuples(index=False, name=None))


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "place")


def test_a_merge_and_its_taking_back(place):
    place.run()
    _, redirects = place.run("merge,PER,Сергей Орлов,Пётр Иванов,")
    assert redirects == {"PER:orlov-sergei": "PER:ivanov-petr"}
    today, redirects = place.run()
    assert "PER:orlov-sergei" in today
    assert redirects == {}


def test_chains_collapse(place):
    place.run()
    first = "merge,PER,Сергей Орлов,Анна Зыкова,"
    _, redirects = place.run(first)
    assert redirects == {"PER:orlov-sergei": "PER:zykova-anna"}
    _, redirects = place.run(first, "merge,PER,Анна Зыкова,Пётр Иванов,")
    assert redirects == dict.fromkeys(("PER:orlov-sergei", "PER:zykova-anna"), "PER:ivanov-petr")
    # The other way round: no id leads to itself or in a circle.
    _, redirects = place.run("merge,PER,Пётр Иванов,Анна Зыкова,", "merge,PER,Анна Зыкова,Сергей Орлов,")
    assert redirects == dict.fromkeys(("PER:ivanov-petr", "PER:zykova-anna"), "PER:orlov-sergei")


def test_a_split_and_its_taking_back(place):
    place.run()
    today, redirects = place.run("split,PER,Пётр Иванов,Пётр Иванов @ б,")
    assert {"PER:ivanov-petr", "PER:ivanov-petr-2"} <= today
    assert redirects == {}
    _, redirects = place.run()
    assert redirects == {"PER:ivanov-petr-2": "PER:ivanov-petr"}


def test_a_renamed_entity_keeps_its_id(place):
    before, _ = place.run()
    today, redirects = place.run("rename,PER,Анна Зыкова,Анна Орлова,")
    assert (today, redirects) == (before, {})


@settings(deadline=None, max_examples=8)
@given(steps=st.lists(st.lists(st.sampled_from(ROWS), max_size=3), min_size=2, max_size=4))
def test_every_id_leads_to_one_in_use(steps, tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("redirects") / "place")
    for rows in steps:
        today, redirects = place.run(*rows)
        assert redirects.keys().isdisjoint(today)
        assert set(redirects.values()) <= today
        assert place.published <= today | redirects.keys()
