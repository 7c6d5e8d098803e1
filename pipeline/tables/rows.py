"""Reads a Release and its Doc, writes the plain rows that the release adds to the tables, before linking."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Any

from spacy.tokens import Doc, Span

from pipeline.corpus.release import Release
from pipeline.edtf import extent

Row = dict[str, Any]

# A score is told to four digits: what follows is rounding noise of float32 nets.
SCORE_DIGITS = 4
QUOTES = {"»": "«", "”": "“", "“": "„", '"': '"'}
DAY = re.compile(r"(?!0000)\d{4}-\d\d-\d\d")


def rows_of(release: Release, doc: Doc) -> dict[str, list[Row]]:
    """Return the release's rows by table: documents (one), mentions, dates, roles, abbreviations (schema.PARTS).

    Unknown strings are "", unknown numbers and dates None.
    """
    sentence_starts, tokens = sentence_starts_and_tokens(doc)
    spans = sorted(doc.spans.get("mentions", ()), key=lambda span: (span.start_char, -span.end_char, span.label_))
    mentions = list(mention_rows(release, spans, sentence_starts))
    ids = {(row["start"], row["end"]): row["mention_id"] for row in mentions}
    document = {
        "doc_id": release.doc_id,
        "source": release.source,
        "format": release.format,
        "encoding": release.encoding,
        "sha256": release.sha256,
        "title": release.title,
        "published": release.published,
        "published_from": release.published_from,
        "chars": len(release.text),
        "sentences": len(sentence_starts),
        "tokens": tokens,
        "mentions": len(mentions),
        "text": release.text,
    }
    return {
        "documents": [document],
        "mentions": mentions,
        "dates": [date_row(row, span) for row, span in zip(mentions, spans, strict=True) if row["label"] == "DATE"],
        "roles": [role_row(release, statement, ids) for statement in doc._.roles],
        "abbreviations": [abbreviation_row(release, defined, ids) for defined in doc._.abbreviations],
    }


def sentence_starts_and_tokens(doc: Doc) -> tuple[list[int], int]:
    """Return the first token's number of every sentence that has words, and how many tokens are no white space."""
    starts: list[int] = []
    tokens = 0
    pending = True
    for token in doc:
        pending = pending or bool(token.is_sent_start)
        if not token.is_space:
            tokens += 1
            if pending:
                starts.append(token.i)
                pending = False
    return starts, tokens


def mention_rows(release: Release, spans: list[Span], sentence_starts: list[int]) -> Iterator[Row]:
    around: list[Row] = []
    for span in spans:
        start, end, label = span.start_char, span.end_char, span.label_
        while around and around[-1]["end"] < end:
            around.pop()
        row: Row = {
            "mention_id": f"{release.doc_id}:{start}-{end}:{label}",
            "doc_id": release.doc_id,
            "sentence": max(1, bisect_right(sentence_starts, span.start)),
            "start": start,
            "end": end,
            "text": release.text[start:end],
            "label": label,
            "normal": span._.normal or (span.kb_id_ if label == "DATE" else ""),
            "parent_mention_id": around[-1]["mention_id"] if around else "",
            "score": None if span._.score is None else round(float(span._.score), SCORE_DIGITS),
            "found_by": span.id_,
            "last": span._.last,
            "first": span._.first,
            "middle": span._.middle,
            "gender": span._.gender,
            "kind": span._.kind,
            "country": span._.country,
            "readings": span._.readings,
        }
        around.append(row)
        yield row


def date_row(mention: Row, span: Span) -> Row:
    edtf = span.kb_id_
    date_from, date_to, precision = extent(edtf)
    return {
        **{name: mention[name] for name in ("mention_id", "doc_id", "start", "end", "text")},
        "edtf": edtf,
        "date_from": day_of(date_from),
        "date_to": day_of(date_to),
        "precision": precision,
        "anchor": day_of(span._.anchor),
    }


def day_of(iso: str) -> date | None:
    """Return the day, None for "" (unknown or open) and for years before 1 or after 9999."""
    return date.fromisoformat(iso) if DAY.fullmatch(iso) else None


def role_row(release: Release, statement: Row, ids: dict[tuple[int, int], str]) -> Row:
    organization = (statement["organization_start"], statement["organization_end"])
    return {
        "doc_id": release.doc_id,
        "person_mention_id": ids.get((statement["person_start"], statement["person_end"]), ""),
        "person_start": statement["person_start"],
        "person_end": statement["person_end"],
        "role": statement["role"],
        "role_start": statement["role_start"],
        "role_end": statement["role_end"],
        "organization_mention_id": ids.get(organization, ""),
        "organization_start": organization[0],
        "organization_end": organization[1],
        "date": release.published,
    }


def abbreviation_row(release: Release, defined: Row, ids: dict[tuple[int, int], str]) -> Row:
    return {
        "doc_id": release.doc_id,
        "short": defined["short"],
        "long": defined["long"],
        "start": defined["start"],
        "end": defined["end"],
        "mention_id": ids.get((defined["start"], defined["end"]), ""),
        "long_mention_id": ids.get((defined["long_start"], defined["long_end"]), "")
        or quoted_in(release.text, defined["long_start"], defined["long_end"], ids),
    }


def quoted_in(text: str, start: int, end: int, ids: dict[tuple[int, int], str]) -> str:
    """Return the mention in the quotes that a full name ends with («партия «[Действие и солидарность]»»), "" if there
    is none."""
    opening = QUOTES.get(text[end - 1])
    begin = text.rfind(opening, start, end - 1) if opening else -1
    return ids.get((begin + 1, end - 1), "") if begin >= 0 else ""
