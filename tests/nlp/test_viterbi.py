"""The batched decoder and the probabilities of mentions against plain ones that try every path."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.name_net import BEGIN, END, INSIDE, SINGLE, transitions_allowed
from pipeline.nlp.viterbi import decode, span_scores, surely

STEPS, FIRST, LAST = transitions_allowed()


def weight_of(path, scores, transitions):
    steps = sum(transitions[a, b] for a, b in pairwise(path))
    return FIRST[path[0]] + sum(scores[i, tag] for i, tag in enumerate(path)) + steps + LAST[path[-1]]


def made(lengths, seed, heads=2):
    """Chains of `lengths`, each of one of the heads in turn, and the transitions of the heads."""
    random = np.random.default_rng(seed)
    transitions = random.normal(size=(heads, 5, 5)).astype(np.float32) + STEPS
    chains = [random.normal(size=(n, 5)).astype(np.float32) for n in lengths]
    return chains, [i % heads for i in range(len(lengths))], transitions


@given(st.lists(st.integers(0, 5), max_size=6), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_each_chain_gets_its_best_path(lengths, seed):
    chains, heads, transitions = made(lengths, seed)
    for scores, head, found in zip(chains, heads, decode(chains, heads, transitions, FIRST, LAST), strict=True):
        assert len(found) == len(scores)
        if len(scores):
            paths = product(range(5), repeat=len(scores))
            assert found.tolist() == list(max(paths, key=lambda path: weight_of(path, scores, transitions[head])))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_a_mention_has_the_share_of_all_paths_that_hold_it(lengths, seed):
    chains, heads, transitions = made(lengths, seed)
    every = [[(a, b) for a in range(n) for b in range(a + 1, n + 1)] for n in lengths]
    told = span_scores(chains, heads, transitions, FIRST, LAST, every)
    for scores, head, spans, shares in zip(chains, heads, every, told, strict=True):
        weights = {
            path: np.exp(float(weight_of(path, scores, transitions[head])))
            for path in product(range(5), repeat=len(scores))
        }
        for (start, end), share in zip(spans, shares, strict=True):
            tags = (SINGLE,) if end - start == 1 else (BEGIN, *[INSIDE] * (end - start - 2), END)
            holding = sum(weight for path, weight in weights.items() if path[start:end] == tags)
            assert share == pytest.approx(holding / sum(weights.values()), abs=1e-3)


@given(st.integers(1, 7), st.integers(0, 2**32 - 1), st.floats(0, 8))
@settings(deadline=None)
def test_where_a_tag_is_sure_the_best_path_has_it(length, seed, ahead):
    random = np.random.default_rng(seed)
    transitions = random.normal(size=(3, 3)).astype(np.float32)
    scores = random.normal(size=(length, 3)).astype(np.float32)
    scores[:, 1] += ahead * random.random(length)
    free = np.zeros(3, dtype=np.float32)
    (best,) = decode([scores], [0], transitions[None], free, free)
    sure = surely(1, scores, transitions)
    assert (best[sure] == 1).all()
    scores[:, 1] += 100
    assert surely(1, scores, transitions).all()


def test_nothing_gives_nothing():
    assert not len(surely(0, np.zeros((0, 5), dtype=np.float32), STEPS))
    assert decode([], [], STEPS[None], FIRST, LAST) == []
    assert span_scores([], [], STEPS[None], FIRST, LAST, []) == []
