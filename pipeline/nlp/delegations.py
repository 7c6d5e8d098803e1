"""Reads the mentions of a Doc, gives which state's people a list names: «от Республики Беларусь – министр …», «министр
иностранных дел Армении А. Мирзоян, секретарь Совета безопасности А. Григорян»."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from pipeline.nlp.case_evidence import word_after, word_before

BULLETS = frozenset("–—-−•*·")
OPENS_LIST = frozenset("–—-−:")
# Tokens of the longest rank: «генерал-лейтенант юстиции», «генерал внутренней службы».
RANK = 4


def delegations(doc: Doc) -> Iterator[tuple[int, int, Span]]:
    """Yield first and last token (excluded) of what follows «от Республики Беларусь –», «со стороны Казахстана» or, at
    the beginning of a line, «Казахстан:», and the place: up to the next one's, a semicolon or the sentence's end."""
    opened = [(begins, span) for span in doc.spans.get("mentions", ()) if (begins := list_after(span))]
    for n, (start, span) in enumerate(opened):
        limit = opened[n + 1][1].start if n + 1 < len(opened) else len(doc)
        end = start
        while end < limit and not ends_list(doc, end):
            end += 1
        yield start, end, span


def list_after(span: Span) -> int:
    """Return the token after which a state's people follow its name; 0 where none do. A town sends no delegation."""
    if span.label_ != "LOC" or span._.kind == "city":
        return 0
    doc = span.doc
    after = word_after(doc, span.end)
    if after == len(doc) or ends_list(doc, after):
        return 0
    begins_list = doc[after].text in OPENS_LIST
    is_told = words_before(span) in ("от", "со стороны") and doc[after].text != ","
    return after + begins_list if is_told or (begins_list and opens_line(doc, span.start)) else 0


def opens_line(doc: Doc, start: int) -> bool:
    """Whether a line begins at token `start`, or before a bullet there: «– Республика Армения – начальник …»."""
    before = word_before(doc, start)
    return before < 0 or (doc[before].text in BULLETS and word_before(doc, before) < 0)


def bodies_of_colleagues(doc: Doc) -> Iterator[tuple[Span, Span]]:
    """Yield a body right before its head and the place of an official named before: «министр иностранных дел [Армении]
    А. Мирзоян, секретарь [Совета безопасности] А. Григорян», up to a semicolon, a sentence's or a line's end."""
    mentions = sorted(doc.spans.get("mentions", ()), key=lambda span: (span.start, -span.end))
    people = {span.start for span in mentions if span.label_ == "PER"}
    state: Span | None = None
    read = 0
    for span in mentions:
        if any(ends_list(doc, i) for i in range(read, span.start + 1)):
            state = None
        read = max(read, span.start + 1)
        if span.label_ not in ("ORG", "LOC") or not leads_to_person(span, people):
            continue
        if span.label_ == "LOC":
            state = span if span._.kind != "city" else state
        elif state is not None:
            yield span, state


def leads_to_person(span: Span, people: set[int]) -> bool:
    """Whether a person's name follows, after a rank at most: «обороны Казахстана генерал-лейтенант Р. Жаксылыков»."""
    doc = span.doc
    i = span.end
    while i < len(doc) and i not in people and i - span.end < RANK and (doc[i].is_lower or doc[i].text == "-"):
        i += 1
    return i in people


def words_before(span: Span) -> str:
    """Return the preposition before a place, "" if none: «от», «со стороны»."""
    doc = span.doc
    before = word_before(doc, span.start)
    if before >= 0 and doc[before].lower_ == "стороны" and (more := word_before(doc, before)) >= 0:
        return f"{doc[more].lower_} стороны"
    return doc[before].lower_ if before >= 0 else ""


def ends_list(doc: Doc, i: int) -> bool:
    token = doc[i]
    return bool(token.is_sent_start) or token.text == ";" or (token.is_space and "\n" in token.text)
