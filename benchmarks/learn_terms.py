"""Learns the weights that say which noun phrases are key terms of their claim, from the annotated notes.

    python -m benchmarks.learn_terms [--shared DIR] [--without FOLD] [--out FOLDER] [--check]

Writes ``key_terms.tsv`` into the package, the same bytes each time; ``--check`` tells only whether it differs.
``--without`` leaves the channels of one fold out, for a judgement on notes never learned from. What is printed is
measured twice: on the channels that the weights were learned from, and on those of a fold left out.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import logistic
from benchmarks.annotated import ALWAYS, learner_options, lessons
from kg.extract.grammar.labels import tree_of
from kg.extract.reference import coreference
from kg.extract.terms.key_terms import chosen, considered
from kg.extract.terms.note_terms import NoteTerms
from kg.extract.terms.term_candidates import lowered
from kg.extract.words.learned_weights import CALIBRATION, POINT, LogisticWeights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.annotated import Lesson
    from kg.extract.terms.term_candidates import TermCandidate

DATA = Path(__file__).resolve().parents[1] / "kg" / "extract" / "words" / "learned"
HEADER = (
    "# Learned by benchmarks/learn_terms.py: a feature and its points a line (kg/extract/words/learned_weights.py).\n"
)
PENALTY = 3.0
LEAST = 10  # phrases that a feature must occur with
CHANNELS = 4  # channels whose notes must have it
WORDS = "head=", "first="  # features that are words


class Row(NamedTuple):
    """A claim with its candidates.

    Attributes:
        fold, channel: Those of its note.
        title: The note's, in canonical form.
        options: Each candidate with its features.
        right: Whether each is a term.
        gold: The annotated terms.
    """

    fold: int
    channel: str
    title: str
    options: list[tuple[TermCandidate, tuple[str, ...]]]
    right: list[bool]
    gold: list[str]


def same(one: str, other: str) -> bool:
    """Whether two terms are one, or one is the other with more words before it."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    return short == long or long.endswith(" " + short)


def rows(lesson: Lesson, terms: dict[str, list[str]], channel: str) -> Iterator[Row]:
    """The claims of a note that are annotated."""
    sentences = lesson.analysis.sentences
    mentions = coreference.resolve(sentences, lesson.named, lesson.analysis.title)
    note = NoteTerms(lesson.analysis.title, sentences)
    for number, answer in lesson.answers.items():
        sentence = sentences[number]
        gold = terms[answer.text]
        options = considered(note, number, sentence, tree_of(sentence), mentions[number])
        right = [any(same(each.text, term) for term in gold) for each, _ in options]
        yield Row(lesson.fold, channel, lowered(lesson.analysis.title), options, right, gold)


def read(shared: Path) -> list[Row]:
    """The annotated claims of all sets that have terms."""
    channels = json.loads((shared / "eval" / "channels.json").read_text(encoding="utf-8"))
    found: list[Row] = []
    for lesson in lessons(shared):
        if lesson.fold != ALWAYS:
            stem = Path(lesson.gold.note).stem
            record = json.loads((shared / "eval" / lesson.group / f"{stem}.json").read_text(encoding="utf-8"))
            terms = {each["text"]: each.get("terms", []) for each in record["sentences"]}
            found += rows(lesson, terms, channels[stem])
    return found


def learned(some: Sequence[Row]) -> LogisticWeights:
    """The weights; words count where several channels have them."""
    channels: dict[str, set[str]] = {}
    for row in some:
        for _, features in row.options:
            for each in features:
                if each.startswith(WORDS):
                    channels.setdefault(each, set()).add(row.channel)
    kept = {each for each, seen in channels.items() if len(seen) >= CHANNELS}
    examples = [
        (["any", *(each for each in features if not each.startswith(WORDS) or each in kept)], right)
        for row in some
        for (_, features), right in zip(row.options, row.right, strict=True)
    ]
    found = logistic.yes_or_no(examples, PENALTY, LEAST)
    return LogisticWeights({name: points for name, value in found.items() if (points := round(value * POINT))})


def judged(some: Iterable[tuple[Row, LogisticWeights]]) -> str:
    """Precision, recall and their mean of what is chosen with the weights given."""
    count: Counter[str] = Counter()
    for row, table in some:
        left = list(row.gold)
        found = chosen(row.options, table, row.title)
        for each in found:
            hit = next((term for term in left if same(each.text, term)), None)
            if hit is not None:
                left.remove(hit)
                count["right"] += 1
                count["exact"] += hit.casefold() == each.text.casefold()
        count["said"] += len(found)
        count["asked"] += len(row.gold)
    precision, recall = count["right"] / count["said"], count["right"] / count["asked"]
    mean = 2 * precision * recall / (precision + recall)
    share = count["exact"] / count["right"]
    return f"P {precision:.3f}  R {recall:.3f}  F1 {mean:.3f}  word for word {share:.2f} of these"


def report(some: Sequence[Row]) -> None:
    """Print how good weights are on the channels they were learned from and on others."""
    folds = sorted({row.fold for row in some})
    tables = {fold: learned([row for row in some if row.fold != fold]) for fold in folds}
    print("learned from ", judged((row, tables[fold]) for fold in folds for row in some if row.fold != fold))
    print("never learned", judged((row, tables[row.fold]) for row in some))


def text(table: LogisticWeights) -> str:
    """A table as its file holds it."""
    held = {**dict(zip(CALIBRATION, (table.low, table.high, table.shift), strict=True)), **table.points}
    return HEADER + "".join(f"{name}\t{held[name]}\n" for name in sorted(held))


def main() -> int:
    """Learn, report, and write or compare the table."""
    asked = learner_options(__doc__, DATA)
    if asked is None:
        return 0
    some = [row for row in read(asked.shared) if row.fold != asked.without]
    report(some)
    file, wanted = asked.out / "key_terms.tsv", text(learned(some))
    if asked.check:
        differs = not file.is_file() or file.read_text(encoding="utf-8") != wanted
        print("the table in the package differs" if differs else "done")
        return int(differs)
    file.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
