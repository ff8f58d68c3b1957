"""Measures what it costs that files are safe: the same builds and syncs with a plain file layer, in turn, in one run.

    python -m benchmarks.file_safety [--runs N]

Plain means: files are opened by path, links and all; pages are written next to the old ones and renamed over them;
bytes are flushed, names are not. Seal, journal and lock are the same in both. The vault is the sample's: a first build
takes so much longer to parse that the files do not show.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

from benchmarks.corpus import ROOT
from benchmarks.tables import Section, Table, printed
from kg import assembly
from kg.config import Config
from kg.files.folder_handle import READABLE, LookedInto
from kg.files.safe_folder import Folder
from kg.sync.pages.page_facts import UncorrectedOpinion
from kg.sync.write.page_exchange import Pages
from kg.sync.write.undo import undo_to
from tests.sync_samples import Told, applied, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.tables import Figure
    from kg.files.exchange_files import Place

ONE = Config(workers=1)
PAGES, NOTES = 200, 40
RUNS = 3
TOLD = ("build after an edit", f"sync of {PAGES} pages that change")
EDIT = "\nAcme Corporation sold {number} anvils to Globex [00:01:00].\n"


class Cost(NamedTuple):
    """Seconds of the processor, and elapsed."""

    processor: float
    elapsed: float


@contextmanager
def plain() -> Iterator[None]:
    """Work with files as a program does that trusts its folder and the power."""
    with ExitStack() as patched:
        for owner, name, made in (
            (LookedInto, "at", _at),
            (LookedInto, "open_file", _open_file),
            (LookedInto, "reach", _reach),
            (Folder, "flush", _nothing),
            (Pages, "replace", _replace),
            (Pages, "create", _create),
            (Pages, "remove", _remove),
        ):
            patched.enter_context(patch.object(owner, name, made))
        yield


@contextmanager
def _at(folder: LookedInto, path: str) -> Iterator[Place]:
    yield str(folder.path / path), None


def _open_file(_folder: LookedInto, _path: str, place: Place, flags: int) -> int:
    return os.open(place[0], flags & ~getattr(os, "O_NOFOLLOW", 0), READABLE)


def _reach(folder: LookedInto, name: str = "") -> Path:
    return folder.path / name


def _nothing(*_: object) -> None:
    pass


def _replace(pages: Pages, page: str, _: str, data: bytes) -> bool:
    pages._vault.replace(page, data)  # noqa: SLF001 - in its place
    return True


def _create(pages: Pages, page: str, data: bytes) -> None:
    _replace(pages, page, "", data)


def _remove(pages: Pages, page: str, _: str) -> bool:
    pages._vault.remove(page)  # noqa: SLF001 - as above
    return True


def timed(work: Callable[[], object]) -> Cost:
    """What some work takes, with no rubbish of the work before it to clear away."""
    gc.collect()
    processor, elapsed = time.process_time(), time.perf_counter()
    work()
    return Cost(time.process_time() - processor, time.perf_counter() - elapsed)


class Site:
    """A vault of its own for one way to work with files, so that neither finds what the other left."""

    def __init__(self, root: Path) -> None:
        self.built, self.synced = root / "built", root / "synced"
        shutil.copytree(ROOT / "vault", self.built, ignore=shutil.ignore_patterns(".kg"))
        (self.synced / ".obsidian").mkdir(parents=True)
        (self.synced / "talks").mkdir()
        for number in range(NOTES):
            (self.synced / f"talks/{number}.md").write_text("Words.\n", encoding="utf-8")
        self._edits = 0

    def again(self) -> None:
        """Build where nothing has changed."""
        assembly.build(self.built, config=ONE, out=self.built.with_name("out"))

    def edited(self) -> None:
        """Build after a note was edited."""
        self._edits += 1
        note = min(self.built.rglob("*.md"))
        note.write_text(note.read_text(encoding="utf-8") + EDIT.format(number=self._edits), encoding="utf-8")
        self.again()


def knowledge(things: int) -> Told:
    """Three claims for each page."""
    claims = [
        (f"talks/{number % NOTES}.md", f"Thing {number % things} grew {number} times.", (f"Thing {number % things}",))
        for number in range(3 * things)
    ]
    return told(claims, {f"Thing {number}": UncorrectedOpinion("Product") for number in range(things)})


def compared(works: dict[str, Callable[[Site], object]], root: Path, runs: int) -> dict[str, list[tuple[Cost, Cost]]]:
    """Do each work in both ways, each first in turn; gives (plain, safe) of each run."""
    ways = ((Site(root / "plain"), plain), (Site(root / "safe"), nullcontext))
    found: dict[str, list[tuple[Cost, Cost]]] = {name: [] for name in works}
    for run in range(runs + 1):
        order = (0, 1) if run % 2 else (1, 0)
        for name, work in works.items():
            costs = {}
            for way in order:
                site, files = ways[way]
                with files():
                    costs[way] = timed(partial(work, site))
            if run:  # the first warms up
                found[name].append((costs[0], costs[1]))
    return found


def measured(runs: int = RUNS) -> Section:
    """A row for each work."""
    many = knowledge(PAGES)
    fewer = Told(many.claims[: 2 * PAGES], many.opinions)
    works: dict[str, Callable[[Site], object]] = {
        "build with nothing changed": Site.again,
        TOLD[0]: Site.edited,
        f"sync of {PAGES} new pages": lambda site: applied(site.synced, fewer),
        TOLD[1]: lambda site: applied(site.synced, many),
        "undo of both, and a sync of nothing": _undone,
    }
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"XDG_STATE_HOME": folder}):
        found = compared(works, Path(folder), runs)
    rows = [row(name, pairs) for name, pairs in found.items()]
    columns = ("what", "plain, s", "safe, s", "ratio", "plain, elapsed s", "safe, elapsed s", "ratio")
    note = (
        f"The least of {runs} runs in turn, as all else only adds; seconds of one process's processor, "
        "and elapsed with the disk."
    )
    headline = [
        (f"safe files beside plain ones: {each[0]}", f"{each[3]:.2f} times the processor seconds")
        for each in rows
        if each[0] in TOLD
    ]
    table = Table("Safe files beside plain", note, columns, rows)
    return Section("files", "Safety of files", [table], headline)


def _undone(site: Site) -> None:
    """Undo all, and let a sync that has nothing to write delete what undo has kept for late saves."""
    undo_to(site.synced, 1)
    applied(site.synced, told([], {}))


def row(name: str, pairs: list[tuple[Cost, Cost]]) -> list[Figure]:
    """The least of both ways, and their ratios."""
    figures: list[Figure] = [name]
    for kind in range(2):
        bare, safe = (min(pair[way][kind] for pair in pairs) for way in range(2))
        figures += [bare, safe, safe / bare]
    return figures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS)
    printed(measured(parser.parse_args().runs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
