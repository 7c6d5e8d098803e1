"""Whole runs with a stand-in for the models (stub.py): what is analysed, what is written, what survives."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import pipeline
from pipeline.engines import analysis, local, run
from pipeline.errors import PipelineError, UsageError
from pipeline.settings import Settings
from pipeline.tables import publish, store
from pipeline.tables.schema import TABLES
from tests.engines import stub

LOAD = "tests.engines.stub:load"
RELEASES = {
    "2023-09-20-a.txt": "Иванов и Петров из МИД приехали в Moscow 2023-09-20. СНГ и Сидоров.",
    "2024/b.txt": "Петров и СНГ.",
    "2024/c.txt": "Сидоров: 2024-01-01.",
    "t.csv": "text,title,published\nИванов и СНГ,=Первый,2023-01-01\nПетров,Второй,\n",
}


def write(folder, releases):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in releases.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def bring_up_to_date(inputs, output, link=stub.link, **settings):
    paths = (inputs,) if isinstance(inputs, Path) else tuple(inputs)
    return run.run(Settings(inputs=paths, output=output, **settings), load=LOAD, link=link)


def tables_in(output, without=("redirects",)):
    return {
        path.name: path.read_bytes() for path in sorted(output.iterdir()) if path.is_file() and path.stem not in without
    }


def from_scratch(inputs, output, **settings):
    shutil.rmtree(output, ignore_errors=True)
    bring_up_to_date(inputs, output, **settings)
    return tables_in(output)


@pytest.fixture(autouse=True, scope="module")
def same_program():
    """Keep runs alike while the code is being edited beside the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "analysis_fingerprint", lambda encoding: f"program {encoding}")
        patch.setattr(run, "linking_fingerprint", lambda: "program")
        yield


@pytest.fixture
def inputs(tmp_path):
    return write(tmp_path / "raw", RELEASES)


@pytest.fixture
def output(tmp_path):
    return tmp_path / "processed"


# ---- what comes out ------------------------------------------------------------------------------------------------


def test_a_run_writes_every_table(inputs, output):
    summary = bring_up_to_date(inputs, output)
    assert (summary.releases, summary.new, summary.analysed, summary.set_aside) == (5, 5, 5, 0)
    assert summary.mentions == {"DATE": 2, "LOC": 1, "ORG": 4, "PER": 7}
    assert summary.exit_code == 0
    assert (
        {path.stem for path in output.glob("*.csv")} == {path.stem for path in output.glob("*.parquet")} == set(TABLES)
    )
    tables = pipeline.read_tables(output)
    assert list(tables.documents["doc_id"]) == ["2023-09-20-a", "2024/b", "2024/c", "t.csv#1", "t.csv#2"]
    texts = dict(zip(tables.documents["doc_id"], tables.documents["text"], strict=True))
    for mention in tables.mentions.itertuples():
        assert texts[mention.doc_id][mention.start : mention.end] == mention.text
    assert set(tables.mentions["entity_id"]) == {"", *tables.entities["entity_id"]}
    together = {(row.entity_a, row.entity_b): row.sentences for row in tables.relations.itertuples()}
    assert together["ORG:мид", "PER:иванов"] == 1
    assert together["ORG:снг", "PER:иванов"] == 1
    assert ("ORG:мид", "ORG:снг") not in together
    posts = {(row.person_entity_id, row.organization_entity_id): row for row in tables.posts.itertuples()}
    assert posts["PER:петров", "ORG:снг"].documents == 2
    assert str(posts["PER:петров", "ORG:снг"].first_seen.date()) == "2023-09-20"
    assert posts["PER:петров", ""].documents == 1
    assert "Tables(documents: 5" in repr(tables)


def test_both_formats_are_read_back_alike(inputs, output, tmp_path):
    bring_up_to_date(inputs, output, formats=("parquet",))
    bring_up_to_date(inputs, tmp_path / "csv", formats=("csv",), csv_dialect="excel")
    parquet, text = pipeline.read_tables(output), pipeline.read_tables(tmp_path / "csv")
    for name in TABLES:
        expected = getattr(parquet, name).drop(columns="text", errors="ignore") if name == "documents" else None
        expected = getattr(parquet, name) if expected is None else expected
        assert getattr(text, name).equals(expected), name


