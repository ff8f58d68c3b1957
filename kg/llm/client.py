"""Speaks with an OpenAI-compatible endpoint: one question in, the model's text or a fault out.

Passing trouble (429 with its ``Retry-After``, 5xx, a cut connection) is sat out, as far as the time for the question
goes. A key goes into the header of requests to the host that the user named it for, over TLS or to this machine, and
nowhere else. Redirects are not followed: they could lead the notes to another host.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING

import msgspec

from kg.config.web_address import is_here
from kg.errors import ConfigError, EndpointRefused
from kg.llm import bounded_http as wire
from kg.llm.chat_dialects import Fault, Reply, dialect_of
from kg.llm.endpoint_address import fault_of, host_of
from kg.model.decoding_errors import UNDECODABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.config import Config

ENV = "env:"
RETRIES = 3
PAUSE = 0.5  # seconds before the first retry, twice as many before each further one, where the endpoint names none
UNFIT = frozenset({400, 422})  # statuses that another form of the request may mend
FORBIDDEN = frozenset({401, 403, 404})  # statuses that the next question would get, too
PASSING = frozenset({408, 409, 429, 500, 502, 503, 504})  # statuses that a retry may mend


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers.

    Attributes:
        url: Such as ``https://api.example.org/v1``.
        model: Its name there.
        timeout: Seconds for one answer, retries included.
        key: Sent as a bearer token, none where it is ""; never shown.
    """

    url: str
    model: str
    timeout: int
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """The host that the notes' text goes to, with its port where the address names one."""
        return host_of(self.url)

    @property
    def is_here(self) -> bool:
        """Whether it is this machine, so that nothing leaves it."""
        return is_here(self.url)


def endpoint(config: Config, environ: Mapping[str, str]) -> Endpoint:
    """The endpoint that the settings name, with the key that they name for its host.

    Raises:
        ConfigError: No address or model is set, the notes would travel unencrypted to another machine, or the variable
            that holds the key is not set.
    """
    for name, value in (("llm.base_url", config.llm_url), ("llm.model", config.llm_model)):
        if not value:
            raise ConfigError("settings", name, "is not set, and extract.backend is 'llm'")
    if fault := fault_of(config.llm_url):
        raise ConfigError("settings", "llm.base_url", f"{config.llm_url!r} {fault}")
    return Endpoint(config.llm_url, config.llm_model, config.llm_timeout, _key(config, environ))


def _key(config: Config, environ: Mapping[str, str]) -> str:
    """The key for the endpoint's host, "" where none is named for it."""
    host = host_of(config.llm_url)
    named = next((value for name, value in config.llm_keys if name.lower() == host), None)
    if named is None:
        return ""
    key = environ.get(named.removeprefix(ENV), "")
    if not key or not key.isascii() or not key.isprintable():
        fault = "contains no key" if key else "is not set"
        raise ConfigError("settings", f'llm.keys."{host}"', f"the variable {named.removeprefix(ENV)} {fault}")
    return key


@dataclass(frozen=True, slots=True)
class _Cut:
    """The connection failed; the next may not."""

    why: str


class Client:
    """Asks one endpoint. Threads may share it."""

    def __init__(self, where: Endpoint) -> None:
        self._where = where
        self.dialect = dialect_of(where.url)
        self._form = 0
        self._headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream, application/x-ndjson",
            "User-Agent": "claimgraph",
        }
        if where.key:
            self._headers["Authorization"] = f"Bearer {where.key}"

    def ask(self, question: str) -> Reply | Fault:
        """Ask once; an endpoint that refuses a form of question is asked in the next one, now and from then on.

        Raises:
            EndpointRefused: The endpoint takes no question at all: wrong key, model or address.
        """
        until = time.monotonic() + self._where.timeout
        for form in range(self._form, self.dialect.forms):
            asked = msgspec.json.encode(self.dialect.written(self._where.model, question, form))
            came = self.request("POST", self.dialect.path, asked, until=until, fold=self.dialect.fold)
            if isinstance(came, wire.Came) and came.status in UNFIT and form < self.dialect.forms - 1:
                self._form = max(self._form, form + 1)
                continue
            break
        if isinstance(came, Fault):
            return came
        if came.status != wire.OK:
            return self._fault(f"answered with status {came.status}")
        try:
            return self.dialect.read(came.body)
        except UNDECODABLE as error:
            return self._fault(f"sent no valid answer ({type(error).__name__})", sent=True)

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        until: float,
        headers: Mapping[str, str] | None = None,
        fold: Callable[[Iterator[bytes]], bytes] | None = None,
        most: int = wire.MOST_BYTES,
    ) -> wire.Came | Fault:
        """Send a request; again while there is passing trouble, retries and time.

        Args:
            method: As in ``bounded_http.Request``.
            path: Behind the endpoint's address.
            body: As in ``bounded_http.Request``; so are ``fold`` and ``most``.
            until: When an answer must be there, in seconds on the clock of ``time.monotonic``.
            headers: Beside those that every request has, or in their place.
            fold: Makes one text of lines.
            most: Bytes of an answer.

        Returns:
            An answer with status 200, one that a request in another form may mend, or why there is none.

        Raises:
            EndpointRefused: The endpoint takes no request at all.
        """
        url = f"{self._where.url.rstrip('/')}{path}"
        asked = wire.Request(method, url, {**self._headers, **(headers or {})}, body, fold, most)
        came = self._patiently(asked, until)
        if isinstance(came, wire.Came):
            if came.status in FORBIDDEN:
                raise EndpointRefused(self._where.url, self._where.model, came.status)
            if came.status not in {wire.OK, *UNFIT}:
                return self._fault(f"answered with status {came.status}")
        return came

    def _patiently(self, asked: wire.Request, until: float) -> wire.Came | Fault:
        pause = PAUSE
        for left in range(RETRIES, -1, -1):
            came = self._once(asked, until)
            if not _is_passing(came) or not left:
                break
            wait = _asked_for(came, pause)
            if time.monotonic() + wait >= until:
                break
            time.sleep(wait)
            pause *= 2
        if isinstance(came, _Cut):
            return self._fault(f"cannot be reached, or cut the connection ({came.why})")
        return came

    def _once(self, asked: wire.Request, until: float) -> wire.Came | Fault | _Cut:
        try:
            return wire.send(asked, until=until, proxied=not self._where.is_here)
        except TimeoutError:
            return self._fault(f"gave no complete answer within {self._where.timeout} seconds", sent=True)
        except wire.TooLong:
            return self._fault(f"sent more than {wire.MOST_BYTES:,} bytes", sent=True)
        except wire.Encoded:
            return self._fault("sent a compressed answer, which was not asked for", sent=True)
        except UNDECODABLE as error:
            return self._fault(f"sent no valid answer ({type(error).__name__})", sent=True)
        except (OSError, HTTPException) as error:
            return _Cut(type(error).__name__)

    def _fault(self, what: str, *, sent: bool = False) -> Fault:
        return Fault(f"{self._where.host} {what}", sent=sent)


def _is_passing(came: wire.Came | Fault | _Cut) -> bool:
    """Whether asking again may help: not after a timeout, and not where too much came."""
    return isinstance(came, _Cut) or (isinstance(came, wire.Came) and came.status in PASSING)


def _asked_for(came: wire.Came | Fault | _Cut, otherwise: float) -> float:
    """Seconds to wait before the next try, as the endpoint asks for it, else ``otherwise``."""
    headers = came.headers if isinstance(came, wire.Came) else {}
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        text = headers.get(name, "")
        if text.isascii() and text.replace(".", "", 1).isdigit():
            return float(text) * unit
    return otherwise
