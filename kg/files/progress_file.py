"""How far a build is, in a file of ``.kg`` that other programs may look at while it runs.

The file is locked for as long as the build runs, however that ends: what a killed build left in it is not believed.
"""

from __future__ import annotations

import json
import time
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import IO, TYPE_CHECKING, NamedTuple

from kg.errors import UnsafePath
from kg.files import file_lock
from kg.files.file_lock import LockHeld
from kg.files.folder_handle import LookedInto, is_locked
from kg.files.own_folder import own_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAME = "progress"
PATIENCE = 0.5  # seconds to wait for somebody who looks at it
MOST = 1_000  # bytes of it that are read
TRIES, GAP = 5, 0.002  # of a reader, who may come while it is written; seconds between them


class ProgressRecord(NamedTuple):
    """How far a build is.

    Attributes:
        phase: What it does: ``Reading``.
        done: Units of the phase that are done.
        total: All of them, as far as was known when the phase began.
        unit: What they are: ``notes``.
    """

    phase: str
    done: int
    total: int
    unit: str


@contextmanager
def progress_file(folder: Path) -> Iterator[Callable[[ProgressRecord], None]]:
    """Gives what writes how far a build is; the file is emptied when it ends. Failing to write stops no build.

    Args:
        folder: The vault's ``.kg`` folder, made when missing.
    """
    with ExitStack() as held:
        write: Callable[[ProgressRecord], None] = _to_nobody
        with suppress(OSError, UnsafePath, LockHeld):
            kg = held.enter_context(own_folder(folder, make=True))
            held.enter_context(file_lock.lock(kg, NAME, PATIENCE))
            write = partial(_write, held.enter_context(kg.append(NAME)))
        yield write


def _to_nobody(_: ProgressRecord) -> None:
    """Another build is at work, or the disk takes nothing."""


def _write(file: IO[bytes], record: ProgressRecord) -> None:
    with suppress(OSError):
        file.truncate(0)
        file.write(json.dumps(record).encode())
        file.flush()


def build_progress(folder: Path) -> ProgressRecord | None:
    """How far the build is that runs now; None where none does, or the system cannot say.

    Args:
        folder: The vault's ``.kg`` folder.
    """
    try:
        with LookedInto(folder, follow=False) as kg:
            for _ in range(TRIES):
                if not is_locked(kg, NAME):
                    return None
                with suppress(ValueError, RecursionError):  # it is being written
                    phase, done, total, unit = json.loads(kg.read(NAME, MOST) or b"")
                    return ProgressRecord(str(phase), int(done), int(total), str(unit))
                time.sleep(GAP)
    except (OSError, UnsafePath, TypeError):
        pass
    return None
