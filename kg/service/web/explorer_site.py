"""The explorer, served: the page of the newest generation, which loads itself again when a build publishes another."""

from __future__ import annotations

import asyncio
import re
import threading
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.service.web.recordings import FRAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from kg.config import Config
    from kg.graph import Graph
    from kg.service.live_graph import LiveGraph
    from kg.views.explorer.note_texts import Passages

PAGE = "index.html"
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n')
OWN = f"; connect-src 'self'; media-src 'self' https: http:; frame-src {' '.join(FRAMES)}; frame-ancestors 'none'"
MEDIA = re.compile(r"media-src [^;]*;? ?")
FILES_OF_VAULT = "../recording"  # where the server has them, from the explorer's page
END = b"</body>"
NOT_THERE = 404
KINDS = {"html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8"}


class ServedExplorer(NamedTuple):
    """The explorer of one generation.

    Attributes:
        generation: Its number.
        files: The files by name.
        policy: The Content-Security-Policy of the page.
    """

    generation: int
    files: Mapping[str, bytes]
    policy: str


class ExplorerSite:
    """Makes the explorer's files when they are asked for, once for each generation.

    Args:
        live: The graph.
        passages: Gives the text of a note around its claims; without it the page shows claims alone.
    """

    def __init__(self, live: LiveGraph, passages: Passages | None = None) -> None:
        self._live = live
        self._passages = passages
        self._one = threading.Lock()
        self._shown: ServedExplorer | None = None

    async def file(self, request: Request) -> Response:
        """Answer a request for a file of the explorer.

        Raises:
            HTTPException: There is no such file.
            BundleMissing: The page's script was not made when kg was installed.
        """
        name = request.path_params["name"] or PAGE
        shown = await asyncio.wrap_future(self._live.ask(self._newest, long=True))
        if name not in shown.files:
            raise HTTPException(NOT_THERE)
        kind = KINDS[name.rpartition(".")[2]]
        headers = {"content-type": kind} | ({"content-security-policy": shown.policy} if name == PAGE else {})
        return Response(shown.files[name], headers=headers)

    def _newest(self, graph: Graph) -> ServedExplorer:
        with self._one:
            if self._shown is None or self._shown.generation < graph.generation.number:
                self._shown = made(graph, self._live.config, self._passages)
            return self._shown


def made(graph: Graph, config: Config, passages: Passages | None) -> ServedExplorer:
    """The explorer's files, its page with a script of the server's and its policy ready to be sent as a header."""
    number = graph.generation.number
    files = {name: b"".join(data) for name, data in graph.explorer(config, FILES_OF_VAULT, passages)}
    found = POLICY.search(files[PAGE])
    policy = unescape(found[1].decode()) if found else ""
    script = (
        f'<script src="/live.js" data-generation="{number}"></script>\n<script src="/player.js"></script>\n'.encode()
    )
    page = POLICY.sub(b"", files[PAGE], count=1)
    before, _, after = page.rpartition(END)
    files[PAGE] = before + script + END + after
    policy = MEDIA.sub("", policy)
    allowed = policy if "'self'" in policy else policy.replace("script-src ", "script-src 'self' ", 1)
    return ServedExplorer(number, files, allowed.replace(" file:", "") + OWN)
