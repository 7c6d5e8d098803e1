"""`evaluate` on small gold, the models replaced by a stand-in but for the last tests."""

import csv
import json

import pytest

from pipeline.cli import evaluate as command
from pipeline.cli import main
from pipeline.engines import run
from pipeline.evaluation import Mention, compare
from pipeline.evaluation.evaluate import Evaluation
from pipeline.evaluation.gold import Gold
from tests.engines import stub

GOLD = """doc_id,start,end,label,text,normal,entity_id
a,0,6,PER,Иванов,Иванов,ivanov
a,9,12,ORG,СНГ,СНГ,cis
a,15,20,LOC,Минск,Минск,minsk
"""
ROLES = """doc_id,person_spans,role_start,role_end,role,organization_spans
a,0-6,0,6,министр,9-12
"""


@pytest.fixture
def gold(tmp_path, monkeypatch):
    """A gold folder; the stand-in takes «Минск» for a person: one mistake."""
    monkeypatch.setattr(run.run, "__kwdefaults__", run.run.__kwdefaults__ | {"load": "tests.engines.stub:load"})
    monkeypatch.setattr(run, "link_entities", stub.link)
    folder = tmp_path / "gold"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw/a.txt").write_text("Иванов и СНГ в Минск [b]", encoding="utf-8")
    (folder / "gold.csv").write_text(GOLD, encoding="utf-8")
    return folder


def lines_of(text):
    return {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.strip()}


def test_figures(gold, capsys):
    assert main(["evaluate", str(gold)]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    spans = [line.split() for line in lines if line.startswith(("PER", "ORG", "LOC", "micro"))][:4]
    assert spans[0][:7] == ["PER", "1", "2", "1", "0.500", "1.000", "0.667"]
    assert spans[2][:7] == ["LOC", "1", "0", "0", "0.000", "0.000", "0.000"]
    assert spans[3][:7] == ["micro", "3", "3", "2", "0.667", "0.667", "0.667"]
    assert "mistakes  label 1" in lines
    # neither roles nor scores are there to tell of
    assert not any(line.startswith(("roles", "score")) for line in lines)
    assert shown.err == ""


def test_mistakes_in_the_terminal_and_as_csv(gold, tmp_path, capsys):
    path = tmp_path / "mistakes.csv"
    assert main(["evaluate", str(gold), "--errors", "5", "--errors", str(path)]) == 0
    shown = capsys.readouterr()
    assert "label     a:15-20  LOC «Минск» → PER «Минск»  (stub)\n          Иванов и СНГ в [{Минск}] [b]" in shown.out
    assert f"mistakes written to {path}: 1" in shown.err
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["kind"], row["label_gold"], row["label_found"]) == ("label", "LOC", "PER")


