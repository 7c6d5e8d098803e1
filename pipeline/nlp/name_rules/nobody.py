"""Rules for what names no person, no body and no place, and where a capital means nothing."""

from __future__ import annotations

import re

from pipeline.nlp.dictionary import parses
from pipeline.nlp.name_rules.listed import proper_body_at
from pipeline.nlp.name_rules.phrases import QUOTES, YEAR_OF_AN_EVENT, agrees, head_of, is_in_quotes
from pipeline.nlp.name_words import Name, Words, is_only, lexicon
from pipeline.nlp.words import plain

YEAR = re.compile(r"(?:19|20)\d\d")


def drop_common_abbreviations(words: Words, names: list[Name]) -> list[Name]:
    """«СМИ», «ВВП»: capitals that name nobody."""
    common = lexicon().common_abbreviations
    return [name for name in names if not (name.end - name.start == 1 and words.texts[name.start] in common)]


def drop_networks_and_diseases(words: Words, names: list[Name]) -> list[Name]:
    """«в [Интернете]», «вирусом [SARS-CoV-2]»: names, but of no person, body or place."""
    listed = lexicon().networks_and_diseases
    return [name for name in names if not (name.end - name.start == 1 and words.lemmas[name.start] in listed)]


def drop_documents_and_events(words: Words, names: list[Name]) -> list[Name]:
    """«Договор о коллективной безопасности», «Резолюция», «Brexit», «Голубой поток-2»: no organisation, no place;
    «Программа развития ООН» is a body."""
    listed = lexicon()

    def is_document(name: Name) -> bool:
        lemma = words.lemmas[head_of(words, name)]
        is_act = lemma in listed.documents_and_events or lemma in listed.acts
        is_listed = is_act or lemma.split("-")[0] in listed.pipelines
        return name.label != "PER" and is_listed and proper_body_at(words, name.start) != name.end

    return [name for name in names if not is_document(name)]


def video_call_is_no_body(words: Words, names: list[Name]) -> list[Name]:
    """«в формате [ВКС]», «по [ВКС]»: a call by video, where the forces stand with their owner («ВКС России»)."""

    def is_call(name: Name) -> bool:
        i = name.start
        is_short = name.end - i == 1 and words.texts[i] == "ВКС"
        return is_short and i > 0 and words.lemmas[i - 1] in lexicon().ways_to_meet

    return [name for name in names if not is_call(name)]


def described_as_no_body(words: Words, names: list[Name]) -> list[Name]:
    """«корабль «[Москва]»», «фильмы «Цирк» и «[Огни большого города]»», «в соцсети [Weibo]»: the noun before says that
    it is no body and no place, or a year in brackets behind a title; what a release calls so once is none elsewhere in
    quotes or in Latin letters."""
    listed = lexicon()
    in_quotes = listed.things | listed.things_in_latin
    named = [name for name in names if name.label in ("ORG", "LOC") and may_be_described(words, name)]
    told = {name: what_it_is(words, name) for name in named}

    def lemmas(name: Name) -> tuple[str, ...]:
        # «Взаимодействие» is what «учение «Взаимодействие-2024»» calls so.
        return tuple(YEAR_OF_AN_EVENT.sub("", lemma) for lemma in words.lemmas[name.start : name.end])

    def is_thing(name: Name) -> bool:
        if told[name] not in listed.descriptors and is_dated_title(words, name):
            return True
        return told[name] in (in_quotes if is_in_quotes(words, name) else listed.things_in_latin)

    things = {lemmas(name) for name in named if is_thing(name)}
    dropped = {name for name in named if lemmas(name) in things and told[name] not in listed.descriptors}
    return [name for name in names if name not in dropped]


def may_be_described(words: Words, name: Name) -> bool:
    """Whether a name is in quotes or in Latin letters, so that a noun before it may say what it is."""
    return is_in_quotes(words, name) or words.texts[name.start].isascii()


def is_dated_title(words: Words, name: Name) -> bool:
    """Whether a year in brackets follows, as after a work: «[Always Outnumbered], Never Outgunned (2004)», ««[Горячий
    снег]» (1972)»; Latin words may stand between."""
    i = name.end + is_in_quotes(words, name)
    while words.go_on(i) and words.texts[i].isascii() and words.texts[i] != "(":
        i += 1
    has_brackets = words.texts[i : i + 1] == ["("] and words.texts[i + 2 : i + 3] == [")"]
    return has_brackets and bool(YEAR.fullmatch(words.texts[i + 1]))


