"""Keeps the GNU C library from holding memory that nobody uses; with any other C library nothing happens.

The engine and spaCy allocate in many threads. The library gives each an arena of its own, and keeps what is freed there
in pieces: that grew with every load, to several times of what was in use.
"""

from __future__ import annotations

import ctypes
from typing import Any

ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>


def give_back() -> bool:
    """Give memory that is free back to the system (malloc_trim(3)); whether there was any."""
    library = _library()
    return hasattr(library, "malloc_trim") and bool(library.malloc_trim(0))


def one_arena() -> bool:
    """Have all threads that start from now on share one arena (mallopt(3)); whether that could be arranged.

    This holds for the whole process and cannot be taken back, so it is for processes of kg's own.
    """
    library = _library()
    return hasattr(library, "gnu_get_libc_version") and bool(library.mallopt(ARENA_MAX, 1))


def _library() -> Any:
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows knows no library of that name
        return None
