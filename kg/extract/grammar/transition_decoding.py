"""Finds trees and names step by step from Python: what spaCy's own loop finds, in half of its time.

spaCy's loop gives up the interpreter's lock, but what it calls takes the lock and returns it some hundred times a
token. Here the lock is held from the first step to the last; the steps are those that spaCy takes in training.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc


def decodes(component: object) -> bool:
    """Whether a component is one that ``decode`` can do the work of: it takes the best step, not a beam of steps."""
    from spacy.pipeline.transition_parser import Parser

    return isinstance(component, Parser) and component.cfg["beam_width"] == 1


def decode(component: Any, docs: Sequence[Doc]) -> None:
    """Write into texts what the component finds in them: heads and dependencies, or names."""
    component._ensure_labels_are_added(docs)  # noqa: SLF001 - names that are there already may have other labels
    states = component.moves.init_batch(docs)
    unfinished = [state for state in states if not state.is_final()]
    if unfinished:
        scorer = component.model.predict(docs)
        while unfinished:
            unfinished = component.transition_states(unfinished, scorer.predict(unfinished))
        scorer.clear_memory()
    component.set_annotations(docs, states)
