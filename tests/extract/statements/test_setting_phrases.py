"""A phrase that only sets the scene of a clause is never what the clause's "it" or "they" stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Sentence

    Read = Callable[[str], tuple[Sentence, ...]]

SETTINGS = (
    "After a delay in spring",
    "Ahead of the vote in autumn",
    "Because of a storm at sea",
    "Besides the fee for a seat",
    "Compared with a rival from the coast",
    "Contrary to a rumor in the press",
    "Despite a PER of 30",
    "Despite accepting bookings since 2004",
    "During a test of the engine",
    "Founded in 2010 near the lake",
    "In spite of a warning by an engineer",
    "Next to the mill by the river",
    "Thanks to a grant from a donor",
    "Together with a partner from the north",
    "Unlike the tool of a friend",
    "With the launch of an app",
)
CLAUSES = (
    ("When you cool the melt, it forms crystals.", "melt"),
    ("If she fills the tank, it lasts two days.", "tank"),
    ("The shop bought a van and it carries bread.", "shop"),  # the subject comes before the object
)


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("pronoun", ["it", "they"])
def test_a_setting_lends_no_subject(setting: str, pronoun: str, read: Read) -> None:
    words = set(setting.lower().split())
    (sentence,) = read(f"{setting}, {pronoun} sold many boats.")
    subjects = [one.subject for one in statements.find(sentence, (), (), (), None)]
    assert not [each for each in subjects if words & set(each.lower().split())], subjects


@pytest.mark.parametrize(("text", "subject"), CLAUSES)
def test_a_clause_before_may_lend_its_object(text: str, subject: str, read: Read) -> None:
    (sentence,) = read(text)
    assert subject in {one.subject for one in statements.find(sentence, (), (), (), None)}
