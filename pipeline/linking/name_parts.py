"""Reads people's names as they are written, writes their parts; tells whether the parts of two can be one person's."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.linking.keys import fold, look_alikes_replaced, one_edit_apart, sound, stem
from pipeline.linking.wordlists import parts, read_rows, word_lists
from pipeline.resources import known_first_names, known_surnames, models_folder

INITIAL = re.compile(r"[^\W\d_]{1,2}\.(?:-[^\W\d_]{1,2}\.)?")
NAME_PART = re.compile(r"[^\W\d_]{1,2}\.(?:-[^\W\d_]{1,2}\.)?|[^\s.]+")
ROMAN = re.compile(r"[IVX]+")
VOICED = re.compile("(?<=[аеиоуюя])з(?=[аеиоуюя])")
# Shorter words differ by one letter too easily: «Петров» and «Ветров».
TYPO_LENGTH = 7


class Name(NamedTuple):
    """A person's name as one mention gives it, folded; parts not given are "", an initial keeps its full stop."""

    last: str
    first: str
    middle: str
    gender: str

    @property
    def has_first(self) -> bool:
        """Tell whether the first name is there in full."""
        return bool(self.first) and not is_initial(self.first)


def is_patronymic(word: str) -> bool:
    """Tell whether a word ends as a patronymic («Иванович», «Гейдар оглы»)."""
    lists = word_lists()
    return word.casefold().endswith((*lists["patronymic_ending"], *lists["patronymic_word"]))


def is_initial(part: str) -> bool:
    """Tell whether a part of a name is an initial («И.», «Дж.», «Ж.-П.»)."""
    return part.endswith(".")


def given(last: str, first: str, middle: str) -> tuple[str, str, str]:
    """Return the three parts folded, initials with their full stop."""

    def part(value: str) -> str:
        folded = fold(value)
        return folded + "." if folded and len(folded) == 1 else folded

    return fold(last), part(first), part(middle)


@lru_cache(100_000)
def split_written(normal: str) -> tuple[str, str, str]:
    """Return (last, first, middle) of a written name as written; a name of one word is a surname.

    The order «Фамилия Имя Отчество» is seen by the patronymic, «Фамилия И. О.» by the initials.
    """
    bare = look_alikes_replaced(re.sub(r"\([^)]*\)|[«»\"]", " ", normal).replace("\u00a0", " "))
    words = NAME_PART.findall(bare)
    particles = word_lists()["name_particle"]
    capital = next((i for i, w in enumerate(words) if w[:1].isupper()), 0)
    words = [w for i, w in enumerate(words) if i >= capital or w in particles]  # «пророк Мухаммед»
    initials = [w for w in words if INITIAL.fullmatch(w)]
    full = [w for w in words if not INITIAL.fullmatch(w)]
    if not full or (len(full) == 1 and not initials):
        return " ".join(full) or normal.strip(), "", ""
    if len(full) > 1 and ROMAN.fullmatch(full[-1]):
        return " ".join(full), "", ""
    if initials:
        if len(full) == 1:
            return full[0], initials[0], initials[1] if len(initials) > 1 else ""
        return full[-1], full[0], initials[0]
    if len(full) > 2 and full[-1].casefold() in word_lists()["patronymic_word"]:
        full[-2:] = [f"{full[-2]} {full[-1]}"]
    if len(full) == 3 and is_patronymic(full[2]) and not is_patronymic(full[1]):
        return full[0], full[1], full[2]
    if full[0].casefold() in particles:
        return " ".join(full), "", ""
    cut = len(full) - 1
    while cut > 1 and full[cut - 1].casefold() in particles:
        cut -= 1
    first, *middle = full[:cut]
    return " ".join(full[cut:]), first, " ".join(middle)


@lru_cache(100_000)
def split_name(normal: str) -> tuple[str, str, str]:
    """Return (last, first, middle) of a written name, folded."""
    return given(*split_written(normal))


