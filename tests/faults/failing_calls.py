"""Runs a piece of work in forked children whose n-th system call on a folder's files fails, each n in its turn.

The process is started with the library in ``LD_PRELOAD``, loads what is slow to load, and forks: so a trial costs what
the work costs, and thousands can be made.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import signal
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "failing_calls.c"
PATIENCE = 120  # seconds after which a child counts as hanging
WRITE, CHANGE, READ = 1, 2, 4  # kinds of calls: bytes are written; files and names change; something is read
_ONCE, _EVER, _SHORT, _KILL, _TORN = 1, 2, 3, 4, 5


class Fault(NamedTuple):
    """What becomes of the n-th call: of which kinds, how, and with which error."""

    kinds: int
    how: int
    error: int = 0


FAULTS = {
    "no room": Fault(WRITE | CHANGE, _ONCE, errno.ENOSPC),
    "disk full": Fault(WRITE, _EVER, errno.ENOSPC),  # from then on
    "bad sector": Fault(WRITE | CHANGE, _ONCE, errno.EIO),
    "disk gone": Fault(WRITE | CHANGE, _EVER, errno.EIO),  # from then on
    "unreadable": Fault(READ, _ONCE, errno.EIO),
    "interrupted": Fault(WRITE | CHANGE | READ, _ONCE, errno.EINTR),
    "half written": Fault(WRITE, _SHORT),
    "killed": Fault(WRITE | CHANGE, _KILL),
    "torn": Fault(WRITE, _TORN),  # half written, and killed
}
POWER = "power lost"  # see tests/faults/lost_writes.py
DEADLY = frozenset({"killed", "torn", POWER})


def library(folder: Path) -> Path | None:
    """Build the library; None where there is no C compiler, or where the system has no ``LD_PRELOAD``."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    made = folder / "failing_calls.so"
    command = [
        compiler,
        "-O2",
        "-Wall",
        "-Werror",
        "-shared",
        "-fPIC",
        "-o",
        str(made),
        str(SOURCE),
        "-ldl",
        "-lpthread",
    ]
    subprocess.run(command, check=True)
    return made


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one piece of work in a child.

    Attributes:
        code: Its exit code; minus a signal's number when that ended it.
        text: What it wrote on its standard streams.
        failed: The call that failed and its path, "" when there were not so many calls.
        calls: How many calls counted; 0 when it is not known.
    """

    code: int
    text: str
    failed: str = ""
    calls: int = 0


def tried(work: Callable[[], int], folder: Path, fault: Fault | None = None, nth: int = 0) -> Trial:
    """Do a piece of work in a child.

    Args:
        work: Gives an exit code.
        folder: Calls on files in it count; links up to it must be resolved.
        fault: What happens to the n-th of them; nothing without it.
        nth: Which one, from 1.
    """
    told = os.memfd_create("told")

    def armed() -> int:
        if fault is not None:
            preloaded().faults_arm(os.fsencode(folder), fault.kinds, fault.how, fault.error, ctypes.c_long(nth), told)
        code = work()
        os.write(told, b"\0%d" % preloaded().faults_counted())
        return code

    code, text = _in_child(armed)
    failed, _, calls = _read(told).decode("utf-8", "replace").partition("\0")
    return Trial(code, text, failed.strip(), int(calls or 0))


def recorded(work: Callable[[], int], folder: Path) -> tuple[Trial, bytes]:
    """Do a piece of work in a child, and record every call that changes files in a folder."""
    record = os.memfd_create("record")

    def recording() -> int:
        preloaded().faults_record(os.fsencode(folder), record)
        return work()

    trial = Trial(*_in_child(recording))
    return trial, _read(record)


def _in_child(work: Callable[[], int]) -> tuple[int, str]:
    streams = os.memfd_create("streams")
    child = os.fork()
    if child == 0:
        _work(work, streams)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, _read(streams).decode("utf-8", "replace")


def _work(work: Callable[[], int], streams: int) -> None:
    """What the child does; never returns."""
    code = 70
    try:
        os.dup2(streams, 1)
        os.dup2(streams, 2)
        signal.alarm(PATIENCE)
        code = work()
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - a child that goes on would be a second parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _read(handle: int) -> bytes:
    with os.fdopen(handle, "rb") as file:
        file.seek(0)
        return file.read()


def preloaded() -> ctypes.CDLL:
    """The library's functions; the process must have been started with it."""
    return ctypes.CDLL(None)
