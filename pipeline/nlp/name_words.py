"""Reads a tagged Doc, gives its words as the rules for names read them, and the word lists they use."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from pipeline.nlp.dictionary import parses
from pipeline.nlp.wordlists import read_wordlist
from pipeline.nlp.words import plain
from pipeline.resources import models_folder

# spaCy's attributes that Words reads.
COLUMNS = ("ORTH", "IS_SPACE", "SENT_START", "SPACY", "POS", "MORPH", "LEMMA")


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A mention in word numbers, end excluded; `found_by` names the model or the rules, joined by «+»; `score` is the
    net's probability, None where a rule alone found it."""

    start: int
    end: int
    label: str
    found_by: str
    score: float | None = field(default=None, compare=False)

    def covers(self, other: Name) -> bool:
        return (
            self.start <= other.start and other.end <= self.end and (self.start, self.end) != (other.start, other.end)
        )

    def extended(self, rule: str, start: int | None = None, end: int | None = None) -> Name:
        return replace(
            self,
            start=self.start if start is None else start,
            end=self.end if end is None else end,
            found_by=f"{self.found_by}+{rule}",
        )


@dataclass(frozen=True)
class Lexicon:
    """The word lists of organizations.yaml, people.yaml and settlements.yaml; lemmas in small letters, ё as е."""

    heads: frozenset[str]
    thematic: frozenset[str]
    with_object: frozenset[str]
    state_bodies: frozenset[str]
    rulers: frozenset[str]
    authorities: frozenset[str]
    nameless_owners: frozenset[str]
    descriptors: frozenset[str]
    generic_owners: frozenset[str]
    adverbial: frozenset[str]
    competences: frozenset[str]
    unions: frozenset[tuple[str, ...]]
    worldwide: frozenset[tuple[str, ...]]
    states_in_capitals: frozenset[str]
    short_states: frozenset[str]
    parties: frozenset[str]
    troops: frozenset[str]
    units: frozenset[str]
    forces: frozenset[str]
    bodies_of_many: frozenset[str]
    territorial: frozenset[str]
    parts_of_bodies: frozenset[str]
    of_an_office: frozenset[str]
    offices: frozenset[str]
    office_holders: frozenset[str]
    proper_bodies: tuple[tuple[str, ...], ...]
    common_abbreviations: frozenset[str]
    networks_and_diseases: frozenset[str]
    things: frozenset[str]
    things_in_latin: frozenset[str]
    ways_to_meet: frozenset[str]
    documents_and_events: frozenset[str]
    pipelines: frozenset[str]
    acts: frozenset[str]
    legal_forms: frozenset[str]
    public_legal_forms: frozenset[str]
    ranks: frozenset[str]
    titles: frozenset[str]
    title_prefixes: frozenset[str]
    titles_of_honour: frozenset[str]
    particles: frozenset[str]
    long_initials: frozenset[str]
    settlement_abbreviations: frozenset[str]
    settlement_nouns: frozenset[str]
    before_settlements: frozenset[str]
    kinds_of_states: frozenset[str]
    kinds_of_regions: frozenset[str]
    heads_of_regions: frozenset[str]
    honours: frozenset[str]
    known_by_a_name: frozenset[str]
    adjectives_of_posts: frozenset[str]
    missions: frozenset[str]
    offices_abroad: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the word lists of organizations.yaml, people.yaml and settlements.yaml."""
    lists: dict[str, list[str]] = {}
    for name in ("organizations", "people", "settlements"):
        lists |= read_wordlist(f"{name}.yaml")
    unions = frozenset(tuple(fold(name).split()) for name in lists.pop("unions"))
    worldwide = frozenset(tuple(fold(name).split()) for name in lists.pop("worldwide")) | unions
    proper_bodies = tuple(tuple(fold(name).split()) for name in lists.pop("proper_bodies"))
    words = {name: frozenset(items) for name, items in lists.items()}
    return Lexicon(unions=unions, worldwide=worldwide, proper_bodies=proper_bodies, **words)


@cache
def known_places(folder: Path | None = None) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return countries and their regions by the lemma of their first word: first lemma → lemmas, the longest first.

    Reads models/places.csv (countries) and models/regions.csv: columns name, aliases (parted by «|»), kind.
    """
    found: dict[str, set[tuple[str, ...]]] = {}
    for table in ("places.csv", "regions.csv"):
        with ((folder or models_folder()) / table).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                if row.get("kind", "region") in ("country", "region"):
                    for name in [row["name"], *row["aliases"].split("|")]:
                        if name:
                            lemmas = tuple(fold(parses(word)[0].normal_form) for word in name.split())
                            found.setdefault(lemmas[0], set()).add(lemmas)
    return {first: tuple(sorted(names, key=lambda name: (-len(name), name))) for first, names in found.items()}


def fold(word: str) -> str:
    return word.lower().replace("ё", "е")


