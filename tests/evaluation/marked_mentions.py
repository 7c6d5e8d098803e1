"""Mentions typed in a text, for gold and found sides alike: «[Сергей Лавров|PER|Сергей Лавров|lavrov]»."""

from pipeline.evaluation import Mention
from tests.marked import read_marked


def mentions_in(marked: str, doc_id: str = "a") -> tuple[str, list[Mention]]:
    """Return the plain text and its mentions, `[text|LABEL|normal|entity]`, the last two "" if not given."""
    text, spans = read_marked(marked)
    mentions = []
    for span in spans:
        normal, _, entity = span.value.partition("|")
        mentions.append(Mention(doc_id, span.start, span.end, span.label, text[span.start : span.end], normal, entity))
    return text, mentions
