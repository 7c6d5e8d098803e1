"""Reads gold's names, gives a pipeline that takes them instead of finding any."""

from collections import defaultdict
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from pipeline.evaluation.gold import Gold, Offsets
from pipeline.evaluation.matching import NAMES
from pipeline.nlp.assembly import STAGES, load

# The stages that find spans: gold stands in for them.
FINDERS = ("press_names", "press_dates")
GIVEN = "gold_names"
STAGES_GIVEN = (*STAGES[: STAGES.index(FINDERS[0])], GIVEN, *STAGES[STAGES.index(FINDERS[-1]) + 1 :])

Names = list[tuple[Offsets, str]]


class GoldNames:
    """Sets doc.spans["names"] to the names given for a release, and doc.spans["dates"] to none."""

    def __init__(self) -> None:
        self.by_doc: dict[str, Names] = {}

    def __call__(self, doc: Doc) -> Doc:
        names = self.by_doc.get(doc._.doc_id, ())
        spans = (doc.char_span(*offsets, label, span_id=GIVEN) for offsets, label in names)
        doc.spans["names"] = SpanGroup(doc, name="names", spans=[span for span in spans if span is not None])
        doc.spans["dates"] = SpanGroup(doc, name="dates", spans=[])
        return doc


@Language.factory(GIVEN, assigns=["doc.spans"])
def make_gold_names(nlp: Language, name: str) -> GoldNames:
    """Return the stage; the names are set after the pipeline is loaded, as they are no setting of it."""
    return GoldNames()


def loader(gold: Gold) -> Callable[[], Language]:
    """Return a function that loads the pipeline, with gold's PER, ORG and LOC spans in place of what it would find.

    Left out is what the program cannot hold: a span that is not whole tokens, or crosses or equals one that stays.
    """
    by_doc: dict[str, Names] = defaultdict(list)
    for mention in gold.mentions:
        if mention.label in NAMES:
            by_doc[mention.doc_id].append(((mention.start, mention.end), mention.label))

    def loaded() -> Language:
        nlp = load(STAGES_GIVEN)
        stage = nlp.get_pipe(GIVEN)
        if not isinstance(stage, GoldNames):
            raise TypeError(f"{GIVEN} is a {type(stage).__name__}, not a GoldNames")
        stage.by_doc = by_doc
        return nlp

    return loaded
