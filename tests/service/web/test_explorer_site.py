"""The explorer as the server gives it: it runs, and it follows builds."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

import kg
from tests.service.web.http_client import website

if TYPE_CHECKING:
    from tests.conftest import MakeVault
    from tests.service.web.http_client import Website

pytestmark = pytest.mark.xdist_group("serve")


def test_the_page_runs_only_what_the_server_allows(site: Website) -> None:
    answer = site.get("/explorer/")
    assert (answer.status, answer.kind) == (200, "text/html")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe" not in policy
    assert "file:" not in policy
    assert "connect-src 'self'" in policy
    assert b"http-equiv" not in answer.body
    assert site.get("/live.js").kind == "text/javascript"


@pytest.mark.parametrize("path", ["/explorer/none.js", "/explorer/../style.css", "/explorer/%2e%2e/%2e%2e/etc/passwd"])
def test_no_other_file_is_given(site: Website, path: str) -> None:
    assert site.get(path).status == 404


def next_event(stream: socket.socket) -> str:
    """The data of the next event of a stream."""
    text = ""
    while "\n\n" not in text.rpartition("data: ")[2] or "data: " not in text:
        piece = stream.recv(4096)
        assert piece, "the stream has ended"
        text += piece.decode()
    return text.rpartition("data: ")[2].partition("\n")[0]


def test_a_stream_names_each_new_generation(make_vault: MakeVault) -> None:
    vault = make_vault({"Sales.md": "Acme Corporation sold 40 anvils to Globex in 2019.\n"})
    kg.build(vault, workers=1).close()
    with website(vault) as site, socket.create_connection(("127.0.0.1", site.port), timeout=60) as stream:
        stream.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
        first = int(next_event(stream))
        (vault / "More.md").write_text("Globex bought Initech in 2019.\n", encoding="utf-8")
        kg.build(vault, workers=1).close()
        assert int(next_event(stream)) > first
