"""Settings: defaults, then the vault's file, then variables, then flags; a wrong one is named with its place."""

from __future__ import annotations

import os
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from kg import config
from kg.config import settings_page as reference
from kg.config import vault_trust as trust
from kg.config.settings_table import TRUSTED, USER, VAULT
from kg.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


XDG = "XDG_CONFIG_HOME"


def settings_file(vault: Path, text: str) -> Path:
    """The vault's own config.toml, of a vault that is not trusted."""
    path = vault / ".kg" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_has_a_place_in_the_file_and_a_variable() -> None:
    assert set(config.PLACES) == {field.name for field in fields(config.Config)}
    assert {place for place, _ in config.PLACES.values() if "." not in place} == {"languages"}
    without = {name for name, (_, variable) in config.PLACES.items() if not variable.startswith("KG_")}
    assert without == {"llm_keys", "languages"}


def test_the_page_of_settings_is_that_of_the_table(project: Path) -> None:
    assert (project / "docs" / "settings.md").read_text(encoding="utf-8") == reference.page(), "run 'make docs'"
    for place, variable in config.PLACES.values():
        assert f"| `{place}` | {f'`{variable}`' if variable else ''} |" in reference.page()


def test_the_stronger_source_wins(tmp_path: Path, own_settings: Path) -> None:
    own_settings.write_text("[view]\nclaims = 7\nmegabytes = 7\n")
    trust.trust(tmp_path, os.environ)
    file = settings_file(
        tmp_path,
        '[build]\nworkers = 3\n[graph]\nbase_iri = "https://a.example/"\n[extract]\nmodel = "m"\n'
        "[llm]\nprice_in = 2\n[view]\nmegabytes = 8",
    )
    environ = {
        XDG: os.environ[XDG],
        "KG_WORKERS": "5",
        "KG_BASE_IRI": "https://b.example/",
        "KG_CONFLICT_COPIES": "Yes",
    }
    found = config.load(tmp_path, environ, base_iri="https://c.example/", workers=None)
    assert found == config.Config("https://c.example/", "m", 5, conflict_copies=True, llm_price_in=2.0,
                                  view_claims=7, view_megabytes=8)  # fmt: skip
    assert config.sources(tmp_path, environ) == {
        "base_iri": "KG_BASE_IRI",
        "model": str(file),
        "workers": "KG_WORKERS",
        "conflict_copies": "KG_CONFLICT_COPIES",
        "backend": "default",
        "llm_url": "default",
        "store_url": "default",
        "store_graphs": "default",
        "llm_model": "default",
        "languages": "default",
        "llm_keys": "default",
        "llm_timeout": "default",
        "llm_at_once": "default",
        "llm_price_in": str(file),
        "llm_price_out": "default",
        "llm_currency": "default",
        "llm_budget": "default",
        "llm_batch": "default",
        "view_claims": str(own_settings),
        "view_megabytes": str(file),
        "view_entities": "default",
        "outputs_always": "default",
        "view_text": "default",
        "sync_folder": "default",
        "include": "default",
        "exclude": "default",
        "transcripts": "default",
        "sync_min_claims": "default",
        "trust_links": "default",
        "trust_about": "default",
        "trust_types": "default",
        "trust_statements": "default",
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
        ("[build]\nwrokers = 1", "unknown setting 'build.wrokers'; did you mean 'build.workers'?"),
        ("colour = 1", "unknown setting 'colour'; 'kg config' lists all of them"),
        ("[build]\nworkers = 'two'", "'two' is not a whole number"),
        ("[build]\nworkers = true", "True is not a whole number"),
        ("[build]\nworkers = -1", "-1 is negative; 0 means one"),
        ("[view]\nclaims = -1", "view.claims: setting 'view_claims': -1 is negative"),
        ("[graph]\nbase_iri = 'kg.example'", "not an absolute IRI"),
        ("[graph]\nbase_iri = 'https://kg.example'", "ends with '/'"),
        ("[graph]\nbase_iri = 'https://kg.example/a b/'", "not an absolute IRI"),
        ("[graph]\nbase_iri = 'https://[/'", "not an absolute IRI"),
        ("[graph]\nbase_iri = 'https://kg.example/%zz/'", "not an absolute IRI"),
        ('[graph]\nbase_iri = "https://kg.example/\\u001b/"', "not an absolute IRI"),
        ("[graph]\nbase_iri = 'https://kg.example/>/'", "not an absolute IRI"),
        ("[extract]\nbackend = 'magic'", "'magic' is not a backend; known: rules, llm"),
        ("[llm]\nat_once = 0", "0 is less than 1"),
        ("[llm]\nat_once = 9999", "9999 is more than 64"),
        ("[build]\nworkers = 9999", "9999 is more than 256"),
        ("[llm]\nprice_out = nan", "nan is negative"),
        ("[build", "is not valid TOML"),
        ("a = " + "[" * 100_000, "is not valid TOML"),
        ("# " + "x" * 1_000_000, "has more than 1,000,000 bytes"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, own_settings: Path, text: str, said: str) -> None:
    own_settings.write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path, os.environ)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"KG_WORKERS": "many"}, "KG_WORKERS: setting 'workers': 'many' is not a whole number"),
        ({"KG_LLM_PRICE_IN": "dear"}, "setting 'llm_price_in': 'dear' is not a number"),
        ({"KG_CONFLICT_COPIES": "perhaps"}, "'perhaps' is neither true nor false"),
        ({"KG_WORKRES": "1"}, "environment: unknown setting 'KG_WORKRES'; did you mean 'KG_WORKERS'?"),
        ({"KG_": "1"}, "unknown setting 'KG_'; 'kg config' lists all of them"),
    ],
)
def test_a_wrong_variable_is_refused_by_name(tmp_path: Path, environ: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path, environ)
    assert said in str(caught.value)


