"""Runs a stage that an installed package adds to the pipeline, and holds it to what a stage may do with claims.

It may change what is known of a claim, and leave claims out. It may not invent claims, reorder them, or change a
claim's text or place: where a claim can be read and heard must stay true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import PluginError
from kg.model import Claim
from kg.model.claim import COMPARATORS, FACTUALITIES, MENTION_KINDS, MODALITIES, POLARITIES
from kg.model.entity_types import type_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.note_draft import AddedStage, NoteDraft
    from kg.model import DateRef, Mention, Quantity


def run(stage: AddedStage, draft: NoteDraft) -> tuple[Claim, ...]:
    """The claims of a note after a stage; an exception of the stage passes through, with a line that names the stage.

    Raises:
        PluginError: What the stage returned is no draft, or its claims are not among those it was given.
    """
    with _Naming(stage):
        result: Any = stage.run(draft)
    if type(result) is not type(draft):
        raise _misuse(stage, f"returns {type(result).__name__}, not the NoteDraft that it was given or a copy of it")
    known = {claim.id: (place, claim) for place, claim in enumerate(draft.claims)}
    last = -1
    for claim in result.claims:
        if not isinstance(claim, Claim) or claim.id not in known:
            raise _misuse(stage, "adds a claim; it may only change claims and leave some out")
        place, before = known[claim.id]
        if place <= last:
            raise _misuse(stage, "repeats or reorders claims; they stay in reading order")
        last = place
        if claim is not before and (fault := _fault(before, claim)):
            raise _misuse(stage, f"{fault} (in the claim {claim.text[:60]!r})")
    return tuple(result.claims)


def _fault(before: Claim, claim: Claim) -> str:
    """What a stage did to a claim that it must not do; "" when nothing."""
    for name in ("note", "span", "text", "section", "callout", "part", "timestamps", "source"):
        if getattr(before, name) != getattr(claim, name):
            return f"changes the field {name!r}, which says where the claim stands"
    return next(filter(None, _faults(claim)), "")


def _faults(claim: Claim) -> Iterator[str]:
    yield _unknown("modality", claim.modality, MODALITIES)
    for mention in claim.mentions:
        yield _unknown("kind of mention", mention.kind, MENTION_KINDS)
        yield _unknown("entity type", mention.type, type_names())
    for quantity in claim.quantities:
        yield _unknown("comparator", quantity.comparator, COMPARATORS)
    placed: tuple[Mention | Quantity | DateRef, ...] = (*claim.mentions, *claim.quantities, *claim.dates)
    for part in placed:
        if claim.text[part.start : part.end] != part.text:
            yield f"says that {part.text!r} stands at {part.start}-{part.end}, where other words are"
    for statement in (*claim.statements, *claim.unsure):
        yield _unknown("polarity", statement.polarity, POLARITIES)
        yield _unknown("factuality", statement.factuality, FACTUALITIES)
        if statement.quantity is not None and not 0 <= statement.quantity < len(claim.quantities):
            yield f"names quantity {statement.quantity}, of {len(claim.quantities)}"


def _unknown(what: str, value: str, known: tuple[str, ...]) -> str:
    return "" if value in known else f"gives the {what} {value!r}; known: {', '.join(known)}"


def _misuse(stage: AddedStage, reason: str) -> PluginError:
    return PluginError("stage", stage.name, stage.package, reason)


class _Naming:
    """Has an exception that passes say which stage it comes from."""

    def __init__(self, stage: AddedStage) -> None:
        self._stage = stage

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is not None:
            error.add_note(f"in the stage {self._stage.name!r} of the package {self._stage.package}")
