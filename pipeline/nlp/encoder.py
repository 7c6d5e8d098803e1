"""Reads the tokens of a Doc, writes its hidden states (`doc.tensor`): natasha's nets, run once for all stages.

The stages below multiply their own small head with the columns they need, so nothing is embedded twice.

Layout: all sequences of a Doc stand in one matrix with a zero row between them, so each convolution goes over the whole
Doc at once. Words are embedded once per distinct word of the Doc, and the first convolution's word part is multiplied
once per distinct word too, that of the commonest words once for all Docs. Results equal slovnet's for a sequence run
alone, up to rounding; inside slovnet's own batches the end of a shorter sequence also sees its padding vector.

No product goes over two Docs: some kernels of OpenBLAS (Haswell's, which AMD runs too) round a row by its place in the
matrix, and a release must give the same bytes whichever others stand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from navec import Navec
from numpy.typing import NDArray
from slovnet.const import SHAPE, TAG, WORD
from slovnet.exec.model import NER, Morph
from slovnet.exec.pack import Pack
from slovnet.shape import word_shape
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.convolution import Convolution, Floats
from pipeline.nlp.words import plain
from pipeline.resources import natasha_data

Ints = NDArray[np.intp]

NAVEC = "emb/navec_news_v1_1B_250K_300d_100q.tar"
PACKS = {
    "ner": ("model/slovnet_ner_news_v1.tar", NER),
    "morph": ("model/slovnet_morph_news_v1.tar", Morph),
}
# Columns of doc.tensor, in this order; each net's last layer is 64 wide.
HIDDEN = 64
COLUMNS = {net: slice(HIDDEN * i, HIDDEN * (i + 1)) for i, net in enumerate(PACKS)}
# Words whose products with the first layers are made once for all Docs: the most frequent ones of navec's corpus, which
# are .57 to .62 of a release's distinct words. Their product is one of its own: the same bits in every process (25 MB).
COMMON = 4096
# Docs per batch of the stages that look words up: bigger batches share more; past 16 nothing was gained.
BATCH = 16


@dataclass(frozen=True)
class Head:
    """The last linear layer of one net: scores = hidden @ weight + bias, one column per tag."""

    weight: Floats
    bias: Floats
    tags: list[str]
    # Viterbi transition scores [from, to]; None where tags are chosen one by one.
    transitions: Floats | None


@cache
def load_pack(net: str) -> Any:
    """Return slovnet's model of `net`, one of PACKS, with its weights."""
    path, model_class = PACKS[net]
    with Pack(natasha_data() / path) as pack:
        pack.load_meta().check_protocol()
        model = pack.load_model(model_class)
        return model.inject_arrays(dict(pack.load_arrays(model.weights)))


def load_head(net: str) -> Head:
    """Return the head of `net`, for the stage that decodes it."""
    head = load_pack(net).head
    crf = getattr(head, "crf", None)
    with Pack(natasha_data() / PACKS[net][0]) as pack:
        tags = list(pack.load_vocab(TAG).items)
    return Head(
        weight=head.proj.weight.array,
        bias=head.proj.bias.array,
        tags=tags,
        transitions=crf.transitions.array if crf else None,
    )


class Layer:
    """Convolution of width 3, ReLU and batch normalisation over the flat layout."""

    def __init__(self, layer: Any) -> None:
        weight = layer.conv.weight.array  # filters x inputs x 3
        # The three taps side by side: inputs x 3 filters.
        self.taps: Floats = np.ascontiguousarray(weight.transpose(1, 2, 0).reshape(weight.shape[1], -1))
        self.bias: Floats = layer.conv.bias.array
        self.scale: Floats = layer.norm.weight.array / layer.norm.std.array
        self.shift: Floats = layer.norm.bias.array - layer.norm.mean.array * self.scale

    @cached_property
    def convolution(self) -> Convolution:
        """The layer over rows; a net's first layer only ever reads products."""
        return Convolution(self.taps, self.bias)

    def of_products(self, products: Floats, rows: Ints, gaps: Ints) -> Floats:
        """Return the layer's output for `products` = distinct inputs @ taps (3 x distinct x filters, one per tap).

        `rows` picks the input of each row, `gaps` are the zero rows.
        """
        before, here, after = products
        output = here[rows]
        output += self.bias
        output[1:] += before[rows[:-1]]
        output[:-1] += after[rows[1:]]
        return self.finished(output, gaps)

    def finished(self, output: Floats, gaps: Ints) -> Floats:
        """Return what the convolution gave after ReLU and batch norm, in place."""
        np.maximum(output, 0, out=output)
        output *= self.scale
        output += self.shift
        output[gaps] = 0
        return output

    def __call__(self, rows: Floats, gaps: Ints) -> Floats:
        return self.finished(self.convolution(rows), gaps)


