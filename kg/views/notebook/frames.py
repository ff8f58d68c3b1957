"""What every result in a notebook is put into: its style, a heading, and a bound on its size."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kg.views.render.figures import counted
from kg.views.render.html_tables import clipped, html_table
from kg.views.render.look import look
from kg.views.render.markup import Markup, joined, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.views.render.markup import Child
    from kg.views.render.tables import Record, Table

LIMIT = 100_000  # bytes of what a result shows
ROOM = 90_000  # of these for its table and its picture; style and headings take the others
MOST = 50  # rows of a table
PLACE = ".kg-shown"
# Where a notebook says that it is dark: JupyterLab, VS Code, Colab, and pages made by Sphinx. What the reader's system
# says does not count, for many notebooks are white whatever it says.
DARK = (
    'body[data-jp-theme-light="false"]',
    "body.vscode-dark",
    'html[theme="dark"]',
    'html[data-theme="dark"]',
    'body[data-theme="dark"]',
)


KEY, KEYS = 40, 20  # code points of a key of a legend, and keys


class ResultListing(NamedTuple):
    """How results of a class are listed.

    Attributes:
        noun: What one of them is called.
        table: Makes the table from their public JSON.
        fields: Column of the DataFrame -> what it holds of the public JSON.
    """

    noun: str
    table: Callable[[Iterable[Record]], Table]
    fields: Mapping[str, Callable[[Record], object]]

    def rows(self, records: Iterable[Record]) -> list[list[object]]:
        """The rows of the DataFrame."""
        return [[value(record) for value in self.fields.values()] for record in records]


@cache
def _style() -> Markup:
    """The style of all results; it is repeated with each, for a notebook may show any of them alone."""
    colours = look(PLACE, *(f"{dark} {PLACE}" for dark in DARK))
    nodes = ", ".join(f"{dark} .kg-network circle" for dark in DARK)
    folder = files("kg.views.notebook")
    rules = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("notebook.css", "network.css"))
    dots = ", ".join(f"{dark} .kg-dot" for dark in DARK)
    at_night = f"{nodes} {{ fill: var(--on-dark, var(--accent)); }}{dots} {{ background: var(--on-dark); }}"
    return Markup(f"<style>{colours}{rules}{at_night}</style>")


def framed(*content: Child) -> str:
    """Content with the style around it."""
    return joined((_style(), tag("div", *content, class_=PLACE[1:]))).text


def heading(text: str) -> Markup:
    """What a result is, in a few words."""
    return tag("p", clipped(text, 200), class_="kg-title")


def hint(*content: Child) -> Markup:
    """What is not shown, or what to try next."""
    return tag("p", *content, class_="kg-hint")


def legend(rows: Iterable[tuple[str, str, str, int]]) -> Markup:
    """What colours are of: names, colours on a light and on a dark page, and how many nodes have each."""
    keys = (
        tag(
            "span",
            tag("span", class_="kg-dot", style=f"--on-light:{light};--on-dark:{dark}"),
            clipped(f"{many} {name}", KEY),
        )
        for name, light, dark, many in islice(rows, KEYS)
    )
    return tag("div", *keys, class_="kg-legend")


def code(text: str) -> Markup:
    """Something to type."""
    return tag("code", clipped(text, 200))


def listed(found: Sequence[object], records: Sequence[Record], listing: ResultListing) -> str:
    """A list of results.

    Args:
        found: All of them.
        records: The public JSON of the first ``MOST``.
        listing: How they are listed.
    """
    title = heading(counted(len(found), listing.noun))
    if not found:
        return framed(title, hint("Nothing fits. Leave out a condition, or look for the right name:"), _TRY)
    whole = listing.table(records)
    table = html_table(whole, ROOM)
    shown = table.rows * len(records) // len(whole.rows)
    rest = None
    if shown < len(found):
        rest = hint(
            f"The first {shown:,}. ", code(f"result[{shown}:]"), " goes on, ", code("result.to_pandas()"), " has all."
        )
    return framed(title, table.markup, rest)


_TRY = hint(code("graph.names('…')"), " completes a name, ", code("graph.entities()"), " lists what there is.")


def single(table: Table) -> str:
    """A table by itself."""
    return framed(html_table(table, ROOM).markup)
