"""Rules for what a name is: a body or a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.nlp.countries import countries_by_adjective
from pipeline.nlp.dictionary import parses
from pipeline.nlp.name_rules.listed import place_end
from pipeline.nlp.name_rules.phrases import is_in_quotes, is_listed
from pipeline.nlp.name_words import Name, Words, lexicon
from pipeline.nlp.words import plain


def unions_are_organizations(words: Words, names: list[Name]) -> list[Name]:
    """«ЕС», «Европейский союз», «СНГ»: organisations, also where the sentence uses them as a place."""
    unions = lexicon().unions

    def is_union(name: Name) -> bool:
        return name.label == "LOC" and is_listed(words, name.start, name.end, unions)

    return relabelled(names, "ORG", "union", is_union)


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


def state_with_a_short_head(words: Words, names: list[Name]) -> list[Name]:
    """«КГБ [Лаосской НДР]», «[Ханты-Мансийский АО]»: an adjective and what a state or a region is in capitals."""
    listed = lexicon().short_states

    def is_state(name: Name) -> bool:
        head = name.end - 1
        is_two = name.label == "ORG" and head - name.start == 1 and words.texts[head] in listed
        return is_two and any(parse.tag.POS == "ADJF" for parse in parses(plain(words.texts[name.start])))

    return relabelled(names, "LOC", "state", is_state)


def state_of_the_gazetteer(words: Words, names: list[Name]) -> list[Name]:
    """«[Советский Союз] ввёл …»: the country, no union; in quotes it may be a hotel or a newspaper."""

    def is_country(name: Name) -> bool:
        is_long = name.label == "ORG" and name.end - name.start > 1
        return is_long and place_end(words, name.start) == name.end and not is_in_quotes(words, name)

    return relabelled(names, "LOC", "state", is_country)


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


def town_in_capitals(words: Words, names: list[Name]) -> list[Name]:
    """«начальник [ОШ] А. Сидоров»: two capitals inside a line of small letters are a body's, not the town «Ош»; in a
    dateline («ОШ, 5 мая») the town's."""

    def is_body(name: Name) -> bool:
        i = name.start
        is_short = name.label == "LOC" and name.end - i == 1 and len(words.texts[i]) == 2 and words.is_abbreviation(i)
        if not is_short or words.opens[i] or words.texts[i] in lexicon().states_in_capitals:
            return False
        return words.texts[i - 1].islower()

    return relabelled(names, "ORG", "abbreviation", is_body)


def short_form_is_organization(words: Words, names: list[Name]) -> list[Name]:
    """«внутри [Союза]»: a lone capitalised head noun of a body is no place."""
    heads = lexicon().heads

    def is_lone_head(name: Name) -> bool:
        return name.label == "LOC" and name.end - name.start == 1 and words.lemmas[name.start] in heads

    return relabelled(names, "ORG", "short form", is_lone_head)


def relabelled(names: list[Name], label: str, rule: str, holds: Callable[[Name], bool]) -> list[Name]:
    """Return the names, those that `holds` is true of with another label, found by `rule` too."""
    return [replace(n, label=label, found_by=f"{n.found_by}+{rule}") if holds(n) else n for n in names]
