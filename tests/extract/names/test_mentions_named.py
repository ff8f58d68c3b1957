"""Names and terms of small notes, each note a vault of one."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from kg.extract.names.lexicon import Lexicon, collect
from kg.extract.names.named_mentions import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Mention, Sentence

    Case = tuple[str, str, list[str]]
    Read = Callable[[str], tuple[Sentence, ...]]

CASES = "named.md"


def names(sentences: tuple[Sentence, ...]) -> list[Mention]:
    evidence = collect("a.md", "A", sentences)
    return [each for row in named(sentences, Lexicon.build([evidence]).view(evidence)) for each in row]


def test_the_names_of_a_note(case: Case, read: Read) -> None:
    _, note, expected = case
    found = [f"{each.text} = {each.entity} / {each.type}" for each in names(read(note))]
    assert len(found) == len(expected), found
    assert [line for line, wanted in zip(found, expected, strict=True) if not fnmatchcase(line, wanted)] == []
