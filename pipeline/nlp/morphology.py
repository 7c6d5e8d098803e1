"""Reads doc.tensor, writes each token's UD tag (slovnet's net) and the pymorphy3 lemma that fits the tag."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch
from spacy.vocab import Vocab

from pipeline.collector import collector_off
from pipeline.nlp.dictionary import parses
from pipeline.nlp.encoder import BATCH, COLUMNS, Head, load_head
from pipeline.nlp.wordlists import read_wordlist
from pipeline.nlp.words import plain

_tags = read_wordlist("ud_tags.yaml")
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
    readings = [parse for parse in parses(word) if parse.tag.POS is not None]
    return max(readings, key=lambda parse: agreement(parse.tag, tag), default=None)


@lru_cache(50_000)
def agreement(reading: Any, tag: str) -> int:
    """Return how well pymorphy3's tag of a reading agrees with a UD tag, by the points of `fitting_parse`."""
    pos, feats = split_tag(tag)
    points = 3 if pos in UD_POS.get(reading.POS, ()) else 0
    for grammeme in reading.grammemes:
        feat, value = UD_FEATS.get(grammeme, ("", ""))
        if feat in feats:
            points += 1 if feats[feat] == value else -1
    return points


@lru_cache(100_000)
def lemma_of(word: str, tag: str) -> str:
    """Return the lemma of `word` read as `tag`: lower case, ё as the dictionary has it."""
    read = plain(word).lower()
    if split_tag(tag)[0] not in INFLECTED:
        return read
    first, *others = parses(read)
    # Most words have one lemma, however they are read.
    if first.tag.POS is not None and all(other.normal_form == first.normal_form for other in others):
        return str(first.normal_form)
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

    @collector_off()
    def tag(self, docs: Sequence[Doc]) -> None:
        """Write tags and lemmas of every Doc; a word that comes again with its tag is looked up once."""
        tokens = np.concatenate([doc.to_array(["ORTH", "IS_SPACE"]).reshape(-1, 2) for doc in docs])
        chosen = np.concatenate(
            [(doc.tensor[:, COLUMNS["morph"]] @ self.head.weight + self.head.bias).argmax(axis=1) for doc in docs]
        )
        texts, nth_text = np.unique(tokens[:, 0], return_inverse=True)
        pairs, nth = np.unique(nth_text * len(self.head.tags) + chosen, return_inverse=True)
        strings, tags = self.vocab.strings, self.head.tags
        lemmas = [
            strings.add(lemma_of(strings[text], tags[tag]))
            for text, tag in zip(texts[pairs // len(tags)].tolist(), (pairs % len(tags)).tolist(), strict=True)
        ]
        values = np.stack([self.pos[chosen], self.morphs[chosen], np.array(lemmas, dtype=np.uint64)[nth]], axis=1)
        is_space = tokens[:, 1] == 1
        values[is_space, 0], values[is_space, 1] = self.space_pos, self.vocab.morphology.add("")
        values[is_space, 2] = tokens[is_space, 0]
        for doc, (start, end) in zip(docs, pairwise(np.cumsum([0, *map(len, docs)])), strict=True):
            if len(doc):
                doc.from_array(["POS", "MORPH", "LEMMA"], values[start:end])  # type: ignore[arg-type]

    def __call__(self, doc: Doc) -> Doc:
        self.tag([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """Tag `batch_size` Docs at a time."""
        for batch in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            self.tag(batch)
            yield from batch


@Language.factory("press_morphology", requires=["doc.tensor"], assigns=["token.pos", "token.morph", "token.lemma"])
def make_tagger(nlp: Language, name: str) -> Tagger:
    """Load the head of slovnet's morphology net."""
    return Tagger(nlp.vocab, load_head("morph"))
