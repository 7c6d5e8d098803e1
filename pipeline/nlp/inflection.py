"""Reads a printed form, gives the nominatives it can come from: lexicon/name_paradigms.yaml read backwards."""

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pipeline.nlp.wordlists import read_wordlist

CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
VOWEL = re.compile("[аеёиоуыэюя]")
PARTS = re.compile(r"([^\w])")
# ё as е; letters of Turkic and Tajik names as the dictionaries have them.
LOOKED_UP_AS = str.maketrans("ёөүұңәғқһҳҷӣӯ", "еоуунагкххжиу")


class Reading(NamedTuple):
    """One way to read a form: its nominative (lower case), gender (m, f, n, p for the plural), case and weight."""

    lemma: str
    gender: str
    case: str
    weight: float


class Ending(NamedTuple):
    """One ending of one paradigm."""

    ending: str
    nominative: str
    lemma: re.Pattern[str]
    genders: str
    case: str
    weight: float
    one: dict[str, str]


@cache
def paradigms() -> list[dict[str, Any]]:
    """Return lexicon/name_paradigms.yaml."""
    rows: list[dict[str, Any]] = read_wordlist("name_paradigms.yaml")
    return rows


@cache
def endings(part: str) -> dict[str, tuple[Ending, ...]]:
    """Return the endings of `part` ("last", "first", "middle", "place") by their last letter; "" for the bare stem."""
    table: dict[str, list[Ending]] = {}
    for row in paradigms():
        if part in row["for"]:
            for ending in endings_of(row):
                table.setdefault(ending.ending[-1:], []).append(ending)
    return {letter: tuple(found) for letter, found in table.items()}


def endings_of(row: dict[str, Any]) -> list[Ending]:
    """Return the endings of one paradigm of the lexicon."""
    lemma = re.compile(row["lemma"])
    if row.get("every"):
        return [Ending("", "", lemma, row["gender"], case, row["weight"], {}) for case in CASES]
    forms = [("Nom", row["nom"])]
    forms += [(case, ending) for case in CASES[1:] for ending in row.get(case.lower(), [])]
    one = row.get("one", {})
    return [Ending(ending, row["nom"], lemma, row["gender"], case, row["weight"], one) for case, ending in forms]


@lru_cache(20_000)
def readings(word: str, part: str) -> tuple[Reading, ...]:
    """Return every reading of `word` (lower case) as `part`; each lemma, gender and case once, with its best weight."""
    table = endings(part)
    best: dict[tuple[str, str, str], float] = {}
    for entry in table.get(word[-1:], ()) + table.get("", ()):
        if not word.endswith(entry.ending) or len(word) - len(entry.ending) < 1:
            continue
        stem = word[: len(word) - len(entry.ending)]
        if entry.nominative[-1:] in ("а", "я") and not VOWEL.search(stem + entry.nominative[:-1]):
            # No name that declines is one syllable with such an ending («Блю» has no nominative in -я).
            continue
        lemma = stem + entry.nominative
        if not entry.lemma.search(lemma):
            continue
        for gender in entry.genders:
            key = lemma, gender, entry.case
            if entry.weight > best.get(key, 0):
                best[key] = entry.weight
    return tuple(Reading(*key, weight) for key, weight in best.items())


@lru_cache(20_000)
def shared_readings(word: str) -> tuple[Reading, ...]:
    """Return the readings of a surname in the plural (lower case) as one man's and one woman's: «Петровых» in «Ивана и
    Марии Петровых»."""
    # The first paradigm that fits: «Петровы» are Петров and Петрова, not two Петров.
    found: dict[tuple[str, str], Reading] = {}
    for entry in endings("last").get(word[-1:], ()):
        stem = word.removesuffix(entry.ending)
        if entry.one and word.endswith(entry.ending) and entry.lemma.search(stem + entry.nominative):
            for gender, ending in entry.one.items():
                found.setdefault((gender, entry.case), Reading(stem + ending, gender, entry.case, entry.weight))
    return tuple(found.values())


def folded(name: str) -> str:
    """Return `name` in lower case with е for ё, у for ү and so on, as names are looked up and compared."""
    return name.lower().translate(LOOKED_UP_AS)


def with_letters_of(printed: str, lemma: str) -> str:
    """Return `lemma` in the capitals and with the ё or е of `printed`, part by part where both have hyphens."""
    ours, theirs = PARTS.split(lemma), PARTS.split(printed)
    if len(ours) == len(theirs) > 1:
        return "".join(map(word_with_letters_of, theirs, ours))
    return word_with_letters_of(printed, lemma)


def word_with_letters_of(printed: str, lemma: str) -> str:
    """Return `lemma` in the capitals and with the ё or е of `printed`, as far as both have the same letters."""
    shared = 0
    for our, their in zip(lemma, printed.lower(), strict=False):
        if our.replace("ё", "е") != their.replace("ё", "е"):
            break
        shared += 1
    rest = lemma[shared:]
    letters = [letter for letter in printed if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        rest = rest.upper()
    elif not shared and printed[:1].isupper():
        rest = rest[:1].upper() + rest[1:]
    return printed[:shared] + rest
