"""Bad input: one clear line each, a row in errors.csv, everything else processed."""

import os
import sys

import pytest

import pipeline
from pipeline.cli import main

GOOD = "В Минске Генеральный секретарь ОДКБ Имангали Тасмагамбетов встретился с Сергеем Лавровым.\n"


@pytest.fixture(scope="module")
def bad_run(tmp_path_factory):
    """A folder with one good release among every kind of bad one, run once: (summary, tables)."""
    folder = tmp_path_factory.mktemp("bad")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "good.txt").write_text(GOOD, encoding="utf-8")
    (raw / "empty.txt").write_bytes(b"")
    (raw / "spaces.txt").write_text(" \n\u00a0\n", encoding="utf-8")
    (raw / "binary.txt").write_bytes(bytes(range(256)) * 20)
    broken = "Заседание прошло в Минске. ".encode() * 20 + b"\xff\xfe\x00\xd8" + b"\x98" * 9
    (raw / "undecodable.txt").write_bytes(broken)
    (raw / "long-line.txt").write_bytes("слово ".encode() * (50_000_000 // 11))
    (raw / "no-text.html").write_text("<html><head><title></title></head><body></body></html>", encoding="utf-8")
    (raw / "no-column.csv").write_text("id,name\n1,Минск\n", encoding="utf-8")
    (raw / "rows.csv").write_text(f'text\n"{GOOD.strip()}"\n""\n', encoding="utf-8")
    (raw / "broken.jsonl").write_text('{"text": "Совещание в Астане."}\n{"text": \n', encoding="utf-8")
    summary = pipeline.run(raw, folder / "out", workers=1)
    return summary, pipeline.read_tables(folder / "out")


def test_the_run_goes_on(bad_run):
    summary, tables = bad_run
    assert summary.exit_code == 3
    assert set(tables.documents.doc_id) == {"good", "rows.csv#1", "broken.jsonl#1"}


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("empty.txt", "empty"),
        ("spaces.txt", "empty"),
        ("binary.txt", "binary"),
        ("undecodable.txt", ""),
        ("long-line.txt", "2,000,000"),
        ("no-text.html", "text"),
        ("no-column.csv", "text"),
        ("rows.csv#2", "empty"),
        ("broken.jsonl#2", "JSON"),
    ],
)
def test_one_row_each_that_says_what_is_wrong(bad_run, source, word):
    _, tables = bad_run
    [reason] = tables.errors[tables.errors.source == source].reason
    assert word in reason
    assert len(reason.splitlines()) == 1


def test_nothing_else_is_set_aside(bad_run):
    assert len(bad_run[1].errors) == 9


def test_a_missing_input(tmp_path, capsys):
    assert main(["run", str(tmp_path / "nowhere"), "--output", str(tmp_path / "out")]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "nowhere" in line


def test_an_output_that_cannot_be_written(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "out").write_text("a file stands here", encoding="utf-8")
    assert main(["run", str(tmp_path / "a.txt"), "--output", str(tmp_path / "out")]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "out" in line


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_without_permission(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "locked").mkdir(mode=0o500)
    assert main(["run", str(tmp_path / "a.txt"), "--output", str(tmp_path / "locked" / "out")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
