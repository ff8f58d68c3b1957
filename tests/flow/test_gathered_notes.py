"""Gathering is a reduce: however partitions are grouped and ordered, the vault says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.names.name_decision import SpellingTotals
from kg.extract.terms.term_variants import Variant
from kg.extract.time_repair import NoteTimes
from kg.flow.gathered_notes import GatheredNotes, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTS = st.integers(0, 5)
TOTALS = st.builds(
    SpellingTotals,
    st.integers(1, 5),
    *[COUNTS] * 8,
    # points end in none that is 0, as they do when they are added up
    st.lists(COUNTS, max_size=4).map(tuple).filter(lambda votes: not votes or votes[-1] > 0),
)
WORDS = st.sampled_from(["Acme", "ACME", "Globex", "v0"])
VARIANTS = st.builds(Variant, WORDS, WORDS, st.sampled_from(["alias", "note"]))


@st.composite
def partitions(draw: st.DrawFn) -> list[GatheredNotes]:
    """Three partitions; each note is in one of them."""
    paths = draw(st.lists(st.text("ab", min_size=1, max_size=3), max_size=6, unique=True))
    homes = [draw(st.integers(0, 2)) for _ in paths]
    return [
        GatheredNotes(
            spellings=draw(st.dictionaries(WORDS, TOTALS)),
            variants=draw(st.dictionaries(VARIANTS, st.integers(1, 3))),
            recordings={path: None for path, home in zip(paths, homes, strict=True) if home == here},
            cast={path: (("host", path),) for path, home in zip(paths, homes, strict=True) if home == here},
            times={path: NoteTimes(path, path, ()) for path, home in zip(paths, homes, strict=True) if home == here},
        )
        for here in range(3)
    ]


@given(partitions())
def test_the_grouping_makes_no_difference(parts: Sequence[GatheredNotes]) -> None:
    one, two, three = parts
    whole = merged(parts)
    assert merged((merged((one, two)), three)) == whole
    assert merged((one, merged((two, three)))) == whole


@given(partitions(), st.permutations(range(3)))
def test_the_order_makes_no_difference(parts: Sequence[GatheredNotes], order: Sequence[int]) -> None:
    assert merged(parts[number] for number in order) == merged(parts)


@given(partitions())
def test_a_partition_without_notes_adds_nothing(parts: Sequence[GatheredNotes]) -> None:
    assert merged((*parts, GatheredNotes())) == merged(parts)
