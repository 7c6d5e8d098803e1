"""How often mentions of a given score are right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation import Bin, Mention, Reading, at_least, compare, reliability


def comparison_of(*scored):
    """Of mentions one character long, at 0, 1, …; each (score, is it right)."""
    found = [Mention("a", n, n + 1, "PER", "Я", score=score) for n, (score, _) in enumerate(scored)]
    return compare([m for m, (_, right) in zip(found, scored, strict=True) if right], found, Reading())


def test_bins_by_hand():
    comparison = comparison_of((0.95, True), (0.9, True), (0.92, False), (1.0, True), (0.15, False), (None, True))
    assert reliability(comparison) == [
        Bin(0.1, 0.2, 1, 0, 0.15),
        Bin(0.9, 1.0, 4, 3, pytest.approx(0.9425)),
    ]
    sure = at_least(comparison)
    assert (sure.low, sure.count, sure.right, sure.share) == (0.9, 4, 3, 0.75)
    assert [b.count for b in reliability(comparison, (0.0, 0.92, 0.95, 1.0))] == [2, 1, 2]


def test_without_scores_there_is_nothing_to_tell():
    assert reliability(comparison_of((None, True), (None, False))) == []
    assert at_least(comparison_of((None, True))) is None
    assert at_least(comparison_of((0.5, True))) is None


def test_neutral_mentions_do_not_count():
    gold = [Mention("a", 0, 9, "EVT", "Евровидение"), Mention("a", 20, 21, "ORG", "А")]
    found = [Mention("a", 0, 5, "ORG", "Евров", score=0.3), Mention("a", 20, 21, "ORG", "А", score=0.7)]
    assert [(b.low, b.count) for b in reliability(compare(gold, found))] == [(0.7, 1)]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_every_mention_is_in_one_bin(scored):
    # one right mention more: gold without a label has nothing to compare
    bins = reliability(comparison_of(*scored, (0.5, True)))
    assert sum(b.count for b in bins) == len(scored) + 1
    assert all(b.low <= b.mean_score + 1e-9 and b.mean_score <= b.high + 1e-9 for b in bins)
