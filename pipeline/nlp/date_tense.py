"""Reads the words around a date, writes whether its clause speaks of the past or the future."""

from functools import lru_cache
from typing import Any, NamedTuple

from spacy.tokens import Doc, Token

from pipeline.nlp.date_words import Lexicon, plain
from pipeline.nlp.dictionary import parses

# Words looked at on each side of a date: the longest clauses of releases; the bound keeps the pass linear
WINDOW = 60
# One clause boundary counts as much as this many words
BOUNDARY = 100
BOUNDARIES = frozenset(',;:()«»"—–')
# What ends a quotation for who walks out of it to the left or to the right, and what opens another on the way.
QUOTE_ENDS = {-1: ("«", "»"), 1: ("»", "«")}
# A date so near behind its verb tells when that was: «обсудили в марте итоги».
ADVERBIAL = 3
# … and what is scheduled for a date stands so near behind it: «22 мая запланирована встреча».
SCHEDULED = 2
# What was set for a date stands before it: «назначен на 20 января».
GOALS = ("на", "к")
Tense = str  # "past", "future", "planned" (was to come once: «намеченный на май») or ""


class Cue(NamedTuple):
    """What one word says about time: kind is past, future, present, participle (past), short, infinitive, adjective."""

    kind: str
    lemma: str


NO_CUE = Cue("", "")


@lru_cache(50_000)
def cue_by_dictionary(word: str) -> tuple[Cue, bool]:
    """Return what `word` says by the likeliest reading of pymorphy3, and whether no reading says otherwise."""
    cues = [cue_of_reading(parse) for parse in parses(word)]
    return cues[0], all(cue.kind == cues[0].kind for cue in cues)


def cue_of_reading(parse: Any) -> Cue:
    """Return what one reading of a word says about time."""
    tag, lemma = parse.tag, plain(parse.normal_form)
    if tag.POS == "VERB":
        if "impr" in tag:
            return Cue("future", lemma)
        return Cue({"past": "past", "futr": "future"}.get(str(tag.tense), "present"), lemma)
    if tag.POS in ("PRTF", "GRND"):
        return Cue("participle", lemma) if tag.tense == "past" else NO_CUE
    kind = {"INFN": "infinitive", "PRTS": "short", "ADJS": "adjective", "PRED": "adjective"}.get(str(tag.POS))
    return Cue(kind, lemma) if kind else NO_CUE


def cue_of(token: Token) -> Cue:
    """Return what the token says: by the dictionary where all readings agree, else by its tag, if it has one.

    The net takes a rare imperative for an adjective («Подайте заявку»), and perfective futures for presents.
    """
    text = token.text.lower()
    if len(text) < 3 or not text.isalpha():
        return NO_CUE
    told, is_certain = cue_by_dictionary(text)
    pos = token.pos_
    if is_certain or not pos:
        return told
    feats = token.morph
    lemma = plain(token.lemma_) or text
    if pos not in ("VERB", "AUX"):
        return told if told.kind == "adjective" and (pos == "ADV" or "Short" in feats.get("Variant", [])) else NO_CUE
    form, tense = feats.get("VerbForm", []), feats.get("Tense", [])
    if "Inf" in form:
        return Cue("infinitive", lemma)
    if "Part" in form and "Short" in feats.get("Variant", []):
        return Cue("short", lemma)
    if "Imp" in feats.get("Mood", []):
        return Cue("future", lemma)
    if "Part" in form or "Conv" in form:
        return Cue("participle", lemma) if "Past" in tense else NO_CUE
    if "Past" in tense:
        return Cue("past", lemma)
    return Cue("future", lemma) if "Fut" in tense else told


