"""Rules for where a name begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.nlp.dictionary import parses
from pipeline.nlp.name_rules.phrases import (
    DASHES,
    NUMBER,
    OPENING,
    QUOTES,
    STOPS,
    YEAR_OF_AN_EVENT,
    head_of,
    is_listed,
    merge_longer,
    quoted_words,
)
from pipeline.nlp.name_words import Name, Words, fold, is_only, is_roman, lexicon
from pipeline.nlp.words import plain

# «Африканский национальный союз Зимбабве – Патриотический фронт» has seven words.
LONGEST_IN_QUOTES = 8
CLOSING = frozenset(QUOTES.values())


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


def quotes_hold_a_name(words: Words, names: list[Name]) -> list[Name]:
    """«замгендиректора «[Уральской стали]»», «казанская «[Газета Daily]»»: a body that begins or ends at a quotation
    mark has all the words between the two for its name, over a dash where bodies stand at both; a legal form before
    the quotes belongs to it: «[ФГКУ «Байкальский поисково-спасательный отряд МЧС России»]»."""
    texts = words.texts
    bodies = [name for name in names if name.label == "ORG"]
    by_start = {name.start: name for name in bodies if name.start and texts[name.start - 1] in QUOTES}
    by_end = {name.end: name for name in bodies if name.end < len(words) and texts[name.end] in CLOSING}
    starts, ends = set(by_start), set(by_end)
    if starts == {name.start for name in bodies if name.end in ends}:
        return names  # all of them fill their quotes
    forms = lexicon().legal_forms | lexicon().public_legal_forms
    # «Дело [Кировлеса]» is no body for its owner's sake.
    ends -= {name.end for name in bodies if name.start not in starts and words.case(head_of(words, name)) == "Gen"}

    def whole(start: int, end: int) -> Name:
        has_form = start > 1 and words.go_on(start - 1) and texts[start - 2] in forms
        part = by_start.get(start) or by_end[end]
        return part.extended("quoted", start=start - 2 * has_form, end=end + has_form)

    whole_already = {(name.start, name.end) for name in bodies}
    spans = [
        (start, end)
        for start, end in quoted_words(words, LONGEST_IN_QUOTES)
        if (start, end) not in whole_already
        and (start in starts or end in ends)
        and is_name_like(words, start, end, start in starts and end in ends)
    ]
    if not spans:
        return names
    end_of, start_of = dict(spans), {end: start for start, end in spans}

    def is_part(name: Name) -> bool:
        """Whether a body's name is but the beginning or the end of what the quotes hold, no owner («отряд [МЧС]»)."""
        is_first = name.end < end_of.get(name.start, 0)
        is_last = name.start > start_of.get(name.end, name.start)
        head = head_of(words, name)
        is_owner = words.case(head) == "Gen" or words.is_abbreviation(head)
        return name.label == "ORG" and (is_first or (is_last and not is_owner))

    return merge_longer([name for name in names if not is_part(name)], [whole(*span) for span in spans])


def is_name_like(words: Words, start: int, end: int, may_have_dash: bool) -> bool:
    """Whether words start..end can be one name: a capital first, no punctuation, but for a dash where it may have one,
    no verb, preposition or conjunction."""

    def may_be_part(i: int) -> bool:
        text = words.texts[i]
        if not text.replace("-", "").isalnum():
            return may_have_dash and text in DASHES
        return words.pos(i) not in ("ADP", "CCONJ", "SCONJ") and not is_only(text, "VERB", "NPRO")

    return words.is_capital(start) and all(may_be_part(i) for i in range(start, end))


