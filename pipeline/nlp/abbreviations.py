"""Reads doc.spans["names"], writes doc._.abbreviations, doc.spans["abbreviations"]: short forms where they are defined.

«Полное имя (АББР)», «АББР (полное имя)», «(далее – …)», «именуемый в дальнейшем …». After Schwartz and Hearst, «A
simple algorithm for identifying abbreviation definitions in biomedical text» (PSB 2003), with Russian ways: letters
come from word beginnings, small words may be left out, a compound may give two letters, and the owner at the end of
the full name need not be in the short one («Совет министров обороны ОДКБ (СМО)»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.nlp.name_words import Words, fold, is_roman, lexicon
from pipeline.nlp.noun_phrases import phrase_readings
from pipeline.nlp.wordlists import read_wordlist
from pipeline.nlp.words import plain

OPENING = frozenset("«“„\"'")
CLOSING = frozenset("»”“\"'")
DASHES = frozenset("–—-−:")
# «АТЦ», «МИД», «НЦБ», «UEMOA», «КМС», «МАГАТЭ», «ГУпоБО»: capitals, a few small letters among them.
ABBREVIATION = re.compile(r"(?=(?:.*[A-ZА-ЯЁ]){2})[A-ZА-ЯЁ][A-Za-zА-Яа-яЁё]*(?:-[A-ZА-ЯЁ]+)*")
LATIN = re.compile(r"[A-Z]{2,}(?:-[A-Z]+)*")
# What a match may cost for each letter: between bare words, and inside a name that was found as one.
PRICE_OF_WORDS = 0.35
PRICE_OF_NAME = 0.9
# A full name has at most this many words, a short form this many, what is in one pair of brackets this many.
LONGEST_NAME = 18
LONGEST_SHORT = 6
LONGEST_BRACKETS = 24
# A short form of so many letters may leave out any words of a body's name but the first and the last.
SOME_LETTERS = 4
# A short form of syllables may have but one word of the full name, of which it has so many letters.
LONG_BEGINNING = 6


class Lists(NamedTuple):
    """The word lists of abbreviations.yaml."""

    small: frozenset[str]
    owner: frozenset[str]
    cue: frozenset[str]
    first: frozenset[str]


@cache
def lists() -> Lists:
    """Return the word lists of lexicon/abbreviations.yaml."""
    read = read_wordlist("abbreviations.yaml")
    return Lists(*(frozenset(read[name]) for name in ("small_words", "owner_words", "cue_words", "first_cues")))


class Definition(NamedTuple):
    """A short form and its full name in word numbers, ends excluded."""

    start: int
    end: int
    long_start: int
    long_end: int
    rule: str


class DefinitionFinder:
    """Finds the definitions in one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = Words(doc)
        self.number = self.words.number
        self.names_ending: dict[int, list[tuple[int, Span]]] = {}
        self.bodies_starting: set[int] = set()
        for span in doc.spans.get("names", ()):
            inside = [self.number[token.i] for token in span if token.i in self.number]
            if inside:
                self.names_ending.setdefault(inside[-1] + 1, []).append((inside[0], span))
                if span.label_ == "ORG":
                    self.bodies_starting.add(inside[0])

    def find(self) -> Iterator[Definition]:
        """Yield the definitions in text order."""
        for i, text in enumerate(self.words.texts):
            if text == "(":
                yield from self.brackets(i)
            elif text.lower().startswith("именуем") or text.lower() in ("сокращённо", "сокращенно"):
                yield from self.named_further_on(i)

    def at(self, i: int) -> str:
        return self.words.texts[i].lower() if 0 <= i < len(self.words) else ""

    # ---- brackets ----------------------------------------------------------------------------------------------------

    def brackets(self, i: int) -> Iterator[Definition]:
        """Yield what the brackets that open at word `i` define."""
        end = next((j for j in range(i + 1, min(i + LONGEST_BRACKETS, len(self.words))) if self.at(j) == ")"), 0)
        if end < i + 2 or not i or not self.words.go_on(i):
            return
        first = i + 1
        has_cue = fold(self.at(first)) in lists().first and self.skip_cue(first) > first + (self.at(first) == "в")
        if has_cue:
            first = self.skip_cue(first)
            for start, stop in self.parts(first, end):
                yield from self.with_long_before(start, stop, i, "further-on")
            return
        for start, stop in self.parts(first, end)[:1]:
            if self.is_abbreviation(start, stop):
                yield from self.with_long_before(start, stop, i, "name-then-abbreviation")
                return
            if stop == start + 1 and stop == end and self.is_syllabic(start, i):
                yield Definition(start, stop, self.longest_body(self.names_before(i)), i, "name-then-syllables")
                return
            if stop == end and self.is_in_latin(start, stop, i):
                yield Definition(start, stop, self.longest_body(self.names_before(i)), i, "name-then-latin")
                return
        yield from self.abbreviation_then_name(i, first, end)

    def parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the short forms listed between `start` and `end`, quotes taken off."""
        found = []
        begin = start
        for i in range(start, end + 1):
            if i == end or self.at(i) in (",", ";") or (self.at(i) in ("или", "англ") and i > begin):
                first, stop = begin, i
                while first < stop and self.at(first) in OPENING | DASHES:
                    first += 1
                while stop > first and self.at(stop - 1) in CLOSING and self.at(stop - 1) not in OPENING - CLOSING:
                    stop -= 1
                if first < stop:
                    found.append((first, stop))
                begin = i + 1
        return found

    def skip_cue(self, i: int) -> int:
        """Return the first word behind «далее по тексту –»."""
        while i < len(self.words) and (
            fold(self.at(i)) in lists().cue or self.words.lemmas[i] in lists().cue or self.at(i) in DASHES
        ):
            i += 1
        return i

    def is_abbreviation(self, start: int, end: int) -> bool:
        """Whether the words are a short form by themselves: «ОДКБ», «ПА ОДКБ», «МИД России»."""
        first = plain(self.words.texts[start])
        if end - start > 3 or not ABBREVIATION.fullmatch(first) or is_roman(first):
            return False
        return all(self.words.is_capital(i) or self.at(i) == "-" for i in range(start, end))

    def is_syllabic(self, i: int, bracket: int) -> bool:
        """Whether word `i` is made of word beginnings of the name before the brackets («Рособрнадзор»)."""
        begin = self.longest_body(self.names_before(bracket))
        short = fold(self.words.texts[i])
        if begin < 0 or not self.words.is_capital(i) or not short.isalpha() or len(short) < 7:
            return False
        long = [fold(self.words.texts[n]) for n in range(begin, bracket) if len(self.words.texts[n]) > 4]
        # «Рособрнадзор» has the beginnings of two words, «Росгидромет» a long one of «гидрометеорологии».
        is_long = any(len(word) > LONG_BEGINNING and word[:LONG_BEGINNING] in short for word in long)
        return is_long or sum(beginning in short for beginning in {word[:3] for word in long}) >= 2

    def is_in_latin(self, start: int, end: int, bracket: int) -> bool:
        """Whether several Latin words fill the brackets behind a body: its name in another language («Africa CDC»)."""
        words = self.words.texts[start:end]
        is_name = 1 < len(words) <= LONGEST_SHORT and all(word.isascii() and word.isalpha() for word in words)
        return is_name and words[0][0].isupper() and self.longest_body(self.names_before(bracket)) >= 0

    def with_long_before(self, start: int, end: int, bracket: int, rule: str) -> Iterator[Definition]:
        """Yield the short form with the full name that ends before the brackets."""
        if end - start > LONGEST_SHORT or not any(self.words.texts[i][0].isalnum() for i in range(start, end)):
            return
        behind = bracket
        names = self.names_before(behind)
        begin = -1
        if self.is_abbreviation(start, end):
            begin = self.long_by_letters(start, end, behind, names)
            only_latin = LATIN.fullmatch(self.words.texts[start]) and end - start == 1
            if begin < 0 and names and (rule == "further-on" or (only_latin and self.longest_body(names) >= 0)):
                begin = self.longest_body(names)
            if begin < 0 and end - start == 1 and self.may_be_another_language(start, behind, names):
                begin = self.longest_body(names)
        elif rule == "further-on":
            begin = self.long_by_word(start, end, behind, names)
        if begin >= 0 and self.text(begin, behind).lower() != self.text(start, end).lower():
            yield Definition(start, end, begin, behind, rule)

    def may_be_another_language(self, i: int, behind: int, names: list[tuple[int, Span]]) -> bool:
        """Whether word `i`, alone in brackets behind a body's name, stands for it though its letters are another
        language's («Межправительственная организация по развитию (ИГАД)») or some are left out."""
        if self.body_by_some_letters(i, behind, names):
            return True
        short = self.words.texts[i]
        is_alone = self.at(i - 1) == "(" and self.at(i + 1) == ")" and self.longest_body(names) >= 0
        return is_alone and short.isupper() and len(short) >= SOME_LETTERS and not is_union(short)

    def body_by_some_letters(self, i: int, behind: int, names: list[tuple[int, Span]]) -> bool:
        """Whether word `i` is made of beginnings of the longest body before the brackets, its last word's among them:
        «Координационный совет руководителей … по вопросам борьбы с незаконной миграцией (КСБНМ)»."""
        letters = fold(plain(self.words.texts[i]))
        begin = self.longest_body(names)
        if begin < 0 or len(letters) < SOME_LETTERS:
            return False
        beginnings = [fold(self.words.texts[n])[0] for n in range(begin, behind) if self.words.texts[n][0].isalpha()]
        if beginnings[0] != letters[0] or beginnings[-1] != letters[-1]:
            return False
        following = iter(beginnings)
        return all(letter in following for letter in letters)

    def names_before(self, end: int) -> list[tuple[int, Span]]:
        """Return the names that end before word `end`, the longest first; a closing quote may stand between."""
        names = list(self.names_ending.get(end, ()))
        if self.at(end - 1) in CLOSING:
            names += [
                (start - (self.at(start - 1) in OPENING), span) for start, span in self.names_ending.get(end - 1, ())
            ]
        return sorted(names, key=lambda found: found[0])

    def longest_body(self, names: list[tuple[int, Span]]) -> int:
        """Return where the longest organisation of several words begins; -1 if there is none."""
        bodies = [start for start, span in names if span.label_ == "ORG" and len(span.text.split()) > 1]
        return bodies[0] if bodies else -1

    def text(self, start: int, end: int) -> str:
        tokens = self.words.tokens
        return self.doc.text[tokens[start].idx : tokens[end - 1].idx + len(tokens[end - 1])]

    def long_by_letters(self, start: int, end: int, behind: int, names: list[tuple[int, Span]]) -> int:
        """Return where the full name begins whose initials are the short form; -1 if none does.

        A name that was found wins over bare words; then the cheapest match, then the longer name.
        """
        short = [plain(self.words.texts[i]) for i in range(start, end) if self.words.texts[i] != "-"]
        found_starts = {begin for begin, _ in names} | self.bodies_starting
        best: tuple[float, int] | None = None
        for begin in range(behind - 1, max(behind - LONGEST_NAME, -1), -1):
            if begin + 1 < behind and self.words.opens[begin + 1]:
                break
            if self.at(begin) in ("(", ")", ";", ":"):
                break
            if not self.words.texts[begin][0].isalnum():
                continue
            is_name = begin in found_starts
            cost = self.letters_cost(short, begin, behind, PRICE_OF_NAME if is_name else PRICE_OF_WORDS)
            if cost is None:
                continue
            cost -= 2.0 * is_name
            if best is None or cost <= best[0]:
                best = cost, begin
        if best is None:
            return -1
        return best[1]

    def letters_cost(self, short: list[str], begin: int, behind: int, price: float) -> float | None:
        """Return how badly the initials of the words from `begin` to `behind` give `short`; None if they do not."""
        words = [plain(self.words.texts[i]) for i in range(begin, behind)]
        words = [word for word in words if word[0].isalnum()]
        # The owner may be written out again: «СМО ОДКБ», «МИД России».
        owner = len(short) - 1
        tail = [fold(word) for word in short[1:]]
        if owner:
            if len(words) <= owner or any(
                not same_stem(left, fold(right)) for left, right in zip(tail, words[-owner:], strict=True)
            ):
                costs = [letters_match("".join(short), tuple(words), 0, price)]
                if is_union(short[1]):
                    # «Межгосударственная комиссия по сотрудничеству (МКС ОДКБ)»: the owner is named in brackets alone.
                    costs.append(letters_match(short[0], tuple(words), 0, price))
                return min((cost for cost in costs if cost is not None), default=None)
            words = words[:-owner]
            while len(words) > 1 and fold(words[-1]) in lists().owner:
                words.pop()
        return letters_match(short[0], tuple(words), self.owner_words(behind, len(words)) if not owner else 0, price)

    def owner_words(self, behind: int, most: int) -> int:
        """Return how many words at the end of a full name may be its owner: the longest name inside it."""
        starts = [start for start, _ in self.names_before(behind) if behind - start < most]
        # «государств – членов ОДКБ»
        begin = min(starts, default=behind)
        k = begin - 1
        while k > 0 and (self.words.lemmas[k] in ("член", "участник", "государство", "страна") or self.at(k) in DASHES):
            k -= 1
        return sum(1 for i in range(k + 1, behind) if self.words.texts[i][0].isalnum())

    def long_by_word(self, start: int, end: int, behind: int, names: list[tuple[int, Span]]) -> int:
        """Return where the full name begins that a word such as «Организация», «Стороны» repeats or stands for."""
        lemmas = {self.words.lemmas[i] for i in range(start, end) if self.words.texts[i][0].isalpha()}
        for begin, span in reversed(names):
            heads = [fold(token.lemma_) for token in span if token.pos_ in ("NOUN", "PROPN")]
            if heads and heads[0] in lemmas:
                return begin
        for i in range(behind - 1, max(behind - LONGEST_NAME, -1), -1):
            if self.at(i) in ("(", ")", ";", ":", "."):
                break
            if self.words.lemmas[i] in lemmas:
                while i > 0 and self.words.go_on(i) and self.words.is_adjective(i - 1) and self.words.case(i - 1):
                    i -= 1
                return i
            if self.words.opens[i]:
                break
        return names[0][0] if names else -1

    # ---- the other ways ----------------------------------------------------------------------------------------------

    def abbreviation_then_name(self, bracket: int, first: int, end: int) -> Iterator[Definition]:
        """Yield «ОДКБ (Организация Договора о коллективной безопасности)»."""
        if end - first < 2 or not self.words.texts[first][0].isalpha():
            return
        for start in (bracket - 1, bracket - 2):
            if start < 0 or not self.is_abbreviation(start, bracket):
                continue
            words = [plain(self.words.texts[i]) for i in range(first, end)]
            words = [word for word in words if word[0].isalnum()]
            short = plain(self.words.texts[start])
            if bracket - start == 1 and letters_match(short, tuple(words), 0, PRICE_OF_WORDS) is not None:
                yield Definition(start, bracket, first, end, "abbreviation-then-name")
                return

    def named_further_on(self, i: int) -> Iterator[Definition]:
        """Yield «…, именуемая в дальнейшем «Организация»,», «…, сокращённо ОДКБ,»."""
        start = self.skip_cue(i)
        before = i
        while before > 0 and fold(self.at(before - 1)) in lists().cue:
            before -= 1
        if self.at(before - 1) == "(" or before < 2 or start >= len(self.words) or not self.words.go_on(start):
            return
        if self.at(before - 1) == ",":
            before -= 1
        if self.at(start) in OPENING:
            close = next(
                (j for j in range(start + 1, min(start + LONGEST_SHORT + 2, len(self.words))) if self.at(j) in CLOSING),
                0,
            )
            if not close:
                return
            short = (start + 1, close)
        else:
            short = (start, start + 1)
        if short[0] < short[1] and self.words.texts[short[0]][0].isupper():
            yield from self.with_long_before(*short, before, "further-on")