def test_json(gold, capsys):
    (gold / "roles.csv").write_text(ROLES, encoding="utf-8")
    assert main(["evaluate", str(gold), "--json", "--errors", "1"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["strict.PER"] == pytest.approx([1 / 2, 1, 2 / 3])
    assert told["normal.micro"] == 1
    assert told["counts.micro"] == {"gold": 3, "found": 3, "right": 2}
    assert told["roles.exact"] == pytest.approx([1 / 2, 1, 2 / 3])
    assert told["mistakes"] == {"label": 1}
    assert [row["kind"] for row in told["errors"]] == ["label"]
    assert "reliability" not in told


def test_tables_of_a_run(gold, tmp_path, capsys):
    """Other releases of the tables do not count; gold's that are not there do."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_bytes((gold / "raw/a.txt").read_bytes())
    (raw / "b.txt").write_text("Петров и Сидоров", encoding="utf-8")
    tables = str(tmp_path / "out")
    assert main(["run", str(raw), "--output", tables]) == 0
    assert main(["evaluate", str(gold), "--json"]) == 0
    own = json.loads(capsys.readouterr().out)
    assert main(["evaluate", str(gold), "--json", "--tables", tables]) == 0
    assert json.loads(capsys.readouterr().out) == own

    (gold / "raw/c.txt").write_text("МИД", encoding="utf-8")
    (gold / "gold.csv").write_text(GOLD + "c,0,3,ORG,МИД,,\n", encoding="utf-8")
    assert main(["evaluate", str(gold), "--json", "--tables", tables]) == 3
    shown = capsys.readouterr()
    assert json.loads(shown.out)["counts.ORG"] == {"gold": 2, "found": 1, "right": 1}
    assert "c: not in the tables, its mentions count as missed" in shown.err


def test_set_aside(gold, capsys):
    (gold / "raw/empty.txt").write_bytes(b"")
    assert main(["evaluate", str(gold)]) == 3
    assert "empty.txt" in capsys.readouterr().err


def test_readings(gold, capsys):
    (gold / "raw/a.txt").write_text("«Иванов» из Твери", encoding="utf-8")
    (gold / "gold.csv").write_text(
        GOLD.splitlines()[0] + "\na,0,8,PER,«Иванов»,,\na,12,17,PER,Твери,,\n", encoding="utf-8"
    )
    assert main(["evaluate", str(gold), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts.PER"]["right"] == 1
    assert main(["evaluate", str(gold), "--json", "--labels", "--flat"]) == 0
    assert json.loads(capsys.readouterr().out)["counts.PER"]["right"] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere"],
        ["gold/raw"],
        ["gold", "--tables", "nowhere"],
        ["gold", "--tables", "nowhere", "--mentions"],
        ["gold", "--errors", "many"],
        ["gold", "--errors", "nowhere/mistakes.csv"],
        ["gold", "--workers", "0"],
        ["gold", "--misspelt"],
        [],
    ],
    ids=" ".join,
)
def test_wrong_arguments(arguments, gold, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.strip()


def test_tables_of_another_folder(gold, tmp_path, capsys):
    (tmp_path / "b.txt").write_text("Петров", encoding="utf-8")
    assert main(["run", str(tmp_path / "b.txt"), "--output", str(tmp_path / "out")]) == 0
    assert main(["evaluate", str(gold), "--tables", str(tmp_path / "out")]) == 2
    assert "they are of another folder" in capsys.readouterr().err


def test_tables_of_a_release_that_has_changed(gold, tmp_path, capsys):
    assert main(["run", str(gold / "raw"), "--output", str(tmp_path / "out")]) == 0
    (gold / "raw/a.txt").write_text("Иванов и СНГ в Минск", encoding="utf-8")
    assert main(["evaluate", str(gold), "--tables", str(tmp_path / "out")]) == 2
    assert "a is not the release that the tables were made of" in capsys.readouterr().err


def test_scores_of_mentions_where_there_are_any(capsys):
    found = [Mention("a", n, n + 1, "PER", "Я", score=score) for n, score in enumerate((0.95, 0.97, 0.15))]
    evaluation = Evaluation(Gold({}, []), compare(found[:1], found), {}, [], [])
    table = command.score_table(evaluation)
    rows = list(zip(*(column.cells for column in table.columns), strict=True))
    assert rows == [
        ("0.1–0.2", "1", "0.150", "0.000"),
        ("0.9–1.0", "2", "0.960", "0.500"),
        ("≥ 0.9", "2", "0.960", "0.500"),
    ]
    assert command.figures(evaluation)["sure"]["right"] == 0.5


def test_examples_are_spread():
    assert command.spread(list(range(10)), 3) == [0, 3, 6]
    assert command.spread([1, 2], 5) == [1, 2]
    assert command.spread([], 5) == []


def test_the_names_given(gold, capsys):
    assert main(["evaluate", str(gold), "--mentions", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts.micro"] == {"gold": 3, "found": 3, "right": 3}
    assert told["normal.micro"] == 1
    assert main(["evaluate", str(gold), "--mentions"]) == 0
    assert "strict" not in capsys.readouterr().out
