"""Reads a Doc's tokens and the release's date, writes doc.spans["dates"]: calendar dates with their EDTF values.

Spans and values follow the press-date guidelines: ranges are one mention, list members are one each, «т.г.» is the
release's year, the clause's tense decides a missing year. Values are EDTF level 0 or 1 (edtf.py).
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import edtf
from pipeline.nlp.date_atoms import Atoms, TokenSplitter
from pipeline.nlp.date_grammar import Mention, mentions_in
from pipeline.nlp.date_tense import tense_at
from pipeline.nlp.date_values import Clock, NoAnchorError, NoSuchDateError, ReversedRangeError, range_value, value_of
from pipeline.nlp.date_words import Lexicon, load_lexicon
from pipeline.nlp.extensions import register

LABEL = "DATE"
GROUP = "dates"


class Grammar:
    """The lexicon and what was split with it: one per process, shared by all Docs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.splitter = TokenSplitter(lexicon)

    @classmethod
    def load(cls, name: str = "dates.yaml") -> "Grammar":
        """Return the grammar of lexicon/`name` (0.2 s at the first call)."""
        return cls(load_lexicon(name))


class FoundDate(NamedTuple):
    """One date of a Doc: tokens `start` to `end` (excluded), value, rule, anchor, the steps of its arithmetic."""

    start: int
    end: int
    value: str
    rule: str
    anchor: str
    steps: tuple[str, ...]


def find_dates(doc: Doc, grammar: Grammar) -> Iterator[Span]:
    """Yield one DATE span per calendar date in `doc`, in text order, none overlapping another.

    Needs doc.sents and `doc._.published`; without tags the tense is read from the dictionary. `kb_id_` is the EDTF
    value («2023-09-20», «2023-09-11/2023-09-15», «199X», «2004/..»; "" where nothing in the text dates it), `id_` the
    rule, `_.anchor` the ISO date that the value was counted from, "" for absolute values. Spans grow to whole tokens:
    «1995—2006 годах» stays one.
    """
    for found in resolved_dates(doc, grammar):
        span = Span(doc, found.start, found.end, label=LABEL, kb_id=found.value, span_id=found.rule)
        span._.anchor = found.anchor
        yield span


@dataclass(slots=True)
class Stated:
    """The days that a text has told so far: what «в тот же день» goes on with."""

    day: date | None = None
    end_of_range: date | None = None

    @property
    def last(self) -> date | None:
        """Return the single day of an event told last; where there was none, the end of the range told last."""
        return self.day or self.end_of_range

    def note(self, day: date, is_event: bool) -> None:
        """Take in a day told, a single one of an event or another."""
        self.end_of_range = day
        if is_event:
            self.day = day


def resolved_dates(doc: Doc, grammar: Grammar) -> Iterator[FoundDate]:
    """Yield every date with its value; impossible dates (32 августа) are left out, and so is what stands in one."""
    row = Atoms(doc, grammar.splitter)
    mentions = list(mentions_in(row))
    anchor = edtf.to_date(doc._.published) or first_day(mentions)
    stated = Stated()
    passed = Stated()
    end_before = 0
    waiting = deque(mentions)
    while waiting:
        mention = waiting.popleft()
        start, end = row.first_tokens[mention.start], row.last_tokens[mention.end - 1] + 1
        clock = Clock(anchor, stated.last, passed.last, tense_reader(doc, row, mention, grammar.lexicon))
        try:
            value = values_of(mention, clock)
        except NoSuchDateError:
            continue
        except ReversedRangeError:
            waiting.extendleft(reversed(mention.ends or ()))
            continue
        if (day := last_day(value)) is not None:
            is_event = "/" not in value and not is_document_date(row, mention)
            stated.note(day, is_event)
            if anchor and day <= anchor:
                passed.note(day, is_event)
        if start < end_before:
            continue  # two numbers of one token: «13,20 апреля»
        end_before = end
        used = clock.used.isoformat() if clock.used else ""
        yield FoundDate(start, end, value, mention.rule, used, tuple(clock.notes))


def tense_reader(doc: Doc, row: Atoms, mention: Mention, lexicon: Lexicon) -> Callable[[], str]:
    """Return a function that reads the tense of the mention's clause when first asked; few dates ask."""
    known: list[str] = []

    def read() -> str:
        if not known:
            first, last = row.first_tokens[mention.start], row.last_tokens[mention.end - 1]
            known.append(tense_at(doc, first, last, lexicon, mention.bound == "until"))
        return known[0]

    return read


def values_of(mention: Mention, clock: Clock) -> str:
    """Return the EDTF value of a mention, "" where it is relative and nothing dates the text."""
    try:
        if mention.last is not None:
            return range_value(mention.first, mention.last, clock)
        value = value_of(mention.first, clock)
    except NoAnchorError:
        return ""
    if mention.bound == "from":
        return edtf.interval(value, edtf.OPEN)
    if mention.bound == "until":
        return edtf.interval(edtf.OPEN, value)
    return value


def last_day(value: str) -> date | None:
    """Return the last day told by a day-precise value; None for months, years and open ends."""
    return edtf.to_date(value.split("/")[-1].rstrip("~"))


def is_document_date(row: Atoms, mention: Mention) -> bool:
    """Whether the date is a document's («Декларация от 18 марта 2010 года»): no event that «в тот же день» goes on."""
    return row.role(mention.start - 1) == "away"


def first_day(mentions: list[Mention]) -> date | None:
    """Return the first day of the text that is told in full; it stands in for an unknown date of the release."""
    for mention in mentions:
        for moment in (mention.first, mention.last):
            if moment is not None and moment.grain == "day" and isinstance(moment.year, int):
                day = edtf.to_date(edtf.day(moment.year, moment.month or 0, moment.day or 0))
                if day is not None:
                    return day
    return None


def explain(span: Span, grammar: Grammar) -> str:
    """Return one line of arithmetic: «т.г. = 2023; 2023-09-15, counted from 2023-09-20 (day_month_year)»."""
    for found in resolved_dates(span.doc, grammar):
        if (found.start, found.end) == (span.start, span.end):
            steps = "; ".join(found.steps)
            source = "the release is of" if found.anchor == span.doc._.published else "counted from"
            told = f", {source} {found.anchor}" if found.anchor else ""
            return f"{steps + ': ' if steps else ''}{span.kb_id_ or 'no value'}{told} ({found.rule})"
    return f"{span.kb_id_} ({span.id_})"


class DateMarker:
    """Doc → the same Doc with doc.spans["dates"]."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar

    def __call__(self, doc: Doc) -> Doc:
        doc.spans[GROUP] = list(find_dates(doc, self.grammar))
        return doc

    def explain(self, span: Span) -> str:
        """Return how the span's value was found, in one line."""
        return explain(span, self.grammar)


@Language.factory("press_dates", assigns=["doc.spans"])
def make_dates(nlp: Language, name: str, lexicon: str = "dates.yaml") -> DateMarker:
    """Load the word forms once; `lexicon` names the file in the lexicon folder."""
    register()
    return DateMarker(Grammar.load(lexicon))
