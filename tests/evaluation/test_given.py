"""Normal forms, entities and roles of names that gold gives."""

import pytest

from pipeline.evaluation import evaluate
from pipeline.evaluation.given import GIVEN
from tests.evaluation.marked_mentions import mentions_in

RELEASES = {
    # «Заря» no finder would see, «Минск» is no whole token of «Минской»
    "a": "В [Бишкеке|LOC|Бишкек|bishkek] министр обороны [Беларуси|LOC|Беларусь|belarus] "
    "[Виктор Хренин|PER|Виктор Хренин|khrenin] посетил завод «[Заря|ORG|Заря|zarya]» [5 мая|DATE|2023-05-05]. "
    "Делегацию [В. Г. Хренина|PER|В. Г. Хренин|khrenin] из [Минск|LOC|Минск|minsk]ой области сопровождали.",
    "b": "[Виктор Хренин|PER|Виктор Хренин|khrenin] вернулся в [Минск|LOC|Минск|minsk].",
    # the same text, annotated otherwise
    "c": "Виктор Хренин вернулся в [Минск|LOC|Минск|minsk].",
}


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gold")
    (folder / "raw").mkdir()
    lines = ["doc_id,start,end,label,text,normal,entity_id"]
    for doc_id, marked in RELEASES.items():
        text, mentions = mentions_in(marked, doc_id)
        (folder / "raw" / f"{doc_id}.txt").write_text(text, encoding="utf-8")
        lines += [f"{doc_id},{m.start},{m.end},{m.label},{m.text},{m.normal},{m.entity_id}" for m in mentions]
    roles = "doc_id,person_spans,role_start,role_end,role,organization_spans\na,35-48,10,25,министр обороны,26-34\n"
    (folder / "gold.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "roles.csv").write_text(roles, encoding="utf-8")
    return evaluate(folder, given=True)


def test_what_is_found_is_what_was_given(evaluation):
    found = evaluation.comparison.found.values()
    assert {m.found_by for m in found} == {GIVEN}
    assert len(found) == 8
    assert [(m.kind, m.gold.text) for m in evaluation.mistakes] == [("missed", "Минск")]


def test_normal_forms_entities_and_roles_are_scored(evaluation):
    assert evaluation.scores["normal.micro"] == 1
    assert evaluation.scores["b3_corpus.micro"] == (1, 1, 1)
    assert evaluation.scores["roles.person"] == (1, 1, 1)
    assert evaluation.scores["roles.organization"] == 1


def test_dates_are_left_out(evaluation):
    assert evaluation.comparison.labels == ("PER", "ORG", "LOC")