def person_in_another_case(words: Words, names: list[Name]) -> list[Name]:
    """«на [Горно-химическом комбинате] Лихачёву показали …»: a person in the dative is no part of a body's name."""
    people = {name.end: name.start for name in names if name.label == "PER" and name.end - name.start == 1}

    def cut(name: Name) -> Name:
        start = people.get(name.end, 0)
        if name.label != "ORG" or start <= name.start:
            return name
        cases = {str(parse.tag.case) for parse in parses(plain(words.texts[start])) if "Surn" in parse.tag}
        is_other = (
            bool(cases) and cases <= {"datv", "ablt", "accs"} and words.case(head_of(words, name)) not in ("Dat", "Ins")
        )
        return replace(name, end=start) if is_other else name

    return [cut(name) for name in names] if people else names


def number_of_a_unit(words: Words, names: list[Name]) -> list[Name]:
    """«войска [1-го Украинского фронта]», «[432-го Главного военного центра]»: the number of a military unit is part of
    its name."""

    def is_numbered(name: Name) -> bool:
        return name.label == "ORG" and words.lemmas[head_of(words, name)] in lexicon().units

    def number_before(name: Name) -> int:
        """Return the number before a unit, small adjectives between them allowed («103-й отдельной [Витебской …]»)."""
        i = name.start - 1
        while i >= 0 and words.go_on(i + 1):
            if NUMBER.fullmatch(words.texts[i]):
                return i
            if not (words.texts[i].islower() and words.is_adjective(i)):
                break
            i -= 1
        return -1

    starts = {name: number_before(name) for name in names if is_numbered(name)}
    numbered = [name.extended("number", start=start) for name, start in starts.items() if start >= 0]
    return merge_longer([name for name in names if starts.get(name, -1) < 0], numbered) if numbered else names


def territory_of_a_part(words: Words, names: list[Name]) -> list[Name]:
    """«управление [Следственного комитета Армении] по Гегаркуникской области»: the region is the department's."""
    listed = lexicon()
    regions = {name.end for name in names if name.label == "LOC"}
    parts = {
        outer.end: outer
        for outer in sorted(names, reverse=True)
        if outer.label == "ORG" and words.lemmas[head_of(words, outer)] in listed.territorial
    }

    def is_central(name: Name) -> bool:
        outer = parts.get(name.end)
        head = words.lemmas[head_of(words, name)]
        return outer is not None and outer.covers(name) and head in listed.heads and head not in listed.territorial

    central = [name for name in names if name.label == "ORG" and name.end in regions and is_central(name)]
    central = [name for name in central if words.texts[name.start + 1] != "по"]
    shorter = dict(zip(central, cut_before_tail(central, lambda at: words.texts[at] == "по"), strict=True))
    return [shorter.get(name, name) for name in names]


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


def other_party_is_outside(words: Words, names: list[Name]) -> list[Name]:
    """«между [Евразийской экономической комиссией] и Королевством Таиланд»: a place in the case of the body's head, no
    genitive, is no part of its name."""
    # Where a place after «и» begins that ends at a word.
    last = {n.end: n.start for n in names if n.label == "LOC" and n.start and words.texts[n.start - 1] == "и"}

    def cut(name: Name) -> Name:
        place = last.get(name.end, 0)
        if name.label != "ORG" or place - 1 <= name.start:
            return name
        case = words.case(head_of(words, name))
        is_other = case in ("Ins", "Dat", "Loc") and words.case(place) == case
        return replace(name, end=place - 1) if is_other else name

    return [cut(name) for name in names] if last else names


def object_is_outside(words: Words, names: list[Name]) -> list[Name]:
    """«поддерживает ли [Организация] контакты»: a small noun that can be but nominative or accusative is no part of the
    name of the body before it."""

    def is_object(at: int) -> bool:
        cases = {str(parse.tag.case) for parse in parses(plain(words.texts[at])) if parse.is_known}
        return words.texts[at].islower() and words.is_noun(at) and words.is_noun(at - 1) and cases <= {"nomn", "accs"}

    def cut(name: Name) -> Name:
        is_two = name.label == "ORG" and name.end - name.start == 2 and words.lemmas[name.start] in lexicon().heads
        return replace(name, end=name.end - 1) if is_two and is_object(name.end - 1) else name

    return [cut(name) for name in names]


