"""Measures how true the probabilities are that claims carry: of what is said at 0.8, four of five should be right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.model.entity_types import UNKNOWN
from kg.score.matching import NoteNames, align, mention_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.model import Claim
    from kg.score.gold import GoldNote, GoldSentence
    from kg.score.scorecard import ClaimsOf

    Judged = tuple[float, bool]  # the probability that is said, and whether it is right
    Judge = Callable[[Claim, GoldSentence, NoteNames], Iterator[Judged]]

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of the bins; the last holds its upper edge too
CHANCE = re.compile(r"[01]\.\d\d$")
DIGITS = 3  # of every figure


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """What was said with a probability in ``[low, high)``: how much, how sure on average, how much of it is right."""

    low: float
    high: float
    count: int
    right: int
    said: float

    @property
    def share(self) -> float:
        """The part that is right."""
        return round(self.right / self.count, DIGITS)

    def to_dict(self) -> dict[str, Any]:
        """Return the bin as plain JSON values."""
        return {
            "from": self.low,
            "to": self.high,
            "count": self.count,
            "said": self.said,
            "right": self.right,
            "share": self.share,
        }


@dataclass(frozen=True, slots=True)
class Reliability:
    """The reliability of one kind of probability: its bins that hold something, the least sure first."""

    name: str
    bins: tuple[ReliabilityBin, ...]

    @property
    def count(self) -> int:
        """How many probabilities were judged."""
        return sum(each.count for each in self.bins)

    @property
    def error(self) -> float:
        """The expected calibration error: how far what is said is from what is right, on average."""
        off = sum(abs(each.said * each.count - each.right) for each in self.bins)
        return round(off / self.count, DIGITS) if self.count else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the table as plain JSON values."""
        return {
            "field": self.name,
            "count": self.count,
            "expected_error": self.error,
            "bins": [each.to_dict() for each in self.bins],
        }


def calibration(notes: Iterable[GoldNote], claims_of: ClaimsOf) -> tuple[Reliability, ...]:
    """The reliability of all probabilities in the claims of annotated notes; arguments as of ``score``."""
    judged: dict[str, list[Judged]] = {name: [] for name, _ in FIELDS}
    for note in notes:
        names = NoteNames(note)
        aligned, _ = align(note.sentences, claims_of(note.note))
        pairs = [(note.sentences[at], claim) for at, claims in aligned.items() for claim in claims]
        for name, judge in FIELDS:
            for sentence, claim in pairs:
                judged[name] += judge(claim, sentence, names) if sentence.claim else ()
    return tuple(Reliability(name, _binned(found)) for name, found in judged.items())


def _binned(judged: Sequence[Judged]) -> tuple[ReliabilityBin, ...]:
    return tuple(each for low, high in pairwise(EDGES) for each in _bin(low, high, judged))


def _bin(low: float, high: float, judged: Sequence[Judged]) -> Iterator[ReliabilityBin]:
    """The bin, unless it is empty."""
    inside = [(said, right) for said, right in judged if low <= said < high or said == high == EDGES[-1]]
    if inside:
        said = round(sum(said for said, _ in inside) / len(inside), DIGITS)
        yield ReliabilityBin(low, high, len(inside), sum(right for _, right in inside), said)


def _links(claim: Claim, gold: GoldSentence, names: NoteNames) -> Iterator[Judged]:
    """Pronouns and descriptions, those too unlikely to count as well: right where the annotation has the same."""
    wanted = {(mention_key(m.text), m.entity) for m in gold.mentions if m.kind != "name"}
    for mention in (*claim.mentions, *claim.candidates):
        if mention.kind != "name":
            yield mention.confidence, (mention_key(mention.text), names.canonical(mention.entity)) in wanted


def _names(claim: Claim, gold: GoldSentence, _: NoteNames) -> Iterator[Judged]:
    """Names and concepts: right where the annotation marks the same words."""
    wanted = {mention_key(m.text) for m in gold.mentions if m.kind == "name"}
    yield from ((m.confidence, mention_key(m.text) in wanted) for m in claim.mentions if m.kind == "name")


def _typed(claim: Claim, gold: GoldSentence, _: NoteNames) -> Iterator[Judged]:
    """Names and concepts that were given a type: right where the annotation gives them the same."""
    wanted = {(mention_key(m.text), m.type) for m in gold.mentions if m.kind == "name"}
    for mention in claim.mentions:
        if mention.kind == "name" and mention.type != UNKNOWN:
            yield mention.confidence, (mention_key(mention.text), mention.type) in wanted


def _about(claim: Claim, gold: GoldSentence, names: NoteNames) -> Iterator[Judged]:
    """Claims about one entity: of several, the claim keeps only the lowest probability, not whose it is."""
    chance = CHANCE.search(claim.about_rule)
    if chance and len(claim.about) == 1:
        yield float(chance[0]), names.canonical(claim.about[0]) in gold.about


def _statements(claim: Claim, gold: GoldSentence, names: NoteNames) -> Iterator[Judged]:
    """Statements: right where the annotation has the same, each of its triples once."""
    left = list(gold.triples)
    for one in claim.statements:
        if one.subject and one.object:
            said = one.subject, one.predicate, one.object
            hit = next((triple for triple in left if names.same_statement(triple, said)), None)
            if hit:
                left.remove(hit)
            yield one.confidence, hit is not None


FIELDS: tuple[tuple[str, Judge], ...] = (
    ("links", _links),
    ("names", _names),
    ("names, typed", _typed),
    ("about", _about),
    ("statements", _statements),
)
