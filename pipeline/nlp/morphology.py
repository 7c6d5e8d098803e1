"""Reads doc.tensor, writes each token's UD tag (slovnet's net) and the pymorphy3 lemma that fits the tag."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.nlp.dictionary import parses
from pipeline.nlp.encoder import COLUMNS, Head, load_head
from pipeline.nlp.words import plain

LEXICON = Path(__file__).parent / "lexicon" / "ud_tags.yaml"
_tags = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
UD_POS: dict[str, tuple[str, ...]] = {grammeme: tuple(tags) for grammeme, tags in _tags["pos"].items()}
UD_FEATS: dict[str, tuple[str, str]] = {grammeme: (name, value) for grammeme, (name, value) in _tags["feats"].items()}

# Parts of speech whose lemma is looked up; the others (punctuation, digits, foreign words) are their own.
INFLECTED = {"NOUN", "PROPN", "ADJ", "VERB", "AUX", "DET", "PRON", "NUM", "ADV"}


@lru_cache(20_000)
def split_tag(tag: str) -> tuple[str, dict[str, str]]:
    """Return (part of speech, features) of «NOUN|Case=Gen|Number=Sing»."""
    pos, *feats = tag.split("|")
    return pos, dict(feat.split("=", 1) for feat in feats)


@lru_cache(50_000)
def fitting_parse(word: str, tag: str) -> Any | None:
    """Return pymorphy3's reading of `word` that agrees best with the UD `tag`; None if it has no part of speech.

    A reading earns 3 for the part of speech and 1 for each feature in common and loses 1 for each in conflict; among
    equals the dictionary's first, which is the most frequent. `Parse` objects inflect, so normal forms use them too.
    """
    pos, feats = split_tag(tag)
    best, best_score = None, float("-inf")
    for parse in parses(word):
        grammemes = parse.tag
        if grammemes.POS is None:
            continue
        score = 3.0 if pos in UD_POS.get(grammemes.POS, ()) else 0.0
        for grammeme in grammemes.grammemes:
            feat = UD_FEATS.get(grammeme)
            if feat and feat[0] in feats:
                score += 1 if feats[feat[0]] == feat[1] else -1
        if score > best_score:
            best, best_score = parse, score
    return best


@lru_cache(100_000)
def lemma_of(word: str, tag: str) -> str:
    """Return the lemma of `word` read as `tag`: lower case, ё as the dictionary has it."""
    read = plain(word).lower()
    if split_tag(tag)[0] not in INFLECTED:
        return read
    parse = fitting_parse(read, tag)
    return str(parse.normal_form) if parse is not None else read


class Tagger:
    """Sets `pos_`, `morph` and `lemma_`; white space gets SPACE and itself."""

    def __init__(self, vocab: Vocab, head: Head) -> None:
        self.vocab = vocab
        self.head = head
        split = [split_tag(tag) for tag in head.tags]
        self.pos = np.array([vocab.strings.add(self.known_pos(pos)) for pos, _ in split], dtype=np.uint64)
        self.morphs = np.array([vocab.morphology.add(feats) for _, feats in split], dtype=np.uint64)
        self.space_pos = vocab.strings.add("SPACE")

    @staticmethod
    def known_pos(pos: str) -> str:
        """Return the UD part of speech; slovnet's «<pad>» is none."""
        return pos if pos.isalpha() else "X"

    def tag(self, doc: Doc) -> None:
        """Write tags and lemmas of one Doc."""
        if not len(doc):
            return
        scores = doc.tensor[:, COLUMNS["morph"]] @ self.head.weight + self.head.bias
        chosen = scores.argmax(axis=1)
        values = np.zeros((len(doc), 3), dtype=np.uint64)
        values[:, 0] = self.pos[chosen]
        values[:, 1] = self.morphs[chosen]
        add = self.vocab.strings.add
        tags = self.head.tags
        empty = self.vocab.morphology.add("")
        for i, token in enumerate(doc):
            if token.is_space:
                values[i] = (self.space_pos, empty, token.orth)
            else:
                values[i, 2] = add(lemma_of(token.text, tags[chosen[i]]))
        doc.from_array(["POS", "MORPH", "LEMMA"], values)  # type: ignore[arg-type]

    def __call__(self, doc: Doc) -> Doc:
        self.tag(doc)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Tag one Doc after the other: the heads are small, a batch gains nothing."""
        for doc in stream:
            yield self(doc)


@Language.factory("press_morphology", requires=["doc.tensor"], assigns=["token.pos", "token.morph", "token.lemma"])
def make_tagger(nlp: Language, name: str) -> Tagger:
    """Load the head of slovnet's morphology net."""
    return Tagger(nlp.vocab, load_head("morph"))