@lru_cache(20_000)
def letters_match(short: str, words: tuple[str, ...], owner: int, price: float) -> float | None:
    """Return how badly the beginnings of `words` give the letters of `short`; None if they do not.

    A content word left out costs 1, a letter from inside a word 0.6 (none after a hyphen); the last `owner` words may
    be left out free. The first letter must begin the first word; each letter may cost `price` on average.
    """
    letters = fold(short.replace("-", ""))
    names = [fold(word) for word in words]
    if len(letters) < 2 or not names or names[0][:1] != letters[0] or len(names) > LONGEST_NAME:
        return None
    allowed = price * len(letters) if len(letters) > 2 else 0.0
    best: dict[int, float] = {0: 0.0}
    for n, name in enumerate(names):
        following: dict[int, float] = {}
        for taken, cost in best.items():
            is_owner = n >= len(names) - owner and taken == len(letters)
            skip = 0.0 if name in lists().small or is_owner else 0.2 if name in lists().owner else 1.0
            options = [(0, skip)] if n else []
            position, paid = 0, 0.0
            for k in range(taken, len(letters)):
                at = 0 if k == taken else name.find(letters[k], position)
                if at < 0 or (k == taken and name[:1] != letters[k]):
                    break
                is_second_part = at > 0 and name[at - 1] in "-‑"
                # «СМИД» of «Совет министров»: two letters from one beginning («Мин-») are cheap, far ones are not.
                paid += 0.0 if k == taken or is_second_part else 0.6
                position = at + 1
                options.append((k - taken + 1, paid))
            for count, extra in options:
                total = cost + extra
                if total <= allowed and total < following.get(taken + count, float("inf")):
                    following[taken + count] = total
        best = following
    return best.get(len(letters))


