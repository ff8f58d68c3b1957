"""Ends a command that takes more memory than this machine can spare, with a message, before the system ends others.

Oxigraph evaluates a query without a limit: one that pairs everything with everything takes all memory there is, and so
does a join while the disk cannot be read, for its iterator then gives the same error for ever. It lets go of the
interpreter's lock meanwhile, so a thread can look.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

STATM = Path("/proc/self/statm")  # Linux; elsewhere nothing is looked at
RESIDENT = 1  # its column with the pages that are in memory
SHARE = 0.5  # of the machine's memory
OFTEN = 0.2  # seconds between two looks
ENDED = 1  # exit code: what was asked for failed
STDERR = 2

_guarded: set[int] = set()  # processes that have a guard: a child that is forked has none of its parent's threads


def start() -> None:
    """Guard this process, once."""
    if os.getpid() not in _guarded and STATM.is_file():
        _guarded.add(os.getpid())
        threading.Thread(target=_watch, args=(share(),), name="memory guard", daemon=True).start()


def share() -> int:
    """The bytes that a command may take on this machine."""
    return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * SHARE)


def taken() -> int:
    """The bytes of this process that are in memory."""
    return int(STATM.read_text(encoding="ascii").split()[RESIDENT]) * os.sysconf("SC_PAGE_SIZE")


def _watch(most: int) -> None:
    done = threading.Event()
    while not done.wait(OFTEN):
        if taken() > most:
            os.write(STDERR, _message(most).encode())
            os._exit(ENDED)


def _message(most: int) -> str:
    return (
        f"Error: this took more than {most / 2**30:.1f} GiB of memory and was ended; "
        "if it was a query of yours, let it join less; if not, run 'kg fsck': the disk may be damaged\n"
    )
