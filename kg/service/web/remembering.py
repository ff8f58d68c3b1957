"""Responses that are remembered until a build publishes, so that asking again costs no more than sending."""

from __future__ import annotations

from functools import partial
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
    return await live.remembered(key, question, partial(_size, key), long=long)


async def queried(
    live: LiveGraph, key: tuple[Hashable, ...], question: Callable[[Graph, float], Response], seconds: float
) -> Response:
    """The response to a query, made or remembered; see ``LiveGraph.queried``.

    Args:
        live: The graph.
        key: As for ``remembered``.
        question: Makes it, within so many seconds.
        seconds: That it may take.
    """
    return await live.queried(key, question, partial(_size, key), seconds)


def _size(key: tuple[Hashable, ...], response: Response) -> int:
    return len(response.body) + len(repr(key)) if response.status_code == OK else 0
