"""Reads a Doc's words and mentions, gives them as the rules for roles ask for them: by word number."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Doc, Span

from pipeline.nlp.dictionary import analyzer, parses
from pipeline.nlp.name_words import Words, fold
from pipeline.nlp.noun_phrases import PYMORPHY_CASES
from pipeline.nlp.person_names import person_readings
from pipeline.nlp.role_words import RoleWords
from pipeline.nlp.words import plain

OPENING = frozenset("«“„\"'")
CLOSING = frozenset("»”“\"'")
DASHES = frozenset("–—-−")
# What the tagger takes role nouns for.
HEAD_TAGS = frozenset(("NOUN", "PROPN", "ADJ", "VERB", "DET", "X", "ADV"))
INITIAL = re.compile(r"(?<![^\W\d_])([А-ЯЁA-Z][а-яё]?)\.\s*(?=[^\W\d_])")
# Readings of a name this much worse than its best one (log weights) are not counted.
CLOSE = 4.0


class Sheet:
    """The words of a Doc and which mention begins and ends at each.

    `starts`, `ends`: the organisation, place or date that begins at a word, that ends before one; `people`: the person
    and the word behind the name; `people_ends`: the person whose name ends before a word; `last_word`: the word behind
    the mention that begins there; `inside`: the words of all mentions. Only outermost mentions count.
    """

    def __init__(self, doc: Doc, lexicon: RoleWords) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.words = Words(doc)
        self.number = self.words.number
        self.starts: dict[int, Span] = {}
        self.ends: dict[int, Span] = {}
        self.last_word: dict[int, int] = {}
        self.people: dict[int, tuple[Span, int]] = {}
        self.people_ends: dict[int, Span] = {}
        self.inside: set[int] = set()
        self.place_mentions()

    def place_mentions(self) -> None:
        """Note the outermost mentions; one that is a role («Президент России») gives way to what it holds."""
        group = "mentions" if "mentions" in self.doc.spans else "names"
        spans = sorted(self.doc.spans.get(group, ()), key=lambda s: (s.start, -s.end))
        covered = 0
        for span in spans:
            words = [self.number[token.i] for token in span if token.i in self.number]
            if not words or words[0] < covered:
                continue
            begin = words[0]
            if len(words) == 1 and (
                self.is_lone_adjective(begin) or (span.label_ == "PER" and self.is_swallowed_head(begin))
            ):
                continue
            if span.label_ == "PER":
                while begin < words[-1] and self.is_swallowed_head(begin):
                    begin += 1
            elif span.label_ != "DATE" and self.begins_with_role(words):
                continue
            covered = words[-1] + 1
            self.last_word[begin] = covered
            self.inside.update(range(begin, covered))
            if span.label_ == "PER":
                self.people[begin] = (span, covered)
                self.people_ends[covered] = span
            else:
                self.starts[begin] = self.ends[covered] = span

    def is_lone_adjective(self, i: int) -> bool:
        """Whether a name is but an adjective of a role («Постоянным» before «и Полномочным Представителем»)."""
        follows = self.words.lemmas[i + 1 : i + 4]
        return self.words.pos(i) == "ADJ" and any(self.lexicon.kind_of(lemma) for lemma in follows)

    def is_swallowed_head(self, i: int) -> bool:
        """Whether the first word of a person's name is no name but a role («Президент Путин»)."""
        lemma = self.words.lemmas[i]
        return (
            self.lexicon.kind_of(lemma) in ("post", "rank", "degree")
            and self.words.is_noun(i)
            and not any(
                "Name" in parse.tag or "Surn" in parse.tag for parse in parses(plain(self.words.texts[i]).lower())
            )
        )

    def begins_with_role(self, words: list[int]) -> bool:
        """Whether a name of an organisation or a place is a role with what follows («Министр обороны России»)."""
        for i in words[:-1]:
            if self.lexicon.kind_of(self.words.lemmas[i]) == "post" and self.words.is_noun(i):
                return not self.words.is_plural(i)
            if not self.words.is_adjective(i):
                return False
        return False

    def at(self, i: int) -> str:
        """Return word `i` in small letters; "" behind the last."""
        return self.words.texts[i].lower() if 0 <= i < len(self.words) else ""

    def goes_on(self, i: int) -> bool:
        """Whether word `i` exists and stands in the sentence and line of the word before it."""
        return self.words.go_on(i)

    def kind_at(self, i: int) -> str:
        """Return the kind of role that word `i` heads; "" if none."""
        words, lexicon = self.words, self.lexicon
        lemma = words.lemmas[i]
        kind = lexicon.kind_of(lemma)
        if kind:
            kind = kind if words.pos(i) in HEAD_TAGS else ""
        elif lemma[:5] in lexicon.participle_beginnings and is_participle(words.texts[i]):
            # «управляющий», «председательствующий» have a verb for their lemma.
            kind = lexicon.kinds.get(fold(masculine_participle(plain(words.texts[i]).lower())), "")
        elif i + 1 < len(words.texts) and words.texts[i + 1] == "." and self.goes_on(i + 1):
            kind = lexicon.abbreviated.get(fold(words.texts[i]), "")
        if not kind or i in self.inside:
            return ""
        # «управляющий директор»: the noun is the head
        before_noun = words.is_adjective(i) and self.goes_on(i + 1) and lexicon.kind_of(words.lemmas[i + 1])
        return "" if before_noun else kind

    def body_before(self, i: int) -> Span | None:
        """Return the organisation or state whose name ends before word `i`, in the same line; None if none does."""
        span = self.ends.get(i)
        if span is None or not self.goes_on(i):
            return None
        is_body = span.label_ == "ORG" or (span.label_ == "LOC" and span._.kind != "city")
        return span if is_body else None

    def name_at(self, i: int) -> tuple[Span, int] | None:
        """Return the organisation or place that begins at word `i`, or after a quote there, and the word behind it."""
        j = i
        while self.at(j) in OPENING and j not in self.starts and self.goes_on(j + 1) and j < i + 2:
            j += 1
        span = self.starts.get(j)
        if span is None or span.label_ not in ("ORG", "LOC"):
            return None
        end = self.last_word[j]
        if j > i:
            while self.at(end) in CLOSING and self.goes_on(end):
                end += 1
        return span, end

    def is_genitive(self, i: int) -> bool:
        """Whether word `i` stands in the genitive, by its tag or, where it has but one form, by the dictionary."""
        case = self.words.case(i)
        if case == "Gen":
            return True
        text = self.words.texts[i]
        if case in ("Acc", "Nom", ""):
            return "Gen" in cases_of(text) and text[0].isalpha() and not {"Nom"} & cases_of(text)
        return False

    def may_be_genitive(self, span: Span) -> bool:
        """Whether the head of an organisation's or a place's name can be a genitive."""
        if span.label_ == "ORG" and any("Gen" in token.morph.get("Case", []) for token in list(span)[:2]):
            return True
        is_foreign = False
        for token in span:
            text = token.text
            if not text[0].isalpha():
                if text in OPENING:
                    return True
                continue
            if "Gen" in token.morph.get("Case", []):
                return True
            if not text[0].isupper() and token.pos_ != "ADJ":
                return is_foreign  # «Маджлиси намояндагон»
            if not any("а" <= letter <= "я" or letter == "ё" for letter in text.lower()):
                return True
            if text.isupper() and len(text) > 1:
                return True
            if not analyzer().word_is_known(plain(text).lower()):
                # «Милли Меджлиса», «Жогорку Кенеша»: a later word may tell
                is_foreign = True
                continue
            return "Gen" in cases_of(text)
        return True

    def tag(self, i: int) -> str:
        """Return the UD tag of word `i` as one string."""
        token = self.words.tokens[i]
        return f"{token.pos_}|{token.morph}" if str(token.morph) else token.pos_


