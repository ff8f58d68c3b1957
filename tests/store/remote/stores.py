"""SPARQL stores to test with: Oxigraph's server as a process, and servers that fail in a chosen way."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from kg.config import Config
from kg.store.remote.store_address import address_of
from kg.store.remote.store_client import StoreClient

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    Behaviour = Callable[[BaseHTTPRequestHandler, bytes], None]

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
START = 30  # seconds that a store may take to start


class Silent:
    """Hears of an upload and says nothing."""

    def phase(self, name: str, total: int, unit: str) -> None: ...
    def advance(self, n: int = 1) -> None: ...


class Connected:
    """Makes clients that are as impatient as a test, and closes them."""

    def __init__(self) -> None:
        self._open = ExitStack()

    def __call__(self, url: str, environ: dict[str, str] | None = None, *, wait: float = 20) -> StoreClient:
        address = address_of(Config(store_url=url), environ or {"NETRC": "/dev/null"})
        return self._open.enter_context(closing(StoreClient(address, wait=wait, pause=0.01)))

    def close(self) -> None:
        self._open.close()


@contextmanager
def oxigraph(folder: Path | None = None, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A running server of Oxigraph: its address and process; with a folder it keeps what it is given."""
    port = port or free_port()
    kept = () if folder is None else ("--location", str(folder))
    command = (str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}", *kept)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(url, process)
            yield url, process
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a store answers."""
    until = time.monotonic() + START
    while True:
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            assert process.poll() is None, "the store ended"
            assert time.monotonic() < until, "the store does not start"
            time.sleep(0.05)
        else:
            return


@dataclass
class Scripted:
    """A server that does what its script says, then what it always does."""

    always: Behaviour
    script: list[Behaviour] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def scripted(always: Behaviour, *script: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[Scripted]:
    """Serve by a script of behaviours."""
    store = Scripted(always, list(script))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            store.asked.append(self.command)
            store.logins.append(self.headers.get("Authorization", ""))
            behave = store.script.pop(0) if store.script else store.always
            behave(self, body)

        do_GET = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815 - their names are http.server's

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    store.url = f"{'http' if tls is None else 'https'}://localhost:{server.server_address[1]}"
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()


def answers(status: int = 200, body: bytes = b"", kind: str = "application/n-triples", **headers: str) -> Behaviour:
    """A whole answer."""

    def behave(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def passed_on(to: str, change: Callable[[str, str, bytes], bytes]) -> Behaviour:
    """What another store answers, after a change of the body: it is given method, path and body."""

    def behave(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        kept = {name: handler.headers[name] for name in ("Accept", "Content-Type") if name in handler.headers}
        came = httpx.request(handler.command, to + handler.path, content=body, headers=kept, trust_env=False)
        changed = change(handler.command, handler.path, came.content)
        answers(came.status_code, changed, came.headers.get("content-type", "text/plain"))(handler, b"")

    return behave
