"""The real command on the sample releases: what users are promised of a run."""

import csv
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline.corpus import find_sources, read_source
from pipeline.tables.schema import TABLES
from tests.quality.scoring import GOLD

ROOT = Path(__file__).parent.parent
RAW = ROOT / "data" / "raw"


def written(folder: Path) -> dict[str, bytes]:
    """Return every table of `folder` as bytes, redirects left out: they alone depend on history."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.stem != "redirects"}


def test_it_ends_well_and_says_where_the_tables_are(sample_run):
    output, process = sample_run
    assert process.returncode == 0, process.stderr
    assert process.stdout == ""
    assert str(output) in process.stderr
    assert {path.name for path in output.iterdir() if path.is_file()} == {
        f"{name}.{suffix}" for name in TABLES for suffix in ("csv", "parquet")
    }


def test_every_mention_is_its_text(tables):
    texts = dict(zip(tables.documents.doc_id, tables.documents.text, strict=True))
    for row in tables.mentions.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.text
    for row in tables.abbreviations.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.short


def test_the_stored_text_is_the_release(tables):
    texts = dict(zip(tables.documents.doc_id, tables.documents.text, strict=True))
    read = {release.doc_id: release.text for source in find_sources([RAW]) for release in read_source(source)}
    assert texts == read


def test_csv_and_parquet_say_the_same(sample_run):
    output, _ = sample_run
    for name in TABLES:
        parquet = pd.read_parquet(output / f"{name}.parquet")
        with (output / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert len(rows) == len(parquet)
        assert set(header) <= set(parquet.columns)


def test_every_id_leads_somewhere(tables):
    entities = set(tables.entities.entity_id)
    for frame, column in (
        (tables.aliases, "entity_id"),
        (tables.people, "entity_id"),
        (tables.organizations, "entity_id"),
        (tables.places, "entity_id"),
        (tables.roles, "person_entity_id"),
        (tables.posts, "person_entity_id"),
        (tables.relations, "entity_a"),
        (tables.relations, "entity_b"),
    ):
        assert set(frame[column]) <= entities
    named = tables.mentions[tables.mentions.label != "DATE"]
    assert set(named.entity_id) == entities
    assert set(tables.roles.organization_entity_id) - {""} <= entities
    parents = set(tables.mentions.parent_mention_id) - {""}
    assert parents <= set(tables.mentions.mention_id)


def test_documents_are_dated_and_decoded(tables):
    rows = tables.documents.set_index("doc_id")
    with (GOLD / "documents.csv").open(encoding="utf-8", newline="") as file:
        documents = list(csv.DictReader(file))
    assert documents
    for gold in documents:
        row = rows.loc[gold["doc_id"]]
        published = "" if pd.isna(row.published) else str(row.published)[:10]
        assert (published, row.published_from, row.title) == (gold["published"], gold["published_from"], gold["title"])
        assert row.encoding.replace("-", "").lower() == gold["encoding"].replace("-", "").lower()


def test_a_second_run_changes_no_byte_and_a_deleted_release_leaves_no_trace(tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(RAW, raw)
    output = tmp_path / "out"
    pipeline.run(raw, output, workers=1)
    first = written(output)
    again = pipeline.run(raw, output, workers=1)
    assert written(output) == first
    assert (again.analysed, again.rewritten) == (0, False)

    (raw / "2022" / "odkb-kms.txt").unlink()
    pipeline.run(raw, output, workers=1)
    pipeline.run(raw, tmp_path / "fresh", workers=1)
    assert written(output) == written(tmp_path / "fresh")
    assert written(output) != first


def test_readme_shows_commands_that_exist(sample_run):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, process = sample_run
    shown = [line for line in readme.splitlines() if line.startswith(("releases ", "mentions ", "entities "))]
    told = [line for line in process.stderr.splitlines() if line.startswith(("releases ", "mentions ", "entities "))]
    assert shown == told, "README shows another run's output"
    for command in set(re.findall(r"-m pipeline (\w+)", readme)):
        help_text = subprocess.run([sys.executable, "-m", "pipeline", command, "--help"], cwd=ROOT, check=False)
        assert help_text.returncode == 0


@pytest.mark.parametrize("option", re.findall(r"`(--[a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
def test_readme_shows_options_that_exist(option):
    commands = ("run", "evaluate")
    assert option in "".join(main_help(command) for command in commands)


@cache
def main_help(command):
    told = subprocess.run(
        [sys.executable, "-m", "pipeline", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return told.stdout


NAMESAKES = {
    "a": "По словам Бордюжи, план принят.",
    "b": "Генеральный секретарь ОДКБ Николай Бордюжа прибыл в Минск. Бордюжа выступил.",
    "c": "Вчера прошла встреча с Петренко.",
    "d": "Министр Галина Петренко выступила.",
}


@pytest.mark.parametrize("order", ["abcd", "dcba", "cadb"])
def test_a_name_is_settled_by_other_releases_whenever_they_come(order, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in order:
        (raw / f"{name}.txt").write_text(NAMESAKES[name], encoding="utf-8")
        pipeline.run(raw, tmp_path / "out", workers=1)
    pipeline.run(raw, tmp_path / "fresh", workers=1)
    assert written(tmp_path / "out") == written(tmp_path / "fresh")
    tables = pipeline.read_tables(tmp_path / "out")
    settled = {(row.doc_id, row.text): (row.normal, row.entity_id) for row in tables.mentions.itertuples()}
    assert settled["a", "Бордюжи"] == ("Бордюжа", "PER:bordiuzha-nikolai")
    assert settled["c", "Петренко"] == ("Петренко", "PER:petrenko-galina")
    assert dict(zip(tables.people["last"], tables.people.gender, strict=True))["Петренко"] == "f"
