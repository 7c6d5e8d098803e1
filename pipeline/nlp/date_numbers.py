"""Reads a row of atoms, writes the numbers and years in it: the grammar of dates, its ground floor.

Every function reads at one place and returns what it found and where that ends, None if there is nothing.
"""

from typing import Literal

from pipeline.nlp.date_atoms import Atoms
from pipeline.nlp.date_values import Shift
from pipeline.nlp.dictionary import parses

EARLIEST_YEAR, LATEST_YEAR = 1000, 2199

Year = int | Shift


# ---- numbers -----------------------------------------------------------------------------------------------------


def spoken_number(row: Atoms, i: int) -> tuple[int, int, bool] | None:
    """«двадцать третьего» → (23, end, True), «две тысячи» → (2000, end, False); True if the last word is an ordinal."""
    total, limit, j = 0, 1_000_000, i
    for _ in range(7):
        ordinal = row.meaning(j, "ordinal")
        if ordinal is not None:
            if ordinal.value >= limit or (ordinal.value == 0 and total):
                break
            return total + ordinal.value, j + 1, True
        cardinal = row.meaning(j, "cardinal")
        if cardinal is None or not isinstance(cardinal.value, int):
            break
        value = cardinal.value
        if value == 1000:
            if total >= 1000:
                break
            total, limit = (total or 1) * 1000, 1000
        elif value >= limit:
            break
        else:
            total += value
            limit = 100 if value >= 100 else 10 if value >= 20 else 1
        j += 1
    return (total, j, False) if j > i else None


def count_of(row: Atoms, i: int) -> tuple[float, int] | None:
    """«десять», «10», «полтора», «2,5» → (count, end)."""
    number = row.number(i)
    if number >= 0:
        if is_decimal_tail(row, i):
            return None
        if row.word(i + 1) in (",", ".") and row.is_glued(i + 1) and row.number(i + 2) >= 0 and row.is_glued(i + 2):
            return (number + row.number(i + 2) / 10, i + 3) if row.width(i + 2) == 1 else None
        return with_remainder(row, number, i + 1)
    cardinal = row.meaning(i, "cardinal")
    if cardinal is not None and not isinstance(cardinal.value, int):
        return cardinal.value, i + 1
    spoken = spoken_number(row, i)
    if spoken is None or spoken[2]:
        return None
    value, end, _ = spoken
    return with_remainder(row, value, end)


def with_remainder(row: Atoms, value: int, end: int) -> tuple[float, int]:
    """«два с половиной» → 2.5; «два с лишним», «год с небольшим» stay what they are."""
    if row.word(end) == "с":
        if row.word(end + 1) == "половиной":
            return value + 0.5, end + 2
        if row.word(end + 1) in ("лишним", "небольшим"):
            return value, end + 2
    return value, end


def is_decimal_tail(row: Atoms, i: int) -> bool:
    """Whether the digits at `i` go on a number or a clock time: the «30» of «15.30», «15:30», «№30»."""
    return (
        row.is_glued(i)
        and row.word(i - 1) in (".", ",", ":", "/", "№", "#", "+")
        and (row.atoms[i - 1].text in ("№", "#", "+") or (row.number(i - 2) >= 0 and row.is_glued(i - 1)))
    )


def is_decimal_head(row: Atoms, i: int) -> bool:
    """Whether digits follow the digits at `i` behind a sign: the «15» of «15.30», «15,3», «15:30»."""
    return (
        row.word(i + 1) in (".", ",", ":") and row.is_glued(i + 1) and row[i + 2].text.isdigit() and row.is_glued(i + 2)
    )


def ending_after(row: Atoms, i: int, kind: str) -> int | None:
    """Return the end of «-го», «-й», «-е» written after digits that end at `i`, None if there is no such ending."""
    if row.word(i) == "-" and row.is_glued(i) and row.is_glued(i + 1) and row.word(i + 1) in row.lexicon.endings[kind]:
        return i + 2
    if row.is_glued(i) and row.number(i - 1) >= 0 and row.word(i) in row.lexicon.endings[kind]:
        return i + 1
    return None


def day_number(row: Atoms, i: int) -> tuple[int, int] | None:
    """«15», «15-го», «пятнадцатого», «двадцать третье» → (15, end)."""
    number = row.number(i)
    if number >= 0:
        if row.width(i) > 2 or is_decimal_tail(row, i) or is_decimal_head(row, i):
            return None
        return number, ending_after(row, i + 1, "day") or i + 1
    spoken = spoken_number(row, i)
    if spoken is None or not spoken[2] or spoken[0] > 99:
        return None
    return spoken[0], spoken[1]


