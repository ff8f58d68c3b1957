"""Pronouns and definite phrases of small notes, each note a vault of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.lexicon import Lexicon, collect
from kg.extract.names.named_mentions import named
from kg.extract.reference.coreference import by_rule, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.reference.coreference import Chooser
    from kg.model import Mention, Sentence

    Case = tuple[str, str, list[str]]
    Read = Callable[[str], tuple[Sentence, ...]]

CASES = "coreference.md"


def anaphora(sentences: tuple[Sentence, ...], choose: Chooser = by_rule) -> list[Mention]:
    evidence = collect("a.md", "A", sentences)
    names = named(sentences, Lexicon.build([evidence]).view(evidence))
    rows = resolve(sentences, names, "A", choose)
    return [each for row in rows for each in row if each.kind != "name"]


def test_what_a_phrase_refers_to(case: Case, read: Read) -> None:
    _, note, expected = case
    assert [f"{each.text} = {each.entity}" for each in anaphora(read(note))] == expected
