"""Asks many questions at once at an endpoint's batch prices: uploaded as one file, answered within a day.

A build waits for a batch as long as for one answer; what is not there by then, a later build fetches. So the ids of
batches are kept with the answers, each before the next step is taken: a build that is killed asks nothing twice.
"""

from __future__ import annotations

import hashlib
import re
import time
from typing import TYPE_CHECKING

import msgspec

from kg.llm import bounded_http as wire
from kg.llm.chat_dialects import Fault, Reply
from kg.model.decoding_errors import UNDECODABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.llm.cache import Answers
    from kg.llm.client import Client, Endpoint

PATH = "/v1/chat/completions"  # as the lines of a batch name it, whatever the endpoint's address
MOST_ASKED = 5_000  # questions of one batch
MOST_WRITTEN = 90_000_000  # bytes of one file
PER_ANSWER = 200_000  # bytes of an output file for each question
WAIT = 5.0  # seconds between two looks at a batch
BOUNDARY = "claimgraph-batch-7c1f2b"
NAME = re.compile(r"[\w.-]{1,200}")  # ids that may be part of an address
LISTED = "batches "  # what the key begins with under which the answers keep the batches of an endpoint
OVER = frozenset({"completed", "failed", "expired", "cancelled"})


class Pending(msgspec.Struct):
    """A batch that has not been fetched: what was asked, by its key; its file, then its own id, as soon as known."""

    asked: list[str]
    file: str = ""
    batch: str = ""


class _Made(msgspec.Struct):
    id: str


class _State(msgspec.Struct):
    status: str
    output_file_id: str | None = None
    error_file_id: str | None = None


class _Response(msgspec.Struct):
    status_code: int = 0
    body: msgspec.Raw = msgspec.Raw(b"null")


class _Line(msgspec.Struct):
    custom_id: str
    response: _Response | None = None


