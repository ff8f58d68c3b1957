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
    }
    assert (told["workers"]["value"], told["workers"]["from"]) == (3, "KG_WORKERS")
    assert (told["model"]["value"], told["model"]["from"]) == ("en_core_web_sm", "default")


def test_the_table_shows_values_as_the_file_would_hold_them(anywhere: Typed, vault: Path) -> None:
    lines = anywhere("config", "--vault", str(vault)).stdout.splitlines()
    assert lines[0].split() == ["SETTING", "VALUE", "VARIABLE", "FROM"]
    assert ["extract.model", '"en_core_web_sm"', "KG_MODEL", "default"] in [line.split() for line in lines]
    assert ["extract.conflict_copies", "false", "KG_CONFLICT_COPIES", "default"] in [line.split() for line in lines]


def test_a_wrong_setting_is_wrong_usage(anywhere: Typed, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKERS", "many")
    result = anywhere("config", "--vault", str(vault))
    assert result.exit_code == 2
    assert "KG_WORKERS: setting 'workers': 'many' is not a whole number" in result.stderr
