"""The flat, shared run of the nets gives what slovnet's own modules give."""

import numpy as np
import pytest
from slovnet.exec.encoders import TagEncoder
from slovnet.exec.pack import Pack
from slovnet.vocab import Vocab

from pipeline.nlp.encoder import COLUMNS, PACKS, load_head, load_pack
from pipeline.resources import natasha_data

TEXTS = [
    "В Минске прошло заседание Совета министров обороны ОДКБ. Его провёл Виктор Хренин.",
    "Бишкек",
    "",
    "  \n",
    "Генеральный секретарь ООН Антонио Гутерриш выступил 20 сентября 2023 г. в Нью-Йорке 🙂.",
]


@pytest.fixture(scope="module")
def encoder(nlp):
    return nlp.get_pipe("press_encoder")


@pytest.fixture(scope="module")
def navec():
    from navec import Navec

    from pipeline.nlp.encoder import NAVEC

    return Navec.load(natasha_data() / NAVEC)


@pytest.fixture(scope="module")
def slovnet_input(encoder):
    def make(words):
        with Pack(natasha_data() / PACKS["ner"][0]) as pack:
            shapes = pack.load_vocab("shape")
        vocab = Vocab(sorted(encoder.vectors.ids, key=encoder.vectors.ids.__getitem__))
        return next(iter(TagEncoder(vocab, shapes, 1)([words])))

    return make


@pytest.mark.parametrize(("net", "by_sentence"), [("ner", False), ("morph", True)])
def test_hidden_states_equal_slovnets(nlp, encoder, navec, slovnet_input, net, by_sentence):
    docs = [encoder(nlp.make_doc(text)) for text in TEXTS]
    model = load_pack(net).inject_navec(navec)
    for doc in docs:
        for part in doc.sents if by_sentence else [doc]:
            rows = [token.i for token in part if not token.is_space]
            if rows:
                given = slovnet_input([doc[i].text for i in rows])
                expected = model.encoder(model.emb(given.word_id, given.shape_id), given.pad_mask)[0]
                np.testing.assert_allclose(doc.tensor[rows, COLUMNS[net]], expected, atol=1e-4)


def test_the_same_text_gets_the_same_bits_whatever_was_read_before(nlp, encoder):
    first, second = ([encoder(nlp.make_doc(text)).tensor for text in texts] for texts in (TEXTS, TEXTS[::-1]))
    for one, other in zip(first, second[::-1], strict=True):
        assert one.tobytes() == other.tobytes()


def test_white_space_has_no_state(nlp, encoder):
    doc = encoder(nlp.make_doc("Минск\n\nМосква"))
    assert doc.tensor.shape == (3, 128)
    assert not doc.tensor[1].any()
    assert doc.tensor[0].any()


def test_heads_name_their_tags():
    assert load_head("ner").transitions.shape == (8, 8)
    assert load_head("morph").transitions is None
