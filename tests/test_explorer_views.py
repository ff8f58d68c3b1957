"""What the address of the explorer says of claims, and the claims that it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.graph import FOLDER, Graph
from kg.graph.explorer_views import ViewedClaims, ViewState, read_address
from tests.graph_samples import build_store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("", ViewState(facets={})),
        ("#", ViewState(facets={})),
        ("#mode=claims&entity=Acme%20Co&theme=dark&claim=3", ViewState(("Acme Co",), facets={})),
        ("#edge=A%7CB|C&entity=D", ViewState(("A|B", "C"), facets={})),
        ("#compare=A%7CB", ViewState(("A", "B"), facets={})),
        ("#path=A|B&entity=A", ViewState(facets={})),
        ("note=a%2Fb.md&entity=A", ViewState(note="a/b.md", facets={})),
        ("#unit=USD,%21EUR&folder=.", ViewState(facets={"folder": (".",), "unit": ("USD", "!EUR")})),
        ("#q=more+power&numbers=1&conflicts=0", ViewState(words="more power", facets={}, flags=frozenset({"numbers"}))),
        ("#from=2024&to=soon", ViewState(facets={}, start="2024")),
        ("#=&&unit&%%%=1&entity=%FF", ViewState(("\ufffd",), facets={})),
    ],
)
def test_an_address_says_where_claims_are_and_what_filters_them(address: str, state: ViewState) -> None:
    assert read_address(address) == state


@pytest.fixture(scope="module")
def viewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ViewedClaims]:
    """The claims of two small notes."""
    vault = tmp_path_factory.mktemp("viewed")
    build_store(vault / FOLDER)
    with Graph.open(vault) as graph:
        yield ViewedClaims(graph)


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("#", 7),
        ("#entity=CoreWeave", 7),
        ("#edge=CoreWeave|Microsoft", 3),
        ("#note=allin%2FOpenAI%20Restructuring.md", 2),
        ("#entity=CoreWeave&numbers=1", None),
        ("#entity=Nobody%20knows", 0),
        ("#note=none.md", 0),
        ("#unit=furlong", 0),
    ],
)
def test_notes_are_counted_by_the_claims_that_pass(viewed: ViewedClaims, address: str, left: int | None) -> None:
    state = read_address(address)
    if left is None:
        left = sum(bool(claim.quantities) for claim in viewed.within(state))
        assert left
    assert viewed.notes(state).total() == left
