"""Learns the weights that tell how likely a statement is one that an annotator would make, from the annotated notes.

    python -m benchmarks.learn_statements [--shared DIR] [--without FOLD] [--out FOLDER] [--check]

Writes ``statements.tsv`` into the package, the same bytes each time; ``--check`` tells only whether it differs.
Calibration, and the curve that is printed, are out of fold: each channel is judged by weights learned from the others.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import logistic
from benchmarks.annotated import ALWAYS, drafted, learner_options, lessons
from benchmarks.learn_links import DATA, LEAST, Judged, calibrated, print_reliability, rounded, text
from kg.extract.dates import dates
from kg.extract.grammar.labels import tree_of
from kg.extract.numbers import quantities
from kg.extract.statements import statements
from kg.extract.statements.statement_features import features

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.annotated import Lesson
    from kg.extract.words.learned_weights import LogisticWeights

TABLE = "statements"
PENALTY = 6.0
CURVE = tuple(step / 20 for step in range(17))  # thresholds of the precision and recall that are printed


class Read(NamedTuple):
    """What was read in one note: the features of each statement and whether it is right; how many were annotated."""

    fold: int
    rows: list[tuple[tuple[str, ...], bool]]
    wanted: int


def read(lesson: Lesson) -> Read:
    """Hold the statements of a note against its annotation; each annotated one is met once."""
    draft, rows, wanted = drafted(lesson), [], 0
    for number, answer in lesson.answers.items():
        sentence = lesson.analysis.sentences[number]
        tree = tree_of(sentence)
        found = statements.readings(
            sentence,
            draft.mentions[number],
            quantities.find(sentence),
            dates.find(sentence),
            draft.topics[number],
            tree=tree,
        )
        met = _met(lesson, answer.triples, [(one.subject, one.predicate, one.object) for _, one in found])
        rows += [(each, place in met) for place, each in enumerate(features(tree, found))]
        wanted += len(answer.triples)
    return Read(lesson.fold, rows, wanted)


def _met(lesson: Lesson, wanted: Iterable[Sequence[str]], found: Sequence[tuple[str, str, str]]) -> set[int]:
    met: set[int] = set()
    for triple in wanted:
        hit = (
            place for place, one in enumerate(found) if place not in met and lesson.names.same_statement(triple, one)
        )
        place = next(hit, None)
        if place is not None:
            met.add(place)
    return met


def learned(notes: Sequence[Read]) -> tuple[LogisticWeights, list[Judged]]:
    """The table, calibrated, and what was judged out of fold."""
    judged = []
    for fold in sorted({note.fold for note in notes} - {ALWAYS}):
        table = _table(note for note in notes if note.fold != fold)
        rows = [row for note in notes if note.fold == fold for row in note.rows]
        judged.append([Judged(table.chance(found), answer) for found, answer in rows])
    return calibrated(_table(notes), judged)


def _table(notes: Iterable[Read]) -> LogisticWeights:
    return rounded(logistic.yes_or_no([row for note in notes for row in note.rows], PENALTY, LEAST))


def curve(judged: Sequence[Judged], wanted: int) -> Iterator[tuple[float, int, float, float, float]]:
    """Threshold, number of what is kept at it, its precision, recall and F1, out of fold; ``wanted`` are annotated."""
    for least in CURVE:
        kept = [each.right for each in judged if each.chance >= least]
        if kept:
            precision, recall = sum(kept) / len(kept), sum(kept) / wanted
            f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            yield least, len(kept), precision, recall, f1


def main() -> int:
    """Learn, report, and write or compare the table."""
    asked = learner_options(__doc__, DATA)
    if asked is None:
        return 0
    notes = [read(lesson) for lesson in lessons(asked.shared) if lesson.fold != asked.without]
    table, judged = learned(notes)
    print_reliability(TABLE, judged)
    print(f"\n{'threshold':>10}{'kept':>8}{'P':>8}{'R':>8}{'F1':>8}")
    for least, kept, *rates in curve(judged, sum(note.wanted for note in notes if note.fold != ALWAYS)):
        print(f"{least:10.2f}{kept:8}" + "".join(f"{rate:8.3f}" for rate in rates))
    file, wanted = asked.out / f"{TABLE}.tsv", text(table)
    differs = asked.check and (not file.is_file() or file.read_text(encoding="utf-8") != wanted)
    if not asked.check:
        file.write_text(wanted, encoding="utf-8")
    print("the table in the package differs" if differs else "done")
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
