"""``kg config`` shows the settings in force and where each comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Typed


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("KG_BASE_IRI", "KG_MODEL", "KG_WORKERS", "KG_CONFLICT_COPIES"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".kg").mkdir()
    return tmp_path


def test_each_setting_tells_value_origin_and_variable(
    anywhere: Typed, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (vault / ".kg" / "config.toml").write_text('[graph]\nbase_iri = "https://a.example/"\n', encoding="utf-8")
    monkeypatch.setenv("KG_WORKERS", "3")
    result = anywhere("config", "--format", "json", "--vault", str(vault))
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["base_iri"] == {
        "value": "https://a.example/",
        "from": str(vault / ".kg" / "config.toml"),
        "place": "graph.base_iri",
        "set_by": "any vault",
    }
    assert (told["workers"]["value"], told["workers"]["from"]) == (3, "KG_WORKERS")
    assert (told["model"]["value"], told["model"]["from"]) == ("en_core_web_sm", "default")


def test_the_table_shows_values_as_the_file_would_hold_them(anywhere: Typed, vault: Path) -> None:
    lines = anywhere("config", "--vault", str(vault)).stdout.splitlines()
    assert lines[0].split() == ["SETTING", "VALUE", "VARIABLE", "FROM"]
    assert ["extract.model", '"en_core_web_sm"', "KG_MODEL", "default"] in [line.split() for line in lines]
    assert ["extract.conflict_copies", "false", "KG_CONFLICT_COPIES", "default"] in [line.split() for line in lines]


def test_settings_that_a_vault_may_not_set_are_told_and_left_out(anywhere: Typed, vault: Path) -> None:
    file = vault / ".kg" / "config.toml"
    file.write_text('[extract]\nbackend = "llm"\n[llm.keys]\n"thief.example" = "env:KEY"\n', encoding="utf-8")
    result = anywhere("config", "--vault", str(vault))
    assert f"Ignored: extract.backend in {file}, because this vault is not trusted; 'kg trust {vault}'" in result.stderr
    assert f"Ignored: llm.keys in {file}, because no vault may set it" in result.stderr
    assert ["extract.backend", '"rules"', "KG_BACKEND", "default"] in [
        line.split() for line in result.stdout.splitlines()
    ]
    assert f"This vault is not trusted; 'kg trust' changes that: {vault}" in result.stdout


def test_the_vaults_file_counts_once_the_vault_is_trusted(anywhere: Typed, vault: Path, own_settings: Path) -> None:
    (vault / ".kg" / "config.toml").write_text('[extract]\nbackend = "llm"\n', encoding="utf-8")
    trusted = anywhere("trust", str(vault))
    assert trusted.stdout.splitlines() == [f"Trusted: {vault}", "  sets    extract.backend = 'llm'"]
    shown = anywhere("config", "--vault", str(vault))
    assert shown.stderr == ""
    assert '"llm"' in shown.stdout
    assert f"This vault is trusted; 'kg trust --remove' ends that: {vault}" in shown.stdout
    assert anywhere("trust", "--list").stdout == f"{vault}  trusted\n"
    assert anywhere("trust", "--remove", str(vault)).stdout == f"No longer trusted: {vault}\n"
    assert anywhere("trust", "--remove", "--vault", str(vault)).stdout == f"Was not trusted: {vault}\n"
    assert anywhere("trust", "--list").stdout == ""
    assert '"llm"' not in anywhere("config", "--vault", str(vault)).stdout


def test_the_list_goes_alone(anywhere: Typed, vault: Path) -> None:
    assert anywhere("trust", "--list", str(vault)).exit_code == 2
    assert anywhere("trust", str(vault / "nowhere")).exit_code == 1


def test_a_misspelt_variable_is_refused(anywhere: Typed, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKRES", "1")
    result = anywhere("config", "--vault", str(vault))
    assert result.exit_code == 2
    assert "unknown setting 'KG_WORKRES'; did you mean 'KG_WORKERS'?" in result.stderr


def test_a_wrong_setting_is_wrong_usage(anywhere: Typed, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKERS", "many")
    result = anywhere("config", "--vault", str(vault))
    assert result.exit_code == 2
    assert "KG_WORKERS: setting 'workers': 'many' is not a whole number" in result.stderr
