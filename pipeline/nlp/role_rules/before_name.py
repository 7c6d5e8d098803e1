"""Roles before a name: «министр обороны России Сергей Шойгу»."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from pipeline.nlp.case_evidence import UD_GENDERS
from pipeline.nlp.role_phrases import Phrase
from pipeline.nlp.role_rules.lists import listed_by_owner, listed_in_lines, people_from
from pipeline.nlp.role_rules.reading import OBJECT_CASES, Reading, Statement, fits
from pipeline.nlp.role_rules.signatures import signature
from pipeline.nlp.role_rules.verbs import is_appointed, verb_near
from pipeline.nlp.role_sheet import DASHES, name_cases, number_cases


def before_name(reading: Reading, phrase: Phrase) -> Iterator[Statement]:
    """Yield the people whose names follow the role, at once or after further roles."""
    sheet = reading.sheet
    i = reading.skip_address(reading.skip_origin(phrase.end))
    if (person := reading.person_at(i)) is not None:
        yield from named_at_once(reading, phrase, *person)
    elif not sheet.goes_on(i):
        yield from signature(reading, phrase, i)
    elif phrase.is_plural and sheet.at(i) == ":" and not sheet.goes_on(i + 1):
        yield from listed_in_lines(reading, phrase, i + 1)
    elif phrase.is_plural and (ranked := reading.behind_rank(phrase, i)) is not None:
        # «министры обороны Беларуси генерал-лейтенант Виктор Хренин, Казахстана – …»
        yield from people_from(reading, phrase, *ranked)
    elif (follower := reading.by_start.get(i)) is not None:
        yield from shared_with(reading, phrase, follower, "")
    elif sheet.goes_on(i + 1):
        yield from behind_separator(reading, phrase, i)


def named_at_once(reading: Reading, phrase: Phrase, person: Span, end: int) -> Iterator[Statement]:
    """Yield the people whose names follow at once, `person` first, whose name ends before word `end`."""
    last = phrase.parts[-1]
    if reading.words.lemmas[last] == "дело" and not reading.words.is_plural(last):
        # «по делу Иванова»
        return
    if is_relatives_name(reading, phrase, person):
        return
    if not is_complement(reading, phrase, person):
        yield from people_from(reading, phrase, person, end)
        return
    # «адвокат Иванова Пётр Сидоров»
    further = reading.person_at(reading.skip_address(end))
    if further is not None and fits(phrase.case, further[0]):
        yield from people_from(reading, phrase, *further)
    reading.complements[phrase.start] = end
    reading.by_end[end] = phrase


def behind_separator(reading: Reading, phrase: Phrase, i: int) -> Iterator[Statement]:
    """Yield the people behind the dash, colon, comma or «и» at word `i`: listed, named, or of a further role."""
    separator = reading.sheet.at(i)
    after = i + 1
    if separator == "," and reading.sheet.at(after) == "а" and reading.sheet.at(after + 1) == "также":
        return
    if separator == ":" and phrase.is_plural and (listed := list(listed_by_owner(reading, phrase, after))):
        yield from listed
        return
    if separator == ":" or separator in DASHES:
        name = reading.skip_ranks(phrase, after) if separator in DASHES else after
        person = reading.person_at(reading.skip_address(name))
        if person is not None:
            is_named = fits(phrase.case, person[0]) and (phrase.case == "Nom" or phrase.is_plural)
            is_elected = phrase.case == "Ins" and is_appointed(reading, person[0])
            if separator == ":" or is_named or is_elected:
                yield from people_from(reading, phrase, *person, rule="name-after-dash")
            return
    follower = reading.by_start.get(reading.skip_outside(after))
    if follower is not None:
        yield from shared_with(reading, phrase, follower, separator)


def shared_with(reading: Reading, phrase: Phrase, follower: Phrase, separator: str) -> Iterator[Statement]:
    """Yield the people of the role that follows, where both are theirs: «министр и депутат Иванов»."""
    theirs = reading.found.get(follower.start)
    if not theirs:
        return
    is_named_behind = theirs[0].person.start >= reading.words.tokens[follower.start].i
    if not is_named_behind or not goes_with(reading, phrase, follower, separator):
        return
    for statement in theirs:
        if statement.phrase is follower and (phrase.is_plural or statement is theirs[0]):
            yield Statement(statement.person, phrase, phrase.organization, "coordinated-role")


def goes_with(reading: Reading, phrase: Phrase, follower: Phrase, separator: str) -> bool:
    """Whether two roles in a row are one person's."""
    agree = phrase.case == follower.case or not phrase.case or not follower.case
    if {phrase.case, follower.case} == {"Gen", "Acc"}:
        agree = True
    if not agree or phrase.is_plural != follower.is_plural:
        return False
    if not separator:
        if follower.kind != "post" or phrase.kind != "post" or phrase.organizations:
            return True
        lemma = reading.words.lemmas[follower.head]  # «постоянный секретарь посол …», «лидер партии экс-президент …»
        is_bare = not follower.has_complement and not follower.organizations
        return phrase.has_complement and is_bare and (lemma in reading.lexicon.like_ranks or lemma.startswith("экс-"))
    if separator in DASHES:
        return True
    if separator == "и":
        return not phrase.organizations or bool(follower.organizations and follower.after_possessive)
    return separator == ","


def is_relatives_name(reading: Reading, phrase: Phrase, person: Span) -> bool:
    """Whether a name belongs to the relative of who holds the role: «мать [пограничника] Светлана Ващенко».

    A name that does not decline goes with the relative where the gender agrees: «подруга премьера Кэрри Симондс».
    """
    i = phrase.start - 1
    while i > 0 and reading.sheet.goes_on(i + 1) and reading.words.lemmas[i] in reading.skipped:
        i -= 1
    cases = name_cases(person)
    if (
        i < 0
        or not reading.sheet.goes_on(i + 1)
        or reading.words.lemmas[i] not in reading.lexicon.relatives
        or not cases
    ):
        return False
    own = reading.words.case(i)
    if phrase.case != "Gen" or own == "Gen":
        return False
    if "Gen" not in cases:
        return own in cases
    has_one_form = {"Nom", "Gen", "Dat"} <= cases
    return has_one_form and UD_GENDERS.get(reading.words.feat(i, "Gender")) == person._.gender


def is_complement(reading: Reading, phrase: Phrase, person: Span) -> bool:
    """Whether the name after a role stands in another case: «адвокат Иванова», «муж актрисы Пётр Сидоров».

    The tag of a rare name is often wrong, so the endings decide: no case may be open to both.
    """
    if phrase.acting or not phrase.case:
        return False
    cases = name_cases(person)
    role = reading.words.texts[phrase.head]
    open_to_role = {phrase.case} if phrase.is_one_of else number_cases(role, phrase.is_plural) | {phrase.case}
    if cases & open_to_role or not cases:
        return False
    if phrase.case == "Ins" and cases <= OBJECT_CASES:
        # «назначили секретарём Иванова»
        return verb_near(reading, phrase.start, phrase, reading.lexicon.object_verbs | reading.lexicon.action_nouns) < 0
    return True
