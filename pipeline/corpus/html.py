"""An .html file → its Release: trafilatura's main text and title, and the date that the page's markup states."""

import codecs
import hashlib
import json
import logging
import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from trafilatura import bare_extraction, extract_metadata, load_html

from pipeline.corpus.encodings import MARKS, RUSSIAN, decode
from pipeline.corpus.published import find_published, parse_date
from pipeline.corpus.release import Release
from pipeline.corpus.soundness import MAX_CHARS, TOO_LONG, UnreadableError, refuse_unsound, without_surrogates
from pipeline.corpus.sources import Source

# A page is mostly markup and inlined pictures; parsing takes some ten times its size in memory.
MAX_BYTES = 20_000_000
# trafilatura takes 4 s for 60,000 paragraphs and 40 s for 600,000; a release's page has some thousand tags.
MAX_TAGS = 200_000

# What trafilatura has to say of a page becomes its row in errors.csv; the log line would break the progress bar.
for _library in ("trafilatura", "htmldate", "readability", "justext"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_META_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_PAGE_TAG = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
# «&#1;» and the like: trafilatura finds no text at all in a page that holds one.
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_META_DATES = (
    *("article:published_time", "og:published_time", "og:article:published_time", "mediator_published_time"),
    *("datepublished", "date.published", "published", "published_time", "publication_date", "publication-date"),
    *("publishdate", "publish_date", "publish-date", "pubdate", "pub_date", "parsely-pub-date", "sailthru.date"),
    *("citation_publication_date", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "date"),
)
# Where a page has no article, trafilatura takes all that is left: its menu is no release.
_AROUND = ["//nav", "//footer", "//aside", "//*[@role='navigation']"]
_TIME_OF_PUBLISHING = re.compile(r"publish|pubdate|entry-date|post-date|news-date|article-date", re.IGNORECASE)
_TIME_OF_CHANGE = re.compile(r"updat|modif|edit", re.IGNORECASE)


def read_html(source: Source, encoding: str | None) -> Release:
    """Return the release in a page: its title, a blank line and its body, unless the body begins with the title."""
    if source.path.stat().st_size > MAX_BYTES:
        raise UnreadableError(f"a page of more than {MAX_BYTES // 1_000_000} MB; save the release's text alone")
    data = source.path.read_bytes()
    html, encoding = decode(data, encoding or _declared_encoding(data))
    _refuse_unsound_page(html)
    title, body, stated = _extract(_whole_page(html))
    if not body:
        # The parser gives up on a text node of ten million bytes.
        fault = TOO_LONG if len(html) > 2 * MAX_CHARS else "HTML without a text; save the release's text as .txt"
        raise UnreadableError(fault)
    text = without_surrogates(body if not title or _begins_with(body, title) else f"{title}\n\n{body}")
    refuse_unsound(text)
    published, published_from = find_published(text, stated, source.path.name)
    return Release(
        doc_id=source.doc_id,
        source=source.source,
        format=source.format,
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        title=without_surrogates(title),
        published=published,
        published_from=published_from,
    )


def _refuse_unsound_page(html: str) -> None:
    """Raise UnreadableError for a page that is empty, binary or endless; its length is not that of its text."""
    if not html.strip():
        raise UnreadableError("empty; delete it or fill it in")
    if "\x00" in html:
        raise UnreadableError("holds NUL characters, so it is binary or damaged; save the release as UTF-8 text")
    if html.count("<") > MAX_TAGS:
        raise UnreadableError(f"a page of more than {MAX_TAGS:,} tags; save the release's text alone")


def stated_date(tree: Any) -> date | None:
    """Return the date of publishing that a page's markup states (meta, JSON-LD, itemprop, <time>), else None.

    trafilatura's own finder also reads addresses, copyright lines and any date in the text: too eager for a date
    that relative ones are resolved against.
    """
    return next((found for value in _stated_values(tree) if (found := _parse_stated(value))), None)


def _whole_page(html: str) -> str:
    """Return `html` as a page: trafilatura refuses fragments, lxml a declaration of the encoding it was in."""
    html = _CONTROL_REFERENCE.sub("\ufffd", _XML_DECLARATION.sub("", html))
    return html if _PAGE_TAG.search(html) else f"<html><body>{html}</body></html>"


def _extract(html: str) -> tuple[str, str, date | None]:
    """Return title, body and stated date of a page; empty strings and None for what it has not."""
    try:
        tree = load_html(html)
        if tree is None:
            return "", "", None
        published = stated_date(tree)
        # The date it looks for is not used; these settings make it look least.
        metadata = extract_metadata(
            tree, date_config={"extensive_search": False, "original_date": True}, extensive=False
        )
        title = _own_title(tree, " ".join((metadata.title or "").split()))
        document = bare_extraction(tree, favor_precision=True, include_comments=False, prune_xpath=_AROUND)
    except Exception as error:
        # Any tag soup may be in the file, and lxml, trafilatura and its fallbacks fail on it in as many ways.
        raise UnreadableError(
            f"HTML that cannot be parsed ({type(error).__name__}); save the release's text as .txt"
        ) from error
    return title, (getattr(document, "text", None) or "").strip(), published


def _own_title(tree: Any, title: str) -> str:
    """Return the heading that `title` begins with, if there is one: «Заголовок» of «Заголовок | Сайт ОДКБ»."""
    headings = (" ".join(heading.text_content().split()) for heading in tree.iter("h1"))
    return next((heading for heading in headings if heading and title.startswith(heading)), title)


def _begins_with(body: str, title: str) -> bool:
    return " ".join(body[: 2 * len(title) + 100].split()).startswith(title)


def _declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page declares, if its bytes bear that out, else None.

    Pages saved anew in UTF-8 keep their old declaration, and servers' templates declare what they like: a
    byte-order mark and valid UTF-8 win, and a Western declaration is not believed.
    """
    declared = _META_CHARSET.search(data[:4096])
    if not declared:
        return None
    try:
        name = codecs.lookup(declared[1].decode("ascii").lower().removeprefix("x-")).name
        data.decode(name)
    except (LookupError, ValueError):
        return None
    return name if name in RUSSIAN and not _is_utf8(data) else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return any(data.startswith(mark) for _, mark in MARKS)
    return True


def _stated_values(tree: Any) -> Iterator[str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.strip().lower(), meta.get("content") or "")
    yield from (metas[name] for name in _META_DATES if name in metas)
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            yield from _json_ld_dates(script.text or "")
    for element in tree.xpath("//*[contains(concat(' ', normalize-space(@itemprop), ' '), ' datePublished ')]"):
        yield element.get("content") or element.get("datetime") or element.text_content()
    times = [time for time in tree.iter("time") if not _TIME_OF_CHANGE.search(time.get("class") or "")]
    for time in times:
        if time.get("pubdate") is not None or _TIME_OF_PUBLISHING.search(time.get("class") or ""):
            yield time.get("datetime") or time.text_content()
    # One moment in the article and no other: its date. Several may be those of events or of other releases.
    lone = [time.get("datetime") for time in times if time.get("datetime")]
    if len(lone) == 1:
        yield lone[0]


def _json_ld_dates(script: str) -> Iterator[str]:
    """Yield the values of datePublished in a JSON-LD script, outer objects first: inner ones may be other pages."""
    try:
        pending: deque[Any] = deque([json.loads(script)])
    except (ValueError, RecursionError):
        return
    while pending:
        node = pending.popleft()
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            if isinstance(node.get("datePublished"), str):
                yield node["datePublished"]
            pending.extend(value for value in node.values() if isinstance(value, dict | list))


def _parse_stated(value: str) -> date | None:
    found = parse_date(value)
    if not found:
        try:
            found = parsedate_to_datetime(value).date()  # Wed, 20 Sep 2023 14:30:00 +0300
        except (ValueError, IndexError):
            return None
    # A site's engine prints the zero of its clock where it has no date.
    return found if found.year >= 1990 else None