class BatchJobs:
    """The batches of one vault at one endpoint.

    Args:
        client: Speaks with the endpoint.
        where: The endpoint.
        answers: They keep the ids of batches.
    """

    def __init__(self, client: Client, where: Endpoint, answers: Answers) -> None:
        self._client = client
        self._where = where
        self._answers = answers
        self._key = LISTED + hashlib.sha256(f"{where.url} {where.model}".encode()).hexdigest()

    @property
    def pending(self) -> list[Pending]:
        """The batches that are not fetched; none if what was kept of them is damaged."""
        try:
            return msgspec.json.decode(self._answers.get(self._key) or "[]", type=list[Pending])
        except UNDECODABLE:
            return []

    def ask(self, questions: Mapping[str, str]) -> Iterator[tuple[str, Fault]]:
        """Send questions, by their keys; yield those that could not be sent.

        Raises:
            EndpointRefused: The endpoint takes no request at all.
        """
        for asked in self._parts(questions):
            job = Pending(list(asked))
            self._keep([*self.pending, job])
            found = self._start(job, [self._line(key, text) for key, text in asked.items()])
            if isinstance(found, Fault):
                self._forget(job)
                yield from ((key, found) for key in asked)

    def fetch(self) -> Iterator[tuple[str, Reply | Fault]]:
        """Wait for all batches as long as for one answer; yield what came of those that are over.

        Raises:
            EndpointRefused: The endpoint takes no request at all.
        """
        until = time.monotonic() + self._where.timeout
        while waiting := self.pending:
            for job in waiting:
                if not job.batch and isinstance(self._create(job, until), Fault):
                    self._forget(job)  # what was never begun is asked again in the next build
                    continue
                state = self._state(job, until)
                if isinstance(state, Fault) or state.status in OVER:
                    came = {} if isinstance(state, Fault) else self._results(state, len(job.asked))
                    if came is None:
                        continue  # the results could not be read now; they are kept for a day and more
                    gone = f"the batch is {state.reason if isinstance(state, Fault) else state.status}"
                    for key in job.asked:
                        yield key, came.get(key) or Fault(f"{gone}, without an answer to this question")
                    self._forget(job)
            if not self.pending or time.monotonic() + WAIT >= until:
                return
            time.sleep(WAIT)

    def _parts(self, questions: Mapping[str, str]) -> Iterator[dict[str, str]]:
        part: dict[str, str] = {}
        size = 0
        for key, text in questions.items():
            size += len(self._line(key, text))
            if part and (len(part) >= MOST_ASKED or size > MOST_WRITTEN):
                yield part
                part, size = {}, len(self._line(key, text))
            part[key] = text
        if part:
            yield part

    def _line(self, key: str, question: str) -> bytes:
        body = self._client.dialect.written(self._where.model, question, 0)
        body.pop("stream", None), body.pop("stream_options", None)
        return msgspec.json.encode({"custom_id": key, "method": "POST", "url": PATH, "body": body}) + b"\n"

    def _start(self, job: Pending, lines: Iterable[bytes]) -> Fault | None:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="questions.jsonl"\r\n'
            "Content-Type: application/jsonl\r\n\r\n"
        )
        body = head.encode() + b"".join(lines) + f"\r\n--{BOUNDARY}--\r\n".encode()
        until = time.monotonic() + self._where.timeout
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        made = self._made(self._client.request("POST", "/files", body, until=until, headers=kind))
        if isinstance(made, Fault):
            return made
        self._change(job, Pending(job.asked, made))
        job.file = made
        return self._create(job, until)

    def _create(self, job: Pending, until: float) -> Fault | None:
        if not job.file:
            return Fault("the batch was never sent")
        asked = {"input_file_id": job.file, "endpoint": PATH, "completion_window": "24h"}
        made = self._made(self._client.request("POST", "/batches", msgspec.json.encode(asked), until=until))
        if isinstance(made, Fault):
            return made
        self._change(job, Pending(job.asked, job.file, made))
        job.batch = made
        return None

    def _made(self, came: wire.Came | Fault) -> str | Fault:
        """The id of what was made."""
        if isinstance(came, Fault):
            return came
        try:
            made = msgspec.json.decode(came.body, type=_Made).id
        except UNDECODABLE:
            made = ""
        return made if NAME.fullmatch(made) else Fault(f"{self._where.host} takes no batches (status {came.status})")

    def _state(self, job: Pending, until: float) -> _State | Fault:
        came = self._client.request("GET", f"/batches/{job.batch}", until=until)
        if isinstance(came, Fault):
            return _State("unknown")  # it may be there the next time
        try:
            return msgspec.json.decode(came.body, type=_State)
        except UNDECODABLE:
            return Fault("unknown to the endpoint")

    def _results(self, state: _State, count: int) -> dict[str, Reply | Fault] | None:
        """The answers by their keys; None where a file could not be read."""
        found: dict[str, Reply | Fault] = {}
        for name in (state.error_file_id, state.output_file_id):
            if not name or not NAME.fullmatch(name):
                continue
            until = time.monotonic() + self._where.timeout
            most = count * PER_ANSWER + wire.MOST_BYTES
            came = self._client.request("GET", f"/files/{name}/content", until=until, most=most)
            if isinstance(came, Fault) or came.status != wire.OK:
                return None
            for line in filter(None, came.body.split(b"\n")):
                key, answer = self._answer(line)
                found[key] = answer
        return found

    def _answer(self, line: bytes) -> tuple[str, Reply | Fault]:
        """The key and the answer that a line of results holds."""
        try:
            read = msgspec.json.decode(line, type=_Line)
        except UNDECODABLE:
            return "", Fault("the batch has a line that is none")
        if read.response is None or read.response.status_code != wire.OK:
            code = read.response.status_code if read.response else "no response"
            return read.custom_id, Fault(f"{self._where.host} answered in the batch with {code}")
        try:
            return read.custom_id, self._client.dialect.read(bytes(read.response.body))
        except UNDECODABLE as error:
            return read.custom_id, Fault(f"{self._where.host} sent no valid answer ({type(error).__name__})", sent=True)

    def _keep(self, jobs: list[Pending]) -> None:
        self._answers.put(self._key, msgspec.json.encode(jobs).decode())

    def _change(self, job: Pending, now: Pending) -> None:
        self._keep([now if each.asked == job.asked else each for each in self.pending])

    def _forget(self, job: Pending) -> None:
        self._keep([each for each in self.pending if each.asked != job.asked])
