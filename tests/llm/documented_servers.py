"""Servers that take and answer requests as the documentation of three kinds of server says; each says a given text."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Record = dict[str, Any]
PIECE = 7  # code points of a streamed text that come at once


@dataclass
class Served:
    """What a server was asked, and what it says to the text of a question.

    Attributes:
        url: What the endpoint's address begins with.
        says: The answer to a question.
        paths: Method and path of each request.
        bodies: The JSON bodies of those that have one.
        files: Uploaded and written files, by id.
        batches: Batches by id: the file asked, and the state.
        ready: Whether a batch that is looked at is done.
    """

    says: Callable[[str], str]
    url: str = ""
    paths: list[str] = field(default_factory=list)
    bodies: list[Record] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, Record] = field(default_factory=dict)
    ready: bool = True


class _Handler(BaseHTTPRequestHandler):
    """What all three have in common."""

    served: Served
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Print nothing."""

    def body(self) -> bytes:
        self.served.paths.append(f"{self.command} {self.path}")
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def read_json(self) -> Record:
        asked: Record = json.loads(self.body())
        self.served.bodies.append(asked)
        return asked

    def send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_json(self, record: Record, status: int = 200) -> None:
        self.send(status, json.dumps(record).encode())

    def stream(self, kind: str, chunks: list[str]) -> None:
        """Chunked, as streaming servers send it."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in chunks:
            data = chunk.encode()
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def completion(self, asked: Record) -> Record:
        message = {"role": "assistant", "content": self.served.says(asked["messages"][1]["content"])}
        return {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": asked["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        }  # fmt: skip

    def events(self, asked: Record, *, usage: bool) -> None:
        text = self.served.says(asked["messages"][1]["content"])
        pieces: list[Record] = [{"role": "assistant", "content": ""}]
        pieces += [{"content": text[at : at + PIECE]} for at in range(0, len(text), PIECE)]
        made: list[Record] = [
            {"id": "1", "choices": [{"index": 0, "delta": each, "finish_reason": None}]} for each in pieces
        ]
        made.append({"id": "1", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        if usage:
            made.append({"id": "1", "choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 20}})
        lines = [": keep-alive\n\n", *(f"data: {json.dumps(each)}\n\n" for each in made), "data: [DONE]\n\n"]
        self.stream("text/event-stream; charset=utf-8", lines)


class OpenAIServer(_Handler):
    """``/v1/chat/completions`` with ``json_schema`` and streaming, ``/v1/files`` and ``/v1/batches``."""

    def do_POST(self) -> None:
        if self.path == "/v1/files":
            self.upload()
            return
        asked = self.read_json()
        if self.path == "/v1/batches":
            name = f"batch_{len(self.served.batches) + 1}"
            self.served.batches[name] = {**asked, "status": "validating"}
            self.send_json({"id": name, "object": "batch", **self.served.batches[name]})
        elif asked.get("stream"):
            self.events(asked, usage=asked.get("stream_options", {}).get("include_usage", False))
        else:
            self.send_json(self.completion(asked))

    def do_GET(self) -> None:
        self.body()
        if found := re.fullmatch(r"/v1/batches/([\w-]+)", self.path):
            batch = self.served.batches.get(found[1])
            if batch is None:
                self.send_json({"error": {"message": "No such batch"}}, 404)
                return
            if self.served.ready and batch["status"] != "completed":
                batch |= {"status": "completed", "output_file_id": self.answered(batch["input_file_id"])}
            elif not self.served.ready:
                batch["status"] = "in_progress"
            self.send_json({"id": found[1], "object": "batch", "error_file_id": None, **batch})
        elif found := re.fullmatch(r"/v1/files/([\w-]+)/content", self.path):
            self.send(200, self.served.files[found[1]], "application/octet-stream")

    def upload(self) -> None:
        body = self.body()
        boundary = self.headers["Content-Type"].partition("boundary=")[2].encode()
        parts = [part.partition(b"\r\n\r\n") for part in body.split(b"--" + boundary)[1:-1]]
        fields = {(re.search(rb'name="(\w+)"', head) or [b"", b""])[1]: data[:-2] for head, _, data in parts}
        assert fields[b"purpose"] == b"batch"
        name = f"file-{len(self.served.files) + 1}"
        self.served.files[name] = fields[b"file"]
        self.send_json({"id": name, "object": "file", "bytes": len(fields[b"file"]), "purpose": "batch"})

    def answered(self, name: str) -> str:
        """The file of answers to the questions in a file; in another order."""
        lines = []
        for line in reversed(self.served.files[name].splitlines()):
            asked = json.loads(line)
            assert (asked["method"], asked["url"]) == ("POST", "/v1/chat/completions")
            assert not asked["body"].get("stream")
            response = {"status_code": 200, "request_id": "r", "body": self.completion(asked["body"])}
            lines.append(json.dumps({"id": "x", "custom_id": asked["custom_id"], "response": response, "error": None}))
        written = f"file-{len(self.served.files) + 1}"
        self.served.files[written] = "\n".join(lines).encode() + b"\n"
        return written


class LlamaCppPythonServer(_Handler):
    """``python -m llama_cpp.server``: takes a schema with ``json_object`` and refuses what its types do not know."""

    def do_POST(self) -> None:
        asked = self.read_json()
        form = asked.get("response_format", {})
        if self.path != "/v1/chat/completions" or form.get("type") not in {"text", "json_object"}:
            self.send_json({"detail": [{"type": "literal_error", "loc": ["body", "response_format", "type"]}]}, 422)
        elif asked.get("stream"):
            self.events(asked, usage=False)
        else:
            self.send_json(self.completion(asked))


class OllamaServer(_Handler):
    """Ollama's own ``/api/chat``, which streams lines of JSON unless told not to; ``format`` holds the schema."""

    def do_POST(self) -> None:
        asked = self.read_json()
        assert self.path == "/api/chat"
        text = self.served.says(asked["messages"][1]["content"])
        last: Record = {"done": True, "done_reason": "stop", "prompt_eval_count": 100, "eval_count": 20}
        if asked.get("stream") is False:
            self.send_json({"model": asked["model"], "message": {"role": "assistant", "content": text}, **last})
            return
        lines: list[Record] = [
            {"message": {"role": "assistant", "content": text[at : at + PIECE]}, "done": False}
            for at in range(0, len(text), PIECE)
        ]
        lines.append({"message": {"role": "assistant", "content": ""}, **last})
        self.stream("application/x-ndjson", [f"{json.dumps({'model': asked['model'], **each})}\n" for each in lines])


def serving(kind: type[_Handler], says: Callable[[str], str], path: str = "/v1") -> Iterator[Served]:
    """Run a server of a kind until the generator is closed."""
    served = Served(says)
    handler = type("Handler", (kind,), {"served": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}{path}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()
