"""Builds part tables for linking from releases typed in the test: «[Самат Ордабаев|PER] … [ОДКБ|ORG]»."""

import pandas as pd

from pipeline.linking import Linked, link
from tests.marked import read_marked

MENTIONS = (
    *("mention_id", "doc_id", "sentence", "start", "end", "text", "label", "normal", "parent_mention_id"),
    *("score", "found_by", "last", "first", "middle", "gender", "kind", "country"),
)
ROLES = ("doc_id", "person_mention_id", "role", "organization_mention_id")
ABBREVIATIONS = ("doc_id", "short", "long", "start", "end", "mention_id", "long_mention_id")


def mention_rows(doc_id: str, marked: str) -> list[dict]:
    """Return the mentions of one release; after the second bar is the normal form, else the text itself.

    After a third, the country of an adjective before it, as the nlp room would tell it.
    """
    text, spans = read_marked(marked)
    rows = []
    for span in spans:
        normal, _, country = span.value.partition("|")
        around = [s for s in spans if s is not span and s.start <= span.start and span.end <= s.end]
        parent = min(around, key=lambda s: s.end - s.start, default=None)
        rows.append(
            {
                "mention_id": f"{doc_id}:{span.start}-{span.end}:{span.label}",
                "doc_id": doc_id,
                "sentence": 1,
                "start": span.start,
                "end": span.end,
                "text": text[span.start : span.end],
                "label": span.label,
                "normal": normal or text[span.start : span.end],
                "parent_mention_id": f"{doc_id}:{parent.start}-{parent.end}:{parent.label}" if parent else "",
                "score": 1.0,
                "found_by": "test",
                **dict.fromkeys(("last", "first", "middle", "gender", "kind"), ""),
                "country": country,
            }
        )
    return rows


def parts_of(releases: dict[str, str], shorts=(), roles=()) -> tuple[pd.DataFrame, ...]:
    """Return documents, mentions, roles, abbreviations.

    `shorts`: (doc_id, short, long). `roles`: (doc_id, person's text, role, organisation's text), first match each.
    """
    documents = pd.DataFrame({"doc_id": list(releases), "published": ["" for _ in releases]}, dtype=str)
    rows = [row for doc_id, marked in releases.items() for row in mention_rows(doc_id, marked)]
    mentions = pd.DataFrame(rows, columns=list(MENTIONS))

    def first(doc_id: str, text: str) -> str:
        return next((r["mention_id"] for r in rows if r["doc_id"] == doc_id and r["text"] == text), "")

    return (
        documents,
        mentions,
        pd.DataFrame([(d, first(d, p), role, first(d, o)) for d, p, role, o in roles], columns=list(ROLES)),
        pd.DataFrame([(d, s, w, 0, 1, first(d, s), first(d, w)) for d, s, w in shorts], columns=list(ABBREVIATIONS)),
    )


def linked(releases: dict[str, str], shorts=(), roles=()) -> Linked:
    """Link the releases."""
    return link(*parts_of(releases, shorts, roles))


def entities_of(releases: dict[str, str], shorts=(), roles=()) -> list[str]:
    """Return the entity ids of all mentions, in text order."""
    return linked(releases, shorts, roles).mention_entities["entity_id"].tolist()
