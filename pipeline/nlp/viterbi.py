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

# A tag's score under its word's best: below, exp would be 0 and a chain might be left without a path.
LEAST = -300.0


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


def surely(tag: int, scores: Floats, transitions: Floats) -> NDArray[np.bool_]:
    """Return at which words of a chain every best path has `tag`; `transitions` [from, to], ends free.

    A stretch of other tags wins at most `step` for each step in it and `edge` for its two ends, and loses at each word
    what `tag` is ahead of the best other. Where a word loses more than the edges and the best stretches at either side
    of it could win, no stretch holds it.
    """
    others = np.arange(scores.shape[1]) != tag
    stay = transitions[tag, tag]
    step = float(transitions[np.ix_(others, others)].max() - stay)
    edge = sum(max(0.0, float(moves[others].max() - stay)) for moves in (transitions[tag], transitions[:, tag]))
    ahead = scores[:, tag] - scores[:, others].max(axis=1)
    won = step - ahead.astype(np.float64)
    # The sum of the stretch that wins most among those that end before a word, and of those that begin behind it.
    before, behind = (sums - np.minimum.accumulate(sums) for sums in map(sums_before, (won, won[::-1])))
    rounding = 1e-3 + 1e-6 * np.abs(scores).max(initial=0) * len(scores)
    return np.asarray(ahead > before + behind[::-1] + edge + rounding)


def sums_before(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each item the sum of the items before it."""
    return np.cumsum(values) - values


def span_scores(
    chains: Sequence[Floats],
    heads: Sequence[int],
    transitions: Floats,
    first: Floats,
    last: Floats,
    spans: Sequence[Sequence[tuple[int, int]]],
) -> list[list[float]]:
    """Return the probability of each mention (start, end) of each chain: its BIOES tags, summed over all else.

    Forward-backward with every step scaled to one (Rabiner 1989, section V A); tags are those of name_net.py.
    """
    told: list[list[float]] = [[0.0] * len(here) for here in spans]
    order, lengths, running = by_length(chains)
    if not order:
        return told
    scores = stacked(chains, order).astype(np.float64)
    emitted = np.exp(np.maximum(scores - scores.max(axis=2, keepdims=True), LEAST))
    moves = np.exp(transitions[[heads[i] for i in order]].astype(np.float64))
    steps, rows = len(emitted), np.arange(len(order))
    # forward[t]: share of the beginnings that end in a tag at t; backward[t]: weight of all that can follow it.
    forward = np.zeros_like(emitted)
    scale = np.ones((steps, len(order), 1))
    for step in range(steps):
        alive = running[step]
        before = forward[step - 1, :alive, None] @ moves[:alive] if step else np.exp(first)[None, None]
        reached = before[:, 0] * emitted[step, :alive]
        scale[step, :alive] = reached.sum(axis=1, keepdims=True)
        forward[step, :alive] = reached / scale[step, :alive]
    emitted /= scale
    backward = np.broadcast_to(np.exp(last), emitted.shape).copy()
    for step in range(steps - 1, 0, -1):
        alive = running[step]
        coming = emitted[step, :alive] * backward[step, :alive]
        backward[step - 1, :alive] = (moves[:alive] @ coming[:, :, None])[:, :, 0]
    whole = (forward[lengths - 1, rows] * np.exp(last)).sum(axis=1)
    _, begin, inside, end_tag, single = range(5)
    for row, i in enumerate(order):
        for k, (start, end) in enumerate(spans[i]):
            tag = single if end - start == 1 else begin
            share = forward[start, row, tag] / whole[row]
            for at in range(start + 1, end):
                following = end_tag if at == end - 1 else inside
                share *= moves[row, tag, following] * emitted[at, row, following]
                tag = following
            told[i][k] = min(1.0, float(share * backward[end - 1, row, tag]))
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
