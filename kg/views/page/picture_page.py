"""Puts a title, a legend and the claims around the picture that pyvis draws; everything from notes goes in as text.

The claims are JSON in an element that runs nothing, and the script that shows them only sets texts.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.escape import html, is_web
from kg.views.render.figures import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Claim

CLAIMS = 400  # that a page holds, the first of the entity's
PAPER, INK = "#faf9f6", "#1d2025"  # the light page and its text, as in the explorer's style


class ClaimLine(NamedTuple):
    """A claim as the page lists it.

    Attributes:
        text: Its words.
        note: The path of its note.
        clock: When it is said, as players show it; "" where that is not known.
        url: The address of that second; "" without one on the web.
        names: The entities that it is of.
    """

    text: str
    note: str
    clock: str
    url: str
    names: frozenset[str]


class LegendRow(NamedTuple):
    """A type that is drawn, its colours on light and dark pages, and how many entities of it there are."""

    type: str
    light: str
    dark: str
    entities: int


class PictureText(NamedTuple):
    """What is written around a picture.

    Attributes:
        title: The entity.
        subtitle: How much is drawn.
        legend: The types.
        names: Names of the nodes, by number.
        claims: What is claimed.
        left_out: How many claims more there are.
    """

    title: str
    subtitle: str
    legend: Sequence[LegendRow]
    names: Sequence[str]
    claims: Sequence[ClaimLine]
    left_out: int


def claim_lines(claims: Iterable[Claim]) -> list[ClaimLine]:
    """Return claims as the page lists them, in their order."""
    return [
        ClaimLine(
            claim.text,
            claim.note,
            "" if claim.source is None else clock(claim.source.start),
            claim.source.url if claim.source is not None and is_web(claim.source.url) else "",
            frozenset({one.entity for one in claim.mentions}.union(claim.about)),
        )
        for claim in claims
    ]


def with_claims(drawn: str, text: PictureText) -> str:
    """Return the page of a picture with its title, legend and claims.

    Args:
        drawn: The page as pyvis writes it, without anything from elsewhere.
        text: What is written around it.
    """
    head = (
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html(text.title)}</title><style>{_own('picture.css')}</style>"
    )
    before = f"<header><h1>{html(text.title)}</h1><p>{html(text.subtitle)}</p>{_legend(text.legend)}</header>"
    after = (
        '<aside aria-label="Claims"><div id="kg-who"></div><h2 id="kg-title" tabindex="-1" aria-live="polite"></h2>'
        '<ul id="kg-list"></ul><p id="kg-more"></p></aside>'
        f'<script type="application/json" id="kg-data">{_data(text)}</script><script>{_own("picture.js")}</script>'
    )
    page = re.sub(r"<html>", '<html lang="en">', drawn, count=1)
    page = re.sub(r"<head>", lambda found: found[0] + head, page, count=1)
    page = re.sub(r"<body>", lambda found: found[0] + before, page, count=1)
    body, closing, rest = page.rpartition("</body>")
    return body + after + closing + rest


def _legend(rows: Sequence[LegendRow]) -> str:
    items = (
        f'<li><svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill="{row.light}" '
        f'data-dark="{row.dark}"/></svg> {html(row.type)} <span>{row.entities}</span></li>'
        for row in rows
    )
    return f'<ul aria-label="Types">{"".join(items)}</ul>'


def _data(text: PictureText) -> str:
    number = {name: place for place, name in enumerate(text.names)}
    rows: list[dict[str, Any]] = [
        {
            "text": one.text,
            "note": one.note,
            "clock": one.clock,
            "url": one.url,
            "of": sorted(number[name] for name in one.names if name in number),
        }
        for one in text.claims
    ]
    data = {"names": list(text.names), "claims": rows, "left": text.left_out}
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")


def _own(name: str) -> str:
    """A file of this folder that the page holds."""
    return files("kg.views.page").joinpath(name).read_text(encoding="utf-8").strip()
