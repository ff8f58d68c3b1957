"""System calls that Python lacks: exchange two files in one step, and rename without replacing anything."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from errno import EEXIST, EINVAL, ENOSYS, ENOTSUP
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

UNSUPPORTED = frozenset({EINVAL, ENOSYS, ENOTSUP})  # errors by which a system or file system says that it cannot
_HERE = -100 if sys.platform.startswith("linux") else -2  # AT_FDCWD
# system -> name of its call, flag for a rename that replaces nothing, flag for an exchange
_CALLS = {"linux": ("renameat2", 1, 2), "darwin": ("renameatx_np", 4, 2)}

Place = tuple[str, int | None]  # a name, and the handle of the folder it is in; None where the name is a whole path


def exchange(one: Place, other: Place) -> None:
    """Exchange two files, both of which exist, in one step.

    Raises:
        OSError: They cannot be; with one of ``UNSUPPORTED`` the system has no such call here.
    """
    _rename(one, other, 2)


def rename_new(old: Place, new: Place) -> None:
    """Rename a file; nothing is replaced.

    Raises:
        FileExistsError: The new name is taken.
        OSError: It cannot be renamed.
    """
    try:
        _rename(old, new, 1)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
        _relinked(old, new)


def _relinked(old: Place, new: Place) -> None:
    """Rename with a second link, which fails when the name is taken; on a file system without links, look first."""
    try:
        os.link(old[0], new[0], src_dir_fd=old[1], dst_dir_fd=new[1], follow_symlinks=False)
    except PermissionError:
        with suppress(FileNotFoundError):
            os.stat(new[0], dir_fd=new[1], follow_symlinks=False)
            raise FileExistsError(EEXIST, os.strerror(EEXIST), new[0]) from None
        os.replace(old[0], new[0], src_dir_fd=old[1], dst_dir_fd=new[1])
    else:
        os.unlink(old[0], dir_fd=old[1])


def _rename(old: Place, new: Place, which: int) -> None:
    call = _call()
    if call is None:
        raise OSError(ENOSYS, os.strerror(ENOSYS))
    function, flags = call
    places = (part for name, folder in (old, new) for part in (_HERE if folder is None else folder, os.fsencode(name)))
    if function(*places, flags[which]) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), new[0])


@lru_cache(maxsize=1)
def _call() -> tuple[Callable[..., int], tuple[int, int, int]] | None:
    """The system's call and its flags by what is wanted (1: replace nothing, 2: exchange); None where it has none."""
    found = _CALLS.get(sys.platform)
    if found is None:
        return None
    name, new, swap = found
    function = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if function is None:
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return function, (0, new, swap)
