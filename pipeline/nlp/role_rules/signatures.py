"""Names and roles on lines of their own: signatures, addressees, whoever a message is for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from spacy.tokens import Span

from pipeline.nlp.role_phrases import Phrase
from pipeline.nlp.role_rules.reading import SHARED_KINDS, Reading, Statement, fits, is_nominative


def signature(reading: Reading, phrase: Phrase, i: int) -> Iterator[Statement]:
    """Yield the person whose name fills the line below the role's: a signature, or whom a message is for.

    The organisation or its owner may have a line of its own between them, before the name or above it.
    """
    sheet = reading.sheet
    if (
        (phrase.case not in ("Nom", "Dat", "") and not phrase.acting)
        or sheet.goes_on(phrase.start)
        or block_begins_with_name(reading, phrase.start)
    ):
        return
    organization, above = phrase.organization, i
    found = sheet.name_at(i) if i not in sheet.people else None
    if found is not None and sheet.may_be_genitive(found[0]):
        # «Председатель Кабинета Министров⏎Кыргызской Республики    А. У. Жапаров»
        organization, i = organization or found[0], found[1]
    i = skip_honours(reading, reading.skip_ranks(phrase, i))
    person = sheet.people.get(i)
    if person is None or sheet.goes_on(person[1]) or not fits(phrase.case, person[0]):
        return
    if reading.block_of(above - 1) == reading.block_of(i):
        yield Statement(person[0], phrase, organization, "signature")


def signed_above(reading: Reading, phrase: Phrase, begin: int) -> Span | None:
    """Return the person whose name fills the line above the role's: «Имангали Тасмагамбетов⏎Генеральный секретарь
    ОДКБ»; None if there is none."""
    sheet = reading.sheet
    before = reading.by_end.get(begin)
    if before is not None and phrase.kind not in SHARED_KINDS:
        # «…⏎Начальник Объединённого штаба⏎генерал-полковник»
        of_above = reading.found.get(before.start)
        return of_above[0].person if of_above and of_above[0].found_by == "signature" else None
    person = sheet.people_ends.get(begin - (sheet.at(begin - 1) == ","))
    if person is None or phrase.case != "Nom" or phrase.kind not in SHARED_KINDS:
        return None
    if sheet.goes_on(phrase.end) and sheet.at(phrase.end) != ",":
        return None
    fills_line = not sheet.goes_on(sheet.number.get(person.start, 0))
    is_below = reading.block_of(begin - 1) == reading.block_of(begin)
    is_signed = fills_line and is_below and is_nominative(person)
    return person if is_signed else None


def block_begins_with_name(reading: Reading, i: int) -> bool:
    """Whether the lines up to word `i`, down from an empty one, begin with a person's name: roles follow names."""
    return bisect_left(reading.words.ids, reading.block_of(i)) in reading.sheet.people


def skip_honours(reading: Reading, i: int) -> int:
    """Return the word behind «Его Превосходительству» and «г-ну» in the lines of an addressee."""
    words = reading.words
    while i < len(words) and i not in reading.sheet.people:
        honour = i + (reading.sheet.at(i) in reading.lexicon.possessives)
        if honour < len(words) and words.lemmas[honour] in reading.lexicon.honours:
            i = honour + 1
        elif words.lemmas[i] in reading.lexicon.forms_of_address:
            i += 1
        else:
            break
    return i
