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
Tense = str  # "past", "future" or ""


class Cue(NamedTuple):
    """What one word says about time: kind is past, future, present, planning, short (participle), infinitive, other."""

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
        return Cue("past", lemma) if tag.tense == "past" else NO_CUE
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
    if "Past" in tense:
        return Cue("past", lemma)
    if "Part" in form or "Conv" in form:
        return NO_CUE
    return Cue("future", lemma) if "Fut" in tense else told


def tense_at(doc: Doc, first: int, last: int, lexicon: Lexicon, is_limit: bool) -> Tense:
    """Return the tense of the clause around tokens `first` to `last` (included): "past", "future" or "".

    The nearest verb of the date's own clause decides, then those of its neighbours, never one of another sentence.
    `is_limit`: the date follows «до» or «не позднее», and what is «продлён до» it lasts until then.
    """
    found: list[tuple[int, int, Cue]] = []
    for step in (-1, 1):
        boundaries, index = 0, first - 1 if step < 0 else last + 1
        for distance in range(1, WINDOW + 1):
            if not 0 <= index < len(doc):
                break
            token = doc[index]
            if step > 0 and token.is_sent_start:
                break
            if token.text in BOUNDARIES:
                boundaries += 1
            cue = cue_of(token)
            if cue.kind:
                found.append((distance + BOUNDARY * boundaries, index, cue))
                if len(found) > 8:
                    break
            if step < 0 and token.is_sent_start:
                break
            index += step
        if step < 0 and first < len(doc) and doc[first].is_sent_start:
            found.clear()
    found.sort(key=lambda near: near[0])
    words = {index: cue for _, index, cue in found}
    for _, index, cue in found:
        tense = tense_of(doc, index, cue, words, lexicon, is_limit or is_appointed(doc, first))
        if tense is not None:
            return tense
    return ""


def is_appointed(doc: Doc, first: int) -> bool:
    """Whether the date is what something was set for: «назначен на 20 января»."""
    before = doc[first - 1].text.lower() if first else ""
    return before in ("на", "до", "к")


def tense_of(doc: Doc, index: int, cue: Cue, cues: dict[int, Cue], lexicon: Lexicon, is_goal: bool) -> Tense | None:
    """Return the tense that one cue gives, "" for the present that says nothing, None to look further."""
    if cue.kind == "future":
        return "future"
    if cue.kind == "infinitive":
        return tense_of_infinitive(index, cues, lexicon)
    if cue.kind == "past":
        was_planned = is_goal and cue.lemma in lexicon.planning
        if cue.lemma == "быть" or was_planned:
            return "past" if not was_planned else "future"
        return "past"
    if cue.kind == "short":
        tense = auxiliary(doc, index)
        if tense:
            return tense
        return "future" if is_goal and (cue.lemma in lexicon.planning or is_goal_of_state(doc, index)) else "past"
    if cue.kind in ("present", "adjective"):
        if cue.lemma in lexicon.planning:
            return "future" if auxiliary(doc, index) != "past" else "past"
        return None
    return None


def is_goal_of_state(doc: Doc, index: int) -> bool:
    """Whether a short participle tells a state that lasts («продлён», «закрыт до …»): it has no «был»."""
    return auxiliary(doc, index) == ""


def auxiliary(doc: Doc, index: int) -> Tense:
    """Return the tense of «был», «будет» up to three words from the participle or adjective at `index`."""
    for near in range(max(0, index - 3), min(len(doc), index + 3)):
        word = doc[near].text.lower()
        if word in ("был", "была", "было", "были"):
            return "past"
        if word in ("будет", "будут"):
            return "future"
    return ""


def tense_of_infinitive(index: int, cues: dict[int, Cue], lexicon: Lexicon) -> Tense:
    """«планируют открыть» and «пообещал открыть» are to come, «удалось открыть» is past."""
    before = [near for near in cues if near < index and index - near <= 12] or [near for near in cues if near != index]
    if not before:
        return "future"
    cue = cues[max(before)] if max(before) < index else cues[min(before)]
    if cue.kind == "past" and cue.lemma not in lexicon.promising:
        return "past"
    return "future"
