"""Gold as training reads it: spans as the guidelines have them, tags by head and level."""

import pytest

from pipeline.evaluation.gold import Mention
from pipeline.nlp.name_net import BEGIN, END, INSIDE, SINGLE
from pipeline.training.examples import HEADS, balanced, labelled, read_examples, tags_of
from tests.marked import read_marked

ORG = [i for i, kind in enumerate(HEADS) if kind == "ORG"]


@pytest.mark.parametrize(
    ("marked", "kept"),
    [
        ("Приехали в [Минск|LOC].", ["Минск"]),
        ("Это [российский|LOC] завод и [правительство|ORG].", []),
        ("Сообщило [движение «Солидарность|ORG]».", ["Солидарность"]),
        ("Партия [«Яблоко»|ORG] и [АО «НИИМЭ|ORG]».", ["Яблоко", "АО «НИИМЭ»"]),
        ("[Партия «Яблоко»|ORG]", ["Партия «Яблоко»"]),
        ("Взрыв назвали [терактом|EVENT].", ["терактом"]),
    ],
)
def test_public_gold_becomes_ours(marked, kept):
    text, spans = read_marked(marked)
    mentions = [Mention("d", s.start, s.end, s.label, text[s.start : s.end]) for s in spans]
    assert [text[start:end] for start, end, _ in labelled(mentions, text)] == kept


def test_quotes_are_balanced_or_left():
    text = "ООО «Ромашка» и «Газпром»"
    assert balanced(text, 0, 12) == (0, 13)
    assert balanced(text, 16, 25) == (17, 24)
    assert balanced(text, 0, 3) == (0, 3)


def test_each_level_has_its_head():
    tags = tags_of({(0, 4, "ORG"), (1, 4, "ORG"), (3, 4, "ORG"), (3, 4, "LOC"), (2, 6, "ORG")}, 6)
    assert tags[:, ORG[0]].tolist() == [BEGIN, INSIDE, INSIDE, END, 0, 0]
    assert tags[:, ORG[1]].tolist() == [0, BEGIN, INSIDE, END, 0, 0]
    assert tags[:, ORG[2]].tolist() == [0, 0, 0, SINGLE, 0, 0]  # and what crosses is left out
    assert tags[:, HEADS.index("LOC")].tolist() == [0, 0, 0, SINGLE, 0, 0]


def test_a_folder_says_nothing_of_kinds_it_does_not_mark(tmp_path, nlp):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("В Минске.\n", encoding="utf-8")
    header = "doc_id,start,end,label,text,normal,entity_id\n"
    (tmp_path / "gold.csv").write_text(f"{header}a,2,8,LOC,Минске,Минск,\n", encoding="utf-8")
    (example,) = read_examples(tmp_path, 0, nlp)
    assert dict(zip(HEADS, example.marked, strict=True)) == {kind: kind in ("PER", "ORG", "LOC") for kind in HEADS}
    assert example.spans == {(1, 2, "LOC")}
