"""A graph gets the same places always, all within view, its communities apart and named; hubs become groups."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import LayoutMisuse
from kg.views.layout import Layout, hub_groups, layout
from kg.views.layout.vault_layout import each_its_own

Edges = list[tuple[int, int, float]]
Graph = tuple[list[str], Edges, list[float]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any graph: empty, isolates only, in pieces, with self-loops and double edges."""
    keys = draw(st.lists(st.text(max_size=6), unique=True, max_size=40))
    node = st.integers(0, max(len(keys) - 1, 0))
    edge = st.tuples(node, node, st.floats(0.01, 1000))
    edges = draw(st.lists(edge, max_size=120)) if keys else []
    weights = draw(st.lists(st.floats(0, 1e6), min_size=len(keys), max_size=len(keys)))
    return keys, edges, weights


def clusters(sizes: list[int], singles: int = 0, seed: int = 1) -> Graph:
    """Groups of nodes that are linked closely inside and seldom with each other, and nodes without edges."""
    chance = random.Random(seed)  # noqa: S311 - a test graph
    keys, edges, first = [], [], 0
    for number, size in enumerate(sizes):
        nodes = range(first, first + size)
        keys += [f"group {number} node {node - first}" for node in nodes]
        edges += [(one, other, 2.0) for one, other in combinations(nodes, 2) if chance.random() < 6 / size]
        edges += [(first, node, 1.0) for node in nodes[1:]]
        edges += [(first, chance.randrange(first), 1.0) for _ in range(2) if first]
        first += size
    keys += [f"single {number}" for number in range(singles)]
    degree = np.bincount([end for edge in edges for end in edge[:2]], minlength=len(keys))
    return keys, edges, degree.astype(float).tolist()


def at(placed: Layout) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.column_stack([placed.x, placed.y])