def speaker_is_outside(words: Words, names: list[Name]) -> list[Name]:
    """«декан факультета [МГУ имени М. В. Ломоносова] Лорина Репина»: a body has the name of one person, the next is
    another's."""
    people = {name.start: name for name in names if name.label == "PER"}
    seconds = {people[first.end].end: first.end for first in people.values() if first.end in people}

    def cut(name: Name) -> Name:
        second = seconds.get(name.end, name.start)
        return replace(name, end=second) if name.label == "ORG" and second > name.start else name

    return [cut(name) for name in names]


def field_of_a_post_is_outside(words: Words, names: list[Name]) -> list[Name]:
    """«советник [Посольства КНР в РФ] по науке»: a mission goes on with no «по», the post before it does."""
    ends = {name.end for name in names if name.label == "LOC"}
    missions = [n for n in names if n.label == "ORG" and words.lemmas[head_of(words, n)] in lexicon().missions]
    cut = cut_before_tail(missions, lambda at: words.texts[at] == "по" and at in ends)
    shorter = dict(zip(missions, cut, strict=True))
    return [shorter.get(name, name) for name in names]


def cut_before_tail(names: list[Name], begins_tail: Callable[[int], bool]) -> list[Name]:
    """Return the names, an organisation without what follows from the first word inside it that `begins_tail`."""

    def cut(name: Name) -> Name:
        inside = range(name.start + 1, name.end - 1) if name.label == "ORG" else ()
        return replace(name, end=next(filter(begins_tail, inside), name.end))

    return [cut(name) for name in names]


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
                if what_a_word_is(words.lemmas[at]) in descriptors and is_foreign_or_quoted(words, at + 1):
                    name = replace(name, start=at + 1)
                    break
                if words.lemmas[at] in lexicon().heads or not (words.is_adjective(at) or words.is_noun(at)):
                    break  # «[Совет директоров медиахолдинга BSkyB]»
        cut.append(name)
    return cut


def what_a_word_is(lemma: str) -> str:
    """Return the lemma, of a compound that no dictionary has that of its last part: «Telegram-канала» is a «канал»."""
    part = lemma.rpartition("-")[2]
    return lemma if part == lemma else fold(parses(part)[0].normal_form)


def is_foreign_or_quoted(words: Words, i: int) -> bool:
    text = words.texts[i]
    return text in ("«", "“", "„") or (text[0].isascii() and text[0].isalpha())


def event_is_outside(words: Words, names: list[Name]) -> list[Name]:
    """«учение с [Миротворческими силами] «Нерушимое братство-2019»»: what has a year is an event, no body's name."""
    cut = []
    for name in names:
        last = name.end - 2
        is_quoted = name.label == "ORG" and words.texts[name.end - 1] in CLOSING and last > name.start
        is_quoted = is_quoted and words.lemmas[head_of(words, name)] in lexicon().forces
        if is_quoted and YEAR_OF_AN_EVENT.search(words.texts[last]):
            opening = max((i for i in range(name.start, last) if words.texts[i] in QUOTES), default=name.start)
            name = replace(name, end=opening) if opening > name.start else name
        cut.append(name)
    return cut


def union_is_whole(words: Words, names: list[Name]) -> list[Name]:
    """«Управление [ООН по наркотикам]», «[Организации в Евразии]»: a union's abbreviation ends its own name, and «в»
    with a place is where something is, unless the name lives on it («по безопасности и сотрудничеству в Европе»)."""
    cut = []
    for name in names:
        if name.label == "ORG":
            if name.end - name.start > 1 and is_listed(words, name.start, name.start + 1, lexicon().worldwide):
                name = replace(name, end=name.start + 1)
            for at in range(name.start + 2, name.end - 1):
                # «Комиссар [Африканского союза] по политическим вопросам»
                if words.texts[at] == "по" and is_listed(words, name.start, at, lexicon().worldwide):
                    name = replace(name, end=at)
                    break
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
