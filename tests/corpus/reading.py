"""Writes a file, reads it as the program does: what the tests of the formats share."""

from pathlib import Path

from pipeline.corpus import Release, SetAside, find_sources, read_source


def outcomes(folder: Path, name: str, content: str | bytes, encoding: str | None = None) -> list[Release | SetAside]:
    """Return all that a file of this name and content gives."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_source(find_sources([path])[0], encoding))


def release(folder: Path, name: str, content: str | bytes, encoding: str | None = None) -> Release:
    """Return the one release of a file; fails where it gives anything else."""
    [outcome] = outcomes(folder, name, content, encoding)
    assert isinstance(outcome, Release), outcome
    return outcome


def reason(folder: Path, name: str, content: str | bytes, encoding: str | None = None) -> str:
    """Return why a file gives no release; fails where it gives one."""
    [outcome] = outcomes(folder, name, content, encoding)
    assert isinstance(outcome, SetAside), outcome
    assert outcome.source == name
    assert outcome.reason.startswith(f"{name}: ")
    assert "\n" not in outcome.reason
    assert str(folder) not in outcome.reason
    return outcome.reason.removeprefix(f"{name}: ")
