"""Questions to servers that behave as OpenAI's, llama-cpp-python's and Ollama's documentation says they do."""

from __future__ import annotations

import pytest

from kg.llm.chat_dialects import Fault, Reply
from kg.llm.client import Client, Endpoint
from kg.llm.prompt import SCHEMA
from tests import llm_server
from tests.llm.documented_servers import LlamaCppPythonServer, OllamaServer, OpenAIServer, serving

NAMED_SCHEMA = {"name": "claims", "strict": True, "schema": SCHEMA}
TEXT = '{"sentences": [{"n": 1, "é": "Grüße"}]}'


@pytest.mark.parametrize(
    ("kind", "path", "form", "tokens"),
    [
        (OpenAIServer, "/v1", {"type": "json_schema", "json_schema": NAMED_SCHEMA}, (100, 20)),
        (LlamaCppPythonServer, "/v1", {"type": "json_object", "schema": SCHEMA}, (0, 0)),
    ],
)  # fmt: skip
def test_an_openai_like_server_is_given_the_schema_in_the_form_that_it_takes(
    kind: type, path: str, form: dict[str, object], tokens: tuple[int, int]
) -> None:
    for served in serving(kind, lambda _: TEXT, path):
        client = Client(Endpoint(served.url, "small", 5))
        assert client.ask("a") == client.ask("b") == Reply(TEXT, *tokens)
        assert served.bodies[-1]["response_format"] == form
        assert served.bodies[-1]["stream"] is True
        refused = served.bodies[:-2]
        assert len(refused) == (kind is LlamaCppPythonServer), "what it refuses it is not asked again"


def test_ollama_is_given_the_schema_as_format_and_room_for_the_question() -> None:
    for served in serving(OllamaServer, lambda _: TEXT, "/api"):
        client = Client(Endpoint(served.url, "qwen3", 5))
        assert client.ask("short") == Reply(TEXT, 100, 20)
        assert client.ask("a long note " * 3_000) == Reply(TEXT, 100, 20)
        short, long = served.bodies
        assert short["format"] == SCHEMA
        assert (short["options"]["temperature"], short["options"]["num_ctx"]) == (0, 4096)
        assert long["options"]["num_ctx"] >= 3 * 9_000
        assert served.paths == ["POST /api/chat"] * 2


def events(*lines: str | bytes) -> llm_server.Behaviour:
    sent = (line.encode() if isinstance(line, str) else line for line in lines)
    return llm_server.raw(b"".join(line + b"\n\n" for line in sent), "text/event-stream")


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (events('data: {"choices": [{"delta": {"content": "{}"}}]}'), "the answer ends early (cut)"),
        (events('data: {"choices": [{"delta": {"content": "{"}, "finish_reason": "length"}]}', "data: [DONE]"),
         "the answer ends early (length)"),
        (events('data: {"choices": [{"delta": {"refusal": "No."}, "finish_reason": "stop"}]}'),
         "the model refused: No."),
        (events("data: [DONE]"), "the answer ends early (cut)"),
        (events("data: {"), "sent no valid answer"),
        (events(b'data: {"choices": [{"delta": {"content": "\xff"}}]}'), "sent no valid answer"),
        (events("data: " + '{"choices": ' + "[" * 200_000), "sent no valid answer"),
        (llm_server.endless_events(b"x" * 1000), "sent more than"),
        (llm_server.endless_events(b""), "sent more than"),
        (llm_server.dripping_events, "gave no complete answer within 2 seconds"),
    ],
)  # fmt: skip
def test_limits_hold_between_the_pieces_of_a_stream(
    endpoint: llm_server.Endpoint, behaviour: llm_server.Behaviour, told: str
) -> None:
    endpoint.always = behaviour
    found = Client(Endpoint(endpoint.url, "small", 2, "sk-very-secret")).ask("a")
    assert isinstance(found, Fault)
    assert told in found.reason
    assert "sk-very-secret" not in found.reason
