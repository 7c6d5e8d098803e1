"""Reads the flat mentions of a tagger, gives the longest official names with the names inside them.

A rule is a function named for what it catches; `settle_names` applies them in order. Rules work on words (tokens
that are not white space), so a non-breaking space or a double space inside a name does not matter; a line break
and a sentence end always do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Span

from pipeline.nlp.countries import countries_by_adjective
from pipeline.nlp.dictionary import parses
from pipeline.nlp.name_words import Name, Words, fold, is_only, is_roman, known_places, lexicon
from pipeline.nlp.words import plain
from pipeline.resources import known_first_names, known_surnames

QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"'}
OPENING = {**QUOTES, "(": ")"}
DASHES = {"-", "–", "—", "‑"}
STOPS = {".", ",", ";", ":"}

# ---- what is no name ---------------------------------------------------------------------------------------------


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
    it is no body and no place; what a release calls so once is none elsewhere in quotes or in Latin letters."""
    listed = lexicon()
    in_quotes = listed.things | listed.things_in_latin
    named = [name for name in names if name.label in ("ORG", "LOC") and may_be_described(words, name)]
    told = {name: what_it_is(words, name) for name in named}

    def lemmas(name: Name) -> tuple[str, ...]:
        return tuple(words.lemmas[name.start : name.end])

    def is_thing(name: Name) -> bool:
        return told[name] in (in_quotes if is_in_quotes(words, name) else listed.things_in_latin)

    things = {lemmas(name) for name in named if is_thing(name)}
    dropped = {name for name in named if lemmas(name) in things and told[name] not in listed.descriptors}
    return [name for name in names if name not in dropped]


def may_be_described(words: Words, name: Name) -> bool:
    """Whether a name is in quotes or in Latin letters, so that a noun before it may say what it is."""
    return is_in_quotes(words, name) or words.texts[name.start].isascii()


def is_in_quotes(words: Words, name: Name) -> bool:
    before = words.texts[name.start - 1] if name.start else ""
    return before in QUOTES and words.texts[name.end : name.end + 1] == [QUOTES[before]]


def what_it_is(words: Words, name: Name) -> str:
    """Return the lemma of the small word before a name in quotes or in Latin letters, or before the list of quoted
    names that it stands in; an empty text where there is none."""
    i = name.start - is_in_quotes(words, name)
    # «A», «Б» и «В»: from one opening quote to the one before it.
    while i > 2 and not words.opens[i] and words.texts[i - 1] in (",", "и") and words.texts[i - 2] in QUOTES.values():
        opening = i - 3
        while opening > 0 and words.texts[opening] not in QUOTES and not words.opens[opening]:
            opening -= 1
        if words.texts[opening] not in QUOTES:
            break
        i = opening
    if i == 0 or words.opens[i] or not (words.texts[i - 1].islower() or words.opens[i - 1]):
        return ""
    return words.lemmas[i - 1]


def authority_opens_sentence(words: Words, names: list[Name]) -> list[Name]:
    """«[Суд] отменил приговор», «[Полиция] сообщает»: such a noun is capitalised there because it begins the sentence,
    unless the release has it with a capital inside a sentence too."""
    listed = lexicon().authorities
    meant = {words.lemmas[i] for i, text in enumerate(words.texts) if text.istitle() and not words.opens[i]}

    def is_noun_at_start(name: Name) -> bool:
        lemma = words.lemmas[name.start]
        alone = name.end - name.start == 1 and words.opens[name.start] and name.label == "ORG"
        return alone and lemma in listed and lemma not in meant and words.texts[name.start].istitle()

    return [name for name in names if not is_noun_at_start(name)]


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


def drop_what_names_nobody(words: Words, names: list[Name]) -> list[Name]:
    """«[.п.н.]», «с [Личным] представителем», «с [Белорусской] стороной»: a name has a capital, a person's in any case,
    and is no adjective of what follows."""

    def is_nobody(name: Name) -> bool:
        if name.label == "PER" and not any(text[:1].isupper() for text in words.texts[name.start : name.end]):
            return True
        i = name.start
        if name.end - i > 1 or not words.go_on(i + 1) or not words.is_noun(i + 1) or words.is_capital(i + 1):
            return False
        return is_only(words.texts[i], "ADJF") and agrees(words, i, i + 1)

    return [name for name in names if not is_nobody(name)]


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


def head_of(words: Words, name: Name) -> int:
    """Return the number of the head word: the first noun after the leading adjectives, else the first word."""
    for i in range(name.start, name.end):
        if words.is_noun(i):
            return i
        if not words.is_adjective(i):
            break
    return name.start


# ---- labels ------------------------------------------------------------------------------------------------------


def unions_are_organizations(words: Words, names: list[Name]) -> list[Name]:
    """«ЕС», «Европейский союз», «СНГ»: organisations, also where the sentence uses them as a place."""
    unions = lexicon().unions

    def is_union(name: Name) -> bool:
        return name.label == "LOC" and is_listed(words, name.start, name.end, unions)

    return relabelled(names, "ORG", "union", is_union)


def relabelled(names: list[Name], label: str, rule: str, holds: Callable[[Name], bool]) -> list[Name]:
    """Return the names, those that `holds` is true of with another label, found by `rule` too."""
    return [replace(n, label=label, found_by=f"{n.found_by}+{rule}") if holds(n) else n for n in names]


