"""Reads names of organisations, writes the identity of each and tells what a name leaves open.

An organisation's identity is its curated id, or its name with the owner in it («Министерство обороны» + country)
made one: inflection, abbreviations of bodies and of countries do not count.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.linking.gazetteer import Gazetteer, Organization, without_dots
from pipeline.linking.keys import CYRILLIC, LATIN, LOOK_ALIKES, QUOTES, fold, sound, stem
from pipeline.linking.wordlists import word_lists

# Bodies that a country or city has one of, so that its adjective tells whose they are («Амстердамский суд»).
KINDS_OF_PLACES = frozenset(("court", "prosecutor", "government", "parliament", "administration", "embassy"))
PARENTHESES = re.compile(r"\([^)]*\)")
MEMBER_STATES = re.compile(r"государств(?: ?[-–—‑] ?| )(?:членов|участников|участниц)(?= )")
NAMED_AFTER = frozenset(("имени", "им."))
LONGEST_LEGAL_FORM = 4  # words of «общество с ограниченной ответственностью»
LONGEST_OWNER = 9  # words of «Организация по безопасности и сотрудничеству в Европе»


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes two names one organisation: `key`. `owner` and `head` are its parts, () for curated ones."""

    key: str
    owner: str = ""
    head: str = ""


def words_of(name: str) -> list[str]:
    """Return the words of a name, quotes and commas left out."""
    return (
        QUOTES.sub(" ", PARENTHESES.sub(" ", name) if PARENTHESES.sub("", name).strip() else name)
        .replace(",", " ")
        .split()
    )


def word_key(word: str) -> str:
    """Return a folded word so that its case and common slips do not count; short words and figures stay."""
    if len(word) < 5 or LATIN.search(word):
        return word
    # Twice: in «Газпром» the end looks like a case, in «Газпрома» there is one more.
    once = stem(word)
    return sound(stem(once) if len(once) > 5 else once)


def without_legal_form(words: list[str], folded: list[str], gazetteer: Gazetteer) -> tuple[list[str], list[str]]:
    """Return the words without legal forms at either end («АО «НИИМЭ»» and «НИИМЭ» are one).

    Before a Russian name a form may be typed in Latin look-alikes («OOO»).
    """
    first, last = 0, len(folded)
    is_russian = any(map(CYRILLIC.search, folded))

    def is_form(start: int, end: int) -> bool:
        form = " ".join(folded[start:end])
        read = form.translate(LOOK_ALIKES) if is_russian else form
        return not {without_dots(form), without_dots(read)}.isdisjoint(gazetteer.legal_forms)

    changed = True
    while changed:
        changed = False
        for n in range(min(LONGEST_LEGAL_FORM, last - first - 1), 0, -1):
            if is_form(first, first + n):
                first, changed = first + n, True
                break
            if is_form(last - n, last):
                last, changed = last - n, True
                break
    return words[first:last], folded[first:last]


def body_of(head: str, owner: str) -> Identity:
    """Return the identity of a body by its full folded name and its owner."""
    return Identity(f"name|{' '.join(map(word_key, head.split()))} <{owner}>", owner, head)


