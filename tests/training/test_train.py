"""Training learns, gives the same pack twice, and the pack read by numpy says what torch says (needs PyTorch)."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from pipeline.nlp.encoder import word_vectors  # noqa: E402
from pipeline.nlp.name_net import NameNet  # noqa: E402
from pipeline.nlp.name_words import Words  # noqa: E402
from pipeline.training.examples import HEADS, READ, read_examples  # noqa: E402
from pipeline.training.network import Batches, Network, Shape  # noqa: E402
from pipeline.training.train import Plan, encoding_pipeline, share_of_rate, train  # noqa: E402

SMALL = Plan(shape=Shape(width=32, dilations=(1, 2), memory=(0,)), epochs=6, batch=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("gold")
    (place / "raw").mkdir()
    rows = ["doc_id,start,end,label,text,normal,entity_id"]
    for i, city in enumerate(["Минск", "Бишкек", "Душанбе", "Ереван", "Астана", "Москва"] * 4):
        text = f"Делегация прибыла в город {city} вчера вечером."
        (place / "raw" / f"d{i}.txt").write_text(text, encoding="utf-8")
        start = text.index(city)
        rows.append(f"d{i},{start},{start + len(city)},LOC,{city},{city},")
    (place / "gold.csv").write_text("\n".join(rows), encoding="utf-8")
    return place


def test_training_learns_and_repeats_itself(folder, tmp_path):
    seen = []
    trained = train([(folder, 2)], folder, tmp_path / "a.npz", plan=SMALL, watch=seen.append)
    train([(folder, 2)], folder, tmp_path / "b.npz", plan=SMALL)
    assert trained.best.scores["LOC"] > 0.9
    assert trained.epochs == seen
    assert seen[-1].loss < seen[0].loss
    with np.load(tmp_path / "a.npz") as one, np.load(tmp_path / "b.npz") as other:
        assert set(one.files) == set(other.files)
        assert all(np.array_equal(one[name], other[name]) for name in one.files)


def test_numpy_reads_what_torch_wrote(folder, tmp_path):
    nlp = encoding_pipeline()
    examples = read_examples(folder, 0, nlp)[:3]
    vectors = word_vectors()
    torch.manual_seed(3)
    shape = Shape(width=32, dilations=(1, 2, 4), memory=(1,))
    net = Network(shape, examples[0].states.shape[1], 2, vectors.of(np.array([vectors.unknown]))[0]).eval()
    net.save(tmp_path / "names.npz", [0.0, 1.0])
    docs = list(nlp.pipe((folder / "raw" / f"d{name}.txt").read_text(encoding="utf-8") for name in (0, 1, 10)))
    batches = Batches(vectors, 4)
    with torch.no_grad():
        batch = batches.of(examples, style=1)
        read = [i for i, kind in enumerate(HEADS) if kind in READ]
        expected = net(batch).numpy()[batch.is_word[:, 0].numpy() > 0][:, read]
    reader = NameNet.load(tmp_path / "names.npz", vectors)
    found = np.concatenate(
        [reader.emissions(Words(doc), example.surroundings) for doc, example in zip(docs, examples, strict=True)]
    )
    # Half precision in the pack.
    np.testing.assert_allclose(found, expected, atol=2e-2)


def test_the_rate_rises_and_falls():
    shares = [share_of_rate(step, 100, 0.1) for step in range(100)]
    assert shares[:10] == sorted(shares[:10])
    assert shares[10:] == sorted(shares[10:], reverse=True)
    assert max(shares) == pytest.approx(1.0)


def test_a_plan_without_epochs_is_an_error(folder, tmp_path):
    with pytest.raises(ValueError, match="at least one epoch"):
        train([(folder, 1)], folder, tmp_path / "a.npz", plan=replace(SMALL, epochs=0))
