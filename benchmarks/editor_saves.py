"""An editor in a process of its own saves a page again and again while sync applies and takes back: no save is lost.

Usage: ``python benchmarks/editor_saves.py [SAVES] [MILLISECONDS]``: so many saves (100,000 by default), with each flush
to disk slowed by so many milliseconds (0 by default). Every second save is a rename, the others write into the file.
After each apply and undo the latest save must be in the page, or in a copy that kg kept. Prints the counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MEMORY = Path("/dev/shm")  # noqa: S108 - the disk's own time is injected
NOTE, PAGE = "Talk.md", "Knowledge/Acme.md"

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized
    from multiprocessing.synchronize import Lock


def typing(page: Path, turn: Lock, last: Synchronized[int], saves: int) -> None:
    """Save so many times."""
    from tests.sync_editor import Editor

    editor = Editor(page)
    while editor.last < saves:
        with turn:
            editor.save()
            last.value = editor.last
        time.sleep(0)


def main(saves: int = 100_000, slow: int = 0) -> int:
    """Return 1 if a save was lost."""
    from kg.sync.pages.page_facts import UncorrectedOpinion
    from kg.sync.plan.plan import Manner
    from kg.sync.write.apply import apply
    from kg.sync.write.undo import undo
    from tests.sync_editor import saved
    from tests.sync_samples import Told, applied, never, planned, told

    real = os.fsync

    def slowed(handle: int) -> None:
        time.sleep(slow / 1000)
        real(handle)

    setattr(os, "fsync", slowed)  # noqa: B010 - a disk as slow as is asked for
    knowledge = told(
        [(NOTE, f"Acme grew {number} times.", ("Acme",)) for number in range(4)],
        {"Acme": UncorrectedOpinion("Organization")},
    )
    fewer = Told(knowledge.claims[1:], knowledge.opinions)
    context = get_context("spawn")
    turn, last = context.Lock(), context.Value("q", 0)
    applies = undone = lost = late = 0
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        root = Path(folder) / "vault"
        (root / ".obsidian").mkdir(parents=True)
        (root / NOTE).write_text("# Talk\n")
        os.environ["XDG_STATE_HOME"] = str(Path(folder) / "state")
        applied(root, knowledge)
        editor = context.Process(target=typing, args=(root / PAGE, turn, last, saves))
        editor.start()
        while editor.is_alive():
            plan = planned(root, knowledge if applies % 2 else fewer)
            late += len(apply(root, plan, Manner(at_most=100), recent=never).late)
            applies += 1
            with turn:
                lost += saved(root, root / PAGE) != last.value
            if applies % 3 == 0:
                undone += undo(root) is not None
                with turn:
                    lost += saved(root, root / PAGE) != last.value
        editor.join()
    print(f"{last.value:,} saves during {applies:,} applies and {undone:,} undos: {late} kept apart, {lost} lost")
    return 1 if lost or last.value < saves else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
