"""Blocks of lines and the words beside a token."""

import pytest

from pipeline.nlp.case_evidence import Blocks, word_after


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Директор\nПётр Сидоров\n\nИнженер\nИван Козлов", "Инженер"),
        ("Директор\r\nПётр Сидоров\r\n\r\nИнженер\r\nИван Козлов", "Инженер"),
        ("Директор\nПётр Сидоров\nИнженер\nИван Козлов", "Директор"),
    ],
)
def test_an_empty_line_begins_a_block(text, opens, nlp):
    doc = nlp.make_doc(text)
    last = next(token.i for token in doc if token.text == "Козлов")
    assert doc[Blocks(doc).start(last)].text == opens


def test_the_word_after_stays_in_its_line(nlp):
    doc = nlp.make_doc("Иванов   – министр\nПетров")
    words = {token.text: token.i for token in doc}
    assert doc[word_after(doc, words["Иванов"] + 1)].text == "–"
    assert doc[word_after(doc, words["министр"] + 1)].text == "\n"
    assert word_after(doc, len(doc)) == len(doc)
