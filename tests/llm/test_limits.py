"""What an endpoint sends is held to limits: bytes, seconds as a whole, and nothing goes to another host."""

from __future__ import annotations

import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from kg.llm import bounded_http as wire
from kg.llm.chat_dialects import Fault, Reply
from kg.llm.client import Client, Endpoint
from tests import llm_server
from tests.llm_server import announced, compressed, cut, dripping, endless, endless_headers, huge, raw, says, status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.llm_server import Behaviour

KEY = "sk-very-secret"
SENT = {"host", "accept-encoding", "content-length", "content-type", "accept", "user-agent", "authorization",
        "connection"}  # fmt: skip


@pytest.fixture
def other() -> Iterator[llm_server.Endpoint]:
    """Another host, which nobody named."""
    yield from llm_server.running(llm_server.Endpoint(always=says("{}")))


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (huge, "sent more than 1,000,000 bytes"),
        (announced, "sent more than 1,000,000 bytes"),
        (endless, "sent more than 1,000,000 bytes"),
        (endless_headers, "sent more than 1,000,000 bytes"),
        (dripping(headers=False), "gave no complete answer within 2 seconds"),
        (dripping(headers=True), "gave no complete answer within 2 seconds"),
        (compressed, "sent a compressed answer"),
        (raw("[" * 200_000), "sent no valid answer"),
        (raw('{"x": ' + "[" * 200_000 + "]" * 200_000 + "}"), "sent no valid answer"),
        (raw('{"x": ' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}"), "sent no valid answer"),
        (raw("HTTP/1.1 " * 1000, "text/plain"), "sent no valid answer"),
        (raw(b'{"choices": [{"message": {"content": "\xff"}}]}'), "sent no valid answer"),
        (status(429, **{"retry-after-ms": "900000"}), "answered with status 429"),
        (cut, "cannot be reached, or cut the connection (IncompleteRead)"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_no_answer_takes_more_than_its_time_and_memory(
    endpoint: llm_server.Endpoint, behaviour: Behaviour, told: str
) -> None:
    endpoint.always = behaviour
    tracemalloc.start()
    began = time.monotonic()
    found = Client(Endpoint(endpoint.url, "small", 2, KEY)).ask("1. Acme sold 40 anvils.")
    took, most = time.monotonic() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found, Fault)
    assert told in found.reason
    assert took < 2.5, "seconds, of 2 allowed"
    assert most < 20_000_000, "bytes, those of the test's own server among them"
    assert KEY not in found.reason


def test_an_answer_up_to_the_limit_is_taken(endpoint: llm_server.Endpoint) -> None:
    text = "x" * (wire.MOST_BYTES - 2_000)
    endpoint.always = says(text)
    assert Client(Endpoint(endpoint.url, "small", 9)).ask("a") == Reply(text, 100, 20)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_leads_nowhere(endpoint: llm_server.Endpoint, other: llm_server.Endpoint, code: int) -> None:
    endpoint.always = status(code, Location=f"{other.url}/chat/completions")
    found = Client(Endpoint(endpoint.url, "small", 2, KEY)).ask("a secret note")
    assert isinstance(found, Fault)
    assert f"status {code}" in found.reason
    assert other.asked == other.headers == []


def test_nothing_is_sent_but_the_question(endpoint: llm_server.Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "KG_LLM_KEY"):
        monkeypatch.setenv(name, "sk-of-another-host")
    endpoint.always = says("{}")
    Client(Endpoint(endpoint.url, "small", 2, KEY)).ask("a")
    Client(Endpoint(endpoint.url, "small", 2)).ask("b")
    assert set(endpoint.headers[0]) == SENT
    assert set(endpoint.headers[1]) == SENT - {"authorization"}
    assert "sk-of-another-host" not in str(endpoint.headers)


def test_what_is_for_this_machine_goes_through_no_proxy(
    endpoint: llm_server.Endpoint, other: llm_server.Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, other.url)
    endpoint.always = says("{}")
    assert isinstance(Client(Endpoint(endpoint.url, "small", 2)).ask("a"), Reply)
    assert other.asked == []