def ordinal_number(row: Atoms, i: int) -> tuple[int, int] | None:
    """«третьего», «III», «3-й», «3» → (3, end)."""
    roman = row.meaning(i, "roman")
    if roman is not None:
        return roman.value, ending_after(row, i + 1, "ordinal") or i + 1
    number = row.number(i)
    if number >= 0:
        if row.width(i) > 2 or is_decimal_tail(row, i):
            return None
        return number, ending_after(row, i + 1, "ordinal") or i + 1
    spoken = spoken_number(row, i)
    return (spoken[0], spoken[1]) if spoken is not None and spoken[2] else None


# ---- years -------------------------------------------------------------------------------------------------------


def year_noun(row: Atoms, i: int) -> int | None:
    """Return the end of «года», «г.», «гг.», «г.г.» at `i`, None if there is none."""
    unit = row.meaning(i, "unit")
    if unit is not None and unit.value == "year" and row.word(i).startswith("год"):
        return i + 1
    abbreviation = row.meaning(i, "unit_abbreviation")
    if abbreviation is None or abbreviation.value != "year":
        return None
    end = after_dot(row, i + 1)
    if end > i + 1 and row.word(end) == "г" and row.is_glued(end):
        end = after_dot(row, end + 1)
    return end


def after_dot(row: Atoms, i: int) -> int:
    """Return the place behind a full stop that touches the atom before it, else `i`."""
    return i + 1 if row.word(i) == "." and row.is_glued(i) else i


def full_year(number: int) -> int:
    """Two digits → four: above 30 the twentieth century, else the twenty-first (guidelines, rule 18)."""
    return number + (1900 if number > 30 else 2000)


def year_digits(row: Atoms, i: int) -> tuple[int, int, bool] | None:
    """«2023», «2023 года», «2023-го», «98 г.», «89-го» → (year, end, whether more than four bare digits was said)."""
    number, width = row.number(i), row.width(i)
    if number < 0 or is_decimal_tail(row, i):
        return None
    ending = ending_after(row, i + 1, "year")
    noun = year_noun(row, ending or i + 1)
    end = noun or ending or i + 1
    if width == 4 and EARLIEST_YEAR <= number <= LATEST_YEAR:
        if noun is None and ending is None and (is_decimal_head(row, i) or is_counted(row, i + 1)):
            return None
        return number, end, noun is not None or ending is not None
    if width == 2 and (noun is not None or ending is not None):
        return full_year(number), end, True
    if width == 3 and noun is not None and row.word(noun - 1).startswith("год"):
        return number, end, True
    return None


def year_in_words(row: Atoms, i: int) -> tuple[int, int, bool] | None:
    """«две тысячи десятом году», «сорок пятого года» → (2010, end, True)."""
    spoken = spoken_number(row, i)
    if spoken is None or not spoken[2]:
        return None
    number, end, _ = spoken
    noun = year_noun(row, end)
    if EARLIEST_YEAR <= number <= LATEST_YEAR:
        return number, noun or end, True
    if noun is not None and 30 < number < 100 and row.word(noun - 1).startswith("год") and not is_plural(row, end):
        return full_year(number), noun, True
    return None


def is_plural(row: Atoms, i: int) -> bool:
    """Whether the unit at `i` is in the plural."""
    unit = row.meaning(i, "unit")
    return unit is not None and unit.is_plural


def told_year(row: Atoms, i: int) -> tuple[Shift, int] | None:
    """«т.г.», «с. г.», «тек. года», «прошлого года», «этого же года», «текущего финансового года» → (Shift, end)."""
    letter = row.meaning(i, "year_letter")
    if letter is not None and row.word(i + 1) in (".", "/") and row.word(i + 2) == "г" and not are_initials(row, i):
        return Shift(letter.value), after_dot(row, i + 3)
    shortened = row.meaning(i, "shortened_relation")
    if shortened is not None:
        noun = year_noun(row, after_dot(row, i + 1))
        return (Shift(shortened.value), noun) if noun else None
    related = relation_of(row, i)
    if related is None:
        return None
    relation, base, j = related
    if row.has(j, "year_kind"):
        j += 1
    noun = year_noun(row, j)
    if noun is None and row.role(j) == "and" and base == "anchor" and is_told_later(row, i, j + 1):
        return Shift(relation), j
    if noun is None or not agrees(row, i, j) or (is_plural(row, j) and not is_told_list(row, i)):
        return None
    return Shift(relation, base), noun


