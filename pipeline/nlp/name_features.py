"""Reads the words of a Doc, gives what the names net knows of each: its letters, dictionary readings, lists, place."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipeline.nlp.dictionary import parses
from pipeline.nlp.name_words import Words, fold, lexicon
from pipeline.nlp.wordlists import read_wordlist
from pipeline.nlp.words import plain
from pipeline.resources import known_first_names, known_surnames, models_folder

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]

# Beginnings and ends of a word, hashed into one table of BUCKETS rows: suffixes of 2, 3, 4 letters, prefixes of 2, 3.
AFFIXES = (-2, -3, -4, 2, 3)
BUCKETS = 4096

GRAMMEMES = (
    *("NOUN", "ADJF", "ADJS", "VERB", "INFN", "PRTF", "PRTS", "GRND", "NUMR", "ADVB", "NPRO", "PREP", "CONJ", "PRCL"),
    *("anim", "inan", "masc", "femn", "neut", "sing", "plur"),
    *("nomn", "gent", "datv", "accs", "ablt", "loct"),
    *("Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Init"),
    *("NUMB", "ROMN", "LATN", "PNCT", "UNKN"),
)
ORGN_LISTS = ("heads", "thematic", "state_bodies", "offices", "common_abbreviations", "documents_and_events")
PERSON_LISTS = ("titles", "particles", "ranks")
PLACE_LISTS = ("settlement_abbreviations", "settlement_nouns")
ROLE_LISTS = ("posts",)
SHAPES = {
    "lower": re.compile(r"[^\W\d_A-ZА-ЯЁ]+"),
    "title": re.compile(r"[A-ZА-ЯЁ][^\W\d_A-ZА-ЯЁ]+"),
    "upper": re.compile(r"[A-ZА-ЯЁ]{2,}"),
    "letter": re.compile(r"[A-ZА-ЯЁ]"),
    "hyphen": re.compile(r".+[-‑].+"),
    "hyphen title": re.compile(r"[A-ZА-ЯЁ][^-‑]*(?:[-‑][A-ZА-ЯЁ].*)+"),
    "inner capital": re.compile(r".*[a-zа-яё][A-ZА-ЯЁ].*"),
    "digits": re.compile(r"\d+"),
    "has digit": re.compile(r".*\d.*"),
    "latin": re.compile(r"[A-Za-z'’.\-]*[A-Za-z][A-Za-z'’.\-]*"),
    "opening": re.compile(r"[«“„]"),
    "closing": re.compile(r"[»”]"),
    "straight": re.compile(r'"'),
    "left bracket": re.compile(r"[(\[]"),
    "right bracket": re.compile(r"[)\]]"),
    "dash": re.compile(r"[-–—‑]"),
    "stop": re.compile(r"[.!?…]+"),
    "comma": re.compile(r"[,;:]"),
}
CONTEXT = ("opens sentence", "opens line", "in quotes", "in brackets", "capital line", "before space", "first line")


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Return every list that a word is looked up in: name → lemmas and forms in small letters, ё as е."""
    found: dict[str, frozenset[str]] = {}
    known = lexicon()
    for name in (*ORGN_LISTS, *PERSON_LISTS, *PLACE_LISTS):
        found[name] = getattr(known, name)
    roles = read_wordlist("roles.yaml")
    for name in ROLE_LISTS:
        found[name] = frozenset(fold(word) for word in roles[name])
    found["legal forms"] = frozenset(map(fold, known.legal_forms))
    found["unions"] = frozenset(name[0] for name in known.worldwide if len(name) == 1)
    found["last names"] = known_surnames()
    found["first names"] = known_first_names()
    places: dict[str, set[str]] = {"country": set(), "region": set(), "city": set()}
    place_parts: set[str] = set()
    for table, default in (("places.csv", ""), ("regions.csv", "region"), ("gazetteer.csv", "")):
        with (models_folder() / table).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                kind = row.get("kind") or default
                kind = kind if kind in places else "city"
                for name in (row["name"], *row["aliases"].split("|"), *(row.get("abbreviations") or "").split("|")):
                    words = fold(name).split()
                    if len(words) == 1:
                        places[kind].add(words[0])
                    elif kind != "city":
                        place_parts.update(lemma_of_form(word) for word in words)
    found |= {name: frozenset(words) for name, words in places.items()}
    with (models_folder() / "organizations.csv").open(encoding="utf-8", newline="") as rows:
        shorts = {
            fold(short) for row in csv.DictReader(rows) for short in (row["abbreviation"], *row["aliases"].split("|"))
        }
    found["bodies"] = frozenset(short for short in shorts if short and " " not in short)
    found["place part"] = frozenset(place_parts)
    return found


