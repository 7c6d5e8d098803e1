"""Normal forms of gold mentions: how many come out right when the spans are given, and the errors.

    python benchmarks/normal_forms.py FOLDER... [--errors]

FOLDER holds raw/*.txt and gold.csv (doc_id, start, end, label, text, normal). Compared without case, quotes, ё/е and
the spaces between initials. Prints the share right per label and the CPU seconds of the normal stage beside all.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
sys.path.insert(0, str(Path(__file__).parent.parent))

LABELS = ("PER", "LOC", "ORG")
QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"') | {"ё": "е", "–": "-", "—": "-", "‑": "-", "’": "'"})


def folded(text: str) -> str:
    """Fold what two right normal forms may differ in."""
    text = " ".join(text.casefold().translate(QUOTES).replace('"', "").split())
    return re.sub(r"(\b[^\W\d_]\.) (?=[^\W\d_])", r"\1", text)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--errors", action="store_true")
    options = arguments.parse_args()

    from pipeline.nlp.assembly import load

    nlp = load(("press_encoder", "press_morphology", "press_normal"))
    for folder in options.folders:
        gold = defaultdict(list)
        with (folder / "gold.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["label"] in LABELS and row["normal"]:
                    gold[row["doc_id"]].append(row)
        seen: Counter[str] = Counter()
        right: Counter[str] = Counter()
        errors: Counter[tuple[str, str, str, str]] = Counter()
        seconds = {"all": 0.0, "normal": 0.0}
        for doc_id, rows in sorted(gold.items()):
            with (folder / "raw" / f"{doc_id}.txt").open(encoding="utf-8", newline="") as file:
                doc = nlp.make_doc(file.read())
            start = time.process_time()
            for name in ("press_encoder", "press_morphology"):
                doc = nlp.get_pipe(name)(doc)
            spans = {doc.char_span(int(row["start"]), int(row["end"]), row["label"]): row for row in rows}
            doc.spans["names"] = [span for span in spans if span is not None]
            doc.spans["dates"] = []
            before = time.process_time()
            doc = nlp.get_pipe("press_normal")(doc)
            seconds["normal"] += time.process_time() - before
            seconds["all"] += time.process_time() - start
            by_offsets = {(int(row["start"]), int(row["end"])): row for row in rows}
            for span in doc.spans["mentions"]:
                row = by_offsets[span.start_char, span.end_char]
                good = folded(span._.normal) == folded(row["normal"])
                seen.update((row["label"], "all"))
                right.update((row["label"], "all") if good else ())
                if not good:
                    errors[row["label"], row["text"], row["normal"], span._.normal] += 1
        shares = " ".join(f"{label} {right[label] / seen[label]:.4f}" for label in (*LABELS, "all") if seen[label])
        print(
            f"{folder.name}: {shares}; {seen['all']} mentions, normal forms {seconds['normal']:.2f} of "
            f"{seconds['all']:.2f} CPU-s with encoder and morphology"
        )
        if options.errors:
            for (label, text, expected, found), count in errors.most_common():
                print(f"  {count} {label} [{text}] gold {expected}, ours {found}")


if __name__ == "__main__":
    main()
