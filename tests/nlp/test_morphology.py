"""Lemmas are typed after a slash."""

import pytest

from pipeline.nlp.morphology import fitting_parse, lemma_of


@pytest.mark.parametrize(
    "marked",
    [
        "Стороны/сторона подписали/подписать соглашение/соглашение .",
        "Они стали/стать союзниками/союзник .",
        "Государства/государство Организации/организация договорились/договориться .",
        "Министр иностранных/иностранный дел/дело прибыл в Душанбе/душанбе .",
    ],
)
def test_lemmas_fit_the_tag_in_context(marked, nlp):
    pairs = [item.partition("/") for item in marked.split()]
    doc = nlp(" ".join(word for word, _, _ in pairs))
    expected = {word: lemma for word, slash, lemma in pairs if slash}
    assert {token.text: token.lemma_ for token in doc if token.text in expected} == expected


def test_the_tag_chooses_the_reading():
    assert fitting_parse("стали", "VERB|Number=Plur|Tense=Past").normal_form == "стать"
    assert fitting_parse("стали", "NOUN|Case=Gen|Gender=Fem|Number=Sing").normal_form == "сталь"


@pytest.mark.parametrize("word", [".", "2023", "Ryanair", "🙂"])
def test_what_does_not_inflect_is_its_own_lemma(word):
    assert lemma_of(word, "PUNCT") == word.lower()


def test_white_space_gets_its_own_tag(nlp):
    doc = nlp("Минск\n\nМосква")
    assert [token.pos_ for token in doc][1] == "SPACE"
