"""Sentences whose meaning is easily lost or turned round, each a note of one vault: what the graph says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import kg

if TYPE_CHECKING:
    from pathlib import Path

Claim = dict[str, Any]


class Meaning(NamedTuple):
    """A note, and what its claims say.

    Attributes:
        text: The note.
        about: The entities that its claims are about.
        types: Of entities that it names, the type.
        quantities: Each as value and unit.
        unstated: Words of relations that no statement asserts as a fact.
        properties: Of its statements that are facts, at least these.
        claims: How many there are.
    """

    text: str
    about: tuple[str, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    quantities: tuple[str, ...] = ()
    unstated: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    claims: int = 1


MEANINGS = (
    Meaning("The council denied that it had sold the harbor.", unstated=("sold", "sells")),
    Meaning(
        "The bill lowers fares instead of raising the toll on trucks.", unstated=("raises",), properties=("lowers",)
    ),
    Meaning(
        "Nordlicht Foods grew abroad without taking on debt.",
        about=("Nordlicht Foods",),
        types=(("Nordlicht Foods", "Organization"),),
        unstated=("took on", "takes on", "taking on"),
    ),
    Meaning("Not all shops in the valley take cash. Hardly any tenant stayed.", unstated=("take", "stayed"), claims=2),
    Meaning("WWI ended in 1918.", about=("WWI",), types=(("WWI", "Event"),)),
    Meaning(
        "West Germany and East Germany signed the treaty.",
        about=("East Germany", "West Germany"),
        types=(("East Germany", "Place"), ("West Germany", "Place")),
    ),
    Meaning("4G LTE is slower than cable.", about=("4G LTE",), types=(("4G LTE", "Product"),)),
    Meaning("Knead the dough for twelve minutes. Let it rest.", quantities=("12 minute",), claims=2),
    Meaning("The kiln runs at 84°C.", quantities=("84 °C",)),
    Meaning("Turnover rose 0.6 percent to 7,214.", quantities=("0.6 percent", "7214 turnover")),
    Meaning("The loft has 480 sq m.", quantities=("480 m²",)),
    Meaning("Seats cost HK$400, C$25 or A$35.", quantities=("400 HKD", "25 CAD", "35 AUD")),
    Meaning("The Lumia 6s has a new lens.", about=("Lumia 6s",), types=(("Lumia 6s", "Product"),)),
    Meaning("Few shops trust Brill Corp. Brill Corp avoided paying the fine.", about=("Brill Corp.",), claims=2),
    Meaning("Creatine monohydrate lowers C-reactive protein.", about=("Creatine",)),
    Meaning(
        "The fund bought 1.75 billion yen worth of stocks.", quantities=("1750000000 JPY",), unstated=("valuation",)
    ),
    Meaning(
        "The speaker was born in Lindau, Bavaria, in May 1990. His father was a baker. He later bought a piano.",
        about=("Bavaria", "Lindau"),
        types=(("Bavaria", "Place"), ("Lindau", "Place")),
        properties=("bornIn",),
        claims=3,
    ),
)
SURE = ("certain",)  # the factuality of what is stated as a fact


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Claim]]:
    """The claims of each note by its path, as ``claims.jsonl`` gives them."""
    vault: Path = tmp_path_factory.mktemp("meanings")
    for number, meaning in enumerate(MEANINGS):
        (vault / f"{number}.md").write_text(f"{meaning.text}\n", encoding="utf-8")
    lines = b"".join(kg.build(vault).export("jsonl")).decode().splitlines()
    claims: dict[str, list[Claim]] = {}
    for line in lines:
        claim = json.loads(line)
        claims.setdefault(claim["note"], []).append(claim)
    return claims


@pytest.mark.parametrize(("number", "meaning"), list(enumerate(MEANINGS)), ids=[each.text for each in MEANINGS])
def test_a_sentence_keeps_its_meaning(number: int, meaning: Meaning, found: dict[str, list[Claim]]) -> None:
    claims = found[f"{number}.md"]
    mentions = [each for claim in claims for each in claim["mentions"] if each["kind"] == "name"]
    facts = [
        each
        for claim in claims
        for each in claim["statements"]
        if each["polarity"] == "positive" and each["factuality"] in SURE
    ]
    assert len(claims) == meaning.claims
    assert sorted({name for claim in claims for name in claim["about"]}) == list(meaning.about)
    assert {(each["entity"], each["type"]) for each in mentions} >= set(meaning.types)
    assert [f"{each['value']:g} {each['unit']}" for claim in claims for each in claim["quantities"]] == [
        f"{float(row.split()[0]):g} {row.split()[1]}" for row in meaning.quantities
    ]
    asserted = " ".join(f"{each['predicate']} {each['property']}" for each in facts)
    assert not [words for words in meaning.unstated if words in asserted], asserted
    assert {each["property"] for each in facts} >= set(meaning.properties)
    assert not [each for each in mentions if each["type"] == "Person"], "nobody is named"
