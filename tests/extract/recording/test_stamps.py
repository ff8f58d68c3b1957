"""In every habit that the benchmark writes, nearly all times reach a claim."""

from __future__ import annotations

from benchmarks.stamps import ENOUGH, HABITS, notes, shares


def test_nearly_all_times_reach_a_claim_in_every_habit() -> None:
    found = shares(list(notes(2 * len(HABITS))))
    assert found.keys() == HABITS.keys()
    assert {habit: share for habit, share in found.items() if share < ENOUGH} == {}


def test_the_notes_are_the_same_in_every_run() -> None:
    assert list(notes(50)) == list(notes(50))
    assert list(notes(50)) != list(notes(50, seed=1))
