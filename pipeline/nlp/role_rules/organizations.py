"""Organisations of roles that name none: shared with a neighbour, a delegation's, the sender's."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from spacy.tokens import Span

from pipeline.nlp.delegations import delegations
from pipeline.nlp.role_phrases import Phrase
from pipeline.nlp.role_rules.reading import SHARED_KINDS, Reading
from pipeline.nlp.role_sheet import DASHES

# How many words back a list's dash may stand: sentences of 20,000 words are read too, and each role looks for its own.
LIST_WINDOW = 60


def share_organizations(reading: Reading) -> None:
    """Give coordinated roles the organisation they share: «основатель и директор компании»."""
    for phrase, follower in reversed(list(zip(reading.phrases, reading.phrases[1:], strict=False))):
        share(reading, phrase, follower)
    for before, phrase in zip(reading.phrases, reading.phrases[1:], strict=False):
        inherit(reading, before, phrase)
        second_post(reading, before, phrase)
    share_delegations(reading)
    for phrase in reading.phrases:
        sent_by_body(reading, phrase)
    for phrase in reading.phrases:
        in_brackets(reading, phrase)
    for phrase in reading.phrases:
        from_body(reading, phrase)


def in_brackets(reading: Reading, phrase: Phrase) -> None:
    """Give a post that opens brackets the body before them: «Совет ЕАЭС (председатель – премьер-министр …)»."""
    bracket = phrase.start - 1
    body = reading.sheet.body_before(bracket) if reading.sheet.at(bracket) == "(" else None
    before = reading.sheet.number[body.start] - 1 if body is not None else -1
    if before >= 0 and reading.words.lemmas[before] in reading.lexicon.units:
        # «рота 103-й бригады (командир – майор П. Ковалевич)»
        return
    if body is not None and not phrase.organizations and phrase.kind in SHARED_KINDS:
        reading.found[phrase.start] = [replace(s, organization=body) for s in reading.found[phrase.start]]


def from_body(reading: Reading, phrase: Phrase) -> None:
    """Give a role without an organisation the body that its holder is from: «профессор Полли Рой из Лондонской школы
    гигиены»."""
    statements = reading.found[phrase.start]
    is_named_behind = len(statements) == 1 and statements[0].found_by == "role-before-name"
    if not is_named_behind or phrase.kind == "rank" or is_of_a_state(reading, phrase):
        return
    sheet = reading.sheet
    end = sheet.last_word.get(sheet.number.get(statements[0].person.start, -1), 0)
    if sheet.at(end) == "из" and sheet.goes_on(end) and sheet.goes_on(end + 1):
        body = sheet.body_in(end + 1)
        if body is not None:
            give(reading, phrase, body[0])


def give(reading: Reading, phrase: Phrase, body: Span | None) -> None:
    """Give the statements of a role that have no organisation this one."""
    reading.found[phrase.start] = [replace(s, organization=s.organization or body) for s in reading.found[phrase.start]]


def dash_of_list(reading: Reading, i: int) -> int:
    """Return the dash that opens the list which word `i` is in («от … – заместитель А. Б., советник В. Г.»), 0 if
    there is none before a semicolon or another verb."""
    for _ in range(LIST_WINDOW):
        if not reading.sheet.goes_on(i):
            break
        i -= 1
        if reading.sheet.at(i) in DASHES:
            return i
        if reading.sheet.at(i) in (";", ":") or reading.words.pos(i) == "VERB":
            break
    return 0


def sent_by_body(reading: Reading, phrase: Phrase) -> None:
    """Give a post without an organisation the body that sent its holder: «от Банка России – первый заместитель
    Председателя О. Скоробогатова»."""
    dash = dash_of_list(reading, phrase.start)
    body = reading.sheet.body_before(dash) if dash else None
    if body is None or phrase.organizations or phrase.kind not in SHARED_KINDS or body.label_ != "ORG":
        return
    if is_of_a_state(reading, phrase):  # «от СДПГ – вице-канцлер О. Шольц»
        return
    if reading.sheet.at(reading.sheet.number[body.start] - 1) == "от":
        give(reading, phrase, body)


def share_delegations(reading: Reading) -> None:
    """Give the ministers of «от Республики Беларусь – министр …, министр …» their country."""
    starts = [reading.words.ids[phrase.start] for phrase in reading.phrases]
    for start, end, country in delegations(reading.sheet.doc):
        for phrase in reading.phrases[bisect_left(starts, start) : bisect_left(starts, end)]:
            is_sent = reading.words.lemmas[phrase.head] in reading.lexicon.sent_by_states
            if is_of_a_state(reading, phrase) or (is_sent and not phrase.organizations):
                give(reading, phrase, country)


def is_of_a_state(reading: Reading, phrase: Phrase) -> bool:
    """Whether a post without an organisation is a state's: «министр обороны», «заместитель министра»."""
    heads = [phrase.head, *phrase.inner]
    is_state = any(reading.words.lemmas[i].rpartition("-")[2] in reading.lexicon.of_a_state for i in heads)
    return phrase.kind in SHARED_KINDS and is_state and not phrase.organizations and not phrase.after_possessive


