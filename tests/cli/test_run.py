import os
import subprocess
import sys

import pytest

import pipeline
from pipeline.cli import main
from pipeline.cli.run import Bar, told
from pipeline.engines import run
from pipeline.engines.run import Summary
from pipeline.errors import DecisionWarning, PipelineError
from tests.engines import stub


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A project folder with one release, the models replaced by a stand-in."""
    monkeypatch.setattr(run.run, "__kwdefaults__", run.run.__kwdefaults__ | {"load": "tests.engines.stub:load"})
    monkeypatch.setattr(run, "link_entities", stub.link)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/raw").mkdir(parents=True)
    (tmp_path / "data/raw/a.txt").write_text("Иванов и СНГ", encoding="utf-8")
    return tmp_path


def test_run_without_arguments(place, capsys):
    assert main(["run"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "releases   1 (1 new, 0 changed, 0 unchanged, 0 removed; 1 analysed)" in shown.err
    assert "mentions   2 (PER 1, ORG 1, LOC 0, DATE 0)" in shown.err
    assert (place / "data/processed/mentions.csv").is_file()
    assert main(["run"]) == 0
    assert "(unchanged)" in capsys.readouterr().err


def test_options(place, capsys):
    (place / "data/raw/a.txt").write_bytes("Петров и МИД".encode("cp1251"))
    arguments = ["data/raw", "--output", "out", "--format", "csv", "--csv-dialect", "excel", "--encoding", "cp1251"]
    assert main(["run", *arguments, "--engine", "local", "--workers", "1", "--all", "--add"]) == 0
    assert (place / "out/mentions.csv").read_bytes().startswith(b"\xef\xbb\xbfmention_id;")
    assert not list((place / "out").glob("*.parquet"))


def test_set_aside(place, capsys):
    (place / "data/raw/empty.txt").write_bytes(b"")
    assert main(["run"]) == 3
    assert "set aside  1 (see the errors table)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["run", "nowhere"],
        ["run", "--format", "xml"],
        ["run", "--format", ""],
        ["run", "--csv-dialect", "tabs"],
        ["run", "--engine", "cluster"],
        ["run", "--workers", "0"],
        ["run", "--workers", "two"],
        ["run", "--encoding", "klingon"],
        ["run", "--encoding", "base64"],
        ["run", "--output", "data/raw/a.txt"],
        ["run", "--misspelt"],
    ],
    ids=" ".join,
)
def test_wrong_arguments(arguments, place, capsys):
    assert main(arguments) == 2
    told_in = capsys.readouterr()
    assert told_in.out == ""
    assert told_in.err.strip()
    assert not (place / "data/processed").exists()


def test_another_input_is_refused(place, capsys):
    (place / "b.txt").write_text("Сидоров", encoding="utf-8")
    assert main(["run"]) == 0
    assert main(["run", "b.txt"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("press-pipeline: data/processed: belongs to ")
    assert main(["run", "b.txt", "--add"]) == 0


def test_failures_of_ours_are_one_line(place, capsys, monkeypatch):
    def fail(*arguments, **settings):
        raise PipelineError("no models")

    monkeypatch.setattr(pipeline, "run", fail)
    assert main(["run"]) == 1
    assert capsys.readouterr().err == "press-pipeline: no models\n"


def test_ctrl_c_keeps_what_is_done(place, capsys, monkeypatch):
    def stop(*arguments, **settings):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "run", stop)
    assert main(["run"]) == 1
    assert "run again to go on" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["--version"]], ids=" ".join)
def test_help_and_version(arguments, capsys):
    assert main(arguments) == 0
    assert capsys.readouterr().out


def test_help_loads_nothing_heavy():
    heavy = "import sys; from pipeline.cli import main; main(['--help'])\n"
    heavy += "print({'spacy', 'pandas', 'numpy', 'rich'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_the_bar_counts_releases():
    with Bar() as bar:
        bar.start(100)
        bar.phase("reading")
        bar.advance(50, 2)
        bar.advance(0, 1)
    assert bar.releases == 3
    assert bar.progress.tasks[0].completed == 50


def test_the_summary_says_where_the_tables_are(tmp_path):
    summary = Summary(tmp_path, 3, 1, 1, 1, 0, 2, {"PER": 1200}, 5, 0, 1.25, True)
    assert told(summary).splitlines()[1] == "mentions   1,200 (PER 1,200, ORG 0, LOC 0, DATE 0)"
    assert told(summary).splitlines()[-1] == f"tables     {tmp_path}"


def test_decisions_are_found_and_what_is_wrong_is_told(place, capsys):
    assert main(["run"]) == 0
    assert "decisions" not in capsys.readouterr().err
    (place / "models").mkdir()
    own = place / "models/decisions.csv"
    own.write_text("action,label,name,into,note\nignore,PER,Никто,,\n", encoding="utf-8")
    assert main(["run"]) == 0
    told_in = capsys.readouterr().err
    assert "decisions  1 (1 to look at, see below)" in told_in
    assert told_in.rstrip().endswith("models/decisions.csv:2: matches nothing".replace("/", os.sep))
    with pytest.warns(DecisionWarning, match="matches nothing"):
        pipeline.run("data/raw", "data/processed")
    own.rename(place / "own.csv")
    assert main(["run", "--decisions", "own.csv"]) == 0
    assert "own.csv:2: matches nothing" in capsys.readouterr().err
    (place / "own.csv").write_text("name\n", encoding="utf-8")
    assert main(["run", "--decisions", "own.csv"]) == 2
    assert "own.csv:1: the first line must be" in capsys.readouterr().err
