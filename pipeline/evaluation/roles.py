"""Reads gold and found person–role statements, gives how many are right."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.evaluation.gold import Gold, GoldRole, Offsets
from pipeline.evaluation.scores import Counts, Scores, is_same_form, share


@dataclass(frozen=True, slots=True)
class FoundRole:
    """A statement of the roles table; `organization` is None where there is none."""

    doc_id: str
    person: Offsets
    start: int
    end: int
    role: str
    organization: Offsets | None


def score_roles(gold: Gold, found: Sequence[FoundRole]) -> Scores:
    """Return the figures of roles, none where gold has no roles.csv.

    roles.person: person and role overlap gold's; roles.organization: share of gold's rows that name an organisation
    where the overlapping row has it. roles.exact, where gold's roles are normal forms: a mention of the person, the
    role in the nominative, and a mention of the organisation or none, all as in gold.
    """
    if gold.roles is None:
        return {}
    pairs = matched(gold.roles, found, overlaps, best=has_organization)
    with_organization = sum(bool(role.organizations) for role in gold.roles)
    scores: Scores = {
        "roles.person": Counts(len(gold.roles), len(found), len(pairs)).score,
        "roles.organization": share(sum(has_organization(*pair) for pair in pairs), with_organization),
    }
    if has_normal_forms(gold):
        exact = matched(gold.roles, found, is_exact)
        scores["roles.exact"] = Counts(len(gold.roles), len(found), len(exact)).score
    return scores


Relation = Callable[[GoldRole, FoundRole], bool]


def matched(
    gold: Iterable[GoldRole], found: Sequence[FoundRole], relation: Relation, best: Relation | None = None
) -> list[tuple[GoldRole, FoundRole]]:
    """Return pairs for which `relation` holds, every row in one at most; among several, one that is `best` too."""
    waiting: dict[str, list[FoundRole]] = defaultdict(list)
    for statement in found:
        waiting[statement.doc_id].append(statement)
    pairs = []
    for role in gold:
        hits = [statement for statement in waiting[role.doc_id] if relation(role, statement)]
        if hits:
            chosen = next((hit for hit in hits if best is not None and best(role, hit)), hits[0])
            waiting[role.doc_id].remove(chosen)
            pairs.append((role, chosen))
    return pairs


def overlaps(gold: GoldRole, found: FoundRole) -> bool:
    """Whether person and role share characters with gold's."""
    return touch((gold.start, gold.end), (found.start, found.end)) and any(touch(found.person, p) for p in gold.people)


def has_organization(gold: GoldRole, found: FoundRole) -> bool:
    """Whether the organisation shares characters with gold's."""
    organization = found.organization
    return organization is not None and any(touch(organization, span) for span in gold.organizations)


def is_exact(gold: GoldRole, found: FoundRole) -> bool:
    """Whether person, role in the nominative and organisation are gold's."""
    return (
        found.person in gold.people
        and is_same_form(gold.role, found.role)
        and (found.organization in gold.organizations if gold.organizations else found.organization is None)
    )


def touch(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def has_normal_forms(gold: Gold) -> bool:
    """Whether gold's roles are in the nominative: public corpora only copy the words of the text."""
    return any(
        not is_same_form(role.role, gold.releases[role.doc_id].text[role.start : role.end]) for role in gold.roles or ()
    )
