"""Rows of answers as one line each, for readers that take text: a language model, for instance.

Whatever comes from notes is set apart so that no note can pretend to be anything else. Texts and names are JSON
strings, whose own quotation marks are escaped. Lines of a note begin with ``> ``, and nothing in a line can begin
another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.escape import is_web, visible
from kg.views.render import figures
from kg.views.render.tables import json_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.model import Claim
    from kg.store.ask.answer_rows import EntityRow, SearchHit
    from kg.views.compare.value_pairs import Conflict, Value
    from kg.views.page.explanation import Reason

GAP = " | "
QUOTE = "> "  # opens each line that is a note's own


def quoted(text: str) -> str:
    """A text from a note, as a JSON string on one line."""
    return json_document(text)


def claim_line(claim: Claim) -> str:
    """A claim: its id, the second and the link that plays it, its text and its note, and what limits it."""
    parts = [key_of(claim.id), *_heard(claim), quoted(claim.text), f"note {quoted(claim.note)}", *_limits(claim)]
    return GAP.join(parts)


def key_of(iri: str) -> str:
    """The short name of a claim, ``c-38a6f00d12``."""
    return iri.rpartition("#")[2]


def _heard(claim: Claim) -> Iterator[str]:
    seconds = [claim.source.start] if claim.source is not None else list(claim.timestamps[:1])
    if not seconds:
        yield "no time"
    for second in seconds:
        yield f"{figures.clock(second)} = {int(second)} s"
    if claim.source is not None:
        url = claim.source.url
        yield url if is_web(url) else quoted(url)


def _limits(claim: Claim) -> Iterator[str]:
    if claim.modality != "asserted":
        yield claim.modality
    if claim.negated:
        yield "negated"
    if claim.attribution:
        yield f"said by {quoted(claim.attribution)}"
    if claim.callout:
        yield f"in a callout {quoted(claim.callout)}"


def hit_line(hit: SearchHit) -> str:
    """A claim that a search found."""
    return claim_line(hit.claim)


def entity_line(entity: EntityRow) -> str:
    """An entity: name, type, how much is claimed about it, other names."""
    also = f"also {', '.join(map(quoted, entity.aliases))}" if entity.aliases else ""
    counts = f"{figures.counted(entity.claims, 'claim')} in {figures.counted(entity.notes, 'note')}"
    return GAP.join(filter(None, (quoted(entity.name), visible(entity.type), counts, also)))


def conflict_line(pair: Conflict) -> str:
    """Two values of one attribute with their claims, and what sets them apart."""
    of = f" of {quoted(pair.of)}" if pair.of else ""
    attribute = f"{quoted(pair.entity)} {visible(pair.property)}{of}{f' of {quoted(pair.what)}' if pair.what else ''}"
    reason = f"{pair.verdict}: {visible(pair.reason)}" if pair.reason else pair.verdict
    return GAP.join((attribute, reason, _value(pair.first), f"against {_value(pair.second)}"))


def _value(value: Value) -> str:
    heard = " ".join(_heard(value.claim))
    return f"{quoted(value.text)} ({key_of(value.claim.id)}, {heard}, note {quoted(value.claim.note)})"


def reason_line(reason: Reason) -> str:
    """Why one field of a claim is as it is."""
    sure = "" if reason.confidence is None else f"sure to {reason.confidence:.2f}"
    rule = f"by {quoted(reason.rule)}" if reason.rule else "as written"
    return GAP.join(filter(None, (reason.field, quoted(reason.value), rule, sure, reason.module)))


def note_line(line: str) -> str:
    """A line of a note as it is in the file; tabs stay, all else that is no character is shown as an escape."""
    return QUOTE + "\t".join(map(visible, line.split("\t")))


def solution_line(row: Sequence[object]) -> str:
    """One solution of a query: numbers as they are, everything else as JSON strings, ``-`` where nothing is bound."""
    return GAP.join("-" if value is None else json_document(value) for value in row)


# kind of row -> a row as one line
LINES: Mapping[str, Callable[[Any], str]] = {
    "claims": claim_line,
    "hits": hit_line,
    "entities": entity_line,
    "conflicts": conflict_line,
    "reasons": reason_line,
    "note": note_line,
    "solutions": solution_line,
}
