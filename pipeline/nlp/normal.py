"""Reads names and dates of doc.spans, writes doc.spans["mentions"], doc.ents and every mention's normal form."""

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from math import log
from typing import Generic, NamedTuple, TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from pipeline.nlp.case_evidence import (
    NOT_GOVERNED,
    NOTHING,
    UD_GENDERS,
    Blocks,
    TagScores,
    governed,
    log_cases,
    word_after,
    word_before,
    words_of_context,
)
from pipeline.nlp.countries import countries_by_name, country_before, curated_places
from pipeline.nlp.delegations import bodies_of_colleagues, delegations
from pipeline.nlp.dictionary import parses
from pipeline.nlp.encoder import load_head
from pipeline.nlp.inflection import CASES, folded
from pipeline.nlp.noun_phrases import PhraseReading, phrase_readings
from pipeline.nlp.person_names import PersonReading, is_common_noun, is_initial, parts_of, person_readings
from pipeline.nlp.role_words import is_deputy_of
from pipeline.nlp.words import INVISIBLE, plain
from pipeline.votes import SURE, settled_by_sure_votes, settled_by_vote, shares, votes_of

R = TypeVar("R", PersonReading, PhraseReading)

LINE_BREAK = re.compile(r"\n\s*\n|[\r\n\u2028\u2029]")
SPACES = re.compile(r"\s+")
INITIAL_BEFORE_LETTER = re.compile(r"(?<![^\W\d_])([А-ЯЁA-Z][а-яёa-z]?)\.\s*(?=[^\W\d_])")
OPENING = '«“„"('
# These hold one word together.
APOSTROPHES = "'’ʼ`"
HYPHENS = "-‑"
DASHES = "–—-"
JOINTS = APOSTROPHES + HYPHENS
# Which label stays when two finders give the same words.
LABEL_ORDER = {"PER": 0, "ORG": 1, "LOC": 2}
# Readings this far (log weight) below the best one in their own context are dropped before the vote.
HOPELESS = 9.0
# What the release leaves possible: readings with at least this share (percent) may still win in the corpus.
POSSIBLE = 3
# Log weights of single signs.
VERB_GENDER = 1.2
# What else than the subject a name may be beside a past verb of its gender that has no other subject.
NO_OTHER_SUBJECT = -5.0
# A nominative this much less likely than the best reading is none to build on: «поддержал Иванова» has a man's.
RARE = 2.0
FEMININE_ROLE = 2.5
QUOTED_BESIDE_NOUN = 2.5
BESIDE_DESCRIPTOR = 1.0
STANDS_ALONE = 7.0
LIST_ITEM = 3.0
# An explanation names at most this many other mentions.
VOTERS_SHOWN = 3
# Kinds whose descriptor stands in the same case as the name.
AGREEING = {"city", "settlement", "village", "river"}
# What a reading gains (log weight) that gives a curated place's name: more than cases tell where no sentence is.
KNOWN_PLACE = 3.0
# Names joined by these stand in one case, which a preposition before the first of them tells less surely.
COORDINATORS = {"и", ","}
IN_A_LIST = 0.5
LONGEST_LIST = 8
# A role before a name has at most this many words.
ROLE_WINDOW = 14
# «Министр здравоохранения О. Чижова»: after a role that has its complement the name can but agree, unlike «адвокат
# Чижова»; so much more the role tells then.
ROLE_WITH_COMPLEMENT = 2.0
# «дочь [Ивана Бейли]» stands in the genitive as often as «дочь [Анна Бейли]» in the case of the noun.
RELATIVE = 0.3
# Words after a name among which its verb is sought.
VERB_WINDOW = 3
# Tokens of the longest apposition between a name and its verb.
APPOSITION = 16

# ---- settling ------------------------------------------------------------------------------------------------------


def settle(doc: Doc) -> list[Span]:
    """Return the names and dates of `doc` without equal, crossing or line-breaking spans, sorted by (start, -end).

    Dates win over names they cross and names inside them. Of two names that cross, the longer stays, then the earlier.
    """
    dates = filter_spans([span for span in group(doc, "dates") if not breaks_line(span)])
    names = [span for span in group(doc, "names") if not breaks_line(span)]
    names.sort(key=lambda span: (span.start - span.end, span.start, LABEL_ORDER.get(span.label_, 9)))
    kept: list[Span] = []
    around: dict[int, list[Span]] = defaultdict(list)
    for span in [*dates, *names]:
        # A span that crosses this one, or equals it, covers its first or its last token.
        others = around[span.start] + around[span.end - 1]
        if not any(clashes(span, other) for other in others):
            kept.append(span)
            for i in range(span.start, span.end):
                around[i].append(span)
    return sorted(kept, key=lambda span: (span.start, -span.end))


