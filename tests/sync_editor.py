"""An editor that saves one page again and again while sync writes to it, and the question what became of its saves."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

MINE = re.compile(rb"Mine (\d+)\.\n")
KEPT = (".kg/backup", ".kg/sync/out")


class Turn(Protocol):
    """A lock: the editor is not in the middle of a save while somebody else has it."""

    def __enter__(self) -> object: ...
    def __exit__(self, *_: object) -> object: ...


class Editor:
    """Puts a number into its part of a page, each time the next one; every second save is a rename, as many do it."""

    def __init__(self, page: Path) -> None:
        self.page = page
        self.last = 0

    def save(self) -> bool:
        """Save once; False when the page was away, or half there."""
        try:
            text = self.page.read_bytes()
        except FileNotFoundError:
            return False
        if MINE.search(text) is None and b"kg_id" not in text:
            return False
        number = self.last + 1
        line = b"Mine %d.\n" % number
        text = MINE.sub(line, text) if MINE.search(text) else text + b"\n" + line
        if number % 2:
            self.page.write_bytes(text)
        else:
            fresh = self.page.with_name(".editor")
            fresh.write_bytes(text)
            os.replace(fresh, self.page)  # noqa: PTH105 - as editors do
        self.last = number
        return True


def saved(root: Path, page: Path) -> int:
    """The latest save that is in the page or in a copy that was kept of it."""
    kept = [file for folder in KEPT for file in (root / folder).rglob("*") if file.is_file()]
    texts = (file.read_bytes() for file in (page, *kept) if file.exists())
    return max((int(found[1]) for text in texts for found in MINE.finditer(text)), default=0)
