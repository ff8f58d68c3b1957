"""What an endpoint's address says: which host the notes would go to, and what is wrong with it."""

from __future__ import annotations

from urllib.parse import urlsplit

from kg.config.web_address import PORTS, address_fault, holds_password, is_here


def host_of(url: str) -> str:
    """The host in lower case, with its port where that is not the scheme's own, as keys are named for it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port in {None, PORTS.get(parts.scheme)} else f"{shown}:{parts.port}"


def fault_of(url: str) -> str:
    """What is wrong with an endpoint's address, "" when nothing is."""
    if fault := address_fault(url):
        return fault
    if holds_password(url):
        return "contains a user name or password; name the key under [llm.keys] in your own config.toml instead"
    if url.startswith("http:") and not is_here(url):
        return "would send notes and key unencrypted; use https"
    return ""