def state_in_capitals(words: Words, names: list[Name]) -> list[Name]:
    """«МЧС [РА]», «Военнослужащие [КР]»: the state, no body."""
    listed = lexicon().states_in_capitals

    def is_state(name: Name) -> bool:
        return name.label == "ORG" and name.end - name.start == 1 and words.texts[name.start] in listed

    return relabelled(names, "LOC", "state", is_state)


def state_by_its_adjective(words: Words, names: list[Name]) -> list[Name]:
    """«[Украинское государство]»: the country, no body; «Союзное государство» is a union."""

    def is_state(name: Name) -> bool:
        adjective, *noun = words.lemmas[name.start : name.end]
        return name.label == "ORG" and noun == ["государство"] and adjective in countries_by_adjective()

    return relabelled(names, "LOC", "state", is_state)


def dateline_in_capitals(words: Words, names: list[Name]) -> list[Name]:
    """«[БАЛЫКЧЫ], Иссык-Кульская область, 11 октября»: what opens a line before its region is a place."""
    regions = {name.start for name in names if name.label == "LOC" and name.end - name.start > 1}

    def opens_dateline(name: Name) -> bool:
        i = name.end
        is_word = name.label != "LOC" and i - name.start == 1 and words.opens_line[name.start]
        if not is_word or not words.texts[name.start].isupper():
            return False
        return words.go_on(i) and words.texts[i] == "," and i + 1 in regions

    return relabelled(names, "LOC", "dateline", opens_dateline)


def abbreviation_is_no_place(words: Words, names: list[Name]) -> list[Name]:
    """«[[ОШ] ОДКБ]», «[ОШ] [ОДКБ]»: the abbreviation that a body's name begins with is no town, «Ош»."""
    starts = {name.start for name in names if name.label == "ORG" and name.end - name.start > 1}
    unions = {name.start for name in names if is_listed(words, name.start, name.end, lexicon().unions)}

    def is_abbreviation(name: Name) -> bool:
        if name.label != "LOC" or name.end - name.start > 1 or not words.is_abbreviation(name.start):
            return False
        is_begun = name.start in starts or (name.end in unions and words.go_on(name.end))
        return is_begun and words.texts[name.start] not in lexicon().states_in_capitals

    return [name for name in names if not is_abbreviation(name)]


def military_district(words: Words, names: list[Name]) -> list[Name]:
    """«войсками [Центрального военного округа]»: a body, its troops stand outside."""
    found = list(names)
    for start, end in military_districts(words):
        troops = start
        while troops > 0 and not words.opens[troops] and words.lemmas[troops - 1] in lexicon().troops:
            troops -= 1
        found = [name for name in found if not (troops <= name.start and name.end <= end)]
        found.append(Name(start, end, "ORG", "military district"))
    return sorted(found, key=lambda n: (n.start, -n.end))


def military_districts(words: Words) -> Iterator[tuple[int, int]]:
    """Yield start and end of «Центральный военный округ»."""
    for start in words.capitals:
        end = start + 3
        if words.lemmas[start + 1 : end] == ["военный", "округ"] and not any(words.opens[start + 1 : end]):
            yield start, end


def is_listed(words: Words, start: int, end: int, names: frozenset[tuple[str, ...]]) -> bool:
    """Whether words start..end are a listed name, by lemmas or as written."""
    return tuple(words.lemmas[start:end]) in names or tuple(map(fold, words.texts[start:end])) in names


def short_form_is_organization(words: Words, names: list[Name]) -> list[Name]:
    """«внутри [Союза]»: a lone capitalised head noun of a body is no place."""
    heads = lexicon().heads

    def is_lone_head(name: Name) -> bool:
        return name.label == "LOC" and name.end - name.start == 1 and words.lemmas[name.start] in heads

    return relabelled(names, "ORG", "short form", is_lone_head)


# ---- boundaries --------------------------------------------------------------------------------------------------


def balance_quotes(words: Words, names: list[Name]) -> list[Name]:
    """«ПАО "Газпром» takes its closing quote, «Газпром"» gives its own back, «ЕврАзЭС (» its bracket."""
    balanced = []
    for name in names:
        start, end = name.start, name.end
        texts = words.texts
        while start < end and texts[end - 1] in OPENING and texts[end - 1] != '"':
            end -= 1
        inside = texts[start:end]
        for opening, closing in OPENING.items():
            if opening == closing:
                if inside.count(opening) % 2:
                    if texts[start] == opening:
                        start += 1
                    elif end < len(words) and texts[end] == closing and words.go_on(end):
                        end += 1
                    elif texts[end - 1] == closing:
                        end -= 1
            elif inside.count(opening) > inside.count(closing):
                if texts[start] == opening:
                    start += 1
                elif words.go_on(end) and texts[end] == closing:
                    end += 1
                elif opening == "(":
                    end = start + inside.index("(")
            elif inside.count(closing) > inside.count(opening):
                if texts[end - 1] == closing:
                    end -= 1
                elif start and texts[start - 1] == opening and not words.opens[start]:
                    start -= 1
        if end - start >= 2 and OPENING.get(texts[start]) == texts[end - 1] and texts[start] != "(":
            start, end = start + 1, end - 1  # «Роскосмос» alone: the text inside the quotes
        if start < end:
            balanced.append(name if (start, end) == (name.start, name.end) else replace(name, start=start, end=end))
    return balanced


