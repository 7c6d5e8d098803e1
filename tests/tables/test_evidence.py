"""why(): the chain of evidence for one entity, from the tables of a run."""

import pytest

import pipeline
from pipeline.engines import run
from pipeline.errors import UsageError
from pipeline.settings import Settings

LOAD = "tests.linking.marked_nlp:load"
HEADER = "action,label,name,into,note\n"
RELEASES = {
    "а.txt": "Вчера и сегодня " * 10 + "[Пётр Иванов|PER] открыл завод.",
    "б.txt": "[П. Иванов|PER] и [Пётр Иванов|PER]. [Олег Зыков|PER].",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in RELEASES.items():
        path = tmp_path / "raw" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    bring_up_to_date(tmp_path)
    return tmp_path / "out"


def bring_up_to_date(place, *rows, formats=("csv", "parquet")):
    own = place / "decisions.csv"
    own.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    settings = Settings(inputs=(place / "raw",), output=place / "out", decisions=own, formats=formats)
    return run.run(settings, load=LOAD)


def test_a_row_for_each_name_and_reason_then_for_each_join(folder):
    found = pipeline.why("PER:ivanov-petr", folder)
    assert found[["alias", "how", "mentions", "documents", "doc_id"]].to_numpy().tolist() == [
        ["Пётр Иванов", "same full name", 2, 2, "а"],
        ["П. Иванов", "initials; «Пётр Иванов» in the same release", 1, 1, "б"],
        ["Пётр Иванов", "«Пётр Иванов» (б) = «Пётр Иванов» (а): name +0.8 → joined with +0.8", 2, 1, "б"],
    ]
    first, second, third = found["example"]
    assert third.startswith("[П. Иванов|PER] и →[Пётр Иванов|PER]←.")
    assert first.startswith("…")
    assert first.endswith("и сегодня →[Пётр Иванов|PER]← открыл завод.")
    assert second.startswith("→[П. Иванов|PER]← и [Пётр Иванов|PER].")


def test_old_ids_are_followed_and_decisions_told(folder, tmp_path):
    bring_up_to_date(tmp_path, "merge,PER,Олег Зыков,Пётр Иванов")
    found = pipeline.why("PER:zykov-oleg", folder).set_index("alias")
    assert found.loc["Олег Зыков", "how"] == "decision in line 2"
    assert len(found) == 4


def test_a_join_that_a_decision_took_back_is_not_told(folder, tmp_path):
    bring_up_to_date(tmp_path, "split,PER,Пётр Иванов,Пётр Иванов @ б")
    for entity_id in pipeline.read_tables(folder).people["entity_id"]:
        assert not pipeline.why(entity_id, folder)["how"].str.contains(" = ").any()


def test_without_parquet_the_mention_alone_is_shown(tmp_path, folder):
    bring_up_to_date(tmp_path, formats=("csv",))
    assert pipeline.why("PER:zykov-oleg", folder)["example"].tolist() == ["[Олег Зыков|PER]"]


def test_what_is_not_there_is_told(folder, tmp_path):
    with pytest.raises(UsageError, match="no entity PER:nikto"):
        pipeline.why("PER:nikto", folder)
    with pytest.raises(UsageError, match="write the tables with"):
        pipeline.why("PER:nikto", tmp_path / "empty")