def clashes(span: Span, other: Span) -> bool:
    """Whether `span` cannot stand beside `other`, which came first: equal, crossing, or a date around it."""
    if other.start <= span.start and span.end <= other.end:
        return other.label_ == "DATE" or (span.start, span.end) == (other.start, other.end)
    inside = span.start <= other.start and other.end <= span.end
    return not inside and span.start < other.end and other.start < span.end


def group(doc: Doc, name: str) -> list[Span]:
    """Return the spans of `doc.spans[name]` that have a word in them; none if the group was never made."""
    return [span for span in doc.spans[name] if span.text.strip()] if name in doc.spans else []


def breaks_line(span: Span) -> bool:
    """Whether a line ends inside `span`; a line that was only wrapped is one sentence and may hold it."""
    return bool(LINE_BREAK.search(span.text)) and ("\n\n" in span.text or any(t.is_sent_start for t in span[1:]))


# ---- the words of a mention ----------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """One word of a mention as printed (joined by apostrophe or hyphen) and the tokens it was made of."""

    text: str
    start: int
    end: int


def pieces_of(span: Span, joins: bool) -> list[Piece]:
    """Return the words of `span`, «Кот-д'Ивуар» as one; with `joins`, «Абу-Даби» and «Г.» too."""
    pieces: list[Piece] = []
    for token in span:
        text = INVISIBLE.sub("", token.text)
        if token.is_space or not text:
            continue
        last = pieces[-1] if pieces else None
        if last and last.end == token.i and not span.doc[token.i - 1].whitespace_:
            # One word in two alphabets is several tokens («Моcква» with a Latin c).
            if text.isalpha() and last.text.isalpha():
                pieces[-1] = Piece(last.text + text, last.start, token.i + 1)
                continue
            joints = JOINTS if joins else APOSTROPHES
            after_joint = last.text[-1] in joints and len(last.text) > 1
            is_joint = text in joints and last.text[-1].isalpha() and token.i + 1 < span.end and not token.whitespace_
            is_stop = joins and text == "." and is_initial(last.text + ".")
            if after_joint or is_joint or is_stop:
                pieces[-1] = Piece(last.text + text, last.start, token.i + 1)
                continue
        pieces.append(Piece(text, token.i, token.i + 1))
    return pieces


def spelled(span: Span, pieces: list[Piece], words: Iterable[str]) -> str:
    """Return `words` with the spacing that their pieces have in the text, any white space as one space."""
    out: list[str] = []
    end = span.start
    for piece, word in zip(pieces, words, strict=True):
        between = span.doc[end : piece.start].text if end < piece.start else ""
        if out and (between.isspace() or span.doc[end - 1].whitespace_):
            out.append(" ")
        out.append(word)
        end = piece.end
    return SPACES.sub(" ", "".join(out)).strip()


# ---- readings in context -------------------------------------------------------------------------------------------


class Mention(NamedTuple, Generic[R]):
    """A mention with the readings that its own context allows, and their log weights there."""

    span: Span
    pieces: list[Piece]
    readings: list[R]
    scores: list[float]


def likely(span: Span, pieces: list[Piece], readings: Sequence[R], scores: list[float]) -> Mention[R]:
    """Return the mention with the readings that can still win."""
    best = max(scores)
    kept = [i for i, score in enumerate(scores) if score > best - HOPELESS]
    return Mention(span, pieces, [readings[i] for i in kept], [scores[i] for i in kept])


def person_mention(span: Span, evidence: "Evidence") -> Mention[PersonReading]:
    """Return the readings of a person's name, weighed by the sentence."""
    pieces = pieces_of(span, joins=True)
    words = words_of(pieces)
    parts = parts_of(words)
    tokens = [p.end - 1 for p, part in zip(pieces, parts, strict=False) if part in ("first", "middle", "last")]
    case = evidence.person_case(span, tokens or [span.start])
    gender = evidence.person_gender(span, tokens or [span.start])
    role_of_women = evidence.case_of_feminine_role(span.start)
    readings = person_readings(words, evidence.may_share_surname(span))
    subject = evidence.subject_gender(span)
    verb = subject or evidence.past_gender(evidence.finite_verb_after(span))
    likeliest = max(reading.weight for reading in readings)
    may_be_subject = subject and any(
        r.case == "Nom" and r.gender == subject and r.weight > likeliest - RARE for r in readings
    )
    scores = []
    for reading in readings:
        score = reading.weight + case[reading.case] + gender[reading.gender]
        if may_be_subject and reading.case != "Nom":
            score += NO_OTHER_SUBJECT
        if verb and reading.case == "Nom" and reading.gender:
            score += VERB_GENDER if reading.gender == verb else -VERB_GENDER
        if reading.gender and reading.case == role_of_women:
            score += FEMININE_ROLE if reading.gender == "f" else -FEMININE_ROLE
        scores.append(score)
    return likely(span, pieces, readings, scores)


def words_of(pieces: list[Piece]) -> tuple[str, ...]:
    """Return the words of a person's name, without what stands in brackets after it («Хайко Маас (Heiko Maas)»)."""
    bracket = next((n for n, piece in enumerate(pieces) if piece.text in "([" and n), len(pieces))
    return tuple(plain(piece.text) for piece in pieces[:bracket])


