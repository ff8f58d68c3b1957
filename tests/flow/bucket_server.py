"""An object store in this process that speaks as much of S3's protocol as reading and writing whole objects takes."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENOUGH = 1_000  # keys of a page of a listing


@dataclass(slots=True)
class Buckets:
    """The store.

    Attributes:
        address: Where it is reached.
        objects: The bytes of each object, by bucket and key: ``notes/Metrics.md``.
        asked: The objects whose bytes were asked for, in order.
        forbidden: Objects that nobody may read.
    """

    address: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    forbidden: set[str] = field(default_factory=set)

    def upload(self, folder: Path, to: str) -> None:
        """Put all files of a folder there."""
        for file in folder.rglob("*"):
            if file.is_file():
                self.objects[f"{to}/{file.relative_to(folder).as_posix()}"] = file.read_bytes()

    def environment(self) -> dict[str, str]:
        """What a program needs to find it."""
        return {"AWS_ENDPOINT_URL": self.address, "AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"}


@contextmanager
def bucket_server() -> Iterator[Buckets]:
    """A store that runs until it is left."""
    buckets = Buckets()
    handler = type("Handler", (_Handler,), {"buckets": buckets})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        buckets.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield buckets
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    buckets: Buckets

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        key, query = unquote(asked.path).strip("/"), parse_qs(asked.query)
        if "list-type" in query:
            self._answer(HTTPStatus.OK, self._listing(key, query).encode())
        elif key in self.buckets.forbidden:
            self._refuse(HTTPStatus.FORBIDDEN, "AccessDenied")
        elif key in self.buckets.objects:
            self.buckets.asked.append(key)
            self._answer(HTTPStatus.OK, self.buckets.objects[key])
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "NoSuchKey")

    def do_HEAD(self) -> None:
        key = unquote(urlsplit(self.path).path).strip("/")
        found = self.buckets.objects.get(key)
        self._answer(HTTPStatus.NOT_FOUND if found is None else HTTPStatus.OK, found or b"", body=False)

    def do_PUT(self) -> None:
        key = unquote(urlsplit(self.path).path).strip("/")
        self.buckets.objects[key] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(HTTPStatus.OK, b"")

    def do_DELETE(self) -> None:
        self.buckets.objects.pop(unquote(urlsplit(self.path).path).strip("/"), None)
        self._answer(HTTPStatus.NO_CONTENT, b"")

    def _listing(self, bucket: str, query: dict[str, list[str]]) -> str:
        prefix = query.get("prefix", [""])[0]
        keys = sorted(key.removeprefix(f"{bucket}/") for key in self.buckets.objects if key.startswith(f"{bucket}/"))
        after = query.get("continuation-token", [""])[0]
        fitting = [key for key in keys if key.startswith(prefix) and key > after]
        shown = fitting[:ENOUGH]
        more = len(fitting) > len(shown)
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.buckets.objects[f'{bucket}/{key}'])}</Size>"
            "<LastModified>2026-01-01T00:00:00.000Z</LastModified><StorageClass>STANDARD</StorageClass></Contents>"
            for key in shown
        )
        token = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if more else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(shown)}</KeyCount>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{contents}</ListBucketResult>"
        )

    def _refuse(self, status: HTTPStatus, code: str) -> None:
        self._answer(status, f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode())

    def _answer(self, status: HTTPStatus, data: bytes, *, body: bool = True) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Type", "application/xml" if data.startswith(b"<?xml") else "binary/octet-stream")
        self.send_header("ETag", f'"{md5(data).hexdigest()}"')  # noqa: S324 - what S3 has
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        self.end_headers()
        if body and status != HTTPStatus.NO_CONTENT:
            self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Nothing."""
