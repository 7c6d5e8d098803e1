"""Numbers that take the rest from the moment behind them: «[14], [15] и 16 сентября»."""

from dataclasses import replace
from typing import Literal

from pipeline.nlp.date_atoms import Atoms
from pipeline.nlp.date_numbers import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    ending_after,
    full_year,
    is_decimal_head,
    is_decimal_tail,
    spoken_number,
)
from pipeline.nlp.date_rules.item import CLOSING_QUOTES, OPENING_QUOTES, Item
from pipeline.nlp.date_rules.relative import RELATED_GRAINS
from pipeline.nlp.date_values import Moment, Shift


def bare_number(row: Atoms, i: int) -> Item | None:
    """A number that may take its unit from the next moment: «14», «IV», «первом», «80» of «80–90-х»."""
    if row.word(i) in OPENING_QUOTES and row.number(i + 1) >= 0 and row.word(i + 2) in CLOSING_QUOTES:
        return Item(i, i + 3, "elided", number=row.number(i + 1), style="ordinal")
    number = row.number(i)
    if number >= 0:
        if is_decimal_tail(row, i) or is_decimal_head(row, i):
            return None
        end = i + 1
        if row.is_glued(end):
            for kind in ("day", "ordinal", "year", "decade"):
                end = max(end, ending_after(row, i + 1, kind) or 0)
        return Item(i, end, "elided", number=number, style="digits")
    if row.has(i, "roman"):
        return Item(i, i + 1, "elided", number=row[i].meanings["roman"].value, style="roman")
    spoken = spoken_number(row, i)
    if spoken is not None and spoken[2]:
        return Item(i, spoken[1], "elided", number=spoken[0], style="ordinal")
    relation = row.meaning(i, "relation")
    if relation is not None and not row.has(i + 1, "unit"):
        # «в текущем и следующем годах»
        return Item(i, i + 1, "elided", number=relation.value, style="relation")
    return None


def completed(row: Atoms, item: Item, donor: Moment) -> Moment | None:
    """Return the moment of a bare number that takes everything else from the moment behind it, None if it cannot."""
    if item.style == "relation":
        if donor.grain == "year" and (isinstance(donor.year, Shift) or row.role(item.end) == "and"):
            return replace(donor, year=Shift(item.number))
        if donor.grain in RELATED_GRAINS:
            return replace(donor, shift=item.number)
        return replace(donor, relation=item.number) if donor.relation is not None else None
    number, digits = item.number, row.width(item.start if row.number(item.start) >= 0 else item.end - 1)
    if donor.grain in ("day", "day_of_month") and 1 <= number <= 31 and item.style != "roman":
        inherits: Literal["", "next"] = "next" if donor.grain == "day" and donor.year is not None else ""
        return replace(donor, day=number, inherits=inherits) if item.style != "digits" or digits <= 2 else None
    if donor.grain == "year" and isinstance(donor.year, int) and item.style == "digits":
        if digits == 4 and EARLIEST_YEAR <= number <= LATEST_YEAR:
            return replace(donor, year=number)
        return replace(donor, year=full_year(number)) if digits == 2 and donor.year < 2100 and number > 30 else None
    if donor.grain in ("quarter", "half") and 1 <= number <= (4 if donor.grain == "quarter" else 2):
        return replace(donor, number=number)
    if donor.grain == "century" and 1 <= number <= 30:
        return replace(donor, number=number)
    if donor.grain == "decade" and number % 10 == 0 and item.style != "roman":
        return replace(donor, number=number if number >= 1000 else (donor.number or 0) // 100 * 100 + number)
    if donor.grain == "part_of" and donor.within is not None and 1 <= number <= 3:
        return replace(donor, number=number)
    return None
