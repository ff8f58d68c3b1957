"""A claim as the page reads it: one short JSON array, names replaced by numbers.

The places in the array are the contract with ``app/src/``; change both or none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg.claim_json import plain_number
from kg.model.claim import MENTION_KINDS, MODALITIES
from kg.model.media import local_path, moment, template
from kg.model.properties import property_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Claim, Quantity, Source, Statement

NONE = -1  # in place of a number: there is none


@dataclass(slots=True)
class Numbers:
    """Numbers that stand for texts, in the order in which the texts were first met."""

    known: dict[str, int] = field(default_factory=dict)

    def of(self, text: str) -> int:
        """Return the number of a text, a new one for a new text."""
        return self.known.setdefault(text, len(self.known))

    def texts(self) -> list[str]:
        """Return the texts by number."""
        return list(self.known)


@dataclass(slots=True)
class Texts:
    """The texts that numbers stand for in rows of claims: types of callouts, units, and names of properties."""

    callouts: Numbers = field(default_factory=Numbers)
    units: Numbers = field(default_factory=Numbers)
    properties: Numbers = field(default_factory=Numbers)


@dataclass(frozen=True, slots=True)
class Player:
    """How a note's recording is played, and where the files of the vault are, from the page's folder ("": unknown)."""

    media: str
    files: str = ""

    @property
    def link(self) -> str:
        """The link to a second of the note's recording, the place of the second in braces; "" without one."""
        return play_link(self.media, self.files)

    def own_link(self, source: Source | None) -> str | None:
        """A claim's link where that of its note will not do, else None."""
        if source is None:
            return None
        passage = moment(source.media, source.start, source.end)
        if source.url != passage:
            return source.url
        link = play_link(source.media, self.files)
        if passage != moment(source.media, source.start):
            return link and f"{link},{source.end}"
        return None if source.media == self.media else link


def play_link(media: str, files: str) -> str:
    """The link to a second of a recording, the place of the second in braces; of a file, from the page's folder."""
    path = local_path(media)
    if path is None:
        return template(media) if media else ""
    return f"{files}/{quote(path)}#t={{s}}" if files else ""


def claim_row(
    claim: Claim, places: tuple[int, int], entities: Mapping[str, int], texts: Texts, player: Player
) -> list[Any]:
    """Return a claim as plain JSON values.

    Args:
        claim: The claim.
        places: Its number in the vault, and that of its note.
        entities: Number of each entity, by name.
        texts: Numbers of texts; new ones are added.
        player: Of its note.
    """
    number, note = places
    return [
        number,
        claim.id.partition("#")[2],
        note,
        claim.text,
        list(claim.section),
        NONE if claim.callout is None else texts.callouts.of(claim.callout),
        MODALITIES.index(claim.modality),
        int(claim.negated),
        claim.attribution,
        None if claim.source is None else claim.source.start,
        list(claim.timestamps),
        int(claim.source is not None and claim.source.repaired),
        [[one.start, one.end, entities.get(one.entity, NONE), MENTION_KINDS.index(one.kind)] for one in claim.mentions],
        [entities[name] for name in (*claim.about, *claim.terms) if name in entities],
        [_statement(one, entities, texts.properties) for one in claim.statements],
        [_quantity(one, texts.units) for one in claim.quantities],
        [[one.text, one.value] for one in claim.dates],
        player.own_link(claim.source),
    ]


def mentioned(claim: Claim, entities: Mapping[str, int]) -> list[int]:
    """Return the numbers of all entities and terms that a claim mentions or is about, sorted, each once."""
    names = {mention.entity for mention in claim.mentions}.union(claim.about, claim.terms)
    return sorted(entities[name] for name in names if name in entities)


def _statement(statement: Statement, entities: Mapping[str, int], properties: Numbers) -> list[Any]:
    row = property_of(statement.property)
    return [
        statement.subject,
        statement.predicate,
        statement.object,
        entities.get(statement.subject_entity or "", NONE),
        entities.get(statement.object_entity or "", NONE),
        NONE if statement.quantity is None else statement.quantity,
        statement.date,
        statement.mark(),
        properties.of(statement.property) if row.label and not row.nameless else NONE,
    ]


def _quantity(quantity: Quantity, units: Numbers) -> list[Any]:
    most = None if quantity.value_max is None else plain_number(quantity.value_max)
    return [quantity.text, plain_number(quantity.value), most, units.of(quantity.unit), quantity.comparator]
