"""Compresses a stream of bytes as gzip, without a time or a name in it: the same bytes give the same file."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEVEL = 6  # higher ones take twice the time for a hundredth of the size
WITH_HEADER = 16 + zlib.MAX_WBITS


def gzipped(data: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the gzip of some bytes, piece by piece."""
    stream = zlib.compressobj(LEVEL, wbits=WITH_HEADER)
    for piece in data:
        if packed := stream.compress(piece):
            yield packed
    yield stream.flush()
