from pipeline.linking.gazetteer import FILES, load_gazetteer
from pipeline.linking.keys import fold, slug
from pipeline.linking.wordlists import read_rows
from pipeline.resources import models_folder


def test_every_table_has_a_card_and_sources():
    for name in FILES:
        assert (models_folder() / name).with_suffix(".md").is_file(), name
        if name != "gazetteer.csv":
            assert all(row["source"] for row in read_rows(models_folder() / name)), name


def test_organizations_are_sound():
    rows = list(read_rows(models_folder() / "organizations.csv"))
    slugs = [row["slug"] for row in rows]
    assert len(set(slugs)) == len(slugs)
    assert all(row["parent"] in slugs for row in rows if row["parent"])
    assert all(slug(s) == s for s in slugs)
    names: dict[str, str] = {}
    for row in rows:
        for name in {fold(n) for n in (row["name"], row["abbreviation"], *row["aliases"].split("|")) if n}:
            assert names.setdefault(name, row["slug"]) == row["slug"], name


def test_places_are_sound():
    gazetteer = load_gazetteer()
    countries = {place.country for place in gazetteer.places_by_id.values() if place.kind == "country"}
    assert len(countries) > 245
    assert all(len(p.country) in (0, 2) and p.id.isascii() for p in gazetteer.places_by_id.values())
    # Every curated name reaches a place, and every country has one entity.
    for row in read_rows(models_folder() / "places.csv"):
        found = gazetteer.places[fold(row["name"])][0]
        assert (found.name, found.kind) == (row["name"], row["kind"])
    ids = [p.id for p in gazetteer.places_by_id.values() if p.kind == "country" and p.country == "GE"]
    assert ids == ["LOC:gruziia"]
