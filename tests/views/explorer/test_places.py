"""Entities, notes and channels stand apart in groups, all inside the picture, the same each time."""

from __future__ import annotations

import math
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kg.store.ask.answer_rows import EntityRow
from kg.views.explorer.circle_packing import packed_circles
from kg.views.explorer.edges import Edges
from kg.views.explorer.gather import NoteColumns
from kg.views.explorer.places import RADIUS, places

PAIRS = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (3, 6)]
BETWEEN = Edges([one for one, _ in PAIRS], [other for _, other in PAIRS], [3] * len(PAIRS), 0)
ROWS = [EntityRow(f"entity {number}", "Person", 9 - number, 1) for number in range(8)]


@given(st.lists(st.floats(0.5, 20), max_size=40))
def test_packed_circles_never_cut_each_other(radii: list[float]) -> None:
    circles = packed_circles(radii)
    assert [circle.r for circle in circles] == radii
    for one, other in combinations(circles, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= one.r + other.r - 1e-3


def test_circles_of_one_size_lie_close_together() -> None:
    circles = packed_circles([1.0] * 200)
    assert max(math.hypot(one.x, one.y) + 1 for one in circles) < 1.25 * math.sqrt(200)


def test_members_stand_in_their_groups_circle() -> None:
    found = places(ROWS, BETWEEN, NoteColumns(), 0)
    assert [one["label"] for one in found.communities] == ["entity 3, entity 4", "entity 0, entity 1"]
    assert found.entities.community == [1, 1, 1, 0, 0, 0, 0, -1]
    for x, y, group in list(zip(found.entities.x, found.entities.y, found.entities.community, strict=True))[:7]:
        circle = found.communities[group]
        assert math.hypot(x - circle["x"], y - circle["y"]) <= circle["r"]
        assert math.hypot(circle["x"], circle["y"]) + circle["r"] <= RADIUS + 0.2


def test_no_two_nodes_share_a_place() -> None:
    notes = NoteColumns(folder=[number % 5 for number in range(300)])
    found = places(ROWS, BETWEEN, notes, 5)
    for spots in (found.entities, found.notes, found.channels):
        assert len(set(zip(spots.x, spots.y, strict=True))) == len(spots.x)
    assert found.notes.community == notes.folder
    assert found == places(ROWS, BETWEEN, notes, 5)
