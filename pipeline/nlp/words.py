"""Reads a word as printed, gives the word as the dictionaries know it."""

import re
import unicodedata
from functools import lru_cache

# Invisible inside words: soft hyphen, zero-width characters, the byte-order mark, the stress accent.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300\u0301]")

# Latin letters that print like Cyrillic ones.
LOOK_ALIKES = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
CYRILLIC = re.compile("[А-Яа-яЁё]")
LATIN = re.compile("[A-Za-z]")


@lru_cache(50_000)
def plain(word: str) -> str:
    """Return `word` composed, without invisible characters; Latin look-alikes in a Cyrillic word become Cyrillic.

    Case and ё are kept; a word in Latin letters only is kept. Never empty: what would vanish is returned as it is.
    """
    if word.isascii():
        return word
    # NFC would also compose и + stress; the stress goes first.
    visible = unicodedata.normalize("NFC", INVISIBLE.sub("", unicodedata.normalize("NFC", word)))
    return in_one_alphabet(visible) or word


def in_one_alphabet(word: str) -> str:
    """Return `word` with Cyrillic letters for Latin look-alikes, as long as before, where it is Cyrillic then."""
    if LATIN.search(word) and CYRILLIC.search(word):
        folded = word.translate(LOOK_ALIKES)
        # A real mixture («IT-компания», «Wi-Fi-сеть») keeps its Latin part.
        if not LATIN.search(folded):
            return folded
    return word
