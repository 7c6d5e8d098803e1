"""Rules for the bodies of the word lists and the countries and regions of the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from pipeline.nlp.dictionary import parses
from pipeline.nlp.name_rules.phrases import OPENING, covered_words, merge_longer
from pipeline.nlp.name_words import Name, Words, fold, known_places, lexicon
from pipeline.nlp.words import plain


def proper_bodies(words: Words, names: list[Name]) -> list[Name]:
    """«[Жогорку Кенеш] Кыргызской Республики»: bodies whose names no common noun heads."""
    found = listed_bodies(words)
    # What the tagger saw there was cut by guess; the names inside come back through known_places.
    kept = [name for name in names if not any(name.start < body.end and body.start < name.end for body in found)]
    return sorted([*kept, *found], key=lambda n: (n.start, -n.end))


def proper_bodies_are_sure(words: Words, names: list[Name]) -> list[Name]:
    """«[Программа развития ООН] открыла офис», «[Парламентское собрание Союза Беларуси и России]»: whole, whatever the
    net made of them."""
    spans = {(name.start, name.end) for name in names}
    missing = [body for body in listed_bodies(words) if (body.start, body.end) not in spans]
    ends = {i: body.end for body in missing for i in range(body.start + 1, body.end)}

    def beside(name: Name) -> Name:
        # «Председатель [Жокаргы [Кенеса] Аманбай Орынбаев]»: the last word of the body is no first name.
        end = ends.get(name.start, name.end)
        return replace(name, start=end) if name.label == "PER" and end < name.end else name

    return merge_longer([beside(name) for name in names], missing) if missing else names


def listed_bodies(words: Words) -> list[Name]:
    """Return the bodies of the lexicon's proper_bodies, none over another."""
    found: list[Name] = []
    for i in words.capitals:
        if not (found and i < found[-1].end) and (end := proper_body_at(words, i)):
            found.append(Name(i, end, "ORG", "proper body"))
    return found


def proper_body_at(words: Words, i: int) -> int:
    """Return where the body of the lexicon that begins at word `i` ends; 0 if none does."""
    if not words.texts[i][0].isupper():
        return 0
    first = fold(words.texts[i])
    for pattern in lexicon().proper_bodies if first.startswith(beginnings_of_bodies()) else ():
        end = i + len(pattern)
        fits = end <= len(words) and not any(words.opens[j] for j in range(i + 1, end))
        if fits and all(matches(fold(words.texts[i + k]), part) for k, part in enumerate(pattern)):
            return end
    return 0


@cache
def beginnings_of_bodies() -> tuple[str, ...]:
    return tuple(pattern[0].rstrip("*") for pattern in lexicon().proper_bodies)


