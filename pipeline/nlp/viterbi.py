"""Reads the tag scores of sentences, gives the best tags and how likely each mention is: linear-chain CRFs.

A chain is one sentence as one head sees it: scores, words x tags. `heads` has the number of each chain's head,
`transitions` the scores of its steps, heads x tags x tags [from, to]; `first` and `last` score the tags at a sentence's
ends. All chains of a batch step together, the longest first, so that a step is one numpy operation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]


def decode(
    chains: Sequence[Floats], heads: Sequence[int], transitions: Floats, first: Floats, last: Floats
) -> list[Ints]:
    """Return the best tags of each chain (Viterbi). Empty chains give empty arrays."""
    best: list[Ints] = [np.zeros(0, dtype=np.intp)] * len(chains)
    order, lengths, running = by_length(chains)
    if not order:
        return best
    batch, moves = stacked(chains, order), transitions[[heads[i] for i in order]]
    steps = len(batch)
    came_from = np.zeros(batch.shape, dtype=np.int8)
    total = batch[0] + first
    for step in range(1, steps):
        alive = running[step]
        paths = total[:alive, :, None] + moves[:alive]
        came_from[step, :alive] = paths.argmax(axis=1)
        total[:alive] = paths.max(axis=1) + batch[step, :alive]
    current = (total + last).argmax(axis=1)
    path = np.zeros((steps, len(order)), dtype=np.intp)
    # Walk back together too: a sentence joins at its own last step.
    rows = np.arange(len(order))
    for step in range(steps - 1, -1, -1):
        alive = running[step]
        path[step, :alive] = current[:alive]
        if step:
            current[:alive] = came_from[step, rows[:alive], current[:alive]]
    for row, i in enumerate(order):
        best[i] = path[: lengths[row], row].copy()
    return best


def span_scores(
    chains: Sequence[Floats],
    heads: Sequence[int],
    transitions: Floats,
    first: Floats,
    last: Floats,
    spans: Sequence[Sequence[tuple[int, int]]],
) -> list[list[float]]:
    """Return the probability of each mention (start, end) of each chain: its BIOES tags, summed over all else.

    Forward-backward (Rabiner 1989); tags are those of name_net.py.
    """
    told: list[list[float]] = [[0.0] * len(here) for here in spans]
    order, lengths, running = by_length(chains)
    if not order:
        return told
    batch, moves = stacked(chains, order), transitions[[heads[i] for i in order]]
    steps = len(batch)
    # forward[t]: log weight of all beginnings that end in a tag at t; backward[t]: of all that can follow it.
    forward = np.zeros_like(batch)
    backward = np.broadcast_to(last, batch.shape).copy()
    forward[0] = batch[0] + first
    for step in range(1, steps):
        alive = running[step]
        forward[step, :alive] = log_sum(forward[step - 1, :alive, :, None] + moves[:alive], 1) + batch[step, :alive]
    for step in range(steps - 1, 0, -1):
        alive = running[step]
        coming = (backward[step, :alive] + batch[step, :alive])[:, None, :]
        backward[step - 1, :alive] = log_sum(moves[:alive] + coming, 2)
    whole = log_sum(forward[lengths - 1, np.arange(len(order))] + last, 1)
    _, begin, inside, end_tag, single = range(5)
    for row, i in enumerate(order):
        emitted, move = batch[:, row], moves[row]
        for k, (start, end) in enumerate(spans[i]):
            tag = single if end - start == 1 else begin
            weight = float(forward[start, row, tag])
            for at in range(start + 1, end):
                following = end_tag if at == end - 1 else inside
                weight += float(move[tag, following] + emitted[at, following])
                tag = following
            told[i][k] = float(np.exp(min(0.0, weight + float(backward[end - 1, row, tag] - whole[row]))))
    return told


def by_length(chains: Sequence[Floats]) -> tuple[list[int], Ints, Ints]:
    """Return the chains that have words, longest first; their lengths; how many still run at each step."""
    order = sorted((i for i in range(len(chains)) if len(chains[i])), key=lambda i: -len(chains[i]))
    lengths = np.array([len(chains[i]) for i in order], dtype=np.intp)
    return order, lengths, np.searchsorted(-lengths, -np.arange(int(lengths.max(initial=0))), side="left")


def stacked(chains: Sequence[Floats], order: Sequence[int]) -> Floats:
    """Return the chains as steps x chains x tags, zeros after the end of each."""
    longest = chains[order[0]]
    batch = np.zeros((len(longest), len(order), longest.shape[1]), dtype=np.float32)
    for row, i in enumerate(order):
        batch[: len(chains[i]), row] = chains[i]
    return batch


def log_sum(values: Floats, axis: int) -> Floats:
    """Return log(sum(exp(values))) along `axis`, safe for large numbers."""
    top = values.max(axis=axis, keepdims=True)
    return np.asarray(np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis))