def trim_edges(words: Words, names: list[Name]) -> list[Name]:
    """No name begins or ends with a preposition, a conjunction or a verb («Организации [утверждён]», «[С] 1»), nor
    begins with a full stop («им[.] К. Дикамбаева»)."""
    trimmed = []
    for name in names:
        start, end = name.start, name.end
        while start < end and is_outside(words, end - 1, name.label):
            end -= 1
        while start < end and (
            words.texts[start] in STOPS
            or (words.pos(start) in ("ADP", "CCONJ", "SCONJ") and words.texts[start].isalpha())
        ):
            start += 1
        if start < end:
            trimmed.append(replace(name, start=start, end=end))
    return trimmed


def is_outside(words: Words, i: int, label: str) -> bool:
    """Whether word `i` cannot end a name. Small particles end names («Рашид оглы») and Latin words any tag may have."""
    text = words.texts[i]
    if not text.isalpha() or text.isascii() or text[0].isupper() or (label == "PER" and text in lexicon().particles):
        return text in DASHES
    return words.pos(i) in ("ADP", "CCONJ", "SCONJ", "VERB", "AUX") or words.feat(i, "Variant") == "Short"


def occasion_is_outside(words: Words, names: list[Name]) -> list[Name]:
    """«[Совете Безопасности ООН] по теме сотрудничества»: a tail that begins with such a word is an occasion, where
    «по вопросам», «по делам» and «по мерам» say what a body deals with."""
    occasions = lexicon().adverbial - lexicon().competences
    return cut_before_tail(names, lambda at: words.texts[at] == "по" and words.lemmas[at + 1] in occasions)


def constituency_is_outside(words: Words, names: list[Name]) -> list[Name]:
    """«сенатор [Совета Федерации] от Республики Алтай»: the place a member stands for is no part of the body.

    In the seven public parts of the bench an organisation goes on with «от» and a place 0 times, and is followed by
    them 14 times.
    """
    places = {name.start for name in names if name.label == "LOC"}
    return cut_before_tail(names, lambda at: words.texts[at] == "от" and at + 1 in places)


def cut_before_tail(names: list[Name], begins_tail: Callable[[int], bool]) -> list[Name]:
    """Return the names, an organisation without what follows from the first word inside it that `begins_tail`."""

    def cut(name: Name) -> Name:
        inside = range(name.start + 1, name.end - 1) if name.label == "ORG" else ()
        return replace(name, end=next(filter(begins_tail, inside), name.end))

    return [cut(name) for name in names]


def authorities_are_no_body(words: Words, names: list[Name]) -> list[Name]:
    """«[Власти] Пакистана», «Руководство Англии»: those who rule are no body with a name; their country stays."""
    listed = lexicon().rulers

    def is_rulers(name: Name) -> bool:
        return name.label == "ORG" and words.lemmas[head_of(words, name)] in listed

    return [name for name in names if not is_rulers(name)]


def generic_owner_is_outside(words: Words, names: list[Name]) -> list[Name]:
    """«[Верховный суд] страны»: a common word for the owner names nobody."""
    owners = lexicon().nameless_owners
    cut = []
    for name in names:
        last = name.end - 1
        is_nameless = words.texts[last].islower() and words.lemmas[last] in owners and not words.is_adjective(last - 1)
        if name.label == "ORG" and last > name.start and is_nameless:
            name = replace(name, end=last)
        cut.append(name)
    return cut


def place_in_another_case(words: Words, names: list[Name]) -> list[Name]:
    """«в [Стокгольмском суде] Россия говорила»: a place in the nominative is no owner of a body in another case."""
    ends = {name.end for name in names if name.label == "LOC" and name.end - name.start == 1}
    cut = []
    for name in names:
        last = name.end - 1
        if name.label == "ORG" and last > name.start and name.end in ends and is_only_nominative(words, last):
            head = head_of(words, name)
            is_body = words.lemmas[head] in lexicon().heads | lexicon().state_bodies
            if is_body and words.case(head) not in ("", "Nom", "Acc") and not words.is_adjective(last - 1):
                name = replace(name, end=last)
        cut.append(name)
    return cut


def is_only_nominative(words: Words, i: int) -> bool:
    cases = {str(parse.tag.case) for parse in parses(plain(words.texts[i])) if parse.tag.POS == "NOUN"}
    return words.case(i) == "Nom" and "nomn" in cases and cases <= {"nomn", "accs"}


def descriptor_before_name(words: Words, names: list[Name]) -> list[Name]:
    """«Ирландская авиакомпания [Ryanair]», «Газета [Times]»: what a body is stands before its name in other letters."""
    descriptors = lexicon().descriptors
    cut = []
    for name in names:
        if name.label == "ORG":
            for at in range(name.start, name.end - 1):
                if words.lemmas[at] in descriptors and is_foreign_or_quoted(words, at + 1):
                    name = replace(name, start=at + 1)
                    break
                if not (words.is_adjective(at) or words.is_noun(at)):
                    break
        cut.append(name)
    return cut


def is_foreign_or_quoted(words: Words, i: int) -> bool:
    text = words.texts[i]
    return text in ("«", "“", "„") or (text[0].isascii() and text[0].isalpha())