def phrase_mention(span: Span, evidence: "Evidence") -> Mention[PhraseReading]:
    """Return the readings of an organisation's or a place's name, weighed by the sentence."""
    pieces = pieces_of(span, joins=False)
    readings = phrase_readings(tuple(plain(piece.text) for piece in pieces))
    head = pieces[max(readings[0].head, 0)].start
    case = evidence.phrase_case(span, head)
    gender = evidence.phrase_gender(span, head)
    scores = [r.weight + case[r.case] + gender.get(r.gender, 0.0) for r in readings]
    if span.label_ == "LOC":
        # «Республики Армения» alone in a line: no country is called so in the plural.
        known = [folded(" ".join(r.words)) in curated_places() for r in readings]
        scores = [score + KNOWN_PLACE * is_known for score, is_known in zip(scores, known, strict=True)]
    return likely(span, pieces, readings, scores)


class Settled(NamedTuple, Generic[R]):
    """What a mention is read as, with its share in percent, and what else it may be; both by share, nothing twice."""

    reading: R
    share: int
    others: list[tuple[R, int]]


def settled(mentions: list[Mention[R]]) -> list[Settled[R]]:
    """Return each mention's best reading after all of them have voted, and what the release leaves possible."""
    scores, keys = [m.scores for m in mentions], [[r.keys for r in m.readings] for m in mentions]
    chosen, sure = settled_by_vote(scores, keys), settled_by_sure_votes(scores, keys)
    return [possible(m.readings, best, mine) for m, best, mine in zip(mentions, chosen, sure, strict=True)]


def possible(readings: list[R], best: int, after_vote: list[float]) -> Settled[R]:
    """Return `best` and the other names, each once, whose share makes them possible; none where one is sure."""
    by_name: dict[tuple[tuple[str, ...], str], float] = defaultdict(float)
    for reading, share in zip(readings, after_vote, strict=True):
        by_name[reading.name] += share
    mine = readings[best].name
    # What the release has decided is never behind what single sentences say.
    percent = {name: round(100 * share) for name, share in by_name.items()}
    percent[mine] = max(percent.values())
    if by_name[mine] >= SURE:
        return Settled(readings[best], percent[mine], [])
    others: dict[tuple[tuple[str, ...], str], R] = {}
    for reading in readings:
        if reading.name != mine and percent[reading.name] >= POSSIBLE:
            others.setdefault(reading.name, reading)
    ordered = sorted(others.items(), key=lambda item: (-percent[item[0]], item[0]))
    return Settled(readings[best], percent[mine], [(reading, percent[name]) for name, reading in ordered])


# ---- evidence ------------------------------------------------------------------------------------------------------


