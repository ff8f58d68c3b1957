"""Which files a running Obsidian shows, as far as its workspace says: it lags, and stays when the app is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.reader.vault_folder import obsidian_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKSPACE = ".obsidian/workspace.json"


def active(root: Path) -> str | None:
    """The vault path of the file in the active tab, or None when there is none or the workspace cannot be read."""
    try:
        workspace = obsidian_json(root, WORKSPACE)
    except (OSError, ValueError, RecursionError):
        return None
    leaf = workspace.get("active") if isinstance(workspace, dict) else None
    return next((file for name, file in _files(workspace) if name == leaf), None) if leaf else None


def _files(node: Any) -> Iterator[tuple[object, str]]:
    """(id of the tab, vault path) of every file that is open."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            state: Any = each.get("state")
            while isinstance(state, dict) and "file" not in state:
                state = state.get("state")
            if isinstance(state, dict) and isinstance(state["file"], str):
                yield each.get("id"), state["file"]
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
