"""Reads gold folders, gives training examples: what the names net reads of a release, and the tags it should give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from spacy.language import Language

from pipeline.evaluation.gold import Mention, read_gold
from pipeline.nlp.name_features import Floats, Ints, Surroundings, surroundings_of
from pipeline.nlp.name_net import BEGIN, END, INSIDE, SINGLE
from pipeline.nlp.name_words import Words
from pipeline.nlp.names import KEPT, LABELS

# One head per kind and level: a mention inside another of its kind is of the next level. Deeper ones are left out
# (NEREL train: 26 of 5,765 organisations lie in more than two others).
HEADS = (
    *("PER", "LOC", "LOC", "ORG", "ORG", "ORG"),
    *("PROFESSION", "PROFESSION", "EVENT", "LAW", "FACILITY", "DATE", "NATIONALITY"),
)
# Kinds that are read from a pack. The others only teach what a name is not («аэропорт «Пулково»» is a building).
READ = {*LABELS, *KEPT}
# Every gold folder marks these; a folder without a mention of another kind says nothing about that kind.
ALWAYS = {"PER", "ORG", "LOC"}

HAS_NAME = re.compile(r"[A-ZА-ЯЁ0-9]")
ADJECTIVE = re.compile(r"[^\W\d_]+(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ою|ое|ие|их|ими)", re.IGNORECASE)
DESCRIPTORS = re.compile(r"(?:[а-яё-]+ )+(?=«)")

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Example:
    """One release: words, their surroundings, hidden states (words x columns), tags (words x HEADS, BIOES), folder.

    `marked` tells for each head whether the folder marks such mentions.
    """

    texts: list[str]
    surroundings: Surroundings
    states: Floats
    tags: Ints
    spans: frozenset[Span]
    style: int
    marked: tuple[bool, ...]


def read_examples(folder: Path, style: int, nlp: Language) -> list[Example]:
    """Return the releases of a gold folder as examples. `nlp` ends with the encoder."""
    gold = read_gold(folder)
    by_doc: dict[str, list[Mention]] = {doc_id: [] for doc_id in sorted(gold.releases)}
    for mention in gold.mentions:
        by_doc[mention.doc_id].append(mention)
    kinds = ALWAYS | {mention.label for mention in gold.mentions}
    marked = tuple(kind in kinds for kind in HEADS)
    docs = nlp.pipe([gold.releases[doc_id].text for doc_id in by_doc], batch_size=16)
    examples = []
    for doc, (doc_id, mentions) in zip(docs, by_doc.items(), strict=True):
        words = Words(doc)
        around = surroundings_of(words)
        text = gold.releases[doc_id].text
        starts = {token.idx: i for i, token in enumerate(words.tokens)}
        ends = {token.idx + len(token): i + 1 for i, token in enumerate(words.tokens)}
        sentence = np.searchsorted(around.sentences, np.arange(len(words)), side="right")
        spans = {
            (starts[start], ends[end], kind)
            for start, end, kind in labelled(mentions, text)
            # What parts a token or goes over a sentence end cannot be said in tags (NEREL train: 8 of 1,000).
            if start in starts and end in ends and sentence[starts[start]] == sentence[ends[end] - 1]
        }
        tags = tags_of(spans, len(words))
        examples.append(Example(words.texts, around, words.states(), tags, frozenset(spans), style, marked))
    return examples


def labelled(mentions: Iterable[Mention], text: str) -> Iterator[Span]:
    """Yield the mentions as LABELS.md has them: public corpora mark more, and cut quotes otherwise.

    Names without a capital or a digit and adjectives of places are none; a quotation mark that opens inside closes
    inside; quotes around the whole are outside; a small-letter descriptor before a quoted name is outside.
    """
    for mention in mentions:
        start, end, kind = mention.start, mention.end, mention.label
        if kind in ALWAYS:
            if not HAS_NAME.search(mention.text) or (kind == "LOC" and ADJECTIVE.fullmatch(mention.text)):
                continue
            if kind == "ORG" and (descriptors := DESCRIPTORS.match(text, start, end)):
                start = descriptors.end()
            start, end = balanced(text, start, end)
        if start < end:
            yield start, end, kind


def balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span with its quotation marks in pairs, and without a pair around the whole."""
    inside = text[start:end]
    opening, closing = inside.count("«"), inside.count("»")
    if opening > closing and text[end : end + 1] == "»":
        end += 1
    elif opening > closing and inside[0] == "«":
        start += 1
    elif closing > opening and inside[-1] == "»":
        end -= 1
    inside = text[start:end]
    if inside[:1] == "«" and inside[-1:] == "»" and inside.count("«") == 1:
        start, end = start + 1, end - 1
    return start, end


def tags_of(spans: Iterable[Span], words: int) -> Ints:
    """Return BIOES tags, words x HEADS: a mention inside another of its kind goes to the next head of that kind."""
    tags = np.zeros((words, len(HEADS)), dtype=np.intp)
    kept: dict[int, list[tuple[int, int]]] = {head: [] for head in range(len(HEADS))}
    for start, end, kind in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        heads = [head for head, of_kind in enumerate(HEADS) if of_kind == kind]
        others = [other for head in heads for other in kept[head]]
        if not heads or any(a < start < b < end or start < a < end < b for a, b in others):
            continue
        level = sum(a <= start and end <= b for a, b in others)
        if level >= len(heads):
            continue
        kept[heads[level]].append((start, end))
        column = tags[start:end, heads[level]]
        column[:] = INSIDE
        column[0], column[-1] = BEGIN, END
        if end - start == 1:
            column[0] = SINGLE
    return tags


def count_words(examples: Sequence[Example]) -> int:
    return sum(len(example.texts) for example in examples)
