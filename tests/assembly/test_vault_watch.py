"""What counts as a change of a vault, told by the real file system."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from kg.assembly.vault_watch import ticks

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

PATIENCE = 30  # ticks, each about half a second at most
FEW = 4  # ticks in which a change would have been told


def is_told(vault: Path, ignored: list[Path], changed: Path, patience: int) -> bool:
    """Whether writing a file is told as a change of the vault."""
    with closing(ticks(vault, ignored)) as told:
        assert next(told), "the first tick asks for a build"
        changed.parent.mkdir(parents=True, exist_ok=True)
        changed.write_text("new", encoding="utf-8")
        return any(islice(told, patience))


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault({"Acme.md": "Acme sold 40 anvils.\n"}, "my vault")


@pytest.mark.parametrize("outputs", [".", "..", "exports", "../exports"])
def test_a_note_counts_wherever_the_outputs_go(vault: Path, outputs: str) -> None:
    assert is_told(vault, [vault / outputs], vault / "deep/Globex.md", PATIENCE)


def test_the_settings_count_for_they_may_hide_notes(vault: Path) -> None:
    assert is_told(vault, [], vault / ".obsidian/app.json", PATIENCE)


@pytest.mark.parametrize("path", ["exports/report.md", ".kg/state.sqlite", ".Acme.md.tmp"])
def test_outputs_and_hidden_files_do_not_count(vault: Path, path: str) -> None:
    assert not is_told(vault, [vault / "exports"], vault / path, FEW)


def test_a_vault_that_comes_back_is_looked_at_again(vault: Path) -> None:
    away = vault.with_name("away")
    with closing(ticks(vault)) as told:
        assert next(told)
        vault.rename(away)
        assert not any(islice(told, FEW))
        away.rename(vault)
        assert any(islice(told, PATIENCE))


def test_a_vault_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    with closing(ticks(tmp_path / "vault")) as told:
        assert not next(told)
        (tmp_path / "vault").mkdir()
        assert any(islice(told, PATIENCE))
