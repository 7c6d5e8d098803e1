"""Reads bearers of one name, writes which of them are one person, and what spoke for and against each such join."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from pipeline.linking.bearers import Bearer
from pipeline.linking.evidence import Scale, weights
from pipeline.linking.keys import sound
from pipeline.linking.name_parts import commonness, firsts_agree, middles_agree

MOST_RIVALS = 30  # a bearer is weighed against no more, the best known first
# Kind of evidence → how much it speaks for one person, or against (below 0).
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Join:
    """Two bearers that were found to be one: rows of their first mentions, all rows that `joined` brought, and why.

    `shared`: kind of evidence → the values that both have; `rule` joins whatever the evidence weighs, "" if it decides.
    """

    kept: int
    joined: int
    rows: tuple[int, ...]
    evidence: Weights
    shared: Mapping[str, Collection[Hashable]]
    rule: str


def weights_of(*kinds: str) -> Weights:
    """Return kind → its weight where it speaks for one person."""
    return {kind: weights()[kind][0] for kind in kinds}


def name_evidence(bearers: Iterable[Bearer]) -> Weights:
    """Return the weight of two full names being equal: the rarer the name, the more it tells."""
    rarest = min((commonness(last) for bearer in bearers for last in bearer.lasts), default=2)
    return weights_of("name" if rarest == 2 else "rare_name")


def spelling_evidence(a: Bearer, b: Bearer) -> Weights:
    """Return the weight of two full names being equal but for a letter of the surname."""
    return {**name_evidence((a, b)), **weights_of("spelling")}


class Joiner:
    """Weighs whether two bearers are one person; tells `witness`, where there is one, of every two that are."""

    def __init__(self, scale: Scale, witness: Callable[[Join], None] | None = None) -> None:
        self.scale = scale
        self.witness = witness

    def evidence(self, a: Bearer, b: Bearer, name: Weights) -> Weights:
        """Return what speaks for and against `a` and `b` being one, `name` being what their names say.

        What makes it impossible weighs minus infinity.
        """
        table = weights()
        found = dict(name)
        if a.middles and b.middles:
            if not any(middles_agree(x, y) for x in a.middles for y in b.middles):
                return {"patronymic": float("-inf")}
            found |= weights_of("patronymic" if a.patronymics & b.patronymics else "middle_initial")
        if a.gender and b.gender and a.gender != b.gender and (a.profile.of("gender") or b.profile.of("gender")):
            found["gender"] = table["gender"][1]
        return found | self.scale.reasons(a.profile, b.profile)

    def weigh(self, a: Bearer, b: Bearer, name: Weights) -> float:
        """Return how much speaks for `a` and `b` being one (above 0) or two (below)."""
        return fsum(self.evidence(a, b, name).values())

    def note(self, kept: Bearer, other: Bearer, name: Weights, rule: str = "") -> None:
        """Tell the witness that `kept` will take in `other`; `rule` is what joins them whatever the rest weighs."""
        if self.witness is not None:
            shared: dict[str, Collection[Hashable]] = {
                kind: kept.profile.of(kind) & other.profile.of(kind) for kind in kept.profile.values
            }
            shared["company"] = self.scale.rarest(kept.profile.company & other.profile.company)
            evidence = self.evidence(kept, other, name)
            self.witness(Join(kept.order, other.order, tuple(other.rows), evidence, shared, rule))


def clusters(bearers: Sequence[Bearer], name: Weights, joiner: Joiner) -> list[Bearer]:
    """Return the people among bearers of one name, `name` being the weight of that.

    Equal patronymics and equal posts join at once. What is left joins the best of those known better, if more speaks
    for it than against it, and clearly more than for the next one.
    """
    if len(bearers) == 1:
        return list(bearers)
    known = sorted(joined_by_key(bearers, name, joiner), key=lambda b: (not b.patronymics, -len(b.releases), b.order))
    while True:
        people: list[Bearer] = []
        for bearer in known:
            best = clearly_best(bearer, people[:MOST_RIVALS], name, joiner)
            if best is None:
                people.append(bearer)
            else:
                joiner.note(best, bearer, name)
                best.update(bearer)
        if len(people) == len(known) or len(people) == 1:
            return people
        known = sorted(people, key=lambda b: (not b.patronymics, -len(b.releases), b.order))


def joined_by_key(bearers: Sequence[Bearer], name: Weights, joiner: Joiner) -> list[Bearer]:
    """Return the bearers with those of one patronymic made one, then those of one post if no patronymic objects."""
    for kind in ("patronymic", "post"):
        by_value: dict[Hashable, Bearer] = {}
        left: list[Bearer] = []
        for bearer in sorted(bearers, key=lambda b: (not b.patronymics, b.order)):
            values = sorted(bearer.patronymics if kind == "patronymic" else bearer.profile.of("post"), key=str)
            if kind == "patronymic":
                values = [sound(str(value)) for value in values]
            same = next((by_value[v] for v in values if v in by_value and compatible(by_value[v], bearer)), None)
            if same is None:
                left.append(bearer)
                same = bearer
            else:
                joiner.note(same, bearer, name, f"equal {kind}s")
                same.update(bearer)
            for value in values:
                by_value.setdefault(value, same)
        bearers = left
    return list(bearers)


def compatible(a: Bearer, b: Bearer) -> bool:
    """Tell whether neither patronymic nor generation nor gender forbids that two bearers are one."""
    generations = a.profile.of("generation"), b.profile.of("generation")
    return (not a.middles or not b.middles or any(middles_agree(x, y) for x in a.middles for y in b.middles)) and (
        not all(generations) or bool(generations[0] & generations[1])
    )


def clearly_best(bearer: Bearer, rivals: Sequence[Bearer], name: Weights, joiner: Joiner) -> Bearer | None:
    """Return who of the rivals `bearer` is, `name` being what the names say; None where none or several may be."""
    scored = [(joiner.weigh(bearer, other, name), other) for other in rivals]
    scored.sort(key=lambda item: (-item[0], item[1].order))
    if not scored or scored[0][0] <= 0:
        return None
    best, chosen = scored[0]
    for value, other in scored[1:]:
        if value <= 0 or best - value >= weights()["margin"][0]:
            break
        if not firsts_of_both_agree(chosen, other) or joiner.weigh(chosen, other, weights_of("name")) <= 0:
            return None  # two who are not one, and nothing tells which
    return chosen


def firsts_of_both_agree(a: Bearer, b: Bearer) -> bool:
    """Tell whether two bearers of one surname can have one first name."""
    return not a.firsts or not b.firsts or any(firsts_agree(x, y) for x in a.firsts for y in b.firsts)
