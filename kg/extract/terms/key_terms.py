"""Finds the key terms of each claim: common nouns that a glossary of its field would hold and that it is about.

A term is judged within its note alone (``note_terms``, ``term_features``): what another note says changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.sentence_tree import LONGEST_PARSED
from kg.extract.terms.note_terms import NoteTerms
from kg.extract.terms.term_candidates import lowered, spelled
from kg.extract.terms.term_features import ClaimSurroundings, features
from kg.extract.words.learned_weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.extract.terms.term_candidates import TermCandidate
    from kg.extract.words.learned_weights import LogisticWeights
    from kg.model import Mention, Sentence

MOST = 3  # terms of a claim
LEAST = 0.3  # chance below which a phrase is no key term


class KeyTerm(NamedTuple):
    """A key term: in canonical form (lower case, singular), and as the sentence spells it."""

    text: str
    spelling: str


def considered(
    note: NoteTerms, number: int, sentence: Sentence, tree: SentenceTree, mentions: Sequence[Mention]
) -> list[tuple[TermCandidate, tuple[str, ...]]]:
    """The phrases of a sentence that may be its key terms, each with its features; names are none.

    Args:
        note: The phrases of its note.
        number: Of the sentence in the note.
        sentence: The sentence.
        tree: Its parse.
        mentions: Its mentions.
    """
    if len(sentence.tokens) > LONGEST_PARSED:
        return []
    tokens = sentence.tokens
    names = [(each.start, each.end) for each in mentions if each.kind == "name"]
    row = [
        each
        for each in note.phrases[number]
        if not any(start < tokens[each.head].end and tokens[each.head].start < end for start, end in names)
    ]
    return list(zip(row, features(ClaimSurroundings(sentence, tree, note, row, mentions)), strict=True))


class KeyTerms:
    """Finds the key terms in the sentences of one note.

    Args:
        title: The note's title.
        sentences: All its sentences.
    """

    __slots__ = ("_note", "_sentences", "_title")

    def __init__(self, title: str, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._note = NoteTerms(title, sentences)
        self._title = lowered(title)

    def of(self, number: int, tree: SentenceTree, mentions: Sequence[Mention]) -> tuple[KeyTerm, ...]:
        """The key terms of the sentence of a number, by their alphabet; at most ``MOST``."""
        tokens = self._sentences[number].tokens
        rows = considered(self._note, number, self._sentences[number], tree, mentions)
        found = chosen(rows, weights("key_terms"), self._title)
        return tuple(sorted(KeyTerm(each.text, spelled(tokens, each)) for each in found))


def chosen(
    rows: Sequence[tuple[TermCandidate, Sequence[str]]], table: LogisticWeights, title: str
) -> list[TermCandidate]:
    """The likeliest phrases, most likely first, that share no word in the sentence and do not end in one another.

    The phrase that is the note's whole title is always likely enough: the note is there for it.
    """
    chances = [max(table.chance(found), LEAST if candidate.text == title else 0.0) for candidate, found in rows]
    scored = sorted((-chance, place) for place, chance in enumerate(chances))
    kept: list[TermCandidate] = []
    for chance, place in scored:
        if -chance < LEAST or len(kept) == MOST:
            break
        candidate = rows[place][0]
        if not any(_overlap(candidate, other) for other in kept):
            kept.append(candidate)
    return kept


def _overlap(one: TermCandidate, other: TermCandidate) -> bool:
    """Whether two phrases share words in the sentence, or one is the other with more words before it."""
    size = min(len(one.words), len(other.words))
    return (one.first <= other.head and other.first <= one.head) or one.words[-size:] == other.words[-size:]