def is_union(word: str) -> bool:
    """Whether a word is the abbreviation of a union of states or a worldwide body («ОДКБ», «ООН»)."""
    return word.isupper() and (fold(word),) in lexicon().worldwide


def same_stem(left: str, right: str) -> bool:
    """Whether two words are forms of one («России», «Россия»): abbreviations alike, others but for the ending."""
    if left == right:
        return True
    length = max(min(len(left), len(right)) - 2, 3)
    return left[:length] == right[:length] and abs(len(left) - len(right)) <= 3


def nominative(finder: DefinitionFinder, start: int, end: int) -> str:
    """Return the full name in the nominative, spaced as printed."""
    tokens = finder.words.tokens[start:end]
    words = tuple(plain(token.text) for token in tokens)
    readings = phrase_readings(words)
    head = max(readings[0].head, 0)
    case = "".join(tokens[head].morph.get("Case", [])[:1])
    reading = next((r for r in readings if r.case == case), readings[0])
    out = ""
    for token, word in zip(tokens, reading.words, strict=True):
        joined = out and tokens[0].i < token.i and not gap_before(token)
        out += word if not out or joined else f" {word}"
    return out


def gap_before(token: object) -> bool:
    """Whether white space stands before `token`."""
    before = token.nbor(-1)  # type: ignore[attr-defined]
    return bool(before.whitespace_) or bool(before.is_space)


