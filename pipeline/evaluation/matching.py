"""Reads gold and found mentions, gives a Comparison: what is compared with what, and what does not count."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pipeline.evaluation.gold import Key, Mention, Offsets

NAMES = ("PER", "ORG", "LOC")
LABELS = (*NAMES, "DATE")
# Kinds of names that public corpora mark and our labels leave open (products, events, buildings): what is found inside
# them is neither right nor wrong.
NEUTRAL = ("PRO", "EVT", "FACILITY")
OUTSIDE = "OUTSIDE"
QUOTES = "«»\"“”„'"
# «российского», «немецкий»: a place that is one relational adjective.
ADJECTIVE = re.compile(r"[^\W\d_]+[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ою|ое|ие|их|ими)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """How gold is read that was annotated by other guidelines than ours.

    `flat`: found names inside longer ones do not count, as gold has none. `by_labels`: names without a capital letter
    or digit and places that are one adjective are neutral, quotation marks at either end of a span do not count, DATE
    is left out (corpora take durations and the preposition into it). `neutral`: labels of gold inside which whatever
    is found is neither right nor wrong.
    """

    flat: bool = False
    by_labels: bool = False
    neutral: tuple[str, ...] = NEUTRAL


class Spans:
    """Spans of one text, asked about other spans; every question takes O(log n)."""

    def __init__(self, spans: Iterable[Offsets]) -> None:
        self.spans = sorted(set(spans), key=lambda span: (span[0], -span[1]))
        self.starts = [start for start, _ in self.spans]
        # the farthest end of all spans up to this one
        self.reach = list(accumulate((end for _, end in self.spans), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them begins and ends no nearer than this."""
        before = bisect_right(self.starts, start)
        return before > 0 and self.reach[before - 1] >= end

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with this."""
        before = bisect_left(self.starts, end)
        return before > 0 and self.reach[before - 1] > start

    def outermost(self) -> set[Offsets]:
        """Return those that lie in no other."""
        outer = set()
        reached = -1
        for (start, end), reach in zip(self.spans, self.reach, strict=True):
            if end > reached:
                outer.add((start, end))
            reached = reach
        return outer


@dataclass(frozen=True, slots=True)
class Comparison:
    """Mentions to compare, by key; `labels` are the gold's own of ours, in the order of LABELS."""

    labels: tuple[str, ...]
    gold: dict[Key, Mention]
    found: dict[Key, Mention]
    neutral: dict[str, Spans]

    def is_neutral(self, key: Key) -> bool:
        """Whether a found mention lies where gold leaves open what is right."""
        spans = self.neutral.get(key[0])
        return spans is not None and spans.hold(key[1], key[2])

    def is_wrong(self, key: Key) -> bool:
        """Whether a found mention is none of gold's, and no neutral one."""
        return key not in self.gold and not self.is_neutral(key)


def compare(gold: Sequence[Mention], found: Sequence[Mention], reading: Reading | None = None) -> Comparison:
    """Return gold and found mentions ready to compare, `reading` applied to both."""
    reading = reading or Reading()
    wanted: tuple[str, ...] = LABELS
    neutral = reading.neutral
    if reading.by_labels:
        wanted, neutral = NAMES, (*neutral, OUTSIDE)
        gold = [without_quotes(outside_marked(mention)) for mention in gold]
        found = [without_quotes(mention) for mention in found]
    if reading.flat:
        found = without_nested([mention for mention in found if mention.label in NAMES])
    by_key = {mention.key: mention for mention in gold if mention.label in wanted}
    labels = tuple(label for label in wanted if any(key[3] == label for key in by_key))
    # Without its quotation marks a mention may equal another one: the first counts.
    found_by_key: dict[Key, Mention] = {}
    for mention in found:
        if mention.label in labels:
            found_by_key.setdefault(mention.key, mention)
    open_spans = spans_by_doc(mention for mention in gold if mention.label in neutral)
    return Comparison(labels, by_key, found_by_key, open_spans)


def spans_by_doc(mentions: Iterable[Mention]) -> dict[str, Spans]:
    found: dict[str, list[Offsets]] = defaultdict(list)
    for mention in mentions:
        found[mention.doc_id].append((mention.start, mention.end))
    return {doc_id: Spans(spans) for doc_id, spans in found.items()}


def outside_marked(mention: Mention) -> Mention:
    """Return the mention with the label OUTSIDE if our guidelines would not mark it."""
    is_outside = mention.label in NAMES and (
        not any(char.isupper() or char.isdigit() for char in mention.text)
        or (mention.label == "LOC" and ADJECTIVE.fullmatch(mention.text) is not None)
    )
    return replace(mention, label=OUTSIDE) if is_outside else mention


def without_quotes(mention: Mention) -> Mention:
    """Return the mention without quotation marks at its ends, unless it is nothing else."""
    text = mention.text
    left = len(text) - len(text.lstrip(QUOTES))
    right = len(text) - len(text.rstrip(QUOTES))
    if not left + right or left + right >= len(text):
        return mention
    return replace(mention, start=mention.start + left, end=mention.end - right, text=text[left : len(text) - right])


def without_nested(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that lie in no longer one."""
    outer = {doc_id: spans.outermost() for doc_id, spans in spans_by_doc(mentions).items()}
    return [mention for mention in mentions if (mention.start, mention.end) in outer[mention.doc_id]]
