"""People that share a role: lists of names, of states with their ministers, of lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span

from pipeline.nlp.role_phrases import Phrase
from pipeline.nlp.role_rules.organizations import is_of_a_state
from pipeline.nlp.role_rules.reading import Reading, Statement, fits
from pipeline.nlp.role_sheet import DASHES

BULLETS = frozenset("•*·")


def people_from(
    reading: Reading, phrase: Phrase, person: Span, end: int, rule: str = "role-before-name"
) -> Iterator[Statement]:
    """Yield the person after the role and those that share it: a list, or names after further countries."""
    sheet = reading.sheet
    people: list[tuple[Span, Span | None, str]] = [(person, phrase.organization, rule)]
    i = end
    while sheet.goes_on(i):
        inside = organization_in_brackets(reading, i)
        if inside is not None:
            is_party = inside[0].label_ == "ORG" and is_of_a_state(reading, phrase)  # «министр М. Бушман (СвДП)»
            if people[-1][1] is None and not is_party:
                people[-1] = (people[-1][0], inside[0], people[-1][2])
            i = inside[1]
            continue
        j = reading.after_separator(i) or (phrase.is_plural and reading.after_separator(behind_brackets(reading, i)))
        if not j:
            break
        found = elliptical(reading, phrase, j) if phrase.is_plural or phrase.kind == "post" else None
        if found is not None and (phrase.is_plural or fits(phrase.case, found[0])):
            people.append((found[0], found[1], "elliptical-role"))
            i = found[2]
            continue
        further = further_complement(reading, phrase, j) if phrase.is_plural else None
        if further is not None:
            own, (holder, i) = further
            yield Statement(holder, own, own.organization, "elliptical-role")
            continue
        next_person = reading.person_at(j) or (reading.behind_rank(phrase, j) if phrase.is_plural else None)
        if next_person is None or not (phrase.is_plural or counted(reading, phrase)):
            break
        people.append((next_person[0], phrase.organization, "people-of-plural-role"))
        i = next_person[1]
    listed = [n for n, (_, _, by) in enumerate(people) if by != "elliptical-role"]
    if phrase.is_plural and len(phrase.organizations) == len(listed) > 1:
        for n, organization in zip(listed, phrase.organizations, strict=True):
            people[n] = (people[n][0], organization, people[n][2])
    for holder, body, by in people:
        yield Statement(holder, phrase, body, by)
        if phrase.has_several and body is phrase.organization:
            for other in phrase.organizations[1:]:
                yield Statement(holder, phrase, other, by)


def counted(reading: Reading, phrase: Phrase) -> bool:
    """Whether a numeral before the role makes it plural («два депутата»)."""
    return phrase.start > 0 and reading.words.lemmas[phrase.start - 1] in reading.lexicon.numerals


def organization_in_brackets(reading: Reading, i: int) -> tuple[Span, int] | None:
    """Return the organisation or country in brackets at word `i` («С. Лавров (Россия)») and the word behind."""
    if reading.sheet.at(i) != "(":
        return None
    found = reading.sheet.name_at(i + 1)
    if found is None or reading.sheet.at(found[1]) != ")":
        return None
    return found[0], found[1] + 1


def further_complement(reading: Reading, phrase: Phrase, i: int) -> tuple[Phrase, tuple[Span, int]] | None:
    """Return the role with the complement at word `i` and its person («…, иностранных дел России С. Лавровым»,
    «…, финансов – А. Силуанов»)."""
    if i in reading.by_start or i in reading.sheet.people or reading.sheet.name_at(i):
        return None
    parts = [part for part in phrase.parts if part <= phrase.head]
    own = replace(phrase, end=i, parts=parts, organizations=[], inner=[], has_complement=False)
    reading.sheet.complement(own)
    j = own.end
    if reading.sheet.at(j) in DASHES and reading.sheet.goes_on(j + 1):
        j += 1
    person = reading.person_at(reading.skip_address(j)) if own.end > i else None
    return (own, person) if person is not None else None


def behind_brackets(reading: Reading, i: int) -> int:
    """Return the word behind the brackets that open at word `i`; `i` if none do."""
    if reading.sheet.at(i) == "(":
        for j in range(i + 1, min(i + 12, len(reading.words))):
            if reading.sheet.at(j) == ")" and reading.sheet.goes_on(j):
                return j + 1
    return i


def elliptical(reading: Reading, phrase: Phrase, i: int) -> tuple[Span, Span, int] | None:
    """Return person, organisation and end of «Казахстана Р. Жаксылыковым» at word `i`; ranks may stand between."""
    found = reading.sheet.name_at(i)
    if found is None or not reading.sheet.may_be_genitive(found[0]):
        return None
    j = found[1]
    if reading.sheet.at(j) in DASHES and reading.sheet.goes_on(j + 1):
        j += 1
    j = reading.skip_ranks(phrase, j)
    if reading.sheet.at(j) == "(":
        inside = reading.person_at(j + 1)
        if inside is not None and reading.sheet.at(inside[1]) == ")":
            return inside[0], found[0], inside[1] + 1
    person = reading.person_at(reading.skip_address(j))
    return (person[0], found[0], person[1]) if person is not None else None


def listed_by_owner(reading: Reading, phrase: Phrase, i: int) -> Iterator[Statement]:
    """Yield the people of «министры обороны: Беларуси – Виктор Хренин, Казахстана – …», each with its owner."""
    for owner, person in people_behind_dashes(reading, i):
        yield Statement(person, phrase, owner, "people-of-plural-role")


def listed_in_lines(reading: Reading, phrase: Phrase, i: int) -> Iterator[Statement]:
    """Yield the people of «вручили послы:⏎– Арабской Республики Египет – г-н Моатаз М.;⏎– …», a line each."""
    sheet = reading.sheet
    while i < len(reading.words) and not sheet.goes_on(i):
        line = i + (sheet.at(i) in DASHES or sheet.at(i) in BULLETS)
        listed = next(people_behind_dashes(reading, line, opens=True), None)
        if listed is None:
            return
        yield Statement(listed[1], phrase, listed[0], "people-of-plural-role")
        i = line + 1
        while sheet.goes_on(i):
            i += 1


def people_behind_dashes(
    reading: Reading, i: int, preposition: str = "", ranks_of: Phrase | None = None, opens: bool = False
) -> Iterator[tuple[Span, Span]]:
    """Yield (place or body, person) of a list «Беларуси – Виктор Хренин, Казахстана – …» that begins at word `i`,
    each after `preposition` where one is given; with `ranks_of` a rank may stand before the name; with `opens` a
    line may begin at `i`."""
    sheet = reading.sheet
    while sheet.goes_on(i) or opens:
        opens = False
        if preposition:
            if sheet.at(i) != preposition or not sheet.goes_on(i + 1):
                return
            i += 1
        owner = sheet.name_at(i)
        if owner is None or sheet.at(owner[1]) not in DASHES or not sheet.goes_on(owner[1] + 1):
            return
        name = owner[1] + 1
        person = reading.person_at(reading.skip_address(reading.skip_ranks(ranks_of, name) if ranks_of else name))
        if person is None:
            return
        yield owner[0], person[0]
        i = reading.after_separator(person[1])
        if not i:
            return
