"""A Source → its Releases, or the reasons why it gives none."""

from collections.abc import Callable, Iterator

from pipeline.corpus.encodings import known_encoding
from pipeline.corpus.html import read_html
from pipeline.corpus.release import Release, SetAside
from pipeline.corpus.rows import read_csv, read_jsonl
from pipeline.corpus.soundness import UnreadableError, set_aside
from pipeline.corpus.sources import Source
from pipeline.corpus.text import read_text

ROW_READERS: dict[str, Callable[[Source, str | None], Iterator[Release | SetAside]]] = {
    "csv": read_csv,
    "jsonl": read_jsonl,
}


def read_source(source: Source, encoding: str | None = None) -> Iterator[Release | SetAside]:
    """Yield the releases of one file, and a SetAside for whatever in it gives none; a table is read row by row.

    `encoding` wins over what the file says; UsageError, at once, if there is none of that name.
    """
    return _read(source, known_encoding(encoding) if encoding else None)


def _read(source: Source, encoding: str | None) -> Iterator[Release | SetAside]:
    try:
        if source.problem:
            raise UnreadableError(source.problem)
        if source.format in ROW_READERS:
            yield from ROW_READERS[source.format](source, encoding)
        elif source.format == "html":
            yield read_html(source, encoding)
        else:
            yield read_text(source, encoding)
    except UnreadableError as error:
        yield set_aside(source.source, str(error))
    except OSError as error:
        yield set_aside(
            source.source, f"cannot be read ({error.strerror or 'input error'}); allow reading it or remove it"
        )
