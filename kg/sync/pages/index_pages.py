"""The two pages over all pages: an index by type, and a base with a table of each type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.escape import inert, quoted
from kg.model.entity_types import entity_type, type_names
from kg.sync.pages.base_files import guarded, table_view
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.sync.pages.page_links import Linker

INDEX_NAME = "Knowledge index"
BASE_NAME = "Knowledge"
TERMS = "Key terms"
_COLUMNS = ("file.name", "note.type", "note.claims", "note.recordings", "note.aliases")
_TITLES = {"file.name": "Name", "note.type": "Type", "note.claims": "Claims", "note.recordings": "Recordings",
           "note.aliases": "Also called"}  # fmt: skip


def body(pages: Iterable[tuple[str, str, str, int]], terms: Iterable[tuple[str, str, int]], linker: Linker) -> str:
    """The index: a heading for each type, under it its pages, those with most claims first; then the key terms.

    Args:
        pages: (name, type, path, number of claims) of every page.
        terms: (name, path of the note of that name or "", number of claims) of key terms, most claims first.
        linker: Writes links as the vault has them.
    """
    by_type: dict[str, list[tuple[int, str, str]]] = {}
    for name, type_, path, claims in pages:
        by_type.setdefault(type_, []).append((-claims, name, path))
    parts = []
    for type_ in _in_order(by_type):
        lines = [f"- {linker.note(path, name)} ({counted(-n, 'claim')})\n" for n, name, path in sorted(by_type[type_])]
        parts.append(f"## {inert(_heading(type_))}\n\n{''.join(lines)}")
    shown = ((linker.note(path, name) if path else inert(name), claims) for name, path, claims in terms)
    lines = [f"- {name} ({counted(claims, 'claim')})\n" for name, claims in shown]
    if lines:
        parts.append(f"## {TERMS}\n\n{''.join(lines)}")
    return "\n".join(parts) or "No pages yet.\n"


def base(types: Iterable[str]) -> str:
    """The base as YAML: a view of everything, then one for each type, those with most claims first."""
    lines = ["filters:", "  and:", "    - 'file.hasProperty(\"kg_id\")'", "properties:"]
    for column, title in _TITLES.items():
        lines += [f"  {column}:", f'    displayName: "{title}"']
    lines += ["views:", *_view("All", _COLUMNS, "")]
    for type_ in _in_order(set(types)):
        columns = [column for column in _COLUMNS if column != "note.type"]
        lines += _view(_heading(type_), columns, type_)
    return guarded("\n".join(lines) + "\n")


def _view(name: str, columns: Sequence[str], type_: str) -> list[str]:
    conditions = [f"note.type == {quoted(type_)}"] if type_ else []
    lines = table_view(name, "and", conditions, columns)
    return [*lines, "    sort:", "      - property: note.claims", "        direction: DESC"]


def _in_order(types: Iterable[str]) -> list[str]:
    known = {type_: place for place, type_ in enumerate(type_names())}
    return sorted(types, key=lambda type_: (known.get(type_, len(known)), type_))


def _heading(type_: str) -> str:
    return entity_type(type_).plural.capitalize()
