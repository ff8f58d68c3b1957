"""Recordings as the whole tool knows them: a file of the vault plays by its path, on pages and in the explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.assembly.steps.explorer_output import from_page
from kg.sync.pages.page_links import Linker
from kg.views.explorer.claim_rows import Player

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Claim


@pytest.fixture
def claim(tmp_path: Path) -> Claim:
    (tmp_path / "Audio").mkdir()
    (tmp_path / "Audio" / "My talk.mp3").write_bytes(b"")
    (tmp_path / "Note.md").write_text("![[My talk.mp3]]\n\n[01:02] Nvidia sold 5 chips.\n", encoding="utf-8")
    with kg.build(tmp_path) as graph:
        (found,) = graph.claims()
        assert graph.notes()[0].to_dict()
    return found


def test_a_file_that_a_note_names_is_played_by_its_path_in_the_vault(claim: Claim) -> None:
    assert claim.source is not None
    assert (claim.source.media, claim.source.url) == ("vault:Audio/My%20talk.mp3", "Audio/My talk.mp3#t=62")


def test_on_pages_it_is_a_link_of_obsidian(claim: Claim) -> None:
    assert claim.source is not None
    assert Linker().recording("1:02", claim.source) == "[[Audio/My talk.mp3#t=62|1:02]]"


def test_in_the_explorer_it_is_a_file_beside_the_page(claim: Claim, tmp_path: Path) -> None:
    assert claim.source is not None
    player = Player(claim.source.media, from_page(tmp_path / "my vault", tmp_path / "exports" / "explorer"))
    assert player.link == "../../my%20vault/Audio/My%20talk.mp3#t={s}"
    assert player.own_link(claim.source) is None
    assert Player(claim.source.media).link == ""
    assert Player("https://vimeo.com/123456789").own_link(claim.source) == ""
