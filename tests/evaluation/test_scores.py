"""Figures worked out by hand on typed gold and findings, and what holds for any."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.evaluation import Mention, Reading, compare, mistakes, score
from pipeline.evaluation.matching import without_quotes
from pipeline.evaluation.scores import b_cubed, folded, has_answers, strict_counts
from tests.evaluation.marked_mentions import mentions_in

GOLD = (
    "Глава [МИД [России|LOC|Россия|russia]|ORG|МИД России|mid] [Сергей Лавров|PER|Сергей Лавров|lavrov] прибыл в "
    "[Минск|LOC|Минск|minsk]. [Лавров|PER|Лавров|lavrov] встретился с "
    "[Александром Лукашенко|PER|Александр Лукашенко|lukashenko] [5 мая|DATE|2023-05-05]."
)
# «МИД» and «Лукашенко» cut, «встретился» invented, «Россия» not in the nominative, Lavrov made two people.
FOUND = (
    "Глава [МИД|ORG|МИД|o1] [России|LOC|России|l1] [Сергей Лавров|PER|Сергей Лавров|p1] прибыл в "
    "[Минск|LOC|МИНСК|l2]. [Лавров|PER|Лавров|p2] [встретился|PER|Встретился|p3] с "
    "Александром [Лукашенко|PER|Лукашенко|p4] [5 мая|DATE|2022-05-05]."
)
# Strict: PER 2 right of 4 found and 3 of gold, ORG 0 of 1, LOC 2 of 2, DATE 1 of 1; all 5 of 8 found, 7 of gold.
BY_HAND = {
    "strict.PER": (2 / 4, 2 / 3, 4 / 7),
    "strict.ORG": (0, 0, 0),
    "strict.LOC": (1, 1, 1),
    "strict.DATE": (1, 1, 1),
    "strict.micro": (5 / 8, 5 / 7, 10 / 15),
    # no span lies in another of its own label
    "outer.micro": (5 / 8, 5 / 7, 10 / 15),
    "overlap.PER": (3 / 4, 3 / 3, 6 / 7),
    "overlap.ORG": (1, 1, 1),
    "overlap.micro": (7 / 8, 7 / 7, 14 / 15),
    "normal.PER": 1,
    "normal.ORG": 0,
    "normal.LOC": 1 / 2,
    "normal.DATE": 0,
    "normal.micro": 3 / 5,
    "table.PER": (2 / 4, 2 / 3, 4 / 7),
    "table.LOC": (1 / 2, 1 / 2, 1 / 2),
    "table.micro": (3 / 8, 3 / 7, 6 / 15),
    # Лавров's two mentions are half an entity each
    "b3_doc.PER": (1, 1 / 2, 2 / 3),
    "b3_doc.LOC": (1, 1, 1),
    "b3_corpus.micro": (1, 3 / 4, 6 / 7),
    # Лукашенко and МИД России are missed: entities of their own, which they are
    "b3_all.PER": (1, 2 / 3, 4 / 5),
    "b3_all.micro": (1, 5 / 6, 10 / 11),
}


@pytest.fixture
def by_hand():
    gold_text, gold = mentions_in(GOLD)
    text, found = mentions_in(FOUND)
    assert gold_text == text
    return compare(gold, found)


@pytest.mark.parametrize(("figure", "expected"), BY_HAND.items(), ids=BY_HAND)
def test_worked_out_by_hand(figure, expected, by_hand):
    assert score(by_hand)[figure] == pytest.approx(expected)


def test_figures_that_gold_cannot_tell(by_hand):
    assert not has_answers(by_hand, "b3_corpus.DATE")
    assert has_answers(by_hand, "normal.DATE")
    assert has_answers(by_hand, "b3_corpus.micro")
    plain = compare([Mention("a", 0, 5, "LOC", "Минск")], [Mention("a", 0, 5, "LOC", "Минск", "Минск", "l1")])
    assert {figure.partition(".")[0] for figure in score(plain)} == {"strict", "outer", "overlap"}


def test_outermost_and_nested():
    gold = mentions_in("[Секретариат [ООН|ORG]|ORG] и [посольство [Франции|LOC]|ORG]")[1]
    found = mentions_in("[Секретариат [ООН|ORG]|ORG] и посольство [Франции|LOC]")[1]
    scores = score(compare(gold, found))
    assert scores["strict.ORG"] == pytest.approx((1, 2 / 3, 4 / 5))
    assert scores["outer.ORG"] == pytest.approx((1, 1 / 2, 2 / 3))
    flat = score(compare(gold, found, Reading(flat=True)))
    assert flat["strict.ORG"] == pytest.approx((1, 1 / 3, 1 / 2))
    assert flat["strict.LOC"] == (1, 1, 1)


@pytest.mark.parametrize(
    ("gold", "found", "label"),
    [
        ("газопровод [«Северный поток»|PRO]", "газопровод «[Северный поток|ORG]»", "ORG"),
        ("на [саммите [Азия — Европа|EVT]|EVT]", "на саммите [Азия|LOC] — [Европа|LOC]", "LOC"),
    ],
)
def test_inside_neutral_names_nothing_is_wrong(gold, found, label):
    one = Mention("b", 0, 1, label, "А")
    comparison = compare([*mentions_in(gold)[1], one], [*mentions_in(found)[1], one])
    assert score(comparison)[f"strict.{label}"] == (1, 1, 1)
    assert mistakes(comparison, {"a": mentions_in(gold)[0], "b": "А"}) == []


BY_LABELS = [
    # gold, found, what strict F1 is by our labels
    ("по словам [премьера|PER] [Соколова|PER]", "по словам премьера [Соколова|PER]", 1),
    ("по словам [премьера|PER] [Соколова|PER]", "по словам [премьера|PER] [Соколова|PER]", 1),
    ("на [российской|LOC] границе [Литвы|LOC]", "на российской границе [Литвы|LOC]", 1),
    ("[АО «Заря»|ORG] и [«Восход»|ORG]", "[АО «Заря|ORG]» и «[Восход|ORG]»", 1),
    ("[Литва|LOC] [с марта|DATE]", "[Литва|LOC] с [марта|DATE]", 1),
    ("[Минский|LOC] не [Минск|LOC]", "Минский не [Минск|LOC]", 1),
    ("[Минский район|LOC] не [Минск|LOC]", "Минский район не [Минск|LOC]", 2 / 3),
]


@pytest.mark.parametrize(("gold", "found", "expected"), BY_LABELS)
def test_gold_of_other_guidelines_by_our_labels(gold, found, expected):
    comparison = compare(mentions_in(gold)[1], mentions_in(found)[1], Reading(by_labels=True))
    assert score(comparison)["strict.micro"].f1 == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("И.В. Королёв", "И. В. Королев", True),
        ("Партия «Яблоко»", 'партия "Яблоко"', True),
        ("Ростов–на–Дону", "Ростов-на-Дону", True),
        ("Сергей\u00a0Лавров", "Сергей Лавров", True),
        ("Сергей Лавров", "Сергея Лаврова", False),
        ("Г. 7", "Г.7", False),
    ],
)
def test_what_normal_forms_may_differ_in(one, other, same):
    assert (folded(one) == folded(other)) is same


def test_b_cubed_by_hand():
    # Three mentions of a, one of b; found: two of a with b, one of a apart.
    pairs = [("a", 1), ("a", 1), ("a", 2), ("b", 1)]
    assert b_cubed(pairs) == pytest.approx(((2 / 3 + 2 / 3 + 1 + 1 / 3) / 4, (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, 2 / 3))
    assert b_cubed([]) == (0, 0, 0)


def test_no_gold_of_ours_and_nothing_found():
    assert score(compare([], []))["strict.micro"] == (0, 0, 0)
    assert score(compare([Mention("a", 0, 3, "LAW", "УПК")], [Mention("a", 0, 3, "ORG", "УПК")])) == {
        "strict.micro": (0, 0, 0),
        "outer.micro": (0, 0, 0),
        "overlap.micro": (0, 0, 0),
    }


TEXT = "«Совет» ООН в Минске, МИД РФ и дом на российской земле"


@st.composite
def mention(draw):
    start = draw(st.integers(0, len(TEXT) - 1))
    end = draw(st.integers(start + 1, min(len(TEXT), start + 12)))
    label = draw(st.sampled_from(["PER", "ORG", "LOC", "DATE", "EVT"]))
    normal, entity = draw(st.sampled_from(["", "ООН", "Минск"])), draw(st.sampled_from(["", "e1", "e2"]))
    return Mention(draw(st.sampled_from("ab")), start, end, label, TEXT[start:end], normal, entity)


mention_lists = st.lists(mention(), max_size=12, unique_by=lambda m: m.key)
readings = st.builds(Reading, flat=st.booleans(), by_labels=st.booleans())


@given(mention_lists, mention_lists, readings)
def test_mistakes_are_exactly_what_counts_against_the_score(gold, found, reading):
    comparison = compare(gold, found, reading)
    kinds = [mistake.kind for mistake in mistakes(comparison, {"a": TEXT, "b": TEXT})]
    n = strict_counts(comparison)["micro"]
    both = kinds.count("boundary") + kinds.count("label")
    assert kinds.count("missed") + both == n.gold - n.right
    assert kinds.count("spurious") + both == n.found - n.right


@given(mention_lists, readings)
def test_gold_itself_is_all_right(gold, reading):
    # Of two mentions that differ in quotation marks alone, gold's last and the program's first one counts.
    assume(len({without_quotes(mention).key for mention in gold}) == len(gold))
    comparison = compare(gold, gold, Reading(by_labels=reading.by_labels))
    assert mistakes(comparison, {"a": TEXT, "b": TEXT}) == []
    for figure, value in score(comparison).items():
        parts = value if isinstance(value, tuple) else (value,)
        assert all(part == pytest.approx(1) or part == 0 for part in parts), figure
        if comparison.gold and figure in ("strict.micro", "outer.micro", "overlap.micro", "table.micro"):
            assert parts == (1, 1, 1)


@given(mention_lists, mention_lists)
def test_swapped_sides_swap_precision_and_recall(gold, found):
    there, back = score(compare(gold, found, Reading(neutral=()))), score(compare(found, gold, Reading(neutral=())))
    for figure in there.keys() & back.keys():
        if figure.startswith(("strict", "outer", "overlap")) and not figure.endswith("micro"):
            assert there[figure][:2] == pytest.approx(back[figure][1::-1]), figure
