"""A note as ``kg parse`` prints it: one JSON object with the keys of the published format, in its order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from kg.model import Link, Note, Span, Timestamp


class Resolved(Protocol):
    """Where a link leads."""

    @property
    def path(self) -> str | None:
        """The file as a vault path, or None."""

    @property
    def ambiguous(self) -> bool:
        """Whether another file has an equal claim."""


class Resolves(Protocol):
    """Finds the file that a link means."""

    def resolve(self, target: str, source: str) -> Resolved:
        """The file that ``target`` means in the note ``source``."""


def note_record(note: Note, resolver: Resolves | None = None) -> dict[str, Any]:
    """The parsed note as JSON values; without a resolver no link is resolved."""
    return {
        "note": note.path,
        "properties": _finite(note.properties),
        "aliases": list(note.aliases),
        "tags": list(note.tags),
        "headings": [{"level": h.level, "text": h.text, "span": _span(h.span)} for h in note.headings],
        "callouts": [
            {"type": c.type, "title": c.title, "fold": c.fold, "depth": c.depth, "span": _span(c.span)}
            for c in note.callouts
        ],
        "block_ids": list(note.block_ids),
        "fields": [{"key": f.key, "value": f.value, "span": _span(f.span)} for f in note.fields],
        "links": [_link(link, note.path, resolver) for link in note.links],
        "timestamps": [_stamp(stamp) for stamp in note.timestamps],
        "problems": [
            {"code": p.code, "message": p.message, "span": None if p.span is None else _span(p.span)}
            for p in note.problems
        ],
    }


def _link(link: Link, source: str, resolver: Resolves | None) -> dict[str, Any]:
    found = None if resolver is None or link.kind == "external" else resolver.resolve(link.target, source)
    return {
        "kind": link.kind,
        "target": link.target,
        "subpath": link.subpath,
        "alias": link.alias,
        "resolved": found.path if found else None,
        "ambiguous": found.ambiguous if found else False,
        "in_comment": link.in_comment,
        "span": _span(link.span),
        "key": link.key,
        "size": link.size,
    }


def _stamp(stamp: Timestamp) -> dict[str, Any]:
    return {
        "raw": stamp.raw,
        "start": _number(stamp.start),
        "end": _number(stamp.end),
        "format": stamp.format,
        "flags": list(stamp.flags),
        "span": _span(stamp.span),
        "source": stamp.source,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _number(value: float | None) -> float | None:
    """Whole seconds without a decimal point."""
    return int(value) if value is not None and value == int(value) else value


def _finite(value: object) -> object:
    """Values of properties without what JSON cannot say: ``.inf`` and ``.nan`` become null."""
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
