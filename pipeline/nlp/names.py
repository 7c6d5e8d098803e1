"""Reads doc.tensor, writes doc.spans["names"]: PER, ORG and LOC mentions, nested ones too."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.nlp.encoder import BATCH, COLUMNS, Floats, Head, load_head
from pipeline.nlp.name_rules import settle_names
from pipeline.nlp.viterbi import decode


def tagged_spans(doc: Doc, token_ids: list[int], tags: list[str]) -> Iterator[Span]:
    """Yield one span per run of BIO `tags`, one tag for each of `token_ids`; none crosses a sentence end."""
    start, label, last = -1, "", -1
    for i, tag in zip(token_ids, tags, strict=True):
        part, _, kind = tag.partition("-")
        goes_on = part == "I" and kind == label and not doc[i].is_sent_start
        if label and not goes_on:
            yield Span(doc, start, last + 1, label, span_id="slovnet")
            label = ""
        if kind and not goes_on:
            start, label = i, kind
        last = i
    if label:
        yield Span(doc, start, last + 1, label, span_id="slovnet")


class NameFinder:
    """Decodes slovnet's NER head over doc.tensor and settles what it found by the rules of name_rules.py."""

    def __init__(self, head: Head) -> None:
        if head.transitions is None:
            raise ValueError("the names head needs a CRF")
        self.head = head
        self.transitions = head.transitions

    def find(self, docs: Sequence[Doc]) -> None:
        """Set `doc.spans["names"]` of every Doc; decoding together is faster than one by one."""
        rows = [[token.i for token in doc if not token.is_space] for doc in docs]
        emissions: list[Floats] = [
            np.asarray(doc.tensor, dtype=np.float32)[ids, COLUMNS["ner"]] @ self.head.weight + self.head.bias
            if ids
            else np.zeros((0, len(self.head.tags)), dtype=np.float32)
            for doc, ids in zip(docs, rows, strict=True)
        ]
        for doc, ids, best in zip(docs, rows, decode(emissions, self.transitions), strict=True):
            flat = list(tagged_spans(doc, ids, [self.head.tags[i] for i in best]))
            doc.spans["names"] = SpanGroup(doc, name="names", spans=list(settle_names(doc, flat)))

    def __call__(self, doc: Doc) -> Doc:
        self.find([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Find names in `batch_size` Docs at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self.find(batch)
            yield from batch


@Language.factory(
    "press_names",
    requires=["doc.tensor", "token.pos", "token.morph", "token.lemma"],
    assigns=["doc.spans"],
)
def make_names(nlp: Language, name: str) -> NameFinder:
    """Load the head of slovnet's NER net."""
    return NameFinder(load_head("ner"))
