"""The batched decoder and the probabilities of mentions against plain ones that try every path."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.name_net import BEGIN, END, INSIDE, SINGLE, transitions_allowed
from pipeline.nlp.viterbi import decode, span_scores

STEPS, FIRST, LAST = transitions_allowed()


def weight_of(path, scores, transitions):
    steps = sum(transitions[a, b] for a, b in pairwise(path))
    return FIRST[path[0]] + sum(scores[i, tag] for i, tag in enumerate(path)) + steps + LAST[path[-1]]


def made(lengths, seed, heads=2):
    random = np.random.default_rng(seed)
    transitions = random.normal(size=(heads, 5, 5)).astype(np.float32) + STEPS
    return [random.normal(size=(n, heads, 5)).astype(np.float32) for n in lengths], transitions


@given(st.lists(st.integers(0, 5), max_size=5), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_each_sentence_and_head_gets_its_best_path(lengths, seed):
    batch, transitions = made(lengths, seed)
    for scores, found in zip(batch, decode(batch, transitions, FIRST, LAST), strict=True):
        assert found.shape == scores.shape[:2]
        for head in range(2) if len(scores) else ():
            paths = product(range(5), repeat=len(scores))
            best = max(paths, key=lambda path: weight_of(path, scores[:, head], transitions[head]))
            assert found[:, head].tolist() == list(best)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_a_mention_has_the_share_of_all_paths_that_hold_it(lengths, seed):
    batch, transitions = made(lengths, seed)
    every = [[(head, a, b) for head in range(2) for a in range(n) for b in range(a + 1, n + 1)] for n in lengths]
    for scores, spans, told in zip(batch, every, span_scores(batch, transitions, FIRST, LAST, every), strict=True):
        for (head, start, end), share in zip(spans, told, strict=True):
            tags = (SINGLE,) if end - start == 1 else (BEGIN, *[INSIDE] * (end - start - 2), END)
            weights = {
                path: np.exp(float(weight_of(path, scores[:, head], transitions[head])))
                for path in product(range(5), repeat=len(scores))
            }
            holding = sum(weight for path, weight in weights.items() if path[start:end] == tags)
            assert share == pytest.approx(holding / sum(weights.values()), abs=1e-3)


def test_nothing_gives_nothing():
    assert decode([], STEPS[None], FIRST, LAST) == []
    assert span_scores([], STEPS[None], FIRST, LAST, []) == []
