"""Role phrases whose complement holds a role: whose name follows, the outer role's or the inner one's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.nlp.role_phrases import Phrase
from pipeline.nlp.role_rules.reading import Reading, fits, is_nominative
from pipeline.nlp.role_rules.verbs import post_before


def split_by_case(reading: Reading, phrases: Iterator[Phrase]) -> Iterator[Phrase]:
    """Yield the phrases; «помощник президента» before «Путина» gives the name to its inner role."""
    for phrase in phrases:
        person = reading.person_at(reading.skip_address(phrase.end))
        if person is None or not phrase.inner or phrase.case == "" or phrase.acting:
            yield phrase
            continue
        span, end = person
        if phrase.case == "Gen":
            if post_before(reading, phrase) >= 0 and is_nominative(span) is False:
                # «переходит на должность советника председателя Эльвиры Н.»: who moves is another
                yield replace(phrase, end=end)
                yield inner_phrase(reading, phrase)
            else:
                yield phrase
            continue
        follows = reading.person_at(end)
        if fits("Gen", span) and not is_nominative(span) and (follows or not fits(phrase.case, span)):
            inner = inner_phrase(reading, phrase)
            if follows:
                yield replace(phrase, end=end)
                yield replace(inner, start=inner.start, end=phrase.end)
            else:
                yield inner
        else:
            yield phrase


def inner_phrase(reading: Reading, phrase: Phrase) -> Phrase:
    """Return the last role inside the complement of `phrase` as a phrase of its own."""
    head = phrase.inner[-1]
    parts = [head]
    start = reading.sheet.modifiers(head, parts)
    parts += [part for part in phrase.parts if part > head]
    return replace(
        phrase, start=start, head=head, case="Gen", parts=parts, inner=[], is_plural=reading.words.is_plural(head)
    )
