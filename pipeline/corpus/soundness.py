"""Reads what a format's reader got, says why it cannot be a release."""

import re

from pipeline.corpus.release import SetAside
from pipeline.errors import PipelineError

# A year of one body's releases is about a million characters; nothing longer is one release.
MAX_CHARS = 2_000_000
TOO_LONG = f"longer than {MAX_CHARS:,} characters; split it"
NOT_TEXT = "a binary file, not text; save the release as UTF-8 text"

# The first bytes of what is most often given the wrong suffix, and how a user calls it.
SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
)

# Controls that text editors and Word's exports leave in text (tab, line and page breaks, end of file) do not count.
_CONTROL = re.compile(r"[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]")
# What leaves nothing to see: white space, controls, soft hyphens, zero-width marks, a second byte-order mark.
_VISIBLE = re.compile(r"[^\s\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class UnreadableError(PipelineError):
    """A file or row gives no release; the message is the rest of a sentence that begins with its name."""


def refuse_binary(head: bytes) -> None:
    """Raise UnreadableError when a file's first bytes are those of a well-known binary format."""
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            raise UnreadableError(f"{name}, not text; save the release as UTF-8 text")


def refuse_unsound(text: str) -> None:
    """Raise UnreadableError for a text that is empty, over-long or binary."""
    if len(text) > MAX_CHARS:
        raise UnreadableError(TOO_LONG)
    if "\x00" in text:
        raise UnreadableError("holds NUL characters, so it is binary or damaged; save the release as UTF-8 text")
    if not _VISIBLE.search(text):
        raise UnreadableError("empty; delete it or fill it in")
    # A stray control character is a scar of copying; one in ten is a binary file that happens to decode.
    if len(_CONTROL.findall(text)) * 10 > len(text):
        raise UnreadableError(NOT_TEXT)


def without_surrogates(text: str) -> str:
    r"""Return `text` with U+FFFD for each lone surrogate (half an emoji, "\ud83d" in JSON).

    No writer can encode a lone surrogate. One character stands for one, so offsets hold in the source too; setting
    a whole release aside for half an emoji would lose more than it saves.
    """
    return _SURROGATE.sub("\ufffd", text)


def set_aside(name: str, reason: str) -> SetAside:
    """Return the errors row of the file or row `name`: one line, whatever the name is made of."""
    return SetAside(name, "".join(c if c.isprintable() else ascii(c)[1:-1] for c in f"{name}: {reason}"))
