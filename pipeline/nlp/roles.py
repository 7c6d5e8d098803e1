"""Reads doc.spans["mentions"], lemmas and tags, writes doc._.roles: who holds which role in which organisation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.nlp.case_evidence import UD_GENDERS, Blocks
from pipeline.nlp.delegations import delegations
from pipeline.nlp.role_phrases import AGE, Phrase, PhraseFinder
from pipeline.nlp.role_sheet import DASHES, name_cases, number_cases
from pipeline.nlp.role_text import role_text
from pipeline.nlp.role_words import RoleWords, role_words

# How many words may lie between a person and a role that a verb joins («Иванов в 2020 году был избран … президентом»).
VERB_WINDOW = 25
# How far behind a role its verb stands, and behind one in the instrumental, where nothing but a date or so may lie
# between («Генеральным секретарём на три года с 1 января назначен И. Иванов»).
VERB_NEAR = 4
VERB_BEHIND = 12
# How many words back a list's dash may stand: sentences of 20,000 words are read too, and each role looks for its own.
LIST_WINDOW = 60
# Coordinated roles of these kinds share an organisation.
SHARED_KINDS = ("post", "dignity")
# The tagger takes one for the other where people are meant.
OBJECT_CASES = frozenset(("Gen", "Acc"))
BULLETS = frozenset("•*·")


@dataclass(frozen=True)
class Statement:
    """One row: a person holds a role in an organisation."""

    person: Span
    phrase: Phrase
    organization: Span | None
    found_by: str
    # Complement of its own, where the head is shared («министрами обороны … и иностранных дел …»).
    parts: tuple[int, ...] = ()


class RoleReader:
    """Joins the role phrases of one Doc with its people."""

    def __init__(self, doc: Doc, lexicon: RoleWords) -> None:
        self.lexicon = lexicon
        self.sheet = PhraseFinder(doc, lexicon)
        self.words = self.sheet.words
        # words between a role and a name, or two roles, that change nothing
        self.skipped = lexicon.outside | lexicon.of_countries | lexicon.time_adverbs
        self.phrases: list[Phrase] = []
        self.by_start: dict[int, Phrase] = {}
        self.by_end: dict[int, Phrase] = {}
        # where the name ends that is a complement of the role («представитель Анны Ф.»)
        self.complements: dict[int, int] = {}
        self.found: dict[int, list[Statement]] = {}

    def read(self) -> list[Statement]:
        """Return the statements in text order of their people."""
        if not self.sheet.people:
            return []
        self.phrases = list(self.split_by_case(self.sheet.phrases()))
        self.by_start = {phrase.start: phrase for phrase in self.phrases}
        self.by_end = {phrase.end: phrase for phrase in self.phrases}
        for phrase in reversed(self.phrases):
            self.found[phrase.start] = list(self.before_name(phrase))
        for phrase in self.phrases:
            if not self.found[phrase.start]:
                self.found[phrase.start] = list(self.after_name(phrase))
        for phrase in self.phrases:
            if not self.found[phrase.start]:
                self.found[phrase.start] = list(self.by_verb(phrase))
        self.share_organizations()
        statements = [statement for phrase in self.phrases for statement in self.found[phrase.start]]
        return sorted(statements, key=lambda s: (s.person.start, s.phrase.start))

    # ---- people and cases ------------------------------------------------------------------------------------------

    def person_at(self, i: int) -> tuple[Span, int] | None:
        """Return the person whose name begins at word `i`, in the same line and sentence, and the word behind it."""
        return self.sheet.people.get(i) if self.sheet.goes_on(i) else None

    def is_nominative(self, person: Span) -> bool | None:
        """Whether a name can stand in the nominative; None where that is not known."""
        cases = name_cases(person)
        return "Nom" in cases if cases else None

    def fits(self, case: str, person: Span) -> bool:
        """Whether a role in `case` and a name can stand side by side."""
        cases = name_cases(person)
        if not case or not cases:
            return True
        return bool(cases & (OBJECT_CASES if case in OBJECT_CASES else {case}))

    def split_by_case(self, phrases: Iterator[Phrase]) -> Iterator[Phrase]:
        """Yield the phrases; «помощник президента» before «Путина» gives the name to its inner role."""
        for phrase in phrases:
            person = self.person_at(self.skip_address(phrase.end))
            if person is None or not phrase.inner or phrase.case in ("Gen", "") or phrase.acting:
                yield phrase
                continue
            span, end = person
            follows = self.person_at(end)
            if (
                self.fits("Gen", span)
                and not self.is_nominative(span)
                and (follows or not self.fits(phrase.case, span))
            ):
                inner = self.inner_phrase(phrase)
                if follows:
                    yield replace(phrase, end=end)
                    yield replace(inner, start=inner.start, end=phrase.end)
                else:
                    yield inner
            else:
                yield phrase

    def inner_phrase(self, phrase: Phrase) -> Phrase:
        """Return the last role inside the complement of `phrase` as a phrase of its own."""
        head = phrase.inner[-1]
        parts = [head]
        start = self.sheet.modifiers(head, parts)
        parts += [part for part in phrase.parts if part > head]
        return replace(
            phrase, start=start, head=head, case="Gen", parts=parts, inner=[], is_plural=self.words.is_plural(head)
        )

    def skip_address(self, i: int) -> int:
        """Return the number of the next word that is not «господин»; the «Г.» of «Г. Карасин» is the name's."""
        while (
            self.sheet.goes_on(i)
            and i not in self.sheet.people
            and (
                self.words.lemmas[i] in self.lexicon.forms_of_address
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

    # ---- role before name ------------------------------------------------------------------------------------------

    def before_name(self, phrase: Phrase) -> Iterator[Statement]:
        """Yield the people whose names follow the role, at once or after further roles."""
        sheet = self.sheet
        i = self.skip_address(self.skip_origin(phrase.end))
        person = self.person_at(i)
        if person is not None:
            if self.words.lemmas[phrase.parts[-1]] == "дело" and not self.words.is_plural(phrase.parts[-1]):
                # «по делу Иванова»
                return
            if self.is_relatives_name(phrase, person[0]):
                return
            if self.is_complement(phrase, person[0]):
                # «адвокат Иванова Пётр Сидоров»
                further = self.person_at(self.skip_address(person[1]))
                if further is not None and self.fits(phrase.case, further[0]):
                    yield from self.people_from(phrase, *further)
                self.complements[phrase.start] = person[1]
                self.by_end[person[1]] = phrase
                return
            yield from self.people_from(phrase, *person)
            return
        if not sheet.goes_on(i):
            yield from self.signature(phrase, i)
            return
        if phrase.is_plural and sheet.at(i) == ":" and not sheet.goes_on(i + 1):
            yield from self.listed_in_lines(phrase, i + 1)
            return
        ranked = self.behind_rank(phrase, i) if phrase.is_plural else None
        if ranked is not None:
            # «министры обороны Беларуси генерал-лейтенант Виктор Хренин, Казахстана – …»
            yield from self.people_from(phrase, *ranked)
            return
        follower = self.by_start.get(i)
        separator = ""
        if follower is None and sheet.goes_on(i + 1):
            separator = sheet.at(i)
            j = i + 1
            if separator == "," and sheet.at(j) in ("а",) and sheet.at(j + 1) == "также":
                return
            if separator == ":" and phrase.is_plural and (listed := list(self.listed_by_owner(phrase, j))):
                yield from listed
                return
            if separator in DASHES or separator in (":", ","):
                person = self.person_at(self.skip_address(self.skip_ranks(phrase, j) if separator in DASHES else j))
                if person is not None and separator != ",":
                    is_named = self.fits(phrase.case, person[0]) and (phrase.case == "Nom" or phrase.is_plural)
                    is_elected = phrase.case == "Ins" and phrase.is_plural and self.is_appointed(person[0])
                    if separator == ":" or is_named or is_elected:
                        yield from self.people_from(phrase, *person, rule="name-after-dash")
                    return
            follower = self.by_start.get(self.skip_outside(j))
        if follower is None or not self.found.get(follower.start):
            return
        first = self.found[follower.start][0]
        if first.person.start < self.words.tokens[follower.start].i or not self.goes_with(phrase, follower, separator):
            return
        for statement in self.found[follower.start]:
            if statement.phrase is follower and (phrase.is_plural or statement is first):
                yield Statement(statement.person, phrase, phrase.organization, "coordinated-role")

    def behind_rank(self, phrase: Phrase, i: int) -> tuple[Span, int] | None:
        """Return the person whose rank or degree begins at word `i`, and the word behind the name; None if there is
        no such person."""
        end = self.skip_ranks(phrase, i)
        return self.person_at(self.skip_address(end)) if end > i else None

    def skip_ranks(self, phrase: Phrase, i: int) -> int:
        """Return the word behind the ranks, degrees and dignities that begin at word `i`, none of them `phrase`."""
        rank = self.by_start.get(i)
        while rank is not None and rank.kind != "post" and rank is not phrase and not rank.is_plural:
            i = rank.end
            rank = self.by_start.get(i)
        return i

    def listed_by_owner(self, phrase: Phrase, i: int) -> Iterator[Statement]:
        """Yield the people of «министры обороны: Беларуси – Виктор Хренин, Казахстана – …», each with its owner."""
        for owner, person in self.people_behind_dashes(i):
            yield Statement(person, phrase, owner, "people-of-plural-role")

    def listed_in_lines(self, phrase: Phrase, i: int) -> Iterator[Statement]:
        """Yield the people of «вручили послы:⏎– Арабской Республики Египет – г-н Моатаз М.;⏎– …», a line each."""
        sheet = self.sheet
        while i < len(self.words) and not sheet.goes_on(i):
            line = i + (sheet.at(i) in DASHES or sheet.at(i) in BULLETS)
            listed = next(self.people_behind_dashes(line, opens=True), None)
            if listed is None:
                return
            yield Statement(listed[1], phrase, listed[0], "people-of-plural-role")
            i = line + 1
            while sheet.goes_on(i):
                i += 1

    def people_behind_dashes(
        self, i: int, preposition: str = "", ranks_of: Phrase | None = None, opens: bool = False
    ) -> Iterator[tuple[Span, Span]]:
        """Yield (place or body, person) of a list «Беларуси – Виктор Хренин, Казахстана – …» that begins at word `i`,
        each after `preposition` where one is given; with `ranks_of` a rank may stand before the name; with `opens` a
        line may begin at `i`."""
        sheet = self.sheet
        while sheet.goes_on(i) or opens:
            opens = False
            if preposition:
                if sheet.at(i) != preposition or not sheet.goes_on(i + 1):
                    return
                i += 1
            owner = sheet.name_at(i)
            if owner is None or sheet.at(owner[1]) not in DASHES or not sheet.goes_on(owner[1] + 1):
                return
            name = owner[1] + 1
            person = self.person_at(self.skip_address(self.skip_ranks(ranks_of, name) if ranks_of else name))
            if person is None:
                return
            yield owner[0], person[0]
            i = self.after_separator(person[1])
            if not i:
                return

    def is_relatives_name(self, phrase: Phrase, person: Span) -> bool:
        """Whether a name belongs to the relative of who holds the role: «мать [пограничника] Светлана Ващенко».

        A name that does not decline goes with the relative where the gender agrees: «подруга премьера Кэрри Симондс».
        """
        i = phrase.start - 1
        while i > 0 and self.sheet.goes_on(i + 1) and self.words.lemmas[i] in self.skipped:
            i -= 1
        cases = name_cases(person)
        if i < 0 or not self.sheet.goes_on(i + 1) or self.words.lemmas[i] not in self.lexicon.relatives or not cases:
            return False
        own = self.words.case(i)
        if phrase.case != "Gen" or own == "Gen":
            return False
        if "Gen" not in cases:
            return own in cases
        has_one_form = {"Nom", "Gen", "Dat"} <= cases
        return has_one_form and UD_GENDERS.get(self.words.feat(i, "Gender")) == person._.gender

    def is_complement(self, phrase: Phrase, person: Span) -> bool:
        """Whether the name after a role stands in another case: «адвокат Иванова», «муж актрисы Пётр Сидоров».

        The tag of a rare name is often wrong, so the endings decide: no case may be open to both.
        """
        if phrase.acting or not phrase.case:
            return False
        cases = name_cases(person)
        role = self.words.texts[phrase.head]
        open_to_role = {phrase.case} if phrase.is_one_of else number_cases(role, phrase.is_plural) | {phrase.case}
        if cases & open_to_role or not cases:
            return False
        if phrase.case == "Ins" and cases <= OBJECT_CASES:
            # «назначили секретарём Иванова»
            return self.verb_near(phrase.start, phrase, self.lexicon.object_verbs | self.lexicon.action_nouns) < 0
        return True

    def signature(self, phrase: Phrase, i: int) -> Iterator[Statement]:
        """Yield the person whose name fills the line below the role's: a signature, or whom a message is for.

        The organisation or its owner may have a line of its own between them, before the name or above it.
        """
        sheet = self.sheet
        if (
            phrase.case not in ("Nom", "Dat")
            or sheet.goes_on(phrase.start)
            or self.block_begins_with_name(phrase.start)
        ):
            return
        organization, above = phrase.organization, i
        found = sheet.name_at(i) if i not in sheet.people else None
        if found is not None and sheet.may_be_genitive(found[0]):
            # «Председатель Кабинета Министров⏎Кыргызской Республики    А. У. Жапаров»
            organization, i = organization or found[0], found[1]
        i = self.skip_honours(self.skip_ranks(phrase, i))
        person = sheet.people.get(i)
        if person is None or sheet.goes_on(person[1]) or not self.fits(phrase.case, person[0]):
            return
        if self.block_of(above - 1) == self.block_of(i):
            yield Statement(person[0], phrase, organization, "signature")

    def block_begins_with_name(self, i: int) -> bool:
        """Whether the lines up to word `i`, down from an empty one, begin with a person's name: roles follow names."""
        return bisect_left(self.words.ids, self.block_of(i)) in self.sheet.people

    def block_of(self, i: int) -> int:
        """Return the token that begins the block of lines which word `i` is in."""
        return self.blocks.start(self.words.ids[i])

    @cached_property
    def blocks(self) -> Blocks:
        return Blocks(self.sheet.doc)

    def skip_honours(self, i: int) -> int:
        """Return the word behind «Его Превосходительству» and «г-ну» in the lines of an addressee."""
        words = self.words
        while i < len(words) and i not in self.sheet.people:
            honour = i + (self.sheet.at(i) in self.lexicon.possessives)
            if honour < len(words) and words.lemmas[honour] in self.lexicon.honours:
                i = honour + 1
            elif words.lemmas[i] in self.lexicon.forms_of_address:
                i += 1
            else:
                break
        return i

    def skip_outside(self, i: int) -> int:
        """Return the number of the next word that is not an adjective left out of roles («нынешний»)."""
        while self.sheet.goes_on(i) and i not in self.by_start and (self.words.lemmas[i] in self.skipped):
            i += 1
        return i

    def goes_with(self, phrase: Phrase, follower: Phrase, separator: str) -> bool:
        """Whether two roles in a row are one person's."""
        agree = phrase.case == follower.case or not phrase.case or not follower.case
        if {phrase.case, follower.case} == {"Gen", "Acc"}:
            agree = True
        if not agree or phrase.is_plural != follower.is_plural:
            return False
        if not separator:
            return follower.kind != "post" or phrase.kind != "post" or bool(phrase.organizations)
        if separator in DASHES:
            return True
        if separator == "и":
            return not phrase.organizations or bool(follower.organizations and follower.after_possessive)
        return separator == ","

    def people_from(
        self, phrase: Phrase, person: Span, end: int, rule: str = "role-before-name"
    ) -> Iterator[Statement]:
        """Yield the person after the role and those that share it: a list, or names after further countries."""
        sheet = self.sheet
        people: list[tuple[Span, Span | None, str]] = [(person, phrase.organization, rule)]
        i = end
        while sheet.goes_on(i):
            inside = self.organization_in_brackets(i)
            if inside is not None:
                if people[-1][1] is None:
                    people[-1] = (people[-1][0], inside[0], people[-1][2])
                i = inside[1]
                continue
            j = self.after_separator(i) or (phrase.is_plural and self.after_separator(self.behind_brackets(i)))
            if not j:
                break
            found = self.elliptical(phrase, j) if phrase.is_plural or phrase.kind == "post" else None
            if found is not None and (phrase.is_plural or self.fits(phrase.case, found[0])):
                people.append((found[0], found[1], "elliptical-role"))
                i = found[2]
                continue
            further = self.further_complement(phrase, j) if phrase.is_plural else None
            if further is not None:
                own, (holder, i) = further
                yield Statement(holder, own, own.organization, "elliptical-role")
                continue
            next_person = self.person_at(j) or (self.behind_rank(phrase, j) if phrase.is_plural else None)
            if next_person is None or not (phrase.is_plural or self.counted(phrase)):
                break
            people.append((next_person[0], phrase.organization, "people-of-plural-role"))
            i = next_person[1]
        listed = [n for n, (_, _, by) in enumerate(people) if by != "elliptical-role"]
        if phrase.is_plural and len(phrase.organizations) == len(listed) > 1:
            for n, organization in zip(listed, phrase.organizations, strict=True):
                people[n] = (people[n][0], organization, people[n][2])
        for holder, body, by in people:
            yield Statement(holder, phrase, body, by)

    def counted(self, phrase: Phrase) -> bool:
        """Whether a numeral before the role makes it plural («два депутата»)."""
        return phrase.start > 0 and self.words.lemmas[phrase.start - 1] in self.lexicon.numerals

    def after_separator(self, i: int) -> int:
        """Return the word after «,», «;», «и», «, а также» at word `i`; 0 if there is none. The initial of
        «А. Венедиктов» is no «а»."""
        sheet = self.sheet
        j = i
        while sheet.at(j) in (",", ";", "и", "а", "также") and sheet.goes_on(j) and j not in sheet.people:
            j += 1
        return self.skip_address(j) if j > i and self.sheet.goes_on(j) else 0

    def organization_in_brackets(self, i: int) -> tuple[Span, int] | None:
        """Return the organisation or country in brackets at word `i` («С. Лавров (Россия)») and the word behind."""
        if self.sheet.at(i) != "(":
            return None
        found = self.sheet.name_at(i + 1)
        if found is None or self.sheet.at(found[1]) != ")":
            return None
        return found[0], found[1] + 1

    def further_complement(self, phrase: Phrase, i: int) -> tuple[Phrase, tuple[Span, int]] | None:
        """Return the role with the complement at word `i` and its person («…, иностранных дел России С. Лавровым»,
        «…, финансов – А. Силуанов»)."""
        if i in self.by_start or i in self.sheet.people or self.sheet.name_at(i):
            return None
        parts = [part for part in phrase.parts if part <= phrase.head]
        own = replace(phrase, end=i, parts=parts, organizations=[], inner=[], has_complement=False)
        self.sheet.complement(own)
        j = own.end
        if self.sheet.at(j) in DASHES and self.sheet.goes_on(j + 1):
            j += 1
        person = self.person_at(self.skip_address(j)) if own.end > i else None
        return (own, person) if person is not None else None

    def behind_brackets(self, i: int) -> int:
        """Return the word behind the brackets that open at word `i`; `i` if none do."""
        if self.sheet.at(i) == "(":
            for j in range(i + 1, min(i + 12, len(self.words))):
                if self.sheet.at(j) == ")" and self.sheet.goes_on(j):
                    return j + 1
        return i

    def elliptical(self, phrase: Phrase, i: int) -> tuple[Span, Span, int] | None:
        """Return person, organisation and end of «Казахстана Р. Жаксылыковым» at word `i`; ranks may stand between."""
        found = self.sheet.name_at(i)
        if found is None or not self.sheet.may_be_genitive(found[0]):
            return None
        j = found[1]
        if self.sheet.at(j) in DASHES and self.sheet.goes_on(j + 1):
            j += 1
        j = self.skip_ranks(phrase, j)
        if self.sheet.at(j) == "(":
            inside = self.person_at(j + 1)
            if inside is not None and self.sheet.at(inside[1]) == ")":
                return inside[0], found[0], inside[1] + 1
        person = self.person_at(self.skip_address(j))
        return (person[0], found[0], person[1]) if person is not None else None

    # ---- role after name -------------------------------------------------------------------------------------------

    def after_name(self, phrase: Phrase) -> Iterator[Statement]:
        """Yield the person in apposition before the role: «Сергей Лавров, министр …», «А. Иванов – директор …»."""
        sheet = self.sheet
        begin = phrase.start - 2 * phrase.is_one_of
        if phrase.is_plural != phrase.is_one_of or begin < 2:
            return
        i = begin - 1
        while i > 1 and self.words.lemmas[i] in self.skipped:
            i -= 1
        separator = sheet.at(i)
        if not sheet.goes_on(begin) and (signed := self.signed_above(phrase, begin)):
            yield Statement(signed, phrase, phrase.organization, "signature")
            return
        if not sheet.goes_on(i + 1):
            return
        named = sheet.people_ends.get(begin)
        if (
            named is not None
            and phrase.case == "Nom"
            and not sheet.goes_on(phrase.end)
            and self.is_nominative(named) is not False
        ):
            first = sheet.number.get(named.start, 0)
            if not sheet.goes_on(first):
                # «Кирилл Иванов Президент ФИДЕ»: a line of its own
                yield Statement(named, phrase, phrase.organization, "signature")
                return
        if separator not in (",", "(", "и") and separator not in DASHES:
            # «министр обороны генерал армии» after a name
            before = self.by_end.get(i + 1)
            if before is not None and phrase.kind not in SHARED_KINDS:
                yield from self.same_as(before, phrase)
            return
        before = self.by_end.get(i)
        if before is not None and (separator != "(" or sheet.at(phrase.end) == ")"):
            # «ответственный секретарь ПА ОДКБ (руководитель миссии)»
            yield from self.same_as(before, phrase)
            return
        end = i
        if sheet.at(end - 1) == ")":
            open_bracket = next((k for k in range(end - 2, max(end - 8, 0), -1) if sheet.at(k) == "("), 0)
            end = open_bracket or end
        person = sheet.people_ends.get(end)
        if person is None or separator == "и" or not sheet.goes_on(end):
            return
        if separator == "(":
            if sheet.at(phrase.end) in (")", ",", ";", "–", "("):
                yield Statement(person, phrase, phrase.organization, "role-in-brackets")
            return
        if separator in DASHES:
            is_named = self.fits(phrase.case, person) and phrase.case in ("Nom", "")
            is_given = phrase.case == "Ins" and self.is_appointed(person)
            if is_named or is_given or self.is_awarded(phrase, person):
                yield Statement(person, phrase, phrase.organization, "role-after-dash")
            return
        if self.fits(phrase.case, person) and self.closes(phrase):
            yield Statement(person, phrase, phrase.organization, "apposition")

    def signed_above(self, phrase: Phrase, begin: int) -> Span | None:
        """Return the person whose name fills the line above the role's: «Имангали Тасмагамбетов⏎Генеральный секретарь
        ОДКБ»; None if there is none."""
        sheet = self.sheet
        before = self.by_end.get(begin)
        if before is not None and phrase.kind not in SHARED_KINDS:
            # «…⏎Начальник Объединённого штаба⏎генерал-полковник»
            of_above = self.found.get(before.start)
            return of_above[0].person if of_above and of_above[0].found_by == "signature" else None
        person = sheet.people_ends.get(begin - (sheet.at(begin - 1) == ","))
        if person is None or phrase.case != "Nom" or phrase.kind not in SHARED_KINDS:
            return None
        if sheet.goes_on(phrase.end) and sheet.at(phrase.end) != ",":
            return None
        fills_line = not sheet.goes_on(sheet.number.get(person.start, 0))
        is_below = self.block_of(begin - 1) == self.block_of(begin)
        is_signed = fills_line and is_below and self.is_nominative(person)
        return person if is_signed else None

    def is_awarded(self, phrase: Phrase, person: Span) -> bool:
        """Whether a line of a list of the awarded gives person and role in one oblique case: «Алымкулова Эркина
        Турдубековича – заведующего кафедрой …»."""
        i = self.sheet.number.get(person.start, 0)
        while self.sheet.goes_on(i) and not self.sheet.at(i - 1).isalpha():
            i -= 1
        opens = not self.sheet.goes_on(i)
        is_oblique = phrase.case in ("Gen", "Acc", "Dat") and not self.is_nominative(person)
        return opens and is_oblique and self.fits(phrase.case, person)

    def is_appointed(self, person: Span) -> bool:
        """Whether a verb before in the sentence takes a person and a role: «назначены: [И. Иванов] – министром …»."""
        verbs = self.lexicon.subject_verbs | self.lexicon.object_verbs
        i = self.sheet.number.get(person.start, 0)
        while self.sheet.goes_on(i):
            i -= 1
            if self.words.lemmas[i] in verbs and i not in self.sheet.inside:
                return self.fits("Acc" if self.voice_of(i) == "object" else "Nom", person)
        return False

    def closes(self, phrase: Phrase) -> bool:
        """Whether an apposition ends behind `phrase`: punctuation, the sentence's end, or what hangs on it."""
        end = self.complements.get(phrase.start, phrase.end)
        after = self.sheet.at(end)
        return not self.sheet.goes_on(end) or not after.isalpha() or after in ("и", "с", "в", "на", "из", "который")

    def same_as(self, before: Phrase, phrase: Phrase) -> Iterator[Statement]:
        """Yield the person of the role before, if that stands after the name and agrees."""
        if before is phrase or not (before.case == phrase.case or not phrase.case or not before.case):
            return
        for statement in self.found.get(before.start, ())[:1]:
            if statement.person.start < self.words.tokens[before.start].i:
                yield Statement(statement.person, phrase, phrase.organization, "coordinated-role")

    # ---- role and name joined by a verb ------------------------------------------------------------------------------

    def by_verb(self, phrase: Phrase) -> Iterator[Statement]:
        """Yield the person that a verb or noun joins with the role: «избран президентом», «занимает пост министра»."""
        behind = self.behind_verb(phrase)
        if phrase.is_plural != phrase.is_one_of:
            if phrase.case == "Ins" and behind is not None and self.is_nominative(behind[0]) is not False:
                # «заместителями утверждены И. Иванов, П. Петров»
                yield from self.people_from(phrase, *behind, rule="role-by-verb")
            elif phrase.case == "Ins":
                yield from self.sent_by_states(phrase)
            return
        if phrase.kind == "rank" and phrase.case != "Ins" and self.post_before(phrase) < 0:
            return
        voice = self.voice(phrase)
        if not voice:
            return
        if behind is not None and voice == "subject" and self.is_nominative(behind[0]):
            person: Span | None = behind[0]
        else:
            person = self.nearest(phrase, voice)
        if person is not None:
            yield Statement(person, phrase, phrase.organization, "role-by-verb")

    def sent_by_states(self, phrase: Phrase) -> Iterator[Statement]:
        """Yield the people of «заместителями назначены: от России – В. Семериков, от Кыргызстана – С. Ордабаев»."""
        verb = phrase.end
        verbs = self.lexicon.subject_verbs | self.lexicon.object_verbs
        if self.sheet.goes_on(verb) and self.words.lemmas[verb] in verbs and self.sheet.at(verb + 1) == ":":
            for _, person in self.people_behind_dashes(verb + 2, "от", ranks_of=phrase):
                yield Statement(person, phrase, phrase.organization, "role-by-verb")

    def behind_verb(self, phrase: Phrase) -> tuple[Span, int] | None:
        """Return the person right behind the verb that follows the role («… заместителя занял генерал В. Громов»), and
        the word behind the name; None if there is no such person."""
        i = phrase.end
        verbs = self.lexicon.subject_verbs | self.lexicon.object_verbs | self.lexicon.post_verbs
        if not self.sheet.goes_on(i) or self.words.lemmas[i] not in verbs or not self.sheet.goes_on(i + 1):
            return None
        return self.person_at(self.skip_address(self.skip_ranks(phrase, i + 1)))

    def post_before(self, phrase: Phrase) -> int:
        """Return the number of «должность», «пост» before the role; -1 if there is none."""
        i = phrase.start - 1
        while i > 0 and self.sheet.goes_on(i + 1) and self.words.is_adjective(i):
            i -= 1
        is_post = i >= 0 and self.words.lemmas[i] in self.lexicon.post_nouns and self.sheet.goes_on(i + 1)
        return i if is_post else -1

    def voice(self, phrase: Phrase) -> str:
        """Return what the person is to the verb of the role: "subject", "object", "participle", "noun"; "" if none."""
        words, lexicon = self.words, self.lexicon
        post = self.post_before(phrase)
        if post >= 0 and words.lemmas[post] == "качество":
            return "subject"
        if post >= 0 and phrase.case in ("Gen", "Acc", ""):
            cue = self.verb_near(post, phrase, lexicon.post_verbs | lexicon.subject_verbs | lexicon.object_verbs)
            voice = self.voice_of(cue) if cue >= 0 else ""
            if not voice and self.sheet.at(post - 1) in ("с", "от"):
                # «снятие с поста …»: whatever is said of it, the role was held
                return "any"
            if not voice and self.sheet.at(post - 1) in ("в", "на") and words.case(post) == "Loc":
                # «в должности …»
                return "subject"
            return voice
        if phrase.case != "Ins" and not (phrase.acting and not phrase.case):
            return ""
        before = phrase.start - 1
        while before > 0 and (words.is_adjective(before) or words.lemmas[before] in lexicon.outside):
            if not words.texts[before][0].isalpha():  # «от 28.11.2024 заместителем …»
                break
            before -= 1
        if words.pos(before) == "ADP":
            return ""
        cue = self.verb_near(phrase.start, phrase, lexicon.subject_verbs | lexicon.object_verbs | lexicon.action_nouns)
        return self.voice_of(cue) if cue >= 0 else ""

    def verb_near(self, start: int, phrase: Phrase, lemmas: frozenset[str]) -> int:
        """Return the number of the nearest word of `lemmas` before the role, else right behind it; -1 if none."""
        words, sheet = self.words, self.sheet
        i = start - 1
        for _ in range(10):
            if i < 0 or not sheet.goes_on(i + 1):
                break
            if words.lemmas[i] in lemmas and i not in sheet.inside:
                return i
            if sheet.at(i) in (";", ":"):
                break
            i -= 1
        i = phrase.end
        for distance in range(VERB_BEHIND if phrase.case == "Ins" else VERB_NEAR):
            if not sheet.goes_on(i) or sheet.at(i) in (";", ":", "."):
                break
            if words.lemmas[i] in lemmas and i not in sheet.inside:
                return i
            if distance >= VERB_NEAR and (words.pos(i) in ("VERB", "AUX", "PUNCT") or i in sheet.people):
                break
            i += 1
        return -1

    def voice_of(self, cue: int) -> str:
        """Return where the person stands to the verb `cue`."""
        words = self.words
        lemma = words.lemmas[cue]
        if words.feat(cue, "VerbForm") == "Inf" or self.sheet.at(cue - 1) == "не":
            # «может стать», «не является»
            return ""
        if lemma in self.lexicon.action_nouns and words.is_noun(cue):
            return "noun"
        form = words.feat(cue, "VerbForm")
        if form == "Part" and words.feat(cue, "Variant") != "Short" and words.case(cue):
            return "participle"
        if lemma in self.lexicon.object_verbs:
            return "subject" if words.feat(cue, "Voice") == "Pass" or form == "Part" else "object"
        return "subject"

    def nearest(self, phrase: Phrase, voice: str) -> Span | None:
        """Return the nearest person of the sentence whose case suits `voice`."""
        left = self.walk(phrase.start, -1)
        right = self.walk(phrase.end, 1)
        if voice == "participle":
            return left[0][1] if left else None
        suited = [
            (distance, span)
            for distance, span in sorted(left + right, key=lambda found: found[0])
            if voice == "any" or self.fits("Nom" if voice == "subject" else "Acc", span)
        ]
        return suited[0][1] if suited else None

    def walk(self, i: int, step: int) -> list[tuple[int, Span]]:
        """Return the people of the sentence in one direction, up to a semicolon, with their distance in words; who
        stands before a colon speaks («Иванов: Армения остаётся членом …»)."""
        sheet = self.sheet
        found = []
        for distance in range(1, VERB_WINDOW):
            if step < 0:
                if not sheet.goes_on(i):
                    break
                i -= 1
                if sheet.at(i) in (";", ":"):
                    break
                if i + 1 in sheet.people_ends:
                    found.append((distance, sheet.people_ends[i + 1]))
            else:
                if not sheet.goes_on(i) or sheet.at(i) == ";":
                    break
                if i in sheet.people:
                    found.append((distance, sheet.people[i][0]))
                i += 1
        return found

    # ---- organisations ---------------------------------------------------------------------------------------------

    def share_organizations(self) -> None:
        """Give coordinated roles the organisation they share: «основатель и директор компании»."""
        for phrase, follower in reversed(list(zip(self.phrases, self.phrases[1:], strict=False))):
            self.share(phrase, follower)
        for before, phrase in zip(self.phrases, self.phrases[1:], strict=False):
            self.inherit(before, phrase)
            self.second_post(before, phrase)
        self.share_delegations()
        for phrase in self.phrases:
            self.sent_by_body(phrase)
        for phrase in self.phrases:
            self.in_brackets(phrase)

    def in_brackets(self, phrase: Phrase) -> None:
        """Give a post that opens brackets the body before them: «Совет ЕАЭС (председатель – премьер-министр …)»."""
        bracket = phrase.start - 1
        body = self.sheet.body_before(bracket) if self.sheet.at(bracket) == "(" else None
        before = self.sheet.number[body.start] - 1 if body is not None else -1
        if before >= 0 and self.words.lemmas[before] in self.lexicon.units:
            # «рота 103-й бригады (командир – майор П. Ковалевич)»
            return
        if body is not None and not phrase.organizations and phrase.kind in SHARED_KINDS:
            self.found[phrase.start] = [replace(s, organization=body) for s in self.found[phrase.start]]

    def give(self, phrase: Phrase, body: Span | None) -> None:
        """Give the statements of a role that have no organisation this one."""
        self.found[phrase.start] = [replace(s, organization=s.organization or body) for s in self.found[phrase.start]]

    def dash_of_list(self, i: int) -> int:
        """Return the dash that opens the list which word `i` is in («от … – заместитель А. Б., советник В. Г.»), 0 if
        there is none before a semicolon or another verb."""
        for _ in range(LIST_WINDOW):
            if not self.sheet.goes_on(i):
                break
            i -= 1
            if self.sheet.at(i) in DASHES:
                return i
            if self.sheet.at(i) in (";", ":") or self.words.pos(i) == "VERB":
                break
        return 0

    def sent_by_body(self, phrase: Phrase) -> None:
        """Give a post without an organisation the body that sent its holder: «от Банка России – первый заместитель
        Председателя О. Скоробогатова»."""
        dash = self.dash_of_list(phrase.start)
        body = self.sheet.body_before(dash) if dash else None
        if body is None or phrase.organizations or phrase.kind not in SHARED_KINDS or body.label_ != "ORG":
            return
        if self.is_of_a_state(phrase):  # «от СДПГ – вице-канцлер О. Шольц»
            return
        if self.sheet.at(self.sheet.number[body.start] - 1) == "от":
            self.give(phrase, body)

    def share_delegations(self) -> None:
        """Give the ministers of «от Республики Беларусь – министр …, министр …» their country."""
        for start, end, country in delegations(self.sheet.doc):
            for phrase in self.phrases:
                is_sent = self.is_of_a_state(phrase) or self.words.lemmas[phrase.head] in self.lexicon.sent_by_states
                if start <= self.words.tokens[phrase.start].i < end and is_sent and not phrase.organizations:
                    self.give(phrase, country)

    def is_of_a_state(self, phrase: Phrase) -> bool:
        """Whether a post without an organisation is a state's: «министр обороны», «заместитель министра»."""
        heads = [phrase.head, *phrase.inner]
        is_state = any(self.words.lemmas[i].rpartition("-")[2] in self.lexicon.of_a_state for i in heads)
        return phrase.kind in SHARED_KINDS and is_state and not phrase.organizations and not phrase.after_possessive

    def share(self, phrase: Phrase, follower: Phrase) -> None:
        """Give `phrase` the organisation of the role after «и» or a dash, if both are one person's posts."""
        ours, theirs = self.found[phrase.start], self.found[follower.start]
        if not ours or not theirs or follower.start - phrase.end != 1 or phrase.kind not in SHARED_KINDS:
            return
        separator = self.sheet.at(phrase.end)
        if (separator != "и" and separator not in DASHES) or follower.kind not in SHARED_KINDS or phrase.organizations:
            return
        is_own = bool(phrase.inner) and not follower.has_complement
        if is_own and any(statement.organization and statement.organization.label_ == "ORG" for statement in theirs):
            # «заместитель губернатора – директор Департамента экономики»; «заместитель Министра обороны – начальник
            # Генерального штаба Вооружённых Сил КР» tells the state alone.
            if self.is_of_a_state(phrase):
                self.give(phrase, self.state_of(theirs[0].organization))
            return
        given = {statement.person.start: statement.organization for statement in theirs}
        self.found[phrase.start] = [
            replace(s, organization=given.get(s.person.start))
            if s.organization is None and not phrase.after_possessive
            else s
            for s in ours
        ]

    def inherit(self, before: Phrase, phrase: Phrase) -> None:
        """Give a minister without a country that of the head of state or of a ministry named right before."""
        ours, theirs = self.found[phrase.start], self.found[before.start]
        if not ours or not theirs or phrase.organizations or phrase.after_possessive:
            return
        last = theirs[-1]
        country = self.country_of(last.organization)
        if country is None or ours[0].organization is not None:
            return
        first = self.sheet.number.get(last.person.start, -1)
        person_end = self.sheet.last_word.get(first, phrase.start)
        between = [self.sheet.at(i) for i in range(person_end, min(phrase.start, person_end + 4))]
        if self.words.lemmas[phrase.head] in self.lexicon.of_a_state and between in (
            ["и"],
            [","],
            [",", "а", "также"],
            [",", "и"],
        ):
            self.found[phrase.start] = [replace(s, organization=country) for s in ours]

    def second_post(self, before: Phrase, phrase: Phrase) -> None:
        """Give a minister without a country that of the same person's other post: «начальник Генерального штаба
        Вооружённых Сил КР – первый заместитель министра обороны»."""
        ours, theirs = self.found[phrase.start], self.found[before.start]
        if not ours or not theirs or phrase.start - before.end != 1 or self.sheet.at(before.end) not in DASHES:
            return
        if theirs[0].person is ours[0].person and self.is_of_a_state(phrase):
            self.give(phrase, self.state_of(theirs[0].organization))

    def state_of(self, body: Span | None) -> Span | None:
        """Return the place that stands as the organisation or that its name ends with."""
        return body if body is None or body.label_ == "LOC" else self.last_place(body)

    def country_of(self, organization: Span | None) -> Span | None:
        """Return the place that stands as the organisation, or that a ministry's name ends with («МИД Казахстана»)."""
        if organization is None or organization.label_ == "LOC":
            return organization
        ministry = self.words.lemmas[self.sheet.number[organization.start]] in self.lexicon.ministries
        return self.last_place(organization) if ministry else None

    def last_place(self, organization: Span) -> Span | None:
        """Return the place that an organisation's name ends with."""
        places = [
            m for m in self.sheet.doc.spans.get("mentions", ()) if m.label_ == "LOC" and m.end == organization.end
        ]
        return places[0] if len(places) == 1 and places[0].start > organization.start else None


def find_roles(doc: Doc, lexicon: RoleWords) -> list[dict[str, object]]:
    """Return one dict per person-role statement, by person and role in text order.

    Keys: person_start, person_end, role (nominative singular, first letter small, organisation taken out), role_start,
    role_end, organization_start, organization_end (None where none is named), found_by. Offsets are characters.
    """
    if not any(span.label_ == "PER" for name in ("mentions", "names") for span in doc.spans.get(name, ())):
        return []
    reader = RoleReader(doc, lexicon)
    rows: list[dict[str, object]] = []
    seen = set()
    for statement in reader.read():
        phrase, person, organization = statement.phrase, statement.person, statement.organization
        parts = phrase.parts
        tokens = reader.words.tokens
        start, last = tokens[parts[0]], tokens[parts[-1]]
        row: dict[str, object] = {
            "person_start": person.start_char,
            "person_end": person.end_char,
            "role": role_text(reader.sheet, phrase),
            "role_start": start.idx,
            "role_end": last.idx + len(last),
            "organization_start": organization.start_char if organization is not None else None,
            "organization_end": organization.end_char if organization is not None else None,
            "found_by": statement.found_by,
        }
        key = (row["person_start"], row["role_start"], row["role_end"], row["organization_start"])
        if key not in seen and row["role"]:
            seen.add(key)
            rows.append(row)
    return rows


class RoleMarker:
    """Sets `doc._.roles`."""

    def __init__(self, lexicon: RoleWords) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        doc._.roles = find_roles(doc, self.lexicon)
        return doc


@Language.factory("press_roles", requires=["doc.spans", "token.lemma", "token.morph"], assigns=["doc._.roles"])
def make_roles(nlp: Language, name: str) -> RoleMarker:
    """Load lexicon/roles.yaml."""
    return RoleMarker(role_words())
