"""The torch side of nlp/name_net.py: the same net with dropout and a loss, and its pack."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.nlp.encoder import WordVectors
from pipeline.nlp.name_features import AFFIXES, BUCKETS, CONTEXT, WordTable, lists_digest, word_features
from pipeline.nlp.name_net import NORM_EPSILON, transitions_allowed
from pipeline.training.examples import HEADS, READ, Example

TAGS = 5


@dataclass(frozen=True)
class Shape:
    """The size of a net and how much of its input it misses while it is trained (shares, 0..1).

    `words` drops a word's vector for all its places in a batch, `affixes` its affixes, so that rare names are learnt by
    context; `inputs` and `states` drop single features and hidden states, `layers` what each layer adds.
    """

    width: int = 160
    dilations: tuple[int, ...] = (1, 2, 4, 1, 3)
    memory: tuple[int, ...] = (1, 3)
    affix_width: int = 24
    style_width: int = 8
    words: float = 0.25
    affixes: float = 0.3
    inputs: float = 0.2
    states: float = 0.2
    layers: float = 0.45


@dataclass(frozen=True)
class Batch:
    """Examples side by side in one flat matrix, zero rows between them (see name_net.py)."""

    vectors: Tensor
    features: Tensor
    affixes: Tensor
    words: Tensor
    states: Tensor
    context: Tensor
    styles: Tensor
    is_word: Tensor
    members: Tensor
    groups: Tensor
    group_sizes: Tensor
    # Sentences, longest first: rows of their words (sentences x longest), which of them are words, gold tags
    # (sentences x longest x heads), and which heads their folder marks (sentences x heads).
    rows: Tensor
    is_in: Tensor
    tags: Tensor
    marked: Tensor


class Layer(nn.Module):
    """One residual block."""

    def __init__(self, width: int, dilation: int, drop: float, memory: bool) -> None:
        super().__init__()
        self.norm = nn.RMSNorm(width, eps=NORM_EPSILON)
        self.convolution = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
        self.out = nn.Linear(width, width)
        self.memory = nn.Linear(width, width) if memory else None
        self.drop = nn.Dropout(drop)

    def forward(self, rows: Tensor, batch: Batch) -> Tensor:
        # Rows between the releases are zero, and stay zero through a norm without a bias.
        states = self.convolution(self.norm(rows).t()[None])[0].t()
        states = self.out(functional.relu(states))
        rows = (rows + self.drop(states)) * batch.is_word
        if self.memory is not None and len(batch.members):
            sums = torch.zeros(len(batch.group_sizes), rows.shape[1]).index_add(0, batch.groups, rows[batch.members])
            means = self.memory(functional.relu(sums / batch.group_sizes[:, None]))
            rows = rows.index_add(0, batch.members, self.drop(means[batch.groups]))
        return rows


class Network(nn.Module):
    """Scores of every tag of every head, rows x heads x tags."""

    steps: Tensor
    first: Tensor
    last: Tensor
    unknown: Tensor

    def __init__(self, shape: Shape, states: int, styles: int, unknown: np.ndarray[Any, Any]) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.affixes = nn.Embedding(BUCKETS, shape.affix_width)
        nn.init.normal_(self.affixes.weight, std=0.1)
        known = len(unknown) + len(word_features()) + len(AFFIXES) * shape.affix_width
        self.word = nn.Linear(known, width)
        self.word_more = nn.Linear(width, width)
        self.hidden = nn.Linear(states, width)
        self.context = nn.Linear(len(CONTEXT), width)
        self.style = nn.Embedding(styles, shape.style_width)
        self.style_out = nn.Linear(shape.style_width, width)
        self.blocks = [
            Layer(width, dilation, shape.layers, i in shape.memory) for i, dilation in enumerate(shape.dilations)
        ]
        self.layers = nn.ModuleList(self.blocks)
        self.norm = nn.RMSNorm(width, eps=NORM_EPSILON)
        self.head = nn.Linear(width, len(HEADS) * TAGS)
        self.transitions = nn.Parameter(torch.zeros(len(HEADS), TAGS, TAGS))
        self.drop = nn.Dropout(shape.layers)
        steps, first, last = transitions_allowed()
        self.register_buffer("steps", torch.tensor(steps), persistent=False)
        self.register_buffer("first", torch.tensor(first), persistent=False)
        self.register_buffer("last", torch.tensor(last), persistent=False)
        self.register_buffer("unknown", torch.tensor(unknown), persistent=False)

    def forward(self, batch: Batch) -> Tensor:
        vectors, features, states = batch.vectors, batch.features, batch.states
        affixes = self.drop(self.affixes(batch.affixes).flatten(1))
        if self.training:
            missing = (torch.rand(len(vectors), 1) < self.shape.words).float()
            vectors = vectors * (1 - missing) + self.unknown * missing
            affixes = affixes * (torch.rand(len(affixes), 1) >= self.shape.affixes).float()
            features = functional.dropout(features, self.shape.inputs)
            states = functional.dropout(states, self.shape.states)
        once = self.word(torch.cat([vectors, features, affixes], dim=1))
        known = once + self.word_more(functional.relu(once))
        rows = known[batch.words] + self.hidden(states) + self.context(batch.context)
        rows = self.drop(rows + self.style_out(self.style(batch.styles))) * batch.is_word
        for layer in self.blocks:
            rows = layer(rows, batch)
        scores: Tensor = self.head(self.norm(rows)).view(-1, len(HEADS), TAGS)
        return scores

    def loss(self, batch: Batch) -> Tensor:
        """Return the negative log likelihood of a sentence's gold tags, the mean; unmarked heads do not count."""
        scores = self(batch)[batch.rows]
        steps = self.transitions + self.steps
        heads = torch.arange(len(HEADS))[None]
        every = scores[:, 0] + self.first
        gold = scores[:, 0].gather(2, batch.tags[:, 0, :, None])[..., 0]
        for at in range(1, scores.shape[1]):
            alive = int(batch.is_in[:, at].sum())
            now, before = batch.tags[:alive, at], batch.tags[:alive, at - 1]
            reached = torch.logsumexp(every[:alive, :, :, None] + steps, 2) + scores[:alive, at]
            every = torch.cat([reached, every[alive:]])
            step = scores[:alive, at].gather(2, now[..., None])[..., 0] + steps[heads, before, now]
            gold = torch.cat([gold[:alive] + step, gold[alive:]])
        lost = torch.logsumexp(every + self.last, 2) - gold
        mean: Tensor = (lost * batch.marked).sum() / len(scores)
        return mean

    def save(self, path: Path, style: Sequence[float]) -> None:
        """Write the pack (.npz, half precision) that NameNet reads; `style` weighs the folders' annotation styles."""
        with torch.no_grad():
            arrays = {
                "affixes": self.affixes.weight,
                "hidden.weight": self.hidden.weight.T,
                "context.weight": self.context.weight.T,
                "constant": self.hidden.bias + self.context.bias,
                "styles": self.style_out(self.style.weight),
            }
            for name, linear in (("word", self.word), ("word_more", self.word_more)):
                arrays |= {f"{name}.weight": linear.weight.T, f"{name}.bias": linear.bias}
            # Kinds that are only learnt along are not read later: their heads stay out of the pack.
            read = [head for head, kind in enumerate(HEADS) if kind in READ]
            rows = [head * TAGS + tag for head in read for tag in range(TAGS)]
            arrays |= {
                "head.weight": self.norm.weight[:, None] * self.head.weight[rows].T,
                "head.bias": self.head.bias[rows],
                "transitions": self.transitions[read],
            }
            for i, layer in enumerate(self.blocks):
                convolution = layer.convolution.weight  # out x in x 3
                arrays |= {
                    # The norm's weight is part of the product that follows it.
                    f"layers.{i}.taps": layer.norm.weight[:, None]
                    * convolution.permute(1, 2, 0).reshape(convolution.shape[1], -1),
                    f"layers.{i}.bias": layer.convolution.bias,
                    f"layers.{i}.out.weight": layer.out.weight.T,
                    f"layers.{i}.out.bias": layer.out.bias,
                }
                if layer.memory is not None:
                    arrays |= {
                        f"layers.{i}.memory.weight": layer.memory.weight.T,
                        f"layers.{i}.memory.bias": layer.memory.bias,
                    }
            settings = {
                "kinds": [HEADS[head] for head in read],
                "style": list(style),
                "dilations": self.shape.dilations,
                "features": word_features(),
                "lists": lists_digest(),
            }
            packed: dict[str, Any] = {name: array.detach().numpy().astype(np.float16) for name, array in arrays.items()}
            np.savez(path, settings=np.array(json.dumps(settings, ensure_ascii=False)), **packed)


