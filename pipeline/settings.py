"""What one run does: paths, formats, engine, workers; the defaults of the command line and of pipeline.run()."""

import codecs
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.resources import checkout

INPUTS = ("data/raw",)
OUTPUT = "data/processed"
FORMATS = ("csv", "parquet")
CSV_DIALECTS = ("standard", "excel")
ENGINES = ("local",)
DECISIONS = "models/decisions.csv"

# Exit codes of the command line; UsageError and PipelineError have their own.
OK = 0
SOME_SET_ASIDE = 3

# One BLAS thread a process: several gain nothing on a quiet machine and cost 2–3.5× on a busy one. Must be in the
# environment before numpy is loaded.
ONE_BLAS_THREAD: Mapping[str, str] = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run does. UsageError for a value that is none."""

    inputs: tuple[Path, ...] = tuple(Path(name) for name in INPUTS)
    output: Path = Path(OUTPUT)
    formats: tuple[str, ...] = FORMATS
    csv_dialect: str = CSV_DIALECTS[0]
    encoding: str | None = None
    engine: str = ENGINES[0]
    workers: int = 1
    everything: bool = False
    add: bool = False
    decisions: Path | None = None

    @property
    def decisions_file(self) -> Path | None:
        """Return the analysts' decisions: the named file, else the usual one if it is there, else None."""
        if self.decisions is not None:
            return self.decisions
        usual = usual_decisions()
        return usual if usual.is_file() else None

    def __post_init__(self) -> None:
        if not self.inputs:
            raise UsageError("no input given; name a folder or a file")
        if not self.formats:
            raise UsageError(f"no format given; choose from {', '.join(FORMATS)}")
        for name in self.formats:
            choose("format", name, FORMATS)
        choose("csv dialect", self.csv_dialect, CSV_DIALECTS)
        choose("engine", self.engine, ENGINES)
        if self.workers < 1:
            raise UsageError(f"workers: {self.workers} is below 1")
        if self.encoding is not None and not is_text_encoding(self.encoding):
            raise UsageError(f"encoding: {self.encoding} is not known; try utf-8, cp1251 or koi8-r")


def usual_decisions() -> Path:
    """Return where the decisions are: models/decisions.csv below the current folder, else of the program's checkout."""
    here = Path(DECISIONS)
    folder = checkout()
    return here if here.is_file() or folder is None else folder / DECISIONS


def choose(what: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise UsageError(f"{what}: {value} is none of {', '.join(choices)}")


def is_text_encoding(name: str) -> bool:
    try:
        "".encode(codecs.lookup(name).name)
    except LookupError:
        return False
    return True


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
