"""Names that are one thing become one entity over all notes; names that only look alike stay apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from tests.assembly.pages import ONE, page

if TYPE_CHECKING:
    from tests.conftest import MakeVault

LONG = "International Business Machines"
NOTES = {
    "Wars.md": "# Wars\nWorld War I ended in 1918. WWI killed millions of soldiers. World War II ended in 1945.\n",
    "More wars.md": "# More wars\nWWI began in Sarajevo. The Second World War began in Poland in 1939.\n",
    "Germany.md": "# Germany\nWest Germany joined NATO in 1955. East Germany built a wall. Germany was reunited.\n",
    "Suns.md": "# Suns\nSun Microsystems created Java in 1995. Sun Yat-sen founded the republic in 1912.\n",
    "Machines.md": "# Machines\nInternational Business Machines (IBM) was founded in 1911. IBM sold units to Lenovo.\n",
    "Mainframes.md": "# Mainframes\nIBM built a mainframe in 1964. IBM Research works on quantum computers.\n",
    "Grid.md": "# Grid\nThe Northern Grid Operator plans lines. The NGO buys cables from Zorvex.\n",
    "Aid.md": "# Aid\nNGO staff met Zorvex in Oslo.\n",
}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, ...]]:
    vault = tmp_path_factory.mktemp("vault")
    for path, text in NOTES.items():
        (vault / path).write_text(text, encoding="utf-8")
    assembly.build(vault, config=ONE)
    return {row.name: row.aliases for row in kg.open_graph(vault).entities()}


def test_spellings_of_one_thing_are_one_entity(names: dict[str, tuple[str, ...]]) -> None:
    assert "WWI" in names["World War I"]
    assert "Second World War" in names["World War II"]
    assert names["International Business Machines"] == ("IBM",)
    assert not {"WWI", "IBM", "Second World War"} & names.keys()


@pytest.mark.parametrize(
    "apart",
    [
        ("World War I", "World War II"),
        ("East Germany", "West Germany", "Germany"),
        ("Sun Microsystems", "Sun Yat-sen"),
        ("International Business Machines", "IBM Research"),
    ],
)
def test_names_that_look_alike_stay_apart(names: dict[str, tuple[str, ...]], apart: tuple[str, ...]) -> None:
    assert set(apart) <= names.keys()


def test_a_merge_is_split_on_the_page_and_comes_back_without_it(make_vault: MakeVault) -> None:
    vault = make_vault({path: NOTES[path] for path in ("Machines.md", "Mainframes.md")})
    made = page(LONG, type_="Organization", aliases=[], was=("Organization", ["IBM"]))
    make_vault({"Knowledge/Machines.md": made})
    assembly.build(vault, config=ONE)
    assert {"IBM", LONG} <= {row.name for row in kg.open_graph(vault).entities()}
    (vault / "Knowledge/Machines.md").unlink()
    assembly.build(vault, config=ONE)
    assert "IBM" not in {row.name for row in kg.open_graph(vault).entities()}
