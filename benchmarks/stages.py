"""CPU seconds of every stage on one core, and its share of all.

    python benchmarks/stages.py FOLDER

FOLDER holds raw/*.txt or *.txt. Models are loaded before; reading, tokens, linking and tables are not counted.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("folder", type=Path)
    given = arguments.parse_args().folder
    folder = given / "raw" if (given / "raw").is_dir() else given

    import pipeline
    from pipeline.corpus import Release, find_sources, read_source
    from pipeline.engines.analysis import BATCH_DOCS, blank_doc

    nlp = pipeline.load()
    releases = [item for source in find_sources([folder]) for item in read_source(source) if isinstance(item, Release)]
    docs = [blank_doc(release, nlp) for release in releases]
    seconds = {}
    for stage in nlp.pipe_names:
        start = time.process_time()
        with nlp.select_pipes(enable=stage):
            docs = list(nlp.pipe(docs, batch_size=BATCH_DOCS))
        seconds[stage] = time.process_time() - start
    total = sum(seconds.values())
    print(f"{len(docs)} releases, {sum(len(doc.text) for doc in docs):,} characters, {total:.2f} CPU-s")
    for stage, spent in seconds.items():
        print(f"{stage:20} {spent:6.2f}  {spent / total:4.0%}")


if __name__ == "__main__":
    main()