def find_abbreviations(doc: Doc) -> Iterator[tuple[Span, dict[str, object]]]:
    """Yield each short form where it is defined, `id_` the rule, and its row.

    Keys: short (as printed), long (nominative), start, end (of the short form), long_start, long_end; in characters.
    """
    if "(" not in doc.text and "именуем" not in doc.text and "окращ" not in doc.text:
        return
    finder = DefinitionFinder(doc)
    seen = set()
    for found in finder.find():
        tokens = finder.words.tokens
        first, last = tokens[found.start], tokens[found.end - 1]
        if (found.start, found.end) in seen:
            continue
        seen.add((found.start, found.end))
        span = Span(doc, first.i, last.i + 1, label="ABBR", span_id=found.rule)
        long_first, long_last = tokens[found.long_start], tokens[found.long_end - 1]
        yield (
            span,
            {
                "short": span.text,
                "long": nominative(finder, found.long_start, found.long_end),
                "start": span.start_char,
                "end": span.end_char,
                "long_start": long_first.idx,
                "long_end": long_last.idx + len(long_last),
            },
        )


class AbbreviationMarker:
    """Sets `doc._.abbreviations` and doc.spans["abbreviations"]."""

    def __call__(self, doc: Doc) -> Doc:
        found = list(find_abbreviations(doc))
        doc.spans["abbreviations"] = SpanGroup(doc, name="abbreviations", spans=[span for span, _ in found])
        doc._.abbreviations = [row for _, row in found]
        return doc


@Language.factory("press_abbreviations", requires=["doc.spans"], assigns=["doc.spans", "doc._.abbreviations"])
def make_abbreviations(nlp: Language, name: str) -> AbbreviationMarker:
    """Return the stage; it has nothing to load."""
    return AbbreviationMarker()
