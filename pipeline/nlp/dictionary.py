"""The one morphological dictionary of the process: pymorphy3's, behind bounded caches."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

import pymorphy3

# Words whose letters all have names, which is nearly every word.
COMMON = re.compile(r"[\u0400-\u04ff -~«»–—]*")

CYRILLIC = re.compile("[А-Яа-яЁё]+")

# Distinct words of 180 releases: 19,000. Parses are the largest objects kept, about 1 kB a word.
CACHED_WORDS = 50_000


@cache
def analyzer() -> Any:
    """Return the process's pymorphy3 analyzer, loaded at the first call (0.2 s, 30 MB)."""
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(CACHED_WORDS)
def parses(word: str) -> tuple[Any, ...]:
    """Return every reading of `word` (any case), most frequent first; pymorphy3's Parse objects."""
    # Capitals tell pymorphy3 something in initials alone, and one word in small letters is looked up once.
    if len(word) > 1 and not word.islower() and CYRILLIC.fullmatch(word):
        return parses(word.lower())
    return tuple(analyzer().parse(word if word.isascii() or COMMON.fullmatch(word) else named(word)))


def named(word: str) -> str:
    """Return `word` with «?» for letters that have no Unicode name (Tangut, for one): pymorphy3 fails on them."""
    return "".join(letter if unicodedata.name(letter, "") else "?" for letter in word)
