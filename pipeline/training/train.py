"""Reads gold folders, writes the names pack and its card: `train` is what `python -m pipeline train` calls."""

from __future__ import annotations

import copy
import math
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import spacy
import torch
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.evaluation.gold import read_gold
from pipeline.nlp import encoder, tokens  # noqa: F401 (registers the tokenizer and the encoder)
from pipeline.nlp.encoder import word_vectors
from pipeline.nlp.name_net import NameNet
from pipeline.nlp.name_words import Name, Words
from pipeline.nlp.names import NET, without_conflicts
from pipeline.training.examples import ALWAYS, Example, Span, count_words, labelled, read_examples
from pipeline.training.network import Batches, Network, Shape


@dataclass(frozen=True)
class Plan:
    """How a net is trained. The values were chosen on NEREL dev, one change at a time (models/names.md)."""

    shape: Shape = field(default_factory=Shape)
    epochs: int = 14
    # Releases per step; a release has 270 words on average.
    batch: int = 8
    rate: float = 2e-3
    decay: float = 0.02
    # Share of the steps in which the rate grows; after it falls along a cosine.
    warm: float = 0.08
    # The weights that are kept are a running mean over about 1 / (1 - average) steps (Polyak and Juditsky 1992).
    average: float = 0.998
    # Epochs without a better score on the development folder before training stops.
    patience: int = 6
    seed: int = 1


@dataclass(frozen=True)
class Epoch:
    """What one pass over the data gave: mean loss of a sentence, strict F1 on the development folder, CPU seconds."""

    number: int
    loss: float
    scores: dict[str, float]
    seconds: float


@dataclass(frozen=True)
class Trained:
    """The outcome: where the pack is, the epoch that was kept, and every epoch."""

    pack: Path
    best: Epoch
    epochs: list[Epoch]
    parameters: int
    words: int


def encoding_pipeline() -> Language:
    """Return a pipeline that only tokenises and encodes: all that examples need."""
    nlp = spacy.blank("ru", config={"nlp": {"tokenizer": {"@tokenizers": "press_razdel"}}})
    nlp.max_length = 10_000_000
    nlp.add_pipe("press_encoder")
    return nlp


def train(
    data: Sequence[tuple[Path, int]],
    development: Path,
    out: Path,
    *,
    styles: Sequence[int] | None = None,
    style: Sequence[float] | None = None,
    development_style: int = 0,
    plan: Plan | None = None,
    watch: Callable[[Epoch], None] = lambda epoch: None,
) -> Trained:
    """Train a names pack on gold folders and write it to `out`.

    `data` are the folders, each with how often it is read in an epoch; `styles` numbers the annotation style of each
    (every folder its own where left out). Training stops early, and the best epoch is kept, by strict F1 over PER, ORG
    and LOC on `development`, read in the style numbered `development_style`. The pack speaks the mixture `style`
    (weights by style; the last folder's where left out). The same data, plan and number of threads give the same pack.
    """
    plan = plan or Plan()
    torch.manual_seed(plan.seed)
    order = np.random.default_rng(plan.seed)
    nlp = encoding_pipeline()
    examples: list[Example] = []
    styles = styles if styles is not None else range(len(data))
    for number, (folder, times) in zip(styles, data, strict=True):
        examples += read_examples(folder, number, nlp) * times
    dev = DevelopmentSet(development, nlp)
    every = range(max(styles) + 1)
    mixture = list(style) if style is not None else [float(number == styles[-1]) for number in every]
    dev_mixture = [float(number == development_style) for number in every]

    vectors = word_vectors()
    unknown = vectors.of(np.array([vectors.unknown]))[0]
    net = Network(plan.shape, examples[0].states.shape[1], len(every), unknown)
    averaged = copy.deepcopy(net).eval()
    batches = Batches(vectors, max(plan.shape.dilations))
    optimizer = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=plan.decay, betas=(0.9, 0.98))
    steps = plan.epochs * math.ceil(len(examples) / plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: share_of_rate(step, steps, plan.warm))
    began = time.process_time()
    epochs: list[Epoch] = []
    best: Epoch | None = None
    step = 0
    for number in range(1, plan.epochs + 1):
        net.train()
        losses = []
        shuffled = order.permutation(len(examples))
        for start in range(0, len(shuffled), plan.batch):
            loss = net.loss(batches.of([examples[i] for i in shuffled[start : start + plan.batch]]))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
            step += 1
            # A short memory first, or the random beginning would stay in the mean.
            follow(averaged, net, 1 - min(plan.average, (step + 1) / (step + 10)))
        epoch = Epoch(number, float(np.mean(losses)), dev.score(averaged, dev_mixture), time.process_time() - began)
        epochs.append(epoch)
        watch(epoch)
        if best is None or epoch.scores["micro"] > best.scores["micro"]:
            best = epoch
            averaged.save(out, mixture)
        elif number - best.number >= plan.patience:
            break
    if best is None:
        raise ValueError("a plan needs at least one epoch")
    parameters = sum(parameter.numel() for parameter in net.parameters())
    return Trained(out, best, epochs, parameters, count_words(examples))


