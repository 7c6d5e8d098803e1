import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.dictionary import analyzer, parses


def test_readings_are_the_dictionarys():
    assert {parse.normal_form for parse in parses("стали")} == {"стать", "сталь"}
    assert analyzer() is analyzer()


@pytest.mark.parametrize("word", ["", "𗀀", "@𗀀", "🙂", "\ud7ff", "١٢", "ΔP"])
def test_any_word_has_a_reading(word):
    assert parses(word)


@given(
    st.text("АБВГДЕЁабвгдеё-XVx.12", max_size=5) | st.sampled_from(["МИД", "Мир", "МиД", "ОДКБ", "Ё", "И", "Евросоюз"])
)
def test_capitals_change_no_reading(word):
    told = [(reading.word, str(reading.tag), reading.normal_form, reading.score) for reading in parses(word)]
    assert told == [(p.word, str(p.tag), p.normal_form, p.score) for p in analyzer().parse(word)]


@pytest.mark.parametrize("word", ["МИНСКОМ", "Минском", "минском"])
def test_one_word_is_looked_up_once(word):
    assert parses(word) is parses("минском")
