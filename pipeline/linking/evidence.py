"""Reads what releases say of two bearers of one name, writes how much it speaks for or against one person.

After Fellegi and Sunter (A Theory for Record Linkage, JASA 1969): every kind of evidence adds a log weight, for where
both sides share a value and against where both have values but none in common; what one side lacks counts nothing.
The weights stand in person_evidence.csv.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import fsum, log
from typing import TypeVar

from pipeline.linking.keys import fold, stem
from pipeline.linking.wordlists import read_rows, word_lists
from pipeline.resources import models_folder

Evidence = tuple[str, Hashable]
# Kind of evidence → its values. Never changed once made: the people of a million mentions share what they have alike.
Values = Mapping[str, frozenset[Hashable]]
T = TypeVar("T")
# Kinds that are compared by their own row of person_evidence.csv; the others (role, post, field, company) below.
PLAIN_KINDS = ("generation", "employer", "country", "scene", "place")
# More other names than these say no more of a person.
MOST_COMPANY = 400


@cache
def weights() -> dict[str, tuple[float, float]]:
    """Return kind of evidence → (weight where it is the same, weight where it is not), from person_evidence.csv."""
    rows = read_rows(models_folder() / "person_evidence.csv")
    return {row["evidence"]: (float(row["same"] or 0), float(row["apart"] or 0)) for row in rows}


@cache
def fields_by_word() -> dict[str, tuple[str, str]]:
    """Return stem of a word in a role → (field of activity, gender that the word tells or "")."""
    rows = read_rows(models_folder() / "role_fields.csv")
    return {role_root(fold(row["word"])): (row["field"], row["gender"]) for row in rows}


def role_root(word: str) -> str:
    """Return a folded word without what its cases change («музей», «музея»)."""
    return stem(word).rstrip("аеийоь")


@cache
def near_fields() -> frozenset[frozenset[str]]:
    """Return the pairs of fields that one person often has together."""
    return frozenset(frozenset((row["field"], row["other"])) for row in read_rows(models_folder() / "near_fields.csv"))


@lru_cache(50_000)
def role_key(role: str) -> str:
    """Return a role without what dates it («бывший», «экс-»), folded."""
    dated = word_lists()["dated_role"]
    words = [word for word in fold(role.replace("экс-", " ")).split() if word not in dated]
    return " ".join(words)


@lru_cache(50_000)
def role_evidence(role: str, organization: str = "") -> frozenset[Evidence]:
    """Return what the words of a role tell: itself, the field of activity, a woman's gender.

    The field is the first word's («прокурор»); of all words where that has none («директор музея»); of the words of
    the organisation where the role has none («заместитель председателя», «Национальный банк»).
    """
    key = role_key(role)
    if not key:
        return frozenset()
    told: set[Evidence] = {("role", key)}
    first, *others = [fields_by_word().get(role_root(word)) for word in key.split()]
    if first is not None:
        told.add(("field", first[0]))
        if first[1]:
            told.add(("gender", first[1]))
        return frozenset(told)
    fields = {other[0] for other in others if other is not None}
    if not fields:
        words = fold(organization).split()
        fields = {other[0] for word in words if (other := fields_by_word().get(role_root(word))) is not None}
    return frozenset(told | {("field", name) for name in fields})


def values_of(told: Iterable[Evidence]) -> Values:
    """Return the evidence by its kind."""
    values: dict[str, set[Hashable]] = defaultdict(set)
    for kind, value in told:
        values[kind].add(value)
    return {kind: frozenset(found) for kind, found in values.items()}


def union(one: frozenset[T], other: frozenset[T]) -> frozenset[T]:
    """Return the union: `one` or `other` itself where that has all, so that equal sets stay one object."""
    if other <= one:
        return one
    return other if one < other else one | other


def union_of_values(one: Values, other: Values) -> Values:
    """Return the values of both: `one` itself where `other` adds nothing."""
    if one is other:
        return one
    both = {kind: union(one.get(kind, NO_VALUES), values) for kind, values in other.items()}
    more = {kind: values for kind, values in both.items() if values is not one.get(kind)}
    return {**one, **more} if more else one


NO_VALUES: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Profile:
    """What one or several mentions of a person say: values of each kind of evidence and the company of names.

    It is never changed: mentions of which their release says nothing of their own share one.
    """

    values: Values
    company: frozenset[Hashable] = frozenset()

    def of(self, kind: str) -> frozenset[Hashable]:
        """Return the values of one kind."""
        return self.values.get(kind, NO_VALUES)

    def with_all_of(self, other: "Profile") -> "Profile":
        """Return what the two say together; more company is met only while there is little."""
        values = union_of_values(self.values, other.values)
        company = self.company if len(self.company) >= MOST_COMPANY else union(self.company, other.company)
        return self if values is self.values and company is self.company else Profile(values, company)


class Scale:
    """Weighs two profiles; `in_releases` tells in how many releases each name of the company stands."""

    def __init__(self, in_releases: Mapping[Hashable, int], releases: int) -> None:
        self.in_releases = in_releases
        self.releases = max(2, releases)

    def reasons(self, a: Profile, b: Profile) -> dict[str, float]:
        """Return the weight of each kind of evidence that the two have, in the order of the table."""
        found: dict[str, float] = {}
        table = weights()
        for kind in PLAIN_KINDS:
            mine, theirs = a.of(kind), b.of(kind)
            if mine and theirs:
                found[kind] = table[kind][0] if mine & theirs else table[kind][1]
        if a.of("post") & b.of("post"):
            found["post"] = table["post"][0]
            found.pop("employer", None)
        elif a.of("role") and b.of("role"):
            found["role"] = self.same_role(a.of("role"), b.of("role"))
        mine, theirs = a.of("field"), b.of("field")
        if mine and theirs:
            if mine & theirs:
                found["field"] = table["field"][0]
            elif any(frozenset((str(x), str(y))) in near_fields() for x in mine for y in theirs):
                found["field"] = table["near_field"][1]
            else:
                found["field"] = table["field"][1]
        if a.company and b.company:
            most, least = table["company"]
            found["company"] = least + (most - least) * self.shared_company(a, b)
        return found

    def same_role(self, mine: frozenset[Hashable], theirs: frozenset[Hashable]) -> float:
        """Return the weight of two sets of roles; «заместитель» is a short «заместитель Генерального секретаря»."""
        same, apart = weights()["role"]
        if shared := mine & theirs:
            return same * (1 + any(" " in str(role) for role in shared))
        begins = any(f"{x} ".startswith(f"{y} ") or f"{y} ".startswith(f"{x} ") for x in mine for y in theirs)
        return 0.0 if begins else apart

    def shared_company(self, a: Profile, b: Profile) -> float:
        """Return the share of the smaller company that the larger one has too, rare names weighing more; 0 to 1."""
        small, large = sorted((a.company, b.company), key=len)
        whole = fsum(self.rarity(name) for name in small)
        return fsum(self.rarity(name) for name in small if name in large) / whole

    def rarest(self, company: Iterable[Hashable]) -> list[Hashable]:
        """Return the names of a company, those of the fewest releases first."""
        return sorted(company, key=lambda name: (-self.rarity(name), str(name)))

    def rarity(self, name: Hashable) -> float:
        """Return how much a name tells: the logarithm of how few releases have it."""
        return log((1 + self.releases) / (1 + min(self.releases, self.in_releases.get(name, 1)))) + 0.1
