"""The pipeline as a spaCy Language: saved, loaded in a fresh process, serialised, rendered."""

import subprocess
import sys

import spacy
from spacy import displacy
from spacy.lang.ru import lex_attrs
from spacy.tokens import DocBin

from pipeline.nlp.assembly import NUMERALS, STAGES, like_num
from pipeline.nlp.extensions import SPAN_FIELDS

TEXT = (
    "14 сентября 2023 г. в г. Бишкеке Генеральный секретарь ОДКБ Имангали Тасмагамбетов встретился с Министром "
    "иностранных дел России Сергеем Лавровым."
)


def rows(doc):
    return [
        (
            span.start_char,
            span.end_char,
            span.label_,
            span.id_,
            span.kb_id_,
            *(span._.get(name) for name in SPAN_FIELDS),
        )
        for span in doc.spans["mentions"]
    ]


def test_stages_are_in_order(nlp):
    assert tuple(nlp.pipe_names) == STAGES
    assert not nlp.analyze_pipes()["problems"] or not any(nlp.analyze_pipes()["problems"].values())


def test_a_text_is_filled(nlp):
    doc = nlp(TEXT)
    assert [(ent.text, ent.label_, ent._.normal) for ent in doc.ents] == [
        ("14 сентября 2023 г.", "DATE", "2023-09-14"),
        ("Бишкеке", "LOC", "Бишкек"),
        ("ОДКБ", "ORG", "ОДКБ"),
        ("Имангали Тасмагамбетов", "PER", "Имангали Тасмагамбетов"),
        ("России", "LOC", "Россия"),
        ("Сергеем Лавровым", "PER", "Сергей Лавров"),
    ]
    assert [(role["role"], TEXT[role["person_start"] : role["person_end"]]) for role in doc._.roles] == [
        ("генеральный секретарь", "Имангали Тасмагамбетов"),
        ("министр иностранных дел", "Сергеем Лавровым"),
    ]
    assert doc[9].lemma_ == "генеральный"


def test_numerals_are_spacys():
    words = [
        *NUMERALS,
        *["Сорок", "ДВА", "совет", "+5", "3,5", "½", "1/2", "5%", "²", "тысячи.", "XIV", "-", "5-го"],
        "",
    ]
    assert {word: like_num(word) for word in words} == {word: lex_attrs.like_num(word) for word in words}


def test_docs_round_trip_through_docbin(nlp):
    doc = nlp(TEXT)
    saved = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    [back] = DocBin(store_user_data=True).from_bytes(saved).get_docs(nlp.vocab)
    assert back.text == TEXT
    assert rows(back) == rows(doc)
    assert list(back._.roles) == doc._.roles  # msgpack makes lists tuples
    assert [(token.lemma_, token.pos_, str(token.morph)) for token in back] == [
        (token.lemma_, token.pos_, str(token.morph)) for token in doc
    ]


def test_a_batch_gives_what_one_by_one_gives(nlp):
    texts = [TEXT, "", "ООН", TEXT]
    assert [rows(doc) for doc in nlp.pipe(texts)] == [rows(doc) for doc in map(nlp, texts)]


def test_saved_and_loaded_in_a_fresh_process(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    script = f"import spacy; doc = spacy.load({str(tmp_path / 'model')!r})({TEXT!r}); print([e.text for e in doc.ents])"
    out = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert out.stdout.strip() == str([ent.text for ent in nlp(TEXT).ents])


def test_saved_and_loaded_in_this_process(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    assert rows(spacy.load(tmp_path / "model")(TEXT)) == rows(nlp(TEXT))


def test_displacy_renders_it(nlp):
    html = displacy.render(nlp(TEXT), style="ent", jupyter=False)
    assert "Имангали Тасмагамбетов" in html
    spans = displacy.render(nlp(TEXT), style="span", options={"spans_key": "mentions"}, jupyter=False)
    assert "ОДКБ" in spans
