"""Names beside natasha's own flow on one gold folder: quality, then the time of finding them, in one process.

    python benchmarks/names.py GOLD [--flat] [--labels] [--rounds 3]

GOLD holds raw/*.txt and gold.csv. Quality: strict F1, normal forms right, entity table F1, the figures of `evaluate`;
natasha's normal forms are its spans' own. Time: CPU seconds on one core of our tokens, encoder, morphology and names
against natasha's segment, morph, syntax and NER, in turns, word caches cleared before each pass of ours.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

FIGURES = ("strict.PER", "strict.LOC", "strict.ORG", "strict.micro", "normal.micro", "normal.PER", "table.micro")
STAGES = ("press_encoder", "press_morphology", "press_names")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--flat", action="store_true")
    arguments.add_argument("--labels", action="store_true")
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()

    from natasha_flow import Doc, Natasha
    from throughput import clear_caches

    import pipeline
    from pipeline.evaluation import Mention, Reading, compare, evaluate_tables, read_gold, score
    from pipeline.nlp.assembly import load

    gold = read_gold(options.gold)
    reading = Reading(flat=options.flat, by_labels=options.labels)
    texts = {doc_id: gold.releases[doc_id].text for doc_id in sorted(gold.releases)}
    natasha = Natasha()
    theirs = [
        Mention(doc_id, span.start, span.stop, span.type, span.text, span.normal or span.text)
        for doc_id, (doc, _) in zip(texts, natasha.run(list(texts.values())), strict=True)
        for span in doc.spans
    ]
    with tempfile.TemporaryDirectory() as output:
        pipeline.run(options.gold / "raw", output, workers=1)
        ours = evaluate_tables(gold, pipeline.read_tables(output), reading).scores
    beside = score(compare(gold.mentions, theirs, reading))
    print(f"{'':14}{'ours':>8}{'natasha':>9}")
    for name in FIGURES:
        pair = [figure if isinstance(figure, float) else figure.f1 for figure in (ours[name], beside[name])]
        print(f"{name:14}{pair[0]:8.3f}{pair[1]:9.3f}")

    nlp = load(STAGES)
    chars = sum(map(len, texts.values()))
    ratios = []
    for number in range(options.rounds):
        gc.collect()
        clear_caches()
        start = time.process_time()
        for _ in nlp.pipe(texts.values(), batch_size=8):
            pass
        taken = time.process_time() - start
        gc.collect()
        start = time.process_time()
        for text in texts.values():
            doc = Doc(text)
            doc.segment(natasha.segmenter)
            doc.tag_morph(natasha.morph)
            doc.parse_syntax(natasha.syntax)
            doc.tag_ner(natasha.ner)
        other = time.process_time() - start
        ratios.append(taken / other)
        print(f"round {number + 1}, {chars:,} characters: {taken:.2f} s, natasha {other:.2f} s, {taken / other:.2f}")
    print(f"median: {statistics.median(ratios):.2f} of natasha's time")


if __name__ == "__main__":
    main()
