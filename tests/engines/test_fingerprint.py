import pytest

from pipeline.engines import fingerprint
from pipeline.engines.fingerprint import analysis_fingerprint, decisions_fingerprint, linking_fingerprint


@pytest.fixture
def program(tmp_path, monkeypatch):
    for name in ("nlp/dates.py", "nlp/lexicon/months.yaml", "linking/people.py", "engines/run.py", "nlp/dates.pyc"):
        path = tmp_path / "pipeline" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1", encoding="utf-8")
    for name in ("names.tar", "places.csv", "organizations.csv", "decisions.csv", "names.md", ".hidden"):
        (tmp_path / "models").mkdir(exist_ok=True)
        (tmp_path / "models" / name).write_text("1", encoding="utf-8")
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path / "pipeline")
    monkeypatch.setattr(fingerprint, "models_folder", lambda: tmp_path / "models")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "analysis", "linking"),
    [
        ("pipeline/nlp/dates.py", True, False),
        ("pipeline/nlp/lexicon/months.yaml", True, False),
        ("pipeline/nlp/new_stage.py", True, False),
        ("pipeline/linking/people.py", False, True),
        ("pipeline/engines/run.py", False, False),
        ("pipeline/nlp/dates.pyc", False, False),
        ("models/names.tar", True, False),
        ("models/places.csv", True, True),
        ("models/organizations.csv", True, True),
        ("models/decisions.csv", False, False),
        ("models/names.md", False, False),
        ("models/.hidden", False, False),
    ],
)
def test_what_is_done_again_when_a_file_changes(name, analysis, linking, program):
    before = analysis_fingerprint(None), linking_fingerprint()
    (program / name).write_text("2", encoding="utf-8")
    after = analysis_fingerprint(None), linking_fingerprint()
    assert (before[0] != after[0], before[1] != after[1]) == (analysis, linking)


def test_decisions_count_wherever_they_are(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("1", encoding="utf-8")
    before = decisions_fingerprint(path)
    path.write_text("2", encoding="utf-8")
    assert len({before, decisions_fingerprint(path), decisions_fingerprint(None)}) == 3


def test_the_encoding_counts():
    assert analysis_fingerprint("cp1251") != analysis_fingerprint(None) == analysis_fingerprint(None)


def test_a_package_may_be_missing():
    assert list(fingerprint.versions(["no-such-package"])) == ["no-such-package"]