def lists_digest() -> str:
    """Return the SHA-256 of the lists: a pack says which it was trained with."""
    lists = {name: sorted(words) for name, words in word_lists().items()}
    return sha256(json.dumps(lists, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def lemma_of_form(word: str) -> str:
    return fold(parses(word)[0].normal_form)


@cache
def list_names() -> tuple[str, ...]:
    return tuple(sorted(word_lists()))


@cache
def lists_in_order() -> tuple[frozenset[str], ...]:
    return tuple(word_lists()[name] for name in list_names())


def word_features() -> tuple[str, ...]:
    """Return the names of the columns of `features_of`, in order."""
    return (*SHAPES, *GRAMMEMES, "known", *(f"list {name}" for name in list_names()))


@lru_cache(10_000)
def grammemes_of(tag: Any) -> tuple[int, ...]:
    """Return the numbers, by GRAMMEMES, of what pymorphy3's tag of a reading has."""
    return tuple(number for number, grammeme in enumerate(GRAMMEMES) if grammeme in tag.grammemes)


def features_of(word: str) -> list[float]:
    """Return what is known of one word: its shape, the share of its readings with each grammeme, the lists it is in."""
    read = plain(word)
    readings = parses(read)
    total = sum(reading.score for reading in readings) or 1.0
    shares = [0.0] * len(GRAMMEMES)
    for reading in readings:
        for number in grammemes_of(reading.tag):
            shares[number] += reading.score / total
    forms = {fold(read), *(fold(reading.normal_form) for reading in readings[:5])}
    is_in = [float(not forms.isdisjoint(words)) for words in lists_in_order()]
    return [*shape_of(alike(read)), *shares, float(readings[0].is_known), *is_in]


@lru_cache(10_000)
def shape_of(word: str) -> tuple[float, ...]:
    """Return which of SHAPES `word` has."""
    return tuple(float(bool(shape.fullmatch(word))) for shape in SHAPES.values())


def alike(word: str) -> str:
    """Return a word of two letters with the shape of `word` where only its first may be a capital, else `word`."""
    if word.isalpha() and word[1:].islower():
        return word[0] + ("a" if word.isascii() else "а")
    return word


def affixes_of(word: str) -> list[int]:
    """Return the rows of the affix table for one word: one per item of AFFIXES."""
    lower = plain(word).lower()
    return [crc32(affix.encode()) % BUCKETS for affix in affixes_with_edges(lower)]


def affixes_with_edges(word: str) -> list[str]:
    """Return the beginnings and ends of AFFIXES, marked with the edge they hold: «-3>» + «ком»."""
    return [f"{n}{word[n:]}>" if n < 0 else f"{n}<{word[:n]}" for n in AFFIXES]


class WordTable:
    """Features and affix rows of every word seen, computed once a word; bounded, since a corpus has ever new words."""

    LIMIT = 100_000

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.features = np.zeros((1024, len(word_features())), dtype=np.float32)
        self.affixes = np.zeros((1024, len(AFFIXES)), dtype=np.intp)

    def of(self, words: Sequence[str]) -> tuple[Floats, Ints]:
        """Return for distinct `words` their features (len x columns) and affix rows (len x affixes)."""
        if len(self.numbers) > self.LIMIT:
            self.numbers.clear()
        picked = np.array([self.number_of(word) for word in words], dtype=np.intp)
        return self.features[picked], self.affixes[picked]

    def number_of(self, word: str) -> int:
        number = self.numbers.get(word)
        if number is None:
            number = self.numbers[word] = len(self.numbers)
            if number == len(self.features):
                self.features = np.concatenate([self.features, np.zeros_like(self.features)])
                self.affixes = np.concatenate([self.affixes, np.zeros_like(self.affixes)])
            self.features[number] = features_of(word)
            self.affixes[number] = affixes_of(word)
        return number


class Surroundings(NamedTuple):
    """What stands around the words of a Doc.

    context: words x CONTEXT; groups: one number per capitalised lemma of the Doc, -1 for other words; sentences:
    numbers of the words that begin one.
    """

    context: Floats
    groups: Ints
    sentences: Ints


def surroundings_of(words: Words) -> Surroundings:
    """Return what the net reads of where `words` stand."""
    texts = words.texts
    groups: list[int] = []
    numbers: dict[str, int] = {}
    in_quotes, in_brackets = [], []
    quoted = bracketed = 0
    for text, opens in zip(texts, words.opens, strict=True):
        if opens:
            quoted = bracketed = 0
        if text in "»”":
            quoted -= quoted > 0
        elif text == ")":
            bracketed -= bracketed > 0
        in_quotes.append(quoted > 0)
        in_brackets.append(bracketed > 0)
        if text in "«“„":
            quoted += 1
        elif text == "(":
            bracketed += 1
        is_group = len(text) > 1 and text[0].isupper()
        groups.append(numbers.setdefault(lemma_key(text), len(numbers)) if is_group else -1)
    lines = [*np.flatnonzero(words.opens_line).tolist(), len(texts)]
    told = {
        "opens sentence": words.opens,
        "opens line": words.opens_line,
        "in quotes": in_quotes,
        "in brackets": in_brackets,
        "capital line": [is_capital for line in pairwise(lines) for is_capital in capitals(texts[slice(*line)])],
        "before space": words.before_space,
        "first line": [i < lines[:2][-1] for i in range(len(texts))],
    }
    context = np.array([told[name] for name in CONTEXT], dtype=np.float32).T
    return Surroundings(context, np.array(groups, dtype=np.intp), np.flatnonzero(words.opens))


def capitals(line: Sequence[str]) -> list[bool]:
    """Return for each word of a line whether the line is written in capitals, where capitals tell nothing."""
    letters = [text for text in line if len(text) > 1 and text.isalpha()]
    return [len(letters) > 1 and sum(word.isupper() for word in letters) > 0.7 * len(letters)] * len(line)


def lemma_key(word: str) -> str:
    """Return what different cases of one name have in common: the dictionary form of its likeliest reading."""
    return fold(parses(plain(word))[0].normal_form)
