"""What sync remembers between runs, in ``.kg/sync/``: which pages it made, so that deleted ones stay deleted.

All of it can be lost without harm: pages are found by what is in them; only deletions are forgotten then. It is
signed: what came with somebody else's vault counts as lost.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UnsafePath
from kg.files.user_key import is_signed, sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.files.folder_handle import LookedInto

FOLDER = ".kg/sync"
FILE = f"{FOLDER}/memory.json"
LAYOUT = 2


class Written(NamedTuple):
    """A file as it was when sync last wrote or saw it: its path, and the sha256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What was written, by the key of what is in it."""

    files: Mapping[str, Written] = field(default_factory=lambda: MappingProxyType({}))

    def to_bytes(self) -> bytes:
        """As one JSON document, sorted and signed."""
        files = {key: list(self.files[key]) for key in sorted(self.files)}
        record = {"layout": LAYOUT, "signed": sign(_signed(files)), "files": files}
        return (json.dumps(record, ensure_ascii=True, indent=1) + "\n").encode()


def load(vault: LookedInto) -> Memory:
    """Read the memory of a vault; one that is missing, damaged or somebody else's is empty.

    Raises:
        OSError: It is there, but cannot be read: without it a page that the user deleted would come back.
    """
    try:
        record = json.loads(vault.read(FILE) or b"null")
        files = record["files"]
        if record["layout"] != LAYOUT or not is_signed(_signed(files), record["signed"]):
            return Memory()
        return Memory({str(key): Written(str(path), str(digest)) for key, (path, digest) in files.items()})
    except (UnsafePath, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Memory()


def _signed(files: object) -> bytes:
    return json.dumps(["memory", LAYOUT, files], sort_keys=True).encode()
