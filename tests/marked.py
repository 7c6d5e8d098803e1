"""Reads answers typed in the text itself: «[[Секретариат|-] [ООН|ORG]|ORG]» → the plain text and its spans.

`[text|LABEL]` marks a span, `[text|LABEL|value]` one with a value (a normal form, an EDTF string); spans nest.
A literal bracket or bar is written with a backslash before it.
"""

from typing import NamedTuple


class Marked(NamedTuple):
    """A span typed in the text: code-point offsets in the plain text, end excluded; `value` is "" if not given."""

    start: int
    end: int
    label: str
    value: str = ""


def read_marked(marked: str) -> tuple[str, list[Marked]]:
    """Return the plain text and its spans in text order, outer before inner. Raises ValueError on an unclosed one."""
    plain: list[str] = []
    open_starts: list[int] = []
    spans: list[Marked] = []
    i = 0
    while i < len(marked):
        char = marked[i]
        if char == "\\" and i + 1 < len(marked):
            plain.append(marked[i + 1])
            i += 2
        elif char == "[":
            open_starts.append(len(plain))
            i += 1
        elif char == "|" and open_starts:
            close = marked.index("]", i)
            label, _, value = marked[i + 1 : close].partition("|")
            spans.append(Marked(open_starts.pop(), len(plain), label, value))
            i = close + 1
        else:
            plain.append(char)
            i += 1
    if open_starts:
        raise ValueError(f"unclosed '[' in {marked!r}")
    return "".join(plain), sorted(spans, key=lambda span: (span.start, -span.end))
