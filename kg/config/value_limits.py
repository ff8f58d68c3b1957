"""What is wrong with a setting's value of the right type: one small function for each kind of value, "" if nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.config.web_address import address_fault, holds_password

if TYPE_CHECKING:
    from collections.abc import Iterable

BACKENDS = "rules", "llm"
SEARCH, CLAIMS = TRANSCRIPTS = "search", "claims"
MOST_AT_ONCE = 64
MOST_WORKERS = 256
# scheme, host and port as usual; then what needs no thought in an IRI, escapes whole
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[\w.-]+(?::\d{1,5})?/(?:(?:[\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*/)*")
ENV = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*")  # how a key is named; the key itself is never in a file
CODE = re.compile(r"[a-z]{2,3}")
HOST = re.compile(r"[^\s/@:]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")


def negative(value: Any) -> str:
    """Numbers: 0 or more; everything else is right."""
    return "is negative" if isinstance(value, int | float) and not value >= 0 else ""


def workers(value: int) -> str:
    """How many processes."""
    if value < 0:
        return "is negative; 0 means one per processor"
    return f"is more than {MOST_WORKERS}" if value > MOST_WORKERS else ""


def backend(value: str) -> str:
    """A name of ``BACKENDS``."""
    return "" if value in BACKENDS else f"is not a backend; known: {', '.join(BACKENDS)}"


def transcripts(value: str) -> str:
    """A word of ``TRANSCRIPTS``."""
    return "" if value in TRANSCRIPTS else f"is no use of transcripts; known: {', '.join(TRANSCRIPTS)}"


def least_one(value: int) -> str:
    """1 or more."""
    return "is less than 1" if value < 1 else ""


def at_once(value: int) -> str:
    """How many questions."""
    return least_one(value) or (f"is more than {MOST_AT_ONCE}" if value > MOST_AT_ONCE else "")


def probability(value: float) -> str:
    """From 0 to 1."""
    return "" if 0 <= value <= 1 else "is no probability: it must be from 0 to 1"


def iri(value: str) -> str:
    """The beginning of an absolute IRI."""
    return "" if IRI.fullmatch(value) else "is not an absolute IRI that ends with '/'"


def store(value: str) -> str:
    """The address of a SPARQL store, or nothing; a password in it would be printed with it."""
    if not value:
        return ""
    if fault := address_fault(value):
        return fault
    if holds_password(value):
        return "contains a user name or password; set KG_STORE_USER and KG_STORE_PASSWORD instead, or use ~/.netrc"
    return ""


def folder(value: str) -> str:
    """A visible folder within the vault."""
    parts = value.strip("/").split("/")
    unfit = set('\\<>:"|?*#^[]%')
    if any(not part or part.startswith(".") or part != part.strip(" .") or set(part) & unfit for part in parts):
        return "is not the path of a visible folder in the vault"
    return ""


def pipelines(pairs: Iterable[tuple[str, str]]) -> str:
    """Languages with the pipelines that read them."""
    for code, model in pairs:
        if not CODE.fullmatch(code) or code == "en":
            return f"{code!r} is not the ISO 639 code of another language than English; extract.model reads English"
        if not model.strip():
            return f"no pipeline is named for {code!r}"
    return ""


def keys(pairs: Iterable[tuple[str, str]]) -> str:
    """Hosts with the variables that hold their keys; a key itself is not repeated in the message."""
    for host, value in pairs:
        if not HOST.fullmatch(host):
            return f"{host!r} is not a host; write it as in the address, with the port if there is one"
        if not ENV.fullmatch(value):
            return f'the key for {host!r} must be named, not written down: "{host}" = "env:NAME_OF_A_VARIABLE"'
    return ""