def matches(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def places_of_the_gazetteer(words: Words, names: list[Name]) -> list[Name]:
    """«САМАРКАНДЕ», «Торага … [Кыргызской Республики]»: countries and regions that the tagger missed or buried."""
    found = list(names)
    for start, end in known_place_spans(words):
        around = [name for name in found if name.start < end and start < name.end]
        place = Name(start, end, "LOC", "gazetteer")
        if not around:
            found.append(place)
        elif all(name.label == "LOC" and start <= name.start and name.end <= end for name in around):
            if end - start > 1:  # the tagger had a part of it
                found = [name for name in found if name not in around] + [place]
        elif len(around) == 1 and (name := around[0]).end == end and name.start < start and name.label != "PER":
            if has_person_noun(words, name.start, start):  # «[Представитель] Республики Армения»
                found.remove(name)
                found.append(place)
            elif name.label == "ORG" and not any(text in OPENING for text in words.texts[name.start : start]):
                found.append(place)
    return sorted(found, key=lambda n: (n.start, -n.end))


def named_settlement(words: Words, names: list[Name]) -> list[Name]:
    """«в селе [Кочубеевском]», «в д. [Залесье]»: what the noun says is a settlement and no other name holds."""
    covered = covered_words(names)
    found = []
    for i in words.capitals:
        if i in covered or not words.go_on(i) or not words.texts[i].isalpha() or words.texts[i].isupper():
            continue
        noun = words.lemmas[i - 1] in lexicon().settlement_nouns and words.texts[i - 1].islower()
        if noun or is_short_settlement(words, i):
            found.append(Name(i, i + 1, "LOC", "settlement"))
    return sorted([*names, *found], key=lambda n: (n.start, -n.end))


def regions_of_one_head(words: Words, names: list[Name]) -> list[Name]:
    """«[Приморского] и [Хабаровского краёв]», «[Московской], [Тверской] и [Тульской областей]»: regions of the
    gazetteer that share a plural noun."""
    covered = covered_words([name for name in names if name.label != "LOC"])
    spans = {(name.start, name.end) for name in names}
    found = []
    for head in range(2, len(words)):
        if words.lemmas[head] not in lexicon().heads_of_regions or not words.is_plural(head):
            continue
        starts = list(adjectives_before(words, head))
        if len(starts) < 2 or not covered.isdisjoint(range(starts[-1], head + 1)):
            continue
        if all(is_region(words.texts[i], words.lemmas[head]) for i in starts):
            found += [Name(i, i + 1, "LOC", "region") for i in starts[1:]]
            found.append(Name(starts[0], head + 1, "LOC", "region"))
    return merge_longer(names, [name for name in found if (name.start, name.end) not in spans]) if found else names


def is_region(adjective: str, noun: str) -> bool:
    """Whether the gazetteer has a region of a printed adjective and the lemma of a noun («Тверской», «область»)."""
    lemmas = {fold(parse.normal_form) for parse in parses(plain(adjective))}
    return any((lemma, noun) in known_places().get(lemma, ()) for lemma in lemmas)


def adjectives_before(words: Words, head: int) -> Iterator[int]:
    """Yield the capitalised adjectives before a noun that «и» and commas join, from the last to the first."""
    i = head - 1
    while i >= 0 and words.go_on(i + 1) and words.is_capital(i) and not words.is_plural(i):
        yield i
        if i < 2 or words.texts[i - 1] not in ("и", ",") or not words.go_on(i) or not words.go_on(i - 1):
            break
        i -= 2


def is_short_settlement(words: Words, i: int) -> bool:
    """Whether «в д.», «из с.» stands before word `i`; «г.» may be a man's address."""
    if i < 3 or not all(words.go_on(j) for j in range(i - 2, i + 1)) or words.texts[i - 1] != ".":
        return False
    short = words.texts[i - 2]
    is_kind = short in lexicon().settlement_abbreviations and short != "г"
    return is_kind and words.texts[i - 3].lower() in lexicon().before_settlements


def known_place_spans(words: Words) -> Iterator[tuple[int, int]]:
    """Yield the word spans of countries and regions of the gazetteer, the longest at each place."""
    end = 0
    for i in words.capitals:
        if i >= end and (found := place_end(words, i)):
            end = found
            yield i, end


def place_end(words: Words, i: int) -> int:
    """Return where the longest country or region of the gazetteer that begins at the capitalised word `i` ends; 0 if
    none does."""
    for lemmas in known_places().get(words.lemmas[i], ()):
        end = i + len(lemmas)
        if (
            tuple(words.lemmas[i:end]) == lemmas
            and words.is_capital(end - 1)
            and not any(words.opens[j] for j in range(i + 1, end))
            and (len(lemmas) > 1 or is_safe_place(words, i))
        ):
            return end
    return 0


def is_safe_place(words: Words, i: int) -> bool:
    """Whether a single word is surely the place: longer than «Того», «Чад», and inside a sentence, or in capitals."""
    return len(words.texts[i]) >= 5 and (words.is_noun(i) or words.texts[i].isupper())


def has_person_noun(words: Words, start: int, end: int) -> bool:
    """Whether words start..end hold what a person is («Торага», «Представитель»)."""
    return any(words.is_noun(i) and words.feat(i, "Animacy") == "Anim" for i in range(start, end))
