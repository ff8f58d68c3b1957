"""One note in the light of the whole vault: its claims, its graph and its searchable rows. Runs in worker processes."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.assembly.curations import Curations
from kg.assembly.local import hash_of_rooms
from kg.extract.answers import opinions
from kg.extract.curation import NOTHING, Curated
from kg.extract.entities import Use, uses
from kg.extract.lexicon import Lexicon, LexiconView
from kg.extract.packing import decode as unpack
from kg.extract.pipeline import Context, extract
from kg.extract.timeline import Repair, repair
from kg.model import NoteFacts, Page
from kg.rdf import terms
from kg.rdf.encode import note_quads
from kg.rdf.write import trig_block
from kg.reader.resolver import Resolver
from kg.store.search import search_rows
from kg.store.store import StoredNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.assembly.local import Local
    from kg.extract.evidence import Evidence
    from kg.extract.timeline import NoteTimes


LEVEL = 1  # of compression: the fastest


class Task(NamedTuple):
    """A note to extract, its analysis apart: its own facts, what the rest of the vault says on it, and the user."""

    facts: NoteFacts
    view: LexiconView
    repair: Repair
    base: str
    curated: Curated = NOTHING
    answers: tuple[str, ...] = ()  # of a language model, for each section of the note, "" for none


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """What a note's graph holds, for the totals and for what is described once for the vault.

    Attributes:
        claims: How many claims.
        repaired: How many of them play another second than the one written.
        media, channel: As in ``NoteFacts``.
        entities: The entities that it names, and how.
        properties: Local names of the properties that its statements use, sorted.
        uncorrected: The entities that it would name without the user's corrections; None when it would be the same.
        rejected: IRI and words of the claims that the user rejected.
    """

    claims: int
    repaired: int
    media: str | None
    channel: str | None
    entities: tuple[Use, ...]
    properties: tuple[str, ...]
    uncorrected: tuple[Use, ...] | None = None
    rejected: tuple[tuple[str, str], ...] = ()


class Extracted(NamedTuple):
    """What the store and the build state keep of one note; ``trig`` is its block of ``graph.trig``, compressed."""

    path: str
    stored: StoredNote
    summary: bytes
    trig: bytes


class Vault:
    """What all notes together say: names and their types, the readings of times, and where links lead; immutable.

    Attributes:
        lexicon: The names of the vault.
        curations: What the user corrected on generated pages.
    """

    def __init__(
        self, lexicon: Lexicon, repairs: Mapping[str, Repair], resolver: Resolver, curations: Curations
    ) -> None:
        self.lexicon = lexicon
        self.curations = curations
        self._repairs = repairs
        self._resolver = resolver

    @classmethod
    def of(cls, notes: Iterable[Local], paths: Sequence[str], base: str) -> Vault:
        """Gather what the notes say; ``paths`` are all files of the vault, notes or not.

        Generated pages say nothing but corrections, and the links of notes do not lead to them.
        """
        times: list[NoteTimes] = []
        pages: dict[str, Page] = {}

        def evidence() -> Iterator[Evidence]:
            for note in notes:
                if note.page is not None:
                    pages[note.facts.path] = note.page
                else:
                    times.append(note.times)
                    yield note.evidence

        lexicon = Lexicon.build(evidence())
        curations = Curations.of(pages, lexicon, Resolver(paths) if pages else Resolver(()), base)
        return cls(lexicon, repair(times), Resolver(path for path in paths if path not in pages), curations)

    def task(self, note: Local, base: str) -> Task:
        """All that decides the claims of one note, its analysis apart."""
        view = self.lexicon.view(note.evidence)
        curated = self.curations.for_note(note, view)
        return Task(self._resolved(note.facts), view, self._repairs[note.facts.path], base, curated)

    def _resolved(self, facts: NoteFacts) -> NoteFacts:
        """The facts with each link target, so far unresolved, as the note it leads to."""
        reached, missing = set(), []
        for target in facts.unresolved:
            path = self._resolver.resolve(target, facts.path).path
            if path is None:
                missing.append(target)
            else:
                reached.add(path)
        return replace(facts, references=tuple(sorted(reached - {facts.path})), unresolved=tuple(missing))


def outcome_key(task: Task, recipe: str) -> str:
    """A hash of all that a note's graph is made from: the same key, the same graph."""
    digest = hashlib.sha256(recipe.encode() + encoding_recipe().encode())
    digest.update(msgspec.msgpack.encode(task))
    return digest.hexdigest()


@lru_cache(maxsize=1)
def encoding_recipe() -> str:
    """A hash of the code that turns claims into quads."""
    return hash_of_rooms(("rdf",))


def extract_note(work: tuple[Task, bytes]) -> Extracted:
    """Extract one note from what is known of the vault and its own analysis, and encode it."""
    task, analysis = work
    note = terms.note_iri(task.facts.path, task.base)

    def names(texts: Sequence[str]) -> list[str]:
        return [f"{note}#{key}" for key in terms.claim_keys(texts)]

    unpacked = unpack(analysis)
    advised = opinions(unpacked.title, unpacked.sentences, task.answers) if task.answers else {}
    context = Context(task.view, task.repair, names, opinions=advised)
    plain = extract(unpacked, context)
    claims = plain if task.curated == NOTHING else extract(unpacked, replace(context, curated=task.curated))
    left = {claim.id for claim in claims}
    summary = Summary(
        claims=len(claims),
        repaired=sum(claim.source is not None and claim.source.repaired for claim in claims),
        media=task.facts.media,
        channel=task.facts.channel,
        entities=uses(claim.mentions for claim in claims),
        properties=tuple(sorted({statement.property for claim in claims for statement in claim.statements})),
        uncorrected=None if claims is plain else uses(claim.mentions for claim in plain),
        rejected=tuple((claim.id, claim.text) for claim in plain if claim.id not in left),
    )
    quads = note_quads(task.facts, claims, task.base)
    lines = [f"{line} ." for line in quads.decode().split(f" <{note}> .\n")[:-1]]
    return Extracted(
        path=task.facts.path,
        stored=StoredNote(note, quads, search_rows(claims)),
        summary=msgspec.msgpack.encode(summary),
        trig=zlib.compress(trig_block(note, lines, task.base), LEVEL),
    )
