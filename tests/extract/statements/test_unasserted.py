"""What a sentence denies, supposes or says was not done is stated nowhere: thirty constructions, ten events each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg.extract.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Sentence

    Read = Callable[[str], tuple[Sentence, ...]]


class Event(NamedTuple):
    """Who does what to what, with the forms of the verb that the constructions need."""

    who: str
    base: str
    past: str
    gerund: str
    third: str
    what: str


EVENTS = (
    Event("Acme Corp", "buy", "bought", "buying", "buys", "the mine"),
    Event("The council", "approve", "approved", "approving", "approves", "the bridge"),
    Event("Velora", "sell", "sold", "selling", "sells", "its ferries"),
    Event("The clinic", "test", "tested", "testing", "tests", "the vaccine"),
    Event("Dr. Haddad", "publish", "published", "publishing", "publishes", "the study"),
    Event("The baker", "use", "used", "using", "uses", "rye flour"),
    Event("Port Ellis", "host", "hosted", "hosting", "hosts", "the final"),
    Event("The union", "sign", "signed", "signing", "signs", "the contract"),
    Event("Lena Marchetti", "paint", "painted", "painting", "paints", "the ceiling"),
    Event("The court", "cancel", "canceled", "canceling", "cancels", "the permit"),
)
CONSTRUCTIONS = (
    "The board denied that {who} {past} {what}.",
    "Critics doubt that {who} {past} {what}.",
    "It is false that {who} {past} {what}.",
    "It is unlikely that {who} {past} {what}.",
    "A judge rejected the claim that {who} {past} {what}.",
    "Nobody disputes the paper, but Omar refuted that {who} {past} {what}.",
    "That {who} {past} {what} is a myth.",
    "{who} closed the office instead of {gerund} {what}.",
    "{who} closed the office rather than {gerund} {what}.",
    "{who} closed the office without {gerund} {what}.",
    "Without {gerund} {what}, {who} closed the office.",
    "Far from {gerund} {what}, {who} closed the office.",
    "{who} was prevented from {gerund} {what}.",
    "The law keeps {who} from {gerund} {what}.",
    "{who} refrained from {gerund} {what}.",
    "{who} has yet to {base} {what}.",
    "{who} failed to {base} {what}.",
    "{who} refused to {base} {what}.",
    "{who} was unable to {base} {what}.",
    "{who} lacks the money to {base} {what}.",
    "{who} abandoned its plan to {base} {what}.",
    "{who} almost {past} {what}.",
    "{who} nearly {past} {what}.",
    "If {who} {past} {what}, prices would fall.",
    "Unless {who} {third} {what}, prices will fall.",
    "It is unclear whether {who} {past} {what}.",
    "{who} never {past} {what}.",
    "{who} did not {base} {what}.",
    "{who} would have {past} {what}.",
    "{who} avoided {gerund} {what}.",
    "{who} considered {gerund} {what}.",
)


@pytest.mark.parametrize("construction", CONSTRUCTIONS)
def test_what_is_not_asserted_is_not_stated(construction: str, read: Read) -> None:
    wrong = []
    for event in EVENTS:
        text = construction.format(**event._asdict())
        plain = {event.base, event.past, event.third, f"had {event.past}", f"has {event.past}"}
        wrong += [told for told in stated(text, read) if told[1] in plain and told[2] in event.what]
    assert wrong == []


@pytest.mark.parametrize("event", EVENTS, ids=[event.who for event in EVENTS])
def test_what_is_asserted_is_stated(event: Event, read: Read) -> None:
    """So that the law above does not hold because nothing is ever stated."""
    told = stated(f"{event.who} {event.past} {event.what} in Lisbon last year.", read)
    assert [one[1] for one in told if event.what.split()[-1] in one[2]] == [event.past]


def stated(text: str, read: Read) -> list[tuple[str, str, str]]:
    (sentence,) = read(text[0].upper() + text[1:])
    return [(one.subject, one.predicate, one.object) for one in statements.find(sentence, (), (), (), None)]
