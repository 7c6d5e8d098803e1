"""Reads a row of atoms, writes single moments: «15 сентября 2023 года», «прошлой осенью», «III квартал», rule by rule.

Every rule is named for what it catches and reads a bounded number of atoms from one place. `item_at` asks the rules of
ITEMS, the table of contents: which may begin at a kind of atom.
"""

from pipeline.nlp.date_rules.contents import ITEMS, item_at
from pipeline.nlp.date_rules.elided import bare_number, completed
from pipeline.nlp.date_rules.item import CLOSING_QUOTES, OPENING_QUOTES, Item
from pipeline.nlp.date_rules.years import bare_year

__all__ = ["CLOSING_QUOTES", "ITEMS", "OPENING_QUOTES", "Item", "bare_number", "bare_year", "completed", "item_at"]
