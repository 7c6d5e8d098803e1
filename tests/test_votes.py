from hypothesis import given
from hypothesis import strategies as st

from pipeline.votes import settled_by_sure_votes, settled_by_vote, shares

# The readings of «Бордюжи» and of «Бордюжа».
BORDIUZHI = [("бордюжи",), ("бордюжа",)]
BORDIUZHA = [("бордюжа",), ("бордюж",)]


def test_a_clear_mention_decides_an_unclear_one():
    assert settled_by_vote([[0.5, 0.0], [3.0, 0.0]], [BORDIUZHI, BORDIUZHA]) == [1, 0]
    unclear, clear = settled_by_sure_votes([[0.5, 0.0], [3.0, 0.0]], [BORDIUZHI, BORDIUZHA])
    assert unclear[1] > 0.9
    assert clear[0] > 0.9


def test_the_unsure_do_not_make_each_other_sure():
    alike = settled_by_sure_votes([[0.5, 0.0]] * 9, [BORDIUZHI] * 9)
    assert alike == [shares([0.5, 0.0])] * 9


def test_a_mention_alone_keeps_its_own_reading():
    assert settled_by_vote([[0.5, 0.0]], [BORDIUZHI]) == [0]
    assert settled_by_vote([], []) == []


@given(st.lists(st.lists(st.floats(-20, 20), min_size=2, max_size=2), min_size=1, max_size=6))
def test_shares_are_probabilities(scores):
    found = settled_by_sure_votes(scores, [BORDIUZHI] * len(scores))
    assert all(abs(sum(mine) - 1) < 1e-9 for mine in found)
    assert all(0 <= best < 2 for best in settled_by_vote(scores, [BORDIUZHI] * len(scores)))
