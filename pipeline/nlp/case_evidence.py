"""Reads the morphology net's scores and the words around a name, gives how likely each case, gender and number is."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from math import log
from typing import Any, NamedTuple

import numpy as np
from spacy.tokens import Doc, Token

from pipeline.nlp.encoder import COLUMNS, Head
from pipeline.nlp.inflection import CASES
from pipeline.nlp.morphology import split_tag
from pipeline.nlp.wordlists import read_wordlist

# The net is often sure and wrong about rare names; no case gets less than this.
FLOOR = 0.03
UD_GENDERS = {"Masc": "m", "Fem": "f", "Neut": "n"}
NUMBERS = ("Sing", "Plur")
# A preposition leaves the cases it does not govern this much.
NOT_GOVERNED = 0.03
# A token whose tags with a case have less than this is none that inflects.
HAS_CASE = 0.2
# Tokens whose tags are scored at once: 753 tags of 4 bytes each make 12 MB.
CHUNK = 4096
NOTHING = [0.0] * len(CASES)


@cache
def words_of_context() -> dict[str, Any]:
    """Return lexicon/normal.yaml."""
    content: dict[str, Any] = read_wordlist("normal.yaml")
    return content


class Features(NamedTuple):
    """Probabilities of one token: by case (as CASES), gender (m, f, n) and number (singular, plural)."""

    case: list[float]
    gender: list[float]
    number: list[float]


class TagScores:
    """Sums the net's tag probabilities by case, gender and number."""

    def __init__(self, head: Head | None) -> None:
        self.head = head
        tags = [split_tag(tag)[1] for tag in head.tags] if head else []
        values = {"Case": CASES, "Gender": tuple(UD_GENDERS), "Number": NUMBERS}
        self.columns = [
            np.array([[feats.get(feature) == value for value in values[feature]] for feats in tags], dtype=np.float32)
            for feature in values
        ]

    def read(self, doc: Doc, rows: list[int]) -> dict[int, Features]:
        """Return for each token of `rows` the probabilities by feature, each summing to at most 1."""
        if not rows:
            return {}
        if self.head is None or doc.tensor.ndim != 2 or doc.tensor.shape[0] != len(doc):
            return {i: self.from_tag(doc[i]) for i in rows}
        found: dict[int, Features] = {}
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            scores = doc.tensor[chunk, COLUMNS["morph"]] @ self.head.weight + self.head.bias
            shares = np.exp(scores - scores.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            case, gender, number = ((shares @ columns).tolist() for columns in self.columns)
            found.update(zip(chunk, map(Features, case, gender, number), strict=True))
        return found

    @staticmethod
    def from_tag(token: Token) -> Features:
        """Return the same from the tag alone, for a Doc without a tensor."""
        feats = token.morph.to_dict()
        return Features(
            [0.85 * (feats.get("Case") == case) for case in CASES],
            [0.85 * (feats.get("Gender") == gender) for gender in UD_GENDERS],
            [0.85 * (feats.get("Number") == number) for number in NUMBERS],
        )


def log_cases(shares: Iterable[list[float]]) -> list[float]:
    """Return the mean of the logarithms, each case above the floor; zeros where nothing has a case."""
    told = [(share, total) for share in shares if (total := sum(share)) > HAS_CASE]
    if not told:
        return NOTHING
    return [sum(log(share[n] / total + FLOOR) for share, total in told) / len(told) for n in range(len(CASES))]


def word_before(doc: Doc, i: int) -> int:
    """Return the token before `i` that is no white space; -1 at a sentence's or the text's beginning."""
    if i < len(doc) and doc[i].is_sent_start:
        return -1
    i -= 1
    while i >= 0 and doc[i].is_space:
        if doc[i].is_sent_start or "\n" in doc[i].text:
            return -1
        i -= 1
    return i


class Blocks:
    """The lines of a Doc between empty ones, found once: a text of 20,000 lines may be one block."""

    def __init__(self, doc: Doc) -> None:
        self.starts = [0, *(token.i + 1 for token in doc if token.is_space and token.text.count("\n") > 1)]

    def start(self, i: int) -> int:
        """Return the token that begins the block which token `i` is in."""
        return self.starts[bisect_right(self.starts, i) - 1]


def word_after(doc: Doc, i: int) -> int:
    """Return the first token from `i` on that is no white space within a line; the Doc's length behind the last."""
    while i < len(doc) and doc[i].is_space and "\n" not in doc[i].text:
        i += 1
    return i


@cache
def governed(preposition: str) -> list[float]:
    """Return log weights by case after `preposition` (any case); zeros if it is none we know."""
    cases = words_of_context()["government"].get(preposition.lower())
    return [log(1.0 if case in cases else NOT_GOVERNED) for case in CASES] if cases else NOTHING
