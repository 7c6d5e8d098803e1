"""Fixtures shared by all tests; models load once per session, and the real command runs once on the samples."""

import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline."""
    from pipeline.nlp.assembly import load

    return load()


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The real command on data/raw: its output folder and the finished process."""
    output = tmp_path_factory.mktemp("processed")
    command = [sys.executable, "-m", "pipeline", "run", "data/raw", "--output", str(output)]
    return output, subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="session")
def tables(sample_run):
    """The tables that the command wrote."""
    import pipeline

    output, process = sample_run
    if process.returncode:
        pytest.fail(process.stderr)
    return pipeline.read_tables(output)
