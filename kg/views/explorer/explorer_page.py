"""Puts the page together: policy, style, data and script in one file that runs nothing but its own script.

Everything that comes from notes is packed (gzip, then base64), so no text of theirs can end an element or start one.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from typing import TYPE_CHECKING, NamedTuple

from kg.escape import html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.views.explorer.bundle import Bundle

MARK = "made by claimgraph"  # stands at the beginning of every file of the explorer
LEVEL = 6  # of compression: higher ones take twice the time for a hundredth of the size
SYSTEM, UNKNOWN_SYSTEM = 9, 255  # of the gzip header (RFC 1952): Python versions fill it in differently
_NO_SCRIPT = "This page shows a graph of claims. It needs JavaScript, which this browser has switched off."


def packed(data: bytes) -> str:
    """Return bytes as base64 of gzip; the same bytes give the same text with every Python."""
    written = bytearray(gzip.compress(data, LEVEL, mtime=0))
    written[SYSTEM] = UNKNOWN_SYSTEM
    return base64.b64encode(written).decode()


class Loads(NamedTuple):
    """What a page loads from its folder: scripts that hold its claims, and recordings."""

    claims: bool = False
    recordings: bool = False


def policy(bundle: Bundle, loads: Loads) -> str:
    """Return the Content-Security-Policy: the page's own script and style, and the files next to it that it loads."""
    nearby = " 'self' file:"
    return (
        f"default-src 'none'; script-src {_hash(bundle.script)}{nearby if loads.claims else ''}; "
        f"style-src {_hash(bundle.style)}; img-src data: blob:; worker-src blob:; "
        f"{f'media-src{nearby}; ' if loads.recordings else ''}base-uri 'none'; form-action 'none'"
    )


def page(title: str, data: Mapping[str, str], bundle: Bundle, loads: Loads) -> Iterable[bytes]:
    """Yield the page, piece by piece.

    Args:
        title: For the browser's tab; any text.
        data: Packed texts by the id of the element that holds them.
        bundle: Script and style.
        loads: What the page loads from its folder.
    """
    yield (
        f'<!doctype html>\n<!-- {MARK} -->\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html(policy(bundle, loads))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">\n'
        f"<title>{html(title)}</title>\n<style>{_embeddable(bundle.style)}</style>\n</head>\n<body>\n"
        f'<div id="app"></div>\n<noscript>{_NO_SCRIPT}</noscript>\n'
    ).encode()
    for name, text in data.items():
        yield f'<script type="text/plain" id="{name}">{text}</script>\n'.encode()
    yield f"<script>{_embeddable(bundle.script)}</script>\n</body>\n</html>\n".encode()


def shard(name: str, data: bytes) -> bytes:
    """Return a file that hands its data to the page when it is loaded as a script."""
    return f'/* {MARK} */ KG_SHARD("{name}","{packed(data)}")\n'.encode()


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(_embeddable(text).encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _embeddable(text: str) -> str:
    r"""Return a script or style sheet as a page can contain it: ``</`` inside a string becomes ``<\/``.

    A browser reads line ends as ``\n`` before it takes the hash, so they are made that.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("</script", "<\\/script").replace("</style", "<\\/style").replace("<!--", "<\\!--")
