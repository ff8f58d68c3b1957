"""Recordings that a page plays at a claim's second, and the vault's own sound and video files, by ranges of bytes."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from kg.escape import is_web
from kg.model import media
from kg.views.render import figures
from kg.views.render.markup import Markup, outside, tag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.model import Source

NO_PAGE = 404
FRAMES = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")
PLAYS = " data-play="  # what the script looks for
SOUND = frozenset({"aac", "flac", "m4a", "m4b", "mp3", "oga", "ogg", "opus", "wav"})  # the others have a picture
_YOUTUBE = re.compile(r"https://www\.youtube\.com/watch\?v=([A-Za-z0-9_-]{11})")
_VIMEO = re.compile(r"https://vimeo\.com/([0-9]{5,12})(?:/([0-9a-f]{8,12}))?")


class RecordingPlayer(NamedTuple):
    """How a recording is played from a second: the element of HTML, and its address."""

    element: str
    address: str


def player(source: Source) -> RecordingPlayer | None:
    """What plays a claim's second; None where the host has no player for other pages."""
    second = source.start
    if found := _YOUTUBE.fullmatch(source.media):
        said = urlencode({"start": second, "autoplay": 1})
        return RecordingPlayer("iframe", f"{FRAMES[0]}/embed/{found[1]}?{said}")
    if found := _VIMEO.fullmatch(source.media):
        said = urlencode({**({"h": found[2]} if found[2] else {}), "autoplay": 1, "dnt": 1})
        return RecordingPlayer("iframe", f"{FRAMES[1]}/video/{found[1]}?{said}#t={second}s")
    path = media.local_path(source.media)
    address = source.media if path is None else f"/recording/{quote(path)}"
    if not media.is_file(address.partition("?")[0]) or not (path is not None or is_web(address)):
        return None
    suffix = address.partition("?")[0].rpartition(".")[2].lower()
    return RecordingPlayer("audio" if suffix in SOUND else "video", address + media.FRAGMENT.format(s=second))


def heard(source: Source) -> Markup:
    """The time of a claim as a link to the second; a script plays it in the page, if it can be played there."""
    clock, found = figures.clock(source.start), player(source)
    if found is None:
        return outside(clock, source.url)
    address = source.url if is_web(source.url) else found.address
    return tag("a", clock, href=address, rel="noreferrer", data_play=found.address, data_kind=found.element)


class RecordingSite:
    """The script that plays, and the vault's recordings.

    Args:
        vault: The vault.
    """

    def __init__(self, vault: Path) -> None:
        self._vault = vault
        self._script = files("kg.service.web").joinpath("player.js").read_bytes()

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """What is answered where."""
        return (Route("/player.js", self.script), Route("/recording/{path:path}", self.recording))

    async def script(self, _: Request) -> Response:
        """The script."""
        return Response(self._script, media_type="text/javascript")

    async def recording(self, request: Request) -> Response:
        """A sound or video file of the vault, or the range of it that is asked for.

        Raises:
            HTTPException: It is none, is hidden, or lies outside the vault.
        """
        path = request.path_params["path"]
        root = self._vault.resolve()
        try:
            place = (root / path).resolve()
            shown = place.is_relative_to(root) and place.is_file()
        except (OSError, ValueError):  # a name that no file can have
            shown = False
        hidden = shown and any(part.startswith(".") for part in place.relative_to(root).parts)
        if not shown or hidden or not media.is_file(place.name):
            raise HTTPException(NO_PAGE)
        return FileResponse(place)
