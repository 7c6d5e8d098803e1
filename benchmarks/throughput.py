"""The whole run against natasha's own flow on the same texts, one core each, in one process, in turns.

    python benchmarks/throughput.py FOLDER [--rounds 3]

FOLDER holds raw/*.txt or *.txt. Ours: reading, all stages, roles, linking, every table written (csv and parquet),
start-up excluded (models loaded once before). natasha's: segment, morph, syntax, NER, normal forms, person facts,
lemmas, DatesExtractor. Prints CPU seconds, characters per CPU-second and the ratio, pair by pair; how the baseline is
set (DAWG build, collector) stands in the first line. Word caches are cleared before each pass of ours.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]


def clear_caches() -> None:
    """Forget every word seen, so that each pass meets the texts for the first time."""
    for module in [module for name, module in sys.modules.items() if name.startswith("pipeline.")]:
        for value in vars(module).values():
            # Loaders keep what they loaded: they are called without arguments.
            if hasattr(value, "cache_clear") and value.cache_info().maxsize is not None:
                value.cache_clear()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    folder = options.folder / "raw" if (options.folder / "raw").is_dir() else options.folder
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.txt"))]
    chars = sum(map(len, texts))

    from natasha_flow import Natasha

    import pipeline
    from pipeline.engines import analysis

    natasha = Natasha()
    nlp = pipeline.load()
    analysis.load_from = lambda place: nlp  # loaded once, outside the clock, as natasha is
    dawg = "C" if "dawg2" in sys.modules or "dawg" in sys.modules else "pure Python"
    print(f"{len(texts)} texts, {chars:,} characters; Python {platform.python_version()}; DAWG {dawg}; collector on")

    ratios = []
    for number in range(options.rounds):
        gc.collect()
        clear_caches()
        with tempfile.TemporaryDirectory() as output:
            start = time.process_time()
            pipeline.run([folder], output, workers=1)
            ours = time.process_time() - start
        gc.collect()
        start = time.process_time()
        for _ in natasha.run(texts):
            pass
        theirs = time.process_time() - start
        ratios.append(theirs / ours)
        print(
            f"round {number + 1}: ours {ours:.2f} s ({chars / ours:,.0f} characters/s), "
            f"natasha {theirs:.2f} s ({chars / theirs:,.0f} characters/s), ratio {theirs / ours:.2f}"
        )
    print(f"median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
