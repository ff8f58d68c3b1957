"""Adds up the measures over annotated notes: precision, recall and F1, or a rate, with the errors behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.score.matching import NoteNames, align
from kg.score.score_measures import MEASURES, AnnotatedSentence, MeasureOutcome, ScoreRow

if TYPE_CHECKING:
    from kg.model import Claim
    from kg.score.gold import GoldNote

ClaimsOf = Callable[[str], Sequence["Claim"]]
DIGITS = 3  # of every figure


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: the note and sentence, and what was missed and what was found wrongly there."""

    note: str
    text: str
    missed: tuple[object, ...]
    wrong: tuple[object, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain JSON values."""
        return {
            "note": self.note,
            "text": self.text,
            "missed": [_plain(one) for one in self.missed],
            "wrong": [_plain(one) for one in self.wrong],
        }


@dataclass(frozen=True, slots=True)
class Score:
    """A row of the table.

    Attributes:
        name: Of the measure.
        rate: Whether it is a rate of right answers; then precision and recall are None.
        right, missed, wrong: How many answers.
        misses: The errors, sentence by sentence.
    """

    name: str
    rate: bool
    right: int
    missed: int
    wrong: int
    misses: tuple[Miss, ...]

    @property
    def total(self) -> int:
        """How many answers the annotation holds."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """The part of the answers found that is right."""
        return None if self.rate else round(_part(self.right, self.right + self.wrong), DIGITS)

    @property
    def recall(self) -> float | None:
        """The part of the annotated answers that was found."""
        return None if self.rate else round(_part(self.right, self.total), DIGITS)

    @property
    def figure(self) -> float:
        """F1 (the harmonic mean of precision and recall), or the rate."""
        if self.rate:
            return round(_part(self.right, self.total), DIGITS)
        p, r = _part(self.right, self.right + self.wrong), _part(self.right, self.total)
        return round(_part(2 * p * r, p + r), DIGITS)

    def to_dict(self, errors: int = 0) -> dict[str, Any]:
        """Return the row as plain JSON values, with at most so many errors."""
        record: dict[str, Any] = {
            "measure": self.name,
            "precision": self.precision,
            "recall": self.recall,
            "f1": None if self.rate else self.figure,
            "rate": self.figure if self.rate else None,
            "gold": self.total,
        }
        return record | ({"errors": [miss.to_dict() for miss in self.misses[:errors]]} if errors else {})


def score(notes: Iterable[GoldNote], claims_of: ClaimsOf) -> tuple[Score, ...]:
    """Score the claims of annotated notes.

    Args:
        notes: The annotated notes.
        claims_of: Gives the claims of a note by its file name, in reading order.

    Returns:
        One row per measure, in the order of ``MEASURES``; no row of key terms where no note is annotated with them.
    """
    found: dict[str, list[tuple[MeasureOutcome, Miss]]] = {measure.name: [] for measure in MEASURES}
    for note in notes:
        for measure, outcome, text in _judged(note, claims_of(note.note)):
            found[measure.name].append((outcome, Miss(note.note, text, outcome.missed, outcome.wrong)))
    asked = (measure for measure in MEASURES if found[measure.name] or not measure.of_terms)
    return tuple(_added(measure, found[measure.name]) for measure in asked)


def _judged(note: GoldNote, claims: Sequence[Claim]) -> Iterator[tuple[ScoreRow, MeasureOutcome, str]]:
    names = NoteNames(note)
    measures = [measure for measure in MEASURES if names.with_terms or not measure.of_terms]
    aligned, stray = align(note.sentences, claims)
    for claim in stray:
        yield MEASURES[0], MeasureOutcome(0, wrong=("not a sentence of the note",)), claim.text
    for number, sentence in enumerate(note.sentences):
        pair = AnnotatedSentence(sentence, aligned.get(number, ()), names)
        for measure in measures if sentence.claim else MEASURES[:1]:
            yield measure, measure.judge(pair), sentence.text


def _added(measure: ScoreRow, outcomes: Sequence[tuple[MeasureOutcome, Miss]]) -> Score:
    return Score(
        measure.name,
        measure.rate,
        sum(outcome.right for outcome, _ in outcomes),
        sum(len(outcome.missed) for outcome, _ in outcomes),
        sum(len(outcome.wrong) for outcome, _ in outcomes),
        tuple(miss for _, miss in outcomes if miss.missed or miss.wrong),
    )


def _part(some: float, of: float) -> float:
    return some / of if of else 0.0


def _plain(value: object) -> object:
    """A value that JSON can hold: tuples as lists."""
    return [_plain(one) for one in value] if isinstance(value, (tuple, list)) else value
