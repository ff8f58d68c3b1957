"""A pipeline stage: what is "rumoured" is hedged, whatever else the sentence says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.note_draft import NoteDraft
    from kg.model import Claim

WORDS = ("rumour", "rumor")


def mark(draft: NoteDraft) -> NoteDraft:
    """Mark the claims of a note that only pass on a rumour."""
    return replace(draft, claims=tuple(map(_marked, draft.claims)))


def _marked(claim: Claim) -> Claim:
    found = next((word for word in WORDS if word in claim.text.lower()), None)
    return claim if found is None else replace(claim, modality="hedged", modality_rule=f"rumour: {found}")
