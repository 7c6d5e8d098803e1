"""Reads a batch of tagged Docs, gives the mentions that the trained net sees in each: the numpy side of training/.

The net is a residual dilated convolution over whole releases (Yu and Koltun 2016 describe the layer, Strubell et al.
2017 its use for names). Input: navec's vector, features and affixes of a word, run once per distinct word of the batch;
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
from spacy.tokens import Doc

from pipeline.errors import PipelineError
from pipeline.nlp.encoder import WordVectors
from pipeline.nlp.name_features import DocWords, Floats, Ints, WordTable, word_features, words_of
from pipeline.nlp.viterbi import decode, span_scores

# Tags of every head.
OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)
TAGS = ("O", "B", "I", "E", "S")
FORBIDDEN = np.float32(-1e4)


class Found(NamedTuple):
    """A mention: numbers of its first word and of the word after its last, kind, probability (0..1)."""

    start: int
    end: int
    kind: str
    score: float


class Reading(NamedTuple):
    """One Doc as the net read it: its words, each sentence's offset and tag scores, the mentions of the best tags."""

    words: DocWords
    sentences: list[tuple[int, Floats]]
    found: list[Found]


def sentences_of(words: DocWords, scores: Floats) -> list[tuple[int, Floats]]:
    """Return the number of the first word and the tag scores of each sentence."""
    bounds = [*words.sentences.tolist(), len(words.texts)]
    return [(start, scores[start:end]) for start, end in pairwise(bounds)]


@dataclass(frozen=True)
class Layer:
    """One residual block: layer norm, convolution of width 3 at a dilation, GELU, linear."""

    norm: tuple[Floats, Floats]
    taps: Floats
    bias: Floats
    dilation: int
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


