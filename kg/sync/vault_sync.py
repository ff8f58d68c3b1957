"""The door of the room: look at a vault, ask its graph, and plan; ``apply`` and ``undo`` then write."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kg.errors import SyncRefused, UnsafePath
from kg.files.safe_folder import Folder
from kg.sync.pages.page_facts import GraphKnowledge
from kg.sync.pages.page_links import Linker
from kg.sync.pages.views_base import views_of
from kg.sync.plan import sync_memory
from kg.sync.plan.desired_pages import VIEWS, Wishes, wanted
from kg.sync.plan.mention_links import MentionLinker
from kg.sync.plan.obsidian_workspace import active
from kg.sync.plan.plan import Manner, plan
from kg.sync.plan.vault_survey import look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.config import Config
    from kg.graph import Graph
    from kg.graph.explorer_views import ExplorerView
    from kg.reader.unlinked_mentions import NamesOfNotes
    from kg.sync.plan.plan import Plan
    from kg.sync.plan.sync_memory import Memory

QUIET = 10.0  # seconds that a file must have rested before it is written to
OPEN = 6  # times as long for the file in Obsidian's active tab; not for good, for the app may be shut

__all__ = ["QUIET", "Manner", "planned", "recently"]


def planned(
    root: Path,
    graph: Graph,
    config: Config,
    manner: Manner,
    *,
    recent: Callable[[str], bool],
    annotate: bool = False,
    link: NamesOfNotes | None = None,
    views: tuple[ExplorerView, ...] = (),
) -> Plan:
    """Plan a sync of a vault with its graph; nothing is written.

    Args:
        root: The vault.
        graph: Its graph.
        config: Its settings.
        manner: How files may be treated; ``force`` also allows a folder that no Obsidian ever opened.
        recent: Says whether somebody changed a file just now.
        annotate: Whether the notes get a block too.
        link: Names of notes that are linked where notes write them without a link.
        views: Named views of the explorer for a base; without any, those that its base holds already.

    Raises:
        SyncRefused: The folder is no Obsidian vault, is empty, its graph is, or the plan would touch too many notes.
        VaultError: The folder cannot be read.
    """
    if not (root / ".obsidian").is_dir() and not manner.force:
        raise SyncRefused(f"{str(root)!r} contains no .obsidian/, so it never was an Obsidian vault", "--force")
    fresh = bool(views)
    with Folder(root) as vault:
        known = sync_memory.load(vault)
        views = views or _kept_views(vault, known)
    seen = look(root, known)
    if not len(graph.notes()):
        raise SyncRefused("the graph holds no notes", "run 'kg build' first")
    linker = MentionLinker(link, Linker(seen.markdown)) if link is not None else None
    wishes = Wishes(config.sync_folder, config.sync_min_claims, annotate, manner.recreate, linker, views, fresh)
    wants = wanted(GraphKnowledge(graph, config.base_iri), seen, known, wishes)
    with Folder(root) as vault:
        return plan(wants, seen, known, manner, vault=vault, recent=recent)


def _kept_views(vault: Folder, known: Memory) -> tuple[ExplorerView, ...]:
    """The views of the base that an earlier run wrote; none where it is gone, or what is there may not be read."""
    base = known.files.get(VIEWS)
    with suppress(UnsafePath, OSError):
        return views_of(vault.read(base.path) or b"") if base else ()
    return ()


def recently(root: Path, now: Callable[[], float], quiet: float = QUIET) -> Callable[[str], bool]:
    """Make the test whether somebody changed a file just now.

    Args:
        root: The vault.
        now: The clock, in seconds since 1970.
        quiet: Seconds that a file must have rested; the one in Obsidian's active tab ``OPEN`` times as long.
    """
    shown = active(root)

    def recent(path: str) -> bool:
        try:
            age = now() - (root / path).stat().st_mtime
        except OSError:
            return False
        rest = quiet * OPEN if path == shown else quiet
        return -rest < age < rest  # a clock that is wrong by more must not stop a file for good

    return recent
