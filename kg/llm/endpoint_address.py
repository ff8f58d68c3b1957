"""What an endpoint's address says: which host the notes would go to, and whether that is this machine."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}  # scheme -> the port where the address names none


def host_of(url: str) -> str:
    """The host in lower case, with its port where that is not the scheme's own, as keys are named for it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port in {None, PORTS.get(parts.scheme)} else f"{shown}:{parts.port}"


def is_here(url: str) -> bool:
    """Whether the address is this machine's own: ``localhost``, 127.0.0.0/8 or ::1; a machine next to it is not."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def fault_of(url: str) -> str:
    """What is wrong with an endpoint's address, "" when nothing is."""
    try:
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and " " not in url
        if not plain or parts.scheme not in PORTS or not parts.hostname or parts.port == 0:
            return "is not an http or https address"
    except ValueError:  # brackets that do not match, a port that is no number
        return "is not an http or https address"
    if "@" in parts.netloc:
        return "contains a user name or password; name the key under [llm.keys] in your own config.toml instead"
    if parts.scheme == "http" and not is_here(url):
        return "would send notes and key unencrypted; use https"
    return ""
