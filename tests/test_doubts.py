"""Which pairs are asked about, which are settled, and what an answer does on the next run."""

import pytest

from pipeline.doubts import Doubts
from pipeline.engines import run
from pipeline.linking.decisions import append_decisions, read_decisions
from pipeline.settings import Settings

LOAD = "tests.linking.marked_nlp:load"
RELEASES = {
    # one person, or father and son
    "а": "[Пётр Зыков|PER] из [Завод «Луч»|ORG].",
    "б": "[П. Зыков|PER] из [Завод «Луч»|ORG].",
    # plainly two
    "в": "[Анна Зыкова|PER] и [Пётр Орлов|PER].",
    # two bodies with nearly the same name, one town in two spellings
    "г": "[Комитет по делам молодёжи|ORG] в [Кукуевск|LOC].",
    "д": "[Комитет по делам молодёжи и спорта|ORG] в [Кукуевске|LOC], [Кукувск|LOC].",
}


@pytest.fixture
def place(tmp_path):
    for name, text in RELEASES.items():
        path = tmp_path / "raw" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    append_decisions(tmp_path / "decisions.csv", [])
    bring_up_to_date(tmp_path)
    return tmp_path


def bring_up_to_date(place):
    settings = Settings(inputs=(place / "raw",), output=place / "out", decisions=place / "decisions.csv")
    return run.run(settings, load=LOAD)


def ranked(place):
    return Doubts(place / "out").ranked(read_decisions(place / "decisions.csv"))


def asked(place):
    return {(doubt.merged, frozenset((doubt.left, doubt.right))) for doubt in ranked(place)}


ZYKOV = (True, frozenset(("PER:zykov-petr", "П. Зыков")))
COMMITTEES = (
    False,
    frozenset(("ORG:komitet-po-delam-molodezhi", "ORG:komitet-po-delam-molodezhi-i-sporta")),
)


def test_near_misses_and_weak_merges_are_asked(place):
    found = asked(place)
    assert {ZYKOV, COMMITTEES} <= found
    assert (False, frozenset(("LOC:kukuevsk", "LOC:kukuvsk"))) in found
    assert not any("PER:zykova-anna" in pair or "PER:orlov-petr" in pair for _, pair in found)
    scores = [doubt.score for doubt in ranked(place)]
    assert scores == sorted(scores, reverse=True)


def test_evidence_of_both_sides(place):
    doubts = Doubts(place / "out")
    doubt = next(d for d in ranked(place) if d.right == "П. Зыков")
    full, short = doubts.sides(doubt)
    assert (full.names, short.names) == (("Пётр Зыков",), ("П. Зыков",))
    assert full.roles == short.roles == ("министр",)
    assert full.organizations == short.organizations == ("Завод «Луч»",)
    assert (full.releases, short.releases) == (("а",), ("б",))
    assert short.examples[0].startswith("→[П. Зыков|PER]← из")
    assert "both: " in doubt.why


@pytest.mark.parametrize("answer", ["same", "different"])
@pytest.mark.parametrize("question", [ZYKOV, COMMITTEES], ids=["merged", "not merged"])
def test_what_is_decided_is_not_asked_again(question, answer, place):
    doubt = next(d for d in ranked(place) if (d.merged, frozenset((d.left, d.right))) == question)
    append_decisions(place / "decisions.csv", getattr(doubt, answer))
    assert question not in asked(place)
    before = asked(place)
    summary = bring_up_to_date(place)
    assert summary.decision_problems == ()
    after = asked(place)
    assert question not in after
    # Nor in the shape that the answer gave it: what was split off is no new question.
    assert after <= before
    entities = Doubts(place / "out").label
    if question is ZYKOV:
        assert ("PER:zykov-p" in entities) == (answer == "different")
    else:
        committees = [entity_id for entity_id in entities if entity_id.startswith("ORG:komitet")]
        assert len(committees) == (2 if answer == "different" else 1)


def test_parts_split_off_may_be_one(place):
    (place / "raw/е.txt").write_text("[П. Зыков|PER].", encoding="utf-8")
    bring_up_to_date(place)
    doubt = next(d for d in ranked(place) if d.right == "П. Зыков")
    assert len(doubt.different) == 2
    append_decisions(place / "decisions.csv", doubt.different)
    bring_up_to_date(place)
    zykovs = {frozenset((d.left, d.right)) for d in ranked(place) if d.label == "PER"}
    assert zykovs == {frozenset(("PER:zykov-p", "PER:zykov-p-zavod-luch"))}


def test_the_order_depends_on_the_tables_alone(place):
    assert ranked(place) == ranked(place)
