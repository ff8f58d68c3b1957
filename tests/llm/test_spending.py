"""What asking costs, the cap on it, and batches: counted, kept, and gone on with by the next build."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

import pytest

from kg.config import Config
from kg.errors import ConfigError
from kg.extract.model_advice.answers import Section
from kg.extract.model_advice.roster import Roster
from kg.llm import batch_jobs
from kg.llm.ask_model import AskingManner, ModelUsage, ask_all
from kg.llm.cache import Answers
from kg.llm.chat_dialects import Fault, Reply
from kg.llm.client import Endpoint
from kg.llm.spending import Prices, Spending, Tokens, expected
from kg.model import Sentence, Span
from tests.llm.documented_servers import OpenAIServer, Served, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PRICES = Prices(Decimal(2), Decimal(8), Decimal(0), "EUR")
ANSWER = json.dumps({"sentences": [{"n": 1, "mentions": [], "about": [], "statements": [], "modality": "asserted",
                                    "negated": False, "attribution": None}]})  # fmt: skip
COST = Decimal("0.00036")  # of an answer of 100 tokens read and 20 written


def section(number: int) -> Section:
    text = f"Acme sold {number} anvils."
    sentence = Sentence(text, Span(0, len(text)), tuple(range(len(text))), (), "paragraph")
    return Section("Anvils", (), (sentence,), 0, Roster())


QUESTIONS = [("a.md", section(number)) for number in range(6)]


@pytest.fixture
def served() -> Iterator[Served]:
    yield from serving(OpenAIServer, lambda _: ANSWER)


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "answers.sqlite") as found:
        yield found


def ask(served: Served, answers: Answers, budget: Decimal = Decimal(0), *, batch: bool = False) -> ModelUsage:
    where = Endpoint(served.url, "small", 1)
    return ask_all(QUESTIONS, where, answers, AskingManner(1, replace(PRICES, budget=budget), batch), lambda: None)


def test_what_is_spent_is_counted_over_all_builds(served: Served, answers: Answers) -> None:
    found = ask(served, answers)
    assert (found.spent, found.tokens_in, found.unpaid) == (6 * COST, 600, 0)
    assert ask(served, answers).spent == 6 * COST, "nothing was asked again"
    assert len(served.bodies) == 6


def test_asking_ends_where_the_budget_might_be_passed_and_goes_on_with_a_larger_one(
    served: Served, answers: Answers
) -> None:
    about = PRICES.cost(expected(section(0)))
    assert about > COST
    budget = 2 * COST + about
    found = ask(served, answers, budget)
    assert (found.unpaid, found.failed, len(served.bodies)) == (3, (), 3)
    assert found.spent == 3 * COST <= budget
    assert ask(served, answers, budget).unpaid == 3
    assert len(served.bodies) == 3, "what was spent before counts"
    assert ask(served, answers, Decimal(1)).unpaid == 0
    assert len(served.bodies) == 6


def test_where_tokens_are_not_counted_the_estimate_is(answers: Answers) -> None:
    spending = Spending(PRICES, answers)
    one = section(1)
    about = PRICES.cost(expected(one))
    for came, cost in ((Reply("{}"), about), (Fault("late", sent=True), about), (Fault("busy"), Decimal(0))):
        before = spending.spent
        assert spending.allows(one)
        spending.settle(one, came)
        assert abs(spending.spent - before - cost) < Decimal("0.000001")


def test_a_question_under_way_counts_against_the_budget(answers: Answers) -> None:
    about = PRICES.cost(expected(section(0)))
    spending = Spending(replace(PRICES, budget=about * Decimal("1.5")), answers)
    first, second = section(0), section(1)
    assert spending.allows(first)
    assert not spending.allows(second)
    spending.settle(first, Fault("busy"))
    assert spending.allows(second)


def test_a_budget_needs_prices_and_costs_are_told_in_the_users_currency() -> None:
    with pytest.raises(ConfigError, match=r"llm.budget.*needs llm.price_in and llm.price_out"):
        Prices.of(Config(llm_budget=5.0, llm_price_in=1.0))
    found = Prices.of(Config(llm_budget=5.0, llm_price_in=1.0, llm_price_out=4.0, llm_currency="EUR"))
    assert found.told(found.cost(Tokens(1_000_000, 500_000))) == "EUR 3.0000"
    assert Prices.of(Config()).told(Decimal(0)) == ""


def test_a_batch_is_uploaded_looked_at_and_fetched(served: Served, answers: Answers) -> None:
    found = ask(served, answers, batch=True)
    assert served.paths == [
        "POST /v1/files",
        "POST /v1/batches",
        "GET /v1/batches/batch_1",
        "GET /v1/files/file-2/content",
    ]
    lines = [json.loads(line) for line in served.files["file-1"].splitlines()]
    assert [line["body"]["model"] for line in lines] == ["small"] * 6
    assert lines[0]["body"]["response_format"]["type"] == "json_schema"
    assert (found.waiting, found.failed, found.spent) == (0, (), 6 * COST)
    assert ask(served, answers, batch=True).kept == 6
    assert len(served.paths) == 4, "nothing is asked again"


def test_a_batch_that_takes_long_is_fetched_by_a_later_build(
    served: Served, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_jobs, "WAIT", 0.2)
    served.ready = False
    found = ask(served, answers, batch=True)
    assert (found.waiting, found.kept, found.failed) == (6, 0, ())
    assert served.paths.count("GET /v1/batches/batch_1") >= 2
    served.ready = True
    found = ask(served, answers, batch=True)
    assert (found.waiting, found.tokens_in) == (0, 600)
    assert served.paths.count("POST /v1/batches") == 1
    assert ask(served, answers).kept == 6, "an answer is an answer, however it was asked for"


def test_a_build_that_is_killed_between_upload_and_batch_goes_on(
    served: Served, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(batch_jobs.BatchJobs, "_create", _killed)
        with pytest.raises(KeyboardInterrupt):
            ask(served, answers, batch=True)
    assert ask(served, answers, batch=True).tokens_in == 600
    assert served.paths[:2] == ["POST /v1/files", "POST /v1/batches"], "the file is not sent again"


def test_a_build_that_is_killed_with_answers_in_hand_fetches_them_again(
    served: Served, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(answers, "put", _after(answers, 5))
        with pytest.raises(KeyboardInterrupt):
            ask(served, answers, batch=True)
    found = ask(served, answers, batch=True)
    assert (found.failed, found.waiting) == ((), 0)
    assert found.kept + found.tokens_in // 100 >= 6
    assert served.paths.count("POST /v1/batches") == 1


def _killed(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _after(answers: Answers, count: int) -> Callable[[str, str], None]:
    """What keeps an answer, and is killed after so many times."""
    put = answers.put
    times = iter(range(count))

    def keep(key: str, written: str) -> None:
        if next(times, None) is None:
            raise KeyboardInterrupt
        put(key, written)

    return keep


def test_what_a_batch_does_not_answer_is_left_to_the_rules(served: Served, answers: Answers) -> None:
    served.says = lambda question: "no JSON" if "sold 3 anvils" in question else ANSWER
    found = ask(served, answers, batch=True)
    assert [path for path, _ in found.failed] == ["a.md"]
    assert "not in the form asked for" in found.failed[0][1]
    served.says = lambda _: ANSWER
    assert ask(served, answers, batch=True).failed == (), "the next build asks it again"


def test_a_batch_that_the_endpoint_has_lost_is_asked_again(
    served: Served, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_jobs, "WAIT", 9.0)
    served.ready = False
    assert ask(served, answers, batch=True).waiting == 6
    served.ready = True
    for batch in served.batches.values():
        batch["status"] = "expired"
        batch["output_file_id"] = None
    monkeypatch.setattr(served, "ready", False)
    monkeypatch.setattr(OpenAIServer, "do_GET", _expired)
    found = ask(served, answers, batch=True)
    assert len(found.failed) == 6
    assert "the batch is expired" in found.failed[0][1]
    monkeypatch.undo()
    assert ask(served, answers, batch=True).failed == ()


def _expired(server: OpenAIServer) -> None:
    server.body()
    server.send_json({"id": "batch_1", "status": "expired", "output_file_id": None, "error_file_id": None})


def test_the_budget_holds_for_a_batch(served: Served, answers: Answers) -> None:
    about = PRICES.cost(expected(section(0)))
    found = ask(served, answers, about * Decimal("2.5"), batch=True)
    assert (found.unpaid, found.waiting, found.failed) == (4, 0, ())
    assert len(served.files["file-1"].splitlines()) == 2


def test_an_id_that_leads_elsewhere_is_not_followed(
    served: Served, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenAIServer, "upload", lambda server: (server.body(), server.send_json({"id": "../../admin"})))
    found = ask(served, answers, batch=True)
    assert len(found.failed) == 6
    assert "takes no batches" in found.failed[0][1]
    assert served.paths == ["POST /v1/files"]
