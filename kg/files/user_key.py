"""Signs what kg itself wrote, with a key that lies in the user's own state folder and in no vault.

A vault may come from anybody, with a ``.kg`` folder in it. What is signed there is this user's own doing.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from kg.files.exchange_files import rename_new
from kg.files.safe_folder import Folder
from kg.user_folders import state_home

KEY = "key"
LENGTH = 32  # bytes of a key
PRIVATE = 0o700


def sign(data: bytes) -> str:
    """The signature of some bytes, in hex; the key is made when there is none.

    Raises:
        OSError: The key can neither be read nor made.
    """
    try:
        home = state_home(os.environ)
    except RuntimeError as error:  # a user without a home
        raise OSError(None, str(error), KEY) from error
    return _mac(_key(str(home)), data)


def is_signed(data: bytes, signature: str) -> bool:
    """Whether this user signed these bytes on this machine."""
    with suppress(OSError):
        return hmac.compare_digest(sign(data).encode(), signature.encode("utf-8", "replace"))
    return False


def _mac(key: bytes, data: bytes) -> str:
    return hmac.new(key, data, "sha256").hexdigest()


@lru_cache(maxsize=8)
def _key(home: str) -> bytes:
    place = Path(home, KEY)
    with suppress(FileNotFoundError):
        return _whole(place)
    place.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    fresh = place.with_name(f"{KEY}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was faster
            rename_new((str(fresh), None), (str(place), None))
    finally:
        fresh.unlink(missing_ok=True)
    with Folder(place.parent) as folder:
        folder.flush("")
    return _whole(place)


def _whole(place: Path) -> bytes:
    """The key as it is on disk.

    Raises:
        OSError: It cannot be read, or is damaged.
    """
    found = place.read_bytes()
    if len(found) != LENGTH:
        raise OSError(None, f"is no key of kg's ({len(found)} bytes, not {LENGTH}); delete it", str(place))
    return found
