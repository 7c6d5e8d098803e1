"""Reads lexicon/dates.yaml, writes the table of word forms: form → what it may mean in a calendar expression."""

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pipeline.nlp.dictionary import parses
from pipeline.nlp.wordlists import read_wordlist

# Latin letters that look like Cyrillic ones, as OCR and hurried typing mix them; «ё» is read as «е».
LATIN_TWINS = str.maketrans("abcehkmopxytiё", "авсенкморхутіе")
INVISIBLE = {0x00AD: None, 0x200B: None, 0x200C: None, 0x200D: None, 0x2060: None, 0xFEFF: None, 0x0301: None}
DASHES = frozenset("-‐‑‒–—―−﹣-")


class Word(NamedTuple):
    """One meaning of a word form. `value` by kind: month number, weekday from Monday 0, days, unit name, role …"""

    value: Any
    cases: frozenset[str] = frozenset()  # pymorphy3's: nomn gent datv accs ablt loct; empty for fixed words
    is_plural: bool = False


Meanings = dict[str, Word]


@dataclass(frozen=True)
class Lexicon:
    """Every word form the grammar knows, by form; the endings written after digits; the verbs that decide tense."""

    meanings: dict[str, Meanings]
    endings: dict[str, frozenset[str]]
    planning: frozenset[str]
    promising: frozenset[str]
    asides: frozenset[str]
    discussing: frozenset[str]
    saying: frozenset[str]
    scheduling: frozenset[str]
    lasting: frozenset[str]
    prospects: frozenset[str]


def plain(word: str) -> str:
    """Return `word` in the one form that the tables use: small letters, е for ё, nothing invisible, one dash.

    A word with a Cyrillic letter in it is read as Cyrillic throughout («cентября» with a Latin «c»); so are single
    Latin letters that have a Cyrillic twin.
    """
    lowered = word.lower()
    if lowered.isascii():
        if len(lowered) == 1:
            return "-" if lowered == "-" else lowered.translate(LATIN_TWINS)
        return lowered
    lowered = lowered.translate(INVISIBLE)
    if lowered in DASHES:
        return "-"
    return lowered.translate(LATIN_TWINS)


def roman_numerals(highest: int = 30) -> dict[str, int]:
    """Return «i» … «xxx» → number, with Latin letters only."""
    tens, ones = ("", "x", "xx", "xxx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return {tens[n // 10] + ones[n % 10]: n for n in range(1, highest + 1)}


def forms_of(lemma: str) -> list[tuple[str, Any]]:
    """Return (form, pymorphy3 tag) for every form of the word whose dictionary form is `lemma`.

    The numeral or noun reading is taken where there are several («три» is no verb, «май» no girl); comparative and
    superlative forms of adjectives are left out.
    """
    readings = [parse for parse in parses(lemma) if parse.word == parse.normal_form.lower() or "Pltm" in parse.tag]
    readings = readings or list(parses(lemma))
    preferred = ("NUMR", "NOUN", "ADJF", "PRTF")
    readings = [parse for parse in readings if parse.tag.POS in preferred and "Name" not in parse.tag] or readings
    if any("Anum" in parse.tag for parse in readings):
        readings = [parse for parse in readings if "Anum" in parse.tag]
    best = min(readings, key=lambda parse: preferred.index(parse.tag.POS) if parse.tag.POS in preferred else 9)
    # «ближайший» is in the dictionary as the superlative of «близкий»; «гг» as a form of «год».
    return [
        (form.word, form.tag)
        for form in best.lexeme
        if form.tag.POS == best.tag.POS and ("Supr" in form.tag) == ("Supr" in best.tag) and len(form.word) > 2
    ]


def add(meanings: dict[str, Meanings], kind: str, form: str, value: Any, case: str | None, is_plural: bool) -> None:
    """Enter one form; cases of equal forms are joined, a form that is singular in one reading counts as singular."""
    kinds = meanings.setdefault(plain(form), {})
    known = kinds.get(kind)
    cases = frozenset({case} if case else ())
    if known is not None and known.value == value:
        kinds[kind] = Word(value, known.cases | cases, known.is_plural and is_plural)
    elif known is None:
        kinds[kind] = Word(value, cases, is_plural)


@cache
def load_lexicon(name: str = "dates.yaml") -> Lexicon:
    """Return the lexicon of `name` in the lexicon folder, its dictionary forms inflected (0.1 s)."""
    lists = read_wordlist(name)
    meanings: dict[str, Meanings] = {}
    for kind, words in lists["fixed"].items():
        for form, value in words.items():
            add(meanings, kind, str(form), value, None, False)
    for kind, lemmas in lists["inflected"].items():
        for lemma, value in lemmas.items():
            for form, tag in forms_of(lemma):
                # The numbers of pymorphy3's second cases: «в году» is a locative too
                case = {"loc2": "loct", "gen2": "gent", "acc2": "accs"}.get(str(tag.case), tag.case)
                add(meanings, kind, form, value, case, "plur" in tag)
    for numeral, number in roman_numerals().items():
        # «ХIХ» is typed with Cyrillic letters more often than not
        for form in (numeral, numeral.translate(LATIN_TWINS)):
            meanings.setdefault(form, {})["roman"] = Word(number)
    return Lexicon(
        meanings,
        {kind: frozenset(endings) for kind, endings in lists["endings"].items()},
        frozenset(plain(word) for word in lists["planning"]),
        frozenset(plain(word) for word in lists["promising"]),
        frozenset(plain(word) for word in lists["asides"]),
        frozenset(plain(word) for word in lists["discussing"]),
        frozenset(plain(word) for word in lists["saying"]),
        frozenset(plain(word) for word in lists["scheduling"]),
        frozenset(plain(word) for word in lists["lasting"]),
        frozenset(plain(word) for word in lists["prospects"]),
    )
