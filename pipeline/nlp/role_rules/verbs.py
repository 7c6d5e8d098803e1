"""Roles that a verb or a noun joins with a name: «избран президентом», «занимает пост министра»."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from pipeline.nlp.role_phrases import Phrase
from pipeline.nlp.role_rules.lists import people_behind_dashes, people_from
from pipeline.nlp.role_rules.reading import Reading, Statement, fits, is_nominative

# How many words may lie between a person and a role that a verb joins («Иванов в 2020 году был избран … президентом»).
VERB_WINDOW = 25
# How far behind a role its verb stands, and behind one in the instrumental, where nothing but a date or so may lie
# between («Генеральным секретарём на три года с 1 января назначен И. Иванов»).
VERB_NEAR = 4
VERB_BEHIND = 12


def by_verb(reading: Reading, phrase: Phrase) -> Iterator[Statement]:
    """Yield the person that a verb or noun joins with the role: «избран президентом», «занимает пост министра»."""
    behind = behind_verb(reading, phrase)
    if phrase.is_plural != phrase.is_one_of:
        if phrase.case != "Ins" or (phrase.start > 0 and reading.words.pos(phrase.start - 1) == "ADP"):
            # «Перед сенаторами выступил И. Шувалов»
            return
        if behind is not None and is_nominative(behind[0]) is not False:
            # «заместителями утверждены И. Иванов, П. Петров»
            yield from people_from(reading, phrase, *behind, rule="role-by-verb")
        else:
            yield from sent_by_states(reading, phrase)
            yield from with_roles_behind_verb(reading, phrase)
        return
    if phrase.kind == "rank" and phrase.case != "Ins" and post_before(reading, phrase) < 0:
        return
    voice = role_voice(reading, phrase)
    if not voice:
        yield from shared_verb(reading, phrase)
        return
    if behind is not None and voice == "subject" and is_nominative(behind[0]):
        person: Span | None = behind[0]
    else:
        person = nearest(reading, phrase, voice)
    if person is not None and not (voice == "subject" and has_another_subject(reading, phrase, person)):
        yield Statement(person, phrase, phrase.organization, "role-by-verb")


def has_another_subject(reading: Reading, phrase: Phrase, person: Span) -> bool:
    """Whether the verb behind the role has a subject that is no person: «Он напомнил, что наблюдателем [страна] стала в
    2020 году», «председателем в этом году является [Россия]»."""
    words, sheet = reading.words, reading.sheet
    holder = sheet.number.get(person.start, 0)
    verb = phrase.end
    while sheet.goes_on(verb) and verb - phrase.end < VERB_BEHIND and sheet.at(verb) not in (",", ";", ":"):
        if words.lemmas[verb] in reading.lexicon.subject_verbs and words.pos(verb) in ("VERB", "AUX"):
            near = [*range(phrase.end, verb), *(i for i in (verb + 1, verb + 2) if sheet.goes_on(i))]
            return holder not in near and any(is_thing_in_nominative(reading, i) for i in near)
        verb += 1
    return False


def is_thing_in_nominative(reading: Reading, i: int) -> bool:
    """Whether word `i` is a noun in the nominative, neither a living being nor a role nor in a person's name."""
    words = reading.words
    is_noun = words.is_noun(i) and words.case(i) == "Nom" and words.feat(i, "Animacy") != "Anim"
    return is_noun and i not in reading.words_of_people and not reading.sheet.kind_at(i)


def shared_verb(reading: Reading, phrase: Phrase) -> Iterator[Statement]:
    """Yield the person of «Пост [вице-канцлера] и министра экономики занял Р. Хабек»: who has the role after «и»."""
    if reading.sheet.at(phrase.end) != "и" or post_before(reading, phrase) < 0:
        return
    follower = reading.by_start.get(phrase.end + 1)
    if follower is not None and follower.case == phrase.case:
        for statement in reading.found.get(follower.start, ()):
            if statement.found_by == "role-by-verb":
                yield Statement(statement.person, phrase, phrase.organization, "role-by-verb")


