"""Reads the flat mentions of a tagger, gives the longest official names with the names inside them.

A rule is a function named for what it catches; `settle_names` applies them in order. Rules work on words (tokens
that are not white space), so a non-breaking space or a double space inside a name does not matter; a line break
and a sentence end always do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Span

from pipeline.nlp.name_rules.bodies import (
    abbreviation_before_owner,
    attached_to_an_office,
    body_of_a_town,
    described_in_quotes,
    military_district,
    mission_abroad,
    named_after,
    office_of_a_union,
    official_names,
    owner_after_organization,
    quoted_body_of_a_part,
    quoted_owner,
    state_body_in_small_letters,
    synonym_in_brackets,
    unions_inside,
)
from pipeline.nlp.name_rules.boundaries import (
    balance_quotes,
    brackets_hold_another_name,
    constituency_is_outside,
    descriptor_before_name,
    event_is_outside,
    field_of_a_post_is_outside,
    generic_owner_is_outside,
    number_of_a_unit,
    object_is_outside,
    occasion_is_outside,
    other_party_is_outside,
    person_in_another_case,
    place_in_another_case,
    quotes_hold_a_name,
    speaker_is_outside,
    territory_of_a_part,
    trim_edges,
    union_is_whole,
)
from pipeline.nlp.name_rules.labels import (
    abbreviation_is_no_place,
    dateline_in_capitals,
    short_form_is_organization,
    state_by_its_adjective,
    state_in_capitals,
    state_of_the_gazetteer,
    state_with_a_short_head,
    town_in_capitals,
    unions_are_organizations,
)
from pipeline.nlp.name_rules.listed import (
    named_settlement,
    places_of_the_gazetteer,
    proper_bodies,
    proper_bodies_are_sure,
    regions_of_one_head,
)
from pipeline.nlp.name_rules.nobody import (
    authorities_are_no_body,
    authority_opens_sentence,
    described_as_no_body,
    drop_common_abbreviations,
    drop_common_noun_at_start,
    drop_documents_and_events,
    drop_networks_and_diseases,
    drop_what_names_nobody,
    office_is_no_body,
    party_to_talks_is_no_name,
    plural_before_a_clause,
    several_bodies_are_none,
    shared_head_is_none,
    shorter_name_of_a_state,
    video_call_is_no_body,
)
from pipeline.nlp.name_rules.people import (
    country_before_person,
    county_before_person,
    described_as_person,
    final_initial,
    first_name_like_a_place,
    first_name_like_a_word,
    foreign_name_in_two,
    initials_before,
    place_before_person,
    post_after_person,
    relative_before_person,
    surname_first,
    surname_in_capitals,
    surname_like_a_patronymic,
    title_before_person,
    two_in_a_row,
)
from pipeline.nlp.name_words import Name, Words

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
    other_party_is_outside,
    person_in_another_case,
    constituency_is_outside,
    field_of_a_post_is_outside,
    authority_opens_sentence,
    place_in_another_case,
    authorities_are_no_body,
    generic_owner_is_outside,
    descriptor_before_name,
    drop_common_abbreviations,
    drop_networks_and_diseases,
    video_call_is_no_body,
    described_as_no_body,
    described_as_person,
    drop_what_names_nobody,
    plural_before_a_clause,
    drop_common_noun_at_start,
    title_before_person,
    surname_first,
    two_in_a_row,
    surname_in_capitals,
    surname_like_a_patronymic,
    first_name_like_a_word,
    first_name_like_a_place,
    final_initial,
    post_after_person,
    relative_before_person,
    foreign_name_in_two,
    county_before_person,
    country_before_person,
    place_before_person,
    balance_quotes,
    event_is_outside,
    union_is_whole,
    trim_edges,
    quotes_hold_a_name,
    number_of_a_unit,
    object_is_outside,
    state_in_capitals,
    state_by_its_adjective,
    state_of_the_gazetteer,
    state_with_a_short_head,
    dateline_in_capitals,
    abbreviation_is_no_place,
    town_in_capitals,
    military_district,
    proper_bodies_are_sure,
    unions_are_organizations,
    abbreviation_before_owner,
    state_body_in_small_letters,
    owner_after_organization,
    quoted_owner,
    synonym_in_brackets,
    body_of_a_town,
    mission_abroad,
    office_of_a_union,
    attached_to_an_office,
    named_after,
    speaker_is_outside,
    territory_of_a_part,
    quoted_body_of_a_part,
    described_in_quotes,
    drop_documents_and_events,
    shorter_name_of_a_state,
    named_settlement,
    regions_of_one_head,
    office_is_no_body,
    party_to_talks_is_no_name,
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
