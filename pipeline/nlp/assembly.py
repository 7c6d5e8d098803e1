"""The one list of stages, in order, and the Language made of them."""

from collections.abc import Sequence

import spacy
from spacy.attrs import LIKE_NUM  # type: ignore[import-not-found]  # compiled, without a stub
from spacy.lang.ru import lex_attrs
from spacy.language import Language

# Importing a stage registers its factory; an installed package is found by spaCy through its entry points as well.
from pipeline.nlp import abbreviations, dates, encoder, morphology, names, normal, roles, tokens  # noqa: F401

STAGES = (
    "press_encoder",
    "press_morphology",
    "press_names",
    "press_dates",
    "press_abbreviations",
    "press_normal",
    "press_roles",
)

NUMERALS = frozenset(lex_attrs._num_words)


def like_num(word: str) -> bool:
    """Return spaCy's own answer; it goes through a list of 884 numerals for every word that it meets first."""
    return word.lower() in NUMERALS if word.isalpha() else bool(lex_attrs.like_num(word))  # type: ignore[no-untyped-call]


def load(stages: Sequence[str] = STAGES) -> Language:
    """Return the pipeline as a spaCy Language, models loaded (about 2 s); `nlp(text)` gives a Doc with
    `doc.ents`, `doc.spans["mentions"]`, lemmas, tags and the fields of extensions.py.

    The release's date, where known, is set before the stages run:
    `doc = nlp.make_doc(text); doc._.published = "2023-09-20"; doc = nlp(doc)`.
    """
    nlp = spacy.blank("ru", config={"nlp": {"tokenizer": {"@tokenizers": "press_razdel"}}})
    nlp.vocab.lex_attr_getters[LIKE_NUM] = like_num  # type: ignore[attr-defined]
    # A release is one text, whatever its length; the reader sets the limit (corpus).
    nlp.max_length = 10_000_000
    for stage in stages:
        nlp.add_pipe(stage)
    return nlp
