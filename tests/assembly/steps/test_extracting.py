"""What is stored at once is bounded by bytes, for notes differ in size a thousandfold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from kg.assembly.notes.extract_note import Extracted
from kg.assembly.state.batches import NOTES
from kg.assembly.state.census import Content, Summary
from kg.assembly.steps.extracting import loads
from kg.assembly.steps.worker_pool import Failed
from kg.store.engine.fact_packing import StoredNote

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 1_000  # bytes
HELD = Content(Summary(0, 0, None, None, (), ()), b"")


def note(number: int, size: int) -> Extracted:
    return Extracted(number, StoredNote(f"n:{number}", bytes(size), b"", ()), HELD)


@given(st.lists(st.one_of(st.none(), st.integers(0, MOST // 3)), max_size=400))
def test_a_load_is_full_but_not_much_more_than_full(sizes: Sequence[int | None]) -> None:
    """None stands for a note that could not be extracted."""
    found = [Failed(n, "") if size is None else note(n, size) for n, size in enumerate(sizes)]
    cut = list(loads(found, MOST))
    assert [each for load in cut for each in load] == found
    for load in cut:
        weights = [0 if isinstance(each, Failed) else len(each.stored.nquads) for each in load]
        assert sum(weights[:-1]) < MOST
        assert len(load) <= NOTES
        if load is not cut[-1]:
            assert sum(weights) >= MOST or len(load) == NOTES
