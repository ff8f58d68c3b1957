"""The server itself: a socket, uvicorn with limits, and a clean end."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from typing import TYPE_CHECKING, NoReturn

import uvicorn

from kg.errors import InvalidArgument, PortTaken
from kg.service.web.impatient_protocol import IDLE_SECONDS, ImpatientProtocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

# open at a time; who comes then is answered with 503. Answers that were sent count until their task has ended, so 256
# clients may count twice
MOST_CONNECTIONS = 512
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


class _Server(uvicorn.Server):
    """Says when it ends, before it waits for what is being answered."""

    def __init__(self, config: uvicorn.Config, at_end: Callable[[], None]) -> None:
        super().__init__(config)
        self._at_end = at_end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._at_end()
        await super().shutdown(sockets)


def run(app: ASGIApp, listening: socket.socket, at_end: Callable[[], None]) -> None:
    """Serve until the process is interrupted or terminated; then KeyboardInterrupt or SystemExit is raised.

    Args:
        app: What answers.
        listening: Where it is asked.
        at_end: Called when the server ends, so that what takes long is not waited for.
    """
    signal.signal(signal.SIGTERM, _terminated)
    settings = uvicorn.Config(
        app,
        http=ImpatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="error",  # what others send wrongly is none of the user's concern
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=END_SECONDS,
    )
    _Server(settings, at_end).run(sockets=[listening])


def _terminated(number: int, _: object) -> NoReturn:
    """Let what was opened be closed, which the signal itself would not."""
    sys.exit(SIGNALLED + number)
