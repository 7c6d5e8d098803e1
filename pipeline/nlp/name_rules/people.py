"""Rules for the names of people: initials, titles, surnames first, places beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.nlp.dictionary import parses
from pipeline.nlp.name_rules.listed import place_end
from pipeline.nlp.name_rules.phrases import covered_words
from pipeline.nlp.name_words import Name, Words, fold, lexicon
from pipeline.nlp.words import plain
from pipeline.resources import eastern_family_names, known_first_names, known_surnames


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
    if text[0].islower() or text == ".":  # «д. э. н. [Иван Петров]»
        return text not in lexicon().particles
    if not {fold(text), words.lemmas[i]}.isdisjoint(lexicon().titles_of_honour):
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


def surname_in_capitals(words: Words, names: list[Name]) -> list[Name]:
    """«[КОМАРОВА Кирилла Борисовича] – первого заместителя …»: lists of the awarded have surnames in capitals."""

    def is_surname(name: Name, i: int) -> bool:
        is_given = name.end - name.start == 2 and words.texts[name.start].istitle() and has_no_surname(words, name)
        return is_given and words.texts[i].isupper() and not words.texts[i].isascii()

    return begun_before(words, names, "surname", is_surname)


def surname_like_a_patronymic(words: Words, names: list[Name]) -> list[Name]:
    """«[Вольфович Александр Григорьевич] – …»: what opens a line before a first name and a patronymic."""

    def is_surname(name: Name, i: int) -> bool:
        opens = words.opens_line[i] and words.texts[i].istitle()
        is_given = name.end - name.start == 2 and has_no_surname(words, name)
        return opens and is_given and may_be_surname(words.texts[i])

    return begun_before(words, names, "surname", is_surname)


def may_be_surname(word: str) -> bool:
    """Whether the dictionaries have `word` as a name, or not at all: «Вольфович», unlike «Президент», «Уважаемый»."""
    readings = [parse for parse in parses(plain(word)) if parse.is_known]
    is_name = any({"Surn", "Patr"} & set(parse.tag.grammemes) for parse in readings)
    return is_name or not readings


def first_name_like_a_word(words: Words, names: list[Name]) -> list[Name]:
    """«полковники [Талант Эсенов] и …»: a first name that is a common word too belongs to the surname after it."""

    def is_first(name: Name, i: int) -> bool:
        is_surname = name.end - name.start == 1 and fold(words.texts[name.start]) not in known_first_names()
        return is_surname and words.go_on(i) and words.texts[i].istitle() and is_first_name(words.texts[i])

    return begun_before(words, names, "first name", is_first)


def begun_before(words: Words, names: list[Name], rule: str, belongs: Callable[[Name, int], bool]) -> list[Name]:
    """Return the names, a person's with the free word before it where that `belongs` to the name."""

    def may_begin(name: Name) -> bool:
        i = name.start - 1
        is_person = name.label == "PER" and i >= 0 and words.go_on(name.start) and len(words.texts[i]) > 2
        return is_person and words.texts[i].replace("-", "").isalpha() and belongs(name, i)

    begun = [name for name in names if may_begin(name)]
    if not begun:
        return names
    covered = covered_words(names)
    # «[ТАСМАГАМБЕТОВ] [Имангали Нургалиевич]»: capitals that were taken for a body.
    taken = {n.start: n for n in names if n.end - n.start == 1 and n.label != "PER" and is_like_surname(words, n.start)}
    grown = {name for name in begun if name.start - 1 not in covered or name.start - 1 in taken}
    dropped = {taken[name.start - 1] for name in grown if name.start - 1 in taken}
    return [
        name.extended(rule, start=name.start - 1) if name in grown else name for name in names if name not in dropped
    ]


def is_like_surname(words: Words, i: int) -> bool:
    """Whether word `i` is in capitals and may be a surname, longer than most abbreviations («ТАСМАГАМБЕТОВ»)."""
    return words.texts[i].isupper() and len(words.texts[i]) > 4 and may_be_surname(words.texts[i])


def post_after_person(words: Words, names: list[Name]) -> list[Name]:
    """«Указом Президента [Садыра Жапарова] Чрезвычайным и Полномочным Послом назначен …»: the post begins."""

    def cut(name: Name) -> Name:
        last = name.end - 1
        is_post = name.label == "PER" and last > name.start and words.lemmas[last] in lexicon().adjectives_of_posts
        return replace(name, end=last) if is_post else name

    return [cut(name) for name in names]


def foreign_name_in_two(words: Words, names: list[Name]) -> list[Name]:
    """«министр [Клементе Энгонга] [Нгема Ончене]»: two full names side by side are one, where no dictionary knows the
    words of the second."""

    def are_one(before: Name, name: Name) -> bool:
        are_two = before.label == "PER" and before.end - before.start == 2 and name.end - name.start == 2
        return are_two and all(is_unknown(words.texts[i]) for i in range(before.start + 1, name.end))

    return person_of_two(words, names, "foreign name", are_one)


