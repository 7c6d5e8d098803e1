"""The one list of stages, in order, and the Language made of them."""

from collections.abc import Sequence

import spacy
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


def load(stages: Sequence[str] = STAGES) -> Language:
    """Return the pipeline as a spaCy Language, models loaded (about 2 s); `nlp(text)` gives a Doc with
    `doc.ents`, `doc.spans["mentions"]`, lemmas, tags and the fields of extensions.py.

    The release's date, where known, is set before the stages run:
    `doc = nlp.make_doc(text); doc._.published = "2023-09-20"; doc = nlp(doc)`.
    """
    nlp = spacy.blank("ru", config={"nlp": {"tokenizer": {"@tokenizers": "press_razdel"}}})
    # A release is one text, whatever its length; the reader sets the limit (corpus).
    nlp.max_length = 10_000_000
    for stage in stages:
        nlp.add_pipe(stage)
    return nlp
