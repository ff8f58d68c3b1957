"""Asks about all sections that no answer is kept of, a few at a time, and counts what it takes and gives.

A section without a true answer costs nothing but itself: the rules' findings stand. When ``PATIENCE`` questions in a
row bring nothing, the endpoint is taken to be down, and the rest is not asked.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.model_advice.answers import Answer, align, decode
from kg.llm.cache import key_of
from kg.llm.client import Client, Fault
from kg.llm.prompt import INSTRUCTIONS, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.extract.model_advice.answers import Section
    from kg.llm.cache import Answers
    from kg.llm.client import Endpoint, Reply

    Question = tuple[str, Section]  # the path of the note, and what is asked about

PATIENCE = 5
CHARACTERS = 4  # code points that a token of English text and JSON has, about
ANSWER = 2.5  # tokens of an answer for each token of the sentences asked about, about


@dataclass(frozen=True, slots=True)
class Estimate:
    """What asking will take: sections in all, those to ask about and their notes; tokens by a rule of thumb."""

    sections: int
    new: int
    notes: int
    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """What asking took and gave.

    Attributes:
        sections: Sections of all notes.
        kept: Of these, answered from the cache.
        failed: Left to the rules: (path, why), one for each section.
        withheld: Left to the rules, for the user has not said that these sections may leave the machine.
        dropped: Sayings of the model that the notes' words do not bear out.
        tokens_in, tokens_out: As the endpoint counted them, in this build.
    """

    sections: int = 0
    kept: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    dropped: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    withheld: int = 0


def estimate(questions: Iterable[Question], where: Endpoint, answers: Answers) -> Estimate:
    """Say what asking will cost."""
    every = new = characters = sentences = 0
    notes = set()
    for path, section in questions:
        every += 1
        if answers.get(key_of(section, where)) is None:
            new += 1
            notes.add(path)
            characters += len(INSTRUCTIONS) + len(question(section))
            sentences += sum(map(len, section.sentences))
    return Estimate(every, new, len(notes), characters // CHARACTERS, int(ANSWER * sentences / CHARACTERS))


def ask_all(
    questions: Sequence[Question], where: Endpoint, answers: Answers, *, at_once: int, told: Callable[[], None]
) -> ModelUsage:
    """Ask about every section of which no answer is kept; answers are kept as they come.

    Args:
        questions: All sections of the vault.
        where: The endpoint.
        answers: The cache.
        at_once: Questions sent at the same time.
        told: Called once for each section that is done.

    Raises:
        EndpointRefused: The endpoint takes no question at all.
    """
    tally = _Tally(where, answers)
    new = [each for each in questions if not tally.knows(each[1])]
    for _ in range(len(questions) - len(new)):
        told()
    if new:
        client = Client(where)
        with ThreadPoolExecutor(at_once) as threads:
            for asked, reply in _under_way(lambda text: threads.submit(client.ask, text), new, at_once, tally):
                tally.take(asked, reply)
                told()
    return tally.total(len(questions))


def recall(questions: Sequence[Question], where: Endpoint, answers: Answers) -> ModelUsage:
    """Ask nobody: count the sections that an answer is kept of, and the others as withheld."""
    tally = _Tally(where, answers)
    known = sum(tally.knows(section) for _, section in questions)
    return replace(tally.total(len(questions)), withheld=len(questions) - known)


class _Tally:
    """Counts what comes, and keeps the true answers."""

    def __init__(self, where: Endpoint, answers: Answers) -> None:
        self._where = where
        self._answers = answers
        self._kept = self._dropped = self._tokens_in = self._tokens_out = self._silent = 0
        self._failed: list[tuple[str, str]] = []

    @property
    def gives_up(self) -> bool:
        """Whether so many questions in a row brought nothing that the next would not either."""
        return self._silent >= PATIENCE

    def knows(self, section: Section) -> bool:
        """Count a section whose answer is kept."""
        written = self._answers.get(key_of(section, self._where))
        answer = None if written is None else decode(written)
        if not isinstance(answer, Answer):
            return False
        self._kept += 1
        self._dropped += align(section, answer).dropped
        return True

    def take(self, asked: Question, reply: Reply | Fault) -> None:
        """Count a reply; keep it if it answers the question, in the form asked for and on these sentences."""
        path, section = asked
        if isinstance(reply, Fault):
            self._silent += 1
            self._failed.append((path, reply.reason))
            return
        self._silent = 0
        self._tokens_in += reply.tokens_in
        self._tokens_out += reply.tokens_out
        answer = decode(reply.text)
        if isinstance(answer, str):
            self._failed.append((path, f"the answer is not in the form asked for: {answer}"))
            return
        aligned = align(section, answer)
        if not aligned.opinions:
            self._failed.append((path, "the answer says nothing about the sentences in question"))
            return
        self._answers.put(key_of(section, self._where), reply.text)
        self._dropped += aligned.dropped

    def total(self, sections: int) -> ModelUsage:
        """All counts."""
        failed = tuple(sorted(self._failed))
        return ModelUsage(sections, self._kept, failed, self._dropped, self._tokens_in, self._tokens_out)


def _under_way(
    send: Callable[[str], Future[Reply | Fault]], questions: Iterable[Question], at_once: int, tally: _Tally
) -> Iterator[tuple[Question, Reply | Fault]]:
    """Questions with their replies, as these come, ``at_once`` of them under way."""
    waiting: dict[Future[Reply | Fault], Question] = {}

    def come() -> Iterator[tuple[Question, Reply | Fault]]:
        for done in wait(waiting, return_when=FIRST_COMPLETED).done:
            yield waiting.pop(done), done.result()

    for each in questions:
        if tally.gives_up:
            yield each, Fault(f"not asked, because {PATIENCE} questions in a row failed")
        else:
            waiting[send(question(each[1]))] = each
        if len(waiting) >= at_once:
            yield from come()
    while waiting:
        yield from come()
