"""A server on this machine that answers as an OpenAI-compatible endpoint does, by a script of behaviours."""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Behaviour = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]

AT_ONCE = {"retry-after-ms": "1"}  # so that no test waits
EVENTS = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
LATE = 3  # seconds, longer than the tests' clients wait


@dataclass
class Endpoint:
    """A running server: its address, what it was asked, and what it does with the next questions, then with all."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    script: list[Behaviour] = field(default_factory=list)
    always: Behaviour | None = None

    def behaviour(self) -> Behaviour | None:
        return self.script.pop(0) if self.script else self.always


def running(endpoint: Endpoint) -> Iterator[Endpoint]:
    """Serve until the generator is closed."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append(body)
            endpoint.headers.append({name.lower(): value for name, value in self.headers.items()})
            behave = endpoint.behaviour()
            if behave is not None:
                behave(self, body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield endpoint
    server.shutdown()
    server.server_close()
    thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, body: str | bytes, **headers: str) -> None:
    """Send an answer; a client that has gone away does not matter."""
    data = body.encode() if isinstance(body, str) else body
    try:
        handler.send_response(status)
        told = {"Content-Type": "application/json", "Content-Length": str(len(data)), **AT_ONCE, **headers}
        for name, value in told.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)
    except OSError:
        handler.close_connection = True


def status(code: int, **headers: str) -> Behaviour:
    return lambda handler, _: send(handler, code, json.dumps({"error": {"message": "no"}}), **headers)


def without_schema(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """As a server that knows plain JSON only."""
    if body["response_format"] != {"type": "json_object"}:
        send(handler, 400, '{"error": {"message": "response_format is not supported"}}')
    else:
        says("{}")(handler, body)


def says(content: str | None, finish: str = "stop", refusal: str | None = None) -> Behaviour:
    """Answer with a text, whatever is asked."""

    def behave(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        message = {"role": "assistant", "content": content, "refusal": refusal}
        done = {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        }
        send(handler, 200, json.dumps(done))

    return behave


def raw(body: str | bytes, kind: str = "application/json") -> Behaviour:
    return lambda handler, _: send(handler, 200, body, **{"Content-Type": kind})


def late(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    time.sleep(LATE)
    says("{}")(handler, body)


def cut(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Promise a long answer, and hang up."""
    del body
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.wfile.flush()
    handler.connection.close()
    handler.close_connection = True


def huge(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Answer with 50 MB of sayings."""
    del body
    _flood(handler, ("Content-Length", "50000000"), (b'{"choices": [' + b" " * 99_987 for _ in range(500)))


def announced(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Announce a chunk of 64 GB."""
    del body
    _flood(handler, ("Transfer-Encoding", "chunked"), [b"fffffffff\r\n", *[b" " * 100_000] * 100])


def endless(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Answer without an end, and say nothing of a length."""
    del body
    _flood(handler, ("Connection", "close"), repeat(b" " * 100_000))


def endless_headers(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Say without an end that an answer is going to come."""
    del body
    with suppress(OSError):
        while True:
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def dripping(*, headers: bool) -> Behaviour:
    """Answer with ten bytes a second, the headers too if asked for."""

    def behave(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        del body
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        text = (b"" if headers else head, head if headers else b" " * 1000)
        with suppress(OSError):
            handler.wfile.write(text[0])
            for each in text[1]:
                handler.wfile.write(bytes([each]))
                time.sleep(0.1)
        handler.close_connection = True

    return behave


def endless_events(text: bytes) -> Behaviour:
    """Stream pieces of a text without an end; where it is empty, comments."""
    piece = (
        b'data: {"choices": [{"delta": {"content": "' + text + b'"}}]}\n\n'
        if text
        else b": wait" + b"." * 2_000 + b"\n\n"
    )

    def behave(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        del body
        with suppress(OSError):
            handler.wfile.write(EVENTS)
            while True:
                handler.wfile.write(piece * 1_000)
        handler.close_connection = True

    return behave


def dripping_events(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Stream a piece each tenth of a second."""
    del body
    with suppress(OSError):
        handler.wfile.write(EVENTS)
        for _ in range(50):
            handler.wfile.write(b'data: {"choices": [{"delta": {"content": "x"}}]}\n\n')
            time.sleep(0.1)
    handler.close_connection = True


def compressed(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Answer with a few bytes that would be ten million."""
    del body
    data = gzip.compress(b" " * 10_000_000)
    _flood(handler, ("Content-Encoding", "gzip"), [data])


def _flood(handler: BaseHTTPRequestHandler, header: tuple[str, str], pieces: Iterable[bytes]) -> None:
    with suppress(OSError):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header(*header)
        handler.end_headers()
        for piece in pieces:
            handler.wfile.write(piece)
    handler.close_connection = True


def recorded(answers: dict[str, dict[str, Any]]) -> Behaviour:
    """Answer each numbered sentence with what is recorded for it; of others, that it says nothing."""

    def behave(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        given = numbered(body)
        said = [{"n": number, **NOTHING, **answers.get(text, {})} for number, text in given]
        says(json.dumps({"sentences": said}))(handler, body)

    return behave


NOTHING: dict[str, Any] = {
    "mentions": [],
    "about": [],
    "statements": [],
    "modality": "asserted",
    "negated": False,
    "attribution": None,
}


def numbered(body: dict[str, Any]) -> Sequence[tuple[int, str]]:
    """The sentences that a question asks about."""
    lines = body["messages"][1]["content"].splitlines()
    found = (re.fullmatch(r"(\d+)\. (.*)", line) for line in lines)
    return [(int(each[1]), each[2]) for each in found if each]
