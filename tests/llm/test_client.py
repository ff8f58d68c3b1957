"""One question to an endpoint: what comes back, whatever the endpoint does, and what never leaves the machine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.config import Config
from kg.errors import ConfigError, EndpointRefused
from kg.llm.chat_dialects import Fault, Reply
from kg.llm.client import Client, Endpoint
from kg.llm.client import endpoint as named
from tests.llm_server import cut, late, raw, says, status, without_schema

if TYPE_CHECKING:
    from tests import llm_server
    from tests.llm_server import Behaviour

KEY = "sk-very-secret"


def ask(
    server: llm_server.Endpoint, *script: Behaviour, always: Behaviour | None = None, seconds: int = 1
) -> Reply | Fault:
    server.script, server.always = list(script), always
    return Client(Endpoint(server.url, "small", seconds, KEY)).ask("1. Acme sold 40 anvils.")


def test_an_answer_comes_with_its_tokens(endpoint: llm_server.Endpoint) -> None:
    assert ask(endpoint, says('{"sentences": []}')) == Reply('{"sentences": []}', 100, 20)
    (asked,) = endpoint.asked
    assert (asked["model"], asked["temperature"], asked["response_format"]["type"]) == ("small", 0, "json_schema")
    assert asked["messages"][1] == {"role": "user", "content": "1. Acme sold 40 anvils."}
    assert endpoint.headers[0]["authorization"] == f"Bearer {KEY}"


def test_a_server_without_schemas_is_asked_for_plain_json_from_then_on(endpoint: llm_server.Endpoint) -> None:
    endpoint.always = without_schema
    client = Client(Endpoint(endpoint.url, "small", 1))
    assert client.ask("a") == client.ask("b") == Reply("{}", 100, 20)
    assert [each["response_format"]["type"] for each in endpoint.asked] == ["json_schema", *["json_object"] * 3]
    assert "additionalProperties" in endpoint.asked[2]["messages"][0]["content"], "the schema is spelled out instead"


@pytest.mark.parametrize("trouble", [status(429), status(500), status(503), cut])
def test_passing_trouble_is_sat_out(endpoint: llm_server.Endpoint, trouble: Behaviour) -> None:
    assert ask(endpoint, trouble, trouble, says("{}"), seconds=9) == Reply("{}", 100, 20)
    assert len(endpoint.asked) == 3


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (status(429), "answered with status 429"),
        (status(500), "answered with status 500"),
        (status(400), "answered with status 400"),
        (status(302, Location="http://127.0.0.1:1/v1/chat/completions"), "answered with status 302"),
        (says(None, refusal="I cannot help with that."), "the model refused: I cannot help with that."),
        (says('{"sentences": [', finish="length"), "the answer ends early (length)"),
        (says(""), "the answer is empty"),
        (raw('{"choices": []}'), "the answer contains no choice"),
        (raw("<html>busy</html>", "text/html"), "sent no valid answer"),
        (raw('{"choices": [{}]}'), "the answer is empty"),
        (raw('{"choices": [3]}'), "sent no valid answer"),
        (raw("not json"), "sent no valid answer"),
        (late, "gave no complete answer within 1 seconds"),
        (cut, "cannot be reached, or cut the connection"),
    ],
)  # fmt: skip
def test_lasting_trouble_is_told_without_the_key(endpoint: llm_server.Endpoint, trouble: Behaviour, told: str) -> None:
    found = ask(endpoint, always=trouble)
    assert isinstance(found, Fault)
    assert told in found.reason
    assert KEY not in found.reason


def test_a_server_that_is_not_there_is_a_fault() -> None:
    found = Client(Endpoint("http://127.0.0.1:1/v1", "small", 1)).ask("a")
    assert isinstance(found, Fault)
    assert "127.0.0.1:1 cannot be reached" in found.reason


@pytest.mark.parametrize(("code", "why"), [(401, "key is missing or wrong"), (404, "no such model or address")])
def test_what_every_question_would_meet_ends_the_asking(endpoint: llm_server.Endpoint, code: int, why: str) -> None:
    with pytest.raises(EndpointRefused, match=why) as caught:
        ask(endpoint, always=status(code))
    assert KEY not in str(caught.value)
    assert len(endpoint.asked) == 1


SET = Config(backend="llm", llm_url="http://localhost:8080/v1", llm_model="small")


KEYS = (("localhost:8080", "env:MINE"), ("api.example.org", "env:EXAMPLE"))
ENVIRON = {"MINE": "a", "EXAMPLE": "b", "OPENAI_API_KEY": "c", "KG_LLM_KEY": "d"}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://localhost:8080/v1", "a"),
        ("http://localhost:8081/v1", ""),
        ("http://localhost/v1", ""),
        ("https://api.example.org/v1", "b"),
        ("https://API.example.org:443/v1", "b"),
        ("https://api.example.org:8443/v1", ""),
        ("https://api.example.org.thief.example/v1", ""),
        ("https://thief.example/api.example.org/v1", ""),
        ("https://example.org/v1", ""),
        ("https://api.openai.com/v1", ""),
    ],
)
def test_a_key_goes_to_the_host_that_it_is_named_for_and_is_not_shown(url: str, key: str) -> None:
    found = named(replace(SET, llm_url=url, llm_keys=KEYS), ENVIRON)
    assert found.key == key
    assert "key" not in repr(found)


@pytest.mark.parametrize(("environ", "told"), [({}, "MINE is not set"), ({"MINE": "a\nb"}, "MINE contains no key")])
def test_a_key_that_is_not_there_is_told_by_its_variable(environ: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=rf"llm.keys.*localhost:8080.*{told}"):
        named(replace(SET, llm_keys=KEYS), environ)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:8080/v1", True),
        ("http://127.9.9.9/v1", True),
        ("http://[::1]:8080/v1", True),
        ("https://192.168.0.2/v1", False),
        ("https://localhost.example.org/v1", False),
        ("https://0.0.0.0/v1", False),
    ],
)
def test_only_this_machine_is_here(url: str, *, here: bool) -> None:
    assert Endpoint(url, "m", 1).is_here is here


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "'llm.base_url': is not set"),
        ("ftp://localhost/v1", "is not an http or https address"),
        ("https://", "is not an http or https address"),
        ("https://[::1/v1", "is not an http or https address"),
        ("https://ä.example/v1", "is not an http or https address"),
        ("https://a.example/ü/v1", "is not an http or https address"),
        ("https://a.example:port/v1", "is not an http or https address"),
        ("https://a.example/v1\r\nX: y", "is not an http or https address"),
        ("https://api.example.org@thief.example/v1", "contains a user name or password"),
        ("http://models.example.org/v1", "unencrypted; use https"),
    ],
)
def test_an_unfit_address_is_refused(url: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        named(Config(backend="llm", llm_url=url, llm_model="small"), {})


def test_a_missing_model_is_refused_and_https_is_taken() -> None:
    with pytest.raises(ConfigError, match=r"'llm.model': is not set"):
        named(Config(backend="llm", llm_url="https://models.example.org/v1"), {})
    assert named(Config(llm_url="https://models.example.org/v1", llm_model="m"), {}).host == "models.example.org"