class OrganizationNames:
    """Names to identities, with what the corpus's own abbreviations add to the curated ones."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.known: dict[str, str] = {}
        self.identity = lru_cache(200_000)(self.find_identity)
        for organization in gazetteer.organizations_by_id.values():
            self.known.setdefault(self.structure(organization.name).key, organization.id)
            if organization.parent:
                self.known.setdefault(
                    self.structure(organization.abbreviation or organization.name).key, organization.id
                )
        for name, organization in gazetteer.organizations.items():
            if " " in name or len(name) > 5:
                self.known.setdefault(self.structure(name).key, organization.id)

    def find_identity(self, name: str) -> Identity:
        """Return the identity of a name: curated where the tables have it, else by its words."""
        curated = self.gazetteer.organizations.get(fold(name)) or self.gazetteer.organizations.get(
            fold(name.translate(LOOK_ALIKES))
        )
        if curated is None:
            curated = self.named_after_with_owner(name)
        if curated is not None:
            return Identity(curated.id, curated.parent)
        identity = self.curated(self.structure(name))
        # «Госкомвоенпром Белоруссии», «КСБР ЦАР ОДКБ»: a curated body with its own country or union.
        own = self.gazetteer.organizations.get(identity.head) if identity.owner else None
        if own is not None and identity == body_of(identity.head, identity.owner):
            place = self.gazetteer.places_by_id.get(identity.owner)
            if identity.owner == own.parent or (place is not None and place.country == own.country):
                return Identity(own.id, own.parent)
        return identity

    def named_after_with_owner(self, name: str) -> Organization | None:
        """Return the curated body of «… центр имени Н. Ф. Гамалеи Минздрава России»: who it is named after tells it."""
        words = name.split()
        if not NAMED_AFTER & set(words):
            return None
        for end in range(len(words) - 1, 2, -1):
            curated = self.gazetteer.organizations.get(fold(" ".join(words[:end])))
            if curated is not None and words[end][:1].isupper():
                return curated
        return None

    def curated(self, identity: Identity) -> Identity:
        """Return the curated identity that has the same key, else `identity`."""
        known = self.known.get(identity.key)
        return identity if known is None else Identity(known, self.gazetteer.organizations_by_id[known].parent)

    def structure(self, name: str) -> Identity:
        """Return the identity that the words of a name give: head, owner, the rest."""
        words = words_of(name)
        words, folded = without_legal_form(words, [fold(word) for word in words], self.gazetteer)
        if not folded:
            return Identity(f"name|{fold(name)}")
        stems = [stem(word) for word in folded]
        keys = [word_key(word) for word in folded]
        if len(words) > 1:
            # «Комитет немецкой экономики» and «Комитет германской экономики» are one.
            keys = [self.country_key(f, s) or key for f, s, key in zip(folded, stems, keys, strict=True)]
        key: list[str] = []
        plain: list[str] = []
        owner = ""
        i = 0
        while i < len(words):
            if i and stems[i] in word_lists()["city_word"] and words[i + 1 : i + 2] and words[i + 1][:1].isupper():
                i += 1  # «Суд города Минска» is «Суд Минска»
                continue
            if i and (members := MEMBER_STATES.match(" ".join(folded[i:]))) is not None:
                i += len(members.group().split())  # «СМО государств – членов ОДКБ» is «СМО ОДКБ»
                continue
            found = self.owner_at(words, folded, stems, i) if i else None
            if found is None:
                key.append(keys[i])
                if not owner:
                    plain.append(folded[i])
                i += 1
                continue
            i, identity = found
            if not owner:
                owner = identity
            key.append(f"<{identity}>")
        if not owner and len(words) > 1:
            if (body := self.owned_by_adjective(folded, stems)) is not None:
                return body_of(*body)
            if (city := self.gazetteer.city_adjectives.get(stems[0])) and self.is_body_of_a_place(folded):
                return self.structure(f"{' '.join(words[1:])} {city}")
        head = " ".join(plain)
        body_name = self.gazetteer.bodies.get(head) or self.inflected_body(plain)
        if body_name is not None:
            key = [*map(word_key, body_name.split()), *key[len(plain) :]]
        return Identity(f"name|{' '.join(key)}", owner, body_name or head)

    def owner_at(self, words: list[str], folded: list[str], stems: list[str], i: int) -> tuple[int, str] | None:
        """Return where the country or organisation that begins at word `i` ends, and its identity; None if none."""
        if not words[i][:1].isupper():
            return None
        for n in range(min(LONGEST_OWNER, len(words) - i), 0, -1):
            identity = self.gazetteer.owners.get(tuple(stems[i : i + n])) if n > 1 or len(folded[i]) > 3 else None
            if identity is None and n == 1 and sum(map(str.isupper, words[i])) > 1:  # «РФ», «РУз»
                identity = self.gazetteer.owners.get((folded[i],))
            if identity is not None:
                return i + n, identity
        return None

    def owned_by_adjective(self, folded: list[str], stems: list[str]) -> tuple[str, str] | None:
        """Return body and country of «Российский МИД», «Пакистанский суд»; None for other names."""
        place = self.gazetteer.adjectives.get(stems[0])
        if place is None or not self.is_body_of_a_place(folded):
            return None
        rest = " ".join(folded[1:])
        return self.gazetteer.bodies.get(rest, rest), place.id

    def is_body_of_a_place(self, folded: list[str]) -> bool:
        """Tell whether an adjective stands first and a body such as every country or city has after it."""
        rest = " ".join(folded[1:])
        return is_adjective(folded[0]) and (
            rest in self.gazetteer.bodies or self.gazetteer.short_forms.get(rest) in KINDS_OF_PLACES
        )

    def country_key(self, word: str, word_stem: str) -> str:
        """Return what any adjective of a country counts as inside a name («немецкий», «германский»); "" for others."""
        place = self.gazetteer.adjectives.get(word_stem)
        return f"{place.id}-" if place is not None and word != word_stem else ""

    def inflected_body(self, words: list[str]) -> str | None:
        """Return the body whose name these words are in another case; None if none."""
        return self.bodies_by_stem.get(tuple(map(stem, words))) if len(words) > 1 else None

    @property
    def bodies_by_stem(self) -> Mapping[tuple[str, ...], str]:
        """Bodies of several words by the stems of their names."""
        if not hasattr(self, "_bodies_by_stem"):
            self._bodies_by_stem = {
                tuple(map(stem, name.split())): full for name, full in self.gazetteer.bodies.items() if " " in name
            }
        return self._bodies_by_stem


def is_adjective(word: str) -> bool:
    """Tell whether a folded word ends as an adjective in the nominative does; «управление» is a noun."""
    lists = word_lists()
    return word.endswith(lists["adjective_ending"]) and not word.endswith(lists["noun_ending"])


def head_noun(name: str) -> str:
    """Return the first word of a folded name that is no adjective."""
    words = name.split()
    return next((w for w in words if not is_adjective(w)), words[-1] if words else "")


def is_open(identity: Identity, key: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name alone does not say whose it is: not curated, no owner, no short form of a body."""
    return identity.key.startswith("name|") and not identity.owner and key not in gazetteer.bodies


def is_short_form(identity: Identity, key: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is a capitalised short form («Организация», «МИД», «Верховный Суд») without its owner."""
    if not identity.key.startswith("name|") or identity.owner:
        return False
    return key in gazetteer.short_forms or key in gazetteer.bodies or identity.head in gazetteer.body_kinds


def is_ministry_of_union(identity: Identity, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is «МИД ЕС»: the ministries of a union's members, never what a bare «МИД» means."""
    is_ministry = gazetteer.body_kinds.get(identity.head) == "ministry"
    return is_ministry and identity.owner in gazetteer.organizations_by_id


def titles_of(identity: Identity, key: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the names of an identity, folded, for matching their heads."""
    return gazetteer.titles.get(identity.key) or (identity.head or key,)
