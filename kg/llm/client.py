"""Speaks with an OpenAI-compatible endpoint: one question in, the model's text or a fault out.

Passing trouble (429 with its ``Retry-After``, 5xx, a cut connection) is sat out, as far as the time for the question
goes. A key goes into the header of requests to the host that the user named it for, over TLS or to this machine, and
nowhere else. Redirects are not followed: they could lead the notes to another host.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

import msgspec

from kg.errors import ConfigError, EndpointRefused
from kg.llm import bounded_http as wire
from kg.llm.endpoint_address import fault_of, host_of, is_here
from kg.llm.prompt import INSTRUCTIONS, SCHEMA, SPELLED_OUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.config import Config

ENV = "env:"
RETRIES = 3
PAUSE = 0.5  # seconds before the first retry, twice as many before each further one, where the endpoint names none
OK = 200
BAD_REQUEST = 400
FORBIDDEN = frozenset({401, 403, 404})  # statuses that the next question would get, too
PASSING = frozenset({408, 409, 429, 500, 502, 503, 504})  # statuses that a retry may mend
MOST_TOLD = 200  # code points of what an endpoint says that go into a message
FORMS = {
    "json_schema": {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": SCHEMA}},
    "json_object": {"type": "json_object"},
}


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


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the model's text, and the tokens that the endpoint counted (0 where it counts none)."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer, for a person."""

    reason: str


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


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Done(msgspec.Struct):
    choices: list[_Choice] = []
    usage: _Usage | None = None


@dataclass(frozen=True, slots=True)
class _Cut:
    """The connection failed; the next may not."""

    why: str


_decoder = msgspec.json.Decoder(_Done)


class Client:
    """Asks one endpoint. Threads may share it."""

    def __init__(self, where: Endpoint) -> None:
        self._where = where
        self._form = "json_schema"
        self._headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "claimgraph"}
        if where.key:
            self._headers["Authorization"] = f"Bearer {where.key}"

    def ask(self, question: str) -> Reply | Fault:
        """Ask once; an endpoint that takes no JSON schema is asked for plain JSON, now and from then on.

        Raises:
            EndpointRefused: The endpoint takes no question at all: wrong key, model or address.
        """
        until = time.monotonic() + self._where.timeout
        form = self._form
        came = self._send(question, form, until)
        if isinstance(came, wire.Came) and came.status == BAD_REQUEST and form == "json_schema":
            self._form = "json_object"
            came = self._send(question, self._form, until)
        if isinstance(came, Fault):
            return came
        if came.status in FORBIDDEN:
            raise EndpointRefused(self._where.url, self._where.model, came.status)
        if came.status != OK:
            return self._fault(f"answered with status {came.status}")
        try:
            return _reply(_decoder.decode(came.body))
        except (msgspec.DecodeError, RecursionError) as error:
            return self._fault(f"sent no valid answer ({type(error).__name__})")

    def _send(self, question: str, form: str, until: float) -> wire.Came | Fault:
        """Send a question; again while there is passing trouble, retries and time."""
        body, pause = self._written(question, form), PAUSE
        for left in range(RETRIES, -1, -1):
            came = self._once(body, until)
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

    def _once(self, body: bytes, until: float) -> wire.Came | Fault | _Cut:
        url = f"{self._where.url.rstrip('/')}/chat/completions"
        try:
            return wire.post(url, body, self._headers, until=until, proxied=not self._where.is_here)
        except TimeoutError:
            return self._fault(f"gave no complete answer within {self._where.timeout} seconds")
        except wire.TooLong:
            return self._fault(f"sent more than {wire.MOST_BYTES:,} bytes")
        except wire.Encoded:
            return self._fault("sent a compressed answer, which was not asked for")
        except (OSError, HTTPException) as error:
            return _Cut(type(error).__name__)

    def _written(self, question: str, form: str) -> bytes:
        told = INSTRUCTIONS if form == "json_schema" else SPELLED_OUT
        given: dict[str, Any] = {
            "model": self._where.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": told}, {"role": "user", "content": question}],
            "response_format": FORMS[form],
        }
        return msgspec.json.encode(given)

    def _fault(self, what: str) -> Fault:
        return Fault(f"{self._where.host} {what}")


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


def _reply(done: _Done) -> Reply | Fault:
    """The text of an answer, unless the model refused, or stopped before the end."""
    if not done.choices:
        return Fault("the answer contains no choice")
    choice = done.choices[0]
    if choice.message.refusal:
        return Fault(f"the model refused: {choice.message.refusal[:MOST_TOLD]}")
    if choice.finish_reason not in {"stop", None}:
        return Fault(f"the answer ends early ({choice.finish_reason[:MOST_TOLD]})")
    if not choice.message.content:
        return Fault("the answer is empty")
    used = done.usage or _Usage()
    return Reply(choice.message.content, used.prompt_tokens or 0, used.completion_tokens or 0)
