"""Reads names as they are written, writes keys to compare them by: folded text, stems, sounds, ASCII slugs."""

import re
from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

import iuliia
from rapidfuzz.distance import OSA

from pipeline.linking.wordlists import word_lists

# Latin letters that are drawn like Cyrillic ones: «EC» typed on a Latin keyboard is «ЕС».
LOOK_ALIKES = str.maketrans("ABCEHKMOPTXYaceopxyi", "АВСЕНКМОРТХУасеорхуі")
# Ukrainian and Belarusian letters of ICAO Doc 9303 that the Russian scheme lacks.
OTHER_CYRILLIC = str.maketrans(
    {"І": "I", "і": "i", "Ї": "I", "ї": "i", "Є": "Ie", "є": "ie", "Ґ": "G", "ґ": "g", "Ў": "U", "ў": "u"}
)
# Letters of Turkic and Tajik names as Russian spells them («Гүлзат Дүйшенкулова» is «Гулзат Дуйшенкулова»).
NATIONAL_LETTERS = str.maketrans("өүұңәғқһҳӣӯӨҮҰҢӘҒҚҺҲӢӮ", "оуунагкххиуОУУНАГКХХИУ", "") | {
    ord("ҷ"): "дж",
    ord("Ҷ"): "Дж",
}
QUOTES = re.compile(r"[«»\"“”„‟‹›]")
DASHES = re.compile(r"[‐‑‒–—―−]")
FULL_STOP = re.compile(r"(?<=\w{3})\.$")
INITIAL_GAP = re.compile(r"(?<=\b[^\W\d_]\.)\s+(?=[^\W\d_])")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
LATIN = re.compile(r"[A-Za-z]")
WORD = re.compile(r"[^\W_]+")
SLUG_LENGTH = 60
CAPITALS_ONLY = re.compile(r"[А-ЯЁA-Z0-9][А-ЯЁA-Z0-9\-–.&]+")


def look_alikes_replaced(text: str) -> str:
    """Return `text` with Latin look-alikes as Cyrillic, word by word, where nothing in the word is plainly Latin."""
    if not LATIN.search(text):
        return text

    def replaced(match: re.Match[str]) -> str:
        word = match.group()
        other = word.translate(LOOK_ALIKES)
        mixed = CYRILLIC.search(word) is not None
        return other if mixed and not LATIN.search(other) else word

    return WORD.sub(replaced, text)


@lru_cache(100_000)
def fold(text: str) -> str:
    """Return the key of a name: ё/е, ү/у, case, quotes, dashes, spaces (nbsp too) and look-alikes do not count."""
    text = look_alikes_replaced(text.replace("\u0301", "").replace("\u00ad", "").translate(NATIONAL_LETTERS))
    text = QUOTES.sub(" ", text.replace("’", "'").replace("ʼ", "'").replace("`", "'"))
    text = DASHES.sub("-", text)
    text = re.sub(r"\s*-\s+|\s+-\s*", " - ", text)
    text = " ".join(text.split())
    text = INITIAL_GAP.sub("", text)
    return FULL_STOP.sub("", text.casefold().replace("ё", "е").strip(" ,;:"))


@lru_cache(100_000)
def stem(word: str) -> str:
    """Return a folded Cyrillic word without its case ending («украиной» → «украин»), others as they are."""
    for ending in word_lists()["case_ending"]:  # longest first
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(100_000)
def sound(word: str) -> str:
    """Return what is left of a folded name when spellings of one foreign name no longer differ.

    «Девид» and «Дэвид», «Гренелл» and «Гренель», «Биньямин» and «Бинйамин» are one; a final vowel, which may be the
    gender, stays.
    """
    word = word.replace("э", "е").replace("ы", "и").replace("й", "и").replace("ё", "е")
    word = re.sub("[ьъ'’\\-]", "", word).replace("иа", "я").replace("ие", "е").replace("ио", "е").replace("иу", "ю")
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(50_000)
def latin(text: str) -> str:
    """Return `text` in Latin letters by ICAO Doc 9303, letters that it lacks as Russian spells them."""
    if not CYRILLIC.search(text):
        return text
    return str(iuliia.ICAO_DOC_9303.translate(text.translate(NATIONAL_LETTERS).translate(OTHER_CYRILLIC)))


def slug(text: str) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens (ICAO Doc 9303), cut at a word with a hash if long."""
    words = re.findall(r"[a-z0-9]+", ascii_only(latin(QUOTES.sub(" ", text)).casefold()))
    whole = "-".join(words)
    if not whole:
        return sha256(text.encode()).hexdigest()[:8]
    if len(whole) <= SLUG_LENGTH:
        return whole
    kept: list[str] = []
    for word in words:
        if sum(map(len, kept)) + len(kept) + len(word) > SLUG_LENGTH - 7:
            break
        kept.append(word)
    return "-".join([*(kept or [whole[: SLUG_LENGTH - 7]]), sha256(whole.encode()).hexdigest()[:6]])


def ascii_only(text: str) -> str:
    """Return `text` without accents and apostrophes; a letter that has no ASCII base is dropped."""
    return normalize("NFKD", text).replace("'", "").replace("’", "").encode("ascii", "ignore").decode()


@lru_cache(100_000)
def is_abbreviation(name: str) -> bool:
    """Tell whether `name` is one word of capitals («ООН», «ЦАР»), or several («КСОПН ОДКБ», «ГА ООН»)."""
    words = name.split()
    return bool(words) and all(CAPITALS_ONLY.fullmatch(word) for word in words)


def one_edit_apart(a: str, b: str) -> bool:
    """Tell whether one letter inserted, dropped, replaced, or two neighbours swapped turn `a` into `b`."""
    return OSA.distance(a, b, score_cutoff=1) == 1


def deletions(word: str) -> set[str]:
    """Return `word` and all its forms with one letter dropped: words one edit apart share at least one of them."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