class Words:
    """The words of a Doc, white space left out: parallel lists, one item per word.

    ids: numbers of the tokens; opens_line, opens: whether the word begins a line, a line or a sentence (no name goes
    over such a place); before_space: whether one plain space follows.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        # Read as columns of hashes: a Token object for each word takes longer to make than all that is done with it.
        columns = doc.to_array([*COLUMNS]).reshape(-1, len(COLUMNS)).T
        self.columns: dict[str, list[int]] = dict(zip(COLUMNS, columns.astype(np.uint64).tolist(), strict=True))
        is_space, starts, space_follows = (self.columns[name] for name in ("IS_SPACE", "SENT_START", "SPACY"))
        self.ids = [i for i, space in enumerate(is_space) if not space]
        self.texts = self.strings("ORTH")
        self.opens_line = [
            n == 0 or bool(is_space[i - 1] and has_line_break(doc[i - 1].text)) for n, i in enumerate(self.ids)
        ]
        self.opens = [line or starts[i] == 1 for line, i in zip(self.opens_line, self.ids, strict=True)]
        self.before_space = [space_follows[i] == 1 for i in self.ids]

    def strings(self, column: str) -> list[str]:
        """Return one of COLUMNS of the words as strings."""
        strings, values = self.doc.vocab.strings, self.columns[column]
        return [strings[values[i]] for i in self.ids]

    @cached_property
    def number(self) -> dict[int, int]:
        """Token number → word number."""
        return {i: n for n, i in enumerate(self.ids)}

    @cached_property
    def tokens(self) -> list[Token]:
        """The words as tokens."""
        return [self.doc[i] for i in self.ids]

    @cached_property
    def lemmas(self) -> list[str]:
        """Lemmas in small letters, ё as е."""
        return [fold(lemma) for lemma in self.strings("LEMMA")]

    @cached_property
    def parts_of_speech(self) -> list[str]:
        """UD's parts of speech."""
        return self.strings("POS")

    @cached_property
    def features(self) -> list[dict[str, str]]:
        """UD's features by name."""
        return [features_of_tag(tag) for tag in self.strings("MORPH")]

    @cached_property
    def capitals(self) -> list[int]:
        """The words that begin with a capital letter."""
        return [i for i, text in enumerate(self.texts) if text[0].isupper()]

    def __len__(self) -> int:
        return len(self.ids)

    def states(self, columns: slice = slice(None)) -> NDArray[np.float32]:
        """Return the words' rows of `doc.tensor` (words x columns), which the encoder wrote."""
        return np.asarray(self.doc.tensor[self.ids, columns], dtype=np.float32)

    def pos(self, i: int) -> str:
        return self.parts_of_speech[i]

    def feat(self, i: int, name: str) -> str:
        return self.features[i].get(name, "")

    def case(self, i: int) -> str:
        return self.feat(i, "Case")

    def is_noun(self, i: int) -> bool:
        """Whether the tag is a noun's, or an adjective's where the dictionary knows but a noun («Председателя»)."""
        return self.pos(i) in ("NOUN", "PROPN") or (self.pos(i) == "ADJ" and is_only(self.texts[i], "NOUN"))

    def is_adjective(self, i: int) -> bool:
        """Whether the tag is an adjective's or a participle's, and the dictionary knows more than a noun or a verb."""
        if self.pos(i) == "ADJ":
            return not is_only(self.texts[i], "NOUN", "VERB")
        return self.pos(i) == "DET" or (self.pos(i) == "VERB" and self.feat(i, "VerbForm") == "Part")

    def is_capital(self, i: int) -> bool:
        return self.texts[i][0].isupper()

    def is_abbreviation(self, i: int) -> bool:
        text = self.texts[i]
        return 2 <= len(text) <= 8 and text.isalpha() and text.isupper() and not is_roman(text)

    def is_plural(self, i: int) -> bool:
        """Whether the word is plural: the dictionary decides where it has but one number, else the tag."""
        numbers = {str(parse.tag.number) for parse in parses(plain(self.texts[i])) if parse.tag.number}
        return numbers == {"plur"} if len(numbers) == 1 else self.feat(i, "Number") == "Plur"

    def go_on(self, i: int) -> bool:
        """Whether word `i` exists and stands in the same line and sentence as the word before it."""
        return i < len(self) and not self.opens[i]


@lru_cache(20_000)
def features_of_tag(tag: str) -> dict[str, str]:
    """Return the features of «Case=Gen|Number=Sing»; the first value of one that has several."""
    parts = (feature.split("=", 1) for feature in tag.split("|") if "=" in feature)
    return {name: value.split(",")[0] for name, value in parts}


@lru_cache(20_000)
def is_only(word: str, *parts: str) -> bool:
    """Whether the dictionary knows `word` and all its readings are of `parts`: the tagger takes «Председателя» and
    «Председательствовал» for adjectives."""
    return all(reading.is_known and reading.tag.POS in parts for reading in parses(plain(word)))


def has_line_break(space: str) -> bool:
    return len(space.splitlines()) > 1 or space.endswith(("\n", "\r", "\u2028", "\u2029"))


def is_roman(text: str) -> bool:
    return all(letter in "IVXLCDM" for letter in text)
