"""Reads a Comparison, gives how often found mentions of a given score are right: the bins of a reliability plot."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.evaluation.matching import Comparison
from pipeline.evaluation.scores import share

TENTHS = tuple(n / 10 for n in range(11))
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Bin:
    """The mentions with a score from `low` to below `high`: how many, how many of them right, and their mean score.

    The last bin has 1 in it. For a plot: `mean_score` against `share`, the size of the point `count`.
    """

    low: float
    high: float
    count: int
    right: int
    mean_score: float

    @property
    def share(self) -> float:
        """Return the share of them that is right."""
        return share(self.right, self.count)


def reliability(comparison: Comparison, edges: Sequence[float] = TENTHS) -> list[Bin]:
    """Return the bins between `edges` that have mentions in them; none where no found mention has a score.

    Right is a strict hit; neutral mentions do not count.
    """
    groups: list[list[tuple[float, bool]]] = [[] for _ in edges[1:]]
    for score, is_right in scored(comparison):
        groups[min(max(bisect_right(edges, score) - 1, 0), len(groups) - 1)].append((score, is_right))
    return [made(low, high, group) for low, high, group in zip(edges, edges[1:], groups, strict=False) if group]


def at_least(comparison: Comparison, score: float = SURE) -> Bin | None:
    """Return the mentions with this score or more as one bin; None where there are none."""
    group = [pair for pair in scored(comparison) if pair[0] >= score]
    return made(score, 1.0, group) if group else None


def scored(comparison: Comparison) -> list[tuple[float, bool]]:
    """Return (score, is it right) of every found mention that has a score."""
    return [
        (mention.score, key in comparison.gold)
        for key, mention in comparison.found.items()
        if mention.score is not None and (key in comparison.gold or not comparison.is_neutral(key))
    ]


def made(low: float, high: float, group: Sequence[tuple[float, bool]]) -> Bin:
    mean = sum(score for score, _ in group) / len(group)
    return Bin(low, high, len(group), sum(is_right for _, is_right in group), mean)
