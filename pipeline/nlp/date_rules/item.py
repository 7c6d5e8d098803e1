"""What the rules for single moments share: an item, and tests of what stands around a number."""

from dataclasses import dataclass

from pipeline.nlp.date_atoms import Atoms
from pipeline.nlp.date_numbers import after_dot, year_noun
from pipeline.nlp.date_values import Moment

YEAR_WIDTH = 4
# A bare number is taken for a year only in the range of releases' own subjects
EARLIEST_BARE_YEAR, LATEST_BARE_YEAR = 1700, 2100
OPENING_QUOTES, CLOSING_QUOTES = frozenset('«„“"'), frozenset('»”“"')
OPENING = OPENING_QUOTES | frozenset("'(")


@dataclass(slots=True)
class Item:
    """One member of a chain: atoms `start` to `end` (excluded). `moment` is None while only a number is known."""

    start: int
    end: int
    rule: str
    moment: Moment | None = None
    last: Moment | None = None  # a range that is written as one: «2018/2019», «2023–25 гг.»
    number: int = -1
    style: str = ""  # of the number: digits, ordinal, roman
    is_weak: bool = False  # a date only beside stronger ones: «10.03» in «с 10.03 по 18.03.2010»


def goes_on(row: Atoms, i: int, separator: str) -> bool:
    """Whether a numeric date that ends at `i` is the beginning of something longer: «1.2.2023.5», «10.10.2010/15»."""
    if row.is_glued(i) and row[i].text.isdigit():
        return True
    return (
        row.word(i) == separator
        and row.is_glued(i)
        and row.is_glued(i + 1)
        and row[i + 1].text.isdigit()
        and separator != "-"
    )


def is_address(row: Atoms, start: int, end: int) -> bool:
    """Whether the digits are a part of a link or a file name: «…/2016-06-30/…», «19.10.16.webm»."""
    if row.is_glued(start) and row.word(start - 1) in ("/", "=", "_", "@", "\\"):
        return True
    if not row.is_glued(end):
        return False
    latin = (
        row.word(end) == "." and row.is_glued(end + 1) and row[end + 1].text.isascii() and row[end + 1].text.isalpha()
    )
    return latin or row.word(end) in ("/", "_", "=", "@")


def is_numbered(row: Atoms, i: int) -> bool:
    """Whether the word before `i` makes the number a number: «№ 1905», «ст. 15», «версия 1.2.10»."""
    before = i - 2 if row.word(i - 1) == "." else i - 1
    return row.has(before, "numbered")


def month_name(row: Atoms, i: int) -> tuple[int, int] | None:
    """«сентября», «сент.» → (9, end)."""
    month = row.meaning(i, "month")
    if month is not None:
        return (month.value, i + 1) if not month.is_plural else None
    month = row.meaning(i, "month_abbreviation")
    return (month.value, after_dot(row, i + 1)) if month is not None else None


def is_plural_number(row: Atoms, i: int) -> bool:
    """Whether «числа» at `i` is surely plural («числах»); «числа» may be either."""
    word = row.meaning(i, "numbers_of")
    return word is not None and word.is_plural


def begins_sentence(row: Atoms, i: int) -> bool:
    """Whether a capital at `i` may only mean that a sentence, a line or a quotation begins."""
    before = row.word(i - 1)
    return before in ("", "\n", ".", "!", "?", "…", "-", ":", "•", ")") or before in OPENING


def is_counted_from(row: Atoms, i: int) -> bool:
    """Whether a distance is counted from an event: «за три месяца до выборов», «через год после аварии»."""
    return row.has(i, "event") and not row.has(i + 1, "this_event")


def winter_years(row: Atoms, i: int) -> tuple[int, int] | None:
    """«2018/2019 годов», «2018-2019 гг.», «2018/19» → (2018, end)."""
    if row.width(i) != 4 or row.number(i) < 0 or row.word(i + 1) not in ("/", "-") or row.number(i + 2) < 0:
        return None
    first, second = row.number(i), row.number(i + 2)
    if second not in (first + 1, (first + 1) % 100) or row.width(i + 2) not in (2, 4):
        return None
    return first, year_noun(row, i + 3) or i + 3
