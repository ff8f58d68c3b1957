"""Makes claims of sentences in other languages, which no English rule may read: names, links, numbers and times.

Pronouns, statements, dates, modality and negation are left out; the rule ``OTHER`` says so where one would stand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar.language import ENGLISH
from kg.extract.numbers import other_numbers
from kg.extract.time_repair import source_of
from kg.model import Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.analysis import Analysis
    from kg.extract.time_repair import Repair
    from kg.model import Mention, Sentence

OTHER = "not-judged"  # rule of what English rules would decide; the language follows it
SPEAKER = "speaker"
SUBJECT = "nsubj"  # how dependency labels of subjects begin


def is_other(sentence: Sentence) -> bool:
    """Whether a sentence is in another language than English."""
    return sentence.language != ENGLISH


def silenced(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences with nothing left to read in those of other languages."""
    if not any(map(is_other, sentences)):
        return sentences
    return tuple(
        replace(each, text="", tokens=(), links=(), strong=(), places=()) if is_other(each) else each
        for each in sentences
    )


def only_english(sentences: Sequence[Sentence], rows: Sequence[tuple[Mention, ...]]) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence, none for those of other languages."""
    return tuple(() if is_other(each) else row for each, row in zip(sentences, rows, strict=True))


def restored(
    sentences: Sequence[Sentence], rows: Sequence[tuple[Mention, ...]], before: Sequence[tuple[Mention, ...]]
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence, those of other languages as they were before."""
    return tuple(old if is_other(each) else row for each, row, old in zip(sentences, rows, before, strict=True))


def claim(analysis: Analysis, sentence: Sentence, name: str, mentions: tuple[Mention, ...], repair: Repair) -> Claim:
    """The claim that a sentence makes.

    Args:
        analysis: Of its note.
        sentence: The sentence.
        name: The claim's IRI.
        mentions: The names in it.
        repair: How the note's times are to be read.
    """
    rule = f"{OTHER} {sentence.language}"
    return Claim(
        id=name,
        note=analysis.path,
        span=sentence.span,
        text=sentence.text,
        section=sentence.section,
        callout=sentence.callout,
        part=sentence.part,
        timestamps=sentence.seconds,
        source=source_of(sentence.stamps, analysis.times, repair),
        mentions=mentions,
        about=_subjects(sentence, mentions),
        statements=(),
        quantities=other_numbers.find(sentence),
        dates=(),
        modality="asserted",
        modality_rule=rule,
        negated=False,
        attribution=sentence.speaker,
        about_rule=rule,
        negation_rule=rule,
        attribution_rule=SPEAKER if sentence.speaker else rule,
    )


def _subjects(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The entities named as the subject of the main clause, where the pipeline parses."""
    subjects = [
        token
        for token in sentence.tokens
        if token.dep.startswith(SUBJECT) and sentence.tokens[token.head].dep == "ROOT"
    ]
    return tuple(
        dict.fromkeys(
            mention.entity
            for mention in mentions
            if any(mention.start <= token.start < mention.end for token in subjects)
        )
    )
