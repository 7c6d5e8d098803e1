"""Reads many names, writes which are worth comparing: the cost grows with their number and not with its square."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import TypeVar

from pipeline.linking.keys import deletions

T = TypeVar("T")
ALL_PAIRS = 30  # of one block


def blocks(things: Iterable[T], key: Callable[[T], Hashable]) -> Iterator[list[T]]:
    """Yield the things of each key that several have, in the order they came."""
    by_key: dict[Hashable, list[T]] = defaultdict(list)
    for thing in things:
        by_key[key(thing)].append(thing)
    return (block for block in by_key.values() if len(block) > 1)


def near_blocks(things: Iterable[T], word: Callable[[T], str], shortest: int) -> Iterator[list[T]]:
    """Yield the things whose words, of `shortest` letters or more, share a form with one letter dropped."""
    by_form: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        if len(word(thing)) >= shortest:
            for form in deletions(word(thing)):
                by_form[form].append(thing)
    return (block for block in by_form.values() if len(block) > 1)


def pairs_of(block: Sequence[T], all_up_to: int = ALL_PAIRS) -> Iterable[tuple[T, T]]:
    """Return the pairs of a block to compare: all of one of up to `all_up_to` things, neighbours of a larger one."""
    return combinations(block, 2) if len(block) <= all_up_to else pairwise(block)
