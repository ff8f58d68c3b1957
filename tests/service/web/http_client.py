"""A real ``kg serve`` process, and a plain HTTP client that sends it exactly what a test says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SECONDS = 60  # for an answer


class Answer(NamedTuple):
    """An HTTP response; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Website(NamedTuple):
    """A running server.

    Attributes:
        address: Its first page, as it prints it.
        process: It.
    """

    address: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.address).port or 0

    def send(self, method: str, path: str, body: bytes | None = None, /, **headers: str) -> Answer:
        """Send one request; ``content_type="x"`` becomes the header Content-Type."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    def get(self, path: str, fields: Mapping[str, Any] | None = None, **headers: str) -> Answer:
        """Send a GET request, its fields in the address."""
        query = f"?{urlencode(fields, doseq=True, quote_via=quote)}" if fields else ""
        return self.send("GET", f"{path}{query}", **headers)


@contextmanager
def website(vault: Path, *options: str) -> Iterator[Website]:
    """A server for a vault, on any free port; it is interrupted at the end."""
    command = [sys.executable, "-m", "kg", "serve", str(vault), "--port", "0", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://"), process.communicate()
            yield Website(address, process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