def test_a_flag_that_is_no_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"unknown setting 'colour'; 'kg config' lists"):
        config.load(tmp_path, {}, colour="red")


EVERYTHING = """
[graph]
base_iri = "https://a.example/"
[build]
workers = 200
[extract]
model = "./pipeline"
conflict_copies = true
transcripts = "claims"
include = "Talks/*"
exclude = "Talks/old.md"
backend = "llm"
[llm]
base_url = "https://thief.example/v1"
model = "m"
timeout = 7
at_once = 9
price_in = 1.0
price_out = 1.0
currency = "EUR"
budget = 5.0
batch = true
[store]
url = "https://thief.example/sparql"
graphs = "https://thief.example/data"
[llm.keys]
"thief.example" = "env:OPENAI_API_KEY"
[languages]
fr = "./pipeline"
[view]
claims = 1
megabytes = 2
entities = 3
text = false
[outputs]
always = true
[sync]
folder = "Elsewhere"
min_claims = 4
[trust]
links = 0.8
about = 0.7
types = 0.8
statements = 0.8
"""


@pytest.mark.parametrize("trusted", [False, True])
def test_a_vaults_file_sets_what_it_may(tmp_path: Path, own_settings: Path, *, trusted: bool) -> None:
    settings_file(tmp_path, EVERYTHING)
    if trusted:
        trust.trust(tmp_path, os.environ)
    found, default = config.load(tmp_path, os.environ), config.Config()
    changed = {name for name in config.ROWS if getattr(found, name) != getattr(default, name)}
    allowed = {VAULT, TRUSTED} if trusted else {VAULT}
    assert changed == {name for name, row in config.ROWS.items() if row.who in allowed}
    left = {each.name for each in config.origin(tmp_path, os.environ).ignored}
    assert left == config.ROWS.keys() - changed


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('en = "en_core_web_sm"', "extract.model reads English"),
        ('French = "fr_core_news_sm"', "'French' is not the ISO 639 code"),
        ('fr = " "', "no pipeline is named for 'fr'"),
        ("fr = 1", "not a table of strings"),
    ],
)
def test_a_pipeline_is_named_by_its_languages_code(own_settings: Path, tmp_path: Path, written: str, told: str) -> None:
    own_settings.write_text(f"[languages]\n{written}\n")
    with pytest.raises(ConfigError, match=re.escape(told)):
        config.load(tmp_path, os.environ)


