"""Reads the words of an organisation's or a place's name, gives its readings: the head phrase in the nominative."""

import re
from collections.abc import Iterator
from functools import lru_cache
from math import log
from typing import Any, NamedTuple

from pipeline.nlp.case_evidence import words_of_context
from pipeline.nlp.dictionary import analyzer, parses
from pipeline.nlp.inflection import CASES, folded, readings, with_letters_of
from pipeline.nlp.words import plain

PYMORPHY_CASES = {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc"}
# Second genitive and locative («в Крыму», «на Дону»).
PYMORPHY_CASES |= {"gen2": "Gen", "gen1": "Gen", "loc2": "Loc", "loc1": "Loc", "voct": "Nom"}
GENDERS = {"masc": "m", "femn": "f", "neut": "n"}
ADJECTIVES = {"ADJF", "PRTF"}

WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
# «Кот-д'Ивуара», «Н'Джамене»: what follows the apostrophe declines.
ELIDED = re.compile(r"((?:[А-Яа-яЁё]+-)*[А-Яа-яЁё]+['’ʼ`])([А-ЯЁ][а-яё]+)")
# «МИДа», «ТАССом»: an acronym with its ending in small letters.
ACRONYM = re.compile(r"([А-ЯЁ]{2,})-?(а|у|ом|е|ы|ов|ам|ами|ах|ой|ю|ем)")
# Inside a double name these join: the part before them is the head («Франкфурт-на-Майне»).
JOINTS = {"на", "де", "ла", "дю", "ле", "сюр", "ам", "ан", "апон", "э", "эль", "аль", "уль", "ин", "о"}
# «103-й бригады», «1-го отдела»: figures decline by their endings.
ORDINAL = re.compile(r"(\d+)-(й|го|му|м|я|ю|е|х|ми)")
ORDINAL_ENDINGS = {
    "m": {"й": "Nom Acc", "го": "Gen Acc", "му": "Dat", "м": "Ins Loc"},
    "f": {"я": "Nom", "й": "Gen Dat Ins Loc", "ю": "Acc"},
    "n": {"е": "Nom Acc", "го": "Gen", "му": "Dat", "м": "Ins Loc"},
    "p": {"е": "Nom Acc", "х": "Gen Loc", "м": "Dat", "ми": "Ins"},
}
ORDINAL_NOMINATIVES = {"m": "й", "f": "я", "n": "е", "p": "е"}
MOST_READINGS = 40
UNCHANGED = 0.004
FOREIGN = 3.0
# A word the dictionary knows against one read by its ending alone.
KNOWN = 10.0
# Readings that take a place's name for something else.
KINDS = {"Surn": 0.3, "Name": 0.2, "Patr": 0.05, "Geox": 3.0, "Orgn": 3.0}


class PhraseReading(NamedTuple):
    """One reading of a name: the nominative of each of its words, the head's number in them, case and log weight."""

    words: tuple[str, ...]
    head: int
    gender: str
    case: str
    weight: float
    keys: tuple[str]

    @property
    def name(self) -> tuple[tuple[str, ...], str]:
        """What tells two readings apart in the tables: the words alone."""
        return self.words, ""


class Form(NamedTuple):
    """One reading of one word: the nominative as spelled, gender ("p" in the plural) and case."""

    nominative: str
    gender: str
    case: str
    weight: float
    is_adjective: bool


@lru_cache(20_000)
def forms(word: str) -> tuple[Form, ...]:
    """Return the readings of `word` (any case) as an adjective or a noun, from the dictionary, else from its ending."""
    lower = word.lower()
    known = is_known(lower)
    best: dict[tuple[str, str, str, bool], float] = {}
    for parse in parses(lower):
        if (known and not parse.is_known) or is_slip(parse):
            continue
        # Unknown words are often guessed to be abbreviations («Щвеции»).
        if "Abbr" in parse.tag and not parse.is_known:
            continue
        form = form_of(parse)
        if form is None:
            continue
        weight = form.weight * (KNOWN if known else 0.5)
        key = form.nominative, form.gender, form.case, form.is_adjective
        best[key] = max(weight, best.get(key, 0))
    if not known and len(lower) > 2:
        best.update({(form.nominative, "p", "Gen", False): form.weight for form in bare_plurals(lower)})
        for reading in readings(lower, "place"):
            key = reading.lemma, reading.gender, reading.case, False
            best[key] = max(reading.weight, best.get(key, 0))
    if not any(is_adjective for *_, is_adjective in best):
        for form in relational(lower):
            best[form.nominative, form.gender, form.case, True] = form.weight
    found = [Form(n, g, c, w, a) for (n, g, c, a), w in best.items()]
    return tuple(sorted(found, key=lambda form: (-form.weight, form)))


def is_known(word: str) -> bool:
    """Whether the dictionary has `word` (lower case), its slips left out."""
    return analyzer().word_is_known(word) and not any(is_slip(parse) for parse in parses(word))


def is_slip(parse: Any) -> bool:
    """Whether the dictionary has this reading by mistake."""
    return parse.normal_form in words_of_context()["dictionary_slips"]


# Endings of adjectives in -ский, which many names are though the dictionary has them as surnames only.
RELATIONAL = re.compile("(.+[сц]к)(ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)")
RELATIONAL_ENDINGS = {
    "m": {"ий": "Nom Acc", "ого": "Gen", "ому": "Dat", "им": "Ins", "ом": "Loc"},
    "f": {"ая": "Nom", "ой": "Gen Dat Ins Loc", "ую": "Acc"},
    "n": {"ое": "Nom Acc", "ого": "Gen", "ому": "Dat", "им": "Ins", "ом": "Loc"},
    "p": {"ие": "Nom Acc", "их": "Gen Loc", "им": "Dat", "ими": "Ins"},
}
RELATIONAL_NOMINATIVES = {"m": "ий", "f": "ая", "n": "ое", "p": "ие"}


def relational(word: str) -> Iterator[Form]:
    """Yield the readings of `word` (lower case) as an adjective in -ский («Никитинского суда»)."""
    match = RELATIONAL.fullmatch(word)
    if match is not None:
        yield from by_ending(match[1], match[2], RELATIONAL_ENDINGS, RELATIONAL_NOMINATIVES, 0.5)


def ordinal(word: str) -> Iterator[Form]:
    """Yield the readings of an ordinal in figures («103-й»)."""
    match = ORDINAL.fullmatch(word)
    if match is not None:
        yield from by_ending(f"{match[1]}-", match[2], ORDINAL_ENDINGS, ORDINAL_NOMINATIVES, 1.0)


def by_ending(
    stem: str, ending: str, endings: dict[str, dict[str, str]], nominatives: dict[str, str], weight: float
) -> Iterator[Form]:
    """Yield the readings of an adjective: `endings` by gender and ending the cases, `nominatives` by gender."""
    for gender, cases in endings.items():
        for case in cases.get(ending, "").split():
            yield Form(stem + nominatives[gender], gender, case, weight, True)


def bare_plurals(word: str) -> Iterator[Form]:
    """Yield plural names whose genitive is the bare stem `word` and which the dictionary knows («Балкан»)."""
    for nominative in (word + "ы", word + "и"):
        if any(parse.is_known and "Geox" in parse.tag and "Pltm" in parse.tag for parse in parses(nominative)):
            yield Form(nominative, "p", "Gen", KNOWN, False)


def form_of(parse: Any) -> Form | None:
    """Return pymorphy3's reading as a Form; None if it has no case or no nominative."""
    tag = parse.tag
    case = PYMORPHY_CASES.get(tag.case or "")
    if case is None or tag.POS not in ("NOUN", "ADJF", "PRTF", "NUMR", "NPRO"):
        return None
    number = tag.number or "sing"
    if case == "Nom":
        nominative = parse.word
    else:
        found = nominative_of(parse, number)
        if found is None:
            return None
        nominative = found
    gender = "p" if number == "plur" else GENDERS.get(tag.gender or "", "n")
    # A word has many readings with nearly equal scores: the score is tempered.
    weight = float(parse.score) ** 0.25
    for grammeme, factor in KINDS.items():
        if grammeme in tag:
            weight *= factor
    if "Abbr" in tag and "Fixd" in tag:
        weight *= 3
    if "Infr" in tag or "Dist" in tag or "Erro" in tag:
        weight *= 0.1
    if tag.POS in ("NUMR", "NPRO"):
        weight *= 0.1
    return Form(nominative, gender, case, weight, tag.POS in ADJECTIVES)


def nominative_of(parse: Any, number: str) -> str | None:
    """Return the nominative of pymorphy3's reading in `number`; None if it has none.

    An adjective's own comparative and superlative stand in one lexeme with it («высший», «высочайший»): the form
    that shares the most letters is meant.
    """
    if parse.tag.POS == "NOUN":
        inflected = parse.inflect({"nomn", number})
        return None if inflected is None else str(inflected.word)
    gender = parse.tag.gender
    candidates = [
        form.word
        for form in parse.lexeme
        if form.tag.case == "nomn" and form.tag.number == number and (number == "plur" or form.tag.gender == gender)
    ]
    return max(candidates, key=lambda word: shared_letters(word, parse.word), default=None)


def shared_letters(one: str, other: str) -> int:
    """Return how many letters two words have in common from the beginning."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


@lru_cache(20_000)
def word_forms(word: str) -> tuple[Form, ...]:
    """Return the readings of one printed word, hyphenated ones too; none if it is not to be inflected."""
    word = plain(word)
    acronym = ACRONYM.fullmatch(word)
    if acronym:
        return tuple(Form(acronym[1].lower(), "m", case, 1.0, False) for case in CASES)
    elided = ELIDED.fullmatch(word)
    if elided:
        return tuple(f._replace(nominative=elided[1].lower() + f.nominative) for f in forms(elided[2]))
    if not WORD.fullmatch(word) or is_acronym(word) or is_mixed(word):
        return tuple(ordinal(word))
    if "-" not in word or analyzer().word_is_known(word.lower()):
        return forms(word)
    pieces = word.split("-")
    joint = next((i for i, piece in enumerate(pieces) if piece.lower() in JOINTS), 0)
    head = joint - 1 if joint else len(pieces) - 1
    found = []
    for form in forms(pieces[head]):
        lemmas = [piece.lower() for piece in pieces]
        lemmas[head] = form.nominative
        weight = form.weight
        if head and not joint and not form.is_adjective and pieces[0][0].isupper():
            # «Рейна-Вестфалии» declines twice, «Нью-Йорка» once: the first part must be a known word to decline.
            first = [f for f in forms(pieces[0]) if f.case == form.case and f.weight >= 1 and not f.is_adjective]
            if first and analyzer().word_is_known(pieces[0].lower()) and form.case != "Nom":
                both = "-".join([first[0].nominative, *lemmas[1:]])
                stays = any(f.nominative == pieces[0].lower() for f in forms(pieces[0]))
                # An adjective before them agrees with either («Северный Рейн-Вестфалия»).
                for gender in dict.fromkeys((form.gender, first[0].gender)):
                    found.append(Form(both, gender, form.case, weight * (0.5 if stays else 1.0), False))
                if not stays:
                    # What is no nominative itself must decline («Братьев-мусульман»).
                    continue
        found.append(Form("-".join(lemmas), form.gender, form.case, weight, form.is_adjective))
    return tuple(found)


def is_mixed(word: str) -> bool:
    """Whether an unknown word has capitals inside («ИнА», «АиФ»): nobody can tell where its ending begins."""
    inside = any(letter.isupper() for piece in word.split("-") for letter in piece[1:])
    # «КазНУ» is no «казна» though the dictionary has «казну».
    is_abbreviation = word[-2:].isupper()
    return inside and not word.isupper() and (is_abbreviation or not analyzer().word_is_known(word.lower()))


@lru_cache(20_000)
def is_acronym(word: str) -> bool:
    """Whether a word in capitals is an abbreviation («МИД», «ТАСС»), not a word of a title («МОСКВА»)."""
    if not word.isupper() or len(word) < 2:
        return False
    lower = word.lower()
    if len(word) <= 3 or not analyzer().word_is_known(lower):
        return True
    found = parses(lower)
    return any("Abbr" in p.tag for p in found) or (len(word) <= 5 and not any("Geox" in p.tag for p in found))


@lru_cache(20_000)
def phrase_readings(words: tuple[str, ...]) -> tuple[PhraseReading, ...]:
    """Return the likeliest readings of a name, best first; never empty.

    `words` are as printed, punctuation marks among them. Only the head phrase is inflected: the adjectives at the
    beginning and the noun they agree with, then what stands beside it in the same case («Республика Сербская»,
    «Босния и Герцеговина»).
    """
    found: dict[tuple[tuple[str, ...], int, str, str], float] = {}
    words = with_own_head(words)
    head, heads = head_words(words)
    unchanged = FOREIGN if is_foreign(words, head) else UNCHANGED
    if head < 0:
        return tuple(PhraseReading(words, -1, "", case, 0.0, ("",)) for case in CASES)
    if len(words) == 1 and words[0].islower() and (lone := lone_adjective(words[0])):
        return tuple(PhraseReading((lone,), 0, "m", case, 0.0, (folded(lone),)) for case in CASES)
    options = [word_forms(words[i]) for i in heads]
    for form in word_forms(words[head]) or acronym_forms(words[head]):
        agreeing = []
        for i, option in zip(heads, options, strict=True):
            if i == head:
                agreeing.append([form])
                continue
            fitting = [f for f in option if f.is_adjective and f.case == form.case and f.gender == form.gender]
            agreeing.append(fitting[:1])
        if not all(agreeing):
            continue
        lemmas = list(words)
        weight = log(form.weight)
        for i, chosen in zip(heads, agreeing, strict=True):
            lemmas[i] = with_letters_of(plain(words[i]), chosen[0].nominative)
            if i != head:
                weight += 1.0
        lemmas, weight = with_tail(words, lemmas, head, form, weight)
        key = tuple(lemmas), head, form.gender, form.case
        found[key] = max(weight, found.get(key, float("-inf")))
    for case in CASES:
        key = words, head, "", case
        if all(weight < log(unchanged) for k, weight in found.items() if k[0] == words and k[3] == case):
            found[key] = log(unchanged)
    rows = [PhraseReading(*key, weight, (folded(" ".join(key[0])),)) for key, weight in found.items()]
    rows.sort(key=lambda row: (-row.weight, row.words, row.gender, row.case))
    return tuple(rows[:MOST_READINGS])


def with_own_head(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words, of «(Приморского и) Хабаровского краёв» with the noun in the singular as its adjective is."""
    if len(words) != 2 or not words[0][:1].isupper() or not words[1].islower():
        return words
    adjectives = {form.case for form in word_forms(words[0]) if form.is_adjective and form.gender != "p"}
    nouns = [parse for parse in parses(words[1]) if parse.tag.POS == "NOUN"]
    if not adjectives or not nouns or any(parse.tag.number != "plur" for parse in nouns):
        return words
    fitting = [parse for parse in nouns if PYMORPHY_CASES.get(parse.tag.case or "") in adjectives]
    single = fitting[0].inflect({fitting[0].tag.case, "sing"}) if fitting else None
    return words if single is None else (words[0], str(single.word))


def lone_adjective(word: str) -> str:
    """Return the dictionary form of a name that is one adjective in small letters («британских»), "" for others."""
    found = parses(word)
    adjectives = [parse for parse in found if parse.tag.POS == "ADJF" and parse.is_known]
    return str(adjectives[0].normal_form) if len(adjectives) == len(found) else ""


@lru_cache(20_000)
def acronym_forms(word: str) -> tuple[Form, ...]:
    """Return the readings of an abbreviation that adjectives agree with («британского МИД»): its gender is the
    dictionary's, else masculine.
    """
    known = {GENDERS[p.tag.gender] for p in parses(word.lower()) if "Abbr" in p.tag and p.tag.gender in GENDERS}
    weights = {gender: 0.3 if gender in known else 0.03 for gender in "fn"}
    weights["m"] = 1.0 if "m" in known or not known else 0.03
    return tuple(
        Form(word.lower(), gender, case, weight, False) for gender, weight in weights.items() for case in CASES
    )


def is_foreign(words: tuple[str, ...], head: int) -> bool:
    """Whether the head is unknown and what follows is no genitive: a foreign name in Russian letters («Блю Стрим»)."""
    if not 0 <= head < len(words) - 1 or analyzer().word_is_known(words[head].lower()):
        return False
    if is_acronym(words[head]):  # «Волго-Вятского ГУ ЦБ РФ»
        return False
    after = words[head + 1]
    return after[0].isupper() and not any(form.case == "Gen" and form.weight >= 1 for form in word_forms(after))


def head_words(words: tuple[str, ...]) -> tuple[int, list[int]]:
    """Return the number of the head noun and the numbers of the words that agree with it, itself included; -1 if the
    name begins with a word that is not inflected (an abbreviation, a Latin word, something quoted after one).
    """
    agreeing: list[int] = []
    for i, word in enumerate(words):
        if not any(letter.isalnum() for letter in word):
            if word in "«\"“„'" and not agreeing:
                continue
            if word in "-–—," and agreeing:
                continue
            break
        if word.lower() in words_of_context()["unchanged_first_words"] and i + 1 < len(words):
            continue
        options = word_forms(word)
        if not options:
            return (i, [*agreeing, i]) if agreeing and is_acronym(word) else (-1, [])
        adjectives = [f.weight for f in options if f.is_adjective]
        follows = i + 1 < len(words)
        if adjectives and follows and goes_with_noun(words, i):
            agreeing.append(i)
            continue
        if word.lower() in ("и", "или") and agreeing:
            continue
        return i, [*agreeing, i]
    if agreeing:
        # «Дальний Восток» ends in a noun; an adjective alone («Жуковский», «Грозный») is its own head.
        return agreeing[-1], agreeing
    return -1, []


def goes_with_noun(words: tuple[str, ...], i: int) -> bool:
    """Whether the adjective `i` has a noun or another adjective after it that agrees with it."""
    mine = {(f.gender, f.case) for f in word_forms(words[i]) if f.is_adjective}
    for word in words[i + 1 :]:
        stays = word.lower() in words_of_context()["unchanged_first_words"]
        if not any(letter.isalnum() for letter in word) or word.lower() in ("и", "или") or stays:
            continue
        forms_after = word_forms(word) or (acronym_forms(word) if is_acronym(word) else ())  # «Первого МГМУ»
        return any((f.gender, f.case) in mine for f in forms_after)
    return False


def with_tail(
    words: tuple[str, ...], lemmas: list[str], head: int, form: Form, weight: float
) -> tuple[list[str], float]:
    """Return the words and weight with what stands beside the head in the same case put into the nominative too."""
    after = head + 1
    if after >= len(words):
        return lemmas, weight
    word = words[after]
    options = word_forms(word)
    # «Республики Сербской», «Республику Корея»: an adjective after the head agrees unless a noun follows it.
    agreeing = [f for f in options if f.is_adjective and f.case == form.case and f.gender == form.gender]
    nouns = [f for f in options if not f.is_adjective]
    if agreeing and (not nouns or agreeing[0].weight > nouns[0].weight) and not goes_with_noun(words, after):
        lemmas[after] = with_letters_of(plain(word), agreeing[0].nominative)
        return lemmas, weight + 1.0
    if word in "-–—" and after + 2 == len(words) and words[after + 1][0].isupper():
        # «Ханты-Мансийском округе – Югре»: a second name beside the first.
        beside = [f for f in word_forms(words[after + 1]) if not f.is_adjective and f.case == form.case]
        if beside:
            lemmas[after + 1] = with_letters_of(plain(words[after + 1]), beside[0].nominative)
            return lemmas, weight + 0.5
    if word.lower() == "и" and after + 1 < len(words) and len(words) - head <= 3:
        beside = [f for f in word_forms(words[after + 1]) if not f.is_adjective and f.case == form.case]
        if beside and form.gender != "p":
            lemmas[after + 1] = with_letters_of(plain(words[after + 1]), beside[0].nominative)
            return lemmas, weight + 0.5
    return lemmas, weight
