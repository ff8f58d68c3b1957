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
from kg.model.correction import Correction, CorrectionsPage, ExtractorOpinion, Was
from kg.model.note import (
    Block,
    Callout,
    Canvas,
    CanvasEdge,
    CanvasNode,
    Emphasis,
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
    Tag,
)
from kg.model.sentence import Sentence, Token
from kg.model.span import Span, record
from kg.model.timestamp import AnchorTimes, Timestamp

__all__ = [
    "AnchorTimes",
    "Block",
    "Callout",
    "Canvas",
    "CanvasEdge",
    "CanvasNode",
    "Claim",
    "Correction",
    "CorrectionsPage",
    "DateRef",
    "Emphasis",
    "Entity",
    "ExtractorOpinion",
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
    "Was",
    "record",
]