def test_formats_no_longer_asked_for_are_removed(inputs, output):
    bring_up_to_date(inputs, output)
    bring_up_to_date(inputs, output, formats=("csv",))
    assert not list(output.glob("*.parquet"))
    assert len(list(output.glob("*.csv"))) == len(TABLES)


def test_no_releases_give_empty_tables(output, tmp_path):
    assert bring_up_to_date(write(tmp_path / "raw", {}), output).exit_code == 0
    assert len(pipeline.read_tables(output).mentions) == 0


def test_a_name_in_a_name_is_no_relation(output, tmp_path, monkeypatch):
    def nested(doc):
        doc.spans["mentions"] = [doc.char_span(0, 9, "ORG"), doc.char_span(4, 9, "LOC"), doc.char_span(10, 15, "PER")]
        for span in doc.spans["mentions"]:
            span._.normal = span.text
        return doc

    nlp = stub.spacy.blank("ru")
    nlp.add_pipe("sentencizer")
    monkeypatch.setattr(local, "load_from", lambda place: Wrapped(nlp, nested))
    bring_up_to_date(write(tmp_path / "raw", {"a.txt": "МИД Чехии Павел"}), output)
    relations = pipeline.read_tables(output).relations
    assert list(zip(relations["entity_a"], relations["entity_b"], strict=True)) == [
        ("LOC:чехии", "PER:павел"),
        ("ORG:мид чехии", "PER:павел"),
    ]


class Wrapped:
    """An nlp pipeline with one more stage."""

    def __init__(self, nlp, stage):
        self.nlp, self.stage = nlp, stage
        self.memory_zone = nlp.memory_zone

    def make_doc(self, text):
        return self.nlp.make_doc(text)

    def __call__(self, doc):
        return self.stage(self.nlp(doc))

    def pipe(self, docs, batch_size):
        return [self(doc) for doc in docs]


# ---- what is analysed again ----------------------------------------------------------------------------------------


def test_a_second_run_touches_nothing(inputs, output):
    bring_up_to_date(inputs, output)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.rglob("*") if path.is_file()}
    summary = bring_up_to_date(inputs, output)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.rglob("*") if path.is_file()}
    assert {path: value for path, value in after.items() if path.suffix != ".lock"} == {
        path: value for path, value in before.items() if path.suffix != ".lock"
    }
    assert (summary.analysed, summary.unchanged, summary.rewritten) == (0, 5, False)


def test_only_what_changed_is_analysed(inputs, output, tmp_path):
    bring_up_to_date(inputs, output)
    with (inputs / "t.csv").open("a", encoding="utf-8") as file:
        file.write("Сидоров,Третий,\n")
    (inputs / "2024/b.txt").write_text("Петров один.", encoding="utf-8")
    (inputs / "2024/c.txt").unlink()
    summary = bring_up_to_date(inputs, output)
    assert (summary.new, summary.changed, summary.unchanged, summary.removed) == (1, 1, 3, 1)
    assert summary.analysed == 2
    assert tables_in(output) == from_scratch(inputs, tmp_path / "fresh")


def test_a_table_saved_in_another_encoding_is_told_so(inputs, output, tmp_path):
    bring_up_to_date(inputs, output)
    text = (inputs / "t.csv").read_text(encoding="utf-8")
    (inputs / "t.csv").write_text(text, encoding="utf-16")
    bring_up_to_date(inputs, output)
    assert tables_in(output) == from_scratch(inputs, tmp_path / "fresh")


def test_all_and_another_program_analyse_everything(inputs, output, monkeypatch):
    bring_up_to_date(inputs, output)
    before = tables_in(output)
    assert bring_up_to_date(inputs, output, everything=True).analysed == 5
    assert tables_in(output) == before
    monkeypatch.setattr(run, "analysis_fingerprint", lambda encoding: "another")
    assert bring_up_to_date(inputs, output).analysed == 5
    assert tables_in(output) == before