def are_initials(row: Atoms, i: int) -> bool:
    """Whether «С.Г.» at `i` is a person's («С.Г. Поспелов»): two capitals that follow no month («СЕНТЯБРЯ С.Г.»)."""
    return row.is_capitalised(i) and row.is_capitalised(i + 2) and not row.has(i - 1, "month")


def is_told_later(row: Atoms, i: int, j: int) -> bool:
    """Whether «этого» of «ноябре этого и феврале следующего года» has its noun behind the next relation."""
    case = row[i].meanings["relation"].cases
    for k in range(j, j + 4):
        relation = row.meaning(k, "relation")
        if relation is not None:
            return bool(relation.cases & case & {"gent"}) and year_noun(row, k + 1) is not None
    return False


def is_told_list(row: Atoms, i: int) -> bool:
    """Whether «следующем» of «в текущем и следующем годах» shares its plural noun with what stands before «и»."""
    relation = row.meaning(i, "relation")
    return row.role(i - 1) == "and" and relation is not None and not relation.is_plural


def relation_of(row: Atoms, i: int) -> tuple[int, Literal["anchor", "stated"], int] | None:
    """«прошлой» → (-1, anchor), «том же» → (0, stated), each with its end."""
    if row.has(i, "same") and row.role(i + 1) == "same_particle":
        end = i + 3 if row.word(i + 2).startswith("сам") else i + 2
        return 0, "stated", end
    relation = row.meaning(i, "relation")
    if relation is None:
        return None
    return relation.value, "anchor", i + 1


def agrees(row: Atoms, i: int, j: int) -> bool:
    """Whether the adjective at `i` and the noun at `j` have a case in common; abbreviations agree with all."""
    left = row.meaning(i, "relation") or row.meaning(i, "same") or row.meaning(i, "last")
    right = row.meaning(j, "unit") or row.meaning(j, "weekday") or row.meaning(j, "season") or row.meaning(j, "month")
    if left is None or right is None or not left.cases or not right.cases:
        return True
    return bool(left.cases & right.cases)


def year_after(row: Atoms, i: int) -> tuple[Year, int] | None:
    """Return the year that follows a day, month, quarter or season, and its end."""
    if row.word(i) in ("'", "’") and row.width(i + 1) == 2 and row.number(i + 1) >= 0 and row.is_glued(i + 1):
        return full_year(row.number(i + 1)), i + 2
    stated = year_digits(row, i) or year_in_words(row, i)
    if stated is not None:
        return stated[0], stated[1]
    return told_year(row, i)


def era_after(row: Atoms, i: int) -> tuple[int, int]:
    """«до н. э.», «до нашей эры» → (-1, end), «н. э.» → (1, end), nothing → (1, i)."""
    sign, j = (-1, i + 1) if row.word(i) == "до" else (1, i)
    if row.word(j) == "н":
        k = after_dot(row, j + 1)
        if row.word(k) == "э":
            return sign, after_dot(row, k + 1)
    if row.word(j) == "нашей" and row.word(j + 1) == "эры":
        return sign, j + 2
    return 1, i


def is_counted(row: Atoms, i: int) -> bool:
    """Whether the word at `i` makes the number before it a count: «2004 человека», «1950 единиц», «2000 школ».

    A year may be followed by anything, but a noun in the genitive plural, or one behind its adjective, is counted.
    """
    if row.has(i, "counted"):
        return not (row.word(i) == "с" and row.word(i + 1) != ".")
    if not row[i].text.isalpha() or (row[i].meanings and not row.has(i, "cardinal")):
        return False
    if not row[i].text.islower() or not row[i].text[0].isalpha():
        return False
    return is_genitive_plural(row.word(i)) or (
        is_genitive_plural(row.word(i), "ADJF") and is_genitive_plural(row.word(i + 1))
    )


def is_genitive_plural(word: str, part: str = "NOUN") -> bool:
    """Whether the likeliest readings of `word` are a genitive plural and none a nominative."""
    if not word.isalpha():
        return False
    readings = [parse.tag for parse in parses(word) if parse.score >= 0.05]
    return any(part == tag.POS and tag.case == "gent" and tag.number == "plur" for tag in readings) and not any(
        tag.case == "nomn" or tag.POS in ("VERB", "PREP", "CONJ", "ADVB", "PRTS", "ADJS") for tag in readings
    )
