"""Reads models/*.csv (places, organisations, bodies, short forms), writes look-up tables by folded name."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from pipeline.linking.keys import CYRILLIC, fold, slug, stem
from pipeline.linking.wordlists import parts, read_rows
from pipeline.resources import models_folder

# Files that decide how mentions are linked; a change in one makes linking run again.
FILES = (
    "gazetteer.csv",
    "places.csv",
    "regions.csv",
    "further_regions.csv",
    "organizations.csv",
    "bodies.csv",
    "short_forms.csv",
    "legal_forms.csv",
    "given_names.csv",
    "eastern_family_names.csv",
    "linking_words.csv",
    "person_evidence.csv",
    "role_fields.csv",
    "near_fields.csv",
)
# A country is meant before a city of that name, a curated area before a town.
KIND_ORDER = {"country": 0, "continent": 1, "territory": 2, "area": 3, "region": 4, "city": 5}


@dataclass(slots=True)
class Place:
    """One row of the gazetteer. `id` is its entity_id; unknown numbers are None, unknown strings ""."""

    id: str
    name: str
    kind: str
    country: str
    region: str
    latitude: float | None
    longitude: float | None
    geonames: int | None
    population: int
    slug: str
    aliases: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    renames: frozenset[str] = frozenset()
    # Whether places.csv or regions.csv says how it is called: GeoNames only lists spellings.
    is_curated: bool = False


@dataclass(frozen=True, slots=True)
class Organization:
    """One curated organisation. `parent` is the id of the body it is an organ of, "" if none."""

    id: str
    name: str
    abbreviation: str
    kind: str
    parent: str
    country: str
    wikidata: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything curated, by folded name. Lists are ordered by preference: what is meant where nothing else tells.

    `body_fields` are what else a release of the body speaks of (military, court), `abbreviated` the full names of an
    abbreviation that several bodies have («ВС»), `organs` the bodies that unions of states have and no state.
    """

    places: dict[str, list[Place]]
    organizations: dict[str, Organization]
    organizations_by_id: dict[str, Organization]
    adjectives: dict[str, Place]
    city_adjectives: dict[str, str]
    titles: dict[str, tuple[str, ...]]
    owners: dict[tuple[str, ...], str]
    bodies: dict[str, str]
    body_kinds: dict[str, str]
    body_fields: dict[str, str]
    abbreviated: dict[str, tuple[str, ...]]
    organs: frozenset[str]
    short_forms: dict[str, str]
    legal_forms: frozenset[str]
    places_by_id: dict[str, Place] = field(default_factory=dict)


@cache
def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Return the gazetteer read from `folder` (models/ where left out), once per process: 0.4 s, 24 MB."""
    folder = folder or models_folder()
    places = with_ids(read_places(folder))
    by_name: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        for name in {fold(place.name), *place.aliases, *place.abbreviations, *place.renames}:
            by_name[name].append(place)
    for name, found in by_name.items():
        # A town's own name counts before a larger town's variant spelling: «Орёл» is no variant of another city.
        found.sort(key=lambda p: (KIND_ORDER[p.kind], name_rank(p, name), -p.population, p.id))
    organizations: dict[str, Organization] = {}
    by_id: dict[str, Organization] = {}
    names: dict[str, list[str]] = {}
    for row in read_rows(folder / "organizations.csv"):
        parent = f"ORG:{row['parent']}" if row["parent"] else ""
        organization = Organization(
            f"ORG:{row['slug']}", row["name"], row["abbreviation"], row["kind"], parent, row["country"], row["wikidata"]
        )
        by_id[organization.id] = organization
        names[organization.id] = [n for n in (row["name"], row["abbreviation"], *parts(row["aliases"])) if n]
        for name in names[organization.id]:
            organizations.setdefault(fold(name), organization)
    owners: dict[tuple[str, ...], str] = {}
    for place in places:
        if place.kind in ("country", "territory", "region") or (place.kind == "area" and place.country):
            for name in sorted({fold(place.name), *place.aliases, *place.renames}):
                owners.setdefault(tuple(map(stem, name.split())), place.id)
            for name in sorted(place.abbreviations):
                owners.setdefault((name,), place.id)
    for identity, spelt in names.items():
        is_organ = bool(by_id[identity].parent) and by_id[identity].kind != "parliament"
        for name in spelt:
            # An organ owns by its full name, «Управление Секретариата ОДКБ»: «Секретариат» alone is many bodies'.
            may_own = not is_organ or " " in name
            # Latin names of media are common words: «The Times of India» is no part of The Times.
            if may_own and (by_id[identity].kind != "media" or CYRILLIC.search(name)):
                owners.setdefault(tuple(map(stem, fold(name).split())), identity)
    owners.pop(("того",), None)  # «того» is a pronoun in every case
    adjectives: dict[str, Place] = {}
    city_adjectives: dict[str, str] = {}
    by_country = {p.country: p for p in places if p.kind == "country"}
    for row in read_rows(folder / "places.csv"):
        for adjective in parts(row["adjective"]):
            if row["kind"] == "country":
                adjectives.setdefault(stem(fold(adjective)), by_country[row["country"]])
            elif row["kind"] == "city":
                city_adjectives.setdefault(stem(fold(adjective)), row["name"])
    bodies: dict[str, str] = {}
    body_kinds: dict[str, str] = {}
    body_fields: dict[str, str] = {}
    abbreviated: dict[str, list[str]] = defaultdict(list)
    organs: set[str] = set()
    for row in read_rows(folder / "bodies.csv"):
        full = fold(row["name"])
        body_kinds[full] = row["kind"]
        body_fields[full] = row["field"]
        if row["of"] == "union":
            organs.add(full)
        for name in map(fold, (row["name"], *parts(row["abbreviations"]))):
            bodies.setdefault(name, full)
            abbreviated[name].append(full)
    return Gazetteer(
        places=dict(by_name),
        organizations=organizations,
        organizations_by_id=by_id,
        adjectives=adjectives,
        city_adjectives=city_adjectives,
        titles={identity: tuple(map(fold, spelt)) for identity, spelt in names.items()},
        owners=owners,
        bodies=bodies,
        body_kinds=body_kinds,
        body_fields=body_fields,
        abbreviated={name: tuple(full) for name, full in abbreviated.items() if len(full) > 1},
        organs=frozenset(organs),
        short_forms={fold(row["word"]): row["kind"] for row in read_rows(folder / "short_forms.csv")},
        legal_forms=frozenset(without_dots(fold(row["form"])) for row in read_rows(folder / "legal_forms.csv")),
        places_by_id={place.id: place for place in places},
    )


def name_rank(place: Place, name: str) -> int:
    """Return 0 where `name` is the place's usual name or a large place's other name, 1 for a small one's other name."""
    if fold(place.name) == name:
        return 0
    # Variant names in GeoNames are of any language in Cyrillic letters; for towns below this size most are not Russian.
    return 0 if place.population > 500_000 or place.abbreviations else 1