def test_a_new_gazetteer_links_again_without_analysing(inputs, output, monkeypatch):
    bring_up_to_date(inputs, output)
    monkeypatch.setattr(run, "linking_fingerprint", lambda: "another")
    summary = bring_up_to_date(inputs, output, link=partial(stub.link, prefix="г-"))
    assert (summary.analysed, summary.rewritten) == (0, True)
    assert "PER:г-иванов" in set(pipeline.read_tables(output).entities["entity_id"])


def test_a_table_that_someone_edited_is_written_again(inputs, output):
    bring_up_to_date(inputs, output)
    before = tables_in(output)
    (output / "people.csv").write_text("mine", encoding="utf-8")
    (output / "places.csv").unlink()
    assert bring_up_to_date(inputs, output).rewritten
    assert tables_in(output) == before


def test_small_parts_are_merged_and_what_is_gone_is_gone(inputs, output, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "SMALL_PARTS", 2)
    for number in range(5):
        (inputs / f"n{number}.txt").write_text(f"Тайный{'о' * number} человек", encoding="utf-8")
        bring_up_to_date(inputs, output)
        assert len(list((output / ".state/parts").iterdir())) <= 3
    (inputs / "n1.txt").unlink()
    assert bring_up_to_date(inputs, output).analysed == 0
    kept = store.Store.load(output / ".state/parts")
    assert {key.file for key in kept.places} == {*RELEASES, "n0.txt", "n2.txt", "n3.txt", "n4.txt"}
    assert tables_in(output) == from_scratch(inputs, tmp_path / "fresh")


def test_a_damaged_part_is_read_again(inputs, output):
    bring_up_to_date(inputs, output)
    before = tables_in(output)
    (output / ".state/parts/00000001/releases.parquet").write_bytes(b"")
    assert bring_up_to_date(inputs, output).analysed == 5
    assert tables_in(output) == before


WORDS = ["Иванов", "Петров", "МИД", "СНГ", "Paris", "2024-05-06", "и", "ОШИБКА", ".", "="]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
ROWS = st.lists(TEXTS, max_size=3).map(lambda rows: "\n".join(json.dumps({"text": row}) for row in rows))
FOLDERS = st.dictionaries(
    st.sampled_from(["a.txt", "b.txt", "d/2023-05-05.txt", "d/e.txt"]), TEXTS, max_size=4
).flatmap(lambda files: st.builds(lambda rows: files if rows is None else {**files, "t.jsonl": rows}, st.none() | ROWS))


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(FOLDERS, min_size=1, max_size=4))
def test_any_increments_equal_one_run(steps, tmp_path_factory):
    place = tmp_path_factory.mktemp("increments")
    for step in steps:
        bring_up_to_date(write(place / "raw", step), place / "processed")
    assert tables_in(place / "processed") == from_scratch(place / "raw", place / "fresh")


def test_order_and_workers_do_not_matter(output, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "WORKER_SIZE", 1)
    monkeypatch.setattr(run, "JOB_ITEMS", 2)
    one, other = write(tmp_path / "one", RELEASES), write(tmp_path / "other", {f"x{n}.txt": "Иванов" for n in range(7)})
    expected = from_scratch([one, other], tmp_path / "fresh")
    assert from_scratch([other, one], output, workers=2) == expected


# ---- what goes wrong -----------------------------------------------------------------------------------------------


def test_a_release_that_fails_inside_is_set_aside_alone(inputs, output):
    (inputs / "bad.txt").write_text("ОШИБКА Иванов", encoding="utf-8")
    (inputs / "bad.csv").write_text("text\nПетров\nОШИБКА\n", encoding="utf-8")
    summary = bring_up_to_date(inputs, output)
    assert (summary.releases, summary.set_aside, summary.exit_code) == (6, 2, 3)
    errors = pipeline.read_tables(output).errors
    assert list(errors["source"]) == ["bad.csv#2", "bad.txt"]
    assert all("internal error (ValueError: the stage stumbled)" in reason for reason in errors["reason"])
    again = bring_up_to_date(inputs, output)
    assert (again.set_aside, again.rewritten) == (2, False)