def test_what_sends_loads_or_writes_elsewhere_is_no_vaults_business() -> None:
    harmless = {name for name, row in config.ROWS.items() if row.who == VAULT}
    assert harmless == {
        "base_iri", "conflict_copies", "view_claims", "view_megabytes", "view_entities", "view_text",
        "outputs_always", "sync_min_claims",
        "trust_links", "trust_about", "trust_types", "trust_statements", "include", "exclude",
        "transcripts",
    }  # fmt: skip
    assert {name for name, row in config.ROWS.items() if row.who == USER} == {"llm_keys"}


def test_trust_goes_by_path(tmp_path: Path, own_settings: Path) -> None:
    vault, other = tmp_path / "notes", tmp_path / "downloaded"
    (vault / "inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to(vault)
    trust.trust(tmp_path / "link", os.environ)
    assert trust.is_trusted(vault, os.environ)
    assert trust.is_trusted(tmp_path / "link", os.environ)
    assert not trust.is_trusted(vault / "inner", os.environ)
    assert not trust.is_trusted(tmp_path, os.environ)
    vault.rename(other)
    assert not trust.is_trusted(other, os.environ), "it moved"
    assert trust.forget(vault, os.environ), "one that is gone can be taken off"
    assert not trust.forget(vault, os.environ)
    assert trust.read(os.environ) == trust.Vaults()


def test_nothing_in_a_vault_makes_it_trusted(tmp_path: Path, own_settings: Path) -> None:
    settings_file(tmp_path, EVERYTHING)
    (tmp_path / ".kg" / "vaults.json").write_text(f'{{"trusted": ["{tmp_path}"], "sending": []}}')
    assert not trust.is_trusted(tmp_path, os.environ)
    assert config.load(tmp_path, os.environ).backend == "rules"


@pytest.mark.parametrize("text", ["{", "[]", '{"trusted": 1}', '{"trusted": [], "sending": [1]}'])
def test_a_damaged_list_is_refused_by_name(tmp_path: Path, own_settings: Path, text: str) -> None:
    (own_settings.parent / "vaults.json").write_text(text)
    with pytest.raises(ConfigError, match=r"vaults.json.*is damaged"):
        trust.read(os.environ)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('"api.example.org" = "sk-secret"', "must be named, not written down"),
        ('"api.example.org" = "env:"', "must be named, not written down"),
        ('"https://api.example.org" = "env:KEY"', "is not a host"),
        ('"api.example.org" = 1', "is not a table of strings"),
    ],
)
def test_a_key_is_named_and_never_shown(tmp_path: Path, own_settings: Path, keys: str, said: str) -> None:
    own_settings.write_text(f"[llm.keys]\n{keys}\n")
    with pytest.raises(ConfigError, match=said) as caught:
        config.load(tmp_path, os.environ)
    assert "sk-secret" not in str(caught.value)


def test_a_variable_that_holds_a_key_may_have_any_name(tmp_path: Path, own_settings: Path) -> None:
    own_settings.write_text('[llm.keys]\n"api.example.org" = "env:KG_EXAMPLE"\n')
    environ = {XDG: os.environ[XDG], "KG_EXAMPLE": "sk"}
    assert config.load(tmp_path, environ).llm_keys == (("api.example.org", "env:KG_EXAMPLE"),)
    own_settings.unlink()
    with pytest.raises(ConfigError, match="unknown setting 'KG_EXAMPLE'"):
        config.load(tmp_path, environ)
