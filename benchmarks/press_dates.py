"""Reads a press-date gold file, writes our pipeline's answers in the form that its scorer takes.

    python benchmarks/press_dates.py GOLD.jsonl PRED.jsonl
    python score_dates.py GOLD.jsonl PRED.jsonl

GOLD has one object a line with id, text and anchor (the publication day); PRED gets id and mentions
(start, end, edtf). Only the stages that dates need are run.
"""

import json
import sys
from pathlib import Path

from pipeline.nlp.assembly import load

STAGES = ("press_encoder", "press_morphology", "press_dates")


def predict(gold: Path, predictions: Path) -> int:
    """Write one line per gold text and return how many there were."""
    nlp = load(STAGES)
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    with predictions.open("w", encoding="utf-8") as out:
        for row in rows:
            doc = nlp.make_doc(row["text"])
            doc._.published = row.get("anchor") or ""
            doc = nlp(doc)
            mentions = [
                {"start": span.start_char, "end": span.end_char, "edtf": span.kb_id_ or None}
                for span in doc.spans["dates"]
            ]
            out.write(json.dumps({"id": row["id"], "mentions": mentions}, ensure_ascii=False) + "\n")
    return len(rows)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(predict(Path(sys.argv[1]), Path(sys.argv[2])), "texts")