class Distinct(NamedTuple):
    """The distinct texts of a Doc: its words (fewer: unknown words are one, cases too), each text's word among them,
    and its shape. The words are first those of WordVectors.common, by number, then the vectors of the others."""

    common: Ints
    vectors: Floats
    word: Ints
    shape: Ints


class Net:
    """The convolutions of one slovnet model, its first layer split into a word part and a shape part."""

    def __init__(self, model: Any, words: WordVectors) -> None:
        self.first, *self.rest = [Layer(layer) for layer in model.encoder.layers]
        # One matrix per tap. The table of the shapes is tiny, so it is multiplied once for good.
        taps = np.split(self.first.taps, 3, axis=1)
        self.word_taps: list[Floats] = [np.ascontiguousarray(tap[: words.dim]) for tap in taps]
        self.shape_products: list[Floats] = [model.emb.shape.weight.array @ tap[words.dim :] for tap in taps]
        common = words.of(words.common)
        self.common_products: list[Floats] = [common @ tap for tap in self.word_taps]

    def __call__(self, texts: Distinct, rows: Ints, gaps: Ints) -> Floats:
        """Return hidden states, rows x HIDDEN; `rows` picks from the distinct texts, in the gaps their number."""
        width = self.word_taps[0].shape[1]
        products = np.zeros((3, len(texts.word) + 1, width), dtype=np.float32)
        for product, tap, common, of_shape in zip(
            products, self.word_taps, self.common_products, self.shape_products, strict=True
        ):
            of_word = np.concatenate([common[texts.common], texts.vectors @ tap])
            np.add(of_word[texts.word], of_shape[texts.shape], out=product[:-1])
        states = self.first.of_products(products, rows, gaps)
        for layer in self.rest:
            states = layer(states, gaps)
        return states


class WordVectors:
    """navec's word vectors: the row of a word, and rows unpacked from the product quantisation."""

    def __init__(self, data: Path) -> None:
        navec = Navec.load(data / NAVEC)
        with Pack(data / PACKS["ner"][0]) as pack:
            self.ids = {word: i for i, word in enumerate(pack.load_vocab(WORD).items)}
        self.unknown = self.ids["<unk>"]
        # Rows by the frequency of the word in navec's corpus, and the place of each row in that order.
        counts = np.array(navec.vocab.counts)
        self.by_frequency: Ints = np.argsort(-counts, kind="stable")
        self.order: Ints = np.argsort(self.by_frequency)
        self.indexes = navec.pq.indexes
        subspaces, codes, width = navec.pq.codes.shape
        # Every code of every subspace in one table, and where each subspace begins: one gather unpacks a vector.
        self.codes: Floats = np.ascontiguousarray(navec.pq.codes, dtype=np.float32).reshape(-1, width)
        self.begins: Ints = np.arange(subspaces, dtype=np.intp) * codes
        self.dim = subspaces * width
        self.id_of = lru_cache(200_000)(self.find)

    def find(self, word: str) -> int:
        """Return the row of `word`, any case; that of the unknown word where navec has none."""
        return self.ids.get(plain(word).lower(), self.unknown)

    @property
    def common(self) -> Ints:
        """Return the rows of the most frequent words."""
        return self.by_frequency[:COMMON]

    def of(self, ids: Ints) -> Floats:
        """Return word vectors, len(ids) x 300."""
        vectors: Floats = self.codes.take(self.indexes[ids] + self.begins, axis=0)
        return vectors.reshape(len(ids), self.dim)


