"""`show` on files and on standard input."""

import io
import sys
from types import SimpleNamespace

import pytest

from pipeline.cli import main

TEXT = "20 сентября 2023 г. в г. Бишкеке выступил Генеральный секретарь ОДКБ Имангали Тасмагамбетов.\n"


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "2023-09-20-bishkek.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_file(release, capsys):
    assert main(["show", str(release)]) == 0
    shown = capsys.readouterr().out
    assert TEXT.strip() in shown
    lines = [line.split() for line in shown.splitlines()]
    assert any(line[2:5] == ["LOC", "Бишкеке", "Бишкек"] for line in lines)
    assert any("LOC:bishkek" in line for line in lines)
    assert "2023-09-20" in shown
    assert "генеральный секретарь" in shown


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode("cp1251"))))
    assert main(["show", "-"]) == 0
    assert "LOC:bishkek" in capsys.readouterr().out


def test_what_other_mentions_decided(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text("По словам Бордюжи, план принят. Николай Бордюжа прибыл в Минск.", encoding="utf-8")
    assert main(["show", str(path)]) == 0
    assert "settled as Бордюжа m by «Николай Бордюжа»" in capsys.readouterr().out


def test_brackets_in_a_release_are_no_markup(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text("[red]Минск[/red] [link=file:///x]Москва[/link]", encoding="utf-8")
    assert main(["show", str(path)]) == 0
    assert "[red]Минск[/red] [link=file:///x]Москва[/link]" in capsys.readouterr().out


def test_what_cannot_be_read(tmp_path, capsys):
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["show", str(tmp_path / "empty.txt")]) == 3
    assert "empty.txt" in capsys.readouterr().err
    assert main(["show", str(tmp_path / "nowhere.txt")]) == 2


def test_a_folder_is_no_release(tmp_path, capsys):
    assert main(["show", str(tmp_path)]) == 2
    assert "folder" in capsys.readouterr().err