def union_is_whole(words: Words, names: list[Name]) -> list[Name]:
    """«Управление [ООН по наркотикам]», «[Организации в Евразии]»: a union's abbreviation ends its own name, and «в»
    with a place is where something is, unless the name lives on it («по безопасности и сотрудничеству в Европе»)."""
    cut = []
    for name in names:
        if name.label == "ORG":
            if name.end - name.start > 1 and is_listed(words, name.start, name.start + 1, lexicon().worldwide):
                name = replace(name, end=name.start + 1)
            texts = words.texts[name.start : name.end]
            if "в" in texts and "по" not in texts[: texts.index("в")] and texts.index("в") == 1:
                name = replace(name, end=name.start + 1)
        cut.append(name)
    return cut


def brackets_hold_another_name(words: Words, names: list[Name]) -> list[Name]:
    """«Майкл О'Лири (Michael O'Leary)», «Организация Объединённых Наций (ООН)»: two mentions, not one."""
    split: list[Name] = []
    for name in names:
        inside = words.texts[name.start : name.end]
        bracket = name.start + inside.index("(", 1) if "(" in inside[1:] else -1
        if bracket > 0 and name.label != "LOC" and bracket + 1 < len(words) and not is_roman(words.texts[bracket + 1]):
            close = bracket + 1
            while close < len(words) and words.texts[close] != ")" and close - bracket <= 8 and not words.opens[close]:
                close += 1
            split.append(replace(name, end=bracket))
            if close < len(words) and words.texts[close] == ")":
                split += inside_brackets(words, bracket + 1, close, name)
        else:
            split.append(name)
    return split


def inside_brackets(words: Words, start: int, end: int, name: Name) -> Iterator[Name]:
    """Yield the names between brackets after `name`, parted by commas: «(АТЦ СНГ, Центр)»."""
    commas = [i for i in range(start, end) if words.texts[i] == ","]
    for first, last in zip([start, *(i + 1 for i in commas)], [*commas, end], strict=True):
        if first < last and words.is_capital(first):
            yield Name(first, last, name.label, f"{name.found_by}+brackets")


def initials_before(words: Words, names: list[Name]) -> list[Name]:
    """«В.Я. [Горина]», «Дж.[Коми]»: initials belong to the name; a name left in two by them is one."""
    grown: list[Name] = []
    for name in names:
        if name.label == "PER":
            start = name.start
            while start >= 2 and not (words.opens[start] or words.opens[start - 1]):
                if is_initial(words, start - 2):
                    start -= 2
                elif start >= 3 and words.texts[start - 1] == "-" and is_initial(words, start - 3):
                    start -= 3  # «К.-Ж. Токаев»
                else:
                    break
            if start < name.start and words.is_capital(name.start):
                name = name.extended("initials", start=start)
            while grown and grown[-1].end > name.start and not grown[-1].covers(name):
                grown.pop()
        grown.append(name)
    return grown


def is_initial(words: Words, i: int) -> bool:
    """Whether words i and i+1 are «В» «.» or «Дж» «.»."""
    text = words.texts[i]
    return (
        words.texts[i + 1] == "."
        and text.isalpha()
        and text[0].isupper()
        and (len(text) == 1 or text in lexicon().long_initials)
    )


def title_before_person(words: Words, names: list[Name]) -> list[Name]:
    """«[Император] Акихито», «[Христианка] Асия Биби»: what a person is, is no part of the name; alone it is none."""
    trimmed = []
    for name in names:
        if name.label == "PER":
            start = name.start
            while start < name.end and is_title(words, start, name.end):
                start += 1
            if start == name.end:
                continue
            if start > name.start:
                name = replace(name, start=start)
        trimmed.append(name)
    return trimmed


def is_title(words: Words, i: int, end: int) -> bool:
    """Whether word `i` of a person's mention is a common word: small, a listed title, or in no dictionary of names."""
    text = words.texts[i]
    if text[0].islower():
        return text not in lexicon().particles
    if fold(text) in lexicon().titles_of_honour:
        return True
    # «Экс-канцлер» is a chancellor; the dictionary takes the unknown compound for a surname.
    readings = parses(
        plain(text).rsplit("-", 1)[-1] if text.lower().startswith(tuple(lexicon().title_prefixes)) else plain(text)
    )[:3]
    if any({"Name", "Surn", "Patr"} & set(parse.tag.grammemes) for parse in readings):
        return False
    lemma = words.lemmas[i]
    if lemma.split("-")[-1] in lexicon().titles:
        return True
    # Natasha's surnames have «христианка» and «ксендз» too: before a whole name such a word is none.
    no_surname = {lemma, text.lower()}.isdisjoint(known_surnames()) or is_full_name(words, i + 1, end)
    if not (readings[0].is_known and words.opens[i] and no_surname) or "-" in text:
        return False
    tag = readings[0].tag
    if end - i == 1 and tag.POS in ("PREP", "CONJ", "ADVB"):
        return True
    is_common = (tag.POS == "NOUN" and "anim" in tag) or tag.POS in ("ADJF", "PRTF", "VERB", "INFN")
    return is_common and (end - i != 2 or words.is_capital(end - 1))


def is_full_name(words: Words, start: int, end: int) -> bool:
    """Whether words start..end are a first name and a surname; before a patronymic the surname would come first."""
    if end - start < 2:
        return False
    return is_first_name(words.texts[start]) and not any(
        "Patr" in parse.tag for parse in parses(plain(words.texts[end - 1]))
    )


def surname_first(words: Words, names: list[Name]) -> list[Name]:
    """«[Журова] [Светлана Сергеевна]», «[Вовк] [В. М.]»: the surname and what belongs to it are one person."""

    def are_one(before: Name, name: Name) -> bool:
        is_surname = before.label == "PER" and before.end - before.start == 1
        return is_surname and has_no_surname(words, name)

    return person_of_two(words, names, "surname first", are_one)


