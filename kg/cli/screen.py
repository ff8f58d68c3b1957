"""Tables on a terminal: colours, wrapped text, times and notes that can be clicked."""

from __future__ import annotations

import io
import os
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from rich import box
from rich.console import Console
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from kg.escape import is_web, visible
from kg.views.render.tables import LIST_GAP, Cell, Column, Table, width

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# role of a column -> how its values look
STYLES = {
    "text": "",
    "value": "",
    "name": "bold",
    "time": "cyan",
    "number": "green",
    "count": "green",
    "quote": "yellow",
    "note": "bold blue",
    "code": "magenta",
    "dim": "dim",
}
STRESSED = "bold"
ASIDE = "dim italic"
REPAIRED = "* repaired: the time in the note cannot be right (see kg doctor)"
SHORT_ROLES = {"time", "count", "code"}  # never wrapped
PADDING = 2
NARROWEST_NOTE = 12
NARROWEST_TEXT = 24  # cells that running text always gets
WIDEST = {"number": 30, "quote": 36, "note": 36}  # cells, when rows of several groups line up


def drawn(table: Table, *, vault: Path | None = None, footer: str = "", columns: int | None = None) -> list[str]:
    """The lines of a table; rows whose notes repeat are below the note's name.

    Args:
        table: What to draw.
        vault: The vault's folder: with it the names of notes open them.
        footer: A line below.
        columns: Text alone, without codes, wrapped to so many cells; else dressed for this terminal and its width.
    """
    # drawn in memory, for rich would end the process with 1 when a reader closes the pipe; and with no markup, no
    # emoji codes and no guessing what is a number, for notes hold brackets and colons of their own
    sheet = io.StringIO()
    screen = Console(
        file=sheet, markup=False, emoji=False, highlight=False, width=columns, force_terminal=columns is None
    )
    if table.group is None:
        screen.print(_grid(table.columns, table.rows, vault, heads=True))
    else:
        _draw_groups(screen, table, table.group, vault)
    if any(cell.after == "*" for row in table.rows for cell in row):
        screen.print(Text(REPAIRED, ASIDE), soft_wrap=True)
    if footer:
        screen.print(Text(footer, ASIDE), soft_wrap=True)
    return [line.rstrip(" ") for line in sheet.getvalue().split("\n")[:-1]]


def _draw_groups(screen: Console, table: Table, group: int, vault: Path | None) -> None:
    if not table.rows:
        return
    columns = table.columns[:group] + table.columns[group + 1 :]
    widths = _widths(columns, [row[:group] + row[group + 1 :] for row in table.rows], screen.width)
    for name, rows in groupby(table.rows, key=lambda row: row[group]):
        screen.print(_value(name, table.columns[group], vault), soft_wrap=True)
        kept = [row[:group] + row[group + 1 :] for row in rows]
        screen.print(_grid(columns, kept, vault, widths=widths))
        screen.print()


def _grid(
    columns: tuple[Column, ...],
    rows: Iterable[tuple[Cell, ...]],
    vault: Path | None,
    *,
    heads: bool = False,
    widths: tuple[int, ...] = (),
) -> Grid:
    grid = Grid(
        box=box.SIMPLE_HEAD if heads else None,
        show_header=heads,
        pad_edge=False,
        header_style="bold",
        padding=(0, PADDING, 0, 0),
    )
    for at, column in enumerate(columns):
        grid.add_column(
            column.name,
            justify="right" if column.right else "left",
            no_wrap=column.role in SHORT_ROLES,
            overflow="fold",
            width=widths[at] if widths else None,
        )
    for row in rows:
        grid.add_row(*(_value(cell, column, vault) for cell, column in zip(row, columns, strict=True)))
    return grid


def _widths(columns: tuple[Column, ...], rows: list[tuple[Cell, ...]], available: int) -> tuple[int, ...]:
    """Equal widths for the grids of all groups: short columns take what they need, names of notes and text the rest."""
    needs = [
        min(max(1, *(_longest_line(row[at], column) for row in rows)), WIDEST.get(column.role, available))
        for at, column in enumerate(columns)
    ]
    text, notes = ([at for at, column in enumerate(columns) if column.role == role] for role in ("text", "note"))
    fixed = sum(need for at, need in enumerate(needs) if at not in (*text, *notes)) + PADDING * len(columns)
    for at in notes:
        share = (available - fixed - NARROWEST_TEXT * len(text)) // len(notes)
        needs[at] = min(needs[at], max(share, NARROWEST_NOTE))
    rest = max(available - fixed - sum(needs[at] for at in notes), NARROWEST_TEXT)
    return tuple(min(need, rest) if at in text else need for at, need in enumerate(needs))


def _longest_line(cell: Cell, column: Column) -> int:
    if column.role == "number":
        return max(map(width, visible(cell.text).split(LIST_GAP)))
    gap = 0 if column.role == "time" else PADDING
    return width(visible(cell.text)) + (gap + width(cell.after) if cell.after else 0)


def _value(cell: Cell, column: Column, vault: Path | None) -> Text:
    """A cell as styled text: marks stressed, links clickable, its side note dim."""
    style = Style.parse(STYLES[column.role])
    link = cell.link if cell.link and is_web(cell.link) else None
    if column.role == "note" and vault and not cell.link:
        link = _note_link(cell.text, vault)
    if column.role == "number":
        return Text(visible(cell.text).replace(LIST_GAP, "\n"), style)
    text = Text(style=style + Style(link=link) if link else style)
    at = 0
    for start, end in cell.marks:
        text.append(visible(cell.text[at:start]))
        text.append(visible(cell.text[max(at, start) : end]), STRESSED)
        at = max(at, end)
    text.append(visible(cell.text[at:]))
    if column.role == "time":
        return Text.assemble((cell.after, ASIDE), text)
    if cell.after:
        text.append(f"  {visible(cell.after)}", ASIDE)
    return text


def _note_link(name: str, vault: Path) -> str:
    """What opens a note: Obsidian when the vault is one of its, else the file itself."""
    path = vault.resolve() / f"{name}.md"
    if (vault / ".obsidian").is_dir():
        return f"obsidian://open?path={quote(os.fsencode(path), safe='')}"
    return path.as_uri()
