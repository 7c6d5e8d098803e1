"""Whole runs with the real linking: neither the order of releases, nor increments, nor workers change a byte."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.engines import run
from pipeline.settings import Settings
from tests.linking.test_link import NAMES

LOAD = "tests.linking.marked_nlp:load"
DOC_IDS = ["2022/a", "2022/b", "2023/a", "б", "c"]
DECISIONS = """action,label,name,into,note
merge,PER,Обама,Сергей Иванов,
split,PER,Пётр Сергеевич Иванов,Пётр Сергеевич Иванов @ 2023/*,
split,PER,Сергей Иванов,Иванов @ 2022/*,
merge,ORG,Комитет @ *,Комитет по культуре,
rename,LOC,Кукуево,Новое Кукуево,
ignore,ORG,Секретариат Организации,,
"""
texts = st.lists(st.sampled_from([name for name in NAMES if "DATE" not in name]), min_size=1, max_size=6)
corpora = st.dictionaries(st.sampled_from(DOC_IDS), texts.map(" и ".join), min_size=1)


@pytest.fixture(autouse=True, scope="module")
def many_workers_for_little():
    """Let a worker start for every byte, and keep runs alike while the code is being edited beside the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "WORKER_SIZE", 1)
        patch.setattr(run, "JOB_ITEMS", 1)
        patch.setattr(run, "analysis_fingerprint", lambda encoding: "program")
        patch.setattr(run, "linking_fingerprint", lambda: "program")
        yield


def tables_of(folder: Path, *steps: dict[str, str], workers: int = 1, decisions: bool = True) -> dict[str, bytes]:
    """Return the bytes of every table but redirects after a run for each step, a step being all releases there are."""
    shutil.rmtree(folder, ignore_errors=True)
    raw, output = folder / "raw", folder / "out"
    raw.mkdir(parents=True)
    own = folder / "decisions.csv"
    own.write_text(DECISIONS if decisions else DECISIONS.partition("\n")[0], encoding="utf-8")
    for releases in steps:
        for path in sorted(raw.rglob("*.txt")):
            path.unlink()
        for doc_id, text in releases.items():
            path = raw / f"{doc_id}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        run.run(Settings(inputs=(raw,), output=output, workers=workers, decisions=own), load=LOAD)
    return {path.name: path.read_bytes() for path in sorted(output.glob("*.csv")) if path.stem != "redirects"}


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(corpora, min_size=1, max_size=3), decided=st.booleans())
def test_any_increments_are_the_bytes_of_one_run(steps, decided, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "increments"
    together = steps[-1]
    expected = tables_of(folder, together, decisions=decided)
    assert tables_of(folder, *steps, decisions=decided) == expected
    growing = [dict(list(together.items())[: n + 1]) for n in range(len(together))]
    assert tables_of(folder, *growing, decisions=decided) == expected


@settings(deadline=None, max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(releases=corpora)
def test_one_or_four_workers(releases, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "workers"
    assert tables_of(folder, releases, workers=4) == tables_of(folder, releases, workers=1)


def test_decisions_of_other_releases_leave_no_trace(tmp_path):
    """What was merged while a decision stood is apart again when it is gone."""
    releases = {"2022/a": "[Обама|PER] и [Комитет|ORG].", "б": "[Сергей Иванов|PER] и [Комитет по культуре|ORG]."}
    plain = tables_of(tmp_path, releases, decisions=False)
    assert tables_of(tmp_path, releases) != plain
    (tmp_path / "decisions.csv").write_text(DECISIONS.partition("\n")[0], encoding="utf-8")
    output = tmp_path / "out"
    run.run(Settings(inputs=(tmp_path / "raw",), output=output, decisions=tmp_path / "decisions.csv"), load=LOAD)
    assert {p.name: p.read_bytes() for p in sorted(output.glob("*.csv")) if p.stem != "redirects"} == plain
