"""What is in the vault before anything is planned: the user's notes, and the pages wherever they were moved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import SyncRefused
from kg.escape import folded
from kg.model import Problem
from kg.reader import frontmatter
from kg.reader.read_note import decode
from kg.reader.vault_folder import SETTINGS, obsidian_json, read_bytes, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.sync.plan.sync_memory import Memory

ID = "kg_id"
PAGE = "kg_page"
_DATES = ("published", "date", "upload_date", "uploaded", "recorded", "created")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")


class SurveyedPage(NamedTuple):
    """A generated page: where it is, its bytes and its properties."""

    path: str
    data: bytes
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VaultSurvey:
    """A vault as it was looked at.

    Attributes:
        notes: Paths of the user's own notes, sorted.
        pages: Generated pages by key.
        doubles: (path, path of the page it is a copy of).
        dates: The day of a note's recording, where its properties tell one.
        taken: ``folded`` names, without ending, of all files.
        paths: All files.
        markdown: Whether the vault's own links are Markdown links.
    """

    notes: tuple[str, ...] = ()
    pages: Mapping[str, SurveyedPage] = field(default_factory=dict)
    doubles: tuple[tuple[str, str], ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    markdown: bool = False


def look(root: Path, memory: Memory) -> VaultSurvey:
    """Look at a vault.

    Raises:
        VaultError: The folder cannot be read.
        SyncRefused: A page that sync knows cannot be read; it would be taken for deleted.
    """
    found = scan(root)
    known = {written.path for key, written in memory.files.items() if not key.startswith("note:")}
    notes: list[str] = []
    pages: dict[str, list[SurveyedPage]] = {}
    dates: dict[str, str] = {}
    for path in found.notes:
        data = read_bytes(root, path)
        if isinstance(data, Problem) and data.code == "unreadable" and path in known:
            raise SyncRefused(
                f"{path!r} cannot be read: {data.message}", "nothing was written; make it readable, or remove it"
            )
        values = frontmatter.read(decode(data)[0]).values if isinstance(data, bytes) else {}
        key = page_key(values)
        if key is not None and isinstance(data, bytes) and path not in found.conflicts:
            pages.setdefault(key, []).append(SurveyedPage(path, data, values))
            continue
        notes.append(path)
        if day := _day(values):
            dates[path] = day
    chosen = {key: _chosen(key, copies, memory) for key, copies in pages.items()}
    doubles = [(one, chosen[key].path) for key, copies in pages.items() for one in copies if one != chosen[key]]
    every = (*found.notes, *found.canvases, *found.others)
    return VaultSurvey(
        notes=tuple(notes),
        pages=chosen,
        doubles=tuple((one.path, first) for one, first in doubles),
        dates=dates,
        taken=frozenset(folded(path.rpartition("/")[2].rpartition(".")[0]) for path in every),
        paths=frozenset(every),
        markdown=_uses_markdown_links(root),
    )


def page_key(values: Mapping[str, Any]) -> str | None:
    """What makes a note a generated page: an entity's IRI, or the kind of a page over all pages."""
    for name in (ID, PAGE):
        if isinstance(values.get(name), str) and values[name]:
            return str(values[name])
    return None


def _chosen(key: str, copies: list[SurveyedPage], memory: Memory) -> SurveyedPage:
    """The page itself among copies of it: where it was last, else the shortest path."""
    known = memory.files.get(key)
    here = [page for page in copies if known is not None and page.path == known.path]
    return (here or sorted(copies, key=lambda page: (len(page.path), page.path)))[0]


def _day(values: Mapping[str, Any]) -> str:
    matches = (_DAY.fullmatch(text) for name in _DATES for text in _texts(values.get(name)))
    return next((match[1] for match in matches if match), "")


def _texts(value: object) -> Iterable[str]:
    return [value.strip()] if isinstance(value, str) else []


def _uses_markdown_links(root: Path) -> bool:
    try:
        settings = obsidian_json(root, SETTINGS)
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(settings, dict) and settings.get("useMarkdownLinks") is True
