"""Reads the words of a batch of Docs, gives the mentions that the trained net sees: the numpy side of training/.

The net is a residual dilated convolution over whole releases (Yu and Koltun 2016 describe the layer, Strubell et al.
2017 its use for names). Input: navec's vector, features and affixes of a word, run once per distinct word of a Doc;
the hidden states that natasha's nets left in `doc.tensor`; where the word stands. After two of the layers each
capitalised word also sees the mean of the release's words with the same lemma. Every kind of mention has a head of its
own (BIOES tags, a linear-chain CRF), so that names nest freely; a kind that lies in itself («[пресс-служба [МВД]]») has
one head a level, the outermost first.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pipeline.errors import PipelineError
from pipeline.nlp.convolution import Convolution
from pipeline.nlp.encoder import WordVectors
from pipeline.nlp.name_features import Floats, Ints, Surroundings, WordTable, surroundings_of, word_features
from pipeline.nlp.name_words import Words
from pipeline.nlp.viterbi import decode, span_scores

# Tags of every head.
OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)
TAGS = ("O", "B", "I", "E", "S")
FORBIDDEN = np.float32(-1e4)
NORM_EPSILON = 1e-5


class Found(NamedTuple):
    """A mention: numbers of its first word and of the word after its last, kind, probability (0..1)."""

    start: int
    end: int
    kind: str
    score: float


Key = tuple[int, int, str]


class Reading(NamedTuple):
    """One Doc as the net read it: the mentions of the best tags, and the probabilities of what was asked."""

    found: list[Found]
    asked: list[float]


class Sentence(NamedTuple):
    """The number of a sentence's first word in its Doc and its tag scores, words x heads x 5."""

    start: int
    scores: Floats


def sentences_of(around: Surroundings, scores: Floats) -> list[Sentence]:
    """Return the sentences of a Doc whose words have `scores`."""
    bounds = [*around.sentences.tolist(), len(scores)]
    return [Sentence(start, scores[start:end]) for start, end in pairwise(bounds)]


@dataclass(frozen=True)
class Layer:
    """One residual block: norm, convolution of width 3 at a dilation, ReLU, linear."""

    convolution: Convolution
    out: Floats
    out_bias: Floats
    # What a word takes from the other words of its lemma; None where the layer has no such part.
    memory: tuple[Floats, Floats] | None


def transitions_allowed() -> tuple[Floats, Floats, Floats]:
    """Return the scores of BIOES steps [from, to], of first and of last tags: 0 where allowed, else FORBIDDEN."""
    steps = np.full((5, 5), FORBIDDEN, dtype=np.float32)
    steps[np.ix_([OUTSIDE, END, SINGLE], [OUTSIDE, BEGIN, SINGLE])] = 0
    steps[np.ix_([BEGIN, INSIDE], [INSIDE, END])] = 0
    first = np.array([0, 0, FORBIDDEN, FORBIDDEN, 0], dtype=np.float32)
    last = np.array([0, FORBIDDEN, FORBIDDEN, 0, 0], dtype=np.float32)
    return steps, first, last


def rms_norm(x: Floats) -> Floats:
    """Return each row over its root mean square (Zhang and Sennrich 2019); the weights are part of what reads it."""
    squares = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
    return np.asarray(x / np.sqrt(squares + np.float32(NORM_EPSILON))[:, None], dtype=np.float32)


def relu(x: Floats) -> Floats:
    """Return `x` without what is below zero, in place."""
    return np.maximum(x, 0, out=x)


