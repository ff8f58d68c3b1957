"""``kg demo`` gives a newcomer a vault of their own that answers at once, and never writes over anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.cli import sample_vault

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Typed


def test_the_demo_can_be_asked_from_the_folder_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anywhere: Typed
) -> None:
    monkeypatch.chdir(tmp_path)
    made = anywhere("demo", "my demo")
    assert made.exit_code == 0, made.output
    assert "Now type: cd my demo" in made.output
    monkeypatch.chdir(tmp_path / "my demo")
    assert "CoreWeave" in anywhere("claims", "CoreWeave", "--limit", "1").output
    assert (tmp_path / "my demo" / "exports" / "explorer" / "index.html").is_file()


def test_the_copy_is_the_sample_vault_to_the_byte(tmp_path: Path, sample_vault: Path) -> None:
    from kg.cli import sample_vault as shipped

    shipped.copy(tmp_path / "vault")
    notes = {path.relative_to(tmp_path / "vault"): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(notes) > 20
    assert notes == {path: (sample_vault / path).read_bytes() for path in notes}


def test_a_vault_that_is_there_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anywhere: Typed) -> None:
    (tmp_path / "mine" / "vault").mkdir(parents=True)
    (tmp_path / "mine" / "vault" / "Mine.md").write_text("My only note.")
    monkeypatch.chdir(tmp_path)
    refused = anywhere("demo", "mine")
    assert refused.exit_code == 2
    assert "mine/vault is there already" in refused.output
    assert [path.name for path in (tmp_path / "mine").rglob("*")] == ["vault", "Mine.md"]


def test_an_installation_without_the_sample_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_vault, "PLACES", (tmp_path / "nowhere",))
    with pytest.raises(FileNotFoundError, match="install kg again"):
        sample_vault.copy(tmp_path / "vault")
