"""What a sentence denies, supposes or says was not done is stated as no fact: thirty constructions, ten events each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg.extract.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Sentence, Statement

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
def test_what_is_not_asserted_is_no_fact(construction: str, read: Read) -> None:
    wrong = []
    for event in EVENTS:
        text = construction.format(**event._asdict())
        wrong += [
            one for one in stated(text, read) if tells(one, event) and one.polarity == "positive" and is_fact(one)
        ]
    assert wrong == []


@pytest.mark.parametrize(
    ("construction", "polarity", "factuality"),
    [
        ("The board denied that {who} {past} {what}.", "negative", "reported"),
        ("It is false that {who} {past} {what}.", "negative", "certain"),
        ("It is unlikely that {who} {past} {what}.", "negative", "possible"),
        ("{who} closed the office without {gerund} {what}.", "negative", "certain"),
        ("{who} has yet to {base} {what}.", "negative", "certain"),
        ("{who} failed to {base} {what}.", "negative", "certain"),
        ("{who} lacks the money to {base} {what}.", "negative", "certain"),
        ("{who} almost {past} {what}.", "negative", "certain"),
        ("{who} did not {base} {what}.", "negative", "certain"),
        ("{who} never {past} {what}.", "negative", "certain"),
        ("{who} avoided {gerund} {what}.", "negative", "certain"),
        ("If {who} {past} {what}, prices would fall.", "positive", "conditional"),
        ("Unless {who} {third} {what}, prices will fall.", "positive", "conditional"),
        ("It is unclear whether {who} {past} {what}.", "positive", "possible"),
        ("{who} would have {past} {what}.", "positive", "counterfactual"),
        ("{who} considered {gerund} {what}.", "positive", "planned"),
        ("{who} plans to {base} {what}.", "positive", "planned"),
        ("{who} may {base} {what}.", "positive", "possible"),
        ("{who} may not {base} {what}.", "negative", "possible"),
        ("{who} will {base} {what}.", "positive", "predicted"),
        ("{who} will grow and {base} {what}.", "positive", "predicted"),
        ("{who} may grow but {past} {what}.", "positive", "certain"),
        ("{who} is expected to {base} {what}.", "positive", "predicted"),
        ("{who} is said to have {past} {what}.", "positive", "reported"),
        ("Omar said that {who} {past} {what}.", "positive", "reported"),
        ("Omar said that {who} did not {base} {what}.", "negative", "reported"),
        ("{who} {past} {what}.", "positive", "certain"),
        ("{who} did not just {base} {what}.", "positive", "certain"),
        ("{who} did not merely {base} {what}.", "positive", "certain"),
        ("Omar left without saying that {who} {past} {what}.", "positive", "conditional"),
        ("Omar failed to notice that {who} {past} {what}.", "positive", "conditional"),
        ("Omar can save without losing money when {who} {third} {what}.", "positive", "certain"),
        ("Omar went home instead of waiting while {who} {past} {what}.", "positive", "certain"),
        ("Omar denied that rents rose after {who} {past} {what}.", "positive", "reported"),
        ("If rents rose after {who} {past} {what}, Omar would leave.", "positive", "conditional"),
    ],
)
def test_a_statement_has_a_polarity_and_a_factuality(
    construction: str, polarity: str, factuality: str, read: Read
) -> None:
    found = []
    for event in EVENTS:
        text = construction.format(**event._asdict())
        found.append({(one.polarity, one.factuality) for one in stated(text, read) if tells(one, event)})
    said = [each for each in found if each]
    assert said, "nothing is said of it at all"
    assert [each for each in said if each != {(polarity, factuality)}] == []


def test_a_denied_statement_shows_the_denial_in_its_words(read: Read) -> None:
    """So that nobody who reads only subject, relation and object reads the opposite."""
    shown = {"not", "never", "no", "failed", "refused", "avoided", "lacks", "unable", "yet", "refrained", "prevented"}
    silent = []
    for construction in CONSTRUCTIONS:
        for event in EVENTS:
            told = stated(construction.format(**event._asdict()), read)
            silent += [
                one for one in told if tells(one, event) and one.polarity == "negative" and not shows(one, shown)
            ]
    assert silent == []


@pytest.mark.parametrize("event", EVENTS, ids=[event.who for event in EVENTS])
def test_what_is_asserted_is_stated(event: Event, read: Read) -> None:
    """So that the law above does not hold because nothing is ever stated."""
    told = stated(f"{event.who} {event.past} {event.what} in Lisbon last year.", read)
    assert [one.predicate for one in told if event.what.split()[-1] in one.object] == [event.past]


def stated(text: str, read: Read) -> tuple[Statement, ...]:
    (sentence,) = read(text[0].upper() + text[1:])
    return statements.find(sentence, (), (), (), None)


def tells(one: Statement, event: Event) -> bool:
    """Whether a statement says that what happened, happened or not."""
    said = one.predicate.split()
    forms = {event.base, event.past, event.third, event.gerund}
    return not forms.isdisjoint(said) and event.what.split()[-1] in one.object


def is_fact(one: Statement) -> bool:
    return one.factuality == "certain"


def shows(one: Statement, words: set[str]) -> bool:
    return not words.isdisjoint(one.predicate.split()) or "no" in one.subject.lower().split()