def what_it_is(words: Words, name: Name) -> str:
    """Return the lemma of the small word before a name in quotes or in Latin letters, or before the list of quoted
    names that it stands in («синглами, среди которых «А», «Б»»); an empty text where there is none."""
    i = name.start - is_in_quotes(words, name)
    # «A», «Б» и «В»: from one opening quote to the one before it.
    while i > 2 and not words.opens[i] and words.texts[i - 1] in (",", "и") and words.texts[i - 2] in QUOTES.values():
        opening = i - 3
        while opening > 0 and words.texts[opening] not in QUOTES and not words.opens[opening]:
            opening -= 1
        if words.texts[opening] not in QUOTES:
            break
        i = opening
    if i and not words.opens[i] and words.texts[i - 1] == ":":
        return plural_before_colon(words, i - 1)
    if words.lemmas[max(i - 3, 0) : i] == [",", "среди", "который"] and i > 3:
        return words.lemmas[i - 4].rpartition("-")[2]
    if i == 0 or words.opens[i] or not (words.texts[i - 1].islower() or words.opens[i - 1]):
        return ""
    return words.lemmas[i - 1]


def plural_before_colon(words: Words, colon: int) -> str:
    """Return the lemma of what a list after a colon holds: «в девяти [кинотеатрах] сети «Х»: «Полёт», «Искра»»; the
    nearest plural noun in the clause that says what names in quotes are; an empty text where there is none."""
    listed = lexicon()
    i = colon
    while not words.opens[i] and i > 0:
        i -= 1
        lemma = words.lemmas[i]
        if lemma in listed.things or lemma in listed.descriptors:
            return lemma if words.is_plural(i) else ""
    return ""


def authority_opens_sentence(words: Words, names: list[Name]) -> list[Name]:
    """«[Суд] отменил приговор», «[Профсоюз] бортпроводников UFO призвал»: such a noun is capitalised there because it
    begins the sentence, unless the release has it with a capital inside a sentence too."""
    listed = lexicon().authorities | lexicon().bodies_of_many
    meant = {words.lemmas[i] for i in words.capitals if words.texts[i].istitle() and not begins_sentence(words, i)}

    def is_noun_at_start(name: Name) -> bool:
        lemma = words.lemmas[name.start]
        alone = name.end - name.start == 1 and name.label == "ORG" and begins_sentence(words, name.start)
        return alone and lemma in listed and lemma not in meant and words.texts[name.start].istitle()

    return [name for name in names if not is_noun_at_start(name)]


def begins_sentence(words: Words, i: int) -> bool:
    """Whether a sentence or a line begins at word `i`, or before the dash or asterisk there."""
    return words.opens[i] or (words.opens[i - 1] and not words.texts[i - 1].isalnum())


def drop_common_noun_at_start(words: Words, names: list[Name]) -> list[Name]:
    """«[Законопроект] одобрила …»: a common word is capitalised because it begins the sentence."""
    listed = lexicon()

    def is_common(name: Name) -> bool:
        if name.end - name.start > 1 or name.label == "PER" or not words.opens[name.start]:
            return False
        text = words.texts[name.start]
        readings = parses(plain(text))
        proper = {"Geox", "Orgn", "Name", "Surn", "Patr", "Abbr", "Init"}
        return (
            text.istitle()
            and readings[0].is_known
            and not any(proper & set(parse.tag.grammemes) for parse in readings)
            and words.lemmas[name.start] not in listed.heads
        )

    return [name for name in names if not is_common(name)]


def plural_before_a_clause(words: Words, names: list[Name]) -> list[Name]:
    """«[Организации], деятельность которых запрещена …»: a plural that opens a sentence and that a clause explains."""

    def is_explained(name: Name) -> bool:
        i = name.start
        if name.label != "ORG" or name.end - i > 1 or not begins_sentence(words, i) or not words.go_on(name.end):
            return False
        readings = [parse.tag for parse in parses(plain(words.texts[i])) if parse.tag.POS == "NOUN"]
        is_plural = {str(tag.number) for tag in readings if tag.case == "nomn"} == {"plur"}
        return is_plural and words.texts[name.end] == ","

    return [name for name in names if not is_explained(name)]


