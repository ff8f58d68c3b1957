"""What the engine has freed goes back to the system."""

from __future__ import annotations

import ctypes
import platform
import resource
from pathlib import Path

import pytest

from kg.store.memory import give_back

BLOCK, BLOCKS = 2_000, 50_000  # bytes of a block, too small to be mapped by itself, and how many


def resident() -> int:
    """Bytes of memory that the process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library can be asked to give back")
def test_memory_that_is_free_between_blocks_in_use_goes_back() -> None:
    """A block at the end that stays keeps the C library from giving back what lies before it."""
    blocks = [bytes(BLOCK) for _ in range(BLOCKS)]
    held = resident()
    del blocks[:-1]
    assert give_back()
    assert held - resident() > BLOCK * BLOCKS / 2


def test_where_nothing_can_be_given_back_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: None) -> None:
        raise TypeError

    monkeypatch.setattr(ctypes, "CDLL", none)
    assert not give_back()
