"""Reads the words around and inside names, for the rules: heads, phrases, owners, lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.nlp.name_words import Name, Words, fold

QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"'}
OPENING = {**QUOTES, "(": ")"}
DASHES = {"-", "–", "—", "‑"}
# «98-я гвардейская дивизия», «1-го Украинского фронта»
NUMBER = re.compile(r"\d{1,4}-(?:й|го|му|м|я|ю|ая|ой|ую|ый|ого|ому|ым|ом|е)")
YEAR_OF_AN_EVENT = re.compile(r"-(?:19|20)\d\d$")
STOPS = {".", ",", ";", ":"}


def head_of(words: Words, name: Name) -> int:
    """Return the number of the head word: the first noun after the leading adjectives, else the first word."""
    for i in range(name.start, name.end):
        if words.is_noun(i):
            return i
        if not words.is_adjective(i):
            break
    return name.start


def agrees(words: Words, adjective: int, noun: int) -> bool:
    return words.case(adjective) == words.case(noun) and words.feat(adjective, "Number") == words.feat(noun, "Number")


def noun_phrase(words: Words, i: int, case: str) -> int | None:
    """Return the end of «adjective* noun» in `case` that begins at word `i`; None if there is none."""
    while words.go_on(i) and words.is_adjective(i) and words.case(i) == case:
        i += 1
    if words.go_on(i) and words.is_noun(i) and words.case(i) == case and words.texts[i].isalpha():
        return i + 1
    return None


def quoted_words(words: Words, limit: int = 4) -> Iterator[tuple[int, int]]:
    """Yield start and end of up to `limit` words between a pair of quotation marks in one sentence."""
    for opening, text in enumerate(words.texts):
        if text in QUOTES:
            for end in range(opening + 2, opening + 2 + limit):
                if not words.go_on(end - 1) or not words.go_on(end):
                    break
                if words.texts[end] == QUOTES[text]:
                    yield opening + 1, end
                    break


def is_in_quotes(words: Words, name: Name) -> bool:
    """Whether a name fills a pair of quotation marks."""
    before = words.texts[name.start - 1] if name.start else ""
    return before in QUOTES and words.texts[name.end : name.end + 1] == [QUOTES[before]]


def is_owner(words: Words, name: Name) -> bool:
    """Whether the name can be read as a genitive: its head is one, or it does not decline (an abbreviation)."""
    head = head_of(words, name)
    return words.case(head) == "Gen" or words.is_abbreviation(head) or not words.case(head)


def is_listed(words: Words, start: int, end: int, names: frozenset[tuple[str, ...]]) -> bool:
    """Whether words start..end are a listed name, by lemmas, as written or with a genitive tail («Совета Европы»)."""
    lemmas, written = tuple(words.lemmas[start:end]), tuple(map(fold, words.texts[start:end]))
    return lemmas in names or written in names or (*lemmas[:1], *written[1:]) in names


def covered_words(names: Sequence[Name]) -> set[int]:
    return {i for name in names for i in range(name.start, name.end)}


def merge_longer(names: Sequence[Name], longer: Sequence[Name]) -> list[Name]:
    """Return both lists without equal spans, without organisations that are the beginning of a longer one (the
    shorter name of the same body), and without crossings: the longer wins."""
    every = sorted(
        {(name.start, name.end): name for name in [*names, *longer]}.values(), key=lambda n: (n.start, -n.end)
    )
    kept: list[Name] = []
    # The kept names over each word; they are no shorter than the name that is asked about.
    over: dict[int, list[Name]] = {}
    for name in sorted(every, key=lambda n: (-(n.end - n.start), n.start)):
        at_start, at_end = over.get(name.start, ()), over.get(name.end - 1, ())
        crosses = any(k.end < name.end for k in at_start) or any(k.start > name.start for k in at_end)
        is_beginning = name.label == "ORG" and any(k.label == "ORG" and k.start == name.start for k in at_start)
        if not crosses and not is_beginning:
            kept.append(name)
            for i in range(name.start, name.end):
                over.setdefault(i, []).append(name)
    return sorted(kept, key=lambda n: (n.start, -n.end))
