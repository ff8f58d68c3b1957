"""What sync remembers between runs, in ``.kg/sync/``: which pages it made, so that deleted ones stay deleted.

All of it can be lost without harm: pages are found by what stands in them; only deletions are forgotten then.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "memory.json"
LAYOUT = 1


class Written(NamedTuple):
    """A file as it was when sync last wrote or saw it: its path, and the sha256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What was written, by the key of what is in it."""

    files: Mapping[str, Written] = field(default_factory=lambda: MappingProxyType({}))

    def to_bytes(self) -> bytes:
        """As one JSON document, sorted."""
        record = {"layout": LAYOUT, "files": {key: list(self.files[key]) for key in sorted(self.files)}}
        return (json.dumps(record, ensure_ascii=True, indent=1) + "\n").encode()


def load(folder: Path) -> Memory:
    """Read the memory; one that is missing or damaged is empty."""
    try:
        record = json.loads((folder / FILE).read_bytes())
        files = {str(key): Written(str(path), str(digest)) for key, (path, digest) in record["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Memory()
    return Memory(files if record.get("layout") == LAYOUT else {})
