"""Speaks with an OpenAI-compatible endpoint: one question in, the model's text or a fault out.

Waiting, timeouts and retries (429 with its ``Retry-After``, 5xx, a cut connection) are the ``openai`` package's. The
key comes from the environment and goes nowhere but into the request's header; it is sent over TLS, or to this machine.
Redirects are not followed: they could lead the notes to another host.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from kg.errors import ConfigError, EndpointRefused, ExtraMissing
from kg.llm.prompt import INSTRUCTIONS, SCHEMA, SPELLED_OUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai.types.chat import ChatCompletion

    from kg.config import Config

KEYS = ("KG_LLM_KEY", "OPENAI_API_KEY")
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
NO_KEY = "none"  # what is sent where a server on this machine asks for no key
RETRIES = 3
BAD_REQUEST = 400
FORBIDDEN = frozenset({401, 403, 404})  # statuses that the next question would get, too
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
        timeout: Seconds to wait for one answer.
        key: Sent as a bearer token; never shown.
    """

    url: str
    model: str
    timeout: int
    key: str = field(default=NO_KEY, repr=False)

    @property
    def host(self) -> str:
        """The host that the notes' text goes to."""
        return urlsplit(self.url).netloc


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
    """The endpoint that the settings name.

    Raises:
        ConfigError: No address or model is set, or the notes would travel unencrypted to another machine.
    """
    for name, value in (("llm.base_url", config.llm_url), ("llm.model", config.llm_model)):
        if not value:
            raise ConfigError("settings", name, "is not set, and extract.backend is 'llm'")
    parts = urlsplit(config.llm_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigError("settings", "llm.base_url", f"{config.llm_url!r} is no http or https address")
    if parts.scheme == "http" and parts.hostname not in HERE:
        raise ConfigError(
            "settings", "llm.base_url", f"{config.llm_url!r} would send notes and key unencrypted; use https"
        )
    key = next((environ[name] for name in KEYS if environ.get(name)), NO_KEY)
    return Endpoint(config.llm_url, config.llm_model, config.llm_timeout, key)


class Client:
    """A connection to an endpoint; use it as a context manager. Threads may share it."""

    def __init__(self, where: Endpoint) -> None:
        """Prepare the connection; nothing is sent.

        Raises:
            ExtraMissing: The package that speaks with endpoints is not installed.
        """
        try:
            import openai
        except ModuleNotFoundError as error:
            raise ExtraMissing("extract.backend = 'llm'", "openai", "llm") from error
        self._openai = openai
        self._where = where
        self._form = "json_schema"
        self._client = openai.OpenAI(
            api_key=where.key,
            base_url=where.url,
            timeout=where.timeout,
            max_retries=RETRIES,
            http_client=openai.DefaultHttpxClient(follow_redirects=False),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, question: str) -> Reply | Fault:
        """Ask once; an endpoint that takes no JSON schema is asked for plain JSON, now and from then on.

        Raises:
            EndpointRefused: The endpoint takes no question at all: wrong key, model or address.
        """
        form = self._form
        try:
            return _reply(self._send(question, form))
        except (self._openai.APIError, ValueError) as error:  # ValueError: what came is no JSON
            status = getattr(error, "status_code", None)
            if status == BAD_REQUEST and form == "json_schema":
                self._form = "json_object"
                return self.ask(question)
            if status in FORBIDDEN:
                raise EndpointRefused(self._where.url, self._where.model, status) from None
            return Fault(f"{self._where.host} {self._told(error, status)}")

    def _told(self, error: Exception, status: int | None) -> str:
        if status is not None:
            return f"answered with status {status}"
        if isinstance(error, self._openai.APITimeoutError):
            return f"gave no answer within {self._where.timeout} seconds"
        if isinstance(error, self._openai.APIConnectionError):
            return f"cannot be reached, or cut the connection ({type(error.__cause__ or error).__name__})"
        return f"sent what is no answer ({type(error).__name__})"

    def _send(self, question: str, form: str) -> ChatCompletion:
        told = INSTRUCTIONS if form == "json_schema" else SPELLED_OUT
        given: Any = {
            "messages": [{"role": "system", "content": told}, {"role": "user", "content": question}],
            "response_format": FORMS[form],
        }
        done: ChatCompletion = self._client.chat.completions.create(model=self._where.model, temperature=0, **given)
        return done


def _reply(done: ChatCompletion) -> Reply | Fault:
    """The text of an answer, unless the model refused, or stopped before the end."""
    choice = done.choices[0] if getattr(done, "choices", None) else None
    if choice is None:
        return Fault("the answer holds no choice")
    if choice.message.refusal:
        return Fault(f"the model refused: {choice.message.refusal}")
    if choice.finish_reason not in {"stop", None}:
        return Fault(f"the answer ends early ({choice.finish_reason})")
    if not choice.message.content:
        return Fault("the answer is empty")
    used = done.usage
    return Reply(choice.message.content, used.prompt_tokens if used else 0, used.completion_tokens if used else 0)
