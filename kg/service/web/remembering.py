"""Responses that are remembered until a build publishes, so that asking again costs no more than sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from starlette.responses import Response

    from kg.graph import Graph
    from kg.service.live_graph import LiveGraph

OK = 200


async def remembered(
    live: LiveGraph, key: tuple[Hashable, ...], question: Callable[[Graph], Response], *, long: bool = False
) -> Response:
    """The response to a question, made or remembered; one that is no success is not remembered.

    Args:
        live: The graph.
        key: All that the response depends on besides the generation.
        question: Makes it.
        long: Whether that may take long.
    """

    def size(response: Response) -> int:
        return len(response.body) + len(repr(key)) if response.status_code == OK else 0

    return await live.remembered(key, question, size, long=long)
