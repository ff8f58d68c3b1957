"""One connection: HTTP/1.1 as uvicorn and httptools speak it, for clients that are slow, wrong or never done.

httptools reads a request several times faster than h11 does, but sets no limit to one; those are here.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.service.web.bodies import MOST
from kg.service.web.guard import LONGEST_HEAD

if TYPE_CHECKING:
    import asyncio

HEAD_SECONDS = 10  # until a request's head has come, on a connection on which nothing else goes on
IDLE_SECONDS = 15  # that a connection is kept for a next request
LONGEST_REQUEST = 8 * MOST  # bytes as they are sent: in chunks of one byte, a body takes six times its length


class ImpatientProtocol(HttpToolsProtocol):
    """A connection that is closed when a request does not come in time, or does not end."""

    _waiting: asyncio.TimerHandle | None = None
    _in_head = False  # whether a request has begun whose head is not there yet
    _taken = 0  # bytes of the request that has begun, those of pieces that came before the present one

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request, but not for ever."""
        super().connection_made(transport)
        with suppress(AttributeError, OSError):  # asyncio does so only where a socket was made with its protocol named
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came, unless the request that has begun is too long; wait for the rest of its head."""
        self._taken += len(data)
        if self._taken - len(data) and self._taken > (LONGEST_HEAD if self._in_head else LONGEST_REQUEST):
            self._refuse()
            return
        super().data_received(data)
        if self._is_answering():
            self._wait_no_more()
        elif self._waiting is None:
            self._wait()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head has come."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The whole request has come."""
        self._taken = 0
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _refuse(self) -> None:
        """Say why, unless an answer has begun: the client would take it for a part of that."""
        if self._in_head and not self._is_answering():
            self.send_400_response("the request is too long\n")
        else:
            self.transport.close()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        if not self._is_answering():
            self.transport.close()
