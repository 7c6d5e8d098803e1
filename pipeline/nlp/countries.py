"""Reads names of countries and the word before a name, gives the ISO code of the country («украинский МИД»)."""

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
    """Return adjective (lower case, е for ё) → ISO code."""
    return countries_by("adjective")


@cache
def countries_by_name() -> dict[str, str]:
    """Return name in the nominative (lower case, е for ё) → ISO code; other names and abbreviations too."""
    return countries_by("name", "aliases", "abbreviations")


@cache
def curated_places() -> frozenset[str]:
    """Return the names in the nominative (lower case, е for ё) of all places of models/places.csv."""
    cells = [row[column] for row in places() for column in ("name", "aliases", "renames")]
    return frozenset(folded(name) for cell in cells for name in filter(None, cell.split("|")))


def countries_by(*columns: str) -> dict[str, str]:
    """Return what stands in these columns of models/places.csv (parted by «|») → ISO code, of its countries."""
    found: dict[str, str] = {}
    for row in places():
        for column in columns if row["kind"] == "country" else ():
            for word in filter(None, row[column].split("|")):
                found.setdefault(folded(word), row["country"])
    return found


@cache
def places() -> tuple[dict[str, str], ...]:
    """Return the rows of models/places.csv."""
    with (models_folder() / "places.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))
