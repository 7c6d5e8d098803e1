"""Bytes → text: byte-order marks, UTF-8, UTF-16, and the 8-bit Russian encodings told apart by letter frequencies."""

import codecs
import io
import math
import re
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from pipeline.corpus.russian import LETTERS, SIGNS
from pipeline.corpus.soundness import NOT_TEXT, UnreadableError, refuse_binary
from pipeline.errors import UsageError

# The longer marks first: UTF-32's little-endian one begins with UTF-16's.
MARKS = (
    ("utf-8", codecs.BOM_UTF8),
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)

# Most used first: it wins where all agree (a few « » in an English text). The figure is a handicap: mac-cyrillic shares
# its capitals with cp866 and its small letters with cp1251, and one sign must not decide for what is hardly ever met.
RUSSIAN = {"cp1251": 0.0, "koi8-r": 0.0, "cp866": 0.0, "iso8859-5": 0.15, "mac-cyrillic": 0.15}

# What else a release may be in. Left to itself, charset-normalizer calls a line of Polish Chinese.
OTHERS = ["cp1252", "cp1250", "cp1254", "cp1257", "kz1048"]

# Mean log-likelihood of a non-ASCII character. See tests/corpus/test_encodings.py for what it tells apart:
# Russian prose has about -2.9, its mojibake -5 and less, French read as cp1251 -6.
_PLAUSIBLE = -4.0
_WEIGHTS = {letter: math.log(mille / 1000) for letter, mille in LETTERS.items()}
_WEIGHTS |= {letter.upper(): weight for letter, weight in _WEIGHTS.items()} | dict.fromkeys(SIGNS, math.log(0.03))
_ALIEN = math.log(0.0002)
_BREAK = re.compile("[а-яё][А-ЯЁ]|[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_SAMPLE = 1 << 18
_CHUNK = 1 << 16


def known_encoding(name: str) -> str:
    """Return Python's name of the text encoding `name`; UsageError when there is none such."""
    try:
        canonical = codecs.lookup(name).name
        b"a".decode(canonical)
    except (LookupError, ValueError) as error:
        if not isinstance(error, UnicodeError):
            raise UsageError(f"--encoding {name}: no such encoding; try utf-8, cp1251, koi8-r or cp866") from error
    return "utf-8" if canonical == "utf-8-sig" else canonical


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of `data` without its byte-order mark, and the encoding it was in.

    `encoding` (as known_encoding gives it) wins over what the bytes say. UnreadableError where they do not decode.
    """
    refuse_binary(data[:32])
    name = encoding or detect(data)
    mark = _mark_of(data, name)
    try:
        return data[len(mark) :].decode(name), name
    except UnicodeDecodeError as error:
        raise _undecodable(name, data, len(mark) + error.start, told=encoding is not None) from error
    except UnicodeError as error:  # idna and the like do not say where
        raise UnreadableError(f"not {name}; re-save it as UTF-8 or leave out --encoding") from error


def detect(data: bytes) -> str:
    """Return the encoding of `data`; UnreadableError when it is binary or nothing fits."""
    for name, mark in MARKS:
        if data.startswith(mark):
            return name
    if b"\x00" in data or data.count(b"\x04") * 5 > len(data):
        return _unmarked_utf16(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise _undecodable("utf-8", data, error.start, told=False) from error
        return _eight_bit(data)
    return "utf-8"


def open_text(path: Path, encoding: str | None = None) -> tuple[io.TextIOWrapper, str]:
    """Open a file of any size; return the stream, past its byte-order mark, and the encoding.

    Line ends stay as they are. A byte that does not decode becomes a lone surrogate (`surrogateescape`), for the
    reader to set aside the one row that holds it.
    """
    name = encoding or _detect_stream(path)
    with path.open("rb") as file:
        head = file.read(32)
    refuse_binary(head)
    raw = path.open("rb")
    raw.seek(len(_mark_of(head, name)))
    return io.TextIOWrapper(raw, encoding=name, errors="surrogateescape", newline=""), name


def russian_score(text: str) -> float:
    """Return how Russian the non-ASCII characters of `text` are: their mean log-likelihood, -3 for prose.

    A capital after a small letter counts against it (koi8-r read as cp1251 has its case turned round), and so does
    a Cyrillic letter next to a Latin one (French read as koi8-r).
    """
    counts = Counter(text)
    total = sum(n for char, n in counts.items() if char > "\x7f")
    if not total:
        return 0.0
    score = sum(n * _WEIGHTS.get(char, _ALIEN) for char, n in counts.items() if char > "\x7f")
    return (score + _ALIEN * len(_BREAK.findall(text))) / total


def _mark_of(data: bytes, name: str) -> bytes:
    return next((mark for known, mark in MARKS if known == name and data.startswith(mark)), b"")


def _undecodable(name: str, data: bytes, position: int, told: bool) -> UnreadableError:
    remedy = "leave out --encoding" if told else "pass --encoding"
    shown = name.upper() if name.startswith("utf") else name
    return UnreadableError(f"not {shown} (byte 0x{data[position]:02X} at {position}); re-save it as UTF-8 or {remedy}")


def _is_damaged_utf8(data: bytes) -> bool:
    """Say whether `data` is UTF-8 but for a few bytes: a file cut in mid-letter, or one bad copy-paste."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) > 10 * damaged


def _unmarked_utf16(data: bytes) -> str:
    sample = data[: _SAMPLE & ~1]
    for name in ("utf-16-le", "utf-16-be"):
        # A pair cut at the sample's end is no fault; the whole is decoded later.
        text = sample.decode(name, "ignore")
        plain = sum((char.isascii() and (char.isprintable() or char.isspace())) or char in _WEIGHTS for char in text)
        if text and plain > 0.9 * len(text):
            return name
    raise UnreadableError(NOT_TEXT)


def _eight_bit(data: bytes) -> str:
    """Return the 8-bit encoding that makes the best Russian of `data`, else charset-normalizer's guess.

    charset-normalizer alone takes koi8-r and cp866 for other code pages on texts of a few lines.
    """
    first = _NON_ASCII.search(data)
    start = max(0, first.start() - 1000) if first else 0
    sample = data[start : start + _SAMPLE]
    scores = {name: russian_score(sample.decode(name, "replace")) - less for name, less in RUSSIAN.items()}
    best = max(RUSSIAN, key=lambda name: scores[name])
    if scores[best] > _PLAUSIBLE:
        return best
    guess = from_bytes(sample[:_CHUNK], cp_isolation=OTHERS).best()
    if guess is None:
        raise UnreadableError("its encoding is not recognised; re-save it as UTF-8 or pass --encoding")
    return codecs.lookup(guess.encoding).name


def _detect_stream(path: Path) -> str:
    """Return the encoding of a file that may not fit in memory, reading it once."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        refuse_binary(head[:32])
        if any(head.startswith(mark) for _, mark in MARKS) or b"\x00" in head:
            return detect(head)
        chunk = head
        while chunk:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                file.seek(-len(chunk), io.SEEK_CUR)
                return _detect_dense(file)
            chunk = file.read(_CHUNK)
    return "utf-8"


def _detect_dense(file: BinaryIO) -> str:
    """Return the encoding of a file known not to be clean UTF-8, by its next stretches that are not plain ASCII."""
    sample = b""
    while len(sample) < _SAMPLE and (chunk := file.read(_CHUNK)):
        sample += b"" if chunk.isascii() else chunk
    return "utf-8" if _is_damaged_utf8(sample) else _eight_bit(sample)