def first_name_like_a_place(words: Words, names: list[Name]) -> list[Name]:
    """«Дело [Азии] [Биби]» where the release has «[Азия Биби]» too: a first name, no place."""
    whole = {tuple(words.lemmas[n.start : n.end]) for n in names if n.label == "PER" and n.end - n.start == 2}

    def are_one(before: Name, name: Name) -> bool:
        return before.label == "LOC" and tuple(words.lemmas[before.start : name.end]) in whole

    return person_of_two(words, names, "first name", are_one)


def person_of_two(words: Words, names: list[Name], rule: str, are_one: Callable[[Name, Name], bool]) -> list[Name]:
    """Return the names, a person and the name right before joined by `rule` where `are_one`."""
    joined: list[Name] = []
    for name in names:
        before = joined[-1] if joined else None
        beside = before is not None and before.end == name.start and words.go_on(name.start)
        if before is not None and beside and name.label == "PER" and are_one(before, name):
            person = before if before.label == "PER" else name
            joined[-1] = person.extended(rule, start=before.start, end=name.end)
        else:
            joined.append(name)
    return joined


def country_before_person(words: Words, names: list[Name]) -> list[Name]:
    """«отдать [Чехословакию] [Гитлеру]»: a country, which is nobody's first name, and a person are two."""

    def begins_with_country(name: Name) -> bool:
        return name.end > name.start + 1 and place_end(words, name.start) == name.start + 1

    return place_and_person(words, names, "country", begins_with_country)


def place_before_person(words: Words, names: list[Name]) -> list[Name]:
    """«После встречи в [Чекерс] [Мэй] заявила», where the release has [Тереза Мэй]: what follows «в» is a place."""
    bearers: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        if name.label == "PER":
            lemmas = tuple(words.lemmas[name.start : name.end])
            bearers.setdefault(lemmas[-1], set()).add(lemmas)

    def begins_with_place(name: Name) -> bool:
        i = name.start
        is_after_preposition = i > 0 and words.texts[i - 1] in ("в", "из") and words.go_on(i)
        # Its surname is another's, or stands alone too.
        return name.end - i == 2 and is_after_preposition and len(bearers[words.lemmas[i + 1]]) > 1

    return place_and_person(words, names, "place", begins_with_place)


def place_and_person(
    words: Words, names: list[Name], rule: str, begins_with_place: Callable[[Name], bool]
) -> list[Name]:
    """Return the names, a person's parted by `rule` where its first word is a place and nobody's first name."""
    parted: list[Name] = []
    for name in names:
        if name.label == "PER" and begins_with_place(name) and not is_first_name(words.texts[name.start]):
            end = name.start + 1
            parted.append(replace(name.extended(rule, end=end), label="LOC"))
            name = name.extended(rule, start=end)
        parted.append(name)
    return parted


def is_first_name(word: str) -> bool:
    """Whether the dictionaries have `word` as a form of a first name."""
    return fold(word) in known_first_names() or any("Name" in parse.tag for parse in parses(plain(word)))


def has_no_surname(words: Words, name: Name) -> bool:
    """Whether a person's mention is initials alone, or a first name and a patronymic."""
    texts = words.texts[name.start : name.end]
    if all(text == "." or (len(text) == 1 and text.isupper()) for text in texts):
        return True
    return len(texts) == 2 and all(
        any(part in parse.tag for parse in parses(plain(text))[:3])
        for text, part in zip(texts, ("Name", "Patr"), strict=True)
    )


# ---- longest official names ----------------------------------------------------------------------------------------


def abbreviation_before_owner(words: Words, names: list[Name]) -> list[Name]:
    """«[КСОПН] ОДКБ», «[УВР] ООН»: a lone abbreviation before an organisation is one of its organs."""
    covered = covered_words(names)
    found = list(names)
    common = lexicon().common_abbreviations
    for name in names:
        i = name.start - 1
        if (
            name.label == "ORG"
            and i >= 0
            and not words.opens[name.start]
            and i not in covered
            and words.is_abbreviation(i)
            and words.texts[i] not in common
            and words.is_abbreviation(name.start)
        ):
            found.append(Name(i, name.start, "ORG", "abbreviation before its owner"))
    return sorted(found)


def covered_words(names: Sequence[Name]) -> set[int]:
    return {i for name in names for i in range(name.start, name.end)}


def official_names(words: Words, names: list[Name]) -> list[Name]:
    """«[Антитеррористический центр государств – участников] СНГ», «Государственный комитет национальной безопасности»:
    a capitalised phrase around the head noun of a body, with its tail; names found before stay inside.

    A phrase that no tagger saw needs a tail: «Комитет принял решение» at the start of a sentence is left to the tagger.
    """
    by_start = {name.start: name for name in names}
    holder = {i: name for name in names for i in range(name.start, name.end)}
    grown: dict[tuple[int, int], Name] = {}
    heads = lexicon().heads
    for head, lemma in enumerate(words.lemmas):
        if lemma not in heads or not words.is_noun(head):
            continue
        found = holder.get(head)
        start = left_edge(words, head)
        if start is None or (found and found.label != "ORG"):
            continue
        if found:
            start = min(start, found.start)
        end, _ = tail_end(words, max(head + 1, found.end if found else 0), by_start, lemma)
        if found or end > head + 1:
            grown[start, end] = Name(start, end, "ORG", "official name")
    return merge_longer(names, list(grown.values()))


