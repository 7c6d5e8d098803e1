"""The batched decoder against a plain one that walks every path's score cell by cell."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.viterbi import decode


def decode_one(emissions, transitions):
    score, back = emissions[0], []
    for row in emissions[1:]:
        paths = score[:, None] + transitions + row
        back.append(paths.argmax(axis=0))
        score = paths.max(axis=0)
    path = [int(score.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(0, 2**32 - 1))
def test_each_sequence_gets_its_best_path(lengths, seed):
    random = np.random.default_rng(seed)
    transitions = random.normal(size=(5, 5)).astype(np.float32)
    batch = [random.normal(size=(n, 5)).astype(np.float32) for n in lengths]
    found = decode(batch, transitions)
    assert [path.tolist() for path in found] == [decode_one(e, transitions) if len(e) else [] for e in batch]
