"""`decide`: questions on stderr, answers from standard input, rows in the decisions; --list as CSV on stdout."""

import csv
import io
import sys

import pytest

from pipeline.cli import main
from pipeline.engines import run
from pipeline.settings import Settings

HEADER = "action,label,name,into,note\n"
RELEASES = {"а": "[Пётр Зыков|PER] [живёт].", "б": "[П. Зыков|PER].", "в": "[Олег Орлов|PER].", "г": "[О. Орлов|PER]."}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with tables, from which the command is called."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "models").mkdir()
    (tmp_path / "models/decisions.csv").write_text(HEADER, encoding="utf-8")
    for name, text in RELEASES.items():
        (tmp_path / f"raw/{name}.txt").write_text(text, encoding="utf-8")
    settings = Settings(inputs=(tmp_path / "raw",), output=tmp_path / "data/processed")
    run.run(settings, load="tests.linking.marked_nlp:load")
    return tmp_path


def answer(monkeypatch, *lines):
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [row[:4] for row in csv.reader(file)][1:]


def test_answers_become_rows(place, monkeypatch, capsys):
    answer(monkeypatch, "s", "what?", "D")
    assert main(["decide"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "→[П. Зыков|PER]←" in shown.err.replace("\n", "")
    assert "answers written: 2" in shown.err
    assert rows(place / "models/decisions.csv") == [
        ["merge", "PER", "О. Орлов @ г", "PER:orlov-oleg"],
        ["split", "PER", "PER:zykov-petr", "П. Зыков @ б"],
    ]
    answer(monkeypatch)
    assert main(["decide"]) == 0
    assert "No doubtful pairs that are not decided." in capsys.readouterr().err


@pytest.mark.parametrize("lines", [["q", "s"], ["", "k", "s"], []], ids=["quit", "skip", "end of input"])
def test_nothing_is_written_without_an_answer(lines, place, monkeypatch, capsys):
    answer(monkeypatch, *lines)
    assert main(["decide"]) == 0
    assert "answers written: 0" in capsys.readouterr().err
    assert (place / "models/decisions.csv").read_text(encoding="utf-8") == HEADER


def test_another_file_is_begun(place, monkeypatch, capsys):
    answer(monkeypatch, "different")
    assert main(["decide", "data/processed", "--decisions", "own.csv", "--limit", "1"]) == 0
    assert rows(place / "own.csv") == [["split", "PER", "PER:orlov-oleg", "О. Орлов @ г"]]


def test_a_list_asks_nothing(place, capsys):
    assert main(["decide", "--list"]) == 0
    listed = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["label"], row["merged"], row["left"], row["right"]) for row in listed] == [
        ("PER", "yes", "PER:orlov-oleg", "О. Орлов"),
        ("PER", "yes", "PER:zykov-petr", "П. Зыков"),
    ]
    assert listed[1]["left_example"] == "→[Пётр Зыков|PER]← [живёт]."


def test_what_is_wrong_is_told(place, capsys):
    assert main(["decide", "nowhere"]) == 2
    assert "write the tables with" in capsys.readouterr().err
    (place / "models/decisions.csv").write_text("name\n", encoding="utf-8")
    assert main(["decide"]) == 2
    assert "decisions.csv:1: the first line must be" in capsys.readouterr().err
