"""The settings of one run: defaults, then VAULT/.kg/config.toml, then KG_* variables, then flags."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# setting -> (place in config.toml, environment variable)
PLACES = {
    "base_iri": ("graph.base_iri", "KG_BASE_IRI"),
    "model": ("extract.model", "KG_MODEL"),
    "workers": ("build.workers", "KG_WORKERS"),
    "conflict_copies": ("extract.conflict_copies", "KG_CONFLICT_COPIES"),
    "backend": ("extract.backend", "KG_BACKEND"),
    "llm_url": ("llm.base_url", "KG_LLM_BASE_URL"),
    "llm_model": ("llm.model", "KG_LLM_MODEL"),
    "llm_timeout": ("llm.timeout", "KG_LLM_TIMEOUT"),
    "llm_at_once": ("llm.at_once", "KG_LLM_AT_ONCE"),
    "llm_price_in": ("llm.price_in", "KG_LLM_PRICE_IN"),
    "llm_price_out": ("llm.price_out", "KG_LLM_PRICE_OUT"),
    "view_claims": ("view.claims", "KG_VIEW_CLAIMS"),
    "view_megabytes": ("view.megabytes", "KG_VIEW_MEGABYTES"),
    "view_entities": ("view.entities", "KG_VIEW_ENTITIES"),
    "sync_folder": ("sync.folder", "KG_SYNC_FOLDER"),
    "sync_min_claims": ("sync.min_claims", "KG_SYNC_MIN_CLAIMS"),
}
BACKENDS = RULES, LLM = "rules", "llm"
NUMBERS = {int: "whole number", float: "number"}
TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class Config:
    """What a user may set.

    Attributes:
        base_iri: Every IRI of notes and entities starts with it; ends with ``/``.
        model: An installed spaCy pipeline, by import name.
        workers: Processes that read and analyse notes; 0 takes one for each processor.
        conflict_copies: Whether to extract claims from the second versions that Obsidian Sync leaves.
        backend: ``rules``, which works offline, or ``llm``: a language model is asked; where it fails the rules stand.
        llm_url: Address of an OpenAI-compatible endpoint, such as ``http://localhost:8080/v1``.
        llm_model: The model's name there.
        llm_timeout: Seconds to wait for one answer.
        llm_at_once: Questions under way at the same time.
        llm_price_in, llm_price_out: US dollars for a million tokens read and written; 0 where no cost is to be told.
        view_claims: Up to so many claims the explorer is one file; beyond, it loads them from files beside it.
        view_megabytes: Up to so many megabytes (10^6 bytes) it is one file, likewise.
        view_entities: How many entities it draws, those with most claims first; search finds all of them.
        sync_folder: Where ``kg sync`` puts new pages, as a path in the vault.
        sync_min_claims: An entity with fewer claims gets no page.
    """

    base_iri: str = "https://kg.example/"
    model: str = "en_core_web_sm"
    workers: int = 0
    conflict_copies: bool = False
    backend: str = "rules"
    llm_url: str = ""
    llm_model: str = ""
    llm_timeout: int = 120
    llm_at_once: int = 4
    llm_price_in: float = 0.0
    llm_price_out: float = 0.0
    view_claims: int = 100_000
    view_megabytes: int = 12
    view_entities: int = 5_000
    sync_folder: str = "Knowledge"
    sync_min_claims: int = 3

    @property
    def processes(self) -> int:
        """The number of worker processes to use, at least 1."""
        allowed = getattr(os, "sched_getaffinity", None)  # Linux only: the processors this process may use
        return self.workers or (len(allowed(0)) if allowed else os.cpu_count() or 1)


def load(vault: Path, environ: Mapping[str, str], **flags: Any) -> Config:
    """The settings for a vault; a flag that is None was not given.

    Raises:
        ConfigError: A setting is unknown, has the wrong type or is out of range.
    """
    given = {name: value for name, value, _ in _given(vault, environ)}
    given |= {name: value for name, value in flags.items() if value is not None}
    for name in given.keys() - PLACES.keys():
        raise ConfigError("arguments", name, "is unknown", sorted(PLACES))
    return replace(Config(), **{name: _checked(name, value, PLACES[name][0]) for name, value in given.items()})


def sources(vault: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Where each setting's value comes from: ``default``, the file's name or the variable's."""
    return dict.fromkeys(PLACES, "default") | {name: place for name, _, place in _given(vault, environ)}


def _given(vault: Path, environ: Mapping[str, str]) -> list[tuple[str, Any, str]]:
    """(setting, raw value, place) of all that file and environment set, the stronger one later."""
    found = _from_file(vault / ".kg" / "config.toml")
    for name, (_, variable) in PLACES.items():
        if variable in environ:
            found.append((name, _typed(name, environ[variable], variable), variable))
    return found


def _from_file(path: Path) -> list[tuple[str, Any, str]]:
    if not path.is_file():
        return []
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), "file", f"is not valid TOML: {error}") from error
    names = {place: name for name, (place, _) in PLACES.items()}
    found = []
    for table, values in tables.items():
        for key, value in values.items() if isinstance(values, dict) else [("", values)]:
            place = f"{table}.{key}" if key else table
            if place not in names:
                raise ConfigError(str(path), place, "is unknown", sorted(names))
            found.append((names[place], value, str(path)))
    return found


def _typed(name: str, text: str, where: str) -> Any:
    """A variable's text as the setting's type."""
    default = getattr(Config(), name)
    if isinstance(default, bool):
        if text.lower() not in TRUTH:
            raise ConfigError(where, name, f"{text!r} is neither true nor false")
        return TRUTH[text.lower()]
    if isinstance(default, int | float):
        try:
            return type(default)(text)
        except ValueError as error:
            raise ConfigError(where, name, f"{text!r} is not a {NUMBERS[type(default)]}") from error
    return text


def _checked(name: str, value: Any, where: str) -> Any:
    wanted = type(getattr(Config(), name))
    if wanted is float and type(value) is int:
        value = float(value)
    if type(value) is not wanted:
        raise ConfigError(where, name, f"{value!r} is not a {wanted.__name__}")
    if fault := FAULTS.get(name, _negative)(value):
        raise ConfigError(where, name, f"{value!r} {fault}")
    return value.strip("/") if name == "sync_folder" else value


def _negative(value: Any) -> str:
    return "is negative" if isinstance(value, int | float) and not value >= 0 else ""


def _workers(value: int) -> str:
    return "is negative; 0 takes one for each processor" if value < 0 else ""


def _backend(value: str) -> str:
    return "" if value in BACKENDS else f"is no backend; known: {', '.join(BACKENDS)}"


def _least_one(value: int) -> str:
    return "is less than 1" if value < 1 else ""


def _iri(value: str) -> str:
    parts = urlsplit(value)
    fit = parts.scheme and parts.netloc and value.endswith("/") and not set(value) & set(' <>"{}|\\^`')
    return "" if fit else "is not an absolute IRI that ends with '/'"


def _folder(value: str) -> str:
    parts = value.strip("/").split("/")
    unfit = set('\\<>:"|?*#^[]%')
    if any(not part or part.startswith(".") or part != part.strip(" .") or set(part) & unfit for part in parts):
        return "is no path of a visible folder in the vault"
    return ""


# setting -> what is wrong with a value of the right type; "" when nothing is
FAULTS: dict[str, Callable[[Any], str]] = {
    "workers": _workers,
    "sync_min_claims": _least_one,
    "llm_timeout": _least_one,
    "llm_at_once": _least_one,
    "backend": _backend,
    "base_iri": _iri,
    "sync_folder": _folder,
}
