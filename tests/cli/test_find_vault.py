"""Which vault a command means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.cli import find_vault
from kg.errors import VaultError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("mark", [".obsidian", ".kg"])
def test_the_nearest_marked_folder_at_or_above_is_the_vault(tmp_path: Path, mark: str) -> None:
    vault = tmp_path / "my notes"
    deep = vault / "a" / "b"
    deep.mkdir(parents=True)
    (vault / mark).mkdir()
    assert find_vault.find(None, deep) == vault
    assert find_vault.find(None, vault) == vault


def test_an_inner_vault_wins(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    (tmp_path / ".obsidian").mkdir()
    (inner / ".kg").mkdir(parents=True)
    assert find_vault.find(None, inner) == inner


def test_a_file_of_that_name_marks_nothing(tmp_path: Path) -> None:
    (tmp_path / ".kg").touch()
    (tmp_path / "vault").mkdir()
    assert find_vault.find(None, tmp_path) == tmp_path / "vault"


def test_a_marked_folder_wins_over_one_named_vault(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "vault").mkdir()
    assert find_vault.find(None, tmp_path) == tmp_path


def test_the_named_folder_wins_over_all(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    other = tmp_path / "other"
    other.mkdir()
    assert find_vault.find(other, tmp_path) == other


def test_the_search_begins_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vault").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_vault.find(None) == tmp_path / "vault"


def test_without_any_vault_the_message_tells_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match=r"(?s)\.obsidian.*vault.*--vault DIR"):
        find_vault.find(None, tmp_path)


def test_a_named_folder_must_exist_and_be_one(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="does not exist"):
        find_vault.find(tmp_path / "nowhere")
    file = tmp_path / "note.md"
    file.touch()
    with pytest.raises(VaultError, match="is a file, not a folder"):
        find_vault.find(file)
