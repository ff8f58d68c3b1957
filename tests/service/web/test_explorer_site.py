"""The explorer as the server gives it: it runs, and it follows builds."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest

import kg
from kg.files.progress_file import ProgressRecord, progress_file
from kg.service.web.event_stream import words
from tests.service.web.http_client import website

if TYPE_CHECKING:
    from tests.conftest import MakeVault
    from tests.service.web.http_client import Website


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


def next_event(stream: socket.socket, kind: str) -> str:
    """The data of the next event of a kind; a stream gives few enough that none is read with another."""
    text = ""
    while "\n\n" not in (found := text.rpartition(f"event: {kind}\ndata: ")[2]) or found == text:
        piece = stream.recv(4096)
        assert piece, "the stream has ended"
        text += piece.decode()
    return found.partition("\n")[0]


def test_a_stream_names_each_new_generation(make_vault: MakeVault) -> None:
    vault = make_vault({"Sales.md": "Acme Corporation sold 40 anvils to Globex in 2019.\n"})
    kg.build(vault, workers=1).close()
    with website(vault) as site, socket.create_connection(("127.0.0.1", site.port), timeout=60) as stream:
        stream.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
        first = int(next_event(stream, "generation"))
        (vault / "More.md").write_text("Globex bought Initech in 2019.\n", encoding="utf-8")
        kg.build(vault, workers=1).close()
        assert int(next_event(stream, "generation")) > first


def test_how_far_a_build_is_can_be_followed(make_vault: MakeVault) -> None:
    vault = make_vault({"Sales.md": "Acme Corporation sold 40 anvils to Globex in 2019.\n"})
    with website(vault) as site, socket.create_connection(("127.0.0.1", site.port), timeout=60) as stream:
        assert site.get("/status").json() == {"generation": None, "build": None}
        stream.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
        with progress_file(vault / ".kg") as write:
            for done in (120, 1_300):
                write(ProgressRecord("Reading", done, 3_000, "notes"))
                said = {"phase": "Reading", "done": done, "total": 3_000, "unit": "notes"}
                said["text"] = f"reading {done:,} of 3,000 notes"
                assert json.loads(next_event(stream, "build")) == said
                assert site.get("/status").json()["build"] == said
        assert next_event(stream, "build") == "null"
        kg.build(vault, workers=1).close()
        assert site.get("/status").json() == {"generation": int(next_event(stream, "generation")), "build": None}


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (ProgressRecord("Describing", 0, 1, "vault"), "describing"),
        (ProgressRecord("Writing", 4, 3, "files"), "writing 4 of 4 files"),
    ],
)
def test_progress_in_words(progress: ProgressRecord, said: str) -> None:
    assert words(progress) == said