class NameNet:
    """The trained net with the features it reads; `read` gives the mentions of a batch of Docs."""

    def __init__(self, arrays: dict[str, Floats], settings: dict[str, Any], vectors: WordVectors) -> None:
        self.vectors = vectors
        self.table = WordTable()
        # The kind of mention that each head finds.
        self.kinds: list[str] = settings["kinds"]
        if tuple(settings["features"]) != word_features():
            raise PipelineError("the names pack was trained with other word features; train it again")
        f = {name: np.asarray(array, dtype=np.float32) for name, array in arrays.items()}
        self.affixes = f["affixes"]
        self.word = f["word.weight"], f["word.bias"]
        self.word_more = f["word_more.weight"], f["word_more.bias"]
        self.hidden = f["hidden.weight"]
        self.context = f["context.weight"]
        # The biases of all inputs and the annotation style (a mixture of those trained on) are one constant row.
        self.constant = f["constant"] + np.asarray(settings["style"], dtype=np.float32) @ f["styles"]
        self.layers = [
            Layer(
                convolution=Convolution(f[f"layers.{i}.taps"], f[f"layers.{i}.bias"], dilation),
                out=f[f"layers.{i}.out.weight"],
                out_bias=f[f"layers.{i}.out.bias"],
                memory=(f[f"layers.{i}.memory.weight"], f[f"layers.{i}.memory.bias"])
                if f"layers.{i}.memory.weight" in f
                else None,
            )
            for i, dilation in enumerate(settings["dilations"])
        ]
        self.head = f["head.weight"], f["head.bias"]
        steps, first, last = transitions_allowed()
        self.transitions = f["transitions"] + steps
        self.first, self.last = first, last
        # The most that one step of each head can win over staying outside.
        self.step_gains = np.maximum(self.transitions.max(axis=(1, 2)) - self.transitions[:, OUTSIDE, OUTSIDE], 0)
        self.heads_of = {kind: [i for i, of in enumerate(self.kinds) if of == kind] for kind in self.kinds}

    @classmethod
    def load(cls, path: Path, vectors: WordVectors) -> NameNet:
        """Return the net of a pack that training wrote (.npz). Raises PipelineError where it cannot be read."""
        try:
            with np.load(path, allow_pickle=False) as pack:
                arrays = {name: pack[name] for name in pack.files if name != "settings"}
                settings = json.loads(str(pack["settings"]))
        except (OSError, ValueError, KeyError) as error:
            raise PipelineError(f"{path}: not a names pack ({error}); run `python -m pipeline train`") from error
        return cls(arrays, settings, vectors)

    def emissions(self, doc: Words, beside: Surroundings) -> Floats:
        """Return the tag scores of one Doc, words x heads x 5. No product goes over two Docs: see encoder.py."""
        if not len(doc):
            return np.zeros((0, len(self.kinds), 5), dtype=np.float32)
        distinct = {text: i for i, text in enumerate(dict.fromkeys(doc.texts))}
        known = self.of_words(list(distinct))
        picked = np.array([distinct[text] for text in doc.texts], dtype=np.intp)
        rows = known[picked] + doc.states() @ self.hidden + beside.context @ self.context + self.constant
        rows = self.run(rows, np.flatnonzero(beside.groups >= 0), beside.groups[beside.groups >= 0])
        weight, bias = self.head
        return (rms_norm(rows) @ weight + bias).reshape(len(rows), len(self.kinds), 5)

    def of_words(self, texts: list[str]) -> Floats:
        """Return what the net makes of each word by itself, len(texts) x width."""
        features, affixes = self.table.of(texts)
        ids = np.array([self.vectors.id_of(text) for text in texts], dtype=np.intp)
        told = np.concatenate(
            [self.vectors.of(ids), features, self.affixes[affixes].reshape(len(texts), -1)], axis=1, dtype=np.float32
        )
        once: Floats = told @ self.word[0] + self.word[1]
        return np.asarray(once + relu(once.copy()) @ self.word_more[0] + self.word_more[1])

    def run(self, rows: Floats, members: Ints, groups: Ints) -> Floats:
        """Return the last layer's states.

        `members` are the rows of capitalised words, `groups` the numbers of their lemmas.
        """
        order = np.argsort(groups, kind="stable")
        sizes = np.bincount(groups) if len(groups) else np.zeros(0, dtype=np.intp)
        begins = np.cumsum([0, *sizes[:-1]]) if len(sizes) else sizes
        for layer in self.layers:
            rows += relu(layer.convolution(rms_norm(rows))) @ layer.out
            rows += layer.out_bias
            if layer.memory is not None and len(members):
                means = np.add.reduceat(rows[members[order]], begins, axis=0) / sizes[:, None]
                rows[members] += (relu(np.asarray(means, dtype=np.float32)) @ layer.memory[0] + layer.memory[1])[groups]
        return rows

    def read(self, docs: Sequence[Words], asked: Sequence[Sequence[Key]] | None = None) -> list[Reading]:
        """Return what the net sees in each Doc, and how likely it finds the mentions `asked` about.

        No mention goes over a sentence end: where one is asked about that does, its probability is 0.
        """
        around = [surroundings_of(doc) for doc in docs]
        sentences = [
            sentences_of(beside, self.emissions(doc, beside)) for doc, beside in zip(docs, around, strict=True)
        ]
        found = self.best(sentences)
        asked = asked or [[] for _ in docs]
        told = self.judge(sentences, [[*here, *there] for here, there in zip(found, asked, strict=True)])
        return [
            Reading([Found(*span, score) for span, score in zip(here, scores, strict=False)], scores[len(here) :])
            for here, scores in zip(found, told, strict=True)
        ]

    def best(self, sentences: Sequence[Sequence[Sentence]]) -> list[list[Key]]:
        """Return the mentions of the best tags of each Doc."""
        chains = [
            (number, here[at], head)
            for number, here in enumerate(sentences)
            for at, head in self.heads_that_may_find(here)
        ]
        paths = decode(
            [sentence.scores[:, head] for _, sentence, head in chains],
            [head for *_, head in chains],
            self.transitions,
            self.first,
            self.last,
        )
        found: list[list[Key]] = [[] for _ in sentences]
        for at, start, end in spans_in(paths):
            number, sentence, head = chains[at]
            found[number].append((sentence.start + start, sentence.start + end, self.kinds[head]))
        return found

    def heads_that_may_find(self, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
        """Return (number of a sentence of one Doc, head) where the head's best tags may hold a mention.

        All words outside is the best path for sure where every word prefers it by more than two steps can win back:
        that spares half of the chains (.52 of them on nord_stream, .59 on NEREL dev).
        """
        if not sentences:
            return []
        scores = np.concatenate([sentence.scores for sentence in sentences])
        starts = [sentence.start for sentence in sentences]
        gains = scores[:, :, 1:].max(axis=2) - scores[:, :, OUTSIDE]
        most = np.maximum.reduceat(gains, np.array(starts) - starts[0], axis=0)
        return [(at, head) for at, head in np.argwhere(most + 2 * self.step_gains >= 0).tolist()]

    def judge(self, sentences: Sequence[Sequence[Sentence]], spans: Sequence[Sequence[Key]]) -> list[list[float]]:
        """Return the probabilities that the net gives to mentions of each Doc: the sum over the levels of a kind."""
        chains: dict[tuple[int, int, int], list[int]] = {}
        for number, (here, asked) in enumerate(zip(sentences, spans, strict=True)):
            starts = [sentence.start for sentence in here]
            for i, (start, end, kind) in enumerate(asked):
                at = bisect_right(starts, start) - 1
                if end <= starts[at] + len(here[at].scores):
                    for head in self.heads_of[kind]:
                        chains.setdefault((number, at, head), []).append(i)
        told = [[0.0] * len(asked) for asked in spans]
        places = []
        for (number, at, _), members in chains.items():
            begin = sentences[number][at].start
            places.append([(spans[number][i][0] - begin, spans[number][i][1] - begin) for i in members])
        scored = span_scores(
            [sentences[number][at].scores[:, head] for number, at, head in chains],
            [head for *_, head in chains],
            self.transitions,
            self.first,
            self.last,
            places,
        )
        for ((number, _, _), members), scores in zip(chains.items(), scored, strict=True):
            for i, score in zip(members, scores, strict=True):
                told[number][i] = min(1.0, told[number][i] + score)
        return told


def spans_in(paths: Sequence[Ints]) -> Iterator[tuple[int, int, int]]:
    """Yield (number of the chain, start, end) of every mention in the tags of chains."""
    if not paths:
        return
    offsets = np.cumsum([0, *map(len, paths)])
    tags = np.concatenate(paths)
    begins = np.flatnonzero((tags == BEGIN) | (tags == SINGLE))
    ends = np.flatnonzero((tags == END) | (tags == SINGLE)) + 1
    chains = np.searchsorted(offsets, begins, side="right") - 1
    yield from zip(chains.tolist(), (begins - offsets[chains]).tolist(), (ends - offsets[chains]).tolist(), strict=True)
