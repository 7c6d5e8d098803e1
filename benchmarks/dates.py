"""The dates stage against natasha's DatesExtractor, and its time on long and on hostile text.

    python benchmarks/dates.py TEXTS          TEXTS: a folder with *.txt (or with raw/*.txt)
    python benchmarks/dates.py                the hostile texts alone

Prints characters per CPU second, medians of interleaved passes in one process: `stage` is the dates stage on Docs
that are tokenised and tagged already; `stage + tokens` starts from the text, as natasha's extractor does (it tokenises
by itself). Then seconds per text for texts of growing length: ten times the length must take ten times the time.
"""

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import process_time

from pipeline.nlp.assembly import load
from pipeline.nlp.dates import Grammar, find_dates

PASSES = 5
HOSTILE = {
    "numbers and commas": "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ",
    "edges of edges": "начале конца начала середины ",
    "dashes": "11–15–20–25–",
    "from to": "с 11 по с 12 по ",
    "spoken numbers": "тысяча девятьсот сорок две тысячи ",
    "years": "2019, 2020 и 2021, 2022–2023, ",
    "relations": "прошлого этого следующего последней первой ",
    "quotes": "««««10» «",
    "dots": "18.03.18.03.2010.2010.",
    "days without a year, no verb": "15 мая ",
    "before this": "за два года до ",
    "one word": "а",
}


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    begin = process_time()
    work()
    return process_time() - begin


def against_natasha(folder: Path) -> None:
    """Print characters per second of both, on the same texts in turn, and their ratio."""
    from benchmarks.natasha_flow import DatesExtractor, MorphVocab

    paths = sorted(folder.glob("*.txt")) or sorted(folder.glob("raw/*.txt"))
    texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    chars = sum(map(len, texts))
    tagging = load(("press_encoder", "press_morphology"))
    docs = list(tagging.pipe(texts))
    grammar = Grammar.load()
    theirs = DatesExtractor(MorphVocab())
    tasks: dict[str, Callable[[], object]] = {
        "natasha": lambda: [list(theirs(text)) for text in texts],
        "stage": lambda: [list(find_dates(doc, grammar)) for doc in docs],
        "stage + tokens": lambda: [list(find_dates(tagging.make_doc(text), grammar)) for text in texts],
    }
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(PASSES):
        for name, task in tasks.items():
            times[name].append(seconds(task))
    print(f"{len(texts)} texts, {chars:,} characters, median of {PASSES} interleaved passes")
    base = median(times["natasha"])
    for name, taken in times.items():
        print(f"{name:>16} {chars / median(taken):>12,.0f} characters/s {base / median(taken):>8.1f} x natasha")


def on_hostile_text(longest: int = 10_000_000) -> None:
    """Print seconds for each hostile text at three lengths, tokens given; the last column is the growth per tenfold."""
    grammar = Grammar.load()
    make_doc = load(()).make_doc
    lengths = [longest // 100, longest // 10, longest]
    print(f"{'seconds at':>30} " + " ".join(f"{length:>12,}" for length in lengths) + "   growth")
    for name, piece in HOSTILE.items():
        taken = []
        for length in lengths:
            doc = make_doc((piece * (length // len(piece) + 1))[:length])
            taken.append(seconds(lambda doc=doc: sum(1 for _ in find_dates(doc, grammar))))  # type: ignore[misc]
            del doc
        growth = " ".join(f"{after / max(before, 1e-6):5.1f}" for before, after in pairwise(taken))
        print(f"{name:>30} " + " ".join(f"{value:>12.3f}" for value in taken) + f"   {growth}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    if len(sys.argv) == 2:
        against_natasha(Path(sys.argv[1]))
    on_hostile_text()
