"""Reads a Doc's tokens, writes the row of atoms that the date grammar reads: words, digit runs and single signs."""

import re
from typing import NamedTuple

from spacy.attrs import ORTH, SPACY  # type: ignore[import-not-found]
from spacy.tokens import Doc

from pipeline.nlp.date_words import Lexicon, Meanings, Word, plain

ATOM = re.compile(r"[0-9]+|[^\W\d_]+(?:[\u00AD\u200B\u200D\u2060\u0301]+[^\W\d_]+)*[\u0301]?|\S")
LINE_BREAK = re.compile(r"[\n\r\u2028\u2029]")
# Longer digit runs are no day, month or year
YEAR_DIGITS = 4
NO_MEANINGS: Meanings = {}
# Different token texts remembered; a corpus of 180 releases has 19,000
CACHED_TOKENS = 50_000
# Atoms that may be read past either end: more than any rule looks ahead from the last atom
PADDING = 128


class Atom(NamedTuple):
    """A word, a run of digits or one sign, as it is at every place where it occurs."""

    text: str
    word: str  # in the tables' one form
    meanings: Meanings
    number: int  # of a digit run of at most four, else -1
    offset: int  # inside its token


END = Atom("", "", NO_MEANINGS, -1, 0)
BREAK = Atom("\n", "\n", NO_MEANINGS, -1, 0)


class SplitToken(NamedTuple):
    """The atoms of one token text; white space has none, a line break is one."""

    atoms: tuple[Atom, ...]
    length: int
    is_word: bool  # letters only: may have been torn from its neighbour


def make_atom(text: str, offset: int, lexicon: Lexicon) -> Atom:
    """Return the atom of `text`."""
    word = plain(text)
    number = int(text) if "0" <= text[0] <= "9" and len(text) <= YEAR_DIGITS else -1
    return Atom(text, word, lexicon.meanings.get(word, NO_MEANINGS), number, offset)


class TokenSplitter:
    """Token text → its atoms, remembered by spaCy's string ids."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.known: dict[int, SplitToken] = {}

    def split(self, text: str) -> SplitToken:
        """Return the atoms of a token."""
        if text.isspace():
            return SplitToken((BREAK,) if LINE_BREAK.search(text) else (), len(text), False)
        atoms = tuple(make_atom(match.group(), match.start(), self.lexicon) for match in ATOM.finditer(text))
        return SplitToken(atoms, len(text), text.isalpha())

    def remember(self, orth: int, text: str) -> SplitToken:
        """Return the atoms of a token and keep them under its string id; the store is emptied when it is full."""
        if len(self.known) >= CACHED_TOKENS:
            self.known.clear()
        token = self.known[orth] = self.split(text)
        return token

    def merge(self, left: Atom, right: Atom) -> Atom | None:
        """Return the atom of two that touch where together they are a word the tables know, else None.

        razdel tears a word of mixed letters: «cентября» with a Latin «c» comes as two tokens.
        """
        whole = make_atom(left.text + right.text, left.offset, self.lexicon)
        return whole if whole.meanings else None


class Atoms:
    """The atoms of one Doc and where they stand. Reading up to PADDING past either end gives END, which is nothing."""

    def __init__(self, doc: Doc, splitter: TokenSplitter) -> None:
        self.doc = doc
        self.lexicon = splitter.lexicon
        self.atoms: list[Atom] = []
        self.starts: list[int] = []
        self.first_tokens: list[int] = []
        self.last_tokens: list[int] = []
        atoms, starts, firsts, lasts = self.atoms, self.starts, self.first_tokens, self.last_tokens
        known, strings = splitter.known, doc.vocab.strings
        offset, touching = 0, -1  # `touching`: the end of the last atom where that is a whole word
        for index, (orth, space) in enumerate(doc.to_array([ORTH, SPACY]).tolist()):
            token = known.get(orth) or splitter.remember(orth, strings[orth])
            if offset == touching and token.is_word and (whole := splitter.merge(atoms[-1], token.atoms[0])):
                atoms[-1] = whole
                lasts[-1] = index
            else:
                for atom in token.atoms:
                    atoms.append(atom)
                    starts.append(offset + atom.offset)
                    firsts.append(index)
                    lasts.append(index)
            offset += token.length
            touching = offset if token.is_word else -1
            offset += space
        self.length = len(atoms)
        # Python reads index -1 from the end: the padding serves both ends
        atoms.extend([END] * PADDING)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, i: int) -> Atom:
        return self.atoms[i]

    def word(self, i: int) -> str:
        """Return the word in the tables' form, "" past the end."""
        return self.atoms[i].word

    def meaning(self, i: int, kind: str) -> Word | None:
        """Return what atom `i` means as a `kind`, None if it is none."""
        return self.atoms[i].meanings.get(kind)

    def has(self, i: int, kind: str) -> bool:
        """Whether atom `i` can be a `kind`."""
        return kind in self.atoms[i].meanings

    def role(self, i: int) -> str:
        """Return what the function word at `i` does in the grammar, "" if it is none."""
        role = self.atoms[i].meanings.get("role")
        return role.value if role is not None else ""

    def number(self, i: int) -> int:
        """Return the value of the digits at `i`, -1 if they are none or too many."""
        return self.atoms[i].number

    def width(self, i: int) -> int:
        """Return the number of characters of atom `i`."""
        return len(self.atoms[i].text)

    def is_glued(self, i: int) -> bool:
        """Whether nothing stands between atom `i` and the one before it."""
        return 0 < i < self.length and self.starts[i] == self.starts[i - 1] + len(self.atoms[i - 1].text)

    def tagged_case(self, i: int) -> str:
        """Return the UD case of atom `i`'s token, "" where the morphology stage has not run or it has none."""
        cases = self.doc[self.first_tokens[i]].morph.get("Case", []) if 0 <= i < self.length else []
        return str(cases[0]) if cases else ""

    def is_capitalised(self, i: int) -> bool:
        """Whether atom `i` begins with a capital."""
        return self.atoms[i].text[:1].isupper()