@lru_cache(100_000)
def name_of(normal: str, last: str, first: str, middle: str, gender: str) -> Name:
    """Return the mention's name from its columns, or from `normal` where they are empty."""
    if last or first:
        parts = given(last, first, middle) if last else given(first, "", middle)
        return Name(*parts, gender)
    return Name(*split_name(normal), gender)


@cache
def given_name_variants() -> dict[str, str]:
    """Return variant → usual form of given names, folded, from given_names.csv."""
    rows = read_rows(models_folder() / "given_names.csv")
    return {fold(variant): fold(row["name"]) for row in rows for variant in parts(row["variants"])}


@lru_cache(50_000)
def first_sound(first: str) -> str:
    """Return the sound of a first name by its usual variant («Мэтт» is «Мэттью»).

    «Г» and «Х» stand for one foreign H («Гайко», «Хайко»), «з» between vowels for a foreign s («Тереза», «Тереса»).
    """
    key = VOICED.sub("с", sound(given_name_variants().get(first, first)))
    return "х" + key[1:] if key.startswith("г") else key


@lru_cache(100_000)
def firsts_agree(a: str, b: str) -> bool:
    """Tell whether two first names can be one person's: equal, initial of the other, or spellings of one name."""
    if not a or not b or a == b:
        return True
    if is_initial(a) or is_initial(b):
        left, right = (re.sub(r"[.\s]", "", name).split("-") for name in (a, b))
        return all(x.startswith(y) or y.startswith(x) for x, y in zip(left, right, strict=False))
    if first_sound(a) == first_sound(b):
        return True
    return min(len(a), len(b)) > 4 and one_edit_apart(a, b) and same_ending(a, b) and not {a, b} <= known_first_names()


@lru_cache(100_000)
def middles_agree(a: str, b: str) -> bool:
    """Tell whether two patronymics can be one person's."""
    if not a or not b or a == b:
        return True
    if is_initial(a) or is_initial(b):
        return a[0] == b[0]
    return sound(a) == sound(b)


def fits(short: Name, full: Name) -> bool:
    """Tell whether first name and patronymic of a shorter name can be those of a full one."""
    return firsts_agree(short.first, full.first) and middles_agree(short.middle, full.middle)


def lasts_agree(a: str, b: str, first: str) -> bool:
    """Tell whether two surnames beside one first name are spellings, or a case left standing, of one surname."""
    if sound(a) == sound(b):
        return True
    if stem(a) == stem(b) and len(stem(a)) > 3 and first in known_first_names():
        return True  # «Мария Захаров», «Сергея Лаврова»: the first name has one gender, so the surname has too
    if min(len(a), len(b)) < TYPO_LENGTH or not one_edit_apart(a, b) or not same_ending(a, b):
        return False
    return not {a, b} <= known_surnames()


def same_ending(a: str, b: str) -> bool:
    """Tell whether two names end alike, or both in consonants, so that they do not differ by gender or case."""
    return a[-1:] == b[-1:] or not {a[-1:], b[-1:]} & set("аеиоуыэюяьй")


def near_spelling(a: str, b: str) -> bool:
    """Tell whether two names may be a slip of the pen apart: one letter, but no difference of gender or case."""
    return one_edit_apart(a, b) and same_ending(a, b)


def differ_by_gender(a: str, b: str) -> bool:
    """Tell whether two surnames are a man's and a woman's («Ибраимов», «Ибраимова»)."""
    short, long = sorted((a, b), key=len)
    return long == short + "а" and short.endswith(word_lists()["surname_ending"])


def may_be_misspelt(last: str) -> bool:
    """Tell whether a surname is long enough, and known too little, not to be another one by a slip of the pen."""
    return len(last) >= TYPO_LENGTH and last not in known_surnames()


def commonness(last: str) -> int:
    """Return 2 for a surname that many have, 1 for one that some may have, 0 for a rare one.

    Common are those that end as Russian and Turkic surnames do; rare those that in no list of surnames stand: foreign
    surnames, and given names of monarchs and clergy, who have no other.
    """
    if last.endswith(word_lists()["common_surname_ending"]) or len(last) < 4:
        return 2
    return 1 if last in known_surnames() else 0
