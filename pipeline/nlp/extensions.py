"""Registers every custom `._.` field of the pipeline, once; fields hold plain strings, numbers and lists of them.

Where spaCy has a field of its own, that one is used: `label_` (PER, ORG, LOC, DATE), `id_` (the rule or model
that found the span), `kb_id_` (EDTF of a DATE; entity id of a linked name), `lemma_`, `pos_`, `morph`.

Span groups in `doc.spans`:
    names          PER, ORG, LOC as found, nested ones too             (press_names)
    professions, events, laws   what else the net finds, for rules to come   (press_names)
    dates          DATE spans, `kb_id_` is the EDTF value              (press_dates)
    abbreviations  short forms where they are defined, `id_` the rule  (press_abbreviations)
    mentions       all of them, settled; doc.ents are its outermost    (press_normal)

Two spans with equal offsets share one `._.` value, so a settled document never has two.
"""

from spacy.tokens import Doc, Span

DOC_FIELDS: dict[str, object] = {
    # id and ISO date of the release, "" where unknown; set by whoever makes the Doc, before the stages run
    "doc_id": "",
    "published": "",
    # one dict per person-role statement, see roles.py
    "roles": [],
    # one dict per short form defined in the release, see abbreviations.py
    "abbreviations": [],
}

SPAN_FIELDS: dict[str, object] = {
    "normal": "",  # the mention's own words in the nominative; EDTF for a DATE
    "score": None,  # float 0..1 where a model gives one
    "anchor": "",  # DATE: ISO date the value was resolved against, "" for absolute values
    "last": "",  # PER: parts of the name in the nominative
    "first": "",
    "middle": "",
    "gender": "",  # PER: "m", "f" or ""
    # PER, ORG, LOC: where the release leaves several readings possible, the chosen one first, as JSON rows
    # [percent, normal, last, first, middle, gender]; the corpus decides between them
    "readings": "",
    "country": "",  # ORG: ISO code of the country named for it («украинский МИД», «от Беларуси – …»)
    "kind": "",  # LOC/ORG: short English word where the descriptor tells it (city, region, ministry, …)
}


def register() -> None:
    """Declare the fields; safe to call again."""
    for name, default in DOC_FIELDS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    for name, default in SPAN_FIELDS.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)


register()
