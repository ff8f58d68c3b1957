"""The roster of a note: title, cast, headings, names and key terms, each with an id."""

from __future__ import annotations

from kg.extract.model_advice.roster import LONGEST, MOST_NAMES, roster
from tests.extract.sentence_samples import parsed

FIRST = parsed("Hank Scorpio of Globex forges anvils.", "Globex sells anvils to Acme in Berlin.")
SECOND = parsed("An anvil needs a hammer.", section=("Rivals of Globex",))


def test_a_roster_lists_title_cast_headings_names_and_terms() -> None:
    found = roster("Anvils", (*FIRST, *SECOND), [("guest", "Ada Byron")])
    named = [each for each in found.entries if each.id.startswith("E")]
    assert [(each.id, each.name, each.role) for each in named[:3]] == [
        ("E1", "Anvils", "title"),
        ("E2", "Ada Byron", "guest"),
        ("E3", "Rivals of Globex", "heading"),
    ]
    assert named[3].name == "Globex", "the most frequent name comes first"
    assert {each.name for each in named[3:]} == {"Globex", "Hank Scorpio", "Acme", "Berlin"}
    assert "anvil" in {each.name for each in found.entries if each.id.startswith("T")}
    assert next(iter(found.lines)) == "E1 = Anvils (title)"


def test_an_id_stands_for_its_name_and_anything_else_for_itself() -> None:
    found = roster("Anvils", FIRST)
    assert found.resolved("E1") == found.resolved(" E1 ") == "Anvils"
    assert found.resolved("E99") == "E99"
    assert found.resolved("Acme") == "Acme"


def test_a_long_note_has_a_short_roster() -> None:
    names = [f"{first}{second}son" for first in "BCDFGHKLMNPR" for second in ("ad", "el", "im", "or", "ut") * 3]
    texts = [f"{name} of {other}ville met Acme." for name, other in zip(names, reversed(names), strict=True)]
    found = roster("T" * 500, parsed(*texts))
    entries = [each for each in found.entries if each.id.startswith("E")]
    assert len(entries) <= MOST_NAMES
    assert "Acme" in found.names
    assert all(len(each.name) <= LONGEST for each in entries if not each.role)
