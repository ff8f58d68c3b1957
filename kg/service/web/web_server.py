"""The server itself: a socket, uvicorn with limits, and a clean end."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import InvalidArgument, PortTaken
from kg.service.web.guard import LONGEST_HEAD

if TYPE_CHECKING:
    import asyncio

    from starlette.types import ASGIApp

MOST_CONNECTIONS = 256  # open at a time; who comes then is answered with 503
HEAD_SECONDS = 10  # until they have come, on a connection on which nothing else goes on
IDLE_SECONDS = 15  # that a connection is kept for a next request
END_SECONDS = 2  # that answers have to finish when the server ends
SIGNALLED = 128  # plus the signal's number: the exit code of what a signal ends, as shells report it
PATIENCE = 128  # connections that wait to be taken


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any that is free.

    Raises:
        PortTaken: Another program listens there.
        InvalidArgument: The host is no address of this machine, or the port is not for everybody.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=PATIENCE)
    except PermissionError as error:
        raise InvalidArgument("port", str(port), "is not for everybody", "choose one above 1023") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host, port) from error
        raise InvalidArgument(
            "host", host, "is no address of this machine", "leave --host out for 127.0.0.1"
        ) from error


def run(app: ASGIApp, listening: socket.socket) -> None:
    """Serve until the process is interrupted or terminated; then KeyboardInterrupt or SystemExit is raised."""
    signal.signal(signal.SIGTERM, _terminated)
    settings = uvicorn.Config(
        app,
        http=ImpatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=END_SECONDS,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )
    uvicorn.Server(settings).run(sockets=[listening])


def _terminated(number: int, _: object) -> NoReturn:
    """Let what was opened be closed, which the signal itself would not."""
    sys.exit(SIGNALLED + number)


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, but a connection is closed if a request's head does not come in time."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request, but not for ever."""
        super().connection_made(transport)
        with suppress(AttributeError, OSError):  # asyncio does so only where a socket was made with its protocol named
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; wait for the rest of a head that is not complete."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_no_more()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
