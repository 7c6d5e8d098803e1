"""Reads the cells of decisions («NAME», «ID», «NAME @ WHERE»), writes the mentions and entities that they select."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache

from pipeline.linking.entities import Entity
from pipeline.linking.keys import fold
from pipeline.linking.mentions import LABELS, Mention

# Between a name and the releases where it is meant.
AT = " @ "
# What a release says: row of the person, role, row of the organisation (-1 where none is named).
Statement = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class Selection:
    """Mentions of one entity, in its order."""

    entity: Entity
    mentions: list[Mention]

    @property
    def is_whole(self) -> bool:
        return len(self.mentions) == len(self.entity.mentions)


WORD = re.compile(r"[^\W_]+")


@lru_cache(50_000)
def name_key(label: str, name: str) -> str:
    """Return the key by which two spellings meet: «Иванов Иван» is «Иван Иванов»; initials keep their order."""
    key = fold(name)
    if label != "PER":
        return key
    return " ".join(sorted(WORD.findall(key), key=lambda word: "" if len(word) == 1 else word)) or key


class Selector:
    """Looks up what cells select among `entities`."""

    def __init__(
        self,
        entities: Sequence[Entity],
        cells: Iterable[tuple[str, str]],
        doc_ids: Sequence[str],
        statements: Sequence[Statement],
    ) -> None:
        """`cells` are (label, cell) of all cells that will be looked up: other names need not be indexed."""
        self.entities = entities
        self.statements = statements
        self.by_id = {entity.id: entity for entity in entities}
        self.by_name: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        self.by_spelling: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        names = [name for _, cell in cells for name in cell.split(AT)]
        wanted = {name_key(label, name) for name in names for label in LABELS}
        for entity in entities:
            self.by_name[entity.label, name_key(entity.label, entity.name)].append(entity)
            spellings = {m.normal for m in entity.mentions}
            for key in {name_key(entity.label, spelling) for spelling in spellings} & wanted:
                self.by_spelling[entity.label, key].append(entity)
        self.docs = {doc_id: doc for doc, doc_id in enumerate(doc_ids)}

    @staticmethod
    def has_place(cell: str) -> bool:
        """Tell whether a cell says in which releases its name is meant."""
        return AT in cell

    def also_named(self, name: str, entity: Entity) -> None:
        """Let `entity` be found by a name or id that a decision gives it, unless another has it."""
        self.by_id.setdefault(name, entity)
        if not (called := self.by_name[entity.label, name_key(entity.label, name)]):
            called.append(entity)

    def find(self, label: str, cell: str) -> list[Selection]:
        """Return what a cell selects, an entity at a time.

        An id, or the name an entity has: all its mentions. Another spelling: the mentions spelt so. With « @ WHERE»
        those of them in releases whose doc_id is WHERE (* and ? as in file names), or in releases that give the person
        WHERE as role or organisation.
        """
        who, _, where = cell.partition(AT)
        if who in self.by_id:
            whole = [self.by_id[who]]
            spelt: list[Entity] = []
        else:
            key = name_key(label, who)
            whole = self.by_name.get((label, key), [])
            spelt = self.by_spelling.get((label, key), [])
            # Where the releases are told, every mention spelt so there counts, whatever else has the name.
            spelt = [e for e in spelt if not any(e is w for w in whole)] if where or not whole else []
        found = [Selection(entity, entity.mentions) for entity in whole]
        found += [Selection(entity, spelt_so(entity, who)) for entity in spelt]
        if where:
            found = [Selection(s.entity, self.in_place(s.entity, s.mentions, where)) for s in found]
        return [selection for selection in found if selection.mentions]

    def find_in(self, entity: Entity, cell: str) -> list[Selection]:
        """Return the part of `entity` that a cell selects: [] where it is none or all of it."""
        who, _, where = cell.partition(AT)
        if who in self.by_id:
            mentions = entity.mentions if self.by_id[who] is entity else []
        elif name_key(entity.label, who) == name_key(entity.label, entity.name):
            mentions = entity.mentions
        else:
            mentions = spelt_so(entity, who)
        if where and mentions:
            mentions = self.in_place(entity, mentions, where)
        return [Selection(entity, mentions)] if 0 < len(mentions) < len(entity.mentions) else []

    def in_place(self, entity: Entity, mentions: list[Mention], where: str) -> list[Mention]:
        """Return the mentions in the releases that WHERE names."""
        docs = self.releases_called(where) or self.releases_saying(entity, where)
        return [m for m in mentions if m.doc in docs]

    def releases_called(self, where: str) -> Collection[int]:
        if where in self.docs:
            return (self.docs[where],)
        if not set("*?[") & set(where):
            return ()
        pattern = re.compile(translate(where))
        return {doc for doc_id, doc in self.docs.items() if pattern.match(doc_id)}

    def releases_saying(self, entity: Entity, where: str) -> Collection[int]:
        """Return the releases in which a statement gives the person this role or organisation."""
        if entity.label != "PER":
            return ()
        named = [s.entity for label in ("ORG", "LOC") for s in self.find(label, where)]
        bodies = {m.row for body in named for m in body.mentions}
        role = fold(where)
        said = {person for person, told, body in self.statements if body in bodies or fold(told) == role}
        return {m.doc for m in entity.mentions if m.row in said}


def spelt_so(entity: Entity, name: str) -> list[Mention]:
    """Return the mentions of `entity` with this normal form."""
    key = name_key(entity.label, name)
    return [m for m in entity.mentions if name_key(entity.label, m.normal) == key]
