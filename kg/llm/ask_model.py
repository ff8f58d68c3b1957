"""Asks about all sections that no answer is kept of, a few at a time or in a batch, and counts what it takes and gives.

A section without a true answer costs nothing but itself: the rules' findings stand. When ``PATIENCE`` questions in a
row bring nothing, the endpoint is taken to be down, and the rest is not asked; nor is what would cost more than the
user's budget.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.model_advice.align import align
from kg.extract.model_advice.answers import Answer, decode, encode, named
from kg.llm.batch_jobs import BatchJobs
from kg.llm.cache import key_of
from kg.llm.chat_dialects import Fault
from kg.llm.client import Client
from kg.llm.prompt import question
from kg.llm.spending import Prices, Spending, expected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.extract.model_advice.answers import Section
    from kg.llm.cache import Answers
    from kg.llm.chat_dialects import Reply
    from kg.llm.client import Endpoint

    Question = tuple[str, Section]  # the path of the note, and what is asked about

PATIENCE = 5


class AskingManner(NamedTuple):
    """How to ask.

    Attributes:
        at_once: Questions sent at the same time.
        prices: What tokens cost, and the cap.
        batch: Whether to ask in batches.
    """

    at_once: int
    prices: Prices = Prices()
    batch: bool = False


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
        unpaid: Left to the rules, for the budget is spent.
        waiting: Left to the rules, for their batch is not answered yet.
        spent: All that the vault's questions have cost so far, where there are prices.
    """

    sections: int = 0
    kept: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    dropped: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    withheld: int = 0
    unpaid: int = 0
    waiting: int = 0
    spent: Decimal = Decimal(0)


def estimate(questions: Iterable[Question], where: Endpoint, answers: Answers) -> Estimate:
    """Say what asking will cost."""
    every = new = read = written = 0
    notes = set()
    for path, section in questions:
        every += 1
        if answers.get(key_of(section, where)) is None:
            new += 1
            notes.add(path)
            tokens = expected(section)
            read, written = read + tokens.read, written + tokens.written
    return Estimate(every, new, len(notes), read, written)


def ask_all(
    questions: Sequence[Question], where: Endpoint, answers: Answers, manner: AskingManner, told: Callable[[], None]
) -> ModelUsage:
    """Ask about every section of which no answer is kept; answers are kept as they come.

    Args:
        questions: All sections of the vault.
        where: The endpoint.
        answers: The cache.
        manner: How to ask.
        told: Called once for each section that is done.

    Raises:
        EndpointRefused: The endpoint takes no question at all.
    """
    tally = _Tally(where, answers, Spending(manner.prices, answers))
    new = [each for each in questions if not tally.knows(each[1])]
    for _ in range(len(questions) - len(new)):
        told()
    client = Client(where)
    if manner.batch:
        _ask_in_batches(BatchJobs(client, where, answers), new, where, tally, told)
    elif new:
        with ThreadPoolExecutor(manner.at_once) as threads:
            for asked, reply in _under_way(lambda text: threads.submit(client.ask, text), new, manner.at_once, tally):
                tally.take(asked, reply)
                told()
    return tally.total(len(questions))


def _ask_in_batches(
    jobs: BatchJobs, new: Sequence[Question], where: Endpoint, tally: _Tally, told: Callable[[], None]
) -> None:
    """Send what is in no batch yet, and take what has come of those that are over."""
    by_key = {key_of(section, where): (path, section) for path, section in new}
    sent = {key for job in jobs.pending for key in job.asked}
    for key in sent & by_key.keys():
        tally.spending.reserve(by_key[key][1])
    fresh = {key: each for key, each in by_key.items() if key not in sent}
    paid = {key: question(section) for key, (_, section) in fresh.items() if tally.may_ask(section)}
    for key, came in chain(jobs.ask(paid), jobs.fetch()):  # an answer is kept before its batch is forgotten
        if key in by_key:
            tally.take(by_key.pop(key), came)
            told()
    tally.waiting = len(by_key) - tally.unpaid


def recall(questions: Sequence[Question], where: Endpoint, answers: Answers) -> ModelUsage:
    """Ask nobody: count the sections that an answer is kept of, and the others as withheld."""
    tally = _Tally(where, answers, Spending(Prices(), answers))
    known = sum(tally.knows(section) for _, section in questions)
    return replace(tally.total(len(questions)), withheld=len(questions) - known)


class _Tally:
    """Counts what comes, and keeps the true answers."""

    def __init__(self, where: Endpoint, answers: Answers, spending: Spending) -> None:
        self._where = where
        self._answers = answers
        self.spending = spending
        self.unpaid = self.waiting = 0
        self._kept = self._dropped = self._tokens_in = self._tokens_out = self._silent = 0
        self._failed: list[tuple[str, str]] = []

    def may_ask(self, section: Section) -> bool:
        """Whether the budget allows one more question; what it does not allow is counted."""
        allowed = self.spending.allows(section)
        self.unpaid += not allowed
        return allowed

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
        self.spending.settle(section, reply)
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
        answer = named(answer, section.roster)
        aligned = align(section, answer)
        if not aligned.opinions:
            self._failed.append((path, "the answer says nothing about the sentences in question"))
            return
        self._answers.put(key_of(section, self._where), encode(answer))
        self._dropped += aligned.dropped

    def total(self, sections: int) -> ModelUsage:
        """All counts."""
        return ModelUsage(
            sections=sections,
            kept=self._kept,
            failed=tuple(sorted(self._failed)),
            dropped=self._dropped,
            tokens_in=self._tokens_in,
            tokens_out=self._tokens_out,
            unpaid=self.unpaid,
            waiting=self.waiting,
            spent=self.spending.spent,
        )


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
        elif tally.may_ask(each[1]):
            waiting[send(question(each[1]))] = each
        if len(waiting) >= at_once:
            yield from come()
    while waiting:
        yield from come()
