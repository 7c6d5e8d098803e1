"""Reads lexicon/roles.yaml, gives the words of role phrases: what heads one, what belongs to it, what stays outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

from pipeline.nlp.dictionary import parses
from pipeline.nlp.name_words import fold, lexicon
from pipeline.nlp.wordlists import read_wordlist

# The lists of heads and what `RoleWords.kind_of` calls their words.
KINDS = {
    "posts": "post",
    "further_posts": "post",
    "dignities": "dignity",
    "ranks": "rank",
    "degrees": "degree",
    "professions": "profession",
}
ABBREVIATED = {"abbreviated_posts": "post", "abbreviated_degrees": "degree", "abbreviated_ranks": "rank"}


@dataclass(frozen=True)
class RoleWords:
    """The word lists of roles.yaml; lemmas in small letters, ё as е. `kinds` says of each head which list it is in."""

    kinds: dict[str, str]
    # how heads that look like participles begin («управ…»)
    participle_beginnings: frozenset[str]
    abbreviated: dict[str, str]
    prefixes: tuple[str, ...]
    honours: frozenset[str]
    missions: frozenset[str]
    candidates: frozenset[str]
    departments: frozenset[str]
    of_several_bodies: frozenset[str]
    like_ranks: frozenset[str]
    at_an_event: frozenset[str]
    party_members: frozenset[str]
    need_complement: frozenset[str]
    abbreviated_sciences: frozenset[str]
    degree_letters: frozenset[str]
    science_letters: frozenset[str]
    outside: frozenset[str]
    of_countries: frozenset[str]
    descriptors_of_organizations: frozenset[str]
    descriptors_of_places: frozenset[str]
    relatives: frozenset[str]
    with_instrumental: frozenset[str]
    with_place: frozenset[str]
    offices_of_a_country: frozenset[str]
    of_a_state: frozenset[str]
    sent_by_states: frozenset[str]
    grades: frozenset[str]
    units: frozenset[str]
    ministries: frozenset[str]
    masculine: frozenset[str]
    topics: frozenset[str]
    bodies_of_one: frozenset[str]
    possessives: frozenset[str]
    numerals: frozenset[str]
    forms_of_address: frozenset[str]
    time_adverbs: frozenset[str]
    firm_prepositions: frozenset[str]
    place_prepositions: frozenset[str]
    inner_prepositions: frozenset[str]
    before_with: frozenset[str]
    subject_verbs: frozenset[str]
    object_verbs: frozenset[str]
    action_nouns: frozenset[str]
    post_nouns: frozenset[str]
    post_verbs: frozenset[str]
    _known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def kind_of(self, lemma: str) -> str:
        """Return "post", "dignity", "rank", "degree" or "profession"; "" if `lemma` heads no role."""
        kind = self._known.get(lemma)
        if kind is None:
            if len(self._known) > 100_000:
                self._known.clear()
            kind = self._known[lemma] = self.kinds.get(lemma) or self.kind_of_compound(lemma)
        return kind

    def kind_of_compound(self, lemma: str) -> str:
        """Return the kind of «экс-президент», «лётчик-космонавт», «видеоблогер», «замминистра»."""
        if "-" in lemma:
            first, _, last = lemma.rpartition("-")
            return self.kinds.get(last) or self.kinds.get(first, "")
        for prefix in self.prefixes:
            if lemma.startswith(prefix) and len(lemma) > len(prefix) + 3:
                rest = lemma[len(prefix) :]
                kind = self.kinds.get(rest, "")
                if not kind and prefix == "зам":
                    # «замглавы»: the dictionary does not decline it.
                    kind = self.kinds.get(fold(parses(rest)[0].normal_form), "")
                if kind:
                    return kind
        return ""


@cache
def role_words() -> RoleWords:
    """Return the word lists of lexicon/roles.yaml, with those that names are read by too."""
    lists: dict[str, list[str]] = {
        name: [fold(word) for word in words] for name, words in read_wordlist("roles.yaml").items()
    }
    prefixes = tuple(lists.pop("prefixes"))
    kinds = kinds_in(lists, KINDS)
    return RoleWords(
        kinds=kinds,
        participle_beginnings=frozenset(word[:5] for word in kinds if word.endswith(("ий", "ый", "ая"))),
        abbreviated=kinds_in(lists, ABBREVIATED),
        prefixes=prefixes,
        honours=lexicon().honours,
        missions=lexicon().missions,
        **{name: frozenset(words) for name, words in lists.items()},  # type: ignore[arg-type]
    )


def kinds_in(lists: dict[str, list[str]], names: dict[str, str]) -> dict[str, str]:
    """Take the lists in `names` out of `lists`; return their words with the kind that each list stands for."""
    kinds: dict[str, str] = {}
    for name, kind in names.items():
        for word in lists.pop(name):
            kinds.setdefault(word, kind)
    return kinds


@lru_cache(5_000)
def is_deputy_of(word: str) -> bool:
    """Whether a word is «зам» and a genitive, which stays in every case: «замглавы», «зампредседателя»."""
    rest = word.removeprefix("зам")
    return (
        rest != word
        and len(rest) > 3
        and any(
            parse.tag.case == "gent" and parse.tag.number == "sing" and parse.is_known for parse in parses(rest)[:1]
        )
    )
