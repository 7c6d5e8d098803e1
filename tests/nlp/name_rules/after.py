"""Names as a rule leaves them: the words typed, the names marked in them."""

from pipeline.nlp.name_words import Name, Words
from tests.marked import read_marked


def after(rule, marked, nlp):
    """Return the texts and labels that `rule` leaves of the marked names."""
    text, spans = read_marked(marked)
    words = Words(nlp(text))
    starts = {token.idx: i for i, token in enumerate(words.tokens)}
    ends = {token.idx + len(token): i + 1 for i, token in enumerate(words.tokens)}
    names = [Name(starts[span.start], ends[span.end], span.label, "typed") for span in spans]
    return [(" ".join(words.texts[name.start : name.end]), name.label) for name in rule(words, names)]
