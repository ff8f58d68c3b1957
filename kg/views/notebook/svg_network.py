"""A network as a picture that needs no script to be seen: nodes, links and labels as SVG.

A small script lets readers zoom, move and look at one node's links. It is the same in every picture and takes effect
once in a notebook, however many pictures there are and in whatever order their cells are run.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from kg.views.render.html_tables import clipped
from kg.views.render.markup import Markup, joined, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LABEL, TITLE = 28, 120  # code points of a label, and of what is said of a node or link under the pointer
HELP = (
    "Point at a node to see its links. Drag to move; click, then turn the wheel or press + and - to zoom; 0 shows all."
)
SHARE = 0.6  # of the bytes that a picture may take, for its nodes
LETTERS = 18  # size of a label's letters: a picture is shown at about two thirds of its units
_MARGIN = 60  # around the outermost nodes, in the picture's units


class Dot(NamedTuple):
    """A node.

    Attributes:
        name: Its label.
        title: What is said of it under the pointer.
        x, y: Its place, y down.
        radius: Its size, same unit.
        colours: On a light and on a dark page, ``#rrggbb``; None takes the page's own.
    """

    name: str
    title: str
    x: float
    y: float
    radius: float
    colours: tuple[str, str] | None = None


class DrawnLink(NamedTuple):
    """A link between two nodes, given by their numbers; ``name`` is written on it, ``title`` said under the pointer."""

    one: int
    other: int
    title: str
    width: float = 1.0
    name: str = ""
    main: bool = False


class Picture(NamedTuple):
    """A picture, and how many nodes and links of those that were given are in it."""

    markup: Markup
    dots: int
    links: int


def picture(dots: Sequence[Dot], links: Sequence[DrawnLink], label: str, size: int) -> Picture:
    """Draw a network for a notebook, with the script: as ``drawing`` else."""
    made = drawing(dots, links, label, size)
    return made._replace(markup=joined((made.markup, _script())))


def drawing(dots: Sequence[Dot], links: Sequence[DrawnLink], label: str, size: int) -> Picture:
    """Draw a network: of its nodes and links, in the order given, as many as fit into ``size`` bytes.

    Args:
        dots: The nodes.
        links: The links.
        label: What the picture shows, for people who do not see it.
        size: Bytes that it may take.
    """
    drawn = list(_fitting((_dot(number, dot) for number, dot in enumerate(dots)), int(size * SHARE)))
    among = [each for each in links if max(each.one, each.other) < len(drawn)]
    lines = list(_fitting((_line(dots, each) for each in among), size - sum(map(_bytes, drawn))))
    content = (tag("g", *lines), *drawn)
    box = _box(dots[: len(drawn)])
    svg = tag(
        "svg", *content, class_="kg-network", viewBox=box, role="img", aria_label=clipped(label, TITLE), tabindex="0"
    )
    return Picture(svg, len(drawn), len(lines))


def _fitting(pieces: Iterator[Markup], size: int) -> Iterator[Markup]:
    for piece in pieces:
        size -= _bytes(piece)
        if size < 0:
            return
        yield piece


def _bytes(piece: Markup) -> int:
    return len(piece.text.encode())


def _box(dots: Sequence[Dot]) -> str:
    left = min((dot.x - dot.radius for dot in dots), default=0) - _MARGIN
    top = min((dot.y - dot.radius for dot in dots), default=0) - _MARGIN
    right = max((dot.x + dot.radius for dot in dots), default=0) + _MARGIN
    bottom = max((dot.y + dot.radius for dot in dots), default=0) + _MARGIN
    return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"


def _dot(number: int, dot: Dot) -> Markup:
    x, y, r = (f"{value:.0f}" for value in (dot.x, dot.y, dot.radius))
    colours = dot.colours and f"--on-light:{dot.colours[0]};--on-dark:{dot.colours[1]}"
    circle = tag("circle", cx=x, cy=y, r=r, style=colours)
    size = max(dot.radius * 0.7, LETTERS)
    name = tag("text", clipped(dot.name, LABEL), x=x, y=f"{dot.y + dot.radius + size:.0f}", font_size=f"{size:.0f}")
    return tag("g", tag("title", clipped(dot.title, TITLE)), circle, name, data_n=str(number))


def _line(dots: Sequence[Dot], link: DrawnLink) -> Markup:
    one, other = dots[link.one], dots[link.other]
    places = {"x1": one.x, "y1": one.y, "x2": other.x, "y2": other.y}
    line = tag(
        "line",
        tag("title", clipped(link.title, TITLE)) if link.title else None,
        class_="kg-spoke" if link.main else None,
        stroke_width=f"{link.width:.1f}",
        data_n=f"{link.one} {link.other}",
        **{name: f"{value:.0f}" for name, value in places.items()},
    )
    if not link.name:
        return line
    middle = {"x": f"{(one.x + other.x) / 2:.0f}", "y": f"{(one.y + other.y) / 2:.0f}"}
    return joined((line, tag("text", clipped(link.name, LABEL), font_size="10", **middle)))


@cache
def _script() -> Markup:
    return Markup(f"<script>{network_file('js').decode()}</script>")


def network_file(kind: str) -> bytes:
    """The script (``js``) or the style (``css``) of all pictures, for pages that have them as files."""
    return files("kg.views.notebook").joinpath(f"network.{kind}").read_bytes()
