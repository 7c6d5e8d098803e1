"""Quality on every gold set does not fall below the floors of scores.csv."""

from functools import cache

import pytest

import pipeline
from tests.quality.scoring import GOLD_SETS, f1_of, read_scores, row_of, score


@pytest.fixture(scope="session")
def scores(request, tmp_path_factory):
    """A function: the name of a gold set → its scores; each set is run once."""

    @cache
    def scores_of(name):
        if name == "samples":
            # the tables that the real command has written
            return score(name, request.getfixturevalue("tables"))
        output = tmp_path_factory.mktemp(name)
        pipeline.run(GOLD_SETS[name].raw, output, workers=1)
        return score(name, pipeline.read_tables(output))

    return scores_of


@pytest.mark.parametrize("name", GOLD_SETS)
def test_the_table_is_of_this_corpus(name):
    rows = [row for row in read_scores() if row["gold"] == name]
    assert {row["corpus"] for row in rows} == {GOLD_SETS[name].corpus}, f"run: python -m tests.quality.scoring {name}"


@pytest.mark.parametrize("row", read_scores(), ids=lambda row: f"{row['gold']}-{row['what']}-{row['label']}")
def test_floor(row, scores):
    assert f1_of(scores(row["gold"])[f"{row['what']}.{row['label']}"]) >= float(row["floor"])


@pytest.mark.parametrize("name", GOLD_SETS)
def test_every_figure_has_a_floor(name, scores):
    assert {f"{row['what']}.{row['label']}" for row in read_scores() if row["gold"] == name} == set(scores(name))


def test_a_floor_rises_with_the_score_and_never_falls():
    before = [{"what": "normal", "label": "PER", "floor": "0.950"}]
    assert row_of("samples", "normal.PER", 0.98, before)["floor"] == "0.970"
    assert row_of("samples", "normal.PER", 0.94, before)["floor"] == "0.950"
    assert row_of("samples", "normal.ORG", 0.94, before)["floor"] == "0.930"
