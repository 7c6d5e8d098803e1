"""The notebook runs from top to bottom on the samples, and what is committed is fit to read.

`python -m tests.test_notebook` runs it and writes its outputs into notebooks/.
"""

import base64
import io
import shutil
import sys
import tempfile
from pathlib import Path

import matplotlib.font_manager  # noqa: F401 - builds the font cache, which a first kernel would complain about
import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "01-first-look.ipynb"
SECONDS = 120
METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
TABLES = ("who", "when", "together")
PLOTS = ("who-plot", "when-plot", "together-plot")


def execute(folder: Path, monkeypatch: pytest.MonkeyPatch) -> NotebookNode:
    """Return the notebook as it comes out of a fresh kernel, in a copy of the tree that has no tables yet."""
    for name in ("notebooks", "data/raw"):
        shutil.copytree(ROOT / name, folder / name)
    # Nothing of the user's: no start-up files, no history, no other backend.
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("MPLBACKEND", raising=False)
    notebook = nbformat.read(folder / NOTEBOOK.relative_to(ROOT), as_version=4)
    # This interpreter's own kernel, whatever kernels are installed or not.
    kernel = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    resources = {"metadata": {"path": str(folder / "notebooks")}}
    client = NotebookClient(notebook, km=kernel, timeout=SECONDS, record_timing=False, resources=resources)
    client.execute(cleanup_kc=True)
    notebook.metadata = nbformat.from_dict(METADATA)
    return notebook


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> NotebookNode:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return execute(tmp_path_factory.mktemp("checkout"), monkeypatch)


def outputs(notebook: NotebookNode, cell_id: str) -> list[NotebookNode]:
    return next(cell.outputs for cell in notebook.cells if cell.id == cell_id)


def shown(notebook: NotebookNode, cell_id: str, kind: str) -> str:
    """The last output of that kind of the cell, "" if there is none."""
    found = [output.data[kind] for output in outputs(notebook, cell_id) if kind in output.get("data", {})]
    return found[-1] if found else ""


def test_runs_without_complaint(executed):
    """An error stops the run; warnings would be here."""
    said = [output for cell in executed.cells for output in cell.get("outputs", []) if output.get("name") == "stderr"]
    assert said == []


@pytest.mark.parametrize("cell_id", TABLES)
def test_answers_are_not_empty(cell_id, executed):
    rows = shown(executed, cell_id, "text/html").partition("<tbody>")[2].count("<tr>")
    assert rows > 0


def test_roles_are_in_the_answers(executed):
    assert "генеральный секретарь (ОДКБ)" in shown(executed, "who", "text/html")
    assert " (" in shown(executed, "when", "text/plain")


@pytest.mark.parametrize("cell_id", PLOTS)
def test_plots_are_drawn(cell_id, executed):
    assert base64.b64decode(shown(executed, cell_id, "image/png")).startswith(b"\x89PNG")


def test_rows_lead_back_to_the_text(executed):
    assert shown(executed, "trace-all", "text/plain") == "True"


def test_displacy_draws_the_sentence(executed):
    drawn = shown(executed, "sentence", "text/html")
    assert all(label in drawn for label in ("PER", "ORG", "LOC", "DATE"))


def test_committed_notebook_is_clean():
    """It has outputs to read, and nothing of the machine or the moment that made them."""
    committed = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(committed)
    assert committed.metadata == METADATA
    assert all(cell.metadata == {} for cell in committed.cells)
    assert all(shown(committed, cell_id, "text/html") for cell_id in TABLES)
    assert all(shown(committed, cell_id, "image/png") for cell_id in PLOTS)
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert not any(folder in text for folder in ("/home/", "/root/", "/tmp/", "/Users/", "/work/", "site-packages"))


def compact(png: str) -> str:
    """The same picture in at most 64 colours and without a word on what drew it: a fifth of the bytes."""
    picture = io.BytesIO()
    Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB").quantize(64).save(picture, "png", optimize=True)
    return base64.b64encode(picture.getvalue()).decode("ascii")


def main() -> int:
    """Run the notebook and write it, outputs included, where it is committed."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        notebook = execute(Path(folder), monkeypatch)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output.data["image/png"] = compact(output.data["image/png"])
    nbformat.write(notebook, NOTEBOOK)
    return 0


if __name__ == "__main__":
    sys.exit(main())