def without_dots(form: str) -> str:
    """Return a legal form without full stops and spaces between its letters: «Б. В.» and «Б.В» are one."""
    return form.replace(".", "").replace(" ", "") if " " not in form.replace(". ", ".") else form


def read_places(folder: Path) -> list[Place]:
    """Return the places of gazetteer.csv, corrected by places.csv, and those of the two curated tables only."""
    curated: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in read_rows(folder / "places.csv"):
        by_code = row["kind"] in ("country", "territory") and row["country"]
        curated[("country" if by_code else row["kind"], row["country"], "" if by_code else fold(row["name"]))] = row
    places: list[Place] = []
    used: set[tuple[str, str, str]] = set()
    for row in read_rows(folder / "gazetteer.csv"):
        place = Place(
            id="",
            name=row["name"],
            kind=row["kind"],
            country=row["country"],
            region=row["region"],
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            geonames=int(row["geonames"]) if row["geonames"] else None,
            population=int(row["population"] or 0),
            slug=row["slug"],
            aliases=frozenset(map(fold, parts(row["aliases"]))),
        )
        keys = (
            [("country", place.country, "")]
            if place.kind == "country"
            else [("city", place.country, name) for name in (fold(place.name), *sorted(place.aliases))]
        )
        # Rows come by falling population: the first place of that name and country is the one that was curated.
        key = next((k for k in keys if k in curated and k not in used), None)
        if key is not None:
            used.add(key)
            place = corrected(place, curated[key])
        places.append(place)
    for key, row in curated.items():
        if key not in used:
            places.append(corrected(Place("", "", "", row["country"], "", None, None, None, 0, ""), row))
    further = {row["region"] or row["name"]: row for row in read_rows(folder / "further_regions.csv")}
    regions = list(read_rows(folder / "regions.csv"))
    for row in regions:
        added = further.pop(row["region"], row)
        row["abbreviations"] = row["abbreviations"] or added["abbreviations"]
    for row in (*regions, *further.values()):
        # What lies in several countries owns nothing: «КСБР ЦАР» are the ОДКБ's.
        kind = "region" if row["country"] else "area"
        places.append(
            corrected(Place("", "", "", "", "", None, None, None, 0, ""), {**row, "kind": kind, "renames": ""})
        )
    return places


def corrected(place: Place, row: dict[str, str]) -> Place:
    """Return `place` with the names, kind and codes that a curated row gives it."""
    aliases = place.aliases | {fold(name) for name in parts(row["aliases"])}
    if place.name:
        aliases |= {fold(place.name)}
    renames = frozenset(map(fold, parts(row["renames"])))
    return replace(
        place,
        name=row["name"],
        slug=slug(row["name"]),
        kind=row["kind"],
        country=row["country"] or place.country,
        region=row["region"] or place.region,
        aliases=frozenset(aliases - renames - {fold(row["name"])}),
        abbreviations=frozenset(map(fold, parts(row["abbreviations"]))),
        renames=renames,
        is_curated=True,
    )


def with_ids(places: list[Place]) -> list[Place]:
    """Return the places with their entity_ids: the slug of the name; of several, all but the first add their country.

    The first is the most important one by kind and population, so an id never depends on what a corpus mentions.
    """
    ordered = sorted(places, key=lambda p: (KIND_ORDER[p.kind], -p.population, p.country, p.region, p.geonames or 0))
    taken: set[str] = set()
    named: list[Place] = []
    for place in ordered:
        plain = f"LOC:{place.slug}"
        choices = [plain, f"{plain}-{place.kind}" if place.kind == "region" else plain]
        choices += [f"{plain}-{code.casefold()}" for code in (place.country, place.region) if code]
        choices.append(f"{plain}-{place.geonames}")
        place.id = next(choice for choice in choices if choice not in taken)
        taken.add(place.id)
        named.append(place)
    return named
