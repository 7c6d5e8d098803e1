"""Reads the parts of a run, links them once more, writes how people were joined across releases: what why() tells."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from pipeline.linking import link
from pipeline.linking.joins import JOINS
from pipeline.tables.derive import Workbench
from pipeline.tables.publish import Output
from pipeline.tables.store import Store


def joins_of_people(folder: str | Path) -> pd.DataFrame:
    """Return one row per join of people across the releases of `folder`, as in linking/joins.py; none without parts.

    They are not kept by runs: a million mentions have more evidence than mentions. Linking a hundred thousand again
    takes seconds.
    """
    output = Output(Path(folder))
    if not output.parts.is_dir():
        return pd.DataFrame(columns=list(JOINS))
    store = Store.as_it_is(output.parts)
    with TemporaryDirectory() as scratch:
        bench = Workbench(store, store.live(store.files).values(), Path(scratch))
        rows = bench.frames()
        bench.close()
    return link(rows["documents"], rows["mentions"], rows["roles"], rows["abbreviations"], explain=True).joins