def gelu(x: Floats) -> Floats:
    """Return the tanh form of GELU (Hendrycks and Gimpel 2016), in place."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += 1
    inner *= x
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += 1
    x *= inner
    x *= np.float32(0.5)
    return x


def layer_norm(x: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = x - x.mean(axis=1, keepdims=True)
    scale = np.einsum("ij,ij->i", centred, centred) / x.shape[1]
    centred *= (1 / np.sqrt(scale + 1e-5))[:, None]
    centred *= weight
    centred += bias
    return np.asarray(centred, dtype=np.float32)


class NameNet:
    """The trained net with the features it reads; `find` gives the mentions of a batch of Docs."""

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
                norm=(f[f"layers.{i}.norm.weight"], f[f"layers.{i}.norm.bias"]),
                taps=f[f"layers.{i}.taps"],
                bias=f[f"layers.{i}.bias"],
                dilation=dilation,
                out=f[f"layers.{i}.out.weight"],
                out_bias=f[f"layers.{i}.out.bias"],
                memory=(f[f"layers.{i}.memory.weight"], f[f"layers.{i}.memory.bias"])
                if f"layers.{i}.memory.weight" in f
                else None,
            )
            for i, dilation in enumerate(settings["dilations"])
        ]
        self.norm = f["norm.weight"], f["norm.bias"]
        self.head = f["head.weight"], f["head.bias"]
        steps, first, last = transitions_allowed()
        self.transitions = f["transitions"] + steps
        self.first, self.last = first, last
        self.gap = max(settings["dilations"])

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

    def emissions(self, docs: Sequence[Doc], words: Sequence[DocWords]) -> list[Floats]:
        """Return tag scores, one array per Doc: words x heads x 5."""
        texts = [text for doc_words in words for text in doc_words.texts]
        distinct = {text: i for i, text in enumerate(dict.fromkeys(texts))}
        if not distinct:
            return [np.zeros((0, len(self.kinds), 5), dtype=np.float32) for _ in docs]
        known = self.of_words(list(distinct))
        # One flat matrix, `gap` zero rows before each Doc: no layer sees from one release into the next.
        lengths = [len(doc_words.texts) for doc_words in words]
        starts = np.cumsum([self.gap + length for length in [0, *lengths[:-1]]])
        rows = np.zeros((int(starts[-1]) + lengths[-1] + self.gap, len(self.constant)), dtype=np.float32)
        is_word = np.zeros((len(rows), 1), dtype=np.float32)
        groups, members = [], []
        count = 0
        for start, doc, doc_words in zip(starts, docs, words, strict=True):
            end = start + len(doc_words.texts)
            picked = np.array([distinct[text] for text in doc_words.texts], dtype=np.intp)
            states = np.asarray(doc.tensor, dtype=np.float32)[doc_words.tokens]
            rows[start:end] = known[picked] + states @ self.hidden + doc_words.context @ self.context + self.constant
            is_word[start:end] = 1
            grouped = np.flatnonzero(doc_words.groups >= 0)
            members.append(grouped + start)
            groups.append(doc_words.groups[grouped] + count)
            count += int(doc_words.groups.max(initial=-1)) + 1
        rows = self.run(rows, is_word, np.concatenate(members), np.concatenate(groups))
        weight, bias = self.head
        scores = (layer_norm(rows, *self.norm) @ weight + bias).reshape(len(rows), len(self.kinds), 5)
        return [scores[start : start + length] for start, length in zip(starts, lengths, strict=True)]

    def of_words(self, texts: list[str]) -> Floats:
        """Return what the net makes of each word by itself, len(texts) x width."""
        features, affixes = self.table.of(texts)
        ids = np.array([self.vectors.id_of(text) for text in texts], dtype=np.intp)
        told = np.concatenate(
            [self.vectors.of(ids), features, self.affixes[affixes].reshape(len(texts), -1)], axis=1, dtype=np.float32
        )
        once: Floats = told @ self.word[0] + self.word[1]
        return np.asarray(once + gelu(once.copy()) @ self.word_more[0] + self.word_more[1])

    def run(self, rows: Floats, is_word: Floats, members: Ints, groups: Ints) -> Floats:
        """Return the last layer's states; `members` are rows of capitalised words, `groups` their lemmas' numbers."""
        order = np.argsort(groups, kind="stable")
        sizes = np.bincount(groups) if len(groups) else np.zeros(0, dtype=np.intp)
        begins = np.cumsum([0, *sizes[:-1]]) if len(sizes) else sizes
        for layer in self.layers:
            width = len(layer.bias)
            states = layer_norm(rows, *layer.norm)
            states *= is_word
            products = states @ layer.taps
            convolved = products[:, width : 2 * width] + layer.bias
            convolved[layer.dilation :] += products[: -layer.dilation, :width]
            convolved[: -layer.dilation] += products[layer.dilation :, 2 * width :]
            rows += gelu(np.asarray(convolved, dtype=np.float32)) @ layer.out + layer.out_bias
            rows *= is_word
            if layer.memory is not None and len(members):
                means = np.add.reduceat(rows[members[order]], begins, axis=0) / sizes[:, None]
                rows[members] += (gelu(np.asarray(means, dtype=np.float32)) @ layer.memory[0] + layer.memory[1])[groups]
        return rows

    def read(self, docs: Sequence[Doc]) -> list[Reading]:
        """Return what the net sees in each Doc; no mention goes over a sentence end."""
        words = [words_of(doc) for doc in docs]
        readings = [
            Reading(doc_words, sentences_of(doc_words, scores), [])
            for doc_words, scores in zip(words, self.emissions(docs, words), strict=True)
        ]
        sentences = [sentence for reading in readings for _, sentence in reading.sentences]
        paths = iter(decode(sentences, self.transitions, self.first, self.last))
        spans = [
            [
                (offset + start, offset + end, self.kinds[head])
                for offset, _ in reading.sentences
                for head, start, end in self.spans(next(paths))
            ]
            for reading in readings
        ]
        return [
            reading._replace(found=found) for reading, found in zip(readings, self.judge(readings, spans), strict=True)
        ]

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[tuple[int, int, str]]]) -> list[list[Found]]:
        """Return the given mentions (start, end, kind) of each Doc with the probabilities that the net gives them.

        The probability of a mention is the sum over the levels of its kind; 0 where it goes over a sentence end.
        """
        asked: list[list[tuple[int, int, int]]] = []
        places: list[tuple[int, list[int]]] = []
        sentences: list[Floats] = []
        told = [[0.0] * len(here) for here in spans]
        for number, (reading, here) in enumerate(zip(readings, spans, strict=True)):
            offsets = [offset for offset, _ in reading.sentences]
            by_sentence: dict[int, list[int]] = {}
            for i, (start, end, _) in enumerate(here):
                at = bisect_right(offsets, start) - 1
                if end <= offsets[at] + len(reading.sentences[at][1]):
                    by_sentence.setdefault(at, []).append(i)
            for at, members in by_sentence.items():
                offset, scores = reading.sentences[at]
                pairs = [(i, head) for i in members for head, kind in enumerate(self.kinds) if kind == here[i][2]]
                sentences.append(scores)
                places.append((number, [i for i, _ in pairs]))
                asked.append([(head, here[i][0] - offset, here[i][1] - offset) for i, head in pairs])
        scored = span_scores(sentences, self.transitions, self.first, self.last, asked)
        for (number, members), scores_here in zip(places, scored, strict=True):
            for i, score in zip(members, scores_here, strict=True):
                told[number][i] = min(1.0, told[number][i] + score)
        return [
            [Found(*span, score) for span, score in zip(here, scores_here, strict=True)]
            for here, scores_here in zip(spans, told, strict=True)
        ]

    @staticmethod
    def spans(path: Ints) -> Iterator[tuple[int, int, int]]:
        """Yield (head, start, end) of every mention in the tags of one sentence, words x heads."""
        for head in np.flatnonzero(path.any(axis=0)).tolist():
            tags = path[:, head]
            ends = np.flatnonzero((tags == END) | (tags == SINGLE)).tolist()
            begins = np.flatnonzero((tags == BEGIN) | (tags == SINGLE)).tolist()
            for start, end in zip(begins, ends, strict=True):
                yield head, start, end + 1
