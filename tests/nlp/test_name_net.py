"""The names net as it is read: the same alone and in a batch, spans from tags, probabilities."""

import numpy as np
import pytest

from pipeline.errors import PipelineError
from pipeline.nlp.encoder import word_vectors
from pipeline.nlp.name_net import NORM_EPSILON, NameNet, Sentence, relu, rms_norm
from pipeline.nlp.name_words import Words

TEXTS = [
    "Генеральный секретарь ОДКБ Имангали Тасмагамбетов встретился с Министром обороны Беларуси Виктором Хрениным.",
    "",
    "Бишкек",
    "Совет Безопасности ООН провёл заседание в Нью-Йорке. Его открыл Антонио Гутерриш 🙂.\n\nИТОГИ",
]


@pytest.fixture(scope="module")
def net(nlp):
    return nlp.get_pipe("press_names").net


@pytest.fixture(scope="module")
def encoded(nlp):
    return [Words(doc) for doc in map(nlp.get_pipe("press_encoder"), map(nlp.make_doc, TEXTS))]


def test_a_doc_alone_and_in_a_batch_is_read_the_same(net, encoded):
    together = net.read(encoded)
    for doc, reading in zip(encoded, together, strict=True):
        (alone,) = net.read([doc])
        assert alone.found == reading.found  # to the last bit of the scores


def test_what_is_found_is_judged_as_likely(net, encoded):
    readings = net.read(encoded)
    found = {
        (" ".join(doc.texts[m.start : m.end]), m.kind): m.score
        for doc, reading in zip(encoded, readings, strict=True)
        for m in reading.found
    }
    assert found["Имангали Тасмагамбетов", "PER"] > 0.9
    assert found["Беларуси", "LOC"] > 0.9
    assert all(0 <= score <= 1 for score in found.values())
    asked = [[(3, 5, "LOC")], [], [(0, 1, "LOC")], [(0, 30, "ORG")]]
    told = [reading.asked for reading in net.read(encoded, asked)]
    assert told[0][0] < 0.1  # a person is no place
    assert told[2][0] > 0.5
    assert told[3][0] == 0  # over a sentence end


def test_what_may_hold_a_mention_is_decoded(net):
    heads = len(net.kinds)
    scores = np.zeros((3, heads, 5), dtype=np.float32)
    scores[:, :, 0] = 1000
    sure = Sentence(5, scores.copy())
    scores[1, 2, 4] = 1001
    open_to_doubt = Sentence(8, scores)
    assert net.heads_that_may_find([]) == net.heads_that_may_find([sure]) == []
    assert net.heads_that_may_find([sure, open_to_doubt, sure._replace(start=11)]) == [(1, 2)]
    assert net.best([[sure], [], [sure, open_to_doubt]]) == [[], [], [(9, 10, net.kinds[2])]]


def test_levels_of_one_kind(net, nlp):
    doc = Words(nlp("Об этом сообщил Секретариат Парламентской Ассамблеи ОДКБ."))
    (reading,) = net.read([doc])
    texts = {" ".join(doc.texts[m.start : m.end]) for m in reading.found if m.kind == "ORG"}
    assert {"Секретариат Парламентской Ассамблеи ОДКБ", "ОДКБ"} <= texts


def test_layers_by_their_formulas():
    random = np.random.default_rng(1)
    rows = random.normal(size=(4, 6)).astype(np.float32)
    expected = rows / np.sqrt((rows**2).mean(1, keepdims=True) + NORM_EPSILON)
    np.testing.assert_allclose(rms_norm(rows), expected, atol=1e-5)
    assert (rms_norm(np.zeros((1, 6), dtype=np.float32)) == 0).all()
    np.testing.assert_array_equal(relu(rows.copy()), np.where(rows > 0, rows, 0))


def test_a_file_that_is_no_pack_is_told(tmp_path):
    path = tmp_path / "names.npz"
    path.write_bytes(b"no pack")
    with pytest.raises(PipelineError, match=r"names\.npz: not a names pack"):
        NameNet.load(path, word_vectors())
