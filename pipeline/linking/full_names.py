"""Reads the full names of all releases, writes which of them are one name in several spellings."""

from collections.abc import Callable, Iterable, Sequence

from pipeline.linking.bearers import PersonMention
from pipeline.linking.blocks import blocks, near_blocks, pairs_of
from pipeline.linking.keys import sound, stem
from pipeline.linking.name_parts import TYPO_LENGTH, first_sound, firsts_agree, lasts_agree
from pipeline.resources import known_first_names

# Shorter first names differ by one letter too easily; the surname beside them is the same.
FIRST_LENGTH = 4
FullName = tuple[str, str]  # surname and first name, folded


class Groups:
    """A union-find over full names; the smallest stands for its group, so the order of joining does not show."""

    def __init__(self) -> None:
        self.parent: dict[FullName, FullName] = {}

    def find(self, name: FullName) -> FullName:
        """Return the full name that stands for `name`'s group."""
        root = name
        while (above := self.parent.get(root, root)) != root:
            root = above
        while (above := self.parent.get(name, name)) != root:
            self.parent[name] = root
            name = above
        return root

    def join(self, a: FullName, b: FullName) -> None:
        """Make the groups of `a` and `b` one."""
        a, b = sorted((self.find(a), self.find(b)))
        self.parent[b] = a


def group_full_names(mentions: Iterable[PersonMention]) -> Groups:
    """Return the groups of (last, first) pairs that are one name in several spellings.

    Blocks: sound of both parts; stem of the surname beside one first name; surnames one edit apart beside one first
    name; first names one edit apart beside one surname. Every block is found by a key, so the cost grows with the
    number of names and not with its square; the blocks of one kind are let go of before those of the next are made.
    """
    groups = Groups()
    pairs = sorted({(m.name.last, m.name.first) for m in mentions if m.name.last and m.name.has_first})

    def join(block: Sequence[FullName], agree: Callable[[FullName, FullName], bool]) -> None:
        for one, other in pairs_of(block):
            if agree(one, other):
                groups.join(one, other)

    for block in blocks(pairs, lambda pair: (sound(pair[0]), first_sound(pair[1]))):
        join(block, spelt_alike)
    for block in blocks(pairs, lambda pair: (stem(pair[0]), pair[1])):
        join(block, spelt_alike)
    for block in blocks(pairs, lambda pair: (stem(pair[0]), stem(pair[1]))):
        join(block, both_in_another_case)
    for block in blocks(pairs, lambda pair: tuple(sorted((first_sound(pair[0]), first_sound(pair[1]))))):
        join(block, lambda one, other: True)  # «Биби Асия» is «Асия Биби»
    for namesakes in blocks(pairs, lambda pair: first_sound(pair[1])):
        for block in near_blocks(namesakes, lambda pair: pair[0], TYPO_LENGTH - 1):
            join(block, spelt_alike)
    for namesakes in blocks(pairs, lambda pair: sound(pair[0])):
        for block in near_blocks(namesakes, lambda pair: pair[1], FIRST_LENGTH):
            join(block, spelt_alike)
    return groups


def spelt_alike(a: FullName, b: FullName) -> bool:
    """Tell whether two full names are spellings of one."""
    return firsts_agree(a[1], b[1]) and lasts_agree(a[0], b[0], a[1])


def both_in_another_case(a: FullName, b: FullName) -> bool:
    """Tell whether one full name is the other left in an oblique case («Бориса Джонсона» beside «Борис Джонсон»).

    The oblique one must not be a first name itself: «Александра Петрова» may be a woman.
    """
    known = [pair[1] in known_first_names() for pair in (a, b)]
    return a[1] != b[1] and known.count(True) == 1
