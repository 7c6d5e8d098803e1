"""What the names net is told of a word and of its place."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.name_features import (
    AFFIXES,
    BUCKETS,
    CONTEXT,
    WordTable,
    alike,
    features_of,
    lists_digest,
    shape_of,
    surroundings_of,
    word_features,
)
from pipeline.nlp.name_words import Words
from pipeline.resources import models_folder


def told(word):
    return dict(zip(word_features(), features_of(word), strict=True))


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("Минске", ("title", "Geox", "list city", "known")),
        ("ОДКБ", ("upper", "list bodies")),
        ("Секретариат", ("title", "list heads")),
        ("Кыргызстаном", ("list country",)),
        ("Тасмагамбетова", ("title", "Surn")),
        ("Имангали", ("list first names",)),
        ("министр", ("lower", "list posts")),
        ("МакКейн", ("inner capital",)),
        ("Siemens", ("latin", "title")),
        ("2023", ("digits",)),
        ("«", ("opening",)),
    ],
)
def test_a_word_is_told_by_shape_dictionary_and_lists(word, names):
    known = told(word)
    assert all(known[name] > 0 for name in names), {name: known[name] for name in names}


def test_invisible_characters_and_look_alikes_change_nothing():
    # A soft hyphen, a stress accent, a Latin c.
    for printed in ("Мин\u00adске", "Ми\u0301нске", "Минcке"):
        assert features_of(printed) == features_of("Минске")


@given(st.text(st.sampled_from("абЯЁёzЕWé-’.»«1中ß"), min_size=1, max_size=6))
def test_a_word_of_two_letters_has_the_same_shape(word):
    assert shape_of(alike(word)) == shape_of(word)


def test_the_table_gives_the_same_rows_in_any_company():
    words = [f"слово{i}" for i in range(1500)] + ["Бишкек", "ООН", "—"]
    table = WordTable()
    features, affixes = table.of(words)
    again, same = WordTable().of(["Бишкек"])
    assert features.shape == (len(words), len(word_features()))
    assert affixes.shape == (len(words), len(AFFIXES))
    assert affixes.max() < BUCKETS
    np.testing.assert_array_equal(features[1500], again[0])
    np.testing.assert_array_equal(affixes[1500], same[0])


def test_places_of_words(nlp):
    doc = nlp.make_doc("СЕССИЯ ОДКБ В МИНСКЕ\n\nДиректор АО «Завод» (Минск) выступил. В Минске тепло.")
    words = Words(doc)
    around = surroundings_of(words)
    row = {name: dict(zip(words.texts, around.context[:, i], strict=True)) for i, name in enumerate(CONTEXT)}
    assert row["capital line"]["ОДКБ"]
    assert not row["capital line"]["Директор"]
    assert row["opens line"]["Директор"]
    assert row["in quotes"]["Завод"]
    assert not row["in quotes"]["выступил"]
    assert row["in brackets"]["Минск"]
    assert [words.texts[i] for i in around.sentences] == ["СЕССИЯ", "Директор", "В"]
    groups = dict(zip(words.texts, around.groups.tolist(), strict=True))
    assert groups["Минск"] == groups["Минске"] != groups["ОДКБ"]
    assert groups["тепло"] == -1


@pytest.mark.parametrize("text", ["", "  \n", "\u00a0", "🙂"])
def test_empty_and_odd_texts(text, nlp):
    words = Words(nlp.make_doc(text))
    around = surroundings_of(words)
    assert len(words) == len(around.context) == len(around.groups)


def test_the_pack_was_trained_with_these_lists():
    with np.load(models_folder() / "names.npz", allow_pickle=False) as pack:
        settings = json.loads(str(pack["settings"]))
    assert settings["lists"] == lists_digest(), "a list that the net reads has changed: train the pack again"
