"""``/events`` and ``/status``: which generation is published, and how far a build is that runs now."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from kg.files.progress_file import build_progress
from kg.graph import FOLDER
from kg.service.web.json_api import json_response
from kg.views.render.tables import json_line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.files.progress_file import ProgressRecord
    from kg.service.live_graph import LiveGraph

LOOK = 0.5  # seconds between two looks
NOTHING = "null"  # in JSON
QUIET = 15.0  # seconds after which a stream says that it is alive


class EventSite:
    """What is going on in the vault, as a stream or once.

    Args:
        live: The graph.
    """

    def __init__(self, live: LiveGraph) -> None:
        self._live = live
        self._script = files("kg.service.web").joinpath("live.js").read_bytes()

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """What is answered where."""
        return (
            Route("/events", self.events),
            Route("/status", self.status),
            Route("/live.js", self.script),
        )

    async def script(self, _: Request) -> Response:
        """The script that shows it."""
        return Response(self._script, headers={"content-type": "text/javascript; charset=utf-8"})

    async def events(self, _: Request) -> Response:
        """A stream of server-sent events: ``generation`` and ``build``, now and whenever they change."""
        return StreamingResponse(self._stream(), headers={"content-type": "text/event-stream"})

    async def status(self, _: Request) -> Response:
        """Both as one JSON object; ``build`` is null while none runs."""
        return json_response({"generation": self._generation(), "build": self._build()})

    async def _stream(self) -> AsyncIterator[str]:
        generation, build, quiet = None, None, 0.0
        while True:
            number, progress = self._generation(), self._build()
            if number is not None and number != generation:
                generation, quiet = number, 0.0
                yield f"event: generation\ndata: {number}\n\n"
            if progress != build:
                build, quiet = progress, 0.0
                yield f"event: build\ndata: {json_line(progress) if progress else NOTHING}\n\n"
            if quiet >= QUIET:
                quiet = 0.0
                yield ": nothing new\n\n"
            await asyncio.sleep(LOOK)
            quiet += LOOK

    def _generation(self) -> int | None:
        """The number of the newest generation; None while none can be read."""
        found = self._live.published()
        return None if found is None else found.number

    def _build(self) -> dict[str, Any] | None:
        found = build_progress(self._live.vault / FOLDER)
        return None if found is None else {**found._asdict(), "text": words(found)}


def words(progress: ProgressRecord) -> str:
    """How far a build is, in words: ``reading 120 of 300 notes``."""
    phase = progress.phase.lower()
    if progress.total <= 1:
        return phase
    return f"{phase} {progress.done:,} of {max(progress.done, progress.total):,} {progress.unit}"
