"""Where a SPARQL store answers, and how to get in: addresses from the settings, secrets from the environment alone."""

from __future__ import annotations

import netrc
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.config.web_address import is_here
from kg.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.config import Config

USER, PASSWORD, AUTHORITY = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_CA"
# end of the address that a user gives -> what comes in its place for queries, and for graphs without and with a user
LAYOUTS = (
    ("/sparql", "/sparql", "/sparql-graph-crud", "/sparql-graph-crud-auth"),  # Virtuoso
    ("", "/query", "/store", "/store"),  # Oxigraph
)


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where a store answers.

    Attributes:
        url: As the user gave it; what messages show.
        query: For SPARQL queries.
        graphs: For the Graph Store Protocol.
        user: Name to log in with, "" for none.
        password: The user's.
        authority: Path of a file with the certificates to trust, "" for those that the system trusts.
    """

    url: str
    query: str
    graphs: str
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        return is_here(self.url)


def address_of(config: Config, environ: Mapping[str, str]) -> StoreAddress:
    """The store that the settings name.

    Raises:
        ConfigError: A password would travel unencrypted, or a file that the environment names cannot be read.
    """
    url = config.store_url.rstrip("/")
    user, password = _login(url, environ)
    if user and url.startswith("http:") and not is_here(url):
        raise ConfigError("settings", "store.url", f"{url!r} would send the password unencrypted; use https")
    authority = environ.get(AUTHORITY, "")
    if authority and not os.access(authority, os.R_OK):
        raise ConfigError("environment", AUTHORITY, f"the file {authority!r} cannot be read")
    if config.store_graphs:
        return StoreAddress(url, url, config.store_graphs, user, password, authority)
    end, query, graphs, own = next(layout for layout in LAYOUTS if url.endswith(layout[0]))
    place = url.removesuffix(end)
    return StoreAddress(url, place + query, place + (own if user else graphs), user, password, authority)


def _login(url: str, environ: Mapping[str, str]) -> tuple[str, str]:
    """Name and password: of the environment, else those that ``netrc`` has for the host."""
    if environ.get(USER):
        return environ[USER], environ.get(PASSWORD, "")
    file = environ.get("NETRC") or os.path.expanduser("~/.netrc")  # noqa: PTH111 - a home may be unknown
    try:
        found = netrc.netrc(file).authenticators(urlsplit(url).hostname or "")
    except FileNotFoundError:
        return "", ""
    except (OSError, netrc.NetrcParseError, UnicodeDecodeError):
        raise ConfigError("environment", "NETRC", f"the file {file!r} cannot be read as netrc") from None
    return (found[0], found[2] or "") if found else ("", "")