def moved(
    before: np.ndarray[tuple[int, int], np.dtype[np.float64]], after: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> float:
    """Median way of the nodes, in units of the plane, after turning and scaling one picture onto the other."""
    before, after = before - before.mean(axis=0), after - after.mean(axis=0)
    left, stretch, right = np.linalg.svd(before.T @ after)
    fitted = after @ (left @ right).T * stretch.sum() / (after**2).sum()
    return float(np.median(np.hypot(*(before - fitted).T)))


@settings(max_examples=60, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_every_node_of_any_graph_has_a_place_of_its_own_within_view(graph: Graph, chance: random.Random) -> None:
    keys, edges, weights = graph
    placed = layout(keys, edges, weights)
    assert len(placed.x) == len(placed.y) == len(placed.radius) == len(placed.community) == len(keys)
    assert np.isfinite(at(placed)).all()
    assert np.abs(at(placed)).max(initial=0) <= 1000
    assert len(set(zip(placed.x, placed.y, strict=True))) == len(keys)
    order = list(range(len(keys)))
    chance.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    turned = [(place[other], place[one], weight) for one, other, weight in edges]
    chance.shuffle(turned)
    again = layout([keys[old] for old in order], turned, [weights[old] for old in order])
    assert [again.x[place[old]] for old in range(len(keys))] == list(placed.x)
    assert [again.y[place[old]] for old in range(len(keys))] == list(placed.y)
    assert [again.community[place[old]] for old in range(len(keys))] == list(placed.community)
    assert [one.label for one in again.communities] == [one.label for one in placed.communities]


def test_another_process_with_other_hashes_finds_the_same_places() -> None:
    code = (
        "from kg.views.layout import layout; "
        "print(layout([f'n{i}' for i in range(60)], [(i, i * 7 % 60, 1.0) for i in range(50)]))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_communities_are_apart_and_hold_their_nodes() -> None:
    keys, edges, weights = clusters([60, 40, 30, 150, 12], singles=30)
    placed = layout(keys, edges, weights)
    assert len(placed.communities) >= 5
    for one, other in combinations(placed.communities, 2):
        assert np.hypot(one.x - other.x, one.y - other.y) > one.r + other.r
    for node, number in enumerate(placed.community):
        if number >= 0:
            home = placed.communities[number]
            assert np.hypot(placed.x[node] - home.x, placed.y[node] - home.y) <= home.r + 0.2
        else:
            assert keys[node].startswith("single")
    assert [one.size for one in placed.communities] == sorted((one.size for one in placed.communities), reverse=True)


def test_no_node_covers_another() -> None:
    placed = layout(*clusters([60, 40, 30, 300], singles=50))
    where, radius = at(placed), np.array(placed.radius)
    far = np.hypot(*(where[:, None] - where[None]).transpose(2, 0, 1))
    cut = radius[:, None] + radius[None] - far
    np.fill_diagonal(cut, 0)
    assert cut.max() < 0.2  # what rounding may do


def test_a_community_is_named_after_its_best_nodes() -> None:
    keys = ["Nvidia", "H100", "CUDA", "Jensen Huang", "Ferrari", "Enzo"]
    edges = [(one, other, 1.0) for one, other in combinations(range(4), 2)] + [(4, 5, 1.0)]
    placed = layout(keys, edges, [90, 20, 30, 10, 5, 6])
    assert [one.label for one in placed.communities] == ["Nvidia · CUDA · H100", "Enzo · Ferrari"]
    assert [one.best for one in placed.communities] == [(0, 2, 1), (5, 4)]


def test_a_new_node_moves_the_others_little() -> None:
    keys, edges, weights = clusters([60, 40, 30, 150, 12], singles=10)
    before = at(layout(keys, edges, weights))
    after = at(
        layout(["new", *keys], [(one + 1, other + 1, w) for one, other, w in [*edges, (-1, 3, 1.0)]], [1, *weights])
    )
    assert moved(before, after[1:]) < 40


@pytest.mark.parametrize("seed", range(6))
def test_one_edge_less_in_a_hundred_moves_the_nodes_little(seed: int) -> None:
    keys, edges, weights = clusters([60, 40, 30, 150, 12, 90], singles=10, seed=seed)
    before = at(layout(keys, edges, weights))
    chance = random.Random(seed)  # noqa: S311 - a test graph
    fewer = [edge for edge in edges if chance.random() > 0.01]
    assert len(fewer) < len(edges)
    after = at(layout(keys, fewer, weights))
    assert np.median(np.hypot(*(before - after).T)) < 100, "of 2,000 across, with no turning of the picture to help"


def test_nodes_that_fall_together_get_places_side_by_side_even_at_the_edge() -> None:
    places = np.array([[1000.0, 2.0], [1000.0, 2.04], [3.0, 3.0], [3.02, 3.0]])
    assert each_its_own(places).tolist() == [[1000.0, 2.0], [-1000.0, 2.0], [3.0, 3.0], [3.1, 3.0]]


def test_nodes_without_edges_lie_around_the_others_close_together() -> None:
    keys, edges, weights = clusters([60, 40, 30], singles=80)
    out = np.hypot(*at(layout(keys, edges, weights)).T)
    assert out[:130].max() < out[130:].min()
    assert out[130:].max() <= 1000


def test_many_pieces_fill_the_gaps_and_the_rest_lies_in_rings() -> None:
    keys, edges, weights = clusters([80, 60])
    pieces = 500
    for number in range(pieces):
        edges.append((len(keys), len(keys) + 1, 1.0))
        keys += [f"left {number}", f"right {number}"]
    placed = layout(keys, edges)
    assert weights
    assert len(placed.communities) >= pieces + 2
    assert np.abs(at(placed)).max() > 950


def test_hundreds_of_large_pieces_lie_in_rings() -> None:
    edges = [
        (9 * piece + one, 9 * piece + other, 1.0) for piece in range(201) for one, other in combinations(range(9), 2)
    ]
    placed = layout([str(node) for node in range(9 * 201)], edges)
    assert len(placed.communities) == 201


@pytest.mark.parametrize(
    ("keys", "edges", "weights", "said"),
    [
        (["a", "a"], [], [], "key 'a'"),
        (["a"], [(0, 1, 1.0)], [], "names no node"),
        (["a", "b"], [(0, 1, 0.0)], [], "above 0"),
        (["a", "b"], [(0, 1, float("nan"))], [], "above 0"),
        (["a"], [], [1.0, 2.0], "2 weights"),
        (["a"], [], [-1.0], "0 or above"),
    ],
)
def test_wrong_use_is_told(keys: list[str], edges: Edges, weights: list[float], said: str) -> None:
    with pytest.raises(LayoutMisuse, match=said):
        layout(keys, edges, weights)


def test_a_hub_becomes_a_group_instead_of_edges() -> None:
    star = [(0, leaf) for leaf in range(1, 302)]
    other_star = [(400, leaf) for leaf in range(1, 306)]
    found = hub_groups(800, [*star, *other_star, (1, 2), (2, 1), (3, 3)])
    assert found.hubs == (400, 0)
    assert found.edges == ((1, 2),)
    assert found.group[5] == 0  # of two hubs the one with fewer neighbours
    assert found.group[304] == 400
    assert found.group[0] == 0
    assert found.group[700] == -1


def test_three_hundred_neighbours_make_no_hub() -> None:
    assert hub_groups(500, [(0, leaf) for leaf in range(1, 301)]).hubs == ()
    assert hub_groups(50_000, [(0, leaf) for leaf in range(1, 500)]).hubs == ()