class Evidence:
    """What one Doc's tags and words say about its mentions."""

    def __init__(self, doc: Doc, mentions: list[Span], scores: TagScores) -> None:
        self.doc = doc
        self.people = {i for span in mentions if span.label_ == "PER" for i in range(span.start, span.end)}
        self.named = {i for span in mentions if span.label_ != "DATE" for i in range(span.start, span.end)}
        # Where the outermost name begins that ends at a token, by label: lists are read from behind.
        self.begins: dict[tuple[int, str], int] = {}
        for span in mentions:
            self.begins.setdefault((span.end - 1, span.label_), span.start)
        self.roles = {span.start: list(self.role_nouns(span.start)) for span in mentions if span.label_ == "PER"}
        wanted = self.named | {i for nouns in self.roles.values() for i in nouns}
        self.features = scores.read(doc, sorted(wanted))

    def case_of(self, tokens: Iterable[int]) -> list[float]:
        """Return log weights by case after the tags of these tokens."""
        return log_cases(self.features[i].case for i in tokens if i in self.features)

    def person_case(self, span: Span, tokens: list[int]) -> dict[str, float]:
        """Return log weights by case of a person's name: its tags, the preposition or the role before it."""
        told = self.case_of(tokens), self.preposition(span.start, span.label_), self.role_case(span.start)
        weights = {case: sum(weights) for case, *weights in zip(CASES, *told, strict=True)}
        if self.stands_alone(span):
            weights["Dat" if self.is_addressee(span) else "Nom"] += STANDS_ALONE
        if self.opens_clause(span.start) and self.finite_verb_after(span) >= 0:
            weights["Gen"] += log(NOT_GOVERNED)  # nothing there that it could depend on
        if self.opens_list_item(span):
            weights["Nom"] += LIST_ITEM
        if self.is_honoured(span.start):
            weights = {case: weight + (case != "Gen") * log(NOT_GOVERNED) for case, weight in weights.items()}
        return weights

    def opens_list_item(self, span: Span) -> bool:
        """Whether a name opens a line and a dash with a role in the nominative follows: «Ибраимова Ч. С. – начальник
        управления»."""
        i = word_after(self.doc, span.end)
        is_item = word_before(self.doc, span.start) < 0 and i + 1 < len(self.doc) and self.doc[i].text in DASHES
        nouns = [token for token in self.doc[i + 1 : i + 4] if token.pos_ in ("NOUN", "PROPN")] if is_item else []
        return bool(nouns) and nouns[0].morph.to_dict().get("Case") == "Nom"

    def is_honoured(self, start: int) -> bool:
        """Whether something is named after who stands at `start`: «имени [Казы Дикамбаева]», «им. академика [А. Г.
        Шипунова]»."""
        i = word_before(self.doc, start)
        while i >= 0 and self.doc[i].pos_ == "NOUN" and self.doc[i].lower_ != "имени":
            i = word_before(self.doc, i)
        if i >= 0 and self.doc[i].text == ".":
            i = word_before(self.doc, i)
            return i >= 0 and self.doc[i].lower_ == "им"
        return i >= 0 and self.doc[i].lower_ == "имени"

    def phrase_case(self, span: Span, head: int) -> dict[str, float]:
        """Return log weights by case of another name: its head's tag, and what stands before it."""
        told = self.case_of([head]), self.preposition(span.start, span.label_)
        weights = {case: sum(both) for case, *both in zip(CASES, *told, strict=True)}
        weights["Nom"] += STANDS_ALONE * self.stands_alone(span)
        if self.is_quoted_beside_noun(span):
            weights["Nom"] += QUOTED_BESIDE_NOUN
        before = word_before(self.doc, span.start)
        # Often a nominative, whatever the descriptor's case: «в аэропорту Внуково».
        if before >= 0 and self.doc[before].lemma_ in words_of_context()["place_kinds"]:
            weights["Nom"] += BESIDE_DESCRIPTOR
        return weights

    def stands_alone(self, span: Span) -> bool:
        """Whether the name is a whole sentence (a line of a list, a signature), where it is a nominative."""
        if word_before(self.doc, span.start) >= 0:
            return False
        after = next((token for token in self.doc[span.end :] if not token.is_space and token.text != "."), None)
        return after is None or bool(after.is_sent_start)

    @cached_property
    def blocks(self) -> Blocks:
        return Blocks(self.doc)

    def is_addressee(self, span: Span) -> bool:
        """Whether the lines above the name, up to an empty one, begin with whom a letter is for: «Президенту …»,
        «Генеральному секретарю …»."""
        i = self.blocks.start(span.start)
        while i < span.start and parses(self.doc[i].lower_)[0].tag.POS == "ADJF":
            i += 1
        readings = [r.tag for r in parses(self.doc[i].lower_) if r.tag.POS == "NOUN"] if i < span.start else []
        return bool(readings) and all(tag.case == "datv" and "anim" in tag for tag in readings)

    def preposition(self, start: int, label: str) -> list[float]:
        """Return log weights by case after the preposition right before the name."""
        first = self.first_of_list(start, label)
        before = self.before_quotes(first)
        if before < 0 or self.doc[before].lower_ in COORDINATORS:
            return NOTHING
        # «с Петровым и Сидоровым»: the preposition before the first of a list governs all, more or less surely.
        told = 1.0 if first == start else IN_A_LIST
        return [told * weight for weight in governed(self.doc[before].lower_)]

    def first_of_list(self, start: int, label: str) -> int:
        """Return where the first name begins of the list («Петров, Сидоров и …») that the name at `start` is in."""
        for _ in range(LONGEST_LIST):
            before = self.before_quotes(start)
            if before < 0 or self.doc[before].lower_ not in COORDINATORS:
                break
            first = self.begins.get((word_before(self.doc, before), label))
            if first is None:
                break
            start = first
        return start

    def opens_clause(self, start: int) -> bool:
        """Whether a sentence or a subordinate clause begins with what stands at `start` («…, что Иванова приехала»)."""
        before = self.before_quotes(start)
        if before >= 0 and self.doc[before].text == ",":
            # «Так, Иванова приехала»; in «Петрова, Иванова» the comma only parts names.
            return word_before(self.doc, before) not in self.named
        return before < 0 or self.doc[before].pos_ == "SCONJ"

    def finite_verb_after(self, span: Span) -> int:
        """Return the finite verb after the name, adverbs or an apposition between them allowed («Иванова также
        заявила», «Чейни, дочь Дика Чейни, заявила»); -1 if none."""
        start = self.behind_apposition(span.end)
        for i in range(start, min(len(self.doc), start + VERB_WINDOW)):
            token = self.doc[i]
            if token.pos_ == "VERB" and not token.is_sent_start:
                return i if token.morph.to_dict().get("VerbForm") == "Fin" else -1
            if token.pos_ != "ADV" or token.is_sent_start:
                return -1
        return -1

    def behind_apposition(self, i: int) -> int:
        """Return the token behind the commas that open at token `i`, `i` where none open or they hold a verb."""
        if i >= len(self.doc) or self.doc[i].text != ",":
            return i
        for end in range(i + 1, min(len(self.doc) - 1, i + APPOSITION)):
            token = self.doc[end]
            if token.text == ",":
                return end + 1
            if token.pos_ in ("VERB", "AUX") or token.is_sent_start or token.text in ";:()":
                break
        return i

    def before_quotes(self, start: int) -> int:
        """Return the word before `start`, opening quotes skipped; -1 if the sentence begins here."""
        before = word_before(self.doc, start)
        while before >= 0 and self.doc[before].text in OPENING:
            before = word_before(self.doc, before)
        return before

    def role_nouns(self, start: int) -> Iterator[int]:
        """Yield the nouns for people before a name that it may stand beside («Генерального секретаря ОДКБ …»).

        A place or body may stand between them after a preposition («учительница из Таласа …», «представитель при
        ООН …»): no person's name depends on it.
        """
        i = word_before(self.doc, start)
        phrase_end = start
        for _ in range(ROLE_WINDOW):
            if i < 0 or i in self.people:
                return
            token = self.doc[i]
            if token.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ", "PRON") or token.text in ",;:()":
                return
            if token.pos_ == "ADP" and token.lower_ != "по":
                is_compound = self.doc[i + 1].lemma_ in words_of_context()["nouns_of_prepositions"]
                if not is_compound and not self.is_named(i + 1, phrase_end):
                    return
                phrase_end = i
            is_noun = token.pos_ == "NOUN" or (token.pos_ == "PROPN" and is_title(token.lower_))
            if is_noun and i not in self.named and token.morph.to_dict().get("Animacy") == "Anim":
                yield i
            i = word_before(self.doc, i)

    def is_named(self, start: int, end: int) -> bool:
        """Whether there are words from `start` to `end`, all of them in names."""
        return start < end and all(i in self.named or self.doc[i].is_space for i in range(start, end))

    def may_share_surname(self, span: Span) -> bool:
        """Whether «и» and a first name stand before it («[Иван] и [Мария Петровы]»): one surname may serve both."""
        before = word_before(self.doc, span.start)
        first = word_before(self.doc, before) if before >= 0 and self.doc[before].lower_ == "и" else -1
        is_one_word = first >= 0 and self.begins.get((first, "PER")) == first
        return is_one_word and parts_of((plain(self.doc[first].text),)) == ("first",)

    def role_case(self, start: int) -> list[float]:
        """Return log weights by case after the role before the name, the nearest noun counting most."""
        nouns, told = self.roles.get(start, []), 1.0
        if not nouns:
            # «Депутаты Кадырбеков, [Айсулуу Мамашова] и …»: a plural before the first of a list is said of all.
            first = self.first_of_list(start, "PER")
            nouns, told = self.roles.get(first, []) if first != start else [], IN_A_LIST
            if not nouns or self.features[nouns[0]].number[1] < IN_A_LIST:
                return NOTHING
        elif is_deputy_of(folded(self.doc[nouns[0]].text)):
            return NOTHING  # «замглавы» is the same in every case
        elif nouns[0] != word_before(self.doc, start):
            told = ROLE_WITH_COMPLEMENT
        if self.doc[nouns[0]].lemma_ in words_of_context()["relatives"]:
            told *= RELATIVE
        # «Заместитель [министра] Иванова»: whose deputy it is tells as much as what she is.
        owned = len(nouns) > 1 and word_before(self.doc, nouns[0]) == nouns[1]
        trust = [0.5 ** max(n - owned, 0) for n in range(len(nouns))]
        mixed = [
            sum(self.features[i].case[c] * share for i, share in zip(nouns, trust, strict=True))
            for c in range(len(CASES))
        ]
        return [told * weight for weight in log_cases([mixed])]

    def case_of_feminine_role(self, start: int) -> str:
        """Return the case of the nearest role before the name if women alone have it («учительница»); else "".

        Words for relatives tell nothing: «сестра Нурлана Ибраимова» is a man's.
        """
        for i in self.roles.get(start, [])[:1]:
            feats = self.doc[i].morph.to_dict()
            lemma = self.doc[i].lemma_
            if feats.get("Number") == "Sing" and is_feminine(lemma) and lemma not in words_of_context()["relatives"]:
                return feats.get("Case", "")
        return ""

    def is_quoted_beside_noun(self, span: Span) -> bool:
        """Whether the name stands in quotes after a common noun («компании «Газпром»»), where it is a nominative."""
        first = word_before(self.doc, span.start + 1) if span.text[0] in OPENING else word_before(self.doc, span.start)
        if first < 0 or self.doc[first].text not in OPENING:
            return False
        noun = word_before(self.doc, first)
        return noun >= 0 and self.doc[noun].pos_ == "NOUN" and self.doc[noun].text.islower()

    def person_gender(self, span: Span, tokens: list[int]) -> dict[str, float]:
        """Return log weights by gender after the tags of the name's words and a title before it."""
        features = [self.features[i] for i in tokens if i in self.features]
        shares = [sum(f.gender[n] for f in features) / max(1, len(features)) for n in (0, 1)]
        plural = sum(f.number[1] for f in features) / max(1, len(features))
        # Three of four people in the news are men.
        weights = {"m": 0.6 * log(shares[0] + 0.1) + 0.3, "f": 0.6 * log(shares[1] + 0.1)}
        weights = {gender: weight + log(1.1 - plural) for gender, weight in weights.items()}
        weights[""] = 2 * log(plural + 0.05)
        context = words_of_context()
        before = word_before(self.doc, span.start)
        if before >= 0:
            lemma = self.doc[before].lemma_
            weights["m"] += 3.0 * (lemma in context["titles_of_men"])
            weights["f"] += 3.0 * (lemma in context["titles_of_women"])
        return weights

    def phrase_gender(self, span: Span, head: int) -> dict[str, float]:
        """Return log weights by gender ("p": plural) after the tags of the head and of an adjective before the name."""
        if head not in self.features:
            return {}
        features = self.features[head]
        shares = [*features.gender, features.number[1]]
        weights = {gender: 0.5 * log(share + 0.1) for gender, share in zip("mfnp", shares, strict=True)}
        before = self.before_quotes(span.start)
        if before >= 0 and self.doc[before].pos_ in ("ADJ", "DET") and before not in self.named:
            feats = self.doc[before].morph.to_dict()
            told = "p" if feats.get("Number") == "Plur" else UD_GENDERS.get(feats.get("Gender", ""), "")
            for gender in weights if told else ():
                weights[gender] += 1.0 if gender == told else -1.0
        return weights

    def past_gender(self, i: int) -> str:
        """Return the gender of token `i` if it is a finite verb in the past; else ""."""
        if i < 0 or self.doc[i].pos_ != "VERB":
            return ""
        feats = self.doc[i].morph.to_dict()
        is_past = feats.get("Tense") == "Past" and feats.get("VerbForm") == "Fin"
        gender = UD_GENDERS.get(feats.get("Gender", ""), "")
        return gender if is_past and gender in ("m", "f") else ""

    def subject_gender(self, span: Span) -> str:
        """Return the gender of a past verb that has no subject but the name; "" if there is no such verb.

        «С докладом выступила [Е. А. Иванова]», «Как сообщила заместитель руководителя [Корнеева Н. П.]», «Так, [С. В.
        Ларина] оспорила …», unlike «Партия выдвинула [Е. А. Иванова]», «Жена [С. В. Ларина] оспорила …».
        """
        if self.opens_clause(span.start) and (gender := self.past_gender(self.finite_verb_after(span))):
            return gender
        nouns = self.roles.get(span.start, [])
        if nouns and self.doc[nouns[0]].lemma_ in words_of_context()["relatives"]:
            return ""
        first = nouns[-1] if nouns else span.start
        if nouns and self.doc[first].morph.to_dict().get("Case") != "Nom":
            return ""
        verb = word_before(self.doc, first)
        while nouns and verb >= 0 and (self.doc[verb].pos_ == "ADJ" or self.doc[verb].lower_ == "и"):
            verb = word_before(self.doc, verb)
        gender = self.past_gender(verb)
        return gender if gender and not self.has_subject_before(verb, gender) else ""

    def has_subject_before(self, verb: int, gender: str) -> bool:
        """Whether a noun or pronoun before `verb`, in its clause, may be its subject."""
        i = word_before(self.doc, verb)
        while i >= 0 and self.doc[i].pos_ not in ("PUNCT", "SCONJ", "VERB"):
            token = self.doc[i]
            if i in self.people or token.lemma_ == "который":
                return True
            feats = token.morph.to_dict()
            agrees = feats.get("Case", "Nom") == "Nom" and UD_GENDERS.get(feats.get("Gender", ""), gender) == gender
            if agrees and token.pos_ in ("NOUN", "PROPN", "PRON", "X"):
                return True
            i = word_before(self.doc, i)
        return False


