"""Finds the label that a list item opens with: an attribute (``Revenue: $2 billion``), a heading, or its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Mention, Sentence

# A label is short, holds no sentence punctuation, and ends with a colon before a space.
LABEL = re.compile(r"[^.:;!?,]{1,70}:(?=\s)")
# A verb like one of these says that the words before the colon are a sentence of their own.
VERBAL = frozenset({"VBZ", "VBP", "VBD", "MD"})


@dataclass(frozen=True, slots=True)
class Label:
    """A label before the body of a sentence.

    Attributes:
        text: The label without its colon.
        body: Index of the body's first token.
        entity: Name of the entity that the whole label is, or None.
    """

    text: str
    body: int
    entity: str | None


def split(sentence: Sentence, mentions: Sequence[Mention]) -> Label | None:
    """The sentence's label, or None when it has none or when nothing follows it."""
    end = _end(sentence)
    if end is None:
        return None
    body = next((i for i, token in enumerate(sentence.tokens) if token.start >= end), None)
    if body is None or _is_clause(sentence, body):
        return None
    text = sentence.text[:end].strip().rstrip(":").strip(' "“”')
    named = [m for m in mentions if m.end <= end and m.kind == "name"]
    whole = [m for m in named if len(m.text) * 2 >= len(text)]
    return Label(text, body, whole[0].entity if whole else None)


def _end(sentence: Sentence) -> int | None:
    """Where the label ends in the text: at the first colon, or at the end of bold words that open the sentence."""
    if sentence.strong and sentence.strong[0].start == 0:
        end = sentence.strong[0].end
        if sentence.text[end : end + 1] == ":":
            return end + 1
        if sentence.text[:end].rstrip().endswith(":"):
            return end
        rest = sentence.text[end:].lstrip()
        return end if rest[:1].isupper() and " " in rest else None
    found = LABEL.match(sentence.text)
    return found.end() if found else None


def _is_clause(sentence: Sentence, body: int) -> bool:
    """Whether the words before the colon say something themselves ("The firm sells two phones: …")."""
    return any(token.tag in VERBAL and token.text.islower() for token in sentence.tokens[:body])
