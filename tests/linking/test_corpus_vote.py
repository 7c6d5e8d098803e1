"""The vote of the corpus on mentions that their own release left open."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.linking.corpus_vote import decisions, with_corpus_vote

BORDIUZHI = [
    [60, "Бордюжи", "Бордюжи", "", "", "m"],
    [30, "Бордюжа", "Бордюжа", "", "", "m"],
    [10, "Бордюжа", "Бордюжа", "", "", "f"],
]
PETRENKO = [[70, "Петренко", "Петренко", "", "", "m"], [30, "Петренко", "Петренко", "", "", "f"]]
G_PETRENKO = [
    [70, "Г. Петренко", "Петренко", "Г.", "", "m"],
    [30, "Г. Петренко", "Петренко", "Г.", "", "f"],
]


def frame(rows: list[tuple]) -> pd.DataFrame:
    """Return part rows: (doc_id, label, normal, last, first, gender) of a sure mention, (doc_id, label, readings)."""
    made = []
    for number, (doc_id, label, *told) in enumerate(rows):
        readings = told[0] if len(told) == 1 else []
        normal, last, first, middle, gender = (
            readings[0][1:] if readings else (told[0], told[1], told[2], "", told[3])  # type: ignore[misc]
        )
        made.append(
            {
                "mention_id": f"{doc_id}:{number}",
                "doc_id": doc_id,
                "label": label,
                "normal": normal,
                "last": last,
                "first": first,
                "middle": middle,
                "gender": gender,
                "readings": json.dumps(readings, ensure_ascii=False) if readings else "",
            }
        )
    return pd.DataFrame(made)


def decided(rows: list[tuple]) -> list[tuple[str, str]]:
    """Return (normal, gender) of every mention after the vote."""
    settled, _ = with_corpus_vote(frame(rows))
    return list(zip(settled["normal"], settled["gender"], strict=True))


def test_another_release_tells_the_stem():
    rows = [("a", "PER", BORDIUZHI), ("b", "PER", "Николай Бордюжа", "Бордюжа", "Николай", "m")]
    assert decided(rows)[0] == ("Бордюжа", "m")
    assert with_corpus_vote(frame(rows))[1].to_dict("list") == {"mention_id": ["a:0"], "normal": ["Бордюжа"]}


def test_without_another_release_its_own_stands():
    assert decided([("a", "PER", BORDIUZHI)]) == [("Бордюжи", "m")]
    # The release has had its say already; mentions that are as unsure elsewhere persuade nobody.
    assert decided([("a", "PER", BORDIUZHI), ("a", "PER", "Бордюжа", "Бордюжа", "", "m")])[0] == ("Бордюжи", "m")
    assert decided([(doc, "PER", BORDIUZHI) for doc in "abcdefgh"]) == [("Бордюжи", "m")] * 8


@pytest.mark.parametrize(
    ("known", "gender"),
    [
        ([("Галина Петренко", "Петренко", "Галина", "f")], "f"),
        ([("Степан Петренко", "Петренко", "Степан", "m")], "m"),
        # A surname alone goes with most releases, one with an initial with those whose first name fits.
        ([("Галина Петренко", "Петренко", "Галина", "f")] + 3 * [("Степан Петренко", "Петренко", "Степан", "m")], "m"),
    ],
)
def test_the_corpus_tells_the_gender(known, gender):
    rows = [("a", "PER", PETRENKO)] + [(f"b{i}", "PER", *name) for i, name in enumerate(known)]
    assert decided(rows)[0] == ("Петренко", gender)


def test_an_initial_counts_more_than_the_surname():
    many = [(f"b{i}", "PER", "Степан Петренко", "Петренко", "Степан", "m") for i in range(3)]
    one = [("c", "PER", "Галина Петренко", "Петренко", "Галина", "f")]
    assert decided([("a", "PER", G_PETRENKO), *many, *one])[0] == ("Г. Петренко", "f")


def test_namesakes_do_not_tell_the_gender_of_a_full_name():
    smith = [[67, "Мэгги Смит", "Смит", "Мэгги", "", "f"], [33, "Мэгги Смит", "Смит", "Мэгги", "", "m"]]
    men = [(doc, "PER", "Уилл Смит", "Смит", "Уилл", "m") for doc in "bcd"]
    assert decided([("a", "PER", smith), *men])[0] == ("Мэгги Смит", "f")
    # … but they tell the stem.
    oleg = [[60, "Олег Бордюжи", "Бордюжи", "Олег", "", "m"], [40, "Олег Бордюжа", "Бордюжа", "Олег", "", "m"]]
    rows = [("a", "PER", oleg), ("b", "PER", "Николай Бордюжа", "Бордюжа", "Николай", "m")]
    assert decided(rows)[0] == ("Олег Бордюжа", "m")


def test_a_long_release_has_one_vote():
    often = [("b", "PER", "Галина Петренко", "Петренко", "Галина", "f")] * 9
    twice = [(doc, "PER", "Степан Петренко", "Петренко", "Степан", "m") for doc in "cd"]
    assert decided([("a", "PER", PETRENKO), *often, *twice])[0] == ("Петренко", "m")


def test_places_and_bodies_are_asked_by_their_name_and_label():
    readings = [[55, "Зарахшур", "", "", "", ""], [45, "Зарахшура", "", "", "", ""]]
    place = ("b", "LOC", "Зарахшура", "", "", "")
    assert decided([("a", "LOC", readings), place])[0] == ("Зарахшура", "")
    assert decided([("a", "ORG", readings), place])[0] == ("Зарахшур", "")


def test_it_tells_what_was_decided_and_by_whom():
    (told,) = decisions(frame([("a", "PER", BORDIUZHI), ("b", "PER", "Олег Бордюжа", "Бордюжа", "Олег", "m")]))
    assert (told.before.normal, told.after.normal) == ("Бордюжи", "Бордюжа")
    assert [(reading.normal, reading.gender, votes) for reading, votes in told.votes] == [
        ("Бордюжи", "m", 0),
        ("Бордюжа", "m", 1),
        ("Бордюжа", "f", 0),
    ]


def test_nothing_open_and_nothing_at_all():
    sure = frame([("a", "PER", "Олег Бордюжа", "Бордюжа", "Олег", "m")])
    for mentions in (sure, sure.iloc[:0], sure.drop(columns="readings")):
        settled, changed = with_corpus_vote(mentions)
        pd.testing.assert_frame_equal(settled, mentions)
        assert changed.empty


NAMES = [
    ("PER", BORDIUZHI),
    ("PER", PETRENKO),
    ("PER", G_PETRENKO),
    ("PER", "Олег Бордюжа", "Бордюжа", "Олег", "m"),
    ("PER", "Бордюжи", "Бордюжи", "", "m"),
    ("PER", "Галина Петренко", "Петренко", "Галина", "f"),
    ("PER", "Степан Петренко", "Петренко", "Степан", "m"),
    ("LOC", "Бордюжа", "", "", ""),
]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(NAMES)), min_size=1, max_size=12), st.randoms())
def test_no_order_of_rows_or_parts_matters(chosen, random):
    mentions = frame([(doc_id, *name) for doc_id, name in chosen])
    expected, changed = with_corpus_vote(mentions)
    order = list(range(len(mentions)))
    random.shuffle(order)
    settled, changed_then = with_corpus_vote(mentions.iloc[order])
    pd.testing.assert_frame_equal(settled.sort_index(), expected)
    pd.testing.assert_frame_equal(changed_then, changed)
