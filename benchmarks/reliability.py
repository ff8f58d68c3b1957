"""Measures how far probabilities hold on channels that they were not learned from, and how good attributions are.

    python -m benchmarks.run reliability

The annotated notes beside the project are needed. A table for each kind of inference tells how often what was said with
a probability is right, each channel judged by weights that were learned from the others.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from benchmarks import learn_links, learn_statements
from benchmarks.annotated import ALWAYS, claims_of, lessons
from benchmarks.tables import Section, Table
from kg.extract.reference import coreference
from kg.score.matching import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.annotated import Lesson
    from benchmarks.learn_links import Judged
    from benchmarks.tables import Figure

TITLES = {
    "antecedents": "Links: whom a pronoun or description refers to",
    "about": "About: what a claim is about",
    "types": "Mentions: a name with its type",
    "statements": "Statements",
}
STEPS = 10  # of the probabilities
SAID = ("said", "times", "mean said", "right")
KEPT = ("threshold", "kept", "precision", "recall", "F1")
SURE = 0.8


def measured() -> Section:
    """The tables of all kinds of inference."""
    notes = lessons()
    judged: dict[str, Sequence[Judged]] = {}
    learn_links.learned(notes, judged.__setitem__)
    read = [learn_statements.read(lesson) for lesson in notes]
    _, judged["statements"] = learn_statements.learned(read)
    wanted = sum(note.wanted for note in read if note.fold != ALWAYS)
    tables = [Table(TITLES[name], "", SAID, list(_said(rows))) for name, rows in judged.items()]
    anaphors, reachable = _anaphors(notes)
    tables.append(
        Table(
            "Links of anaphors kept at a threshold",
            "What the setting `trust.links` costs and gives. "
            f"Of {anaphors:,} annotated anaphors {reachable:,} have their referent among what is weighed.",
            KEPT,
            list(learn_statements.curve(judged["antecedents"], anaphors)),
        )
    )
    tables.append(
        Table(
            "Statements kept at a threshold",
            "What the setting `trust.statements` costs and gives. At 0 all that the rules read is kept.",
            KEPT,
            list(learn_statements.curve(judged["statements"], wanted)),
        )
    )
    tables.append(Table("Attribution, by its frame", "", ("frame", "times", "right"), list(_attributions(notes))))
    share = _share([each for each in judged["antecedents"] if SURE <= each.chance < SURE + 1 / STEPS])
    return Section("reliability", "Reliability of probabilities", tables, [("links said at .8 that are right", share)])


def _anaphors(notes: Iterable[Lesson]) -> tuple[int, int]:
    """How many anaphors are annotated, and how many of them have their referent among the options, all folds."""
    annotated = reachable = 0
    for lesson in notes:
        if lesson.fold != ALWAYS:
            annotated += sum(each.kind != "name" for answer in lesson.answers.values() for each in answer.mentions)
            found = learn_links.anaphora(lesson, coreference.likeliest)
            reachable += sum(len(options) - 1 not in answer for options, answer in found)
    return annotated, reachable


def _said(judged: Iterable[Judged]) -> Iterable[Sequence[Figure]]:
    """A row for each tenth: how often it was said, the mean of what was said, and the share that is right."""
    ordered = sorted(judged, key=lambda each: each.chance)
    for tenth, group in groupby(ordered, key=lambda each: min(int(round(each.chance * STEPS, 6)), STEPS - 1)):
        some = list(group)
        mean = sum(each.chance for each in some) / len(some)
        yield f".{tenth}", len(some), mean, sum(each.right for each in some) / len(some)


def _share(some: Sequence[Judged]) -> str:
    return f"{sum(each.right for each in some)} of {len(some)}"


def _attributions(notes: Iterable[Lesson]) -> Iterable[Sequence[Figure]]:
    """A row for each frame of reporting: how often it names a source, and how often the annotation has it too."""
    found: dict[str, list[bool]] = defaultdict(list)
    for lesson in notes:
        if lesson.fold == ALWAYS:
            continue
        for number, claim in claims_of(lesson).items():
            if number in lesson.answers and claim.attribution:
                own, wanted = (name_key(name or "") for name in (claim.attribution, lesson.answers[number].attribution))
                frame = claim.attribution_rule.partition(":")[0]
                found[frame].append(bool(wanted) and (own in wanted or wanted in own))
    found["all"] = [right for rows in found.values() for right in rows]
    for frame, rows in sorted(found.items(), key=lambda item: -len(item[1])):
        yield frame, len(rows), sum(rows) / len(rows)
