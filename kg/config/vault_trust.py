"""Which vaults the user trusts, and to which hosts notes of each may go: kept in the user's own folder, by path.

A vault is a folder that may come from anybody. Nothing in it can put it on this list.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.config.user_files import LIST
from kg.errors import ConfigError
from kg.files import made, write
from kg.user_folders import config_home

if TYPE_CHECKING:
    from collections.abc import Mapping


class Vaults(NamedTuple):
    """What the user decided about vaults; paths are absolute, without links.

    Attributes:
        trusted: Vaults whose ``config.toml`` may set what ``kg.config.settings_table.TRUSTED`` marks.
        sending: (vault, host) for each host that notes of a vault may be sent to.
    """

    trusted: tuple[str, ...] = ()
    sending: tuple[tuple[str, str], ...] = ()


def read(environ: Mapping[str, str]) -> Vaults:
    """The list as it is now; empty where there is none.

    Raises:
        ConfigError: The file is damaged.
    """
    path = config_home(environ) / LIST
    if not path.is_file():
        return Vaults()
    try:
        found = json.loads(path.read_bytes())
        trusted = tuple(sorted({str(each) for each in found["trusted"]}))
        sending = tuple(sorted({(str(vault), str(host)) for vault, host in found["sending"]}))
    except (ValueError, TypeError, KeyError) as error:
        raise ConfigError(str(path), "file", "is damaged; delete it, then trust your vaults again") from error
    return Vaults(trusted, sending)


def is_trusted(vault: Path, environ: Mapping[str, str]) -> bool:
    """Whether the user trusts the settings of the vault in this very folder; folders in it or above it do not count."""
    return name_of(vault) in read(environ).trusted


def trust(vault: Path, environ: Mapping[str, str]) -> None:
    """Put a vault on the list.

    Raises:
        OSError: The list cannot be written.
    """
    before = read(environ)
    _write(before._replace(trusted=tuple(sorted({*before.trusted, name_of(vault)}))), environ)


def forget(vault: Path, environ: Mapping[str, str]) -> bool:
    """Take a vault off the list, with the hosts that its notes may go to; whether it was there.

    Raises:
        OSError: The list cannot be written.
    """
    before, name = read(environ), name_of(vault)
    after = Vaults(
        tuple(each for each in before.trusted if each != name),
        tuple(each for each in before.sending if each[0] != name),
    )
    if after != before:
        _write(after, environ)
    return after != before


def may_send(vault: Path, host: str, environ: Mapping[str, str]) -> bool:
    """Whether the user once said that notes of a vault may go to a host."""
    return (name_of(vault), host) in read(environ).sending


def allow_sending(vault: Path, host: str, environ: Mapping[str, str]) -> None:
    """Remember that notes of a vault may go to a host.

    Raises:
        OSError: The list cannot be written.
    """
    before = read(environ)
    _write(before._replace(sending=tuple(sorted({*before.sending, (name_of(vault), host)}))), environ)


def name_of(vault: Path) -> str:
    """A vault's place: absolute, and with every link resolved, so that a link to it is no other vault."""
    return os.path.realpath(vault)


def _write(vaults: Vaults, environ: Mapping[str, str]) -> None:
    home = config_home(environ)
    made(home)
    write(Path(home, LIST), [json.dumps(vaults._asdict(), indent=1).encode() + b"\n"])