@lru_cache(10_000)
def is_title(word: str) -> bool:
    """Whether a word (lower case) is a common noun for people, which with a capital is tagged as a name («с Министром
    обороны»)."""
    found = [parse.tag for parse in parses(word) if parse.is_known and parse.tag.POS == "NOUN"]
    is_name = any({"Name", "Surn", "Patr"} & tag.grammemes for tag in found)
    return not is_name and any("anim" in tag for tag in found)


@lru_cache(10_000)
def is_feminine(lemma: str) -> bool:
    """Whether a noun for people is feminine in every reading («учительница», not «глава» or «судья»)."""
    genders = {parse.tag.gender for parse in parses(lemma) if "NOUN" in parse.tag and "anim" in parse.tag}
    return genders == {"femn"} and not any("ms-f" in parse.tag or "Ms-f" in parse.tag for parse in parses(lemma))


# ---- kinds ---------------------------------------------------------------------------------------------------------


def kind_of(mention: Mention[PhraseReading], reading: PhraseReading) -> str:
    """Return the kind that the descriptor before a place or the head of a name tells; "" if neither does."""
    context = words_of_context()
    kinds: dict[str, str] = context["place_kinds" if mention.span.label_ == "LOC" else "organization_kinds"]
    words = [word.lower() for word in reading.words]
    head = words[reading.head] if reading.head >= 0 else next((w for w in words if w[0].isalnum()), "")
    own = kinds.get(head) or kinds.get(singular(head)) if len(words) > 1 or mention.span.label_ == "ORG" else ""
    if own or mention.span.label_ != "LOC":
        return own or ""
    doc = mention.span.doc
    i = word_before(doc, mention.span.start)
    if i < 0:
        return ""
    if doc[i].text == ".":
        i = word_before(doc, i)
        return kinds.get(doc[i].lower_, "") if i >= 0 and len(doc[i]) < 5 else ""
    token = doc[i]
    feats = token.morph.to_dict()
    if token.text.lower() in context["forces_of_regions"]:
        return "region"  # «КСБР ЦАР»: no Central African Republic
    if token.pos_ != "NOUN" or len(token.text) < 2 or feats.get("Number") == "Plur":
        return ""
    kind = kinds.get(token.lemma_, "")
    # «в городе Бишкеке», «на озере Севан», but not «аэропорт Киева», «района Нижнего Новгорода».
    unchanged = words == [piece.text.lower() for piece in mention.pieces]
    return kind if unchanged or (kind in AGREEING and reading.case == feats.get("Case")) else ""


