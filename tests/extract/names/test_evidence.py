"""What one note is evidence of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.names.name_evidence import NOTE_CAP, Sighting, collect
from kg.extract.names.type_cues import cues, shape
from kg.extract.names.type_votes import voted, votes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Sentence, Token

    Read = Callable[[str], tuple[Sentence, ...]]
    Parse = Callable[[str], tuple[Token, ...]]


def seen(read: Read, note: str) -> dict[str, Sighting]:
    return {each.text: each for each in collect("a.md", "A", read(note)).sightings}


def best(sighting: Sighting) -> str:
    return max(zip(sighting.votes, voted(), strict=False))[1]


def test_places_links_and_quotes_are_counted(read: Read) -> None:
    found = seen(read, 'Quellon grew.\nWe saw [[x|Quellon]] and "Quellon" there.')["Quellon"]
    assert (found.mid, found.first, found.quoted, found.linked) == (2, 1, 1, 1)
    assert seen(read, "**Quellon Harbor:** It grew.")["Quellon Harbor"].label == 1


def test_lower_case_counts_against_a_phrase(read: Read) -> None:
    found = seen(read, "They sell Grafting Kits and Quellon.\nThose grafting kits break.")
    assert (found["Grafting Kits"].lower, found["Quellon"].lower) == (1, 0)


def test_an_unknown_abbreviation_after_a_is_a_word(read: Read) -> None:
    assert "QZT" not in seen(read, "They run a QZT at night.")
    assert "QZT" in seen(read, "They work for QZT at night.")


def test_members_of_a_list_vote_for_each_other(read: Read) -> None:
    found = seen(read, "Sailors visit France, Zandoria and Portugal.")["Zandoria"]
    assert (found.listed > 0, best(found)) == (True, "Place")


def test_what_is_called_something_has_a_name(read: Read) -> None:
    assert seen(read, "They sell an app called Table.")["Table"].proper


def test_one_note_has_only_so_many_points(read: Read) -> None:
    found = seen(read, "\n".join(f"In {year} the firm Quellon Inc. hired Bo." for year in range(1990, 2010)))
    assert max(map(abs, found["Quellon Inc."].votes)) == NOTE_CAP


def clues(parse: Parse, text: str, name: str) -> list[str]:
    tokens = parse(text)
    first = [token.text for token in tokens].index(name.partition(" ")[0])
    return cues(tokens, first, first + len(name.split()))


def test_clues(tokens: Parse) -> None:
    assert "is:startup" in clues(tokens, "Quellon is a startup.", "Quellon")
    assert "is:startup" in clues(tokens, "We met Quellon, a startup from Bern.", "Quellon")
    assert clues(tokens, "The best is Quellon's.", "Quellon")[-2:] != ["n:'s", "o:quellon"]
    assert "is:ship" in clues(tokens, "They own a ship, Quellon.", "Quellon")
    assert "is:company" in clues(tokens, "Big companies like Quellon pay more.", "Quellon")
    assert "o:founder" in clues(tokens, "We met Quellon's founder.", "Quellon")
    assert "th:podcast" in clues(tokens, "She runs the Quellon podcast.", "Quellon")
    assert "last:university" in clues(tokens, "He left the University of Porto.", "University of Porto")
    assert "given2:2" in clues(tokens, "We met Anna Quell.", "Anna Quell")
    assert "given1:" in clues(tokens, "We met Anna.", "Anna")
    assert "title:" in clues(tokens, "We met President Quell.", "Quell")
    assert "words:cu" in clues(tokens, "We met Silent Quellon.", "Silent Quellon")
    assert "words:u9" in clues(tokens, "We flew Quellon 9.", "Quellon 9")
    assert "by:write" in clues(tokens, "It was written by Quell.", "Quell")
    assert "d:praise" in clues(tokens, "We praise Quell.", "Quell")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quellon, founder of a mill, left.", ["is:founder"]),
        ("Quellon, a small startup, left.", ["is:startup"]),
        ("Quellon, founder and mayor, left.", []),
        ("Quellon, however, left.", []),
        ("Quellon, a small", []),
        ("Quellon,", []),
    ],
)
def test_an_apposition_that_the_parse_missed_is_read_from_the_words(text: str, said: list[str], tokens: Parse) -> None:
    unparsed = [token._replace(dep="dep", head=0) for token in tokens(text)]
    assert [cue for cue in cues(unparsed, 0, 1) if cue.startswith("is:")] == said


def test_shapes() -> None:
    assert [shape(text) for text in ("Acme", "iPhone", "GPT-4", "Node.js", "U.S.")] == [
        "Aa",
        "aAa",
        "A-9",
        "Aa.a",
        "A.A.",
    ]


def test_tables_and_learned_weights_vote() -> None:
    assert votes(["last:university"])["Organization"] >= 30
    assert votes(["h:founder"]).get("Organization", 0) > votes(["h:founder"]).get("Person", 0)
    assert votes(["th:podcast"])["Work"] > votes(["h:phone"])["Product"] > 0
    assert votes(["o:ceo"])["Organization"] > 0
    assert votes(["of:founder of"])["Organization"] > 0
    assert votes(["last:9"])["Product"] > 0
    assert votes(["p:podcast"])["Work"] > 0
    assert votes(["given1:", "given2:2", "title:"])["Person"] > 60
    assert votes(["p:zzz"]) == {}
