"""Quality on gold does not fall below the floors of scores.csv."""

import pytest

from tests.quality.scoring import corpus_hash, read_scores, score


@pytest.fixture(scope="session")
def scores(tables):
    return score(tables)


def test_the_table_is_of_this_corpus():
    assert {row["corpus"] for row in read_scores()} == {corpus_hash()}, "run: python -m tests.quality.scoring"


@pytest.mark.parametrize("row", read_scores(), ids=lambda row: f"{row['what']}-{row['label']}")
def test_floor(row, scores):
    assert scores[row["what"], row["label"]][2] >= float(row["floor"])
