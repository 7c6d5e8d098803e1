"""How often names of a given score are right on a gold folder, printed and drawn.

    python benchmarks/reliability.py GOLD --out models/names.svg [--labels] [--flat]

Needs matplotlib (extra `notebook`). The plot has one point per tenth of the score, its area the number of mentions.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--flat", action="store_true")
    arguments.add_argument("--labels", action="store_true")
    options = arguments.parse_args()

    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "names"  # the same bytes each time
    from matplotlib import pyplot as plt

    import pipeline
    from pipeline.evaluation import Reading, evaluate_tables, read_gold, reliability

    with tempfile.TemporaryDirectory() as output:
        pipeline.run(options.gold / "raw", output, workers=1)
        tables = pipeline.read_tables(output)
    reading = Reading(flat=options.flat, by_labels=options.labels)
    bins = reliability(evaluate_tables(read_gold(options.gold), tables, reading).comparison)
    figure, axes = plt.subplots(figsize=(4, 4))
    axes.plot([0, 1], [0, 1], color="0.8", linewidth=1)
    axes.scatter([b.mean_score for b in bins], [b.share for b in bins], s=[10 + 6 * b.count**0.5 for b in bins])
    axes.set(xlabel="score", ylabel="share right", xlim=(0, 1.02), ylim=(0, 1.02), aspect="equal")
    figure.savefig(options.out, metadata={"Date": None, "Creator": None}, bbox_inches="tight")
    for b in bins:
        print(f"{b.low:.1f}–{b.high:.1f} {b.count:6} mentions, mean score {b.mean_score:.3f}, right {b.share:.3f}")


if __name__ == "__main__":
    main()
