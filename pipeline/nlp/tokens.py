"""Reads a release's text, writes a Doc with razdel's tokens and sentences; the Doc's text is the text, always."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import razdel
from razdel.rule import JOIN, SPLIT, FunctionRule
from razdel.segmenters.sentenize import RULES, SentSegmenter
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from pipeline.nlp.dictionary import parses
from pipeline.nlp.extensions import register
from pipeline.nlp.name_words import fold, known_places, lexicon
from pipeline.nlp.wordlists import read_wordlist
from pipeline.nlp.words import in_one_alphabet

CHUNK = re.compile(r"\S+|\s+")
WORD = re.compile(r"[^\W\d_]+")
HYPHEN = re.compile(r"([-‑])")
YEAR_BEFORE = re.compile(r"\d\s*$")
# How far back a predicate is looked for: a sentence of an official release has 250 characters on average.
CLAUSE_WINDOW = 400

# ---- tokens ----------------------------------------------------------------------------------------------------


@lru_cache(100_000)
def split_chunk(chunk: str) -> tuple[str, ...]:
    """Return razdel's tokens of `chunk`, which holds no white space.

    razdel looks across a space («14, 15» gives «14,»), which tears list members and their commas together; taken
    chunk by chunk it cannot, and a chunk seen before is free.
    """
    if chunk.isalpha():
        # One alphabet is one razdel token.
        lowered = chunk.lower()
        if all("а" <= letter <= "я" or letter == "ё" for letter in lowered):
            return (chunk,)
    # razdel parts a word where the alphabet changes: «ОДKБ» with a Latin K is read in one alphabet and cut as printed.
    read = WORD.sub(lambda word: in_one_alphabet(word.group()), chunk)
    tokens = (chunk[token.start : token.stop] for token in razdel.tokenize(read))
    return tuple(piece for token in tokens for piece in pieces_of(token))


def pieces_of(token: str) -> tuple[str, ...]:
    """Part what razdel leaves whole: «в 2016 г..» and states side by side, «ЕС-Россия-Украина»."""
    # The full stop of the abbreviation and the sentence's own; three are an ellipsis and stay one token.
    if token == "..":
        return (".", ".")
    parts = tuple(HYPHEN.split(token))
    if len(parts) > 1 and all(is_state_or_union(part) for part in parts[::2]):
        return parts
    return (token,)


def is_state_or_union(word: str) -> bool:
    """Whether `word` names one in any case: «Россией», «ЕС», «НАТО»; «Гвинея-Бисау» has but one."""
    if not word[:1].isupper():
        return False
    lemma = fold(parses(word)[0].normal_form)
    return (lemma,) in known_places().get(lemma, ()) or (fold(word),) in lexicon().worldwide


def tokenize(text: str) -> tuple[list[str], list[bool]]:
    """Return words and whether one plain space follows each, as spaCy's Doc takes them.

    White space other than one plain space after a word is a token of its own, so that "".join gives the text back.
    """
    words: list[str] = []
    spaces: list[bool] = []
    for match in CHUNK.finditer(text):
        chunk = match.group()
        if chunk.isspace():
            if words and chunk[0] == " " and not words[-1].isspace():
                spaces[-1] = True
                chunk = chunk[1:]
            if chunk:
                words.append(chunk)
                spaces.append(False)
        else:
            pieces = split_chunk(chunk)
            words.extend(pieces)
            spaces.extend([False] * len(pieces))
    return words, spaces


# ---- sentences ---------------------------------------------------------------------------------------------------


def load_abbreviations() -> dict[str, set[Any]]:
    """Return the lists of lexicon/sentence_abbreviations.yaml: name of the list → set of words or pairs of words."""
    lists = read_wordlist("sentence_abbreviations.yaml")
    return {name: {tuple(item) if isinstance(item, list) else item for item in items} for name, items in lists.items()}


ABBREVIATIONS = load_abbreviations()


def official_abbreviation(split: Any) -> str | None:
    """«ген. Иванов», «и.о. министра»: the full stop joins."""
    if split.delimiter != ".":
        return None
    pair = split.left_pair_sokr
    if pair and (pair[0].lower(), pair[1].lower()) in ABBREVIATIONS["pairs_before_word"]:
        return str(JOIN)
    left = (split.left_token or "").lower()
    return str(JOIN) if left in ABBREVIATIONS["before_word"] else None


def year_abbreviation(split: Any) -> str | None:
    """«состоялась 14 сентября 2023 г. Министр …», «… т.г. В ходе …»: ends the sentence once it has a predicate.

    «В 2023 г. Россия …» goes on: nothing has been said yet. «подписан в 2007 г. Устава …» goes on: a name in an
    oblique case cannot begin a sentence.
    """
    if split.delimiter != "." or not split.right_token or not split.right_token[0].isupper():
        return None
    pair = split.left_pair_sokr
    this_year = pair and (pair[0].lower(), pair[1].lower()) in ABBREVIATIONS["pairs_after_word"]
    left = (split.left_token or "").lower()
    if not this_year and not (left in ("г", "гг") and YEAR_BEFORE.search(split.left[: -len(left)].rstrip())):
        return None
    said = has_predicate(split.buffer[-CLAUSE_WINDOW:])
    return str(SPLIT) if said and may_begin_sentence(split.right_word or "") else str(JOIN)


def has_predicate(text: str) -> bool:
    """Whether some word of `text` can only be a finite verb or a short participle («состоялась», «проведена»)."""
    return any(is_predicate(word) for word in WORD.findall(text) if word[0].islower())


@lru_cache(20_000)
def is_predicate(word: str) -> bool:
    """Whether the likeliest reading of `word` is a finite verb, a short participle or a short adjective."""
    return parses(word)[0].tag.POS in ("VERB", "PRTS", "ADJS", "PRED")


@lru_cache(20_000)
def may_begin_sentence(word: str) -> bool:
    """Whether `word` can open a sentence: it has a nominative reading, or no case at all (prepositions, adverbs)."""
    return not word or any(parse.tag.case in (None, "nomn") for parse in parses(word))


SENTENCES = SentSegmenter(rules=[FunctionRule(official_abbreviation), FunctionRule(year_abbreviation), *RULES])


def sentence_starts(text: str) -> Iterator[int]:
    """Yield the offset of each sentence's first character, in text order.

    A line break ends a sentence too (titles have no full stop), unless the next line begins with a small letter:
    then the line was only wrapped.
    """
    for paragraph in split_lines(text):
        offset, block = paragraph
        for sentence in SENTENCES(block):
            if sentence.text:
                yield offset + sentence.start


LINE_BREAK = re.compile(r"[^\S\n\r]*(?:\r\n|\n|\r|\u2028|\u2029)\s*")


def split_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, block) for the blocks between line breaks that end a sentence."""
    start = 0
    for match in LINE_BREAK.finditer(text):
        is_wrapped = text[match.end() : match.end() + 1].islower() and len(match.group().splitlines()) == 1
        if not is_wrapped:
            yield start, text[start : match.start()]
            start = match.end()
    yield start, text[start:]


# ---- the tokenizer -----------------------------------------------------------------------------------------------


class RazdelTokenizer:
    """spaCy tokenizer: text → Doc with razdel's tokens, sentence starts set."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words, spaces = tokenize(text)
        starts = set(sentence_starts(text))
        sent_starts: list[bool | int | None] = []
        offset = 0
        for word, space in zip(words, spaces, strict=True):
            sent_starts.append(offset in starts)
            offset += len(word) + space
        if sent_starts:
            sent_starts[0] = True
        return Doc(self.vocab, words=words, spaces=spaces, sent_starts=sent_starts)

    # There is nothing to save: the rules are code and the lexicon ships with it.
    def to_disk(self, path: Path, **kwargs: Any) -> None: ...

    def from_disk(self, path: Path, **kwargs: Any) -> "RazdelTokenizer":
        return self

    def to_bytes(self, **kwargs: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> "RazdelTokenizer":
        return self


@registry.tokenizers("press_razdel")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], RazdelTokenizer]:
    """Return the factory that spaCy calls with the Language."""
    register()

    def create(nlp: Language) -> RazdelTokenizer:
        return RazdelTokenizer(nlp.vocab)

    return create
