"""Reads doc.tensor, writes doc.spans["names"]: PER, ORG and LOC mentions, nested ones too; and events and laws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import minibatch

from pipeline.collector import collector_off
from pipeline.nlp.encoder import BATCH, COLUMNS, Head, load_head, word_vectors
from pipeline.nlp.name_net import Found, Key, NameNet
from pipeline.nlp.name_rules import propose_names, settle_names
from pipeline.nlp.name_words import Name, Words
from pipeline.nlp.viterbi import Floats, decode, surely
from pipeline.resources import models_folder

PACK = "names.npz"
# What `found_by` calls the net and natasha's tagger.
NET = "names net"
TAGGER = "slovnet"
# What rules propose over natasha's tagger is a mention where the net gives it this probability or more.
PROPOSED = 0.12
# What the net alone sees must be likelier: from .6 to .82 ORG gained .006 to .008 on three SlavicNER parts and .002 on
# brexit, and lost .005 on NEREL dev, which marks more. .8 and .15 instead of .82 and .12 are .001 worse here and there.
SEEN_ALONE = 0.82
# Bodies that open with a small letter («[философский факультет МГУ]», «[палата представителей] конгресса США») are
# hardly ever proposed, so the net alone must do: from .82 to .5 ORG gained .010 on NEREL dev and lost .001 to .004 on
# the SlavicNER parts, whose guidelines leave them out.
SEEN_IN_SMALL_LETTERS = 0.5
LABELS = ("PER", "ORG", "LOC")
# Kinds that are no mentions of the tables, kept in a group of their own: kind → group of doc.spans.
KEPT = {"PROFESSION": "professions", "EVENT": "events", "LAW": "laws"}


def without_conflicts(names: Iterable[Name]) -> list[Name]:
    """Return the names without equal or crossing spans; of two that cannot stand together the likelier stays."""
    kept: list[Name] = []
    # The kept names over each word: what clashes with a name lies over its first word or its last.
    over: dict[int, list[Name]] = {}
    for name in sorted(names, key=lambda n: (-(n.score or 0.0), n.start, -n.end, n.label, n.found_by != NET)):
        others = chain(over.get(name.start, ()), over.get(name.end - 1, ()))
        if not any(clash(name, other) for other in others):
            kept.append(name)
            for i in range(name.start, name.end):
                over.setdefault(i, []).append(name)
    return sorted(kept, key=lambda n: (n.start, -n.end))


def span_of(name: Name) -> Key:
    return name.start, name.end, name.label


def clash(one: Name, other: Name) -> bool:
    """Whether two names cannot both stand: equal or crossing spans."""
    same = (one.start, one.end) == (other.start, other.end)
    return same or one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


class Tagger:
    """natasha's own tagger of flat names: the head of slovnet's NER net over doc.tensor."""

    def __init__(self, head: Head) -> None:
        if head.transitions is None:
            raise ValueError("the head of the NER net needs a CRF")
        self.head = head
        # The one head of slovnet has no forbidden first or last tag.
        self.transitions = head.transitions[None]
        self.outside = head.tags.index("O")
        self.free = np.zeros(len(head.tags), dtype=np.float32)

    def tag(self, docs: Sequence[Words]) -> list[list[Name]]:
        """Return the flat names of each Doc, in word numbers; none goes over a sentence end or a line break."""
        scores = [doc.states(COLUMNS["ner"]) @ self.head.weight + self.head.bias for doc in docs]
        tags = [np.full(len(doc), self.outside, dtype=np.intp) for doc in docs]
        # The chains run between words that are surely outside: all of a batch step together, so short ones are faster.
        parts = [(number, start, end) for number, here in enumerate(scores) for start, end in self.unsure(here)]
        chains = [scores[number][start:end] for number, start, end in parts]
        paths = decode(chains, [0] * len(chains), self.transitions, self.free, self.free)
        for (number, start, end), path in zip(parts, paths, strict=True):
            tags[number][start:end] = path
        return [
            list(tagged_names([self.head.tags[tag] for tag in path], doc.opens))
            for doc, path in zip(docs, tags, strict=True)
        ]

    def unsure(self, scores: Floats) -> list[tuple[int, int]]:
        """Return the (start, end) between words surely outside, these included, that hold other words."""
        sure = np.flatnonzero(surely(self.outside, scores, self.transitions[0])).tolist()
        bounds = [-1, *sure, len(scores)]
        return [(max(a, 0), min(b + 1, len(scores))) for a, b in pairwise(bounds) if b - a > 1]


def tagged_names(tags: Sequence[str], opens: Sequence[bool]) -> Iterator[Name]:
    """Yield one name per run of BIO `tags`; `opens` tells before which words a name ends."""
    start, label = -1, ""
    for i, (tag, is_start) in enumerate(zip(tags, opens, strict=True)):
        part, _, kind = tag.partition("-")
        goes_on = part == "I" and kind == label and not is_start
        if label and not goes_on:
            yield Name(start, i, label, TAGGER)
            label = ""
        if kind and not goes_on:
            start, label = i, kind
    if label:
        yield Name(start, len(tags), label, TAGGER)


def needed(words: Words, mention: Found) -> float:
    """Return the probability from which on a mention that only the net sees is one."""
    in_small_letters = (
        mention.kind == "ORG" and mention.end - mention.start > 1 and words.texts[mention.start][0].islower()
    )
    return SEEN_IN_SMALL_LETTERS if in_small_letters else SEEN_ALONE


class NameFinder:
    """Runs the names net over a batch of Docs, asks it about what the rules propose, and settles what is left."""

    def __init__(self, net: NameNet, tagger: Tagger) -> None:
        self.net = net
        self.tagger = tagger

    @collector_off()
    def find(self, docs: Sequence[Doc]) -> None:
        """Set the span groups of every Doc; a batch is faster than one by one."""
        every_words = [Words(doc) for doc in docs]
        proposed = [
            propose_names(words, tagged)
            for words, tagged in zip(every_words, self.tagger.tag(every_words), strict=True)
        ]
        readings = self.net.read(every_words, [[span_of(name) for name in names] for names in proposed])
        for doc, words, reading, names in zip(docs, every_words, readings, proposed, strict=True):
            told = {span_of(name) for name in names}
            seen = {mention[:3] for mention in reading.found}
            found = [
                Name(m.start, m.end, m.kind, NET, m.score)
                for m in reading.found
                if m.kind in LABELS and (m[:3] in told or m.score >= needed(words, m))
            ]
            found += [
                replace(name, score=score)
                for name, score in zip(names, reading.asked, strict=True)
                if score >= PROPOSED and span_of(name) not in seen
            ]
            spans = list(settle_names(words, without_conflicts(found)))
            doc.spans["names"] = SpanGroup(doc, name="names", spans=spans)
            for kind, group in KEPT.items():
                kept = [
                    Span(doc, words.ids[m.start], words.ids[m.end - 1] + 1, kind, span_id=NET)
                    for m in reading.found
                    if m.kind == kind
                ]
                doc.spans[group] = SpanGroup(doc, name=group, spans=kept)

    def __call__(self, doc: Doc) -> Doc:
        self.find([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Find names in `batch_size` Docs at a time."""
        for batch in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            self.find(batch)
            yield from batch


@Language.factory(
    "press_names",
    requires=["doc.tensor", "token.pos", "token.morph", "token.lemma"],
    assigns=["doc.spans"],
)
def make_names(nlp: Language, name: str) -> NameFinder:
    """Load the names pack of models/."""
    return NameFinder(NameNet.load(models_folder() / PACK, word_vectors()), Tagger(load_head("ner")))
