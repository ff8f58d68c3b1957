"""The frozen records that every room of kg shares."""

from __future__ import annotations

from kg.model.claim import (
    Claim,
    DateRef,
    Entity,
    Mention,
    Quantity,
    Source,
    Statement,
)
from kg.model.note import (
    Block,
    Callout,
    Canvas,
    CanvasEdge,
    CanvasNode,
    Field,
    Heading,
    Link,
    Note,
    NoteFacts,
    Part,
    Passage,
    PassageLink,
    PassageStamp,
    Problem,
    Span,
    Tag,
    Timestamp,
)
from kg.model.sentence import Sentence, Token

__all__ = [
    "Block",
    "Callout",
    "Canvas",
    "CanvasEdge",
    "CanvasNode",
    "Claim",
    "DateRef",
    "Entity",
    "Field",
    "Heading",
    "Link",
    "Mention",
    "Note",
    "NoteFacts",
    "Part",
    "Passage",
    "PassageLink",
    "PassageStamp",
    "Problem",
    "Quantity",
    "Sentence",
    "Source",
    "Span",
    "Statement",
    "Tag",
    "Timestamp",
    "Token",
]