def state_body_in_small_letters(words: Words, names: list[Name]) -> list[Name]:
    """«[правительство] Китая», «[министерства иностранных дел] Пакистана», «[верховный суд] Пакистана»: a body of a
    state or a city, named by its owner."""
    by_start = {name.start: name for name in names}
    covered = covered_words([name for name in names if name.label != "LOC"])
    grown = []
    for head, lemma in enumerate(words.lemmas):
        if (
            lemma in lexicon().state_bodies
            and head not in covered
            and words.is_noun(head)
            and not words.is_capital(head)
        ):
            end, owner = tail_end(words, head + 1, by_start, lemma)
            if owner and words.feat(head, "Number") != "Plur":
                start = head
                while start > 0 and not words.opens[start] and names_a_rank(words, start - 1, head):
                    start -= 1
                grown.append(Name(start, end, "ORG", "state body"))
    return merge_longer(names, grown) if grown else names


def names_a_rank(words: Words, adjective: int, head: int) -> bool:
    """«верховный», «окружной», «федеральный»: part of the name of a court or a ministry, unlike «новый»."""
    return (
        words.is_adjective(adjective) and words.lemmas[adjective] in lexicon().ranks and agrees(words, adjective, head)
    )


def left_edge(words: Words, head: int) -> int | None:
    """Return where the phrase begins: at the leftmost capitalised adjective that agrees with the head, or at the
    head itself when it is capitalised; None when nothing is."""
    start = head if words.is_capital(head) else None
    i = head
    while i > 0 and not words.opens[i] and words.is_adjective(i - 1) and agrees(words, i - 1, head):
        i -= 1
        if words.is_capital(i):
            start = i
    return start


def agrees(words: Words, adjective: int, noun: int) -> bool:
    return words.case(adjective) == words.case(noun) and words.feat(adjective, "Number") == words.feat(noun, "Number")


def tail_end(words: Words, i: int, by_start: dict[int, Name], head: str) -> tuple[int, bool]:
    """Return (end of the tail that begins at word `i`, whether it holds an owner) for a body headed by `head`.

    The tail is what a name of a body goes on with: genitives («национальной безопасности»), an owner («Кыргызской
    Республики», «СНГ»), «по» with a dative, «при» with a prepositional; «и» joins like to like.
    """
    listed = lexicon()
    thematic = head in listed.thematic
    takes_object = thematic or head in listed.with_object
    end, owner = i, False
    case = "Gen"
    while words.go_on(end):
        text = words.texts[end].lower()
        inner = by_start.get(end)
        if inner and inner.label in ("ORG", "LOC") and is_owner(words, inner):
            if owner and inner.label == "LOC":
                break
            end, owner, case = inner.end, True, "Gen"
            continue
        if text == "по" and takes_object and (phrase := noun_phrase(words, end + 1, "Dat")):
            if words.lemmas[phrase - 1] in listed.adverbial and (owner or words.lemmas[phrase - 1] != "вопрос"):
                break
            end, case = phrase, "Dat"
            continue
        if (
            head in listed.of_an_office
            and end == i
            and words.lemmas[end] in listed.offices
            and words.case(end) == "Gen"
        ):
            end += 1
            continue
        if text == "при" and words.go_on(end + 1) and words.is_capital(end + 1):
            phrase = noun_phrase(words, end + 1, "Loc")
            if phrase:
                end, owner, case = phrase, False, "Loc"  # «при Президенте Республики Беларусь»: an owner may follow
                continue
        if owner and case == "Gen":
            break
        if takes_object and not (inner and inner.label == "PER"):
            first = end + 1 if text in DASHES and words.is_noun(end - 1) else end
            phrase = noun_phrase(words, first, "Gen")
            if phrase and words.lemmas[phrase - 1] not in listed.generic_owners | listed.documents_and_events:
                if any(j in by_start for j in range(first, phrase)):
                    break
                end = phrase
                continue
            if phrase and first == end and is_member_states(words, phrase):
                end = phrase
                continue
        if text in ("и", ",") and thematic and end > i:
            phrase = noun_phrase(words, end + 1, case)
            if phrase and words.texts[end + 1][0].islower() and (text == "и" or list_goes_on(words, phrase, case)):
                end = phrase
                continue
        break
    return end, owner


def is_member_states(words: Words, end: int) -> bool:
    """Whether «государств» that ends at word `end` goes on with «– участников», «– членов»."""
    return words.go_on(end + 1) and words.texts[end] in DASHES and words.lemmas[end + 1] in ("участник", "член")


def list_goes_on(words: Words, i: int, case: str) -> bool:
    """Whether the comma before the phrase that ends at `i` belongs to a list closed by «и»."""
    while words.go_on(i) and words.texts[i] == ",":
        phrase = noun_phrase(words, i + 1, case)
        if not phrase:
            return False
        i = phrase
    return words.go_on(i) and words.texts[i] == "и" and noun_phrase(words, i + 1, case) is not None


def noun_phrase(words: Words, i: int, case: str) -> int | None:
    """Return the end of «adjective* noun» in `case` that begins at word `i`; None if there is none."""
    while words.go_on(i) and words.is_adjective(i) and words.case(i) == case:
        i += 1
    if words.go_on(i) and words.is_noun(i) and words.case(i) == case and words.texts[i].isalpha():
        return i + 1
    return None


