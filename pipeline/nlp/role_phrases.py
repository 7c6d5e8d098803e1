"""Reads a Doc's words and mentions, gives its role phrases: head, complement, organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Span

from pipeline.nlp.dictionary import parses
from pipeline.nlp.name_words import fold
from pipeline.nlp.role_sheet import CLOSING, OPENING, Sheet, cases_of, is_only_adjective, is_participle, name_cases
from pipeline.nlp.role_words import is_deputy_of

ORDINAL = re.compile(r"(\d+)-?(?:й|го|му|м|ым|ого|ому|ом|я)", re.IGNORECASE)
# «89-летний», «сорокалетний»
AGE = re.compile(r".*\d-?летн\w+|\w+(?:цати|десяти|сорока)летн\w+|сорокалетний")
# A role phrase longer than this is a sentence gone wrong.
LONGEST = 40
# Who holds a post for a time.
ACTING = ("врио", "врид")
# What stands in brackets after an organisation: «(входит в холдинг «Высокоточные комплексы» Госкорпорации Ростех)».
LONGEST_BRACKETS = 16


@dataclass
class Phrase:
    """One role phrase in word numbers, ends excluded.

    `end` is behind its last word or organisation; `head` the head's number, `parts` the words of the role's text,
    `organizations` the mentions that it names, in order.
    """

    start: int
    head: int
    end: int
    kind: str
    case: str
    is_plural: bool
    parts: list[int]
    organizations: list[Span] = field(default_factory=list)
    # how many of its first words are «и.о.», «врио»
    acting: int = 0
    # role nouns in its complement («заместитель председателя»)
    inner: list[int] = field(default_factory=list)
    has_complement: bool = False
    # «его заместитель»
    after_possessive: bool = False
    # «один из руководителей»
    is_one_of: bool = False
    # «основатель Tesla и SpaceX»: one person's role in each of `organizations`
    has_several: bool = False

    @property
    def organization(self) -> Span | None:
        """The organisation it names; the first, if several."""
        return self.organizations[0] if self.organizations else None


class PhraseFinder(Sheet):
    """Finds the role phrases of a Doc."""

    def phrases(self) -> Iterator[Phrase]:
        """Yield the role phrases in text order; a role inside another's complement is no phrase of its own."""
        i = 0
        while i < len(self.words):
            phrase = None
            kind = self.kind_at(i)
            if kind:
                phrase = self.phrase_at(i, kind)
            elif self.degree_letters_end(i):
                end = self.degree_letters_end(i)
                phrase = Phrase(i, i, end, "degree", "", False, list(range(i, end)))
            if phrase is None:
                i = max(i + 1, self.last_word.get(i, 0))
            else:
                yield phrase
                i = max(phrase.end, i + 1)

    def degree_letters_end(self, i: int) -> int:
        """Return the end of «д.э.н.» that begins at word `i`; 0 if it is none."""
        lexicon, texts = self.lexicon, self.words.texts
        if len(texts[i]) > 1 or self.at(i) not in lexicon.degree_letters or self.at(i + 1) != ".":
            return 0
        end = i + 2
        while self.at(end) in lexicon.science_letters and self.at(end + 1) in (".", "-") and self.goes_on(end + 1):
            end += 2
            if self.at(end - 2) == "н":
                return end if end > i + 4 else 0
        return 0

    def phrase_at(self, head: int, kind: str) -> Phrase | None:
        """Return the phrase of the role noun `head`; None if the word is not a role here."""
        words = self.words
        case = self.case_of_head(head)
        parts = [head]
        start = self.modifiers(head, parts)
        acting = self.acting_before(start)
        if acting:
            start -= acting
            parts[:0] = range(start, start + acting)
            case = words.case(start) if words.pos(start) == "VERB" or is_participle(words.texts[start]) else ""
        phrase = Phrase(start, head, head + 1, kind, case, words.is_plural(head) and not acting, parts, acting=acting)
        if phrase.is_plural and self.at(start - 1) == "из" and words.lemmas[start - 2] == "один":
            phrase.is_one_of = True
            phrase.case = words.case(start - 2)
        if self.at(head + 1) == "." and fold(words.texts[head]) in self.lexicon.abbreviated:
            self.abbreviation(phrase)
        self.complement(phrase)
        is_bare = len(phrase.parts) == 1 and not phrase.organizations and head + 1 not in self.people
        if is_bare and words.lemmas[head] in self.lexicon.need_complement:
            return None
        phrase.after_possessive = start > 0 and fold(self.at(start - 1)) in self.lexicon.possessives
        return phrase

    def case_of_head(self, head: int) -> str:
        """Return the case of the role noun `head`: its tag's, unless the dictionary knows but another; "" for one that
        does not decline («врио», «зампредседателя»)."""
        if self.at(head) in ACTING or is_deputy_of(fold(self.words.texts[head])):
            return ""
        case = self.words.case(head)
        possible = cases_of(self.words.texts[head])
        return next(iter(possible)) if len(possible) == 1 and case not in possible else case

    def modifiers(self, head: int, parts: list[int]) -> int:
        """Put the adjectives before `head` that belong to the role into `parts`; return where the role begins."""
        words, lexicon = self.words, self.lexicon
        i, start = head, head
        taken: list[int] = []
        while i > 0 and self.goes_on(i):
            before = i - 1
            lemma = words.lemmas[before]
            if before in self.inside:
                break
            if self.at(before) == "и" and taken and self.is_modifier(before - 1, head) and self.goes_on(before):
                # «Чрезвычайный и Полномочный»
                taken.append(before)
                i = before
                continue
            if not (self.is_modifier(before, head) or ORDINAL.fullmatch(words.texts[before])):
                break
            if lemma in lexicon.outside or AGE.fullmatch(lemma):
                break
            if lemma not in lexicon.of_countries:
                taken.append(before)
                start = before
            i = before
        taken = [t for t in taken if t >= start]
        parts[:0] = sorted(taken)
        return start

    def is_modifier(self, i: int, head: int) -> bool:
        """Whether word `i` is an adjective that agrees with `head`."""
        words = self.words
        if i < 0 or i in self.inside or words.is_abbreviation(i) or self.at(i) in ACTING:
            return False
        if not (words.is_adjective(i) or (words.pos(i) in ("PROPN", "NOUN") and is_only_adjective(words.texts[i]))):
            return False
        if words.pos(i) == "DET":
            return False
        if words.case(i) and words.case(i) == words.case(head):
            return True
        return bool(cases_of(words.texts[i]) & cases_of(words.texts[head]))

    def acting_before(self, start: int) -> int:
        """Return how many words before `start` say that the post is held for a time («и.о.», «врио»)."""
        if start < 1 or not self.goes_on(start):
            return 0
        before = self.at(start - 1)
        if before in ACTING:
            return 1
        if start >= 4 and [self.at(start - n) for n in (4, 3, 2, 1)] == ["и", ".", "о", "."]:
            return 6 if start >= 6 and [self.at(start - 6), self.at(start - 5)] == ["вр", "."] else 4
        if before == "обязанности" and start >= 2 and self.at(start - 2).startswith("исполняющ"):
            return 3 if start >= 3 and self.at(start - 3) == "временно" else 2
        return 0

    def abbreviation(self, phrase: Phrase) -> None:
        """Take the rest of «канд. техн. наук», «ген.-полк.» into the phrase."""
        i = phrase.head + 2
        while self.goes_on(i) and i not in self.inside:
            word = fold(self.words.texts[i])
            if (
                word == "-"
                or (word in self.lexicon.abbreviated_sciences and self.at(i + 1) in (".", "-"))
                or (word == "." and i > phrase.head + 2)
                or (
                    self.at(i - 1) == "-"
                    and (word in self.lexicon.abbreviated or self.lexicon.kind_of(self.words.lemmas[i]))
                )
            ):
                i += 1
            else:
                break
        phrase.parts.extend(range(phrase.head + 1, i))
        phrase.end = i

    def complement(self, phrase: Phrase) -> None:
        """Take into `phrase` the genitives, organisations and prepositions after its end."""
        i = phrase.end = self.take_office_sought(phrase, phrase.end) or phrase.end
        limit = i + LONGEST
        while self.goes_on(i) and i < limit:
            taken = (
                self.take_mention(phrase, i)
                or self.take_brackets(phrase, i)
                or self.take_quoted(phrase, i)
                or self.take_preposition(phrase, i)
                or self.take_genitive(phrase, i)
                or self.take_further_body(phrase, i)
                or self.take_coordinated(phrase, i)
            )
            if not taken:
                break
            i = phrase.end = taken
        # «компании «Х»»: the noun before a name is not part of the role.
        if phrase.organizations:
            self.drop_descriptors(phrase)

    def take_office_sought(self, phrase: Phrase, i: int) -> int:
        """«кандидат [в президенты] США»."""
        words = self.words
        if words.lemmas[phrase.head] not in self.lexicon.candidates or not self.goes_on(i) or not self.goes_on(i + 1):
            return 0
        if self.at(i) != "в" or not self.lexicon.kind_of(words.lemmas[i + 1]) or not words.is_plural(i + 1):
            return 0
        phrase.parts.extend((i, i + 1))
        phrase.has_complement = True
        return i + 2

    def take_region_of_a_unit(self, phrase: Phrase, i: int) -> int:
        """«заведующий сектором [Центральной Азии] ИМЭМО РАН»: a place between a part of a body and the body."""
        is_unit = i - 1 in phrase.parts and i - 1 > phrase.head and self.words.texts[i - 1].islower()
        found = self.name_at(i) if is_unit and not phrase.organizations else None
        if found is None or found[0].label_ != "LOC" or self.words.lemmas[i - 1] not in self.lexicon.departments:
            return 0
        end = found[1]
        while self.at(end) in ("и", ",") and self.goes_on(end + 1):
            further = self.name_at(end + 1)
            if further is None or further[0].label_ != "LOC":
                return 0
            end = further[1]
        body = self.name_at(end) if self.goes_on(end) else None
        if body is None or body[0].label_ != "ORG":
            return 0
        phrase.parts.extend(range(i, end))
        return end

    def take_further_body(self, phrase: Phrase, i: int) -> int:
        """«председатель фракции ХДС[/ХСС]», «основатель Tesla [и SpaceX]»: a body right before the person."""
        joint = self.at(i)
        if not phrase.organizations or phrase.is_plural or joint not in ("/", "и") or not self.goes_on(i + 1):
            return 0
        found = self.name_at(i + 1)
        if found is None or found[0].label_ != "ORG" or phrase.organizations[-1].label_ != "ORG":
            return 0
        is_of_several = self.words.lemmas[phrase.head].rpartition("-")[2] in self.lexicon.of_several_bodies
        leads_to_person = is_of_several or found[1] in self.people
        if joint == "и" and not (leads_to_person and self.may_be_genitive(found[0])):
            return 0
        phrase.organizations.append(found[0])
        phrase.has_several = joint == "и" and is_of_several
        return found[1]

    def take_mention(self, phrase: Phrase, i: int) -> int:
        """An organisation or a country in the genitive."""
        if end := self.take_region_of_a_unit(phrase, i):
            return end
        found = self.name_at(i)
        if found is None:
            return 0
        span, end = found
        is_quoted = self.at(i) in OPENING
        before = i - 1
        in_apposition = before > phrase.head and self.is_descriptor(before) and before in phrase.parts
        if not (is_quoted or in_apposition or self.may_be_genitive(span) or self.governs_instrumental(phrase, i, span)):
            return 0
        phrase.organizations.append(span)
        return end

    def governs_instrumental(self, phrase: Phrase, i: int, span: Span) -> bool:
        """Whether «командующий», «заместитель командующего» stands right before a name in the instrumental."""
        head = phrase.inner[-1] if phrase.inner else phrase.head
        if i != head + 1 or self.words.lemmas[head] not in self.lexicon.with_instrumental:
            return False
        return any("Ins" in token.morph.get("Case", []) for token in list(span)[:1])

    def is_descriptor(self, i: int) -> bool:
        """Whether word `i` says what kind of thing the name after it is («компании», «города»)."""
        lemma = self.words.lemmas[i]
        return lemma in self.lexicon.descriptors_of_organizations or lemma in self.lexicon.descriptors_of_places

    def take_brackets(self, phrase: Phrase, i: int) -> int:
        """An abbreviation in brackets after an organisation: «(ОДКБ)», «(далее – Организация)»; another word for the
        same role: «член Коллегии (министр) по торговле»."""
        if self.at(i) == "(" and self.at(i + 2) == ")" and self.kind_at(i + 1) and self.at(i + 3) == "по":
            phrase.parts.extend(range(i, i + 3))
            return i + 3
        if self.at(i) != "(" or not phrase.organizations or self.kind_at(i + 1):
            return 0
        for end in range(i + 1, min(i + LONGEST_BRACKETS, len(self.words))):
            if end in self.people or not self.goes_on(end):
                return 0
            if self.at(end) == ")":
                return end + 1
        return 0

    def take_quoted(self, phrase: Phrase, i: int) -> int:
        """A name in quotes that no finder knows: part of the role's text."""
        if self.at(i) not in OPENING or phrase.organizations:
            return 0
        for end in range(i + 1, min(i + 9, len(self.words))):
            if end in self.people or not self.goes_on(end):
                return 0
            if self.at(end) in CLOSING:
                phrase.parts.extend(range(i, end + 1))
                phrase.has_complement = True
                return end + 1
        return 0

    def take_genitive(self, phrase: Phrase, i: int) -> int:
        """A noun in the genitive with its adjectives; a role noun too, unless it begins a role of its own."""
        words = self.words
        if phrase.organizations:
            return 0
        if self.instrumental_end(phrase, i):
            phrase.parts.extend(range(i, self.instrumental_end(phrase, i)))
            phrase.has_complement = True
            return self.instrumental_end(phrase, i)
        if words.texts[i].isdigit() and self.goes_on(i + 1) and words.lemmas[i + 1] in self.lexicon.grades:
            phrase.parts.extend((i, i + 1))
            return i + 2
        j = i
        while self.goes_on(j + 1) and j not in self.inside and self.is_modifier_in_genitive(j):
            j += 1
            if self.at(j) == "и" and self.goes_on(j + 1) and words.is_adjective(j + 1) and self.is_genitive(j + 1):
                j += 1
        if j in self.starts or j in self.people or j in self.inside or (j > i and not self.goes_on(j)):
            found = self.name_at(j) if j > i else None
            if found and all(words.texts[k][0].islower() for k in range(i, j)):
                # «министр нового правительства», unlike «представитель белорусского МИД», «глава прокурдской Партии …»
                is_proper = words.is_capital(j)
                of_countries = self.lexicon.of_countries
                phrase.parts.extend(k for k in range(i, j) if not is_proper and words.lemmas[k] not in of_countries)
                return j
            return 0
        if not (words.is_noun(j) or self.kind_at(j)) or not self.is_genitive(j):
            return 0
        if words.lemmas[j] in self.lexicon.forms_of_address:
            return 0
        kind = self.kind_at(j)
        if not kind and j + 1 in self.people and not words.is_plural(j) and is_animate(words.lemmas[j]):
            # «полицейским британца Марка Д.»: the noun says who the person after it is
            return 0
        if kind:
            serves = kind == "post" and phrase.kind == "profession" and j + 1 in self.people
            is_own = phrase.kind == "post" or (serves and not self.goes_with_name(j + 1))
            if kind == "rank" or (kind != "post" and self.goes_with_name(j + 1)) or not is_own:
                return 0
            if words.is_plural(j) and phrase.is_plural and words.case(phrase.head) == "Gen" and j > i:
                return 0
            phrase.inner.append(j)
        phrase.parts.extend(range(i, j + 1))
        phrase.has_complement = True
        return j + 1

    def is_modifier_in_genitive(self, i: int) -> bool:
        """Whether word `i` is an adjective in the genitive, and no role that is tagged as one («Генсекретаря»)."""
        return self.words.is_adjective(i) and self.is_genitive(i) and not self.kind_at(i)

    def goes_with_name(self, i: int) -> bool:
        """Whether a name begins at word `i` that can stand in the genitive («академика Иванова»)."""
        if i not in self.people:
            return False
        cases = name_cases(self.people[i][0])
        return not cases or "Gen" in cases

    def instrumental_end(self, phrase: Phrase, i: int) -> int:
        """Return the end of «Сухопутными войсками» after «командующий»; 0 if there is none."""
        words = self.words
        head = phrase.inner[-1] if phrase.inner else phrase.head
        if i != head + 1 or words.lemmas[head] not in self.lexicon.with_instrumental:
            return 0
        j = i
        while self.goes_on(j + 1) and j not in self.inside and words.is_adjective(j) and words.case(j) == "Ins":
            j += 1
        return j + 1 if j not in self.inside and words.is_noun(j) and words.case(j) == "Ins" else 0

    def take_coordinated(self, phrase: Phrase, i: int) -> int:
        """«науки и высшего образования», «экономики, торговли и финансов»; countries after a plural."""
        words = self.words
        word = self.at(i)
        if word not in ("и", ","):
            return 0
        if phrase.organizations:
            found = self.name_at(i + 1) if self.goes_on(i + 1) else None
            if (
                found is None
                or not self.may_be_genitive(found[0])
                or (found[1] in self.people and not phrase.is_plural)
            ):
                return 0
            if not phrase.is_plural:
                return 0
            phrase.organizations.append(found[0])
            return found[1]
        if not phrase.has_complement:
            return 0
        if word == "и" and self.at(i + 1) == "по" and self.goes_on(i + 1):
            # «министр иностранных дел и по делам эмигрантов»
            end = self.take_preposition(phrase, i + 1)
            phrase.parts = sorted({*phrase.parts, i}) if end else phrase.parts
            return end
        j = i + 1
        while self.goes_on(j) and j not in self.inside and words.is_adjective(j) and self.is_genitive(j):
            j += 1
        if (
            not self.goes_on(j)
            or j in self.inside
            or not words.is_noun(j)
            or not self.is_genitive(j)
            or self.kind_at(j)
        ):
            return 0
        if words.is_capital(j) and not words.is_capital(i - 1):
            return 0
        if word == "," and not self.list_ends_with_and(j + 1):
            return 0
        phrase.parts.extend(range(i, j + 1))
        return j + 1

    def list_ends_with_and(self, i: int) -> bool:
        """Whether «и» + genitive follows within a few words."""
        for j in range(i, min(i + 8, len(self.words))):
            if not self.goes_on(j) or j in self.people:
                return False
            if self.at(j) == "и":
                return (
                    self.goes_on(j + 1)
                    and not self.kind_at(j + 1)
                    and (self.is_genitive(j + 1) or self.words.case(j + 1) == "Dat")
                )
        return False

    def take_preposition(self, phrase: Phrase, i: int) -> int:
        """«по миротворческим операциям», «при международных организациях в Вене», «в США»."""
        words = self.words
        preposition = self.at(i)
        has_place = words.lemmas[phrase.head].rpartition("-")[2] in self.lexicon.with_place or any(
            words.lemmas[n] in self.lexicon.with_place for n in phrase.inner
        )
        if (
            preposition == "в"
            and self.at(i + 1) == "делах"
            and not phrase.organizations
            and (state := self.name_at(i + 2))
        ):
            # «временный поверенный в делах Индии в Москве»
            phrase.parts.extend((i, i + 1))
            phrase.organizations.append(state[0])
            return state[1]
        if phrase.kind == "rank" and preposition == "в" and words.lemmas[i + 1 : i + 2] == ["отставка"]:
            phrase.parts.extend((i, i + 1))  # «генерал-майор в отставке»
            return i + 2
        if phrase.organizations and (end := self.place_before_person(i)):
            phrase.parts.extend(range(i, end))
            return end
        if preposition in self.lexicon.place_prepositions:
            found = self.body_in(i + 1) if not phrase.organizations else None
            if found is not None:
                # «консультант в министерстве», «директор в компании «Х»»
                phrase.organizations.append(found[0])
                return found[1]
            if not has_place:
                return 0
            place = self.name_at(i + 1) if self.goes_on(i + 1) else None
            if place and not phrase.organizations and words.lemmas[phrase.head] in self.lexicon.offices_of_a_country:
                # «уполномоченный по правам предпринимателей в Тверской области»
                phrase.organizations.append(place[0])
                return place[1]
        elif preposition not in self.lexicon.firm_prepositions:
            return 0
        if preposition == "для" and not has_place:
            return 0
        if preposition == "от" and not phrase.organizations:
            # «наблюдатель от ОБСЕ»
            found = self.name_at(i + 1) if self.goes_on(i + 1) else None
            if found is not None:
                phrase.organizations.append(found[0])
                return found[1]
        if not self.goes_on(i + 1):
            # a heading or a cut text ends there: «министр при»
            return 0
        mission = self.name_at(i + 1) if preposition == "при" and not phrase.organizations else None
        if mission is not None and words.lemmas[i + 1] in self.lexicon.missions:
            phrase.organizations.append(mission[0])
            return mission[1]
        if preposition == "при" and not phrase.organizations and self.kind_at(i + 1) and self.name_at(i + 2):
            # «при Президенте Российской Федерации по правам ребёнка»: the country is the role's
            phrase.parts.extend((i, i + 1))
            return i + 2
        stop = self.owner_in_tail(i + 1) if preposition == "по" else 0
        end = self.noun_phrase_end(i + 1, preposition, stop)
        if not end:
            return 0
        cut = self.country_of_office(phrase, i, end)
        phrase.parts.extend(range(i, cut))
        phrase.has_complement = True
        return end

    def place_before_person(self, i: int) -> int:
        """Return where «в бундестаге», «в России и СНГ» at word `i` ends, right before a person; 0 if it does not."""
        if self.at(i) not in self.lexicon.place_prepositions or not self.goes_on(i + 1):
            return 0
        j = i + 1
        if self.is_descriptor(j) and self.goes_on(j + 1):  # «в земле Гессен»
            j += 1
        found = self.name_at(j)
        if found is None and self.words.case(j) == "Loc" and self.words.is_noun(j):
            j += 1
        while found is not None:
            j = found[1]
            found = self.name_at(j + 1) if self.at(j) == "и" and self.goes_on(j + 1) else None
        return j if j > i + 1 and j in self.people and self.goes_on(j) else 0

    def country_of_office(self, phrase: Phrase, i: int, end: int) -> int:
        """Return where the role's text ends: «уполномоченный по правам человека» before «в Российской Федерации»."""
        if phrase.organizations or self.words.lemmas[phrase.head] not in self.lexicon.offices_of_a_country:
            return end
        for j in range(i + 1, end):
            if self.at(j) == "в" and self.goes_on(j + 1):
                found = self.name_at(j + 1)
                if found is not None and found[1] == end:
                    phrase.organizations.append(found[0])
                    return j
        return end

    def body_in(self, i: int) -> tuple[Span, int] | None:
        """Return the organisation after «в» at word `i`, adjectives and a descriptor before it allowed."""
        j = i
        while self.goes_on(j) and j not in self.inside and (self.words.is_adjective(j) or self.is_descriptor(j)):
            j += 1
        found = self.name_at(j) if self.goes_on(j) else None
        return found if found is not None and found[0].label_ == "ORG" else None

    def owner_in_tail(self, i: int) -> int:
        """Return where the organisation begins that follows «по торговле»; 0 if none does."""
        words = self.words
        for j in range(i + 1, min(i + 12, len(words))):
            if not self.goes_on(j) or j in self.people:
                return 0
            if self.at(j - 1).isalpha() and words.is_noun(j - 1):
                found = self.name_at(j)
                if found and j - 1 not in self.inside and self.may_be_genitive(found[0]):
                    is_topic = found[0].label_ == "LOC" and words.lemmas[j - 1] in self.lexicon.topics
                    return 0 if is_topic else j
        return 0

    def noun_phrase_end(self, i: int, preposition: str, stop: int = 0) -> int:
        """Return the end of the noun phrase at word `i` with all that hangs on it; 0 if there is none."""
        words = self.words
        end, j = 0, i
        nouns = 0
        while self.goes_on(j) and j < i + LONGEST and j != stop:
            found = self.name_at(j)
            if found and (
                nouns == 0 or self.may_be_genitive(found[0]) or self.at(j - 1) in self.lexicon.inner_prepositions
            ):
                j = end = found[1]
                nouns += 1
                continue
            if j in self.people or j in self.starts:
                break
            if words.is_noun(j):
                kind = self.kind_at(j)
                if kind and (
                    kind != "post" or (nouns and not self.is_genitive(j)) or (not nouns and preposition != "при")
                ):
                    break
                if nouns and not self.is_genitive(j) and not self.follows_joint(j):
                    break
                nouns += 1
                j += 1
                end = j
            elif words.is_adjective(j) and words.pos(j) != "VERB":
                if nouns and not self.is_genitive(j) and not self.follows_joint(j):
                    break
                if words.case(j) == "Nom" and not nouns:
                    break
                j += 1
            elif words.pos(j) == "NUM" and not nouns:
                j += 1
            elif self.at(j) in OPENING and nouns:
                close = next((k for k in range(j + 1, min(j + 9, len(words))) if self.at(k) in CLOSING), 0)
                if not close:
                    break
                j = end = close + 1
            elif nouns and (self.continues_places(j) or self.continues_list(j, end)):
                j += 1
            elif (
                nouns
                and self.at(j) in self.lexicon.inner_prepositions
                and (preposition not in self.lexicon.place_prepositions)
            ):
                if self.at(j) == "с" and words.lemmas[j - 1] not in self.lexicon.before_with:
                    break
                j += 1
            else:
                break
        return end

    def follows_joint(self, j: int) -> bool:
        """Whether the words before `j` up to a conjunction or preposition are adjectives: a new member begins there."""
        k = j - 1
        while k > 0 and self.words.is_adjective(k):
            k -= 1
        return self.at(k) in self.lexicon.inner_prepositions or self.at(k) == ","

    def continues_list(self, i: int, end: int) -> bool:
        """Whether after «и» or a comma at `i` a noun follows in the case of the noun before."""
        words = self.words
        if self.at(i) not in ("и", ",") or self.name_at(i + 1):
            return False
        j = i + 1
        while self.goes_on(j) and words.is_adjective(j):
            j += 1
        if not self.goes_on(j) or not words.is_noun(j) or j in self.inside or self.kind_at(j) or words.is_capital(j):
            return False
        case = words.case(j)
        if case not in ("Gen", "Dat", "Loc") or (case != words.case(end - 1) and case not in ("Dat", "Gen")):
            return False
        return self.at(i) == "и" or self.list_ends_with_and(j + 1)

    def continues_places(self, i: int) -> bool:
        """Whether places stand at both sides of «и» at word `i`: «по странам Африки и Ближнего Востока»."""
        after = self.name_at(i + 1) if self.at(i) == "и" and self.goes_on(i + 1) else None
        is_place = after is not None and after[0].label_ == "LOC" and self.may_be_genitive(after[0])
        before = self.ends.get(i)
        return is_place and before is not None and before.label_ == "LOC"

    def drop_descriptors(self, phrase: Phrase) -> None:
        """Take «госкорпорации» out of «генеральный директор госкорпорации «Росатом»»."""
        first = phrase.organizations[0]
        begin = self.number.get(first.start, 0)
        while begin - 1 > phrase.head and self.at(begin - 1) in OPENING:
            begin -= 1
        last = begin - 1
        words = self.words
        if last <= phrase.head or last not in phrase.parts or not self.is_descriptor(last):
            return
        is_place = first.label_ == "LOC"
        text = first.text
        in_apposition = (
            begin < self.number[first.start]
            or text[0] in OPENING
            or is_place
            or not self.is_genitive(self.number[first.start])
            or text.isupper()
        )
        if is_place and words.lemmas[last] not in self.lexicon.descriptors_of_places:
            # «банка России»: the country owns it
            return
        if not in_apposition:
            return
        phrase.parts.remove(last)
        while phrase.parts[-1] == last - 1 and last - 1 > phrase.head and words.is_adjective(last - 1):
            last -= 1
            phrase.parts.remove(last)


@lru_cache(5_000)
def is_animate(lemma: str) -> bool:
    """Whether the dictionary's first reading of `lemma` is a living being."""
    return "anim" in parses(lemma)[0].tag