def with_roles_behind_verb(reading: Reading, phrase: Phrase) -> Iterator[Statement]:
    """Yield the people of «Его [заместителями] были начальник разведки И. Голубев и начальник связи С. Раджабов»."""
    sheet = reading.sheet
    verb = phrase.end
    if not sheet.goes_on(verb) or reading.words.lemmas[verb] not in reading.lexicon.subject_verbs:
        return
    own = reading.by_start.get(verb + 1)
    while own is not None and own.case == "Nom" and not own.is_plural and reading.found.get(own.start):
        person = reading.found[own.start][0].person
        yield Statement(person, phrase, phrase.organization, "role-by-verb")
        end = sheet.last_word.get(sheet.number.get(person.start, -1), 0)
        own = reading.by_start.get(reading.after_separator(end)) if end > own.start else None


def sent_by_states(reading: Reading, phrase: Phrase) -> Iterator[Statement]:
    """Yield the people of «заместителями назначены: от России – В. Семериков, от Кыргызстана – С. Ордабаев»."""
    verb = phrase.end
    verbs = reading.lexicon.subject_verbs | reading.lexicon.object_verbs
    if reading.sheet.goes_on(verb) and reading.words.lemmas[verb] in verbs and reading.sheet.at(verb + 1) == ":":
        for _, person in people_behind_dashes(reading, verb + 2, "от", ranks_of=phrase):
            yield Statement(person, phrase, phrase.organization, "role-by-verb")


def behind_verb(reading: Reading, phrase: Phrase) -> tuple[Span, int] | None:
    """Return the person right behind the verb that follows the role («… заместителя занял генерал В. Громов»), and
    the word behind the name; None if there is no such person."""
    i = phrase.end
    verbs = reading.lexicon.subject_verbs | reading.lexicon.object_verbs | reading.lexicon.post_verbs
    if not reading.sheet.goes_on(i) or reading.words.lemmas[i] not in verbs or not reading.sheet.goes_on(i + 1):
        return None
    return reading.person_at(reading.skip_address(reading.skip_ranks(phrase, i + 1)))


def post_before(reading: Reading, phrase: Phrase) -> int:
    """Return the number of «должность», «пост» before the role; -1 if there is none."""
    i = phrase.start - 1
    while i > 0 and reading.sheet.goes_on(i + 1) and reading.words.is_adjective(i):
        i -= 1
    if i > 0 and reading.sheet.at(i) == "и" and (before := reading.by_end.get(i)) is not None:
        # «пост вице-канцлера и министра экономики»
        return post_before(reading, before)
    is_post = i >= 0 and reading.words.lemmas[i] in reading.lexicon.post_nouns and reading.sheet.goes_on(i + 1)
    return i if is_post else -1


def role_voice(reading: Reading, phrase: Phrase) -> str:
    """Return what the person is to the verb of the role: "subject", "object", "participle", "noun"; "" if none."""
    words, lexicon = reading.words, reading.lexicon
    post = post_before(reading, phrase)
    if post >= 0 and words.lemmas[post] == "качество":
        return "subject"
    if post >= 0 and phrase.case in ("Gen", "Acc", ""):
        cue = verb_near(reading, post, phrase, lexicon.post_verbs | lexicon.subject_verbs | lexicon.object_verbs)
        voice = voice_of(reading, cue) if cue >= 0 else ""
        if not voice and reading.sheet.at(post - 1) in ("с", "от"):
            # «снятие с поста …»: whatever is said of it, the role was held
            return "any"
        if not voice and reading.sheet.at(post - 1) in ("в", "на") and words.case(post) == "Loc":
            # «в должности …»
            return "subject"
        return voice
    if phrase.case != "Ins" and not (phrase.acting and not phrase.case):
        return ""
    before = phrase.start - 1
    while before > 0 and (words.is_adjective(before) or words.lemmas[before] in lexicon.outside):
        if not words.texts[before][0].isalpha():  # «от 28.11.2024 заместителем …»
            break
        before -= 1
    if words.pos(before) == "ADP":
        return ""
    cue = verb_near(reading, phrase.start, phrase, lexicon.subject_verbs | lexicon.object_verbs | lexicon.action_nouns)
    is_agent = cue >= 0 and words.texts[cue].endswith("ются") and not phrase.is_plural
    return voice_of(reading, cue) if cue >= 0 and not is_agent else ""  # «ректоры назначаются Президентом»


