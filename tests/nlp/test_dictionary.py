import pytest

from pipeline.nlp.dictionary import analyzer, parses


def test_readings_are_the_dictionarys():
    assert {parse.normal_form for parse in parses("стали")} == {"стать", "сталь"}
    assert analyzer() is analyzer()


@pytest.mark.parametrize("word", ["", "𗀀", "@𗀀", "🙂", "\ud7ff", "١٢", "ΔP"])
def test_any_word_has_a_reading(word):
    assert parses(word)
