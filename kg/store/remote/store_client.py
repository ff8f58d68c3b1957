"""Speaks with a SPARQL store over HTTP: whole graphs by the Graph Store Protocol, and what a CONSTRUCT gives.

What may be sent twice without harm (all but a bulk load) is sent again after a cut connection, 429 and 503, with longer
pauses each time. No redirect is followed. An answer that is cut off, of another kind, or marked as partial is an error.
"""

from __future__ import annotations

import ssl
import time
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from kg.errors import ConfigError, RemoteStoreError
from kg.store.remote.store_address import AUTHORITY, PASSWORD, USER
from kg.store.remote.store_login import StoreLogin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.remote.store_address import StoreAddress

TRIPLES, QUADS = "application/n-triples", "application/n-quads"
KINDS = {TRIPLES, "text/plain"}  # media types that N-Triples come as
CONNECT = 10.0  # seconds until a connection is there
WAIT = 120.0  # seconds without a byte
RETRIES = 3
PAUSE = 0.25  # seconds before the first retry, twice as many before each further one
LONGEST = 30.0  # seconds of a pause, whatever the store asks for
MOST = 2**30  # bytes of an answer
SHOWN = 200  # characters of a store's own message
BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
NO_QUADS = {400, 404, 405, 406, 415, 501}  # statuses of a store that takes no bulk load
PARTIAL = "x-sql-state"  # Virtuoso's header on an answer that it cut short


class StoreClient:
    """Speaks with one store; threads may share it. Every method raises RemoteStoreError."""

    def __init__(self, address: StoreAddress, *, wait: float = WAIT, pause: float = PAUSE) -> None:
        """Connect to nothing yet.

        Args:
            address: The store's.
            wait: Seconds without a byte after which a request is given up.
            pause: Seconds before the first retry.
        """
        self.address = address
        self._wait = wait
        self._pause = pause
        self._http = httpx.Client(
            auth=StoreLogin(address.user, address.password) if address.user else None,
            verify=_trusted(address),
            timeout=httpx.Timeout(wait, connect=min(wait, CONNECT)),
            trust_env=not address.is_here,  # whose variables name a proxy
        )

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def graph(self, iri: str) -> bytes | None:
        """The triples of a named graph as N-Triples, None where there is none; a store may have left some out."""
        came = self._sent("GET", self.address.graphs, {"graph": iri}, headers={"Accept": TRIPLES})
        if came.status_code == HTTPStatus.NOT_FOUND:
            return None
        return self._triples(came)

    def construct(self, query: str) -> bytes:
        """The triples that a CONSTRUCT query gives, as N-Triples; a store may have left some out."""
        return self._triples(self._sent("GET", self.address.query, {"query": query}, headers={"Accept": TRIPLES}))

    def put(self, iri: str, triples: bytes) -> None:
        """Make these N-Triples the whole content of a named graph."""
        self._succeed(self._sent("PUT", self.address.graphs, {"graph": iri}, triples, {"Content-Type": TRIPLES}))

    def delete(self, iri: str) -> None:
        """Delete a named graph, if it is there."""
        came = self._sent("DELETE", self.address.graphs, {"graph": iri})
        if came.status_code != HTTPStatus.NOT_FOUND:
            self._succeed(came)

    def load(self, nquads: bytes) -> bool:
        """Add N-Quads in one request; False where the store takes no such loads. It is not sent twice."""
        came = self._sent("POST", self.address.graphs, {}, nquads, {"Content-Type": QUADS}, retries=0)
        if came.status_code in NO_QUADS:
            return False
        self._succeed(came)
        return True

    def error(self, reason: str, hint: str = "") -> RemoteStoreError:
        """An error of this store."""
        return RemoteStoreError(self.address.url, reason, hint)

    def _triples(self, came: httpx.Response) -> bytes:
        self._succeed(came)
        kind = came.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in KINDS:
            hint = "is this the address of a SPARQL store? See store.url and store.graphs"
            raise self.error(f"answered with {kind or 'no media type'} instead of N-Triples", hint)
        if state := came.headers.get(PARTIAL):
            raise self.error(f"sent a part of the answer only (SQL state {state})", "give it more time for queries")
        return came.content

    def _succeed(self, came: httpx.Response) -> None:
        status = came.status_code
        if came.is_success:
            return
        if came.is_redirect:
            raise self.error(f"redirects to {came.headers.get('location', 'nowhere')!r}", "name that address instead")
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise self.error(f"refuses access ({status})", f"check {USER} and {PASSWORD}, or ~/.netrc")
        if status == HTTPStatus.NOT_FOUND:
            raise self.error(f"there is nothing at {came.request.url.path} (404)", "see store.url and store.graphs")
        told = " ".join(came.text.split())[:SHOWN]
        raise self.error(f"answered with status {status}" + (f": {told}" if told else ""))

    def _sent(
        self,
        method: str,
        url: str,
        params: dict[str, str],
        content: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        retries: int = RETRIES,
    ) -> httpx.Response:
        """The answer to a request, whole; it is sent again where that may help."""
        pause = self._pause
        for left in range(retries, -1, -1):
            try:
                with self._translated():
                    came = self._once(self._http.build_request(method, url, params=params, content=content,
                                                               headers=headers))  # fmt: skip
            except _CutConnection as cut:
                if not left:
                    raise self.error(str(cut), "is it running?") from cut
                wait = pause
            else:
                if came.status_code not in BUSY or not left:
                    return came
                asked = came.headers.get("retry-after", "")
                wait = min(float(asked), LONGEST) if asked.isdigit() else pause
            time.sleep(wait)
            pause *= 2
        raise AssertionError  # the last round returns or raises

    def _once(self, request: httpx.Request) -> httpx.Response:
        came = self._http.send(request, stream=True)
        try:
            pieces, size = [], 0
            for piece in came.iter_bytes():
                size += len(piece)
                if size > MOST:
                    raise self.error(f"sent more than {MOST:,} bytes for one graph")
                pieces.append(piece)
        finally:
            came.close()
        # the content is decoded: the headers that say how long and how packed it was no longer hold
        kept = [(name, value) for name, value in came.headers.multi_items()
                if name not in {"content-encoding", "content-length", "transfer-encoding"}]  # fmt: skip
        return httpx.Response(came.status_code, headers=kept, content=b"".join(pieces), request=request)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what goes wrong with a connection into an error of ours, or into one that a retry may mend."""
        try:
            yield
        except httpx.TimeoutException as error:
            raise self.error(f"gave no answer within {self._wait:g} seconds") from error
        except httpx.ConnectError as error:
            if "CERTIFICATE" in str(error).upper() or "SSL" in str(error).upper():
                hint = f"{AUTHORITY} names a file with the certificates to trust"
                raise self.error(f"cannot be trusted ({error})", hint) from error
            raise _CutConnection(f"cannot be reached ({error})") from error
        except (httpx.NetworkError, httpx.ProtocolError) as error:
            raise _CutConnection(f"broke off the connection ({error})") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise self.error(f"cannot be asked ({error})") from error


class _CutConnection(Exception):
    """The connection failed; the next may not."""


def _trusted(address: StoreAddress) -> ssl.SSLContext:
    """The certificates to trust; none are read for a store that needs none, which takes a while.

    Raises:
        ConfigError: The file holds none.
    """
    if not address.url.startswith("https:") and not address.graphs.startswith("https:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    file = address.authority
    try:
        return ssl.create_default_context(cafile=file) if file else httpx.create_ssl_context()
    except (ssl.SSLError, OSError) as error:
        raise ConfigError("environment", AUTHORITY, f"{file!r} holds no certificates ({error})") from error
