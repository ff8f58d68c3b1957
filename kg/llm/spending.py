"""What asking a language model costs, and the cap on it: what a vault's questions have cost is kept with the answers.

Costs are in the user's currency, by the prices of the settings. Where an endpoint counts no tokens, or gives no answer
though it may have worked on one, the estimate counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import ConfigError
from kg.llm.chat_dialects import CHARACTERS, Fault
from kg.llm.prompt import INSTRUCTIONS, question

if TYPE_CHECKING:
    from kg.config import Config
    from kg.extract.model_advice.answers import Section
    from kg.llm.cache import Answers
    from kg.llm.chat_dialects import Reply

MILLION = 1_000_000
ANSWER = 2.5  # tokens of an answer for each token of the sentences asked about, about
LEDGER = "spent"  # key under which the answers keep what they have cost
PLACES = Decimal("0.000001")


class Tokens(NamedTuple):
    """Tokens read and written."""

    read: int
    written: int


def expected(section: Section) -> Tokens:
    """About how many tokens a question and its answer have."""
    sentences = sum(len(sentence.text) for sentence in section.sentences)
    return Tokens((len(INSTRUCTIONS) + len(question(section))) // CHARACTERS, int(ANSWER * sentences / CHARACTERS))


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, and what may be spent on a vault; 0 for prices not known, and for no cap."""

    read: Decimal = Decimal(0)
    written: Decimal = Decimal(0)
    budget: Decimal = Decimal(0)
    currency: str = "USD"

    @classmethod
    def of(cls, config: Config) -> Prices:
        """The prices of the settings.

        Raises:
            ConfigError: There is a budget, and no price.
        """
        read, written, budget = (
            Decimal(repr(value)) for value in (config.llm_price_in, config.llm_price_out, config.llm_budget)
        )
        if budget and not (read and written):
            raise ConfigError(
                "settings", "llm.budget", "needs llm.price_in and llm.price_out: without them nothing counts"
            )
        return cls(read, written, budget, config.llm_currency)

    def cost(self, tokens: Tokens) -> Decimal:
        """What so many tokens cost."""
        return (tokens.read * self.read + tokens.written * self.written) / MILLION

    def told(self, cost: Decimal) -> str:
        """A cost for a person, "" where no price is set."""
        return f"{self.currency} {cost:,.4f}" if self.read or self.written else ""


class Spending:
    """Counts what is spent and what is under way, and says when the cap is reached.

    Args:
        prices: With the cap.
        answers: They keep what earlier builds spent.
    """

    def __init__(self, prices: Prices, answers: Answers) -> None:
        self._prices = prices
        self._answers = answers
        self._under_way: dict[int, Decimal] = {}  # by the section's identity

    @property
    def spent(self) -> Decimal:
        """All that the vault's questions have cost."""
        return Decimal(self._answers.get(LEDGER) or "0")

    def allows(self, section: Section) -> bool:
        """Whether one more question stays within the cap; if so, it is under way from now on."""
        cost = self._prices.cost(expected(section))
        if self._prices.budget and self.spent + sum(self._under_way.values()) + cost > self._prices.budget:
            return False
        self.reserve(section)
        return True

    def reserve(self, section: Section) -> None:
        """Count a question as under way."""
        self._under_way[id(section)] = self._prices.cost(expected(section))

    def settle(self, section: Section, came: Reply | Fault) -> None:
        """Count what a question has cost, now that it is no longer under way; one that was not sent costs nothing."""
        if self._under_way.pop(id(section), None) is None:
            return
        about = expected(section)
        if isinstance(came, Fault):
            tokens = about if came.sent else Tokens(0, 0)
        else:
            tokens = Tokens(came.tokens_in or about.read, came.tokens_out or about.written)
        cost = self._prices.cost(tokens)
        if cost:
            self._answers.put(LEDGER, str((self.spent + cost).quantize(PLACES)))
