from datetime import date

import pytest
import spacy

from pipeline.corpus.release import Release
from pipeline.tables.rows import abbreviation_row, day_of, rows_of
from pipeline.tables.schema import PARTS, rows_to_arrow
from tests.engines import stub


def release(text, published=None):
    return Release("2023/a", "2023/a.txt", "txt", "utf-8", "00", text, "", published, "filename" if published else "")


def spans(doc, *marked):
    found = [doc.char_span(*place, label=label, span_id="rule") for place, label in marked]
    doc.spans["mentions"] = found
    return found


@pytest.mark.parametrize("text", ["", " ", "\n\n", " \n", "\u00a0\u00a0", "Слово", "Mixed текст."])
def test_any_text_gives_one_document_that_fits(text):
    doc = stub.load()(text)
    rows = rows_of(release(text), doc)
    for name, table in PARTS.items():
        rows_to_arrow(table, rows[name])
    (document,) = rows["documents"]
    assert document["text"] == text
    assert document["chars"] == len(text)
    assert document["sentences"] == bool(text.strip())


def test_mentions_know_what_is_around_them():
    doc = spacy.blank("ru")("Посол МИД Чехии в Праге")
    text = doc.text
    spans(doc, ((6, 15), "ORG"), ((6, 9), "ORG"), ((10, 15), "LOC"), ((18, 23), "LOC"))
    rows = rows_of(release(text), doc)["mentions"]
    assert [(row["text"], row["parent_mention_id"]) for row in rows] == [
        ("МИД Чехии", ""),
        ("МИД", "2023/a:6-15:ORG"),
        ("Чехии", "2023/a:6-15:ORG"),
        ("Праге", ""),
    ]
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert {row["found_by"] for row in rows} == {"rule"}


def test_sentences_are_counted_from_one_and_white_space_is_none():
    nlp = spacy.blank("ru")
    doc = spacy.tokens.Doc(
        nlp.vocab,
        words=["\n\n", "Да", ".", "\n\n", "Нет", "Осло"],
        spaces=[False] * 4 + [True, False],
        sent_starts=[True, True, False, True, True, False],
    )
    spans(doc, ((2, 4), "PER"), ((11, 15), "LOC"))
    rows = rows_of(release(doc.text), doc)
    assert [row["sentence"] for row in rows["mentions"]] == [1, 2]
    assert rows["documents"][0]["sentences"] == 2
    assert rows["documents"][0]["tokens"] == 4


def test_dates_have_their_value_and_what_it_was_resolved_against():
    doc = spacy.blank("ru")("Встреча 20 сентября")
    span = spacy.tokens.Span(doc, 1, 3, label="DATE", kb_id="2023-09-20", span_id="day_month")
    span._.normal = "2023-09-20"
    span._.anchor = "2023-09-01"
    doc.spans["mentions"] = [span]
    (row,) = rows_of(release(doc.text, date(2023, 9, 1)), doc)["dates"]
    assert (row["text"], row["edtf"]) == ("20 сентября", "2023-09-20")
    assert (row["date_from"], row["date_to"], row["precision"]) == (date(2023, 9, 20), date(2023, 9, 20), "day")
    assert row["anchor"] == date(2023, 9, 1)


def test_roles_and_abbreviations_name_their_mentions():
    doc = stub.load()("Иванов, МИД")
    rows = rows_of(release(doc.text, date(2023, 9, 1)), doc)
    (role,) = rows["roles"]
    assert (role["person_mention_id"], role["organization_mention_id"]) == ("2023/a:0-6:PER", "2023/a:8-11:ORG")
    assert role["date"] == date(2023, 9, 1)
    (abbreviation,) = rows["abbreviations"]
    assert (abbreviation["short"], abbreviation["mention_id"]) == ("МИД", "2023/a:8-11:ORG")
    (alone,) = rows_of(release("Иванов"), stub.load()("Иванов"))["roles"]
    assert (alone["organization_mention_id"], alone["organization_start"]) == ("", None)


def test_a_full_name_may_end_in_the_quotes_of_its_mention():
    text = "Победила партия «Действие и труд» (ПДТ)."
    ids = {(text.index("Действие"), text.index("»")): "quoted", (text.index("ПДТ"), text.index(")")): "short"}
    defined = {"short": "ПДТ", "long": "партия «Действие и труд»", "start": text.index("ПДТ"), "end": text.index(")")}
    defined |= {"long_start": text.index("партия"), "long_end": text.index("»") + 1}
    release = Release("a", "a.txt", "txt", "utf-8", "", text)
    assert abbreviation_row(release, defined, ids)["long_mention_id"] == "quoted"
    assert abbreviation_row(release, {**defined, "long_end": text.index("»")}, ids)["long_mention_id"] == ""


@pytest.mark.parametrize(
    ("iso", "day"),
    [
        ("2023-09-20", date(2023, 9, 20)),
        ("0001-01-01", date(1, 1, 1)),
        ("", None),
        ("-0043-01-01", None),
        ("0000-01-01", None),
    ],
)
def test_days_that_a_column_can_hold(iso, day):
    assert day_of(iso) == day