@lru_cache(10_000)
def singular(word: str) -> str:
    """Return the dictionary form of a head noun («силы» → «сила»)."""
    return str(parses(word)[0].normal_form) if word else ""


# ---- the stage -----------------------------------------------------------------------------------------------------


def normalize(doc: Doc, scores: TagScores) -> None:
    """Set doc.spans["mentions"], doc.ents and each mention's normal, name parts, gender, kind, country and readings."""
    spans = settle(doc)
    doc.spans["mentions"] = SpanGroup(doc, name="mentions", spans=spans)
    doc.ents = filter_spans(spans)
    people, phrases = weighed(doc, spans, scores)
    for person, decided in zip(people, settled(people), strict=True):
        name = person_name(person, decided.reading)
        span = person.span
        span._.normal, span._.last, span._.first, span._.middle, span._.gender = name
        if decided.others:
            others = [[share, *person_name(person, reading)] for reading, share in decided.others]
            span._.readings = as_json([[decided.share, *name], *others])
    for phrase, decided_phrase in zip(phrases, settled(phrases), strict=True):
        phrase.span._.normal = phrase_name(phrase, decided_phrase.reading)
        phrase.span._.kind = kind_of(phrase, decided_phrase.reading)
        if phrase.span.label_ == "ORG":
            phrase.span._.country = country_before(phrase.span, decided_phrase.reading.case)
        if decided_phrase.others:
            rows = [(decided_phrase.share, decided_phrase.reading), *((n, r) for r, n in decided_phrase.others)]
            phrase.span._.readings = as_json([[share, phrase_name(phrase, r), "", "", "", ""] for share, r in rows])
    for span in spans:
        if span.label_ == "DATE":
            span._.normal = span.kb_id_
    bodies_get_countries(doc, sorted((span for span in spans if span.label_ == "ORG"), key=lambda span: span.start))


