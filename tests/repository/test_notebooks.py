"""The notebooks are what they show: each is run from its first cell on, over the graph that we publish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

_FOLDER = Path(__file__).resolve().parents[2] / "docs" / "notebooks"
_NOTEBOOKS = sorted(_FOLDER.glob("*.ipynb"))
_MOST_BYTES = 100_000
_TIMEOUT_S = 120


def _read(path: Path) -> Any:  # noqa: ANN401  (nbformat's own tree)
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def test_there_are_three_and_each_is_small() -> None:
    """A reader loads them in a browser, and a reviewer reads what changed in them."""
    assert 3 == len(_NOTEBOOKS)
    assert [] == [path.name for path in _NOTEBOOKS if path.stat().st_size > _MOST_BYTES]


@pytest.mark.slow
@pytest.mark.filterwarnings("default::DeprecationWarning", "default::RuntimeWarning")
@pytest.mark.parametrize("path", _NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_its_cells_give(
    path: Path, whole_graph_file: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every output, to the letter; `--renew` writes them anew, to be read by whoever commits them."""
    monkeypatch.setenv("REGCOOP_RELEASE", str(whole_graph_file.parent))
    monkeypatch.delenv("REGCOOP_DATA", raising=False)
    notebook = _read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []

    NotebookClient(notebook, timeout=_TIMEOUT_S, record_timing=False).execute()

    if request.config.getoption("renew"):
        # The version of Python differs from machine to machine.
        notebook.metadata.pop("language_info")
        nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    assert _read(path).cells == notebook.cells


@pytest.mark.parametrize("path", _NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_makes_no_quantity_of_levels(path: Path) -> None:
    """Levels of ratings are ordinal: they are not averaged, and nothing is put in order of merit."""
    code = "\n".join(cell.source for cell in _read(path).cells if cell.cell_type == "code")

    assert [] == [word for word in (".mean(", ".sum(", "levelOrder", "rank(") if word in code]
