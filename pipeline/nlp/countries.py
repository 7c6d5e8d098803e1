"""Reads the word before a name, gives the country whose adjective it is («украинский МИД»)."""

import csv
from functools import cache

from spacy.tokens import Span

from pipeline.nlp.case_evidence import word_before
from pipeline.nlp.inflection import folded
from pipeline.resources import models_folder


def country_before(span: Span, case: str) -> str:
    """Return the ISO 3166 code of the country whose adjective stands right before `span`, which is in `case`.

    "" where there is none, or the two do not agree; an abbreviation, which has no cases, agrees with all.
    """
    before = word_before(span.doc, span.start)
    if before < 0 or span.doc[before].pos_ != "ADJ":
        return ""
    token = span.doc[before]
    if not span[0].is_upper and token.morph.to_dict().get("Case") != case:
        return ""
    return countries_by_adjective().get(folded(token.lemma_), "")


@cache
def countries_by_adjective() -> dict[str, str]:
    """Return adjective (lower case, е for ё) → ISO code, from the countries of models/places.csv."""
    found: dict[str, str] = {}
    with (models_folder() / "places.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["kind"] == "country":
                for adjective in filter(None, row["adjective"].split("|")):
                    found.setdefault(folded(adjective), row["country"])
    return found
