"""Requests that are long, odd or endless, over a real connection."""

from __future__ import annotations

import re
import socket
from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.web.http_client import Website

ASK = "/sparql?query=ASK%7B%7D"
MILLION = b"x" * 1_000_000
MOST = 100 * len(MILLION)  # bytes that are tried
CHUNKED = ("Transfer-Encoding: chunked",)


def answers(site: Website, *pieces: bytes) -> bytes:
    """What comes back for some pieces, until the server closes the connection."""
    found, _ = exchanged(site, iter(pieces))
    return found


def exchanged(site: Website, pieces: Iterator[bytes]) -> tuple[bytes, int]:
    """What comes back for some pieces, and how many bytes the server let come before it closed the connection."""
    found, sent = b"", 0
    with socket.create_connection(("127.0.0.1", site.port), timeout=40) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                sent += len(piece)
            while piece := connection.recv(65_536):
                found += piece
        except (BrokenPipeError, ConnectionResetError):
            pass  # closed while more was on its way
    return found, sent


def head(site: Website, *lines: str, method: str = "GET", path: str = ASK) -> bytes:
    """A request's head."""
    return "\r\n".join((f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{site.port}", *lines, "", "")).encode()


def statuses(answer: bytes) -> list[int]:
    """The status of each answer on a connection."""
    return [int(number) for number in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


def test_requests_that_are_sent_at_once_are_answered_in_their_order(site: Website) -> None:
    asked = head(site), head(site, path="/none"), head(site, "Connection: close")
    assert statuses(answers(site, b"".join(asked))) == [200, 404, 200]


@pytest.mark.parametrize(
    ("lines", "begun", "more"),
    [
        ((), b"X: ", MILLION),
        ((), b"", b"X: y\r\n" * 100_000),
        (CHUNKED, b"\r\n", b"f4240\r\n" + MILLION + b"\r\n"),
        (CHUNKED, b"\r\n0\r\nX: ", MILLION),
        (CHUNKED, b"\r\n0\r\n", b"X: y\r\n" * 100_000),
        (("Content-Length: 1000000000",), b"\r\n", MILLION),
    ],
    ids=["header", "headers", "body", "trailer", "trailers", "announced body"],
)
def test_what_does_not_end_is_not_taken(site: Website, lines: tuple[str, ...], begun: bytes, more: bytes) -> None:
    asked = head(site, "Content-Type: application/sparql-query", *lines, method="POST", path="/sparql")
    _, sent = exchanged(site, chain([asked.removesuffix(b"\r\n") + begun], repeat(more, MOST // len(more))))
    assert sent < MOST / 2  # some of it waits in the system's buffers
    assert site.get(ASK).status == 200


def test_an_offer_of_another_protocol_is_not_taken(site: Website) -> None:
    offered = "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"
    with socket.create_connection(("127.0.0.1", site.port), timeout=40) as connection:
        connection.sendall(head(site, *offered))
        assert statuses(connection.recv(65_536)) == [200]


@pytest.mark.parametrize(
    "asked",
    [
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET \xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # the beginning of TLS
    ],
)
def test_what_is_no_request_is_answered_with_400(site: Website, asked: bytes) -> None:
    assert statuses(answers(site, asked)) == [400]
