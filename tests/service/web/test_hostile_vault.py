"""A vault whose folders lead outside, served with ``--write``: a correction changes no file that lies there."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

import kg
from kg.rdf.terms import entity_iri
from tests.service.web.http_client import website
from tests.service.web.test_corrections import Desk, Forms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import MakeVault

pytestmark = pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
PAGE = f"""---
kg_id: "{entity_iri("CoreWeave")}"
type: Organization
aliases: []
---
"""


def a_folder_that_leads_outside(vault: Path, outside: Path) -> None:
    (vault / "Knowledge").symlink_to(outside, target_is_directory=True)


def a_page_that_leads_outside(vault: Path, outside: Path) -> None:
    (outside / "page.md").write_text(PAGE, encoding="utf-8")
    (vault / "Knowledge").mkdir()
    (vault / "Knowledge" / "CoreWeave.md").symlink_to(outside / "page.md")


def a_history_that_leads_outside(vault: Path, outside: Path) -> None:
    shutil.rmtree(vault / ".kg" / "sync", ignore_errors=True)
    (vault / ".kg" / "sync").symlink_to(outside, target_is_directory=True)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("lay", [a_folder_that_leads_outside, a_page_that_leads_outside, a_history_that_leads_outside])
def test_a_correction_changes_nothing_outside(
    sample_built: Path, tmp_path: Path, lay: Callable[[Path, Path], None]
) -> None:
    vault, outside = tmp_path / "vault", tmp_path / "outside"
    shutil.copytree(sample_built, vault)
    outside.mkdir()
    (outside / "mine.md").write_text("Mine.\n", encoding="utf-8")
    lay(vault, outside)
    before = content(outside)
    with website(vault, "--write") as site:
        desk = Desk(vault, site)
        page = desk.page("CoreWeave")
        if page.status == 200:
            for _ in range(2):  # the first may find a page that was not known
                fields = Forms(desk.page("CoreWeave").text).of("type") | {"value": "Product"}
                assert desk.submit("/correct", fields).status == 409
        assert content(outside) == before


def test_a_page_of_any_name_lies_in_its_folder(make_vault: MakeVault) -> None:
    names = ("../../../tmp/Evil Corporation", "CON Corporation", "Acme/Globex Corporation", "A|B [[x]] Corporation")
    vault = make_vault(
        {f"{at}.md": f"[[{name}]] sold 40 anvils to Initech in 2019.\n" for at, name in enumerate(names)}
    )
    (vault / ".obsidian").mkdir(exist_ok=True)
    kg.build(vault, workers=1).close()
    before = {path for path in vault.parent.rglob("*") if ".kg" not in path.parts}
    with website(vault, "--write") as site:
        desk = Desk(vault, site)
        found = desk.site.get("/api/entities").json()["items"]
        for row in found:
            desk.correct("type", row["name"], "Product" if row["type"] != "Product" else "Place")
        made = {path for path in vault.parent.rglob("*") if ".kg" not in path.parts} - before
        assert len(made) == 1 + len(found)
        assert all(path == vault / "Knowledge" or path.parent == vault / "Knowledge" for path in made)
