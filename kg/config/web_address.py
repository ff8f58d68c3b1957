"""What a web address says: whether it is one, and whether it is this machine's."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}  # scheme -> the port where the address names none
NO_ADDRESS = "is not an http or https address"


def is_here(url: str) -> bool:
    """Whether the address is this machine's own: ``localhost``, 127.0.0.0/8 or ::1; a machine next to it is not."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def address_fault(url: str) -> str:
    """What is wrong with the form of an address, "" when nothing is."""
    try:
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and " " not in url
        if not plain or parts.scheme not in PORTS or not parts.hostname or parts.port == 0:
            return NO_ADDRESS
    except ValueError:  # brackets that do not match, a port that is no number
        return NO_ADDRESS
    return ""


def holds_password(url: str) -> bool:
    """Whether a user name or a password is written into the address."""
    return "@" in url.partition("//")[2].partition("/")[0]
