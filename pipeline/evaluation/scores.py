"""Reads a Comparison, gives its figures by name: strict.PER, outer.micro, normal.ORG, table.LOC, b3_corpus.PER, …"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from pipeline.evaluation.gold import Key, Mention
from pipeline.evaluation.matching import Comparison, Spans, spans_by_doc

MICRO = "micro"
# What two right normal forms may differ in: kind of quotes and dashes, ё, and quotes at all.
PLAIN = str.maketrans(dict.fromkeys('«»“”„‟"', "") | dict.fromkeys("–—‑", "-") | {"ё": "е", "’": "'", "\u00a0": " "})
SPACE_AFTER_INITIAL = re.compile(r"(\b[^\W\d_]\.) (?=[^\W\d_])")


class Score(NamedTuple):
    """Precision, recall and F1, each 0 where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float


# A share (normal forms) is a float.
Scores = dict[str, Score | float]


class Counts(NamedTuple):
    """Mentions of gold, those found (neutral ones not counted), and those that are in both."""

    gold: int
    found: int
    right: int

    @property
    def score(self) -> Score:
        """Return precision, recall and F1."""
        return score_of(share(self.right, self.found), share(self.right, self.gold))


def score_of(precision: float, recall: float) -> Score:
    """Return both with their harmonic mean."""
    return Score(precision, recall, share(2 * precision * recall, precision + recall))


def share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def score(comparison: Comparison) -> Scores:
    """Return every figure that gold has answers for.

    strict: same span and label; outer: the same among the outermost spans of each label; overlap: a character shared
    and the same label; normal: share of strict hits whose normal form is right; table: the sets of (release, label,
    normal form); b3: B-cubed of entities over strict hits, within releases (b3_doc) and across them (b3_corpus), and
    over all of gold, where what was missed is an entity of its own (b3_all). A label for which gold has no answers
    (has_answers) has 0 there.
    """
    scores: Scores = {f"strict.{label}": counts.score for label, counts in strict_counts(comparison).items()}
    scores |= {f"outer.{label}": counts.score for label, counts in outer_counts(comparison).items()}
    scores |= {f"overlap.{label}": figure for label, figure in overlap_scores(comparison).items()}
    if any(mention.normal for mention in comparison.gold.values()):
        scores |= {f"normal.{label}": figure for label, figure in normal_shares(comparison).items()}
        scores |= {f"table.{label}": figure for label, figure in table_scores(comparison).items()}
    if all(any(m.entity_id for m in side.values()) for side in (comparison.gold, comparison.found)):
        for name, entities in (("doc", entities_in_doc), ("corpus", entities_in_corpus), ("all", entities_of_all)):
            scores |= {
                f"b3_{name}.{label}": b_cubed(entities(comparison, of_label(label)))
                for label in (*comparison.labels, MICRO)
            }
    return scores


def has_answers(comparison: Comparison, figure: str) -> bool:
    """Whether gold tells what is right for a figure: dates have no entities, some corpora no normal forms."""
    name, _, label = figure.partition(".")
    asked = [mention for key, mention in comparison.gold.items() if label in (key[3], MICRO)]
    if name.startswith("b3_"):
        return any(mention.entity_id for mention in asked)
    return name not in ("normal", "table") or any(mention.normal for mention in asked)


def of_label(label: str) -> Callable[[Key], bool]:
    return lambda key: label in (key[3], MICRO)


# ---- spans ---------------------------------------------------------------------------------------------------------


def strict_counts(comparison: Comparison) -> dict[str, Counts]:
    """Return the counts of equal spans by label, and of all as «micro»."""
    return counts_by_label(comparison, set(comparison.gold), set(comparison.found))


def outer_counts(comparison: Comparison) -> dict[str, Counts]:
    """Return the same of the spans that lie in no other of their label."""
    return counts_by_label(comparison, outermost(comparison.gold), outermost(comparison.found))


def counts_by_label(comparison: Comparison, gold: set[Key], found: set[Key]) -> dict[str, Counts]:
    by_label = {}
    for label in comparison.labels:
        of_gold = {key for key in gold if key[3] == label}
        of_found = {key for key in found if key[3] == label}
        right = len(of_gold & of_found)
        wrong = sum(not comparison.is_neutral(key) for key in of_found - of_gold)
        by_label[label] = Counts(len(of_gold), right + wrong, right)
    return with_micro(by_label)


def with_micro(by_label: dict[str, Counts]) -> dict[str, Counts]:
    every = by_label.values()
    return by_label | {
        MICRO: Counts(sum(n.gold for n in every), sum(n.found for n in every), sum(n.right for n in every))
    }


def outermost(mentions: dict[Key, Mention]) -> set[Key]:
    return {
        (doc_id, start, end, label)
        for (doc_id, label), spans in spans_by_label(mentions).items()
        for start, end in spans.outermost()
    }


def spans_by_label(mentions: dict[Key, Mention]) -> dict[tuple[str, str], Spans]:
    by_label: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions.values():
        by_label[mention.label].append(mention)
    return {
        (doc_id, label): spans for label, group in by_label.items() for doc_id, spans in spans_by_doc(group).items()
    }


