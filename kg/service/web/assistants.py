"""``/mcp``: the tools of ``kg mcp`` over MCP's streamable HTTP, where the package for that is installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from kg.service.web.bodies import MOST

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from kg.service.live_graph import LiveGraph

PATH = "/mcp"


def assistants(live: LiveGraph, seconds: float) -> Starlette | None:
    """What answers them, each request on its own, for an application to take in; its routes need its lifespan.

    None where the package is missing. Who may ask, and how much, is for that application to say.

    Args:
        live: The graph that the tools ask.
        seconds: After which a SPARQL query is given up.
    """
    if find_spec("mcp") is None:
        return None
    from mcp.server.transport_security import TransportSecuritySettings

    from kg.service.mcp_server import server

    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return server(live, seconds).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=MOST,
        transport_security=unchecked,
    )
