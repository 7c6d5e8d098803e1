"""CPU seconds of each nlp stage in a whole run, and its share of the run.

    python benchmarks/stages.py FOLDER [--rounds 3]

FOLDER holds raw/*.txt or *.txt. One process, one BLAS thread; models are loaded before the clock starts. What is left
is reading, tokens, linking and writing the tables. The first round meets every word for the first time.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
sys.path.insert(0, str(Path(__file__).parent.parent))


class Timed:
    """A stage that counts its CPU seconds."""

    def __init__(self, stage: object, seconds: dict[str, float], name: str) -> None:
        self.stage, self.seconds, self.name = stage, seconds, name

    def __call__(self, doc: Doc) -> Doc:
        start = time.process_time()
        doc = self.stage(doc)  # type: ignore[operator]
        self.seconds[self.name] += time.process_time() - start
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 8) -> Iterator[Doc]:
        docs = list(stream)
        start = time.process_time()
        piped = getattr(self.stage, "pipe", None)
        out = list(piped(docs, batch_size=batch_size)) if piped else [self.stage(doc) for doc in docs]  # type: ignore[operator]
        self.seconds[self.name] += time.process_time() - start
        yield from out


def timed(nlp: Language) -> dict[str, float]:
    """Make every stage of `nlp` count its seconds, and return where they are counted."""
    seconds: dict[str, float] = defaultdict(float)
    nlp._components = [(name, Timed(stage, seconds, name)) for name, stage in nlp._components]
    return seconds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    folder = options.folder / "raw" if (options.folder / "raw").is_dir() else options.folder

    import pipeline
    from pipeline.engines import analysis

    nlp = pipeline.load()
    seconds = timed(nlp)
    analysis.load_from = lambda place: nlp
    for number in range(options.rounds):
        seconds.clear()
        with tempfile.TemporaryDirectory() as output:
            start = time.process_time()
            pipeline.run([folder], output, workers=1)
            whole = time.process_time() - start
        print(f"round {number + 1}: {whole:.2f} s")
        for name, taken in [*seconds.items(), ("the rest", whole - sum(seconds.values()))]:
            print(f"  {name:<20} {taken:6.2f} s {100 * taken / whole:5.1f} %")


if __name__ == "__main__":
    main()