def is_owner(words: Words, name: Name) -> bool:
    """Whether the name can be read as a genitive: its head is one, or it does not decline (an abbreviation)."""
    head = head_of(words, name)
    return words.case(head) == "Gen" or words.is_abbreviation(head) or not words.case(head)


def owner_after_organization(words: Words, names: list[Name]) -> list[Name]:
    """«[Секретариат] ООН», «[МИД] Германии», «[Палата представителей] [Конгресса] США»: joined from the right, so
    that every longest name keeps the ones inside it."""
    joined: list[Name] = []
    by_start: dict[int, list[Name]] = {}
    for name in sorted(names, reverse=True):
        following = by_start.get(name.end, ()) if words.go_on(name.end) else ()
        owner = max(following, key=lambda other: other.end, default=None)
        if name.label == "ORG" and owner and owner.label in ("ORG", "LOC") and is_owner(words, owner):
            # A bare abbreviation of a union owns, it is not owned: «ООН ОДКБ» stays two.
            worldwide = is_listed(words, name.start, name.end, lexicon().worldwide)
            if not worldwide and not ends_with_owner(name, joined, owner):
                name = name.extended("owner", end=owner.end)
        joined.append(name)
        by_start.setdefault(name.start, []).append(name)
    return merge_longer(joined, [])


def quoted_owner(words: Words, names: list[Name]) -> list[Name]:
    """«[координационный совет] «Единой России»», «Русская служба «Би-би-си»»: the owner in quotes closes the name."""
    quoted = {name.start: name for name in names if name.label == "ORG"}
    heads = lexicon().heads

    def owner_of(name: Name) -> Name | None:
        opening = name.end
        closing = QUOTES.get(words.texts[opening]) if words.go_on(opening) and words.go_on(opening + 1) else None
        owner = quoted.get(opening + 1)
        if closing is None or owner is None or not words.go_on(owner.end) or words.texts[owner.end] != closing:
            return None
        is_part = name.label == "ORG" and name.end - name.start > 1 and words.lemmas[head_of(words, name)] in heads
        has_owner = any(name.covers(other) and other.end == opening for other in names)
        return owner if is_part and not has_owner else None

    grown = [name.extended("quoted owner", end=owner.end + 1) for name in names if (owner := owner_of(name))]
    return merge_longer(names, grown) if grown else names


def synonym_in_brackets(words: Words, names: list[Name]) -> list[Name]:
    """«[Управление подготовки войск] (сил) [Объединённого штаба ОДКБ]»: one body, a word of its name in brackets."""
    owners = {name.start: name for name in sorted(names, key=lambda n: n.end)}

    def owner_of(name: Name) -> Name | None:
        i = name.end
        if name.label != "ORG" or words.texts[i : i + 1] != ["("] or words.texts[i + 2 : i + 3] != [")"]:
            return None
        is_word = words.texts[i + 1].islower() and words.is_noun(i + 1) and words.case(i + 1) == words.case(i - 1)
        owner = owners.get(i + 3) if is_word and all(words.go_on(j) for j in range(i, i + 4)) else None
        return owner if owner is not None and owner.label != "PER" and is_owner(words, owner) else None

    grown = [name.extended("brackets", end=owner.end) for name in names if (owner := owner_of(name))]
    return merge_longer(names, grown) if grown else names


def attached_to_an_office(words: Words, names: list[Name]) -> list[Name]:
    """«[АКН] при Президенте Республики Таджикистан»: the office that a body is attached to closes its name."""
    places = {name.start: name for name in names if name.label == "LOC"}

    def place_of(name: Name) -> Name | None:
        i = name.end
        is_attached = name.label == "ORG" and words.texts[i : i + 1] == ["при"]
        if not is_attached or not all(words.go_on(j) for j in range(i, i + 3)):
            return None
        return places.get(i + 2) if words.lemmas[i + 1] in lexicon().offices else None

    grown = [name.extended("office", end=place.end) for name in names if (place := place_of(name))]
    return merge_longer(names, grown) if grown else names


def named_after(words: Words, names: list[Name]) -> list[Name]:
    """«[Дипломатическая академия МИД Кыргызстана] имени Казы Дикамбаева», «… им. К. Дикамбаева»: the name goes on."""
    people = {name.start: name for name in names if name.label == "PER"}

    def person_after(name: Name) -> Name | None:
        i = name.end
        is_short = words.texts[i : i + 2] == ["им", "."]
        start = i + 1 + is_short
        if name.label != "ORG" or not (is_short or words.texts[i : i + 1] == ["имени"]):
            return None
        return people.get(start) if all(words.go_on(j) for j in range(i, start + 1)) else None

    found = [(name, person) for name in names if (person := person_after(name))]
    grown = [
        name.extended("named after", end=person.end)
        for name, person in found
        if not any(other.label == "ORG" and other.covers(name) for other, _ in found)
    ]
    return merge_longer(names, grown) if grown else names


