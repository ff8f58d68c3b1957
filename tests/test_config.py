"""Settings: defaults, then the vault's file, then variables, then flags; a wrong one is named with its place."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from kg import config
from kg.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def settings_file(vault: Path, text: str) -> Path:
    path = vault / ".kg" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_has_a_place_in_the_file_and_a_variable() -> None:
    assert set(config.PLACES) == {field.name for field in fields(config.Config)}


def test_the_stronger_source_wins(tmp_path: Path) -> None:
    file = settings_file(
        tmp_path,
        '[build]\nworkers = 3\n[graph]\nbase_iri = "https://a.example/"\n[extract]\nmodel = "m"\n[llm]\nprice_in = 2',
    )
    environ = {"KG_WORKERS": "5", "KG_BASE_IRI": "https://b.example/", "KG_CONFLICT_COPIES": "Yes"}
    found = config.load(tmp_path, environ, base_iri="https://c.example/", workers=None)
    assert found == config.Config("https://c.example/", "m", 5, conflict_copies=True, llm_price_in=2.0)
    assert config.sources(tmp_path, environ) == {
        "base_iri": "KG_BASE_IRI",
        "model": str(file),
        "workers": "KG_WORKERS",
        "conflict_copies": "KG_CONFLICT_COPIES",
        "backend": "default",
        "llm_url": "default",
        "llm_model": "default",
        "llm_timeout": "default",
        "llm_at_once": "default",
        "llm_price_in": str(file),
        "llm_price_out": "default",
        "view_claims": "default",
        "view_megabytes": "default",
        "view_entities": "default",
        "sync_folder": "default",
        "sync_min_claims": "default",
    }


def test_without_any_source_the_defaults_hold(tmp_path: Path) -> None:
    assert config.load(tmp_path, {}) == config.Config()
    assert set(config.sources(tmp_path, {}).values()) == {"default"}


def test_zero_workers_means_one_for_each_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    assert config.Config(workers=7).processes == 7
    assert config.Config().processes >= 1
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    assert config.Config().processes >= 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[build]\nworker = 1", "'build.worker': is unknown; valid settings: build.workers, extract.backend"),
        ("workers = 1", "'workers': is unknown"),
        ("[build]\nworkers = 'two'", "'two' is not a int"),
        ("[build]\nworkers = true", "True is not a int"),
        ("[build]\nworkers = -1", "-1 is negative; 0 takes one"),
        ("[view]\nclaims = -1", "view.claims: setting 'view_claims': -1 is negative"),
        ("[graph]\nbase_iri = 'kg.example'", "not an absolute IRI"),
        ("[graph]\nbase_iri = 'https://kg.example'", "ends with '/'"),
        ("[graph]\nbase_iri = 'https://kg.example/a b/'", "not an absolute IRI"),
        ("[extract]\nbackend = 'magic'", "'magic' is no backend; known: rules, llm"),
        ("[llm]\nat_once = 0", "0 is less than 1"),
        ("[llm]\nprice_out = nan", "nan is negative"),
        ("[build", "is not valid TOML"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    settings_file(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path, {})
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"KG_WORKERS": "many"}, "KG_WORKERS: setting 'workers': 'many' is not a whole number"),
        ({"KG_LLM_PRICE_IN": "dear"}, "setting 'llm_price_in': 'dear' is not a number"),
        ({"KG_CONFLICT_COPIES": "perhaps"}, "'perhaps' is neither true nor false"),
    ],
)
def test_a_wrong_variable_is_refused_by_name(tmp_path: Path, environ: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path, environ)
    assert said in str(caught.value)


def test_a_flag_that_is_no_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"'colour': is unknown; valid settings: backend"):
        config.load(tmp_path, {}, colour="red")
