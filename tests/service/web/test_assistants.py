"""An assistant asks ``kg serve`` over MCP's streamable HTTP, and gets what ``kg mcp`` answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.service.mcp_client import assistant, remote_assistant
from tests.service.web.http_client import website

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.web.http_client import Website

CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


def test_the_tools_over_http_are_those_over_standard_streams(site: Website, sample_built: Path) -> None:
    with remote_assistant(f"{site.address}mcp") as remote, assistant(sample_built) as local:
        assert remote.tools() == local.tools()
        assert remote.instructions() == local.instructions()
        pages = [each.all_pages("claims_about", entity="CoreWeave") for each in (remote, local)]
        assert pages[0] == pages[1]
        assert len(pages[0]) > 1
        wrong = remote.ask("claims_about", entity="CoreWeav")
        assert wrong.failed
        assert "did you mean 'CoreWeave'" in wrong.text


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_page_of_another_server_calls_no_tool(site: Website, headers: dict[str, str]) -> None:
    body = json.dumps(CALL).encode()
    accept = "application/json, text/event-stream"
    assert site.send("POST", "/mcp", body, content_type="application/json", accept=accept, **headers).status == 403


def test_elsewhere_an_assistant_needs_the_token(sample_built: Path) -> None:
    with website(sample_built, "--host", "0.0.0.0") as site:  # noqa: S104 - to be asked from elsewhere
        assert site.send("POST", "/mcp", json.dumps(CALL).encode(), content_type="application/json").status == 401
