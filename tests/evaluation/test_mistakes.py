"""The list of mistakes: what each is called, and the text around it."""

import csv
import io

import pytest

from pipeline.evaluation import Mention, compare, mistakes
from pipeline.evaluation.mistakes import AROUND, COLUMNS, context, write_mistakes
from tests.evaluation.marked_mentions import mentions_in


def listed(gold, found):
    text, of_gold = mentions_in(gold)
    return [
        (m.kind, m.gold.text if m.gold else "", m.found.text if m.found else "")
        for m in mistakes(compare(of_gold, mentions_in(found)[1]), {"a": text})
    ]


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        ("[Минск|LOC] и [ООН|ORG]", "[Минск|LOC] и ООН", [("missed", "ООН", "")]),
        ("[ООН|ORG] и дом", "[ООН|ORG] и [дом|ORG]", [("spurious", "", "дом")]),
        ("[Секретариат ООН|ORG]", "[Секретариат|ORG] ООН", [("boundary", "Секретариат ООН", "Секретариат")]),
        # each gold mention has one finding at most, the nearest
        (
            "[Секретариат ООН|ORG] и [дом|LOC]",
            "[Секретариат|ORG] [ООН|ORG] и [дом|LOC]",
            [("boundary", "Секретариат ООН", "Секретариат"), ("spurious", "", "ООН")],
        ),
        ("[Киров|LOC] и [Е. Киров|PER]", "[Киров|PER] и [Е. Киров|PER]", [("label", "Киров", "Киров")]),
        # another label and other ends: nothing to pair
        (
            "[Киров|LOC] и [Е. Киров|PER]",
            "[Киров|LOC] и Е. [Киров|LOC]",
            [("missed", "Е. Киров", ""), ("spurious", "", "Киров")],
        ),
        ("в [Минске|LOC|Минск]", "в [Минске|LOC|Минске]", [("normal", "Минске", "Минске")]),
        ("в [Минске|LOC|Минск]", "в [Минске|LOC|минск]", []),
        ("", "", []),
    ],
)
def test_kinds(gold, found, expected):
    assert listed(gold, found) == expected


@pytest.mark.parametrize(
    ("text", "gold", "found", "expected"),
    [
        ("в Секретариате ООН.", (2, 18), (2, 14), "в [{Секретариате} ООН]."),
        ("в Секретариате ООН.", (2, 18), (15, 18), "в [Секретариате {ООН}]."),
        ("в Минске.", (2, 8), (2, 8), "в [{Минске}]."),
        ("в Минске.", (2, 8), None, "в [Минске]."),
        ("в Минске.", None, (2, 8), "в {Минске}."),
        ("Совет ООН в Вене", (0, 9), (6, 16), "[Совет {ООН] в Вене}"),
        ("(\u00adв\r\n\tМинске \x1b[31m)", (6, 12), None, "(в [Минске] [31m)"),
    ],
)
def test_the_text_around_on_one_line(text, gold, found, expected):
    assert context(text, gold, found) == expected


def test_a_long_text_is_cut():
    line = context("а" * 200 + "Минск" + "б" * 200, (200, 205), None)
    assert line == f"…{'а' * AROUND}[Минск]{'б' * AROUND}…"


def test_as_csv():
    text = 'Вице-"премьер", Минск'
    found = Mention("a", 0, 14, "PER", text[:14], "Вице", found_by="names", score=0.25)
    made = mistakes(
        compare([Mention("a", 16, 21, "LOC", "Минск", "Минск"), Mention("b", 0, 1, "PER", "Я")], [found]),
        {"a": text, "b": "Я"},
    )
    file = io.StringIO()
    write_mistakes(made, file)
    header, spurious, missed, _ = csv.reader(io.StringIO(file.getvalue()))
    assert header == list(COLUMNS)
    assert spurious == [
        "a",
        "0",
        "14",
        "spurious",
        "",
        "PER",
        "",
        text[:14],
        "",
        "Вице",
        f"{{{text[:14]}}}, Минск",
        "names",
        "0.25",
    ]
    assert missed == ["a", "16", "21", "missed", "LOC", "", "Минск", "", "Минск", "", f"{text[:16]}[Минск]", "", ""]
