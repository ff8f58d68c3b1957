"""Who may ask the server, how much, and for how long."""

from __future__ import annotations

import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.service.web.http_client import website

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.web.http_client import Website

ASK = f"/sparql?query={quote('ASK {}')}"
FORM = "application/x-www-form-urlencoded"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_its_own_names_are_answered(site: Website, name: str) -> None:
    assert site.get(ASK, Host=f"{name}:{site.port}").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1.evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_of_other_servers_are_not_answered(site: Website, headers: dict[str, str], method: str) -> None:
    sent = {name: value.format(port=site.port) for name, value in headers.items()}
    body = b"query=ASK%20%7B%7D" if method == "POST" else None
    path = "/sparql" if body else ASK
    answer = site.send(method, path, body, **sent, **({"Content-Type": FORM} if body else {}))
    assert answer.status == 403, answer.text
    assert "true" not in answer.text


def test_its_own_pages_are_answered(site: Website) -> None:
    own = f"http://127.0.0.1:{site.port}"
    assert site.get(ASK, Origin=own, Sec_Fetch_Site="same-origin").status == 200
    assert site.get(ASK, Sec_Fetch_Site="none").status == 200


def test_no_answer_is_for_another_page(site: Website) -> None:
    for path in (ASK, "/", "/none", "/sparql?query=x"):
        headers = site.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert not [name for name in headers if name.startswith("access-control")]
        assert "server" not in headers


def test_a_request_from_elsewhere_is_told_no_more_by_options(site: Website) -> None:
    answer = site.send("OPTIONS", "/sparql", Origin="http://evil.example", Access_Control_Request_Method="POST")
    assert answer.status == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def received(site: Website, data: bytes, seconds: float) -> bytes:
    """What a connection answers to some bytes until it is closed."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=seconds) as connection:
        connection.sendall(data)
        pieces = []
        while piece := connection.recv(65_536):
            pieces.append(piece)
        return b"".join(pieces)


def test_two_hosts_are_none(site: Website) -> None:
    own = f"Host: 127.0.0.1:{site.port}\r\n"
    answer = received(site, f"GET {ASK} HTTP/1.1\r\n{own}Host: evil.example\r\nConnection: close\r\n\r\n".encode(), 20)
    assert answer.split()[1] in {b"400", b"403"}


def test_long_heads_are_refused(site: Website) -> None:
    head = f"GET {ASK} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nX: {'x' * 100_000}\r\n\r\n"
    assert received(site, head.encode(), 20).split()[1] in {b"400", b"431"}


def test_a_head_that_does_not_come_is_not_waited_for(site: Website) -> None:
    assert received(site, b"GET / HTTP/1.1\r\nHost: 127", 40) == b""


def test_a_body_that_does_not_come_is_not_waited_for(site: Website) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nConnection: close\r\nContent-Type: {FORM}\r\n"
    assert b" 408 " in received(site, f"{head}Content-Length: 100\r\n\r\nquery=".encode(), 40)


def test_a_runaway_query_is_stopped_and_the_next_is_answered(sample_built: Path) -> None:
    with website(sample_built, "--timeout", "2") as site:
        answer = site.get("/sparql", {"query": RUNAWAY})
        assert answer.status == 503
        assert "no answer within 2 seconds" in answer.text
        assert site.get(ASK).json() == {"head": {}, "boolean": True}


def test_a_cheap_query_waits_for_no_expensive_ones(sample_built: Path) -> None:
    with website(sample_built, "--timeout", "600") as site, ExitStack() as waiting:
        asking = []
        for number in range(6):  # more than are answered at a time
            path = f"/sparql?query={quote(f'{RUNAWAY} # {number}')}"
            asking.append(waiting.enter_context(socket.create_connection(("127.0.0.1", site.port))))
            asking[-1].sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
        assert site.get("/sparql", {"query": "ASK { ?s ?p ?o }"}).json()["boolean"]
        assert site.get("/query", {"query": "ASK { ?s ?p ?o }"}).status == 200
        assert not select.select(asking, (), (), 0)[0]


def test_other_machines_need_the_token(sample_built: Path) -> None:
    with website(sample_built, "--host", "0.0.0.0") as site:  # noqa: S104 - what is tested
        address, _, token = site.address.partition("?token=")
        assert len(token) > 30
        assert site.get(ASK).status == 401
        assert site.get(ASK, Authorization="Bearer nonsense").status == 401
        assert site.get(ASK, Cookie="kg-token=nonsense").status == 401
        assert site.get(f"{ASK}&token=nonsense").status == 401
        assert site.get(ASK, Authorization=f"Bearer {token}").status == 200
        first = site.get(f"{ASK}&token={token}")
        assert (first.status, first.headers["location"]) == (303, ASK.replace("%20", "+"))
        cookie = first.headers["set-cookie"]
        assert "httponly" in cookie.lower()
        assert "samesite=strict" in cookie.lower()
        assert site.get(ASK, Cookie=cookie.partition(";")[0]).status == 200
        assert address.endswith("/")
        other = site.get(ASK, Authorization=f"Bearer {token}", Origin="http://evil.example")
        assert other.status == 403


def test_a_busy_port_is_an_error_with_a_way_out(site: Website, sample_built: Path) -> None:
    command = [sys.executable, "-m", "kg", "serve", str(sample_built), "--port", str(site.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"port {site.port} of 127.0.0.1 is in use" in done.stderr
    assert "--port" in done.stderr


def test_an_address_of_another_machine_is_an_error(sample_built: Path) -> None:
    command = [sys.executable, "-m", "kg", "serve", str(sample_built), "--port", "0", "--host", "192.0.2.1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "'192.0.2.1' is no address of this machine" in done.stderr


def test_it_ends_at_ctrl_c(sample_built: Path) -> None:
    with website(sample_built) as site:
        assert site.get(ASK).status == 200
        waiting = socket.create_connection(("127.0.0.1", site.port))
        began = time.monotonic()
        site.process.send_signal(signal.SIGINT)
        _, said = site.process.communicate(timeout=30)
        assert time.monotonic() - began < 20
        waiting.close()
        assert site.process.returncode == 0
        assert said.splitlines() == ["Press Ctrl-C to stop.", "Stopped."]


def test_it_ends_at_ctrl_c_while_a_query_runs(sample_built: Path) -> None:
    with website(sample_built, "--timeout", "600") as site:
        assert site.get(ASK).status == 200
        asking = socket.create_connection(("127.0.0.1", site.port))
        own = f"Host: 127.0.0.1:{site.port}\r\n"
        asking.sendall(f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\n{own}\r\n".encode())
        time.sleep(3)  # until the query runs
        site.process.send_signal(signal.SIGINT)
        _, said = site.process.communicate(timeout=60)
        asking.close()
        assert site.process.returncode == 0
        assert said.splitlines() == ["Press Ctrl-C to stop.", "Stopped."]


def test_it_ends_when_it_is_terminated(sample_built: Path) -> None:
    with website(sample_built) as site:
        assert site.get(ASK).status == 200
        site.process.send_signal(signal.SIGTERM)
        site.process.communicate(timeout=60)
        assert site.process.returncode == 128 + signal.SIGTERM


def test_without_the_extra_the_command_says_how_to_install_it(sample_built: Path) -> None:
    script = "import sys; sys.modules['uvicorn'] = None; from kg.cli.main import run; run()"
    command = [sys.executable, "-c", script, "serve", str(sample_built)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "pip install 'claimgraph[serve]'" in done.stderr
