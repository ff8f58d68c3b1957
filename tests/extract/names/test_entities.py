"""The vault's list of entities says what each is called, what it is, and why."""

from __future__ import annotations

from itertools import permutations

import pytest

from kg.extract.names.entity_list import Use, entities, uses
from kg.model import Entity, Mention, Span


def mention(text: str, entity: str, method: str = "lexicon", kind: str = "name") -> Mention:
    return Mention(text, 0, len(text), Span(0, len(text)), kind, entity, "Person", method)


def test_a_pronoun_counts_for_its_entity_but_is_no_spelling_of_it() -> None:
    rows = [[mention("Voss", "Clara Voss", "lexicon+people")], [mention("Voss", "Clara Voss", "lexicon+people")]]
    rows.append([mention("she", "Clara Voss", kind="pronoun")])
    assert uses(rows) == (
        Use("Clara Voss", "Person", "Clara Voss", "", 1),
        Use("Clara Voss", "Person", "Voss", "people", 2),
    )


def test_entities_with_aliases_and_evidence() -> None:
    notes = [
        (Use("Clara Voss", "Person", "Clara Voss", "", 2), Use("Clara Voss", "Person", "Voss", "people", 5)),
        (Use("Clara Voss", "Organization", "VOSS", "", 1), Use("Bern", "Place", "Bern", "", 1)),
    ]
    expected = [
        Entity("Bern", "Place", (), ("type Place: 1 of 1 mention",)),
        Entity(
            "Clara Voss",
            "Person",
            ("VOSS", "Voss"),
            (
                "VOSS: same letters, other spelling (1 note)",
                "Voss: part of the person's full name in the same note (1 note)",
                "type Person: 7 of 8 mentions",
            ),
        ),
    ]
    assert [list(entities(order)) for order in permutations(notes)] == [expected, expected]


@pytest.mark.parametrize(
    ("name", "spelling", "rule", "alias"),
    [
        ("AI", "AI's", "lexicon", False),
        ("AI", "AI’s", "number", False),
        ("Acme Mills", "Acme Mills’", "lexicon", False),
        ("Acme Mills", "ACME MILLS'", "lexicon", True),  # of no spelling that the notes hold
        ("Clara Voss", "Clara Voss's", "", False),
        ("NASA", "NASA'S", "lexicon", False),
        ("Levi", "Levi's", "alias", True),
        ("Levi", "Levi's", "added", True),
        ("McDonald's", "McDonald’s", "lexicon", True),
        ("McDonald's", "McDonald", "suffix", True),
        ("Lloyd's", "Lloyds", "lexicon", True),
    ],
)
def test_a_possessive_is_no_other_name(name: str, spelling: str, rule: str, alias: bool) -> None:  # noqa: FBT001
    found = list(entities([(Use(name, "Unknown", name, "", 2), Use(name, "Unknown", spelling, rule, 1))]))
    assert [each.aliases for each in found] == [(spelling,) if alias else ()]
    assert any(line.startswith(f"{spelling}:") for line in found[0].evidence) == alias
