"""Where settings come from: defaults, the user's file, the vault's as far as it may, KG_* variables, then flags."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.config import vault_trust as trust
from kg.config.settings_table import DEFAULTS, ROWS, USER, VAULT, Config
from kg.config.user_files import FILE
from kg.config.web_address import holds_password
from kg.errors import ConfigError, UnknownSetting
from kg.files.own_folder import own_file
from kg.files.regular_file import OverLimit, read_regular
from kg.user_folders import config_home

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping
    from pathlib import Path

PREFIX = "KG_"
OLD_KEY = "KG_LLM_KEY"  # once held the key for any host; as a name in llm.keys it still may
ENV = "env:"
# how to get into a SPARQL store: no settings, so that no file and no output ever holds them
STORE_ACCESS = ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_CA")
LARGEST = 1_000_000  # bytes of a file of settings
NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "text", tuple: "a table"}
TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class GivenSetting(NamedTuple):
    """A setting as something gives it: its name, the raw value, and a file's or a variable's name."""

    name: str
    value: Any
    where: str


class Origin(NamedTuple):
    """All that is given for a vault.

    Attributes:
        heeded: The stronger one later.
        ignored: What the vault's file sets though it may not.
    """

    heeded: tuple[GivenSetting, ...]
    ignored: tuple[GivenSetting, ...]


def load(vault: Path, environ: Mapping[str, str], **flags: Any) -> Config:
    """The settings for a vault; a flag that is None was not given.

    What the vault's own file may not set is left out: ``origin`` names it.

    Raises:
        ConfigError: A setting is unknown, has the wrong type or is out of range.
    """
    found = [GivenSetting(name, value, "arguments") for name, value in flags.items() if value is not None]
    for each in found:
        if each.name not in ROWS:
            raise UnknownSetting("arguments", each.name, sorted(ROWS))
    given = {each.name: each.value for each in (*origin(vault, environ).heeded, *found)}
    return replace(DEFAULTS, **{name: _checked(name, value, ROWS[name].place) for name, value in given.items()})


def sources(vault: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Where each setting's value comes from: ``default``, the file's name or the variable's."""
    return dict.fromkeys(ROWS, "default") | {each.name: each.where for each in origin(vault, environ).heeded}


def origin(vault: Path, environ: Mapping[str, str]) -> Origin:
    """All that files and variables set for a vault.

    Raises:
        ConfigError: A setting is unknown, or a file cannot be read.
    """
    own = list(_from_file(config_home(environ) / FILE, _users))
    theirs = list(_from_file(vault / ".kg" / FILE, own_file))
    trusted = bool(theirs) and trust.is_trusted(vault, environ)
    heeded = [each for each in theirs if _may(ROWS[each.name].who, trusted=trusted)]
    variables = [
        GivenSetting(name, _typed(name, environ[row.variable], row.variable), row.variable)
        for name, row in ROWS.items()
        if row.variable and row.variable in environ
    ]
    _all_known(environ, {value.removeprefix(ENV) for each in own if each.name == "llm_keys" for _, value in each.value})
    return Origin((*own, *heeded, *variables), tuple(each for each in theirs if each not in heeded))


def _may(who: str, *, trusted: bool) -> bool:
    """Whether a vault's own file may set what ``who`` may."""
    return who == VAULT or (trusted and who != USER)


def _all_known(environ: Mapping[str, str], keys: set[str]) -> None:
    """Refuse a variable that looks like a setting and is none.

    Args:
        environ: The variables.
        keys: Those that hold keys.
    """
    known = sorted(row.variable for row in ROWS.values() if row.variable)
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in {*known, *keys, *STORE_ACCESS, OLD_KEY}:
            raise UnknownSetting("environment", name, known)


def _users(path: Path, most: int) -> bytes | None:
    """The user's own file; it may be a link, as those are who keep their settings in one place."""
    return read_regular(str(path), most) if path.is_file() else None


def _from_file(path: Path, read: Callable[[Path, int], bytes | None]) -> Iterator[GivenSetting]:
    """What a file sets; ``read`` gives its bytes, None where there is none."""
    try:
        data = read(path, LARGEST)
    except OverLimit as over:
        raise ConfigError(str(path), "file", f"has more than {LARGEST:,} bytes, which no settings need") from over
    if data is None:
        return
    try:
        tables = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(str(path), "file", f"is not valid TOML: {error}") from error
    names = {row.place: name for name, row in ROWS.items()}
    for place, value in _leaves(tables, names):
        if place not in names:
            raise UnknownSetting(str(path), place, sorted(names))
        name = names[place]
        is_table = isinstance(getattr(DEFAULTS, name), tuple)
        yield GivenSetting(name, _pairs(value, place, path) if is_table else value, str(path))


def _leaves(tables: Mapping[str, Any], whole: Container[str]) -> Iterator[tuple[str, Any]]:
    """Each key with its table's name, and its value; a table that is a setting itself is ``whole``."""
    for table, values in tables.items():
        for key, value in values.items() if isinstance(values, dict) and table not in whole else [("", values)]:
            yield f"{table}.{key}" if key else table, value


def _pairs(value: Any, place: str, path: Path) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ConfigError(str(path), place, 'is not a table of strings, such as "api.example.org" = "env:NAME"')
    return tuple(value.items())


def _typed(name: str, text: str, where: str) -> Any:
    """A variable's text as the setting's type."""
    default = getattr(DEFAULTS, name)
    if isinstance(default, bool):
        if text.lower() not in TRUTH:
            raise ConfigError(where, name, f"{text!r} is neither true nor false")
        return TRUTH[text.lower()]
    if isinstance(default, int | float):
        try:
            return type(default)(text)
        except ValueError as error:
            raise ConfigError(where, name, f"{text!r} is not {NAMES[type(default)]}") from error
    return text


def _checked(name: str, value: Any, where: str) -> Any:
    wanted = type(getattr(DEFAULTS, name))
    if wanted is float and type(value) is int:
        value = float(value)
    if type(value) is not wanted:
        raise ConfigError(where, name, f"{value!r} is not {NAMES[wanted]}")
    if fault := ROWS[name].fault(value):
        hidden = wanted is tuple or (wanted is str and holds_password(value))
        raise ConfigError(where, name, fault if hidden else f"{value!r} {fault}")
    return value.strip("/") if name == "sync_folder" else value
