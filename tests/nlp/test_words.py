import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.words import plain


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Биш\u00adкек", "Бишкек"),
        ("за\u0301мок", "замок"),
        ("и\u0306од", "йод"),
        ("Coюз", "Союз"),  # Latin «Co»
        ("OДKБ", "ОДКБ"),
        ("IT-компания", "IT-компания"),
        ("Ryanair", "Ryanair"),
        ("Ёлкин", "Ёлкин"),
        ("\u200b", "\u200b"),
    ],
)
def test_plain(printed, read):
    assert plain(printed) == read


@given(st.text(min_size=1))
def test_plain_is_idempotent_and_never_empty(word):
    assert plain(word)
    assert plain(plain(word)) == plain(word)
