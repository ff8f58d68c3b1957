"""The lexicon adds up notes in any order, and a view holds all that can matter for its note."""

from __future__ import annotations

from functools import reduce
from itertools import permutations
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.names.lexicon import Entry, Lexicon, LexiconView, parts
from kg.extract.names.name_decision import SpellingTotals, is_name, key_of, type_of
from kg.extract.names.name_evidence import Evidence, Sighting, collect
from kg.extract.names.type_votes import voted

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Sentence

    Read = Callable[[str], tuple[Sentence, ...]]

NOTES = {
    "a.md": "Tourists adore the Velora ferry.\nSailors trust Velora Marine in Porto.",
    "b.md": "Owners of VELORA sued the mayor.\nThe city likes Velora.\nCritics dislike Velora too.",
    "c.md": "Investors back the Port Authority of Porto (PAP).\nEverybody knows Velora Marine.",
}


counts = st.integers(0, 9)
sightings = st.builds(
    Sighting,
    text=st.just("Velora"),
    mid=counts,
    first=counts,
    proper=counts,
    lower=st.integers(0, 1),
    votes=st.lists(st.integers(-90, 90), max_size=5).filter(lambda row: not row or row[-1]).map(tuple),
)


@pytest.fixture(scope="module")
def evidence(read: Read) -> list[Evidence]:
    return [collect(path, path, read(text)) for path, text in sorted(NOTES.items())]


def points(**given: int) -> tuple[int, ...]:
    return tuple(given.get(kind, 0) for kind in voted())


def test_the_order_of_notes_makes_no_difference(evidence: list[Evidence]) -> None:
    built = {tuple(Lexicon.build(order).names()) for order in permutations(evidence)}
    assert len(built) == 1


def test_spellings_of_one_name_share_the_usual_one(evidence: list[Evidence]) -> None:
    names = dict(Lexicon.build([*evidence, Evidence("d.md", "d", (Sighting("Harvest", mid=1),))]).names())
    assert "Harvest" not in names
    assert names["VELORA"].name == names["Velora"].name == "Velora"


def test_a_view_is_all_that_a_note_needs_and_its_bytes_are_canonical(evidence: list[Evidence]) -> None:
    lexicon = Lexicon.build(evidence)
    view = lexicon.view(evidence[0])
    assert [text for text, _ in view.entries] == ["Porto", "Velora", "Velora Marine"]
    assert view.encoded() == lexicon.view(evidence[0]).encoded()
    assert msgspec.msgpack.decode(view.encoded(), type=LexiconView) == view


def test_evidence_survives_encoding(evidence: list[Evidence]) -> None:
    assert [msgspec.msgpack.decode(msgspec.msgpack.encode(each), type=Evidence) for each in evidence] == evidence


def test_a_view_changes_only_when_something_about_its_own_phrases_changes(evidence: list[Evidence]) -> None:
    alone = Lexicon.build(evidence[:1]).view(evidence[0])
    other = Evidence("d.md", "d", (Sighting("Quellon", mid=3),))
    assert Lexicon.build([*evidence[::2], other]).view(evidence[0]) == alone, "how often a name occurs is no matter"
    louder = [Evidence(f"{number}.md", "loud", (Sighting("VELORA", mid=3),)) for number in range(3)]
    assert Lexicon.build([evidence[0], *louder]).view(evidence[0]) != alone


@given(st.lists(sightings, min_size=1, max_size=6), st.data())
def test_counts_without_a_part_are_those_of_the_rest(rows: list[Sighting], data: st.DataObject) -> None:
    """What lets a build take back what a changed note said before."""
    gone = data.draw(st.integers(0, len(rows) - 1))
    every = [SpellingTotals.of(row) for row in rows]
    whole = reduce(SpellingTotals.merged, every)
    rest = [totals for number, totals in enumerate(every) if number != gone]
    left = whole.without(every[gone])
    assert left.notes == len(rest)
    assert not rest or left == reduce(SpellingTotals.merged, rest)


def test_abbreviations_reach_the_view(evidence: list[Evidence]) -> None:
    assert Lexicon.build(evidence).view(evidence[2]).pairs == (("PAP", "Port Authority of Porto"),)


def test_a_well_known_part_of_a_phrase_is_in_the_view() -> None:
    evidence = Evidence("a.md", "a", (Sighting("NATO Membership", label=1),))
    lexicon = Lexicon.build([evidence])
    assert lexicon.view(evidence).table() == {"NATO": Entry("NATO", "Organization")}
    assert len(lexicon) == 1
    assert lexicon.entry("Quellon") is None


def test_well_known_spellings_of_one_country_are_one() -> None:
    evidence = Evidence("a.md", "a", (Sighting("U.S.", mid=3), Sighting("United States", mid=1)))
    assert {entry.name for _, entry in Lexicon.build([evidence]).names()} == {"United States"}


