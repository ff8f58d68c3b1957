"""A stage of an installed package may change what is known of claims and leave claims out, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import pytest

from kg.errors import PluginError
from kg.extract.added_stages import run
from kg.extract.note_draft import AddedStage, NoteDraft
from kg.model import Mention, Quantity, Span
from tests.graph_samples import IPO_CLAIMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Claim

    Change = Callable[[tuple[Claim, ...]], tuple[Any, ...]]

CLAIMS = tuple(IPO_CLAIMS)
DRAFT = NoteDraft(cast("Any", None), cast("Any", None), claims=CLAIMS)
AWAY = Mention("Elsewhere", 0, 9, Span(0, 9), "name", "Elsewhere", "Place", "stage")


def after(change: Change) -> tuple[Claim, ...]:
    """The claims after a stage that changes them so."""
    stage = AddedStage("odd", "claimgraph-odd 3.1", lambda draft: replace(draft, claims=change(draft.claims)))
    return run(stage, DRAFT)


@pytest.mark.parametrize(
    "change",
    [
        lambda claims: claims,
        lambda claims: claims[1:],
        lambda claims: (replace(claims[0], modality="hedged", modality_rule="mine"), *claims[1:]),
        lambda claims: tuple(replace(claim, about=(), mentions=()) for claim in claims),
    ],
    ids=["as they were", "one left out", "another stance", "other mentions"],
)
def test_a_stage_may_change_claims_and_leave_some_out(change: Change) -> None:
    assert after(change) == change(CLAIMS)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda claims: (claims[0], claims[0]), "repeats or reorders claims"),
        (lambda claims: claims[::-1], "repeats or reorders claims"),
        (lambda claims: (replace(claims[0], id="https://kg.example/x#c-1"), *claims[1:]), "adds a claim"),
        (lambda claims: (*claims, "a claim"), "adds a claim"),
        (lambda claims: (replace(claims[0], text="Other words."), *claims[1:]), "changes the field 'text'"),
        (lambda claims: (replace(claims[0], timestamps=(1,)), *claims[1:]), "changes the field 'timestamps'"),
        (lambda claims: (replace(claims[0], modality="certain"), *claims[1:]), "modality 'certain'; known: asserted"),
        (lambda claims: (replace(claims[0], mentions=(AWAY,)), *claims[1:]), "'Elsewhere' stands at 0-9"),
        (
            lambda claims: (replace(claims[0], mentions=(replace(AWAY, type="Planet"),)), *claims[1:]),
            "entity type 'Planet'; known: Person",
        ),
        (
            lambda claims: (replace(claims[0], quantities=(Quantity("", 0, 0, Decimal(1), "USD", "<>"),)), *claims[1:]),
            "comparator '<>'",
        ),
    ],
    ids=["twice", "reordered", "renamed", "no claim", "text", "time", "modality", "mention", "type", "comparator"],
)
def test_whatever_else_it_does_is_refused_by_its_name(change: Change, told: str) -> None:
    with pytest.raises(PluginError) as caught:
        after(change)
    assert str(caught.value).startswith("stage 'odd' of the package claimgraph-odd 3.1: ")
    assert told in str(caught.value)
    assert str(caught.value).endswith("pip uninstall claimgraph-odd")


def test_a_stage_that_returns_no_draft_is_refused() -> None:
    stage = AddedStage("odd", "claimgraph-odd 3.1", lambda _: cast("Any", None))
    with pytest.raises(PluginError, match="returns NoneType, not the NoteDraft"):
        run(stage, DRAFT)


def test_an_exception_of_a_stage_says_which_one_it_was() -> None:
    def fails(_: NoteDraft) -> NoteDraft:
        raise ValueError("no such word")

    with pytest.raises(ValueError, match="no such word") as caught:
        run(AddedStage("odd", "claimgraph-odd 3.1", fails), DRAFT)
    assert caught.value.__notes__ == ["in the stage 'odd' of the package claimgraph-odd 3.1"]
