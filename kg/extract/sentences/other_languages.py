"""Says which passages of a note are in other languages than English, and what is read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.language import ENGLISH, UNNAMED
from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.extract.grammar.other_pipelines import OtherPipelines
    from kg.model import Sentence

UNSUPPORTED, PARTLY = "language-unsupported", "language-partly"


def language_problems(path: str, made: Sequence[Sentence], others: OtherPipelines) -> tuple[Problem, ...]:
    """A problem for the passages that nothing is extracted from, and one for those of languages with a pipeline.

    Args:
        path: The note's path.
        made: All of its sentences.
        others: The pipelines of other languages.
    """
    whole = {sentence.passage for sentence in made}
    foreign = [sentence for sentence in made if sentence.language != ENGLISH]
    unread = [sentence for sentence in foreign if not others.reads(sentence.language)]
    partly = [sentence for sentence in foreign if others.reads(sentence.language)]
    found = []
    if unread:
        said = f"{_subject(unread, whole)} in {_names(unread)}; claims are extracted from English only"
        found.append(Problem(path, UNSUPPORTED, said))
    if partly:
        said = (
            f"{_subject(partly, whole)} in {_names(partly)}, read by the language's own pipeline: names, links, "
            "numbers and times, but no statements, pronouns, dates or modality"
        )
        found.append(Problem(path, PARTLY, said))
    return tuple(found)


def _subject(some: Iterable[Sentence], whole: set[int]) -> str:
    many = len({sentence.passage for sentence in some})
    if many == len(whole):
        return "the note seems to be written"
    return f"{many} of {len(whole)} passages seem{'' if many > 1 else 's'} to be written"


def _names(some: Iterable[Sentence]) -> str:
    codes = sorted({sentence.language for sentence in some})
    named = [repr(code) for code in codes if code != UNNAMED]
    return " and ".join([*named, *(["another language"] if UNNAMED in codes else [])])
