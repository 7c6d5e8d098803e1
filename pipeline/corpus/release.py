"""What a reader yields: a Release, or the reason why a file gave none."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Release:
    """One press release, decoded.

    `text` is what every offset counts in (Unicode code points). `source` is the file below the input folder,
    or what a container's own `source` column says. `sha256` is of the file's bytes; for a row of a container,
    of that row's values. `published_from` is "metadata", "filename", "dateline" or "" (unknown).
    """

    doc_id: str
    source: str
    format: str
    encoding: str
    sha256: str
    text: str
    title: str = ""
    published: date | None = None
    published_from: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A release that could not be read: one row of errors.csv. `reason` says what is wrong and what to do."""

    source: str
    reason: str
