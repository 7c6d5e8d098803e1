"""Russian official press releases in, linked entity tables out: load(), run(), read_tables(), why()."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import DecisionWarning
from pipeline.settings import CSV_DIALECTS, ENGINES, FORMATS, INPUTS, OUTPUT, Settings, cores

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language

    from pipeline.engines.run import Summary, Watcher
    from pipeline.tables.reading import Tables

__version__ = "0.1.0"
__all__ = ["load", "read_tables", "run", "why"]

# spaCy, pandas and the models are imported by the call that needs them: `import pipeline` and --help stay quick.


def load() -> "Language":
    """Return the spaCy pipeline, models loaded: `nlp(text)` gives a Doc with `doc.ents` and `doc.spans["mentions"]`."""
    from pipeline.nlp.assembly import load as load_stages

    return load_stages()


def run(
    inputs: str | Path | Sequence[str | Path] = INPUTS,
    output: str | Path = OUTPUT,
    *,
    formats: Sequence[str] = FORMATS,
    csv_dialect: str = CSV_DIALECTS[0],
    encoding: str | None = None,
    engine: str = ENGINES[0],
    workers: int | None = None,
    everything: bool = False,
    add: bool = False,
    decisions: str | Path | None = None,
    watcher: "Watcher | None" = None,
) -> "Summary":
    """Bring the tables in `output` up to date with the releases in `inputs`, and return a summary.

    Only new and changed releases are analysed, unless `everything`. `workers` are the cores where left out. `output`
    belongs to the inputs it was first written with: UsageError for others, unless `add` keeps what is there.
    `decisions` is the analysts' file, models/decisions.csv where left out; a DecisionWarning for each of its rows that
    matches nothing or contradicts another.
    """
    import warnings

    from pipeline.engines.run import run as run_with

    paths = (inputs,) if isinstance(inputs, str | Path) else tuple(inputs)
    settings = Settings(
        inputs=tuple(Path(path) for path in paths),
        output=Path(output),
        formats=tuple(formats),
        csv_dialect=csv_dialect,
        encoding=encoding,
        engine=engine,
        workers=cores() if workers is None else workers,
        everything=everything,
        add=add,
        decisions=None if decisions is None else Path(decisions),
    )
    summary = run_with(settings, watcher=watcher)
    for problem in summary.decision_problems:
        warnings.warn(problem, DecisionWarning, stacklevel=2)
    return summary


def read_tables(folder: str | Path = OUTPUT) -> "Tables":
    """Return the tables that `run` wrote to `folder`, one DataFrame each: `read_tables().mentions`."""
    from pipeline.tables.reading import read_tables as read

    return read(folder)


def why(entity_id: str, folder: str | Path = OUTPUT) -> "pd.DataFrame":
    """Return why the mentions of an entity in the tables of `folder` are one: a row per name and reason.

    For a person, a row per join across releases follows, its evidence weighed: «Т. Ибраимов» (2023/17) = «Талант
    Ибраимов» (2023/12): initials +0.7, post «министр обороны, …» +4.0 → joined with +4.7.

    Columns: alias, how, mentions, documents, and one of the mentions: doc_id, start, example. An id that is no longer
    used is followed to today's.
    """
    from pipeline.engines.joins import joins_of_people
    from pipeline.tables.evidence import why as why_one

    return why_one(entity_id, folder, joins_of_people)