@pytest.mark.parametrize(
    ("short", "usual", "type_"),
    [
        ("Trump", "Donald Trump", "Person"),
        ("Fed", "Federal Reserve", "Organization"),
        ("AWS", "Amazon Web Services", "Product"),
    ],
)
def test_a_well_known_short_name_stands_for_the_usual_one_where_the_vault_has_that(
    short: str, usual: str, type_: str
) -> None:
    here, there = Evidence("a.md", "a", (Sighting(short, mid=3),)), Evidence("b.md", "b", (Sighting(usual, mid=1),))
    assert Lexicon.build([here, there]).view(here).table() == {short: Entry(usual, type_)}
    assert Lexicon.build([here]).view(here).table() == {short: Entry(short, type_)}, (
        "nothing is named that nobody wrote"
    )


@pytest.mark.parametrize(
    ("sighting", "expected"),
    [
        (Sighting("Quellon", mid=1), True),
        (Sighting("Quellon", first=1), True),
        (Sighting("Quellon", label=1), False),
        (Sighting("Quellon", label=1, proper=1), True),
        (Sighting("Quellon", mid=1, lower=1), False),
        (Sighting("Quellon", mid=5, lower=1), True),
        (Sighting("Harvest", mid=1), False),
        (Sighting("Harvest", mid=2, proper=2), True),
        (Sighting("Harvest", mid=2, proper=2, lower=1), False),
        (Sighting("Harvest", mid=1, listed=1), True),
        (Sighting("Gentrification", mid=1), False),
        (Sighting("GPU", mid=9, proper=9), False),
        (Sighting("GPUs", mid=9, proper=9), False),
        (Sighting("March", mid=9, proper=9), False),
        (Sighting("Q", mid=9), False),
        (Sighting("Q", mid=1, linked=1), True),
        (Sighting("34", mid=1), False),
        (Sighting("FooBar", first=1), True),
        (Sighting("Silent Harvest", mid=1), False),
        (Sighting("Silent Harvest", mid=2), True),
        (Sighting("Silent Harvest", mid=1, quoted=1), True),
        (Sighting("Silent Harvest", mid=1, proper=1), True),
        (Sighting("Silent Harvest", label=1, proper=1), False),
        (Sighting("Silent Harvest", mid=2, lower=1), False),
        (Sighting("Silent Quellon", label=1), False),
        (Sighting("Silent Quellon", first=1), True),
        (Sighting("Silent Quellon", first=1, lower=1), False),
        (Sighting("NATO Harvest", label=1, proper=1), False),
        (Sighting("Microsoft", label=1), True),
        (Sighting("Democratic", label=1, lower=1), False),
    ],
    ids=str,
)
def test_is_it_a_name(sighting: Sighting, *, expected: bool) -> None:
    assert is_name(sighting.text, SpellingTotals.of(sighting)) is expected


def test_counts_add_up_whatever_the_length_of_their_votes() -> None:
    short, long = (
        SpellingTotals.of(Sighting("A", mid=1, votes=(1,))),
        SpellingTotals.of(Sighting("A", first=2, votes=(1, 2, 3))),
    )
    assert short.merged(long) == long.merged(short) == SpellingTotals(2, 1, 2, 0, 0, 0, 0, 0, 0, (2, 2, 3))


@pytest.mark.parametrize(
    ("text", "votes", "own", "expected"),
    [
        ("Quellon", points(Person=9), (), "Person"),
        ("Quellon", points(Person=9), points(Place=10), "Place"),
        ("Microsoft", points(Person=90), (), "Organization"),
        ("Quellon", (), (), "Organization"),
        ("Quellon 7", (), (), "Product"),
        ("MICROSOFT", (), (), "Organization"),
        ("Youtube", (), (), "Product"),
    ],
)
def test_the_type_with_most_points_wins(text: str, votes: tuple[int, ...], own: tuple[int, ...], expected: str) -> None:
    assert type_of(text, SpellingTotals.of(Sighting(text, mid=1, votes=votes)), own) == expected


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("CoreWeave", "Core Weave", True),
        ("Nvidia", "NVIDIA", True),
        ("U.S.", "United States", True),
        ("v0", "V0", True),
        ("SOX", "Sox", False),
        ("C#", "C++", False),
        ("C", "C#", False),
        ("Microsoft", "Microsoft Azure", False),
    ],
)
def test_keys_of_spellings(one: str, two: str, *, same: bool) -> None:
    assert (key_of(one) == key_of(two)) is same


def test_parts_of_a_phrase() -> None:
    assert list(parts("A B C")) == ["A B C", "A", "B", "C", "A B", "B C"]
    assert list(parts("A")) == ["A"]
    assert len(list(parts(" ".join("x" * 500)))) < 100
