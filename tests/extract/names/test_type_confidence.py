"""How likely a name's type is: sure where much speaks for it, unsure where little does or something else as much."""

from __future__ import annotations

import pytest

from kg.config.trust_thresholds import USUAL
from kg.extract.names.type_confidence import TypeVotes, chance, kinds, options


def likely(name: str, points: dict[str, float], kind: str) -> bool:
    return chance(TypeVotes(name, points, ()), kind) >= USUAL.types


@pytest.mark.parametrize(
    ("name", "points", "kind"),
    [
        ("Nvidia", {"Organization": 10}, "Organization"),
        ("Germany", {"Place": 5}, "Place"),
        ("Ann Zorvex", {"Person": 80}, "Person"),
        ("Zorvex University", {"Organization": 90}, "Organization"),
    ],
)
def test_much_that_speaks_for_a_type_makes_it_sure(name: str, points: dict[str, float], kind: str) -> None:
    assert likely(name, points, kind)


@pytest.mark.parametrize(
    ("name", "points", "kind"),
    [
        ("Zorvex", {"Organization": 1, "Product": 1}, "Organization"),
        ("Zorvex", {"Product": 8, "Organization": 40}, "Product"),
        ("Zorvex", {}, "Organization"),
        ("Nvidia", {"Organization": 10}, "Person"),
    ],
)
def test_little_or_contradicting_evidence_does_not(name: str, points: dict[str, float], kind: str) -> None:
    assert not likely(name, points, kind)


def test_a_term_is_no_guess() -> None:
    assert chance(TypeVotes("neocloud", {}, ()), "Concept") == 1
    assert "Concept" not in kinds()


def test_each_type_has_its_own_features() -> None:
    rows = options(TypeVotes("Zorvex", {"Organization": 20}, (0, 20)))
    assert len(rows) == len(kinds())
    assert len(set(rows)) == len(rows)