def bodies_get_countries(doc: Doc, bodies: Sequence[Span]) -> None:
    """Give the bodies, in text order, that name no country that of the delegation or the colleague they stand with."""
    starts = [body.start for body in bodies]
    for start, end, place in delegations(doc):
        country = countries_by_name().get(folded(place._.normal), "")
        for body in bodies[bisect_left(starts, start) : bisect_left(starts, end)]:
            body._.country = body._.country or country
    for span, place in bodies_of_colleagues(doc):
        span._.country = span._.country or countries_by_name().get(folded(place._.normal), "")


def weighed(
    doc: Doc, spans: list[Span], scores: TagScores
) -> tuple[list[Mention[PersonReading]], list[Mention[PhraseReading]]]:
    """Return the people, and the organisations and places, of `spans`, their readings weighed by their sentences."""
    evidence = Evidence(doc, spans, scores)
    named, described = people_and_phrases(spans)
    people = [person_mention(span, evidence) for span in named]
    return people, [phrase_mention(span, evidence) for span in described]


def people_and_phrases(spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """Return the spans that are read as names of people, and those that are read as noun phrases."""
    named, described = [], []
    for span in spans:
        if span.label_ == "PER" and not is_common_noun(
            tuple(plain(token.text) for token in span if not token.is_space)
        ):
            named.append(span)
        elif span.label_ != "DATE":
            described.append(span)
    return named, described


class PersonName(NamedTuple):
    """What one reading of a person's name gives for the tables."""

    normal: str
    last: str
    first: str
    middle: str
    gender: str


def person_name(mention: Mention[PersonReading], reading: PersonReading) -> PersonName:
    """Return the normal form and the parts of one person's name, read so."""
    words = words_of(mention.pieces)
    rest = [piece.text for piece in mention.pieces[len(words) :]]
    normal = INITIAL_BEFORE_LETTER.sub(r"\1. ", spelled(mention.span, mention.pieces, [*reading.words, *rest]))
    found: dict[str, list[str]] = defaultdict(list)
    parts = parts_of(words)
    for i, (word, part) in enumerate(zip(reading.words, parts, strict=True)):
        if part == "initial":
            if i > 1 and words[i - 1] in HYPHENS and parts[i - 2] == "initial":
                # «К.-Ж. К. Токаев»: one double name.
                of_before = found["middle"] or found["first"]
                of_before[-1] += f"-{word}"
                continue
            # The first initial stands for the first name, those after a name or an initial for the patronymic.
            part = "middle" if found["first"] else "first"
        elif part == "particle":
            # «Фейсал бен Фархан Аль Сауд»: it belongs to the name after it.
            part = "middle" if next((p for p in parts[i:] if p != "particle"), "") == "middle" else "last"
        elif part == "word":
            part = "middle"
        found[part].append(word)
    last, first, middle = (" ".join(found[part]) for part in ("last", "first", "middle"))
    return PersonName(normal, last, first, middle, reading.gender)


def phrase_name(mention: Mention[PhraseReading], reading: PhraseReading) -> str:
    """Return the normal form of an organisation's or a place's name, read so."""
    return spelled(mention.span, mention.pieces, reading.words)


def as_json(rows: list[list[object]]) -> str:
    """Return the readings of a mention as the part rows keep them: [percent, normal, last, first, middle, gender]."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


class Normalizer:
    """Settles mentions and sets their normal forms."""

    def __init__(self, scores: TagScores) -> None:
        self.scores = scores

    def __call__(self, doc: Doc) -> Doc:
        normalize(doc, self.scores)
        return doc

    def explain(self, doc: Doc) -> dict[tuple[int, int], str]:
        """Return by offsets in characters how the release's vote settled those of `doc`'s mentions that needed it."""
        people, phrases = weighed(doc, list(doc.spans["mentions"]), self.scores)
        return {
            **explanations(people, lambda m, r: " ".join(filter(None, person_name(m, r)[::4]))),
            **explanations(phrases, phrase_name),
        }


def explanations(mentions: list[Mention[R]], told: Callable[[Mention[R], R], str]) -> dict[tuple[int, int], str]:
    """Return by offsets what each mention's own sentence prefers and which others settled it otherwise, or for good.

    `told` gives what is said of a reading. Mentions whose sentence is sure and has its way are left out.
    """
    found: dict[tuple[int, int], str] = {}
    decided = settled(mentions)
    own = [shares(mention.scores) for mention in mentions]
    sure_of = [
        {key for key, vote in votes_of(mine, [r.keys for r in mention.readings]).items() if vote >= SURE}
        for mention, mine in zip(mentions, own, strict=True)
    ]
    for i, (mention, choice) in enumerate(zip(mentions, decided, strict=True)):
        preferred = mention.readings[own[i].index(max(own[i]))]
        share = sum(p for p, r in zip(own[i], mention.readings, strict=True) if r.name == preferred.name)
        if preferred.name == choice.reading.name and share >= SURE:
            continue
        alone = f"its sentence alone: {told(mention, preferred)} ({round(100 * share)} %)"
        wanted = {key for key in choice.reading.keys if key}
        voters = [m.span.text for j, m in enumerate(mentions) if j != i and wanted & sure_of[j] - sure_of[i]]
        if voters:
            by = ", ".join(f"«{text}»" for text in list(dict.fromkeys(voters))[:VOTERS_SHOWN])
            found[offsets(mention.span)] = f"{alone}; settled as {told(mention, choice.reading)} by {by}"
        elif choice.others:
            rivals = ", ".join(f"{told(mention, reading)} ({n} %)" for reading, n in choice.others[:VOTERS_SHOWN])
            found[offsets(mention.span)] = f"{alone}; also possible: {rivals}; other releases decide"
    return found


def offsets(span: Span) -> tuple[int, int]:
    """Return where the span stands, in characters."""
    return span.start_char, span.end_char


@Language.factory("press_normal", requires=["doc.spans"], assigns=["doc.spans", "doc.ents"])
def make_normalizer(nlp: Language, name: str) -> Normalizer:
    """Load the head of slovnet's morphology net, whose scores tell the case, and the word lists."""
    person_readings(("Иван", "Иванов"))
    phrase_readings(("Москва",))
    words_of_context()
    return Normalizer(TagScores(load_head("morph")))
