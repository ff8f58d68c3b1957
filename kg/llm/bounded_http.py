"""One HTTP request with a limit on everything that comes back: bytes, and seconds as a whole, whatever the other does.

The limits hold for headers as for the body, for they are kept where bytes come out of the socket. A body that comes in
lines, as a stream of events does, may be folded while it comes: then only what is made of it takes memory. No redirect
is followed, no compressed body taken (a small one could grow without end), and nothing is sent but what is here.
"""

from __future__ import annotations

import http.client
import io
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from kg.config.web_address import PORTS

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Mapping

    from _typeshed import ReadableBuffer, WriteableBuffer

OK = 200
MOST_BYTES = 1_000_000  # of an answer with its headers; one about 25 sentences has some ten thousand
MOST_STREAMED = 30_000_000  # bytes of lines that are folded: each piece of a word comes in a line of its own
LONGEST_LINE = 1_000_000  # bytes
LINES = ("text/event-stream", "application/x-ndjson")  # kinds of body that come line by line


class TooLong(Exception):
    """More came than any true answer has."""


class Encoded(Exception):
    """The body is compressed, though nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Came:
    """An answer: its status, its headers with names in lower case, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent.

    Attributes:
        method: ``GET`` or ``POST``.
        url: An http or https address.
        headers: Sent with it; Host, Content-Length and Connection come from here.
        body: Nothing for a GET.
        fold: Makes a short text of a body that comes in lines; without it such a body is taken as it is.
        most: Bytes that an answer may have otherwise.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None
    fold: Callable[[Iterator[bytes]], bytes] | None = None
    most: int = MOST_BYTES


def send(request: Request, *, until: float, proxied: bool) -> Came:
    """Send one request and read its answer.

    Args:
        request: What is sent.
        until: When all must be there, on the clock of ``time.monotonic``, in seconds.
        proxied: Whether the proxy that the environment names may be used.

    Raises:
        TimeoutError: It was not there in time.
        TooLong: It has more than ``request.most``, or lines that are folded have more than ``MOST_STREAMED``.
        Encoded: It is compressed.
        OSError, http.client.HTTPException: The connection failed, or what came is no HTTP.
    """
    parts = urlsplit(request.url)
    connection = _connection(request.url, _left(until), proxied=proxied)
    inner: socket.socket | None = None
    try:
        connection.connect()
        inner = connection.sock
        limited = _Limited(inner, until)
        connection.sock = limited
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {**request.headers, "Accept-Encoding": "identity", "Connection": "close"}
        connection.request(request.method, target, request.body, sent)
        answer = connection.getresponse()
        if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Encoded
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Came(answer.status, headers, _taken(answer, request, limited))
    finally:
        connection.close()
        if inner is not None:
            inner.close()


def _taken(answer: http.client.HTTPResponse, request: Request, limited: _Limited) -> bytes:
    """The body, folded if it is to be and comes in lines."""
    if request.fold is not None and answer.headers.get_content_type() in LINES:
        limited.allow(MOST_STREAMED)
        return request.fold(_lines(answer))
    limited.allow(request.most - MOST_BYTES)
    return _body(answer, request.most)


def _lines(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    """The lines of a body as they come; none may be longer than ``LONGEST_LINE``."""
    while line := answer.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise TooLong
        yield line


def _body(answer: http.client.HTTPResponse, most: int) -> bytes:
    """The whole body; no memory is taken for what is only announced."""
    body = answer.read(most)
    if answer.length and len(body) == most:
        raise TooLong
    if answer.length:
        raise http.client.IncompleteRead(body, answer.length)
    return body


def _connection(url: str, seconds: float, *, proxied: bool) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=seconds)
    proxy = urlsplit(getproxies().get("https", "")) if proxied and not proxy_bypass(host) else urlsplit("")
    if not proxy.hostname:
        return http.client.HTTPSConnection(host, port, timeout=seconds)
    through = http.client.HTTPSConnection(proxy.hostname, proxy.port or PORTS["http"], timeout=seconds)
    through.set_tunnel(host, port)  # TLS ends at the host: the proxy sees its name and no more
    return through


def _left(until: float) -> float:
    """Seconds until then.

    Raises:
        TimeoutError: There are none.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Limited:
    """A socket, as far as http.client uses one, that gives up at a time and after a number of bytes."""

    def __init__(self, inner: socket.socket, until: float) -> None:
        self._inner = inner
        self._until = until
        self._raw: _Raw | None = None

    def allow(self, most: int) -> None:
        """Let so many bytes more come."""
        if self._raw is not None:
            self._raw.left += most

    def sendall(self, data: ReadableBuffer) -> None:
        """Send it."""
        self._inner.settimeout(_left(self._until))
        self._inner.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What comes, as a file."""
        assert mode == "rb"  # noqa: S101 - all that http.client asks for
        self._raw = _Raw(self._inner, self._until)
        return io.BufferedReader(self._raw)

    def close(self) -> None:
        """Leave it open: http.client closes before it has read the body, and ``post`` closes in the end."""


class _Raw(io.RawIOBase):
    """The bytes of a socket, at most so many, and until then."""

    def __init__(self, inner: socket.socket, until: float) -> None:
        self._inner = inner
        self._until = until
        self.left = MOST_BYTES

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what is there, waiting for it no longer than allowed."""
        self._inner.settimeout(_left(self._until))
        got = self._inner.recv_into(buffer)
        self.left -= got
        if self.left < 0:
            raise TooLong
        return got
