"""How a chat is asked for and answered: as OpenAI's endpoint does it and those like it, or as Ollama's own does.

Each dialect knows several forms of a question, the strictest first; an endpoint that refuses one is asked in the next.
OpenAI and Ollama's ``/v1`` take a schema as ``json_schema``; llama-cpp-python's server takes it as ``json_object`` with
``schema`` and refuses the other; what takes neither is told the schema in words, and is not asked to stream.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from kg.llm.bounded_http import MOST_BYTES, TooLong
from kg.llm.prompt import INSTRUCTIONS, SCHEMA, SPELLED_OUT

if TYPE_CHECKING:
    from collections.abc import Iterable

OLLAMA_PATH = "/api"  # what an address of Ollama's own endpoint ends in
MOST_TOLD = 200  # code points of what an endpoint says that go into a message
CHARACTERS = 4  # code points that a token of English text and JSON has, about
ROOM = 3  # tokens of context for each of a question: the question, and an answer that is longer
LEAST_CONTEXT, MOST_CONTEXT = 4_096, 65_536  # tokens
DONE = b"[DONE]"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the model's text, and the tokens that the endpoint counted (0 where it counts none)."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer, for a person; ``sent`` where the endpoint may have worked on one all the same."""

    reason: str
    sent: bool = False


class Dialect(ABC):
    """One way to ask for a chat."""

    path: str
    forms: int  # how many there are, numbered from 0

    @abstractmethod
    def written(self, model: str, question: str, form: int) -> dict[str, Any]:
        """The body of a request."""

    @abstractmethod
    def read(self, body: bytes) -> Reply | Fault:
        """An answer that came as a whole, or as ``fold`` gave it.

        Raises:
            UNDECODABLE: It is none.
        """

    @abstractmethod
    def fold(self, lines: Iterable[bytes]) -> bytes:
        """An answer that comes in pieces as one that comes as a whole.

        Raises:
            UNDECODABLE: A line is no piece of one.
            TooLong: Its text has more than ``MOST_BYTES``.
        """


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message = msgspec.field(default_factory=_Message)
    delta: _Message | None = None
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class ChatCompletion(msgspec.Struct):
    """An answer of ``/chat/completions``, or a piece of one."""

    choices: list[_Choice] = []
    usage: _Usage | None = None


class OpenAIChat(Dialect):
    """``/chat/completions``; streamed as server-sent events."""

    path = "/chat/completions"
    forms = 3
    _decoder = msgspec.json.Decoder(ChatCompletion)

    def written(self, model: str, question: str, form: int) -> dict[str, Any]:
        """The body of a request."""
        told = SPELLED_OUT if form == self.forms - 1 else INSTRUCTIONS
        asked: dict[str, Any] = {
            "model": model,
            "temperature": 0,
            "messages": [{"role": "system", "content": told}, {"role": "user", "content": question}],
            "response_format": (
                {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": SCHEMA}},
                {"type": "json_object", "schema": SCHEMA},
                {"type": "json_object"},
            )[form],
        }
        if form < self.forms - 1:
            asked |= {"stream": True, "stream_options": {"include_usage": True}}
        return asked

    def read(self, body: bytes) -> Reply | Fault:
        """An answer that came as a whole, or as ``fold`` gave it."""
        return reply_of(self._decoder.decode(body))

    def fold(self, lines: Iterable[bytes]) -> bytes:
        """Server-sent events: the data of each is a piece, up to ``[DONE]``; comments and other fields are not."""
        text, refusal, finish, usage = _Text(), _Text(), None, None
        for line in lines:
            field, _, data = line.strip().partition(b":")
            if field != b"data":
                continue
            if data.strip() == DONE:
                break
            piece = self._decoder.decode(data)
            usage = piece.usage or usage
            for choice in piece.choices[:1]:
                delta = choice.delta or _Message()
                text.add(delta.content)
                refusal.add(delta.refusal)
                finish = choice.finish_reason or finish
        message = _Message(text.whole or None, refusal.whole or None)
        # a stream that is cut has no reason why it ends
        return msgspec.json.encode(ChatCompletion([_Choice(message, finish_reason=finish or "cut")], usage))


class _OllamaAnswer(msgspec.Struct):
    message: _Message = msgspec.field(default_factory=_Message)
    done: bool = True
    done_reason: str | None = None
    prompt_eval_count: int | None = None
    eval_count: int | None = None


class OllamaChat(Dialect):
    """Ollama's own ``/api/chat``: the schema is its ``format``, the context is as long as asked; streamed as lines."""

    path = "/chat"
    forms = 2
    _decoder = msgspec.json.Decoder(_OllamaAnswer)

    def written(self, model: str, question: str, form: int) -> dict[str, Any]:
        """The body of a request."""
        told = INSTRUCTIONS if form == 0 else SPELLED_OUT
        return {
            "model": model,
            "messages": [{"role": "system", "content": told}, {"role": "user", "content": question}],
            "stream": form == 0,
            "format": SCHEMA if form == 0 else "json",
            "options": {"temperature": 0, "num_ctx": _context(told + question)},
        }

    def read(self, body: bytes) -> Reply | Fault:
        """An answer that came as a whole, or as ``fold`` gave it."""
        found = self._decoder.decode(body)
        reason = found.done_reason or ("stop" if found.done else "cut")
        usage = _Usage(found.prompt_eval_count, found.eval_count)
        return reply_of(ChatCompletion([_Choice(found.message, finish_reason=reason)], usage))

    def fold(self, lines: Iterable[bytes]) -> bytes:
        """Each line is a piece; the last one says that it is, and counts the tokens."""
        text, last = _Text(), _OllamaAnswer(done=False)
        for line in filter(None, map(bytes.strip, lines)):
            last = self._decoder.decode(line)
            text.add(last.message.content)
            if last.done:
                break
        last.message = _Message(text.whole)
        return msgspec.json.encode(last)


class _Text:
    """A text that grows up to ``MOST_BYTES`` code points."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0

    def add(self, piece: str | None) -> None:
        """Take one more piece."""
        if piece:
            self._size += len(piece)
            self._pieces.append(piece)
        if self._size > MOST_BYTES:
            raise TooLong

    @property
    def whole(self) -> str:
        """All of it."""
        return "".join(self._pieces)


def dialect_of(url: str) -> Dialect:
    """The dialect that an endpoint of that address speaks."""
    return OllamaChat() if url.rstrip("/").endswith(OLLAMA_PATH) else OpenAIChat()


def reply_of(done: ChatCompletion) -> Reply | Fault:
    """The text of an answer, unless the model refused, or stopped before the end."""
    if not done.choices:
        return Fault("the answer contains no choice", sent=True)
    choice = done.choices[0]
    if choice.message.refusal:
        return Fault(f"the model refused: {choice.message.refusal[:MOST_TOLD]}", sent=True)
    if choice.finish_reason not in {"stop", None}:
        return Fault(f"the answer ends early ({choice.finish_reason[:MOST_TOLD]})", sent=True)
    if not choice.message.content:
        return Fault("the answer is empty", sent=True)
    used = done.usage or _Usage()
    return Reply(choice.message.content, used.prompt_tokens or 0, used.completion_tokens or 0)


def _context(asked: str) -> int:
    """Tokens of context that a question and its answer need, as a power of two."""
    needed = ROOM * len(asked) // CHARACTERS
    return min(MOST_CONTEXT, max(LEAST_CONTEXT, 1 << math.ceil(math.log2(needed + 1))))
