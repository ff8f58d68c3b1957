"""Pages that kg generated say nothing of the world: with them the graph of the user's notes is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.grammar import nlp
from tests.assembly.pages import NOTES, build, named, page, quads

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

GLOBEX = page("Globex", type_="Organization", aliases=[], was=("Organization", []))
INDEX = "---\nkg_page: index\n---\n# Organizations\n\n- [[Globex]] sold 12 submarines to Hooli in 2020.\n"
PAGES: dict[str, str | bytes] = {
    "Knowledge/Globex.md": GLOBEX,
    "Knowledge/Index.md": INDEX,
    "moved/by the user/Lumbergh.md": page(
        "Bill Lumbergh", type_="Person", aliases=["Lumbergh"], was=("Person", ["Lumbergh"])
    ),
}


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    made = make_vault(NOTES)
    build(made)
    return made


def test_build_sync_build_leaves_the_graph_the_same_quad_for_quad(vault: Path, make_vault: MakeVault) -> None:
    before = quads(vault)
    make_vault(PAGES)
    result = build(vault)
    assert (result.notes, result.analysed, result.replaced, result.problems) == (3, 3, 0, ())
    assert quads(vault) == before
    build(vault, full=True)
    assert quads(vault) == before


def test_links_of_notes_do_not_lead_to_generated_pages(vault: Path, make_vault: MakeVault) -> None:
    """Before the first sync ``[[Globex]]`` led nowhere; shop/Globex.md is a note of the user's."""
    (vault / "shop/Globex.md").unlink()
    build(vault)
    before = quads(vault)
    assert any(b"#unresolved" in quad for quad in before)
    make_vault(PAGES)
    build(vault)
    assert quads(vault) == before


def test_a_note_that_becomes_a_page_leaves_the_graph_and_comes_back(
    vault: Path, make_vault: MakeVault, tmp_path: Path
) -> None:
    before = quads(vault)
    note = NOTES["shop/Initech.md"]
    assert isinstance(note, str)
    make_vault({"shop/Initech.md": note.replace("---\n", "---\nkg_page: index\n", 1)})
    result = build(vault)
    assert result.notes == 2
    assert not [quad for quad in quads(vault) if b"Initech" in quad]
    make_vault({"shop/Initech.md": note})
    build(vault)
    assert quads(vault) == before


@pytest.mark.parametrize(
    "broken",
    [
        GLOBEX.replace("type: Organization", 'type: "Organ'),
        GLOBEX.replace("type: Organization", "type: Organization\ntype: Place"),
        GLOBEX.replace("claims: 4\n---\n", "claims: 4\n"),
    ],
    ids=["quote", "twice", "unclosed"],
)
def test_a_page_whose_properties_cannot_be_read_is_still_no_note(
    vault: Path, make_vault: MakeVault, broken: str
) -> None:
    before = quads(vault)
    make_vault({"Knowledge/Globex.md": broken})
    result = build(vault)
    assert "page-unreadable" in {problem.code for problem in result.problems}
    assert {problem.path for problem in result.problems} == {"Knowledge/Globex.md"}
    assert quads(vault) == before


def test_a_users_note_with_broken_properties_stays_a_note(vault: Path, make_vault: MakeVault) -> None:
    make_vault({"shop/Hooli.md": '---\ntitle: "Hooli\n---\nHooli sold 12 submarines to Globex. kg_id: no.\n'})
    assert build(vault).notes == 4
    assert "Hooli" in named(vault)


def test_pages_need_no_pipeline(vault: Path, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it takes longer than all else that a page costs."""

    def load(_model: str) -> None:
        raise AssertionError("the pipeline was loaded")

    monkeypatch.setattr(nlp, "load", load)
    make_vault(PAGES)
    assert build(vault).analysed == len(PAGES)
