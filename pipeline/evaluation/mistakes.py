"""Reads a Comparison and the texts, gives every mistake with the text around it, writes them as CSV."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from pipeline.evaluation.gold import Key, Mention, Offsets
from pipeline.evaluation.matching import Comparison
from pipeline.evaluation.scores import is_same_form

KINDS = ("missed", "spurious", "boundary", "label", "normal")
COLUMNS = (
    *("doc_id", "start", "end", "kind", "label_gold", "label_found", "text_gold", "text_found"),
    *("normal_gold", "normal_found", "context", "found_by", "score"),
)
# Characters of text on either side of a mistake.
AROUND = 50


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. A missed mention has no `found`, a spurious one no `gold`; in `context` gold's span stands in
    [brackets], the found one in {braces}."""

    kind: str
    gold: Mention | None
    found: Mention | None
    context: str

    @property
    def place(self) -> Mention:
        """Return the mention whose place it is: gold's, if there is one."""
        place = self.gold or self.found
        if place is None:
            raise ValueError("a mistake is about a mention of gold or a found one")
        return place

    @property
    def row(self) -> dict[str, object]:
        """Return the cells of COLUMNS, "" where there is nothing to tell."""
        sides = {"gold": self.gold, "found": self.found}
        told = {
            f"{name}_{side}": getattr(mention, name) if mention else ""
            for side, mention in sides.items()
            for name in ("label", "text", "normal")
        }
        score = self.found.score if self.found else None
        return {
            "doc_id": self.place.doc_id,
            "start": self.place.start,
            "end": self.place.end,
            "kind": self.kind,
            **told,
            "context": self.context,
            "found_by": self.found.found_by if self.found else "",
            "score": "" if score is None else score,
        }


def mistakes(comparison: Comparison, texts: dict[str, str]) -> list[Mistake]:
    """Return every mistake in text order; what counts against precision or recall stands in exactly one of them.

    label: the same span with another label; boundary: the same label, the spans overlap, nearest pair first; normal: a
    strict hit whose normal form is wrong.
    """
    missed = set(comparison.gold) - set(comparison.found)
    spurious = {key for key in comparison.found if comparison.is_wrong(key)}
    pairs = [("label", *pair) for pair in same_span(missed, spurious)]
    missed -= {gold for _, gold, _ in pairs}
    spurious -= {found for _, _, found in pairs}
    crossed = [("boundary", *pair) for pair in same_label(missed, spurious)]
    missed -= {gold for _, gold, _ in crossed}
    spurious -= {found for _, _, found in crossed}
    wrong_normal = (
        ("normal", key, key)
        for key in comparison.gold.keys() & comparison.found.keys()
        if comparison.gold[key].normal and not is_same_form(comparison.gold[key].normal, comparison.found[key].normal)
    )
    told: Iterable[tuple[str, Key | None, Key | None]] = (
        *pairs,
        *crossed,
        *wrong_normal,
        *(("missed", key, None) for key in missed),
        *(("spurious", None, key) for key in spurious),
    )
    found = [
        Mistake(kind, gold and comparison.gold[gold], found and comparison.found[found], around(gold, found, texts))
        for kind, gold, found in told
    ]
    return sorted(found, key=lambda mistake: (*mistake.place.key, mistake.kind))


def same_span(missed: Iterable[Key], spurious: Iterable[Key]) -> Iterator[tuple[Key, Key]]:
    """Yield pairs of equal spans, each mention in one at most."""
    waiting: dict[tuple[str, int, int], list[Key]] = defaultdict(list)
    for key in sorted(spurious, reverse=True):
        waiting[key[:3]].append(key)
    for key in sorted(missed):
        if waiting[key[:3]]:
            yield key, waiting[key[:3]].pop()


def same_label(missed: Iterable[Key], spurious: Iterable[Key]) -> Iterator[tuple[Key, Key]]:
    """Yield pairs of overlapping spans with one label, those with the fewest other characters first."""
    waiting: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in spurious:
        waiting[key[0], key[3]].append(key)
    near = [
        (abs(gold[1] - found[1]) + abs(gold[2] - found[2]), gold, found)
        for gold in missed
        for found in waiting.get((gold[0], gold[3]), ())
        if gold[1] < found[2] and found[1] < gold[2]
    ]
    taken: set[Key] = set()
    for _, gold, found in sorted(near):
        # Two keys with equal spans and labels are one, so gold's and found ones never mix here.
        if gold not in taken and found not in taken:
            taken |= {gold, found}
            yield gold, found


def around(gold: Key | None, found: Key | None, texts: dict[str, str]) -> str:
    doc_id = (gold or found or ("",))[0]
    return context(texts[doc_id], gold and gold[1:3], found and found[1:3])


def context(text: str, gold: Offsets | None, found: Offsets | None) -> str:
    """Return the text around one or both spans on one line, gold's in [brackets], the found one in {braces}."""
    spans = [span for span in (gold, found) if span]
    start = max(0, min(span[0] for span in spans) - AROUND)
    end = min(len(text), max(span[1] for span in spans) + AROUND)
    # At one place a mark that closes comes first, and of equal spans gold's is the outer one.
    marks = [(found[1], 0, "}"), (found[0], 3, "{")] if found else []
    marks += [(gold[1], 1, "]"), (gold[0], 2, "[")] if gold else []
    parts, last = [], start
    for place, _, mark in sorted(marks):
        parts += [text[last:place], mark]
        last = place
    line = one_line("".join([*parts, text[last:end]]))
    return f"{'…' if start else ''}{line}{'…' if end < len(text) else ''}"


def one_line(text: str) -> str:
    """Return the text with single spaces for white space and without what does not print."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def write_mistakes(found: Iterable[Mistake], file: TextIO) -> None:
    """Write one row per mistake to an open CSV file."""
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(mistake.row for mistake in found)