def described_in_quotes(words: Words, names: list[Name]) -> list[Name]:
    """«группа «[Метро]»», «фирма «[Рассвет]»»: what the noun before the quotes calls a body is one, there and wherever
    the release has it in quotes."""
    covered = covered_words(names)
    listed = lexicon().descriptors
    quoted = [
        (start, end)
        for start, end in quoted_words(words)
        if words.is_capital(start) and len(words.texts[start]) > 1 and covered.isdisjoint(range(start, end))
    ]
    described = {
        tuple(words.lemmas[start:end])
        for start, end in quoted
        if start > 1 and words.lemmas[start - 2] in listed and words.go_on(start - 1)
    }
    found = [
        Name(start, end, "ORG", "described") for start, end in quoted if tuple(words.lemmas[start:end]) in described
    ]
    return sorted([*names, *found], key=lambda n: (n.start, -n.end))


def quoted_words(words: Words) -> Iterator[tuple[int, int]]:
    """Yield start and end of up to four words between a pair of quotation marks in one sentence."""
    for opening, text in enumerate(words.texts):
        if text in QUOTES:
            for end in range(opening + 2, opening + 6):
                if not words.go_on(end - 1) or not words.go_on(end):
                    break
                if words.texts[end] == QUOTES[text]:
                    yield opening + 1, end
                    break


def ends_with_owner(name: Name, names: Sequence[Name], owner: Name) -> bool:
    """Whether `name` already ends with a place of its own («МИД Германии» + «ФРГ»)."""
    return owner.label == "LOC" and any(
        other.label == "LOC" and other.end == name.end and name.covers(other) for other in names
    )


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


def shared_head_is_none(words: Words, names: list[Name]) -> list[Name]:
    """«Секретариатами ОДКБ и ООН»: a plural head shared by two owners gives no mention, its owners do."""
    starts = {name.start for name in names}

    def is_shared(name: Name) -> bool:
        if name.label == "PER" or not words.is_plural(head := head_of(words, name)):
            return False
        if name.end - name.start == 1:
            return words.lemmas[head] in lexicon().heads and words.lemmas[head] != "сила"
        goes_on = words.go_on(name.end + 1) and words.texts[name.end] == "и" and name.end + 1 in starts
        is_owned = any(name.covers(other) and other.end == name.end for other in names)
        return name.label == "ORG" and goes_on and is_owned

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
    return merge_longer(names, missing) if missing else names


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


def unions_inside(words: Words, names: list[Name]) -> list[Name]:
    """«(СМО [ОДКБ])», «АТЦ [СНГ]»: a union inside a longer name is a mention of its own."""
    unions = lexicon().worldwide
    spans = {(name.start, name.end) for name in names}
    found = list(names)
    for name in names:
        if name.label == "ORG" and name.end - name.start > 1:
            for i in range(name.start + 1, name.end):
                if (i, i + 1) not in spans and words.is_abbreviation(i) and is_listed(words, i, i + 1, unions):
                    spans.add((i, i + 1))
                    found.append(Name(i, i + 1, "ORG", "union"))
    return sorted(found, key=lambda n: (n.start, -n.end))


Rule = Callable[[Words, list[Name]], list[Name]]

# What the flat names of natasha's tagger make: longest official names, names inside them, countries, short forms. The
# net is asked about each of them (names.py), so a rule here proposes and need not be sure. Of 28 rules these eight
# changed a score on the development parts or a mention of data/raw; without the rest every score stayed within .001.
PROPOSING: tuple[Rule, ...] = (
    proper_bodies,
    places_of_the_gazetteer,
    initials_before,
    brackets_hold_another_name,
    unions_are_organizations,
    short_form_is_organization,
    official_names,
    owner_after_organization,
)
# What holds for every name, whoever found it.
SETTLING: tuple[Rule, ...] = (
    occasion_is_outside,
    constituency_is_outside,
    authority_opens_sentence,
    place_in_another_case,
    authorities_are_no_body,
    generic_owner_is_outside,
    descriptor_before_name,
    drop_common_abbreviations,
    drop_networks_and_diseases,
    video_call_is_no_body,
    described_as_no_body,
    drop_what_names_nobody,
    drop_common_noun_at_start,
    title_before_person,
    surname_first,
    first_name_like_a_place,
    country_before_person,
    place_before_person,
    balance_quotes,
    union_is_whole,
    trim_edges,
    state_in_capitals,
    state_by_its_adjective,
    dateline_in_capitals,
    abbreviation_is_no_place,
    military_district,
    proper_bodies_are_sure,
    unions_are_organizations,
    abbreviation_before_owner,
    state_body_in_small_letters,
    owner_after_organization,
    quoted_owner,
    synonym_in_brackets,
    attached_to_an_office,
    named_after,
    described_in_quotes,
    drop_documents_and_events,
    office_is_no_body,
    shared_head_is_none,
    several_bodies_are_none,
    unions_inside,
)


def propose_names(words: Words, flat: Sequence[Name]) -> list[Name]:
    """Return the names, nested ones too, that the rules make of a tagger's flat ones."""
    return applied(PROPOSING, words, flat)


def settle_names(words: Words, found: Sequence[Name]) -> Iterator[Span]:
    """Yield the names that stand after the rules, nested ones too, in text order, outer before inner."""
    for name in sorted(applied(SETTLING, words, found), key=lambda n: (n.start, -n.end)):
        span = Span(words.doc, words.ids[name.start], words.ids[name.end - 1] + 1, name.label, span_id=name.found_by)
        span._.score = name.score
        yield span


def applied(rules: Sequence[Rule], words: Words, names: Sequence[Name]) -> list[Name]:
    """Return what `rules` make of `names`, one after the other."""
    result = list(names)
    for rule in rules:
        result = rule(words, result)
    return result
