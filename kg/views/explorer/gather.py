"""One walk over all notes that gathers what the page shows: rows of claims, who shares them, links, numbers.

What is held grows with notes, entities and pairs of drawn entities, never with the text of the claims: that goes to
the spool.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.views.explorer.claim_rows import NONE, Numbers, Player, Texts, claim_row, mentioned
from kg.views.explorer.conflict_cards import Figures
from kg.views.explorer.node_traits import NodeTraits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Claim, NoteFacts
    from kg.store.ask.answer_rows import EntityRow
    from kg.views.explorer.heard_words import HeardWords
    from kg.views.explorer.row_spool import Spool

    Note = tuple[NoteFacts, Sequence[Claim]]

Pair = tuple[int, int]  # two numbers, the lower one first


@dataclass(slots=True)
class NoteColumns:
    """What is known of each note, by its number."""

    path: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    folder: list[int] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    play: list[str] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    references: list[tuple[str, ...]] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """What a walk over the notes found; filled by ``gather``, only read afterwards.

    Attributes:
        notes: Columns by the note's number.
        folders, texts: The texts that numbers stand for.
        claims_of: Numbers of the claims that mention an entity, in order, by the entity's number.
        shared: How many claims two drawn entities share.
        stated: How often a predicate is stated between two drawn entities.
        met: The entities that each folder's notes mention, by the folder's number.
        figures: Numbers that are stated of entities.
        speakers: How many claims each speaker makes, by the words of the attribution.
        traits: What drawn entities can be coloured by.
    """

    notes: NoteColumns = field(default_factory=NoteColumns)
    folders: Numbers = field(default_factory=Numbers)
    texts: Texts = field(default_factory=Texts)
    claims_of: list[array[int]] = field(default_factory=list)
    shared: Counter[Pair] = field(default_factory=Counter)
    stated: dict[Pair, Counter[str]] = field(default_factory=dict)
    met: dict[int, set[int]] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)
    speakers: Counter[str] = field(default_factory=Counter)
    traits: NodeTraits = field(default_factory=lambda: NodeTraits(0))


class Extent(NamedTuple):
    """How many entities, from the first, the page draws; how many are entities at all, the others key terms only."""

    drawn: int
    entities: int


def gather(
    notes: Iterable[Note],
    entities: Sequence[EntityRow],
    extent: Extent,
    spool: Spool,
    media: str = "",
    *,
    heard: HeardWords | None = None,
) -> Gathered:
    """Walk over the notes once.

    Args:
        notes: Facts and claims of every note, by path.
        entities: Best first, then the key terms; their places are their numbers.
        extent: Which of them have edges, and which bring channels together.
        spool: Takes the claims as rows of JSON, by number.
        media: Where the files of the vault are, from the page's folder; "" where that is not known.
        heard: Hears of every note; None where no transcripts are known.
    """
    drawn = extent.drawn
    numbers = {row.name: number for number, row in enumerate(entities)}
    found = Gathered(claims_of=[array("I") for _ in entities], traits=NodeTraits(drawn))
    for facts, claims in notes:
        player = Player(facts.media or "", media)
        note = _note(found, facts, player, (len(claims), len(spool)))
        found.notes.heard.append(NONE if heard is None else heard.note(facts, claims))
        met = found.met.setdefault(found.notes.folder[note], set())
        for claim in claims:
            number = len(spool)
            spool.append(msgspec.json.encode(claim_row(claim, (number, note), numbers, found.texts, player)))
            if claim.attribution is not None:
                found.speakers[claim.attribution] += 1
            names = mentioned(claim, numbers)
            met.update(name for name in names if name < extent.entities)
            for name in names:
                found.claims_of[name].append(number)
            seen = [name for name in names if name < drawn]
            found.shared.update(combinations(seen, 2))
            found.traits.add(claim, found.notes.folder[note], seen)
            _relations(found, claim, numbers, drawn)
            found.figures.add(claim, (number, note), numbers, player.own_link(claim.source))
    return found


def _note(found: Gathered, facts: NoteFacts, player: Player, size: tuple[int, int]) -> int:
    columns = found.notes
    folder, inside, _ = facts.path.partition("/")
    columns.path.append(facts.path)
    columns.title.append(facts.title)
    columns.folder.append(found.folders.of(folder if inside else ""))
    columns.media.append(player.media)
    columns.play.append(player.link)
    columns.claims.append(size[0])
    columns.first.append(size[1])
    columns.references.append(facts.references)
    return len(columns.path) - 1


def _relations(found: Gathered, claim: Claim, numbers: Mapping[str, int], drawn: int) -> None:
    """Count what a claim states between two drawn entities, whichever way round."""
    for statement in (each for each in claim.statements if each.is_real()):
        ends = (numbers.get(statement.subject_entity or "", drawn), numbers.get(statement.object_entity or "", drawn))
        pair = min(ends), max(ends)
        if pair[0] < pair[1] < drawn:
            found.stated.setdefault(pair, Counter())[statement.predicate] += 1
