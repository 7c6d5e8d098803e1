"""natasha's usual flow, off the shelf: the yardstick of the benchmarks. The product never imports natasha.

natasha and yargy import pymorphy2, which fails on Python 3.11+ (inspect.getargspec, pkg_resources); here pymorphy3
answers to its name. That favours natasha a little: pymorphy3 is no slower.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from typing import Any

for name in ("", ".analyzer", ".tagset", ".shapes", ".units", ".units.base"):
    try:
        sys.modules[f"pymorphy2{name}"] = importlib.import_module(f"pymorphy3{name}")
    except ImportError:
        continue

from natasha import (  # noqa: E402
    DatesExtractor,
    Doc,
    MorphVocab,
    NamesExtractor,
    NewsEmbedding,
    NewsMorphTagger,
    NewsNERTagger,
    NewsSyntaxParser,
    Segmenter,
)


class Natasha:
    """All models loaded; `texts` → its Docs, one by one."""

    def __init__(self) -> None:
        embedding = NewsEmbedding()
        self.segmenter = Segmenter()
        self.vocab = MorphVocab()
        self.morph = NewsMorphTagger(embedding)
        self.syntax = NewsSyntaxParser(embedding)
        self.ner = NewsNERTagger(embedding)
        self.names = NamesExtractor(self.vocab)
        self.dates = DatesExtractor(self.vocab)

    def run(self, texts: list[str]) -> Iterator[tuple[Any, list[Any]]]:
        """Yield (Doc, date matches) per text: segments to dates, lemmas included."""
        for text in texts:
            doc = Doc(text)
            doc.segment(self.segmenter)
            doc.tag_morph(self.morph)
            doc.parse_syntax(self.syntax)
            doc.tag_ner(self.ner)
            for token in doc.tokens:
                token.lemmatize(self.vocab)
            for span in doc.spans:
                span.normalize(self.vocab)
                if span.type == "PER":
                    span.extract_fact(self.names)
            yield doc, list(self.dates(text))
