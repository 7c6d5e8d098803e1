"""Roles after a name: «Сергей Лавров, министр …», «А. Иванов – директор …», «Иванов (директор …)»."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from pipeline.nlp.role_phrases import Phrase
from pipeline.nlp.role_rules.reading import SHARED_KINDS, Reading, Statement, fits, is_nominative
from pipeline.nlp.role_rules.signatures import signed_above
from pipeline.nlp.role_rules.verbs import is_appointed
from pipeline.nlp.role_sheet import DASHES


def after_name(reading: Reading, phrase: Phrase) -> Iterator[Statement]:
    """Yield the person in apposition before the role: «Сергей Лавров, министр …», «А. Иванов – директор …»."""
    sheet = reading.sheet
    begin = phrase.start - 2 * phrase.is_one_of
    if phrase.is_plural != phrase.is_one_of or begin < 2:
        return
    i = begin - 1
    while i > 1 and reading.words.lemmas[i] in reading.skipped:
        i -= 1
    if not sheet.goes_on(begin) and (signed := signed_above(reading, phrase, begin)):
        yield Statement(signed, phrase, phrase.organization, "signature")
    elif not sheet.goes_on(i + 1):
        return
    elif (named := opening_the_line(reading, phrase, begin)) is not None:
        yield Statement(named, phrase, phrase.organization, "signature")
    elif sheet.at(i) not in (",", "(", "и") and sheet.at(i) not in DASHES:
        # «министр обороны генерал армии» after a name
        before = reading.by_end.get(i + 1)
        if before is not None and phrase.kind not in SHARED_KINDS:
            yield from same_as(reading, before, phrase)
    elif (before := reading.by_end.get(i)) is not None and (sheet.at(i) != "(" or sheet.at(phrase.end) == ")"):
        # «ответственный секретарь ПА ОДКБ (руководитель миссии)»
        yield from same_as(reading, before, phrase)
    else:
        yield from apposition(reading, phrase, i)


def opening_the_line(reading: Reading, phrase: Phrase, begin: int) -> Span | None:
    """Return the person of «Кирилл Иванов Президент ФИДЕ», where name and role fill a line; None if there is none."""
    sheet = reading.sheet
    person = sheet.people_ends.get(begin)
    if person is None or phrase.case != "Nom" or sheet.goes_on(phrase.end) or is_nominative(person) is False:
        return None
    return None if sheet.goes_on(sheet.number.get(person.start, 0)) else person


def apposition(reading: Reading, phrase: Phrase, i: int) -> Iterator[Statement]:
    """Yield the person before the comma, bracket or dash at word `i` that opens the role."""
    sheet = reading.sheet
    separator = sheet.at(i)
    end = i
    if sheet.at(end - 1) == ")":
        open_bracket = next((k for k in range(end - 2, max(end - 8, 0), -1) if sheet.at(k) == "("), 0)
        end = open_bracket or end
    person = sheet.people_ends.get(end)
    if person is None or separator == "и" or not sheet.goes_on(end):
        return
    if separator == "(":
        if sheet.at(phrase.end) in (")", ",", ";", "–", "("):
            yield Statement(person, phrase, phrase.organization, "role-in-brackets")
    elif separator in DASHES:
        is_named = fits(phrase.case, person) and phrase.case in ("Nom", "")
        is_given = phrase.case == "Ins" and is_appointed(reading, person)
        if is_named or is_given or is_awarded(reading, phrase, person):
            yield Statement(person, phrase, phrase.organization, "role-after-dash")
    elif fits(phrase.case, person) and closes(reading, phrase):
        yield Statement(person, phrase, phrase.organization, "apposition")


def is_awarded(reading: Reading, phrase: Phrase, person: Span) -> bool:
    """Whether a line of a list of the awarded gives person and role in one oblique case, or one of the appointed the
    role in the instrumental: «Алымкулова Эркина Турдубековича – заведующего кафедрой …», «Новак А. В. – министром»."""
    i = reading.sheet.number.get(person.start, 0)
    while reading.sheet.goes_on(i) and not reading.sheet.at(i - 1).isalpha():
        i -= 1
    opens = not reading.sheet.goes_on(i)
    is_oblique = phrase.case in ("Gen", "Acc", "Dat") and not is_nominative(person)
    # «Иван Петров – министром ему не быть»
    is_whole = not reading.sheet.goes_on(phrase.end) or reading.sheet.at(phrase.end) in (",", ";", ".")
    is_given = phrase.case == "Ins" and is_whole
    return opens and (is_given or (is_oblique and fits(phrase.case, person)))


def closes(reading: Reading, phrase: Phrase) -> bool:
    """Whether an apposition ends behind `phrase`: punctuation, the sentence's end, or what hangs on it."""
    end = reading.complements.get(phrase.start, phrase.end)
    after = reading.sheet.at(end)
    return not reading.sheet.goes_on(end) or not after.isalpha() or after in ("и", "с", "в", "на", "из", "который")


def same_as(reading: Reading, before: Phrase, phrase: Phrase) -> Iterator[Statement]:
    """Yield the person of the role before, if that stands after the name and agrees."""
    if before is phrase or not (before.case == phrase.case or not phrase.case or not before.case):
        return
    for statement in reading.found.get(before.start, ())[:1]:
        if statement.person.start < reading.words.tokens[before.start].i:
            yield Statement(statement.person, phrase, phrase.organization, "coordinated-role")