def share(reading: Reading, phrase: Phrase, follower: Phrase) -> None:
    """Give `phrase` the organisation of the role after «и» or a dash, if both are one person's posts."""
    ours, theirs = reading.found[phrase.start], reading.found[follower.start]
    if not ours or not theirs or follower.start - phrase.end != 1 or phrase.kind not in SHARED_KINDS:
        return
    separator = reading.sheet.at(phrase.end)
    if (separator != "и" and separator not in DASHES) or follower.kind not in SHARED_KINDS or phrase.organizations:
        return
    if reading.words.lemmas[phrase.head] in reading.lexicon.at_an_event:  # «Модератор – директор Института …»
        return
    is_own = bool(phrase.inner) and not follower.has_complement
    if is_own and any(statement.organization and statement.organization.label_ == "ORG" for statement in theirs):
        # «заместитель губернатора – директор Департамента экономики»; «заместитель Министра обороны – начальник
        # Генерального штаба Вооружённых Сил КР» tells the state alone.
        if is_of_a_state(reading, phrase):
            give(reading, phrase, state_of(reading, theirs[0].organization))
        return
    given = {statement.person.start: statement.organization for statement in theirs}
    reading.found[phrase.start] = [
        replace(s, organization=given.get(s.person.start))
        if s.organization is None and not phrase.after_possessive
        else s
        for s in ours
    ]


def inherit(reading: Reading, before: Phrase, phrase: Phrase) -> None:
    """Give a minister without a country that of the head of state or of a ministry named right before."""
    ours, theirs = reading.found[phrase.start], reading.found[before.start]
    if not ours or not theirs or phrase.organizations or phrase.after_possessive:
        return
    last = theirs[-1]
    country = country_of(reading, last.organization)
    if country is None or ours[0].organization is not None:
        return
    first = reading.sheet.number.get(last.person.start, -1)
    person_end = reading.sheet.last_word.get(first, phrase.start)
    between = [reading.sheet.at(i) for i in range(person_end, min(phrase.start, person_end + 4))]
    if reading.words.lemmas[phrase.head] in reading.lexicon.of_a_state and between in (
        ["и"],
        [","],
        [",", "а", "также"],
        [",", "и"],
    ):
        reading.found[phrase.start] = [replace(s, organization=country) for s in ours]


def second_post(reading: Reading, before: Phrase, phrase: Phrase) -> None:
    """Give a minister without a country that of the same person's other post: «начальник Генерального штаба
    Вооружённых Сил КР – первый заместитель министра обороны»."""
    ours, theirs = reading.found[phrase.start], reading.found[before.start]
    if not ours or not theirs or phrase.start - before.end != 1 or reading.sheet.at(before.end) not in DASHES:
        return
    if theirs[0].person is ours[0].person and is_of_a_state(reading, phrase):
        give(reading, phrase, state_of(reading, theirs[0].organization))


def state_of(reading: Reading, body: Span | None) -> Span | None:
    """Return the place that stands as the organisation or that its name ends with."""
    return body if body is None or body.label_ == "LOC" else last_place(reading, body)


def country_of(reading: Reading, organization: Span | None) -> Span | None:
    """Return the place that stands as the organisation, or that a ministry's name ends with («МИД Казахстана»)."""
    if organization is None or organization.label_ == "LOC":
        return organization
    ministry = reading.words.lemmas[reading.sheet.number[organization.start]] in reading.lexicon.ministries
    return last_place(reading, organization) if ministry else None


def last_place(reading: Reading, organization: Span) -> Span | None:
    """Return the place that an organisation's name ends with."""
    places = reading.places_by_end.get(organization.end, [])
    return places[0] if len(places) == 1 and places[0].start > organization.start else None
