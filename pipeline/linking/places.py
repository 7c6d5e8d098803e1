"""Reads LOC mentions of all releases, writes which place of the gazetteer, or which name, each one means."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.linking.gazetteer import Gazetteer, Place
from pipeline.linking.keys import LOOK_ALIKES, fold, one_edit_apart, stem
from pipeline.linking.wordlists import word_lists

# Kinds that no town or country has: a river «Самара» is not the city.
NATURAL_KINDS = frozenset(
    ("river", "lake", "sea", "ocean", "gulf", "bay", "strait", "mountain", "island", "peninsula", "desert", "glacier")
)
# A town in a country that the release speaks of is meant before one this many times larger elsewhere …
CONTEXT_WEIGHT = 30
# … and one that places.csv has, known the world over, before one this many times larger: «ЖЕНЕВА, 9 декабря» is no town
# of Illinois in a release about the United States (22,000 to 202,000), «Брест» is France's in one about France (139,000
# to 340,000).
CURATED_WEIGHT = 5
# Another name of a town, a former one for the most part, is meant where the town of that name is this much smaller:
# «Ставрополь» is no name of Тольятти (702,000) beside Ставрополь (434,000).
OTHER_NAME_WEIGHT = 0.3
# Shorter words are one letter from another name too easily.
TYPO_LENGTH = 6


@dataclass(slots=True)
class PlaceMention:
    """One LOC mention; `kind` is the English word that its text gives (city, river …), "" if none."""

    row: int
    doc: int
    start: int
    normal: str
    kind: str


def candidates(name: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the places that a written name can mean, the likeliest first; [] for one that the gazetteer lacks."""
    key = fold(name)
    found = gazetteer.places.get(key) or gazetteer.places.get(fold(name.translate(LOOK_ALIKES)))
    if found:
        return found
    first, _, rest = key.partition(" ")
    # «Московская обл.»
    before, _, last = key.rpartition(" ")
    if before and (whole := shortened().get(last)) and (found := gazetteer.places.get(f"{before} {whole}")):
        return found
    if rest and first in word_lists()["place_descriptor"] and (found := gazetteer.places.get(rest)):
        return found
    for head in () if rest else word_lists()["region_head"]:
        # «Приморского и Хабаровского краёв»
        if found := gazetteer.places.get(f"{key} {head}"):
            return found
    words = key.split()
    identity = gazetteer.owners.get(tuple(map(stem, words)))
    if identity in gazetteer.places_by_id and len(key) > 4:
        return [gazetteer.places_by_id[identity]]
    return []


@cache
def shortened() -> dict[str, str]:
    """Return the words of regions' names by how they are shortened («обл» → «область»)."""
    return dict(word.split("|") for word in word_lists()["region_abbreviation"])


def kind_fits(place: Place, kind: str) -> bool:
    """Tell whether a place can be what the text calls it."""
    if kind in NATURAL_KINDS:
        return place.kind == kind or (kind == "island" and place.kind in ("country", "territory", "region"))
    if kind == "country":
        return place.kind in ("country", "territory", "area")
    if kind == "region":
        return place.kind in ("region", "area", "territory")
    return True


def link_places(mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> dict[int, str]:
    """Return mention row → entity id of the gazetteer's place, or "name|…" for a place that it lacks.

    A name of several places means the one whose country the release speaks of, else the largest.
    """
    options: dict[str, list[Place]] = {}
    by_doc: dict[int, list[PlaceMention]] = defaultdict(list)
    for m in mentions:
        if m.normal not in options:
            options[m.normal] = candidates(m.normal, gazetteer)
        by_doc[m.doc].append(m)
    for normal, places in in_another_case(options).items():
        options[normal] = places
    found: dict[int, str] = {}
    for doc_mentions in by_doc.values():
        countries_named = {
            fold(m.normal): options[m.normal]
            for m in doc_mentions
            if any(p.kind == "country" for p in options[m.normal])
        }
        spoken_of: Counter[str] = Counter()
        named = {options[m.normal][0].id for m in doc_mentions if len(options[m.normal]) == 1}
        for m in doc_mentions:
            countries = {place.country for place in options[m.normal]}
            if len(countries) == 1:
                spoken_of.update(countries)
        for m in doc_mentions:
            places = options[m.normal] or misspelt(fold(m.normal), countries_named)
            fitting = [place for place in places if kind_fits(place, m.kind)]
            if fitting:
                found[m.row] = meant(fold(m.normal), fitting, spoken_of, named).id
            elif m.kind in NATURAL_KINDS and options[m.normal]:
                found[m.row] = f"{name_key(m.normal)}|{m.kind}"
            else:
                found[m.row] = name_key(m.normal)
    return found


def misspelt(name: str, countries: Mapping[str, list[Place]]) -> list[Place]:
    """Return the country of the same release whose name is one letter off («Щвеция»), [] if there is not just one."""
    if len(name) < TYPO_LENGTH:
        return []
    near = [known for known in countries if len(known) >= TYPO_LENGTH and one_edit_apart(name, known)]
    return countries[near[0]] if len(near) == 1 else []


def name_key(name: str) -> str:
    """Return the identity of a place that the gazetteer lacks: its words without hyphens and case endings."""
    words = fold(name).replace("-", " ").split()
    return "name|" + " ".join(stem(word) if len(word) > 5 else word for word in words)


def in_another_case(options: dict[str, list[Place]]) -> dict[str, list[Place]]:
    """Return the places of unknown names that are a known name of the corpus left in an oblique case («Лахоре»)."""
    known: dict[str, set[str]] = defaultdict(set)
    by_id: dict[str, list[Place]] = {}
    for normal, places in options.items():
        if places:
            known[" ".join(map(stem, fold(normal).split()))].add(places[0].id)
            by_id.setdefault(places[0].id, places)
    solved: dict[str, list[Place]] = {}
    for normal, places in options.items():
        same = known.get(" ".join(map(stem, fold(normal).split())), set())
        if not places and len(normal) > 4 and len(same) == 1:
            solved[normal] = by_id[next(iter(same))]
    return solved


def meant(name: str, options: Sequence[Place], spoken_of: Counter[str], named: Collection[str] = ()) -> Place:
    """Return the place that a release means by `name` (folded) which names these countries, and in full the places with
    the ids `named`."""
    first = options[0]
    if name in first.abbreviations and first.id not in named:
        # «РТ» is Татарстан where that is named, and Таджикистан is not.
        first = next((place for place in options if name in place.abbreviations and place.id in named), first)
        options = [first, *(place for place in options if place.kind != "region")]
    if first.kind != "city" and not first.abbreviations:
        # Regions of one name in two countries («Пенджаб»): the one whose country is spoken of more.
        alike = [place for place in options if place.kind == first.kind]
        return max(alike, key=lambda place: spoken_of[place.country]) if first.kind == "region" else first

    def weight(place: Place) -> float:
        own = 1 if fold(place.name) == name else OTHER_NAME_WEIGHT
        near = CONTEXT_WEIGHT if spoken_of[place.country] else CURATED_WEIGHT if place.is_curated else 1
        return (place.population or 1) * own * near

    if first.kind != "city":  # an abbreviation such as «РК», «РТ»: only other countries and regions compete
        return next((place for place in options if spoken_of[place.country]), first)
    return max(enumerate(options), key=lambda item: (weight(item[1]), -item[0]))[1]
