"""Divides the claims of a large vault among files of about equal size, by note and by entity."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.views.explorer.row_spool import Spool

SIZE = 1_500  # claims in a file; one note or entity with more has a file of its own


class ShardPart(NamedTuple):
    """What one file holds: notes or entities from ``begin`` up to ``end``."""

    begin: int
    end: int


def divided(sizes: Sequence[int]) -> list[ShardPart]:
    """Divide neighbours among files by their numbers of claims; every one is in exactly one file."""
    parts: list[ShardPart] = []
    begin = held = 0
    for place, size in enumerate(sizes):
        if held and held + size > SIZE:
            parts.append(ShardPart(begin, place))
            begin, held = place, 0
        held += size
    if begin < len(sizes):
        parts.append(ShardPart(begin, len(sizes)))
    return parts


def numbers(parts: Sequence[ShardPart]) -> list[int]:
    """Return for each note or entity the number of the part that holds it."""
    return [number for number, part in enumerate(parts) for _ in range(part.begin, part.end)]


def claims_json(spool: Spool, numbers: Sequence[int]) -> bytes:
    """Return claims as the page reads those of notes: ``{"claims":[…]}``."""
    return b'{"claims":[' + b",".join(spool.rows(numbers)) + b"]}"


def entities_json(spool: Spool, part: ShardPart, claims_of: Sequence[Sequence[int]]) -> bytes:
    """Return claims as the page reads those of entities: ``{"entities":{"7":[…]}}``."""
    return b'{"entities":{' + b",".join(_entities(spool, part, claims_of)) + b"}}"


def _entities(spool: Spool, part: ShardPart, claims_of: Sequence[Sequence[int]]) -> Iterator[bytes]:
    for entity in range(part.begin, part.end):
        yield b'"%d":[%s]' % (entity, b",".join(spool.rows(claims_of[entity])))
