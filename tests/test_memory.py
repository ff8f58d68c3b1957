"""Memory that is free goes back to the system, and threads do not each hold some of it."""

from __future__ import annotations

import ctypes
import platform
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from kg.malloc_memory import give_back, one_arena

BLOCK, BLOCKS = 2_000, 50_000  # bytes of a block, too small to be mapped by itself, and how many

# Threads that allocate at the same time, and then the arenas that the C library has.
THREADS = """
import ctypes, sys, threading
from kg import malloc_memory as memory
if sys.argv[1] == "one":
    assert memory.one_arena()
meet = threading.Barrier(4)
def work():
    meet.wait()
    held = [bytes(2_000) for _ in range(1_000)]
    meet.wait()
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
library = ctypes.CDLL(None)
library.fopen.restype = ctypes.c_void_p
library.fclose.argtypes = [ctypes.c_void_p]
library.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
file = library.fopen(sys.argv[2].encode(), b"w")
assert library.malloc_info(0, file) == 0
library.fclose(file)
"""

gnu = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library can be told")


def resident() -> int:
    """Bytes of memory that the process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def arenas(how: str, folder: Path) -> int:
    """How many arenas a process has after several of its threads allocated."""
    told = folder / how
    subprocess.run([sys.executable, "-c", THREADS, how, str(told)], check=True)
    return told.read_text().count("<heap nr=")


@gnu
def test_memory_that_is_free_between_blocks_in_use_goes_back() -> None:
    """A block at the end that stays keeps the C library from giving back what lies before it."""
    blocks = [bytes(BLOCK) for _ in range(BLOCKS)]
    held = resident()
    del blocks[:-1]
    assert give_back()
    assert held - resident() > BLOCK * BLOCKS / 2


@gnu
def test_threads_can_share_one_arena(tmp_path: Path) -> None:
    assert arenas("one", tmp_path) == 1
    assert arenas("many", tmp_path) > 1


def test_with_another_c_library_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert not give_back()
    assert not one_arena()


def test_where_the_c_library_has_no_name_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: None) -> None:
        raise TypeError

    monkeypatch.setattr(ctypes, "CDLL", none)
    assert not give_back()
    assert not one_arena()
