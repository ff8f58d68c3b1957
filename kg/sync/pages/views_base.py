"""The base of the explorer's named views: each a table of the notes whose claims the view shows.

The views themselves, name and address, lie in comments at its head, so that the next sync knows them from the vault.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.escape import quoted
from kg.graph.explorer_views import ExplorerView
from kg.sync.pages.base_files import guarded, is_ours, table_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VIEWS_NAME = "Knowledge views"
MOST = 1000  # notes of a view: those with most of its claims
_VIEW = "# view "
_COLUMNS = ("file.name", "file.folder", "file.mtime")
_EXPORT = "claimgraph-views"  # the key of the explorer's export that says which format it has
_FORMAT = 1


def views_base(views: Sequence[ExplorerView], notes: Sequence[Mapping[str, int]]) -> str:
    """The base as YAML.

    Args:
        views: In the order in which they are shown.
        notes: For each of them the vault paths of its notes, with how many of its claims each holds.
    """
    lines = [f"{_VIEW}{json.dumps(view._asdict())}" for view in views]
    lines.append("views:")
    for view, found in zip(views, notes, strict=True):
        best = sorted(found, key=lambda path: (-found[path], path))[:MOST]
        conditions = [f"file.path == {quoted(path)}" for path in sorted(best)] or ["false"]
        lines += table_view(view.name, "or", conditions, _COLUMNS)
    return guarded("\n".join(lines) + "\n")


def views_of(base: bytes) -> tuple[ExplorerView, ...]:
    """The views that a base of ``views_base`` was made from; none of one that somebody changed."""
    text = base.decode("utf-8", "replace")
    if not is_ours(text):
        return ()
    lines = (line.removeprefix(_VIEW) for line in text.splitlines() if line.startswith(_VIEW))
    with suppress(ValueError, RecursionError):  # whoever wrote it had the guard right, and this wrong
        return tuple(_views([json.loads(line) for line in lines]))
    return ()


def exported_views(data: bytes) -> tuple[ExplorerView, ...]:
    """The views of a file that the explorer exported, in the order of the file; one of the same name counts once.

    Raises:
        ValueError: It is no such file; says why.
    """
    try:
        record = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no JSON: {error}") from None
    if not isinstance(record, dict) or _EXPORT not in record:
        raise ValueError("it holds no views: Export in the explorer's menu of saved views writes such a file")
    if record[_EXPORT] != _FORMAT:
        raise ValueError(f"its views have format {record[_EXPORT]!r}; this version reads format {_FORMAT}")
    views = {view.name: view for view in _views(record.get("views"))}
    if not views:
        raise ValueError("it holds no views")
    return tuple(views.values())


def _views(rows: object) -> Iterable[ExplorerView]:
    for row in rows if isinstance(rows, list) else ():
        name, address = (row.get(key) for key in ("name", "address")) if isinstance(row, dict) else (None, None)
        if isinstance(name, str) and isinstance(address, str) and name.strip():
            yield ExplorerView(" ".join(name.split()), address)
