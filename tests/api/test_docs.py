"""What the documents show of the Python interface is run: every example, and every cell of the notebooks."""

import doctest
import json
import shutil
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))

pytest.importorskip("pandas")
pytest.importorskip("duckdb")


@pytest.fixture
def here(tmp_path, told, monkeypatch):
    """The current folder has the archive under its usual name."""
    shutil.copy(told, tmp_path / "harvester.db")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("here")
def test_the_examples():
    found = doctest.testfile(
        str(DOCS / "python.md"), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert found.attempted >= 10
    assert found.failed == 0


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs(path):
    names = {"__name__": "__main__"}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)


def test_a_notebook_has_no_outputs():
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        assert not any(cell.get("outputs") for cell in cells), path