def test_rows_that_do_not_fit_set_their_release_aside(inputs, output, monkeypatch):
    def spoilt(release, doc):
        rows = rows_of(release, doc)
        if release.doc_id == "2024/b":
            rows["mentions"][0]["start"] = "нет"
        return rows

    rows_of = analysis.rows_of
    monkeypatch.setattr(analysis, "rows_of", spoilt)
    summary = bring_up_to_date(inputs, output)
    assert (summary.releases, summary.set_aside) == (4, 1)
    assert "mentions, column start: needs integer" in pipeline.read_tables(output).errors["reason"][0]


def test_a_worker_that_dies_takes_one_release_with_it(output, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "WORKER_SIZE", 1)
    releases = {f"{n}.txt": "Иванов" for n in range(6)} | {"3.txt": "КОНЕЦ", "t.csv": "text\nПетров\nКОНЕЦ\n"}
    summary = bring_up_to_date(write(tmp_path / "raw", releases), output, workers=2)
    assert (summary.releases, summary.set_aside, summary.exit_code) == (6, 2, 3)
    assert list(pipeline.read_tables(output).errors["source"]) == ["3.txt", "t.csv#2"]


def test_models_that_a_worker_cannot_load_end_the_run(inputs, output, monkeypatch):
    monkeypatch.setattr(run, "WORKER_SIZE", 1)
    with pytest.raises(PipelineError, match="could not load its models"):
        run.run(Settings(inputs=(inputs,), output=output, workers=2), load="tests.engines.stub:nothing")


def test_a_pipeline_given_as_a_function_works_in_this_process(inputs, output, monkeypatch):
    monkeypatch.setattr(run, "WORKER_SIZE", 1)
    loaded = []
    settings = Settings(inputs=(inputs,), output=output, workers=2)
    run.run(settings, load=lambda: loaded.append(os.getpid()) or stub.load(), link=stub.link)
    assert loaded == [os.getpid()]
    assert set(pipeline.read_tables(output).mentions["text"]) >= {"Иванов", "СНГ"}


