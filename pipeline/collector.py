"""Python's cycle collector, kept off while a batch runs or a corpus is linked."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep Python's cycle collector from walking thousands of live tokens again and again while a batch runs.

    Measured on 150 news texts, four interleaved passes of the whole run: 0.96 to 1.24 times as fast, and no memory
    more. Parsing 6,300 words that the dictionary has not seen yet takes half the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
