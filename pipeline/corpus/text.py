"""A .txt file → its Release."""

import hashlib

from pipeline.corpus.encodings import decode
from pipeline.corpus.published import find_published, read_dateline
from pipeline.corpus.release import Release
from pipeline.corpus.soundness import MAX_CHARS, TOO_LONG, UnreadableError, refuse_unsound, without_surrogates
from pipeline.corpus.sources import Source

# No encoding of ours takes more than four bytes for a character; the rest is a byte-order mark.
MAX_BYTES = 4 * MAX_CHARS + 4
LONGEST_TITLE = 250


def read_text(source: Source, encoding: str | None) -> Release:
    """Return the release in a text file; its text is the decoded file, line ends and all."""
    if source.path.stat().st_size > MAX_BYTES:
        raise UnreadableError(TOO_LONG)
    data = source.path.read_bytes()
    text, encoding = decode(data, encoding)
    refuse_unsound(text)
    text = without_surrogates(text)
    published, published_from = find_published(text, name=source.path.name)
    return Release(
        doc_id=source.doc_id,
        source=source.source,
        format=source.format,
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        title=find_title(text),
        published=published,
        published_from=published_from,
    )


def find_title(text: str) -> str:
    """Return the first line of `text` (a dateline above it skipped) if it looks like a title, else "".

    A title is short, has a letter, does not end as a sentence or list does, and other text follows, not its own
    second half: a line that goes on in lower case is prose wrapped by hand.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and read_dateline(lines[0]):
        del lines[0]
    if len(lines) < 2:
        return ""
    title, after = lines[0], lines[1]
    has_end = title.endswith((".", "…", ":", ";", ","))
    if len(title) > LONGEST_TITLE or has_end or after[0].islower() or not any(map(str.isalpha, title)):
        return ""
    return " ".join(title.split())
