"""Reads tag scores of a batch of sentences, gives the best tags and how likely each mention is: linear-chain CRFs.

Every sentence has several heads, each a chain of its own over the same tags; all sentences and heads step together,
the longest sentences first, so that a step is one numpy operation. Shapes: scores words x heads x tags, transitions
heads x tags x tags [from, to], first and last (scores of a sentence's first and last tag) tags.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]


def decode(scores: Sequence[Floats], transitions: Floats, first: Floats, last: Floats) -> list[Ints]:
    """Return the best tags of each sentence (Viterbi), words x heads. Empty sentences give empty arrays."""
    heads, tags = transitions.shape[:2]
    best: list[Ints] = [np.zeros((0, heads), dtype=np.intp)] * len(scores)
    order, lengths, running = by_length(scores)
    if not len(order):
        return best
    steps = int(lengths[0])
    batch = stacked(scores, order, steps, heads, tags)
    came_from = np.zeros((steps, len(order), heads, tags), dtype=np.int8)
    total = batch[0] + first
    for step in range(1, steps):
        alive = running[step]
        paths = total[:alive, :, :, None] + transitions
        came_from[step, :alive] = paths.argmax(axis=2)
        total[:alive] = paths.max(axis=2) + batch[step, :alive]
    current = (total + last).argmax(axis=2)
    path = np.zeros((steps, len(order), heads), dtype=np.intp)
    # Walk back together too: a sentence joins at its own last step.
    for step in range(steps - 1, -1, -1):
        alive = running[step]
        path[step, :alive] = current[:alive]
        if step:
            current[:alive] = np.take_along_axis(came_from[step, :alive], current[:alive, :, None], axis=2)[..., 0]
    for row, i in enumerate(order):
        best[i] = path[: lengths[row], row].copy()
    return best


def by_length(scores: Sequence[Floats]) -> tuple[list[int], Ints, Ints]:
    """Return the sentences that have words, longest first; their lengths; how many still run at each step."""
    order = sorted((i for i in range(len(scores)) if len(scores[i])), key=lambda i: -len(scores[i]))
    lengths = np.array([len(scores[i]) for i in order], dtype=np.intp)
    return order, lengths, np.searchsorted(-lengths, -np.arange(int(lengths.max(initial=0))), side="left")


def stacked(scores: Sequence[Floats], order: Sequence[int], steps: int, heads: int, tags: int) -> Floats:
    batch = np.zeros((steps, len(order), heads, tags), dtype=np.float32)
    for row, i in enumerate(order):
        batch[: len(scores[i]), row] = scores[i]
    return batch


def span_scores(
    scores: Sequence[Floats],
    transitions: Floats,
    first: Floats,
    last: Floats,
    spans: Sequence[Sequence[tuple[int, int, int]]],
) -> list[list[float]]:
    """Return the probability of each mention (head, start, end) of each sentence: its BIOES tags, summed over all else.

    Forward-backward (Rabiner 1989) over the sentences and heads that have mentions; tags are those of name_net.py.
    """
    chains = [(i, head) for i, here in enumerate(spans) for head in sorted({head for head, _, _ in here})]
    picked = [scores[i][:, head] for i, head in chains]
    number = {chain: n for n, chain in enumerate(chains)}
    told: list[list[float]] = [[0.0] * len(here) for here in spans]
    order, lengths, running = by_length(picked)
    if not order:
        return told
    steps, count = int(lengths[0]), len(order)
    tags = transitions.shape[1]
    batch = np.zeros((steps, count, tags), dtype=np.float32)
    for row, n in enumerate(order):
        batch[: lengths[row], row] = picked[n]
    moves = transitions[[chains[n][1] for n in order]]
    # forward[t]: log weight of all beginnings that end in a tag at t; backward[t]: of all that can follow it.
    forward = np.zeros((steps, count, tags), dtype=np.float32)
    backward = np.broadcast_to(last, (steps, count, tags)).copy()
    forward[0] = batch[0] + first
    for step in range(1, steps):
        alive = running[step]
        forward[step, :alive] = log_sum(forward[step - 1, :alive, :, None] + moves[:alive], 1) + batch[step, :alive]
    for step in range(steps - 1, 0, -1):
        alive = running[step]
        coming = (backward[step, :alive] + batch[step, :alive])[:, None, :]
        backward[step - 1, :alive] = log_sum(moves[:alive] + coming, 2)
    row_of = {n: row for row, n in enumerate(order)}
    _, begin, inside, end_tag, single = range(5)
    for i, here in enumerate(spans):
        for k, (head, start, end) in enumerate(here):
            row = row_of[number[i, head]]
            whole = float(log_sum(forward[lengths[row] - 1, row] + last, 0))
            emitted, move = batch[:, row], moves[row]
            tag = single if end - start == 1 else begin
            weight = float(forward[start, row, tag])
            for at in range(start + 1, end):
                following = end_tag if at == end - 1 else inside
                weight += float(move[tag, following] + emitted[at, following])
                tag = following
            told[i][k] = float(np.exp(min(0.0, weight + float(backward[end - 1, row, tag]) - whole)))
    return told


def log_sum(values: Floats, axis: int) -> Floats:
    """Return log(sum(exp(values))) along `axis`, safe for large numbers."""
    top = values.max(axis=axis, keepdims=True)
    return np.asarray(np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis))
