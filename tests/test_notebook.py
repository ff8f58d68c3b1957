"""The example notebook, run by a real kernel: every cell works, and shows what the text around it promises."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

from kg.views.notebook.frames import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

WAIT = 280  # seconds for a cell: the first one builds the vault, and the machine may be busy

pytestmark = pytest.mark.slow
# what a cell's source holds -> what its output holds
SHOWN = {
    'kg.build("../vault")': "graph.claims(",
    'callout="warning"': "3 claims",
    "graph.explain(": "Decided in",
    "graph.search(": "<mark>",
    "graph.conflicts(": "one is the other rounded",
    '"modality"': "asserted",
    "groupby": ".md",
    "graph.neighbourhood(": "<svg",
    "CONSTRUCT": "<svg",
    "as_rdflib": "",
}


@pytest.fixture(scope="module")
def written(project: Path) -> Any:
    """The notebook as it is in the repository."""
    return nbformat.read(project / "docs" / "notebook.ipynb", as_version=4)


@pytest.fixture(scope="module")
def cells(written: Any, sample_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Its cells of code after a run in a copy of the project's folders."""
    folder: Path = tmp_path_factory.mktemp("notebook")
    (folder / "docs").mkdir()
    shutil.copytree(sample_vault, folder / "vault", ignore=shutil.ignore_patterns(".kg"))
    run = NotebookClient(
        nbformat.from_dict(written),
        timeout=WAIT,
        kernel_name="python3",
        resources={"metadata": {"path": folder / "docs"}},
    ).execute()
    return [cell for cell in run.cells if cell.cell_type == "code"]


def said(cell: Any) -> str:
    """What a cell shows, HTML where there is any."""
    data = [each["data"] for each in cell.outputs if each.output_type == "execute_result"]
    return "".join(each.get("text/html", each.get("text/plain", "")) for each in data)


def test_no_output_is_stored(written: Any) -> None:
    nbformat.validate(written)
    code = [cell for cell in written.cells if cell.cell_type == "code"]
    assert len(code) > len(SHOWN)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("source", SHOWN)
def test_a_cell_shows_what_its_text_promises(cells: list[Any], source: str) -> None:
    (cell,) = [cell for cell in cells if source in cell.source]
    assert said(cell)
    assert SHOWN[source] in said(cell)
    assert len(said(cell).encode()) <= LIMIT


def test_every_result_of_kg_comes_as_html(cells: list[Any]) -> None:
    shown = [cell for cell in cells if cell.source.rpartition("\n")[2].startswith(("graph", '"""')) and said(cell)]
    assert len(shown) >= 7
    assert all(said(cell).startswith("<style>") for cell in shown)


def test_nothing_is_warned_of(cells: list[Any]) -> None:
    assert [each for cell in cells for each in cell.outputs if each.output_type == "stream"] == []
