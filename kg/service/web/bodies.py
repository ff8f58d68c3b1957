"""Bodies of requests, read whole within a limit of bytes and of time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request

MOST = 1_000_000  # bytes
SECONDS = 10.0  # for a body as a whole
TOO_LARGE, TOO_SLOW = 413, 408


async def body_of(request: Request) -> bytes:
    """The body of a request.

    Raises:
        HTTPException: It has more than ``MOST`` bytes, or does not come within ``SECONDS``.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > MOST:
        raise HTTPException(TOO_LARGE, f"a body may have {MOST:,} bytes")
    try:
        async with asyncio.timeout(SECONDS):
            return await _whole(request)
    except TimeoutError:
        raise HTTPException(TOO_SLOW, f"the body did not come within {SECONDS:g} seconds") from None


async def _whole(request: Request) -> bytes:
    pieces = bytearray()
    async for piece in request.stream():
        pieces += piece
        if len(pieces) > MOST:
            raise HTTPException(TOO_LARGE, f"a body may have {MOST:,} bytes")
    return bytes(pieces)