def share_of_rate(step: int, steps: int, warm: float) -> float:
    """Return the share of the learning rate at `step`: a linear rise, then half a cosine down to a fiftieth."""
    rising = max(1, int(warm * steps))
    if step < rising:
        return (step + 1) / rising
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - rising) / max(1, steps - rising)))


@torch.no_grad()
def follow(averaged: Network, net: Network, share: float) -> None:
    """Move every averaged weight towards the net's by `share`."""
    for kept, now in zip(averaged.parameters(), net.parameters(), strict=True):
        kept.lerp_(now, share)


class DevelopmentSet:
    """Releases with their gold mentions, scored through the pack and the numpy net, as they are read later."""

    def __init__(self, folder: Path, nlp: Language) -> None:
        gold = read_gold(folder)
        self.docs: list[Doc] = list(nlp.pipe((gold.releases[i].text for i in sorted(gold.releases)), batch_size=16))
        by_doc = {doc_id: [m for m in gold.mentions if m.doc_id == doc_id] for doc_id in sorted(gold.releases)}
        self.gold: list[set[Span]] = [
            {span for span in labelled(mentions, gold.releases[doc_id].text) if span[2] in ALWAYS}
            for doc_id, mentions in by_doc.items()
        ]

    def score(self, net: Network, style: Sequence[float]) -> dict[str, float]:
        """Return strict F1 by label and "micro", mentions as LABELS.md has them (see `labelled`)."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "names.npz"
            net.save(path, style)
            reader = NameNet.load(path, word_vectors())
        counts = {label: [0, 0, 0] for label in sorted(ALWAYS)}
        for start in range(0, len(self.docs), 16):
            docs = [Words(doc) for doc in self.docs[start : start + 16]]
            for words, gold, reading in zip(docs, self.gold[start:], reader.read(docs), strict=False):
                kept = without_conflicts(
                    Name(m.start, m.end, m.kind, NET, m.score) for m in reading.found if m.kind in ALWAYS
                )
                spans = {offsets(words, name) for name in kept}
                for label, count in counts.items():
                    right = {span for span in spans if span[2] == label}
                    wanted = {span for span in gold if span[2] == label}
                    count[0] += len(right & wanted)
                    count[1] += len(right)
                    count[2] += len(wanted)
        counts["micro"] = [sum(column) for column in zip(*counts.values(), strict=True)]
        return {label: 2 * both / max(1, found + wanted) for label, (both, found, wanted) in counts.items()}


def offsets(words: Words, name: Name) -> Span:
    """Return the name as code-point offsets and kind."""
    first, last = words.tokens[name.start], words.tokens[name.end - 1]
    return first.idx, last.idx + len(last), name.label
