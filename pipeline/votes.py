"""Lets mentions settle each other's readings, in a release or a corpus: a full name decides an unclear surname."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp, log

# How much the other mentions count against a mention's own context, and what an unheard-of name starts with.
VOTE = 1.5
NO_VOTE = 0.15
ROUNDS = 2
# A mention is sure of what has at least this share. Of 11,701 mentions of news texts 96.4 % are sure of their name and
# gender; 99.3 % of the sure ones and 96.4 % of the others have the right normal form.
SURE = 0.9


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
        now = voted(scores, keys, [votes_of(mine, theirs) for mine, theirs in zip(now, keys, strict=True)])
    return [probabilities.index(max(probabilities)) for probabilities in now]


def settled_by_sure_votes(
    scores: Sequence[list[float]], keys: Sequence[Sequence[tuple[str, ...]]]
) -> list[list[float]]:
    """Return the share of each mention's readings once those that are sure have voted.

    The unsure have no say here: many that are unclear in the same way must not persuade each other.
    """
    own = [votes_of(shares(mine), theirs) for mine, theirs in zip(scores, keys, strict=True)]
    return voted(scores, keys, [{key: vote for key, vote in mine.items() if vote >= SURE} for mine in own])


def voted(
    scores: Sequence[list[float]], keys: Sequence[Sequence[tuple[str, ...]]], cast: Sequence[Mapping[str, float]]
) -> list[list[float]]:
    """Return the share of each mention's readings after the votes that the others have cast."""
    votes: dict[str, float] = defaultdict(float)
    for mine in cast:
        for key, vote in mine.items():
            votes[key] += vote
    return [
        shares(own if len(own) == 1 else [a + b for a, b in zip(own, bonuses(theirs, votes, mine), strict=True)])
        for own, theirs, mine in zip(scores, keys, cast, strict=True)
    ]


def votes_of(probabilities: Sequence[float], keys: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Return one mention's vote for each of its keys."""
    votes: dict[str, float] = defaultdict(float)
    for probability, answers in zip(probabilities, keys, strict=True):
        for key in answers:
            if key:
                votes[key] += probability
    return votes


def bonuses(
    keys: Sequence[tuple[str, ...]], votes: Mapping[str, float], mine: Mapping[str, float], weight: float = VOTE
) -> list[float]:
    """Return what the others' votes add to each reading of one mention; zeros where they say nothing."""
    bonus = [0.0] * len(keys)
    for question in range(len(keys[0])):
        asked = {answers[question] for answers in keys if answers[question]}
        others = {key: max(0.0, votes.get(key, 0.0) - mine.get(key, 0.0)) for key in sorted(asked)}
        total = sum(others.values())
        if total > NO_VOTE / 3:
            for i, answers in enumerate(keys):
                if answers[question]:
                    bonus[i] += weight * log((others[answers[question]] + NO_VOTE) / (total + NO_VOTE))
    return bonus
