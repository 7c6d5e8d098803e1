"""Reads a batch of emission scores, gives the best tag sequence of each: Viterbi decoding of a linear-chain CRF."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def decode(emissions: Sequence[NDArray[np.float32]], transitions: NDArray[np.float32]) -> list[NDArray[np.intp]]:
    """Return one array of tags per sequence. Shapes: emissions length x tags each, transitions tags x tags [from, to].

    All sequences step together, the longest first, so a step is one numpy operation for the whole batch. Empty
    sequences give empty arrays.
    """
    order = sorted(range(len(emissions)), key=lambda i: -len(emissions[i]))
    lengths = np.array([len(emissions[i]) for i in order])
    count, steps = len(order), int(lengths.max(initial=0))
    best: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)] * count
    if not steps:
        return best
    tags = transitions.shape[0]
    # step -> how many sequences still run; they are the first ones
    running = np.searchsorted(-lengths, -np.arange(steps), side="left")
    batch = np.zeros((steps, count, tags), dtype=np.float32)
    for row, i in enumerate(order):
        batch[: lengths[row], row] = emissions[i]
    came_from = np.zeros((steps, count, tags), dtype=np.int8)
    score = batch[0].copy()
    for step in range(1, steps):
        alive = running[step]
        paths = score[:alive, :, None] + transitions
        came_from[step, :alive] = paths.argmax(axis=1)
        score[:alive] = paths.max(axis=1) + batch[step, :alive]
    path = np.zeros((steps, count), dtype=np.intp)
    # Walk back together too: a sequence joins at its own last step.
    last = score.argmax(axis=1)
    current = np.zeros(count, dtype=np.intp)
    rows = np.arange(count)
    for step in range(steps - 1, -1, -1):
        ending = lengths == step + 1
        current[ending] = last[ending]
        path[step] = current
        if step:
            alive = running[step]
            current[:alive] = came_from[step, rows[:alive], current[:alive]]
    for row, i in enumerate(order):
        best[i] = path[: lengths[row], row].copy()
    return best
