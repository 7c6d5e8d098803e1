"""Lets the mentions of one release settle each other's readings: a clear full name decides an unclear surname."""

from collections import defaultdict
from collections.abc import Sequence
from math import exp, log

# How much the other mentions count against a mention's own context, and what an unheard-of name starts with.
VOTE = 1.5
NO_VOTE = 0.15
ROUNDS = 2


def shares(scores: Sequence[float]) -> list[float]:
    """Return the probabilities of log weights."""
    best = max(scores)
    weights = [exp(score - best) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def settled_by_vote(scores: Sequence[list[float]], keys: Sequence[Sequence[tuple[str, ...]]]) -> list[int]:
    """Return the number of each mention's best reading once all have voted.

    `scores[m][r]` is the log weight of reading r of mention m in its own context; `keys[m][r]` holds one key for each
    question it answers (which surname and gender, which first name), "" where it answers none. Each mention gives
    every key the probability of the readings that have it; none votes for itself.
    """
    now = [shares(own) for own in scores]
    for _ in range(ROUNDS):
        cast = [votes_of(probabilities, mine) for probabilities, mine in zip(now, keys, strict=True)]
        votes: dict[str, float] = defaultdict(float)
        for mine in cast:
            for key, vote in mine.items():
                votes[key] += vote
        now = [
            own if len(own) == 1 else shares([a + b for a, b in zip(own, bonuses(theirs, votes, mine), strict=True)])
            for own, theirs, mine in zip(scores, keys, cast, strict=True)
        ]
    return [probabilities.index(max(probabilities)) for probabilities in now]


def votes_of(probabilities: Sequence[float], keys: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Return one mention's vote for each of its keys."""
    votes: dict[str, float] = defaultdict(float)
    for probability, answers in zip(probabilities, keys, strict=True):
        for key in answers:
            if key:
                votes[key] += probability
    return votes


def bonuses(keys: Sequence[tuple[str, ...]], votes: dict[str, float], mine: dict[str, float]) -> list[float]:
    """Return what the others' votes add to each reading of one mention."""
    bonus = [0.0] * len(keys)
    for question in range(len(keys[0])):
        asked = {answers[question] for answers in keys if answers[question]}
        others = {key: max(0.0, votes[key] - mine[key]) for key in sorted(asked)}
        total = sum(others.values())
        if total > NO_VOTE / 3:
            for i, answers in enumerate(keys):
                if answers[question]:
                    bonus[i] += VOTE * log((others[answers[question]] + NO_VOTE) / (total + NO_VOTE))
    return bonus
