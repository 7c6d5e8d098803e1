"""What the rules for roles share: a statement, and one Doc as they read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span

from pipeline.nlp.case_evidence import Blocks
from pipeline.nlp.role_phrases import AGE, Phrase, PhraseFinder
from pipeline.nlp.role_sheet import name_cases
from pipeline.nlp.role_words import RoleWords

# Coordinated roles of these kinds share an organisation.
SHARED_KINDS = ("post", "dignity")
# The tagger takes one for the other where people are meant.
OBJECT_CASES = frozenset(("Gen", "Acc"))


@dataclass(frozen=True)
class Statement:
    """One row: a person holds a role in an organisation; `found_by` names the rule."""

    person: Span
    phrase: Phrase
    organization: Span | None
    found_by: str


class Reading:
    """The role phrases of one Doc, and the statements found of them so far.

    `by_start`, `by_end`: the phrase that begins at a word, that ends before one; `complements`: by the phrase's start,
    where the name ends that is a complement of the role («представитель Анны Ф.»); `found`: by the phrase's start, its
    statements; `skipped`: words between a role and a name, or two roles, that change nothing.
    """

    def __init__(self, doc: Doc, lexicon: RoleWords) -> None:
        self.lexicon = lexicon
        self.sheet = PhraseFinder(doc, lexicon)
        self.words = self.sheet.words
        self.skipped = lexicon.outside | lexicon.of_countries | lexicon.time_adverbs
        self.phrases: list[Phrase] = []
        self.by_start: dict[int, Phrase] = {}
        self.by_end: dict[int, Phrase] = {}
        self.complements: dict[int, int] = {}
        self.found: dict[int, list[Statement]] = {}

    def hold(self, phrases: list[Phrase]) -> None:
        """Take the phrases whose statements are looked for."""
        self.phrases = phrases
        self.by_start = {phrase.start: phrase for phrase in phrases}
        self.by_end = {phrase.end: phrase for phrase in phrases}

    def person_at(self, i: int) -> tuple[Span, int] | None:
        """Return the person whose name begins at word `i`, in the same line and sentence, and the word behind it."""
        return self.sheet.people.get(i) if self.sheet.goes_on(i) else None

    def skip_address(self, i: int) -> int:
        """Return the number of the next word that is not «господин»; the «Г.» of «Г. Карасин» is the name's."""
        while (
            self.sheet.goes_on(i)
            and i not in self.sheet.people
            and (
                self.words.lemmas[i] in self.lexicon.forms_of_address
                or self.words.lemmas[i] in self.lexicon.party_members
                or (self.sheet.at(i) == "." and self.sheet.at(i - 1) in ("тов", "г", "гг"))
                or self.sheet.at(i) in ("тов", "г", "гг")
                or AGE.fullmatch(self.sheet.at(i))
            )
        ):
            i += 1
        return i

    def skip_origin(self, i: int) -> int:
        """Return the number of the word after «из Казани», «в Бишкеке», before the name or its rank: «хоккеист из
        Казани Иван Петров», «атташе при Посольстве Узбекистана в Бишкеке полковник Шухрат Юлдашев»."""
        if self.sheet.at(i) not in ("из", "в") or not self.sheet.goes_on(i + 1):
            return i
        found = self.sheet.name_at(i + 1)
        is_place = found is not None and found[0].label_ == "LOC"
        if found is None or not is_place or (found[1] not in self.by_start and self.person_at(found[1]) is None):
            return i
        return found[1]

    def skip_ranks(self, phrase: Phrase, i: int) -> int:
        """Return the word behind the ranks, degrees and dignities that begin at word `i`, none of them `phrase`."""
        rank = self.by_start.get(i)
        while (
            rank is not None
            and rank.kind != "post"
            and rank is not phrase
            and not (rank.is_plural or rank.organizations)
        ):
            i = rank.end
            rank = self.by_start.get(i)
        return i

    def behind_rank(self, phrase: Phrase, i: int) -> tuple[Span, int] | None:
        """Return the person whose rank or degree begins at word `i`, and the word behind the name; None if there is
        no such person."""
        end = self.skip_ranks(phrase, i)
        return self.person_at(self.skip_address(end)) if end > i else None

    def skip_outside(self, i: int) -> int:
        """Return the number of the next word that is not an adjective left out of roles («нынешний»)."""
        while self.sheet.goes_on(i) and i not in self.by_start and (self.words.lemmas[i] in self.skipped):
            i += 1
        return i

    def after_separator(self, i: int) -> int:
        """Return the word after «,», «;», «и», «, а также» at word `i`; 0 if there is none. The initial of
        «А. Венедиктов» is no «а»."""
        sheet = self.sheet
        j = i
        while sheet.at(j) in (",", ";", "и", "а", "также") and sheet.goes_on(j) and j not in sheet.people:
            j += 1
        return self.skip_address(j) if j > i and self.sheet.goes_on(j) else 0

    def block_of(self, i: int) -> int:
        """Return the token that begins the block of lines which word `i` is in."""
        return self.blocks.start(self.words.ids[i])

    @cached_property
    def words_of_people(self) -> frozenset[int]:
        """The words of people's names."""
        return frozenset(i for begin, (_, end) in self.sheet.people.items() for i in range(begin, end))

    @cached_property
    def places_by_end(self) -> dict[int, list[Span]]:
        """The places, inner ones too, by the token behind them."""
        places: dict[int, list[Span]] = {}
        for mention in self.sheet.doc.spans.get("mentions", ()):
            if mention.label_ == "LOC":
                places.setdefault(mention.end, []).append(mention)
        return places

    @cached_property
    def blocks(self) -> Blocks:
        return Blocks(self.sheet.doc)


def is_nominative(person: Span) -> bool | None:
    """Whether a name can stand in the nominative; None where that is not known."""
    cases = name_cases(person)
    return "Nom" in cases if cases else None


def fits(case: str, person: Span) -> bool:
    """Whether a role in `case` and a name can stand side by side."""
    cases = name_cases(person)
    if not case or not cases:
        return True
    return bool(cases & (OBJECT_CASES if case in OBJECT_CASES else {case}))