class Batches:
    """Makes batches of examples; word vectors and features are looked up once per distinct word of a batch."""

    def __init__(self, vectors: WordVectors, gap: int) -> None:
        self.vectors = vectors
        self.table = WordTable()
        self.gap = gap

    def of(self, examples: Sequence[Example], style: int | None = None) -> Batch:
        """Return `examples` as one batch, all in the annotation style `style` where it is given."""
        lengths = [len(example.texts) for example in examples]
        starts = np.cumsum([self.gap + length for length in [0, *lengths[:-1]]])
        size = int(starts[-1]) + lengths[-1] + self.gap
        distinct = {text: i for i, text in enumerate(dict.fromkeys(t for e in examples for t in e.texts))}
        features, affixes = self.table.of(list(distinct))
        ids = np.array([self.vectors.id_of(text) for text in distinct], dtype=np.intp)
        words = np.zeros(size, dtype=np.intp)
        states = np.zeros((size, examples[0].states.shape[1]), dtype=np.float32)
        context = np.zeros((size, len(CONTEXT)), dtype=np.float32)
        styles = np.zeros(size, dtype=np.intp)
        is_word = np.zeros((size, 1), dtype=np.float32)
        tags = np.zeros((size, len(HEADS)), dtype=np.intp)
        members, groups, sentences = [], [], []
        count = 0
        for start, length, example in zip(starts, lengths, examples, strict=True):
            here = slice(start, start + length)
            words[here] = [distinct[text] for text in example.texts]
            states[here] = example.states
            context[here] = example.surroundings.context
            styles[here] = example.style if style is None else style
            is_word[here] = 1
            tags[here] = example.tags
            grouped = np.flatnonzero(example.surroundings.groups >= 0)
            members.append(grouped + start)
            groups.append(example.surroundings.groups[grouped] + count)
            count += int(example.surroundings.groups.max(initial=-1)) + 1
            bounds = [*example.surroundings.sentences.tolist(), length]
            sentences += [(start + a, start + b, example.marked) for a, b in pairwise(bounds) if b > a]
        sentences.sort(key=lambda sentence: sentence[0] - sentence[1])
        longest = sentences[0][1] - sentences[0][0]
        rows = np.zeros((len(sentences), longest), dtype=np.intp)
        is_in = np.zeros((len(sentences), longest), dtype=bool)
        for i, (begin, end, _) in enumerate(sentences):
            rows[i, : end - begin] = np.arange(begin, end)
            is_in[i, : end - begin] = True
        group = np.concatenate(groups)
        return Batch(
            vectors=torch.from_numpy(self.vectors.of(ids)),
            features=torch.from_numpy(features),
            affixes=torch.from_numpy(affixes),
            words=torch.from_numpy(words),
            states=torch.from_numpy(states),
            context=torch.from_numpy(context),
            styles=torch.from_numpy(styles),
            is_word=torch.from_numpy(is_word),
            members=torch.from_numpy(np.concatenate(members)),
            groups=torch.from_numpy(group),
            group_sizes=torch.from_numpy(np.maximum(np.bincount(group, minlength=max(count, 1)), 1)).float(),
            rows=torch.from_numpy(rows),
            is_in=torch.from_numpy(is_in),
            tags=torch.from_numpy(tags)[torch.from_numpy(rows)],
            marked=torch.tensor([marked for *_, marked in sentences], dtype=torch.float32),
        )
