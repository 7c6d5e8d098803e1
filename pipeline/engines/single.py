"""One release, analysed and linked by itself, in memory: what `show` prints."""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from spacy.language import Language

from pipeline.corpus.release import Release
from pipeline.engines.analysis import blank_doc
from pipeline.linking import link
from pipeline.nlp.assembly import load
from pipeline.nlp.dates import DateMarker
from pipeline.nlp.normal import Normalizer
from pipeline.tables.rows import Row, rows_of
from pipeline.tables.schema import PARTS, rows_to_arrow

S = TypeVar("S", DateMarker, Normalizer)


@dataclass(frozen=True, slots=True)
class Single:
    """A release's rows. Each mention has `entity_id` ("" for a DATE), `how` it came to that one, and `why`, one line
    where there is more to say than `found_by`; each role has `person` and `organization` as normal forms, and
    `found_by`."""

    mentions: list[dict[str, Any]]
    roles: list[dict[str, Any]]


@cache
def loaded() -> Language:
    """Return the pipeline; a file of many releases loads it once."""
    return load()


def analyse_one(release: Release) -> Single:
    """Return the mentions and roles of `release`, its entities linked within it alone."""
    nlp = loaded()
    doc = nlp(blank_doc(release, nlp))
    rows = rows_of(release, doc)
    frames = {name: rows_to_arrow(PARTS[name], rows[name]).to_pandas() for name in PARTS}
    linked = link(frames["documents"], frames["mentions"], frames["roles"], frames["abbreviations"], explain=True)
    entity_ids = dict(linked.mention_entities.itertuples(index=False, name=None))
    reasons = dict(linked.reasons.itertuples(index=False, name=None))
    reasons |= dict(zip(linked.joins["mention_id"], linked.joins["how"], strict=True))
    marker, normalizer = stage(nlp, "press_dates", DateMarker), stage(nlp, "press_normal", Normalizer)
    dates = {(span.start_char, span.end_char): marker.explain(span) for span in doc.spans["dates"]}
    names = normalizer.explain(doc)
    normals = {(row["start"], row["end"]): row["normal"] for row in rows["mentions"]}
    return Single(
        mentions=[
            {
                **row,
                "entity_id": entity_ids.get(row["mention_id"], ""),
                "how": reasons.get(row["mention_id"], ""),
                "why": (dates if row["label"] == "DATE" else names).get((row["start"], row["end"]), ""),
            }
            for row in rows["mentions"]
        ],
        roles=[with_names(statement, normals) for statement in doc._.roles],
    )


def stage(nlp: Language, name: str, kind: type[S]) -> S:
    """Return one stage, which can tell how it came to its results."""
    found = nlp.get_pipe(name)
    if not isinstance(found, kind):
        raise TypeError(f"{name} is a {type(found).__name__}, not a {kind.__name__}")
    return found


def with_names(statement: Row, normals: dict[tuple[int, int], str]) -> Row:
    return {
        "person": normals.get((statement["person_start"], statement["person_end"]), ""),
        "role": statement["role"],
        "organization": normals.get((statement["organization_start"], statement["organization_end"]), ""),
        "found_by": statement["found_by"],
    }
