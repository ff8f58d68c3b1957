"""Learns the weights that say whom an anaphor refers to and what a sentence is about, from the annotated notes.

    python -m benchmarks.learn_links [--shared DIR] [--without FOLD] [--out FOLDER] [--check]

Writes ``antecedents.tsv``, ``about.tsv`` and ``types.tsv`` into the package, the same bytes each time; ``--check``
tells only whether they differ. ``--without`` leaves the channels of one fold out, for a judgement on notes never
learned from.
Calibration is out of fold: each channel is judged by weights that were learned from the others.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import logistic
from benchmarks.annotated import ALWAYS, learner_options, lessons
from benchmarks.logistic import Choice
from kg.config.trust_thresholds import USUAL
from kg.extract.names import type_confidence
from kg.extract.names.type_confidence import CONCEPT
from kg.extract.reference import about_features, coreference
from kg.extract.words.learned_weights import HIGH, LOW, PERCENT, POINT, SHIFT, STEP, LogisticWeights
from kg.score.matching import mention_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from benchmarks.annotated import Lesson
    from kg.extract.reference.anaphors import Anaphor
    from kg.extract.reference.antecedent_features import AntecedentOption, Referent
    from kg.extract.reference.coreference import Chooser
    from kg.model import Mention

    Row = tuple[tuple[str, ...], bool]
    Report = Callable[[str, Sequence["Judged"]], None]

DATA = Path(__file__).resolve().parents[1] / "kg" / "extract" / "words" / "learned"
HEADER = (
    "# Learned by benchmarks/learn_links.py: a feature and its points a line (kg/extract/words/learned_weights.py).\n"
)
PENALTY = {"antecedents": 30.0, "about": 4.0, "types": 5.0}
LEAST = 3  # options that a feature must occur in
BEHIND = 60  # judgements behind each step of a calibration
ROUNDS = 2  # the first learns from what the resolvers choose, the next from what the weights choose


class Learned(NamedTuple):
    """The weights of both tables."""

    antecedents: LogisticWeights
    about: LogisticWeights
    types: LogisticWeights


class Judged(NamedTuple):
    """A probability that was given, and whether what it was given to is right."""

    chance: float
    right: bool


def anaphora(lesson: Lesson, choose: Chooser) -> list[tuple[Sequence[AntecedentOption], frozenset[int]]]:
    """The options of each anaphor in the claims of a note, with those that are right, while the chooser decides."""
    found = []

    def noting(number: int, anaphor: Anaphor, options: Sequence[AntecedentOption]) -> list[Referent]:
        if number in lesson.answers:
            sentence = lesson.analysis.sentences[number]
            text = sentence.text[sentence.tokens[anaphor.first].start : sentence.tokens[anaphor.last - 1].end]
            found.append((options, right(lesson, options, set(lesson.referents(number, text)))))
        return choose(number, anaphor, options)

    coreference.resolve(lesson.analysis.sentences, lesson.named, lesson.analysis.title, noting)
    return found


def right(lesson: Lesson, options: Sequence[AntecedentOption], wanted: set[str]) -> frozenset[int]:
    """The options that are right: all of several referents rather than one of them; the last where none is."""
    meant = [{lesson.names.canonical(name) for name, _ in option.entities} for option in options]
    whole = frozenset(at for at, names in enumerate(meant) if len(names) > 1 and names == wanted)
    single = frozenset(at for at, names in enumerate(meant) if names and len(names) == 1 and names <= wanted)
    return whole or single or frozenset({len(options) - 1})


def learn_antecedents(notes: Sequence[Lesson]) -> LogisticWeights:
    """Weights of antecedents, not calibrated."""
    choose: Chooser = coreference.by_rule
    found = LogisticWeights({})
    for _ in range(ROUNDS):
        rows = [
            Choice([option.features for option in options], answer)
            for lesson in notes
            for options, answer in anaphora(lesson, choose)
        ]
        found = rounded(logistic.choices(rows, PENALTY["antecedents"], LEAST))
        choose = partial(chosen, found)
    return found


def chosen(
    table: LogisticWeights, number: int, anaphor: Anaphor, options: Sequence[AntecedentOption]
) -> list[Referent]:
    """As ``coreference.likeliest``, by the weights given."""
    return coreference.likeliest(number, anaphor, options, table)


def judged_antecedents(notes: Iterable[Lesson], table: LogisticWeights) -> Iterator[Judged]:
    """The likeliest entity of each anaphor: its probability, and whether it is right."""
    for lesson in notes:
        for options, answer in anaphora(lesson, partial(chosen, table)):
            if len(options) > 1:
                chances = table.chances([option.features for option in options])
                best = max(range(len(options) - 1), key=lambda at: (chances[at], -at))
                yield Judged(chances[best], best in answer)


def topics(lesson: Lesson, antecedents: LogisticWeights) -> Iterator[tuple[Sequence[str], bool]]:
    """The features of all that each claim of a note may be about, and whether it is."""
    found = coreference.resolve(
        lesson.analysis.sentences, lesson.named, lesson.analysis.title, partial(chosen, antecedents)
    )
    least = USUAL.links
    kept: list[tuple[Mention, ...]] = [
        tuple(each for each in row if each.kind == "name" or each.confidence >= least) for row in found
    ]
    rows = about_features.considered(lesson.analysis.sentences, kept, lesson.analysis.title)
    for number, row in enumerate(rows):
        if number in lesson.answers:
            wanted = lesson.about(number)
            for each in row:
                yield each.features, lesson.names.canonical(each.entity) in wanted


class TypedName(NamedTuple):
    """A name of a note: the features of each type, the type that the votes give it, and the right one."""

    options: tuple[tuple[str, ...], ...]
    voted: str
    answer: str


def types(lesson: Lesson) -> list[TypedName]:
    """The names of a note whose type is annotated."""
    own = {sighting.text: sighting.votes for sighting in lesson.evidence.sightings}
    found: set[TypedName] = set()
    for number, sentence in lesson.answers.items():
        names = [each for each in sentence.mentions if each.kind == "name"]
        answers = {mention_key(each.text): each.type for each in names}
        for mention in lesson.named[number]:
            answer = answers.get(mention_key(mention.text))
            votes = lesson.lexicon.type_votes(mention.text, own.get(mention.text, ()))
            if votes and answer and mention.type != CONCEPT:
                found.add(TypedName(tuple(type_confidence.options(votes)), mention.type, answer))
    return sorted(found)


def judged_types(names: Iterable[TypedName], table: LogisticWeights) -> Iterator[Judged]:
    """The type that the votes give each name: its probability, and whether it is right."""
    place = {kind: at for at, kind in enumerate(type_confidence.kinds())}
    for each in names:
        yield Judged(table.chances(each.options)[place[each.voted]], each.voted == each.answer)


def learn_types(parts: Mapping[int, tuple[list[Lesson], list[Lesson]]], report: Report) -> LogisticWeights:
    """Weights of the types of names, calibrated on the channels that they were not learned from."""
    judged = []
    for others, own in parts.values():
        table = _of_types(others)
        judged.append(list(judged_types((name for lesson in own for name in types(lesson)), table)))
    others, own = next(iter(parts.values()))
    found, again = calibrated(_of_types([*others, *own]), judged)
    report("types", again)
    print_curve(again)
    return found


def _of_types(notes: Sequence[Lesson]) -> LogisticWeights:
    place = {kind: at for at, kind in enumerate(type_confidence.kinds())}
    named = (name for lesson in notes for name in types(lesson) if name.answer in place)
    rows = [Choice(name.options, frozenset({place[name.answer]})) for name in named]
    return rounded(logistic.choices(rows, PENALTY["types"], LEAST))


def learned(notes: Sequence[Lesson], report: Report) -> Learned:
    """Both tables, calibrated; ``report`` is given what was judged out of fold."""
    kept = sorted({lesson.fold for lesson in notes} - {ALWAYS})
    parts = {fold: ([n for n in notes if n.fold != fold], [n for n in notes if n.fold == fold]) for fold in kept}
    tables = {fold: learn_antecedents(others) for fold, (others, _) in parts.items()}
    judged = [list(judged_antecedents(own, tables[fold])) for fold, (_, own) in parts.items()]
    antecedents, again = calibrated(learn_antecedents(notes), judged)
    report("antecedents", again)

    tables = {fold: replace(antecedents, points=table.points) for fold, table in tables.items()}
    rows = {fold: [row for n in own for row in topics(n, tables[fold])] for fold, (_, own) in parts.items()}
    always = [row for n in notes if n.fold == ALWAYS for row in topics(n, antecedents)]
    judged = []
    for fold in kept:
        others = [row for other in kept if other != fold for row in rows[other]]
        table = rounded(logistic.yes_or_no([*others, *always], PENALTY["about"], LEAST))
        judged.append([Judged(table.chance(features), answer) for features, answer in rows[fold]])
    everything = [*(row for fold in kept for row in rows[fold]), *always]
    about, again = calibrated(rounded(logistic.yes_or_no(everything, PENALTY["about"], LEAST)), judged)
    report("about", again)
    return Learned(antecedents, about, learn_types(parts, report))


def rounded(found: dict[str, float]) -> LogisticWeights:
    """Weights in whole points, those that come to none left out."""
    return LogisticWeights({name: points for name, value in found.items() if (points := round(value * POINT))})


def calibrated(table: LogisticWeights, judged: Sequence[Sequence[Judged]]) -> tuple[LogisticWeights, list[Judged]]:
    """A table with the calibration that fits what was judged out of fold; that once more, each fold by the others'.

    Args:
        table: The weights, learned from all notes.
        judged: What weights learned from the other folds gave, fold by fold.
    """
    again = []
    for own in range(len(judged)):
        fitted = _fitted(LogisticWeights({}), [one for at, part in enumerate(judged) if at != own for one in part])
        again += [one._replace(chance=fitted.calibrated(one.chance)) for one in judged[own]]
    return _fitted(table, [one for part in judged for one in part]), again


def _fitted(table: LogisticWeights, judged: Sequence[Judged]) -> LogisticWeights:
    """A table with the line that fits what was judged, then the steps that fit what is left."""
    line = LogisticWeights(table.points, *_calibration(judged))
    steps = logistic.isotonic([(line.calibrated(one.chance), one.right) for one in judged], BEHIND)
    return replace(line, steps=_whole(steps))


def _whole(steps: Iterable[tuple[float, float]]) -> tuple[tuple[int, int], ...]:
    """Steps in hundredths, those that come to the same chance once."""
    held = {round(said * PERCENT): min(round(worth * PERCENT), PERCENT - 1) for said, worth in steps}
    return tuple(sorted((said, worth) for said, worth in held.items() if 0 < said < PERCENT))


def _calibration(judged: Iterable[Judged]) -> tuple[int, int, int]:
    low, high, shift = logistic.calibration(list(judged))
    return round(low * POINT), round(high * POINT), round(shift * POINT)


def text(table: LogisticWeights) -> str:
    """A table as its file holds it."""
    steps = {f"{STEP}{said:02}": worth for said, worth in table.steps}
    rows = {LOW: table.low, HIGH: table.high, SHIFT: table.shift, **steps, **table.points}
    return HEADER + "".join(f"{name}\t{rows[name]}\n" for name in sorted(rows))


def print_reliability(name: str, judged: Sequence[Judged]) -> None:
    """How often what was said at each probability is right."""
    print(f"\n{name}, out of fold\n{'said':>10}{'times':>8}{'right':>8}")
    for low in range(3, 10):
        some = [
            each.right for each in judged if low <= round(each.chance * 10, 6) < low + 1 or (low, each.chance) == (9, 1)
        ]
        if some:
            print(f"{f'.{low} to .{low}9':>10}{len(some):8}{sum(some) / len(some):8.2f}")


def print_curve(judged: Sequence[Judged]) -> None:
    """How many are right among those that reach a probability, and how many these are."""
    print(f"{'at least':>10}{'share':>8}{'right':>8}")
    for least in (0, 10, 20, 30, 40, 50, 60, 70, 80):
        some = [each.right for each in judged if each.chance * 100 >= least]
        if some:
            print(f"{least / 100:>10}{len(some) / len(judged):8.2f}{sum(some) / len(some):8.3f}")


def main() -> int:
    """Learn, report, and write or compare the tables."""
    asked = learner_options(__doc__, DATA)
    if asked is None:
        return 0
    notes = [lesson for lesson in lessons(asked.shared) if lesson.fold != asked.without]
    differing = 0
    for name, table in learned(notes, print_reliability)._asdict().items():
        file, wanted = asked.out / f"{name}.tsv", text(table)
        if asked.check:
            differing += not file.is_file() or file.read_text(encoding="utf-8") != wanted
        else:
            file.write_text(wanted, encoding="utf-8")
    print("the tables in the package differ" if differing else "done")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
