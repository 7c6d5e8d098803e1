"""Reads a role phrase, gives the role's text: nominative singular, first letter small, the organisation taken out."""

import re
from functools import lru_cache

from pipeline.nlp.dictionary import parses
from pipeline.nlp.inflection import with_letters_of
from pipeline.nlp.morphology import fitting_parse
from pipeline.nlp.name_words import fold
from pipeline.nlp.noun_phrases import shared_letters
from pipeline.nlp.role_phrases import ORDINAL, Phrase
from pipeline.nlp.role_sheet import Sheet, is_only_adjective, is_participle
from pipeline.nlp.role_words import is_deputy_of
from pipeline.nlp.words import plain

SPACES = re.compile(r"\s+")


def role_text(sheet: Sheet, phrase: Phrase) -> str:
    """Return the role in the nominative singular, its first letter small."""
    words = sheet.words
    forms: dict[int, str] = {}
    inflected = range(phrase.start, phrase.head + 1)
    if phrase.is_plural:
        forms |= singular_bodies(sheet, phrase)
    if phrase.acting:
        inflected = range(phrase.start, phrase.start + phrase.acting)
    for i in inflected:
        if i in phrase.parts:
            forms[i] = nominative(sheet, i, phrase)
    out = ""
    last = -1
    for i in phrase.parts:
        text = forms.get(i, words.texts[i])
        is_close = last == i - 1 and not space_between(sheet, last, i)
        out += text if is_close or not out else " " + text
        last = i
    out = SPACES.sub(" ", out).strip(" ,–—-").removesuffix("''").rstrip()
    first = out.split(" ", 1)[0]
    return out if len(first) > 1 and first.isupper() and len(first) > 4 else out[:1].lower() + out[1:]


def singular_bodies(sheet: Sheet, phrase: Phrase) -> dict[int, str]:
    """Return the words of «внешнеполитических ведомств», «министров» in the singular: each head has one."""
    words = sheet.words
    found: dict[int, str] = {}
    for i in phrase.parts:
        if i <= phrase.head or not words.is_plural(i):
            continue
        if i not in phrase.inner and words.lemmas[i] not in sheet.lexicon.bodies_of_one:
            continue
        noun = next(
            (p for p in parses(plain(words.texts[i]).lower()) if {"NOUN", "gent", "plur"} <= p.tag.grammemes), None
        )
        single = noun.inflect({"gent", "sing"}) if noun is not None else None
        if noun is None or single is None:
            continue
        found[i] = with_letters_of(words.texts[i], str(single.word))
        j = i - 1
        while j > phrase.head and words.is_adjective(j):
            found[j] = inflected_adjective(words.texts[j], sheet.tag(j), str(noun.tag.gender), "gent")
            j -= 1
        break
    return found


def space_between(sheet: Sheet, left: int, right: int) -> bool:
    """Whether any white space stands between two neighbouring words."""
    tokens = sheet.words.tokens
    return tokens[left].idx + len(tokens[left]) < tokens[right].idx


def nominative(sheet: Sheet, i: int, phrase: Phrase) -> str:
    """Return word `i` of a phrase in the nominative singular, as printed otherwise."""
    token = sheet.words.tokens[i]
    text = token.text
    if i == phrase.head and is_deputy_of(fold(text)):
        return text  # «зампрокурора»
    if i == phrase.head and not phrase.acting:
        is_womans_role = sheet.words.feat(i, "Gender") == "Fem" and not phrase.is_plural
        is_noun = sheet.words.pos(i) == "NOUN" or is_form_of(text, token.lemma_)
        if is_participle(text) and not is_noun:
            return inflected_adjective(text, sheet.tag(i), "" if is_womans_role else "masc")
        if sheet.lexicon.kind_of(fold(token.lemma_)):
            return with_letters_of(text, nominative_noun(text, token.lemma_))
        return inflected_adjective(text, sheet.tag(i), "" if is_womans_role else "masc")
    ordinal = ORDINAL.fullmatch(text)
    if ordinal:
        return f"{ordinal[1]}-й"
    if not (sheet.words.is_adjective(i) or is_only_adjective(text)):
        return text
    gender = gender_of(sheet.words.lemmas[phrase.head], sheet.lexicon.masculine)
    # Oblique masculine and neuter forms are the same: the noun decides.
    own = sheet.words.feat(i, "Gender") == "Fem" and not phrase.is_plural
    return inflected_adjective(text, sheet.tag(i), "" if own else gender)


@lru_cache(20_000)
def is_form_of(word: str, lemma: str) -> bool:
    """Whether the dictionary has `word` as a form of the noun `lemma` («Главой» is no «главая»)."""
    return any(parse.normal_form == lemma and parse.tag.POS == "NOUN" for parse in parses(plain(word).lower()))


@lru_cache(20_000)
def nominative_noun(word: str, lemma: str) -> str:
    """Return the nominative singular of a role noun: the lemma; the dictionary's where the tag was wrong."""
    if is_form_of(lemma, lemma):
        return lemma
    return next((str(p.normal_form) for p in parses(plain(word).lower()) if p.tag.POS == "NOUN"), lemma)


@lru_cache(20_000)
def inflected_adjective(word: str, tag: str, gender: str, case: str = "nomn") -> str:
    """Return `word` in the singular of `case`; in its own gender unless one is given."""
    read = plain(word).lower()
    parse = fitting_parse(read, tag)
    if parse is None or parse.tag.POS not in ("ADJF", "PRTF"):
        parse = next((p for p in parses(read) if p.tag.POS in ("ADJF", "PRTF")), None)
    if parse is None:
        return word
    gender = gender or parse.tag.gender or "masc"
    # A superlative stands in one lexeme with its adjective: the form that shares most letters is meant.
    forms = [f.word for f in parse.lexeme if {case, "sing", gender} <= f.tag.grammemes]
    best = max(forms, key=lambda form: shared_letters(form, read), default=read)
    return with_letters_of(word, best)


@lru_cache(5_000)
def gender_of(lemma: str, masculine: frozenset[str]) -> str:
    """Return the gender of a role noun as pymorphy3 names it; titles of office are masculine."""
    if lemma in masculine:
        return "masc"
    return next(
        (str(p.tag.gender) for p in parses(lemma) if p.tag.POS == "NOUN" and p.tag.gender in ("masc", "femn")), "masc"
    )
