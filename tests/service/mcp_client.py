"""A real client of the ``mcp`` package that drives a real ``kg mcp`` process over its standard streams."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from anyio.from_thread import start_blocking_portal
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import TextContent

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from anyio.from_thread import BlockingPortal
    from mcp.types import Tool

CURSOR = re.compile(r'cursor="([\w-]+)"\.\Z')


class Reply(NamedTuple):
    """What a tool answers.

    Attributes:
        text: What the assistant reads.
        failed: Whether it is an error.
    """

    text: str
    failed: bool

    @property
    def cursor(self) -> str | None:
        """The cursor that the last line gives."""
        found = CURSOR.search(self.text)
        return found and found[1]

    @property
    def lines(self) -> list[str]:
        """The rows, without heading and footer."""
        return self.text.split("\n")[1 : -1 if self.cursor else None]


class Assistant:
    """Calls the tools of one running server."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self._portal = portal
        self._client = client

    def tools(self) -> dict[str, Tool]:
        """The tools by name."""
        return {tool.name: tool for tool in self._portal.call(self._client.list_tools).tools}

    def instructions(self) -> str:
        """What the server says of itself to the assistant."""
        return self._client.instructions or ""

    def ask(self, tool: str, **arguments: object) -> Reply:
        """Call a tool."""
        answer = self._portal.call(self._client.call_tool, tool, arguments)
        (content,) = answer.content
        assert isinstance(content, TextContent)
        return Reply(content.text, answer.is_error)

    def all_pages(self, tool: str, **arguments: object) -> list[Reply]:
        """Call a tool until its last page."""
        pages = [self.ask(tool, **arguments)]
        while pages[-1].cursor:
            pages.append(self.ask(tool, **arguments, cursor=pages[-1].cursor))
        return pages


@contextmanager
def remote_assistant(address: str) -> Iterator[Assistant]:
    """An assistant that asks a server over HTTP, at the address of its tools."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(address)) as client:
        yield Assistant(portal, client)


@contextmanager
def assistant(vault: Path, *options: str) -> Iterator[Assistant]:
    """An assistant with a server of its own for a vault; the server ends with it."""
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kg", "mcp", str(vault), *options],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("COV_")},
    )
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(stdio_client(command))) as client,
    ):
        yield Assistant(portal, client)
