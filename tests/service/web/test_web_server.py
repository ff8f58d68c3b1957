"""Answers leave at once, whatever their size."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.server import ServerState

from kg.service.web.impatient_protocol import ImpatientProtocol
from kg.service.web.web_server import bound

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


async def no_app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers nothing."""


def test_no_part_of_an_answer_waits_for_the_clients_acknowledgement() -> None:
    """Nagle's algorithm would hold the body back for 40 ms after the head."""

    async def option() -> int:
        settings = uvicorn.Config(no_app, http=ImpatientProtocol, log_config=None)
        settings.load()
        made: asyncio.Queue[ImpatientProtocol] = asyncio.Queue()

        class Noted(ImpatientProtocol):
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                made.put_nowait(self)

        with bound("127.0.0.1", 0) as listening:
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: Noted(settings, ServerState(), {}), sock=listening)
            _, writer = await asyncio.open_connection(*listening.getsockname())
            connection = await made.get()
            found: int = connection.transport.get_extra_info("socket").getsockopt(
                socket.IPPROTO_TCP, socket.TCP_NODELAY
            )
            writer.close()
            server.close()
            return found

    assert asyncio.run(option())
