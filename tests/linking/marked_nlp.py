"""A stand-in for the nlp pipeline: «[Пётр Иванов|PER]» in a release is a mention, so that linking alone is tried."""

import re
from functools import cache
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp import extensions

extensions.register()

MARKED = re.compile(r"\[([^|\]]+)\|(PER|ORG|LOC)\]")


@Language.component("marked_stub")
def mark(doc: Doc) -> Doc:
    """Make mentions of what is marked; the first person is minister of the first organisation, which is defined so."""
    spans = []
    for match in MARKED.finditer(doc.text):
        span = doc.char_span(*match.span(), label=match[2], span_id="marked")
        span._.normal = match[1]
        spans.append(span)
    doc.spans["mentions"] = spans
    people = [span for span in spans if span.label_ == "PER"]
    bodies = [span for span in spans if span.label_ == "ORG"]
    doc._.roles = [
        {
            **dict.fromkeys(("person_start", "role_start"), person.start_char),
            **dict.fromkeys(("person_end", "role_end"), person.end_char),
            "role": "министр",
            "organization_start": body.start_char,
            "organization_end": body.end_char,
            "found_by": "marked",
        }
        for person, body in zip(people[:1], bodies, strict=False)
    ]
    doc._.abbreviations = [
        {
            "short": short._.normal,
            "long": long._.normal,
            **{"start": short.start_char, "end": short.end_char},
            **{"long_start": long.start_char, "long_end": long.end_char},
        }
        for long, short in pairwise(bodies[:2])
        if short._.normal.isupper() and " " in long._.normal
    ]
    return doc


@cache
def load() -> Language:
    """Return the pipeline; a marked name is one token, so that every span falls on token bounds."""
    nlp = spacy.blank("ru")
    nlp.tokenizer = lambda text: words_of(nlp, text)
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("marked_stub")
    return nlp


def words_of(nlp: Language, text: str) -> Doc:
    words = [word for word in re.split(rf"({MARKED.pattern.replace('(', '(?:')})|(\s+)", text) if word]
    return Doc(nlp.vocab, words=words, spaces=[False] * len(words))