def is_unknown(word: str) -> bool:
    """Whether a capitalised word is in no dictionary and no list of first names or surnames."""
    is_name = fold(word) in known_first_names() or fold(word) in known_surnames()
    return word.istitle() and not is_name and not any(parse.is_known for parse in parses(plain(word)))


def county_before_person(words: Words, names: list[Name]) -> list[Name]:
    """«регистратор округа [Кларк] [Джо Глории]»: after the noun the place comes first, then a first name."""
    listed = lexicon().settlement_nouns | lexicon().kinds_of_regions

    def begins_with_place(name: Name) -> bool:
        i = name.start
        is_long = name.end - i > 2 and i > 0 and words.go_on(i) and words.texts[i - 1].islower()
        may_be_place = fold(words.texts[i]) not in eastern_family_names()  # «житель района Ма Ай Лунь»
        return is_long and may_be_place and words.lemmas[i - 1] in listed and is_first_name(words.texts[i + 1])

    return place_and_person(words, names, "county", begins_with_place, is_told=True)


def final_initial(words: Words, names: list[Name]) -> list[Name]:
    """«[Вохидзода Х].»: the full stop after a last initial belongs to it."""

    def is_cut(name: Name) -> bool:
        last = words.texts[name.end - 1]
        is_letter = name.label == "PER" and name.end - name.start > 1 and len(last) == 1 and "А" <= last <= "Я"
        is_eastern = fold(words.texts[name.start]) in eastern_family_names()  # «министр Ван И.»
        return is_letter and not is_eastern and words.go_on(name.end) and words.texts[name.end] == "."

    return [name.extended("initial", end=name.end + 1) if is_cut(name) else name for name in names]


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


def two_in_a_row(words: Words, names: list[Name]) -> list[Name]:
    """«назначен [Якушев В. В.] [Цуканов Николай Николаевич] освобождён»: a sentence that ends in initials and one that
    begins with a surname."""
    parted: list[Name] = []
    for name in names:
        at = after_initials(words, name) if name.label == "PER" and name.end - name.start > 5 else 0
        if at:
            parted.append(name.extended("two", end=at))
            name = name.extended("two", start=at)
        parted.append(name)
    return parted


def after_initials(words: Words, name: Name) -> int:
    """Return where a surname, a first name and a patronymic begin that end a name, behind initials; 0 if none do."""
    at = name.end - 3
    is_behind = is_initial(words, at - 2) and at - 3 >= name.start and len(words.texts[name.start]) > 1
    is_full = all(words.texts[i].istitle() and len(words.texts[i]) > 1 for i in range(at, name.end))
    return at if is_behind and is_full and has_no_surname(words, replace(name, start=at + 1)) else 0


def relative_before_person(words: Words, names: list[Name]) -> list[Name]:
    """«отец [Протасевича] [Дмитрий Протасевич]»: before a full name the same surname in another case is another's."""
    parted: list[Name] = []
    for name in names:
        first, last = name.start, name.end - 1
        if name.label == "PER" and last - first == 2 and is_same_surname(words.texts[first], words.texts[last]):
            parted.append(name.extended("relative", end=first + 1))
            name = name.extended("relative", start=first + 1)
        parted.append(name)
    return parted


def is_same_surname(oblique: str, surname: str) -> bool:
    """Whether a word is a surname with a case ending («Протасевича», «Протасевич»)."""
    return oblique != surname and len(surname) > 3 and oblique.startswith(surname) and len(oblique) - len(surname) <= 2


def described_as_person(words: Words, names: list[Name]) -> list[Name]:
    """«блогера [Mimeng]», «певице [Aaliyah]»: the noun before a name in Latin letters says that it is a person's, there
    and wherever the release has it."""
    listed = lexicon().known_by_a_name

    def is_told(name: Name) -> bool:
        i = name.start
        is_latin = name.label == "ORG" and words.texts[i].isascii() and words.texts[i].istitle() and words.go_on(i)
        is_one = not words.is_plural(i - 1)  # «видеоблогеры Nemagia» are several
        return is_latin and is_one and words.lemmas[i - 1].split("-")[0] in listed and is_small(i - 1)

    def is_small(i: int) -> bool:
        return words.texts[i].islower() or words.opens[i]

    people = {tuple(words.texts[name.start : name.end]) for name in names if is_told(name)}
    return [
        replace(name, label="PER") if tuple(words.texts[name.start : name.end]) in people else name for name in names
    ]


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
    words: Words, names: list[Name], rule: str, begins_with_place: Callable[[Name], bool], *, is_told: bool = False
) -> list[Name]:
    """Return the names, a person's parted by `rule` where its first word is a place and nobody's first name, or what
    stands before has told that it is a place."""
    parted: list[Name] = []
    for name in names:
        is_parted = name.label == "PER" and begins_with_place(name)
        if is_parted and (is_told or not is_first_name(words.texts[name.start])):
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
    if len(texts) != 2 or not (is_first_name(texts[0]) or not parses(plain(texts[0]))[0].is_known):
        return False
    return any("Patr" in parse.tag for parse in parses(plain(texts[1]))[:3])