def drop_what_names_nobody(words: Words, names: list[Name]) -> list[Name]:
    """«[.п.н.]», «комиссия «[5+5]»», «[Его Превосходительству]», «с [Личным] представителем»: a name has letters and a
    person's a capital, is no form of address and no adjective of what follows."""
    honours = lexicon().honours

    def is_nobody(name: Name) -> bool:
        if not any(text.isalpha() or text[0].isalpha() for text in words.texts[name.start : name.end]):
            return True
        if "/" in words.texts[name.start - 1 : name.start] and words.texts[name.end : name.end + 1] == ["/"]:
            return True  # «резолюция A/[RES]/71/12»
        if words.texts[name.start] == "(":  # «Ассамблея [(палата парламента) Пакистана]»
            return True
        if name.label == "PER" and words.lemmas[name.end - 1] in honours:
            return True
        if name.label == "PER" and not any(text[:1].isupper() for text in words.texts[name.start : name.end]):
            return True
        i = name.start
        if name.end - i > 1 or not words.go_on(i + 1) or not is_only(words.texts[i], "ADJF"):
            return False
        if words.texts[i + 1] == "и":  # «[Постоянный] и Полномочный Представитель»
            return name.label == "PER" and words.go_on(i + 2) and is_only(words.texts[i + 2], "ADJF")
        return words.is_noun(i + 1) and not words.is_capital(i + 1) and agrees(words, i, i + 1)

    return [name for name in names if not is_nobody(name)]


def party_to_talks_is_no_name(words: Words, names: list[Name]) -> list[Name]:
    """«[Российская Сторона] подтвердила», «от [Индийской Стороны]»: who talks or signs, capitalised in treaties."""

    def is_party(name: Name) -> bool:
        last = name.end - 1
        is_two = name.label != "PER" and last - name.start == 1 and words.is_adjective(name.start)
        return is_two and words.lemmas[last] in lexicon().parties

    return [name for name in names if not is_party(name)]


def shorter_name_of_a_state(words: Words, names: list[Name]) -> list[Name]:
    """«[Государства [Катар]]»: the shorter name of a country inside its longer one is no mention (LABELS)."""
    kinds = lexicon().kinds_of_states
    # Where the full name of a state begins that ends at a word.
    states = {n.end: n.start for n in names if n.label == "LOC" and words.lemmas[n.start] in kinds}
    return [n for n in names if not (n.label == "LOC" and n.start > states.get(n.end, n.start))]


def office_is_no_body(words: Words, names: list[Name]) -> list[Name]:
    """«[Постоянный и Полномочный Представитель Кыргызской Республики при ОДКБ]»: a person's office."""

    def is_office(name: Name) -> bool:
        if name.label != "ORG" or name.end - name.start == 1:
            return False
        i = name.start
        while i < name.end - 1 and words.lemmas[i] not in lexicon().office_holders and is_modifier(i):
            i += 1
        return words.lemmas[i] in lexicon().office_holders and not words.is_plural(i)

    def is_modifier(i: int) -> bool:
        return words.texts[i] == "и" or words.is_adjective(i)

    return [name for name in names if not is_office(name)]


def authorities_are_no_body(words: Words, names: list[Name]) -> list[Name]:
    """«[Власти] Пакистана», «Руководство Англии»: those who rule are no body with a name; their country stays."""
    listed = lexicon().rulers

    def is_rulers(name: Name) -> bool:
        return name.label == "ORG" and words.lemmas[head_of(words, name)] in listed

    return [name for name in names if not is_rulers(name)]


def shared_head_is_none(words: Words, names: list[Name]) -> list[Name]:
    """«Секретариатами ОДКБ и ООН»: a plural head shared by two owners gives no mention, its owners do."""
    starts = {name.start for name in names}

    def is_shared(name: Name) -> bool:
        if name.end - name.start == 1:
            lemma = words.lemmas[name.start]
            is_body = name.label != "PER" and lemma in lexicon().heads and lemma != "сила"
            return is_body and words.is_plural(name.start)
        goes_on = name.end + 1 in starts and words.go_on(name.end + 1) and words.texts[name.end] == "и"
        if name.label != "ORG" or not goes_on or not words.is_plural(head_of(words, name)):
            return False
        return any(name.covers(other) and other.end == name.end for other in names)

    return [name for name in names if not is_shared(name)]


def several_bodies_are_none(words: Words, names: list[Name]) -> list[Name]:
    """«[посольствами Японии] в Лаосе и США»: a plural in small letters is a kind of body, its owner stays."""
    listed = (lexicon().heads | lexicon().state_bodies) - {"сила"}

    def is_kind(name: Name) -> bool:
        head = head_of(words, name)
        return (
            name.label == "ORG"
            and words.texts[name.start][0].islower()
            and words.lemmas[head] in listed
            and words.is_plural(head)
        )

    return [name for name in names if not is_kind(name)]