def tense_at(doc: Doc, first: int, last: int, lexicon: Lexicon, is_limit: bool) -> Tense:
    """Return the tense of the clause around tokens `first` to `last` (included): "past", "future", "planned" or "".

    The nearest verb of the date's own clause decides, then those of its neighbours, never one of another sentence. A
    quotation that has a verb of its own is not told by who quotes it: «Мы с 1 марта работаем», – сказал он.
    `is_limit`: the date follows «до» or «не позднее», and what is «продлён до» it lasts until then.
    """
    found: list[tuple[int, int, Cue]] = []
    quoting: set[int] = set()
    for step in (-1, 1):
        boundaries, index = 0, first - 1 if step < 0 else last + 1
        depth, (closing, opening) = 0, QUOTE_ENDS[step]
        for distance in range(1, WINDOW + 1):
            if not 0 <= index < len(doc):
                break
            token = doc[index]
            if step > 0 and token.is_sent_start:
                break
            if token.text in BOUNDARIES:
                boundaries += 1
                depth += (token.text == opening) - (token.text == closing)
            cue = cue_of(token)
            if cue.kind:
                if depth < 0:
                    quoting.add(index)
                found.append((distance + BOUNDARY * boundaries, index, cue))
                if len(found) > 8:
                    break
            if step < 0 and token.is_sent_start:
                break
            index += step
        if step < 0 and first < len(doc) and doc[first].is_sent_start:
            found.clear()
    if len(quoting) < len(found):
        found = [near for near in found if near[1] not in quoting]
    found.sort(key=lambda near: near[0])
    words = {index: cue for _, index, cue in found}
    before = doc[first - 1].text.lower() if first else ""
    is_limit = is_limit or before == "до"
    is_goal = is_limit or before in GOALS
    is_present = False
    for distance, index, cue in found:
        if cue.kind == "participle" and (is_present or distance > BOUNDARY):
            # «[объединённый] штаб с 1 марта переходит …»: the clause has a verb, the participle only describes; so does
            # one of another clause: «24 ноября – встреча экспертов, [приглашённых] Секретариатом».
            continue
        if cue.kind == "past" and cue.lemma in lexicon.discussing and distance > ADVERBIAL and index < first:
            return "planned"
        if cue.kind == "past" and is_present and distance > BOUNDARY and cue.lemma in lexicon.saying:
            # «Он сообщил, что запрет с 30 ноября действует»: what is so is not told by who said it.
            continue
        if cue.lemma in lexicon.scheduling and cue.kind == "short" and last < index <= last + SCHEDULED:
            return auxiliary(doc, index) or "future"
        is_present = is_present or (cue.kind == "present" and distance < BOUNDARY)
        tense = tense_of(doc, index, cue, words, lexicon, is_goal, is_limit)
        if tense is not None:
            return tense
    return ""


def tense_of(
    doc: Doc, index: int, cue: Cue, cues: dict[int, Cue], lexicon: Lexicon, is_goal: bool, is_limit: bool
) -> Tense | None:
    """Return the tense that one cue gives, "" for the present that says nothing, None to look further."""
    if cue.kind == "future":
        return None if is_aside(doc[index], cue, lexicon) else "future"
    if cue.kind == "infinitive":
        return tense_of_infinitive(doc, index, cues, lexicon)
    if cue.kind == "participle":
        return "planned" if is_goal and cue.lemma in lexicon.planning else "past"
    if cue.kind == "past":
        is_to_come = (is_goal and cue.lemma in lexicon.planning) or (is_limit and cue.lemma in lexicon.lasting)
        return "future" if is_to_come else "past"
    if cue.kind == "short":
        tense = auxiliary(doc, index)
        if tense:
            return tense
        if is_goal and cue.lemma in lexicon.planning:
            return "future"
        # «закрыт до 15 июня» lasts, «исполнен до 1 мая» is over.
        return "planned" if is_limit else "past"
    if cue.kind in ("present", "adjective"):
        if cue.lemma in lexicon.planning:
            return "future" if auxiliary(doc, index) != "past" else "past"
        return None
    return None


def is_aside(token: Token, cue: Cue, lexicon: Lexicon) -> bool:
    """«Напомним, 6 января …»: whether the verb speaks to the reader and not of the event."""
    return cue.lemma in lexicon.asides and token.text.lower().endswith("м")


def auxiliary(doc: Doc, index: int) -> Tense:
    """Return the tense of «был», «будет» up to three words from the participle or adjective at `index`."""
    for near in range(max(0, index - 3), min(len(doc), index + 3)):
        word = doc[near].text.lower()
        if word in ("был", "была", "было", "были"):
            return "past"
        if word in ("будет", "будут"):
            return "future"
    return ""


def tense_of_infinitive(doc: Doc, index: int, cues: dict[int, Cue], lexicon: Lexicon) -> Tense:
    """«планируют открыть», «пообещал открыть», «торги проводиться не будут» and «поддержал предложение открыть» are to
    come, «удалось открыть» is past."""
    if auxiliary(doc, index) == "future":
        return "future"
    before = [near for near in cues if near < index and index - near <= 12] or [near for near in cues if near != index]
    if not before:
        return "future"
    cue = cues[max(before)] if max(before) < index else cues[min(before)]
    if any(plain(token.lemma_) in lexicon.prospects for token in doc[min(max(before), index) : index]):
        return "future"
    if cue.kind in ("past", "participle") and cue.lemma not in lexicon.promising:
        return "past"
    return "future"