def verb_near(reading: Reading, start: int, phrase: Phrase, lemmas: frozenset[str]) -> int:
    """Return the number of the nearest word of `lemmas` before the role, else right behind it; -1 if none."""
    words, sheet = reading.words, reading.sheet
    i = start - 1
    for _ in range(10):
        if i < 0 or not sheet.goes_on(i + 1):
            break
        if words.lemmas[i] in lemmas and i not in sheet.inside:
            return i
        if sheet.at(i) in (";", ":"):
            break
        i -= 1
    i = phrase.end
    for distance in range(VERB_BEHIND if phrase.case == "Ins" else VERB_NEAR):
        if not sheet.goes_on(i) or sheet.at(i) in (";", ":", "."):
            break
        if words.lemmas[i] in lemmas and i not in sheet.inside:
            return i
        if distance >= VERB_NEAR and (words.pos(i) in ("VERB", "AUX", "PUNCT") or i in sheet.people):
            break
        i += 1
    return -1


def voice_of(reading: Reading, cue: int) -> str:
    """Return where the person stands to the verb `cue`."""
    words = reading.words
    lemma = words.lemmas[cue]
    if words.feat(cue, "VerbForm") == "Inf" and words.opens[cue] and lemma in reading.lexicon.object_verbs:
        return "object"  # «Назначить Иванова Ивана Ивановича министром»
    if words.feat(cue, "VerbForm") == "Inf" or reading.sheet.at(cue - 1) == "не":
        # «может стать», «не является»
        return ""
    if lemma in reading.lexicon.action_nouns and words.is_noun(cue):
        return "noun"
    form = words.feat(cue, "VerbForm")
    if form == "Part" and words.feat(cue, "Variant") != "Short" and words.case(cue):
        return "participle"
    if lemma in reading.lexicon.object_verbs:
        return "subject" if words.feat(cue, "Voice") == "Pass" or form == "Part" else "object"
    return "subject"


def nearest(reading: Reading, phrase: Phrase, voice: str) -> Span | None:
    """Return the nearest person of the sentence whose case suits `voice`."""
    left = walk(reading, phrase.start, -1)
    right = walk(reading, phrase.end, 1)
    if voice == "participle":
        return left[0][1] if left else None
    suited = [
        (distance, span)
        for distance, span in sorted(left + right, key=lambda found: found[0])
        if voice == "any" or (fits("Nom" if voice == "subject" else "Acc", span) and not is_governed(reading, span))
    ]
    return suited[0][1] if suited else None


def is_governed(reading: Reading, person: Span) -> bool:
    """Whether a preposition stands right before a name: «Иран при Раиси стал членом ШОС»."""
    before = reading.sheet.number.get(person.start, 0) - 1
    return before >= 0 and reading.words.pos(before) == "ADP"


def walk(reading: Reading, i: int, step: int) -> list[tuple[int, Span]]:
    """Return the people of the sentence in one direction, up to a semicolon, with their distance in words; who
    stands before a colon speaks («Иванов: Армения остаётся членом …»)."""
    sheet = reading.sheet
    found = []
    for distance in range(1, VERB_WINDOW):
        if step < 0:
            if not sheet.goes_on(i):
                break
            i -= 1
            if sheet.at(i) in (";", ":"):
                break
            if i + 1 in sheet.people_ends:
                found.append((distance, sheet.people_ends[i + 1]))
        else:
            if not sheet.goes_on(i) or sheet.at(i) == ";":
                break
            if i in sheet.people:
                found.append((distance, sheet.people[i][0]))
            i += 1
    return found


def is_appointed(reading: Reading, person: Span) -> bool:
    """Whether a verb before in the sentence takes a person and a role: «назначены: [И. Иванов] – министром …»."""
    verbs = reading.lexicon.subject_verbs | reading.lexicon.object_verbs
    i = reading.sheet.number.get(person.start, 0)
    while reading.sheet.goes_on(i):
        i -= 1
        if reading.words.lemmas[i] in verbs and i not in reading.sheet.inside:
            return fits("Acc" if voice_of(reading, i) == "object" else "Nom", person)
    return False