@cache
def word_vectors() -> WordVectors:
    """Return the process's word vectors, loaded at the first call: all nets read the same (27 MB)."""
    return WordVectors(natasha_data())


class Encoder:
    """natasha's word vectors and nets. `encode` gives a Doc its `tensor` (tokens x columns)."""

    def __init__(self, data: Path, vectors: WordVectors) -> None:
        with Pack(data / PACKS["ner"][0]) as pack:
            self.shape_ids = {shape: i for i, shape in enumerate(pack.load_vocab(SHAPE).items)}
        self.unknown_shape = self.shape_ids.get("<unk>", 0)
        self.vectors = vectors
        self.nets = {name: Net(load_pack(name), vectors) for name in PACKS}
        self.known: dict[str, tuple[int, int]] = {}

    def ids(self, word: str) -> tuple[int, int]:
        """Return the word's row in the vectors and its shape's number."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) > 200_000:  # bounded: a corpus has ever new words
                self.known.clear()
            shape = self.shape_ids.get(word_shape(plain(word)), self.unknown_shape)
            found = self.known[word] = self.vectors.id_of(word), shape
        return found

    def encode(self, doc: Doc) -> None:
        """Set `doc.tensor`: float32, tokens x 128; rows of white space stay zero."""
        # Hashes of the texts and flags, tokens x 3: no Token is made for each.
        tokens = doc.to_array(["ORTH", "IS_SPACE", "SENT_START"]).reshape(-1, 3)
        is_word = tokens[:, 1] == 0
        hashes, nth = np.unique(tokens[is_word, 0], return_inverse=True)
        strings = doc.vocab.strings
        ids = np.array([self.ids(strings[text]) for text in hashes.tolist()], dtype=np.intp).reshape(-1, 2)
        texts = self.distinct(ids[:, 0], ids[:, 1])
        # The names net reads a whole release as one sequence, the morphology net a sentence, as natasha runs them.
        hidden = {
            "ner": self.run("ner", texts, nth, np.zeros(1, dtype=np.intp)),
            "morph": self.run("morph", texts, nth, np.flatnonzero(tokens[is_word, 2] == 1)),
        }
        states = np.zeros((len(tokens), HIDDEN * len(COLUMNS)), dtype=np.float32)
        for name, columns in COLUMNS.items():
            states[is_word, columns] = hidden[name]
        doc.tensor = states  # type: ignore[assignment]  # spaCy's stub says float64; takes any

    def distinct(self, ids: Ints, shapes: Ints) -> Distinct:
        """Return what the nets read of distinct texts, of which each has a row in the vectors and a shape."""
        numbers, word = np.unique(self.vectors.order[ids], return_inverse=True)
        commons = np.searchsorted(numbers, COMMON)
        rare = self.vectors.by_frequency[numbers[commons:]]
        return Distinct(numbers[:commons], self.vectors.of(rare), word, shapes)

    def run(self, net: str, texts: Distinct, words: Ints, starts: Ints) -> Floats:
        """Return the hidden states of `net`, one row per word; a new sequence begins at each of `starts`.

        `words` numbers the texts of the words.
        """
        n = len(words)
        if not n:
            return np.zeros((0, HIDDEN), dtype=np.float32)
        # One zero row before each sequence and one after the last.
        is_start = np.zeros(n, dtype=np.intp)
        is_start[starts[starts < n]] = 1
        is_start[0] = 1
        positions = np.arange(n) + np.cumsum(is_start)
        rows = np.full(n + int(is_start.sum()) + 1, len(texts.word), dtype=np.intp)
        rows[positions] = words
        states: Floats = self.nets[net](texts, rows, np.flatnonzero(rows == len(texts.word)))[positions]
        return states

    def __call__(self, doc: Doc) -> Doc:
        self.encode(doc)
        return doc


@Language.factory("press_encoder", assigns=["doc.tensor"])
def make_encoder(nlp: Language, name: str) -> Encoder:
    """Load natasha's word vectors and nets, once per pipeline."""
    return Encoder(natasha_data(), word_vectors())