@lru_cache(20_000)
def cases_of(word: str) -> frozenset[str]:
    """Return the cases that the dictionary allows for `word`."""
    return frozenset(PYMORPHY_CASES[p.tag.case] for p in parses(plain(word).lower()) if p.tag.case in PYMORPHY_CASES)


@lru_cache(20_000)
def number_cases(word: str, is_plural: bool) -> frozenset[str]:
    """Return the cases that the dictionary allows for `word` in the singular or plural."""
    number = "plur" if is_plural else "sing"
    return frozenset(
        PYMORPHY_CASES[p.tag.case]
        for p in parses(plain(word).lower())
        if p.tag.case in PYMORPHY_CASES and (p.tag.number or number) == number
    )


@lru_cache(20_000)
def is_only_adjective(word: str) -> bool:
    """Whether every reading that the dictionary knows of `word` is an adjective («Полномочный»)."""
    read = parses(plain(word).lower())
    return bool(read) and all(parse.is_known and parse.tag.POS in ("ADJF", "PRTF") for parse in read)


@lru_cache(20_000)
def is_participle(word: str) -> bool:
    """Whether the dictionary reads `word` as a participle or an adjective («управляющий»)."""
    return any(parse.tag.POS in ("PRTF", "ADJF") for parse in parses(plain(word).lower()))


@lru_cache(20_000)
def masculine_participle(word: str) -> str:
    """Return the masculine nominative of a participle («управляющего» → «управляющий»)."""
    for parse in parses(word):
        if parse.tag.POS in ("PRTF", "ADJF"):
            found = parse.inflect({"nomn", "sing", "masc"})
            if found is not None:
                return str(found.word)
    return word


def name_cases(person: Span) -> frozenset[str]:
    """Return the cases in which a name has its normal form and gender; none where the normal form is not known."""
    return (
        cases_of_name(spaced(person.text), spaced(person._.normal), person._.gender) if person._.normal else frozenset()
    )


@lru_cache(10_000)
def cases_of_name(text: str, normal: str, gender: str) -> frozenset[str]:
    """Return the cases that lead from `text` to `normal`, both with initials spaced."""
    readings = [
        reading
        for reading in person_readings(tuple(plain(word) for word in text.split()))
        if " ".join(reading.words) == normal and reading.gender == gender
    ]
    best = max((reading.weight for reading in readings), default=0.0)
    return frozenset(reading.case for reading in readings if reading.weight > best - CLOSE)


def spaced(name: str) -> str:
    """Return `name` with its initials spaced, white space as one space."""
    return " ".join(INITIAL.sub(r"\1. ", name).split())