def test_bad_files_are_set_aside_and_read_once(inputs, output, tmp_path):
    (inputs / "empty.txt").write_bytes(b"")
    (inputs / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (inputs / "no-text.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    summary = bring_up_to_date(inputs, output)
    assert (summary.set_aside, summary.exit_code) == (3, 3)
    assert bring_up_to_date(inputs, output).analysed == 0
    assert len((output / "errors.csv").read_text(encoding="utf-8").splitlines()) == 4
    assert tables_in(output) == from_scratch(inputs, tmp_path / "fresh")


def test_missing_input_changes_nothing(output, tmp_path):
    with pytest.raises(UsageError, match="no such file or folder"):
        bring_up_to_date(tmp_path / "nowhere", output)
    assert not output.exists()


def test_output_that_cannot_be_written(inputs, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        bring_up_to_date(inputs, tmp_path / "file")
    with pytest.raises(UsageError, match="cannot be written"):
        bring_up_to_date(inputs, tmp_path / "file" / "below")


def test_output_among_the_inputs(inputs):
    expected = None
    for _ in range(2):
        bring_up_to_date(inputs, inputs / "processed")
        expected = expected or tables_in(inputs / "processed")
        assert tables_in(inputs / "processed") == expected
    with pytest.raises(UsageError, match="lies in the output folder"):
        bring_up_to_date(inputs, inputs)


# ---- whose folder it is --------------------------------------------------------------------------------------------


def test_an_output_folder_belongs_to_its_inputs(inputs, output, tmp_path):
    bring_up_to_date(inputs, output)
    before = tables_in(output)
    other = write(tmp_path / "other", {"z.txt": "Сидоров"})
    with pytest.raises(UsageError, match=r"belongs to .*--add"):
        bring_up_to_date(other, output)
    with pytest.raises(UsageError, match="belongs to"):
        bring_up_to_date([inputs, other], output)
    assert tables_in(output) == before
    assert bring_up_to_date(other, output, add=True).releases == 6
    assert tables_in(output) == from_scratch([inputs, other], tmp_path / "fresh")
    assert bring_up_to_date([other, inputs], output).rewritten is False
    assert bring_up_to_date(inputs, output, add=True).rewritten is False
    with pytest.raises(UsageError, match="belongs to"):
        bring_up_to_date(inputs, output)


def test_one_input_has_many_spellings(inputs, output, monkeypatch):
    bring_up_to_date(inputs, output)
    monkeypatch.chdir(inputs.parent)
    assert bring_up_to_date([Path("raw"), inputs / ".." / "raw"], Path("processed")).rewritten is False


def test_a_project_can_move(tmp_path):
    write(tmp_path / "old/raw", RELEASES)
    bring_up_to_date(tmp_path / "old/raw", tmp_path / "old/processed")
    (tmp_path / "old").rename(tmp_path / "new")
    summary = bring_up_to_date(tmp_path / "new/raw", tmp_path / "new/processed")
    assert (summary.analysed, summary.rewritten) == (0, False)


# ---- ids of yesterday ----------------------------------------------------------------------------------------------


def redirects(output):
    table = pipeline.read_tables(output).redirects
    return dict(zip(table["old_entity_id"], table["entity_id"], strict=True))


def test_every_id_ever_published_leads_to_todays(inputs, output, monkeypatch):
    for number, prefix in enumerate(["", "б-", "в-"]):
        monkeypatch.setattr(run, "linking_fingerprint", lambda number=number: str(number))
        bring_up_to_date(inputs, output, link=partial(stub.link, prefix=prefix))
    assert redirects(output)["PER:иванов"] == redirects(output)["PER:б-иванов"] == "PER:в-иванов"
    monkeypatch.setattr(run, "linking_fingerprint", lambda: "back")
    bring_up_to_date(inputs, output)
    assert redirects(output)["PER:в-иванов"] == redirects(output)["PER:б-иванов"] == "PER:иванов"
    assert "PER:иванов" not in redirects(output)


def test_ids_follow_renamed_and_edited_releases(inputs, output, monkeypatch):
    bring_up_to_date(inputs, output)
    monkeypatch.setattr(run, "linking_fingerprint", lambda: "another")
    (inputs / "2024/b.txt").rename(inputs / "2024/renamed.txt")
    (inputs / "2023-09-20-a.txt").write_text("Ещё: Moscow, МИД.", encoding="utf-8")
    bring_up_to_date(inputs, output, link=partial(stub.link, prefix="б-"))
    assert redirects(output)["LOC:moscow"] == "LOC:б-moscow"
    assert redirects(output)["PER:петров"] == "PER:б-петров"


def test_ids_without_mentions_lead_nowhere_until_they_come_back(inputs, output, monkeypatch):
    bring_up_to_date(inputs, output)
    kept = (inputs / "2023-09-20-a.txt").read_bytes()
    (inputs / "2023-09-20-a.txt").unlink()
    bring_up_to_date(inputs, output)
    assert redirects(output) == {}
    (inputs / "2023-09-20-a.txt").write_bytes(kept)
    monkeypatch.setattr(run, "linking_fingerprint", lambda: "another")
    bring_up_to_date(inputs, output, link=partial(stub.link, prefix="б-"))
    assert redirects(output)["LOC:moscow"] == "LOC:б-moscow"


# ---- killed at any moment ------------------------------------------------------------------------------------------


class Killed(BaseException):
    pass


def test_killed_between_any_two_renames_the_tables_are_one_runs(inputs, output, tmp_path, monkeypatch):
    bring_up_to_date(inputs, output)
    old = tables_in(output, without=())
    shutil.copytree(output, tmp_path / "saved")
    (inputs / "2024/d.txt").write_text("Новый человек МИД из Paris 2022-02-02", encoding="utf-8")
    bring_up_to_date(inputs, output)
    new = tables_in(output, without=())
    replace = Path.replace
    seen = Counter()
    for survived in range(60):
        shutil.rmtree(output)
        shutil.copytree(tmp_path / "saved", output)
        left = survived

        def dying(path, target):
            nonlocal left
            if not left:
                raise Killed
            left -= 1
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", dying)
        try:
            bring_up_to_date(inputs, output)
            finished = True
        except Killed:
            finished = False
        monkeypatch.setattr(Path, "replace", replace)
        pipeline.read_tables(output)
        found = tables_in(output, without=())
        assert found in (old, new)
        seen["new" if found == new else "old"] += 1
        assert bring_up_to_date(inputs, output).analysed == 0
        assert tables_in(output, without=()) == new
        if finished:
            break
    assert finished
    assert seen["old"]
    assert seen["new"] > 5


SCRIPT = """
import sys
from pathlib import Path
from pipeline.engines import run, local
from pipeline.settings import Settings
from tests.engines.stub import link
run.PART_SECONDS = 0.0
run.JOB_ITEMS = 3
run.analysis_fingerprint = lambda encoding: f"program {encoding}"
run.linking_fingerprint = lambda: "program"
settings = Settings(inputs=(Path(sys.argv[1]),), output=Path(sys.argv[2]), workers=1)
run.run(settings, load="tests.engines.stub:load", link=link)
"""


def start(inputs, output):
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(inputs), str(output)], env=environment)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_at_random_the_next_run_goes_on(tmp_path):
    releases = {f"{number:03}.txt": f"Иванов{'а' * (number % 5)} и СНГ {number}" for number in range(90)}
    inputs, output = write(tmp_path / "raw", releases), tmp_path / "processed"
    expected = from_scratch(inputs, tmp_path / "fresh")
    chance = random.Random(1)
    for attempt in range(4):
        process = start(inputs, output)
        began = time.monotonic()
        # Wait for the work to begin, then let it go on for a while; the last attempts die later.
        while process.poll() is None and not list(output.glob(".state/parts/0*")) and time.monotonic() - began < 30:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.4 * (attempt + 1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if any(output.glob("*.csv")):
            pipeline.read_tables(output)
            assert tables_in(output) == expected
    summary = bring_up_to_date(inputs, output)
    assert summary.analysed < 90
    assert tables_in(output) == expected


def test_two_runs_do_not_mix(inputs, output):
    output.mkdir()
    (output / ".state").mkdir()
    with publish.only_run(publish.Output(output)), pytest.raises(UsageError, match="another run"):
        bring_up_to_date(inputs, output)
    bring_up_to_date(inputs, output)


def test_no_tables_are_told(tmp_path):
    with pytest.raises(UsageError, match="no table documents here"):
        pipeline.read_tables(tmp_path)


def test_decisions_link_again_without_analysing(inputs, output, tmp_path):
    bring_up_to_date(inputs, output)
    path = tmp_path / "own.csv"
    path.write_text("action,label,name,into,note\nignore,PER,Никто,,\n", encoding="utf-8")
    first = bring_up_to_date(inputs, output, decisions=path)
    assert (first.rewritten, first.analysed, first.decisions) == (True, 0, 1)
    assert first.decision_problems == (f"{path}:2: matches nothing",)
    again = bring_up_to_date(inputs, output, decisions=path)
    assert (again.rewritten, again.decision_problems) == (False, first.decision_problems)
    path.write_text("action,label,name,into,note\n", encoding="utf-8")
    assert bring_up_to_date(inputs, output, decisions=path).decision_problems == ()


def test_malformed_decisions_change_nothing(inputs, output, tmp_path):
    bring_up_to_date(inputs, output)
    before = tables_in(output)
    path = tmp_path / "own.csv"
    path.write_text("action,label,name,into,note\njoin,PER,а,б,\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"own\.csv:2: action «join»"):
        bring_up_to_date(inputs, output, decisions=path)
    with pytest.raises(UsageError, match=r"none\.csv: cannot be read"):
        bring_up_to_date(inputs, output, decisions=tmp_path / "none.csv")
    assert tables_in(output) == before
