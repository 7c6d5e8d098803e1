"""dates.py: the published press-date set, and how the stage behaves around it."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from pipeline.edtf import extent
from pipeline.nlp.assembly import load
from pipeline.nlp.dates import DateMarker, Grammar, explain, find_dates
from pipeline.nlp.extensions import register
from pipeline.nlp.tokens import RazdelTokenizer
from tests.marked import read_marked

PRESS_DATES = Path(__file__).parent / "press_dates.tsv"
RELEASED = "2023-09-20"  # a Wednesday


def press_dates() -> list[tuple[str, str, str]]:
    """Return (category, published, marked text) of every line of the set."""
    lines = PRESS_DATES.read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    return [(category, published, marked) for category, published, marked in rows[1:]]


@pytest.fixture(scope="module")
def tagged() -> Language:
    """The stages that dates need."""
    return load(("press_encoder", "press_morphology", "press_dates"))


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar.load()


def read(nlp: Language, text: str, published: str) -> Doc:
    doc = nlp.make_doc(text)
    doc._.published = published
    return nlp(doc)


def found(doc: Doc) -> list[tuple[str, str]]:
    return [(span.text, span.kb_id_) for span in doc.spans["dates"]]


def untagged(text: str, grammar: Grammar, published: str = RELEASED) -> Doc:
    """A Doc with tokens and sentences only."""
    register()
    doc = RazdelTokenizer(Vocab())(text)
    doc._.published = published
    return DateMarker(grammar)(doc)


@pytest.mark.parametrize(("category", "published", "marked"), press_dates())
def test_press_dates(category: str, published: str, marked: str, tagged: Language):
    text, expected = read_marked(marked)
    doc = read(tagged, text, published)
    assert found(doc) == [(text[span.start : span.end], span.value) for span in expected]
    assert doc.text == text


def test_the_set_is_as_large_as_it_says():
    assert sum(marked.count("|DATE|") for _, _, marked in press_dates()) >= 400


# ---- anchors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("14 сентября т.г. прошла встреча.", RELEASED, [("2023-09-14", RELEASED)]),
        ("14 сентября 2021 года прошла встреча.", RELEASED, [("2021-09-14", "")]),
        # Without a release date the first day told in full stands in, for what comes before it too
        (
            "Вчера прошла встреча. 14 сентября 2021 года подписан план.",
            "",
            [("2021-09-13", "2021-09-14"), ("2021-09-14", "")],
        ),
        # Nothing dates the text: the mention stays, without a value
        ("Вчера прошла встреча.", "", [("", "")]),
        ("В XIX веке здесь был порт.", "", [("18XX", "")]),
        # «на следующий день» counts from the date stated last
        (
            "12 мая 2022 года прибыл посол. На следующий день его принял министр.",
            RELEASED,
            [("2022-05-12", ""), ("2022-05-13", "2022-05-12")],
        ),
    ],
)
def test_anchor(text: str, published: str, expected: list[tuple[str, str]], tagged: Language):
    doc = read(tagged, text, published)
    assert [(span.kb_id_, span._.anchor) for span in doc.spans["dates"]] == expected


def test_spans_name_their_rule(tagged: Language):
    doc = read(tagged, "С 11 по 15 сентября т.г. и 20.09.2023 в Бишкеке. В XIX веке.", RELEASED)
    assert [(span.label_, span.id_) for span in doc.spans["dates"]] == [
        ("DATE", "range_from_to"),
        ("DATE", "numeric_date"),
        ("DATE", "century"),
    ]


def test_explanation_tells_the_arithmetic(tagged: Language, grammar: Grammar):
    doc = read(tagged, "14 сентября т.г. прошла встреча. В 2004 году.", RELEASED)
    this_year, absolute = doc.spans["dates"]
    assert explain(this_year, grammar) == "т.г. = 2023: 2023-09-14, the release is of 2023-09-20 (day_month_year)"
    assert explain(absolute, grammar) == "2004 (year)"


# ---- the least a Doc must have ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 сентября 2023 г. прошла встреча", [("14 сентября 2023 г.", "2023-09-14")]),
        ("25 декабря открылась выставка.", [("25 декабря", "2022-12-25")]),  # tense from the dictionary
        ("25 января откроется выставка.", [("25 января", "2024-01-25")]),
    ],
)
def test_without_tags(text: str, expected: list[tuple[str, str]], grammar: Grammar):
    assert found(untagged(text, grammar)) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0", "«", "2023", "с", "31", "года", "–", "не позднее", "XX"])
def test_next_to_nothing(text: str, grammar: Grammar):
    doc = untagged(text, grammar)
    assert doc.text == text
    assert found(doc) == []


@pytest.mark.parametrize("text", ["15\nсентября", "с 11 по\n15 сентября", "2023\n2024 годы"])
def test_no_date_crosses_a_line_break(text: str, grammar: Grammar):
    assert all("\n" not in words for words, _ in found(untagged(text, grammar)))


def test_two_numbers_of_one_token_do_not_overlap(grammar: Grammar):
    doc = untagged("Приём 13,20 апреля 2023 года.", grammar)
    assert all(left.end <= right.start for left, right in pairwise(doc.spans["dates"]))


def test_a_dash_between_unlike_dates_is_no_range(grammar: Grammar):
    doc = untagged("Договор 15 мая 2021 года – 3 апреля 2019 года.", grammar)
    assert found(doc) == [("15 мая 2021 года", "2021-05-15"), ("3 апреля 2019 года", "2019-04-03")]


def test_docbin_keeps_dates(tagged: Language):
    doc = read(tagged, "С 2004 года и 15 сентября т.г.", RELEASED)
    stored = DocBin(store_user_data=True)
    stored.add(doc)
    (again,) = DocBin().from_bytes(stored.to_bytes()).get_docs(spacy.blank("ru").vocab)
    kept = [(span.text, span.kb_id_, span.id_, span._.anchor) for span in again.spans["dates"]]
    assert kept == [(span.text, span.kb_id_, span.id_, span._.anchor) for span in doc.spans["dates"]]


# ---- properties -----------------------------------------------------------------------------------------------------

WORDS = [
    "с",
    "по",
    "до",
    "от",
    "между",
    "и",
    ",",
    "-",
    "–",
    "/",
    ".",
    "11",
    "15",
    "2023",
    "2023-2025",
    "18.03.2010",
    "31",
    "29",
    "99",
    "0",
    "90-х",
    "XX",
    "XIX–XX",
    "«10»",
    "сентября",
    "мая",
    "февраля",
    "года",
    "г.",
    "гг.",
    "т.г.",
    "прошлого",
    "этого",
    "следующего",
    "квартал",
    "полугодие",
    "половина",
    "начале",
    "конца",
    "первый",
    "второй",
    "две",
    "тысячи",
    "десятом",
    "пять",
    "лет",
    "назад",
    "через",
    "неделю",
    "год",
    "спустя",
    "днём",
    "ранее",
    "в",
    "среду",
    "понедельник",
    "последние",
    "ближайшие",
    "выходные",
    "вчера",
    "накануне",
    "зимой",
    "лета",
    "век",
    "веке",
    "не",
    "позднее",
    "около",
    "примерно",
    "числа",
    "месяцев",
    "тот",
    "же",
    "день",
    "2014",
    "году",
]


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(["", " ", "\u00a0", "\n"]))
@example(["около", "среду", "-", "понедельник"], " ")
def test_any_heap_of_date_words_is_read(words: list[str], joint: str):
    assert_sound(joint.join(words))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str):
    assert_sound(text)


def assert_sound(text: str) -> None:
    """Offsets are right, dates do not overlap and keep their order, values are EDTF whose ends are in order."""
    doc = untagged(text, Grammar.load())
    assert doc.text == text
    end = 0
    for span in find_dates(doc, Grammar.load()):
        assert span.start >= end
        end = span.end
        assert text[span.start_char : span.end_char] == span.text
        first, last, precision = extent(span.kb_id_)
        assert precision or not span.kb_id_
        assert not (first and last) or first.startswith("-") or first <= last
        assert re.fullmatch(r"|\d{4}-\d\d-\d\d", span._.anchor)
