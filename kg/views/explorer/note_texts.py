"""The text of notes around their claims, as the page reads it: blocks, each cut at the claims in it.

A block is its kind's number, then texts and claims; a claim is its place among those of its note, so that its words are
in the page once. The kinds' numbers are the contract with ``app/src/model.ts``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.model import Claim, NoteFacts
    from kg.views.explorer.row_spool import Spool

    Passages = Callable[[NoteFacts, Sequence[Claim]], list["TextBlock"]]

KINDS = ("paragraph", "list-item", "callout-title", "table-cell", "footnote")
HEADING = len(KINDS)  # the kind of a block that is a heading

TextBlock = list[str | int]


def kept(
    notes: Iterable[tuple[NoteFacts, Sequence[Claim]]], passages: Passages, texts: Spool
) -> Iterator[tuple[NoteFacts, Sequence[Claim]]]:
    """Yield the notes as they are, and put the blocks of each into ``texts``, by the note's number."""
    for facts, claims in notes:
        texts.append(msgspec.json.encode(passages(facts, claims)))
        yield facts, claims


def texts_json(texts: Spool, notes: range) -> bytes:
    """Return the blocks of notes as the page reads them: ``{"first":7,"notes":[…]}``."""
    return b'{"first":%d,"notes":[%s]}' % (notes.start, b",".join(texts.rows(notes)))