NO_SPANS = Spans(())


def overlap_scores(comparison: Comparison) -> dict[str, Score]:
    """Return the scores of mentions that share a character with one of the other side, by label and «micro»."""
    gold, found = spans_by_label(comparison.gold), spans_by_label(comparison.found)

    def touched(key: Key, spans: dict[tuple[str, str], Spans]) -> bool:
        return spans.get((key[0], key[3]), NO_SPANS).touch(key[1], key[2])

    # Two gold mentions may touch one found mention, so each side is counted by itself.
    hits: dict[str, Counter[str]] = {label: Counter() for label in comparison.labels}
    for key in comparison.gold:
        hits[key[3]].update(gold=1, gold_hit=touched(key, found))
    for key in comparison.found:
        hit = touched(key, gold)
        hits[key[3]].update(found=hit or not comparison.is_neutral(key), found_hit=hit)
    hits[MICRO] = sum(hits.values(), Counter())
    return {
        label: score_of(share(n["found_hit"], n["found"]), share(n["gold_hit"], n["gold"])) for label, n in hits.items()
    }


# ---- normal forms --------------------------------------------------------------------------------------------------


def folded(text: str) -> str:
    """Return a normal form without what two right ones may differ in."""
    text = " ".join(text.casefold().translate(PLAIN).split())
    return SPACE_AFTER_INITIAL.sub(r"\1", text)


def is_same_form(gold: str, found: str) -> bool:
    """Whether two normal forms differ in nothing but case, quotes, dashes, ё/е and spaces between initials."""
    return folded(gold) == folded(found)


def normal_shares(comparison: Comparison) -> dict[str, float]:
    """Return the share of strict hits whose normal form is right, by label and «micro»."""
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for key in comparison.gold.keys() & comparison.found.keys():
        normal = comparison.gold[key].normal
        if normal:
            is_right = is_same_form(normal, comparison.found[key].normal)
            for label in (key[3], MICRO):
                told[label] += 1
                right[label] += is_right
    return {label: share(right[label], told[label]) for label in (*comparison.labels, MICRO)}


def table_scores(comparison: Comparison) -> dict[str, Score]:
    """Return the scores of the sets of (release, label, normal form), by label and «micro»."""
    gold = {entry_of(mention) for mention in comparison.gold.values()}
    counted = (m for key, m in comparison.found.items() if key in comparison.gold or not comparison.is_neutral(key))
    found = {entry_of(mention) for mention in counted}
    by_label = {}
    for label in comparison.labels:
        of_gold = {entry for entry in gold if entry[1] == label}
        of_found = {entry for entry in found if entry[1] == label}
        by_label[label] = Counts(len(of_gold), len(of_found), len(of_gold & of_found))
    return {label: counts.score for label, counts in with_micro(by_label).items()}


def entry_of(mention: Mention) -> tuple[str, str, str]:
    return mention.doc_id, mention.label, folded(mention.normal)


# ---- entities ------------------------------------------------------------------------------------------------------

Pairs = Iterator[tuple[Hashable, Hashable]]


def entities_in_doc(comparison: Comparison, wanted: Callable[[Key], bool]) -> Pairs:
    """Yield the (gold, found) entities of strict hits, those of two releases never the same."""
    for (gold, found), key in entities_and_keys(comparison, wanted):
        yield (key[0], gold), (key[0], found)


def entities_in_corpus(comparison: Comparison, wanted: Callable[[Key], bool]) -> Pairs:
    """Yield the (gold, found) entities of strict hits."""
    for pair, _ in entities_and_keys(comparison, wanted):
        yield pair


def entities_and_keys(
    comparison: Comparison, wanted: Callable[[Key], bool]
) -> Iterator[tuple[tuple[Hashable, Hashable], Key]]:
    for key, mention in comparison.gold.items():
        if mention.entity_id and key in comparison.found and wanted(key):
            # A mention that is linked to nothing is an entity of its own.
            yield (mention.entity_id, comparison.found[key].entity_id or key), key


def entities_of_all(comparison: Comparison, wanted: Callable[[Key], bool]) -> Pairs:
    """Yield the (gold, found) entities of all gold mentions; one that was missed is an entity of its own."""
    for key, mention in comparison.gold.items():
        if mention.entity_id and wanted(key):
            found = comparison.found.get(key)
            yield mention.entity_id, (found.entity_id if found else "") or key


def b_cubed(pairs: Iterable[tuple[Hashable, Hashable]]) -> Score:
    """Return B³ precision, recall and F1 of the (gold entity, found entity) of each mention (Bagga, Baldwin 1998)."""
    both = Counter(pairs)
    gold: Counter[Hashable] = Counter()
    found: Counter[Hashable] = Counter()
    for (of_gold, of_found), count in both.items():
        gold[of_gold] += count
        found[of_found] += count
    total = gold.total()
    precision = share(sum(count * count / found[of_found] for (_, of_found), count in both.items()), total)
    recall = share(sum(count * count / gold[of_gold] for (of_gold, _), count in both.items()), total)
    return score_of(precision, recall)
