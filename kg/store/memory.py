"""Gives memory that the engine has freed back to the system; the C library would keep most of it, in pieces."""

from __future__ import annotations

import ctypes


def give_back() -> bool:
    """Give back what is free; whether there was anything. Where the C library has no way to, nothing happens.

    Bulk loads free much of it, in the arenas of the engine's own threads; kept there, that grows with every load.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim  # of the GNU C library: malloc_trim(3)
    except (OSError, TypeError, AttributeError):  # Windows has no such handle, macOS and musl no such function
        return False
    return bool(trim(0))
