"""Finds where the label of a sentence ends: an attribute (``Revenue: $2 billion``), a heading, or its subject.

1. Bold text that opens the sentence is a label when it ends in a colon, or when another sentence follows it.
2. So is plain text before a colon that is short or written like a title, unless it is a clause of its own.
3. A callout's title is nothing but a label, and so may be a line that ends in a colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.sentence_tree import SentenceTree
from kg.extract.grammar.tag_sets import FINITE_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Mention, Sentence

TITLE = "callout-title"  # the kind of a passage that is all label
PLAIN = re.compile(r"[^.:;!?,]{1,70}:(?=\s|$)")
SPACES = 3  # a plain label of more words must be written like a title
SMALL_WORD = 3  # letters of words that a title leaves small


@dataclass(frozen=True, slots=True)
class Label:
    """A label before the body of a sentence.

    Attributes:
        text: The label without its colon.
        body: Index of the body's first token.
        entity: Name of the entity that the whole label is, or None.
    """

    text: str
    body: int
    entity: str | None


def split(sentence: Sentence, mentions: Sequence[Mention] = ()) -> Label | None:
    """The sentence's label, or None when it has none or when nothing follows it."""
    end = label_end(sentence)
    body = next((i for i, token in enumerate(sentence.tokens) if token.start >= end), None) if end else None
    if body is None:
        return None
    text = sentence.text[:end].strip().rstrip(":").strip(' "“”')
    named = [m for m in mentions if m.end <= end and m.kind == "name"]
    whole = [m for m in named if len(m.text) * 2 >= len(text)]
    return Label(text, body, whole[0].entity if whole else None)


def tree_of(sentence: Sentence) -> SentenceTree:
    """The sentence's tree, with its label set apart."""
    label = split(sentence)
    return SentenceTree(sentence.tokens, label.body if label else 0)


def label_end(sentence: Sentence) -> int:
    """Where the label ends in the sentence's text; 0 when it has none, the text's length when it is all label."""
    if sentence.kind == TITLE:
        return len(sentence.text)
    marked = marked_end(sentence)
    if marked:
        return marked
    found = PLAIN.match(sentence.text)
    if found is None or not (found.group().count(" ") <= SPACES or _is_title(found.group())):
        return 0
    return 0 if _is_clause(sentence, found.end()) else found.end()


def opening_end(sentence: Sentence) -> int:
    """Where the label ends, or the bold words, written like a title, with which a sentence without label opens."""
    end = label_end(sentence)
    if end or not sentence.strong or sentence.strong[0].start > 1:
        return end
    bold = sentence.strong[0].end
    return bold if bold < len(sentence.text) and _is_title(sentence.text[:bold]) else 0


def marked_end(sentence: Sentence) -> int:
    """Where a label ends that is set in bold; 0 when there is none. It is known before the sentence is parsed."""
    if not sentence.strong or sentence.strong[0].start > 1:
        return 0
    text, end = sentence.text, sentence.strong[0].end
    if text[end : end + 1] == ":":
        return end + 1
    if text[:end].rstrip().endswith(":"):
        return end
    rest = text[end:].lstrip()
    return end if rest[:1].isupper() and " " in rest else 0


def _is_title(text: str) -> bool:
    """Whether all longer words are capitalised."""
    long = [word for word in text.split() if len(word) > SMALL_WORD]
    return all(word[0].isupper() or not word[0].isalpha() for word in long)


def _is_clause(sentence: Sentence, end: int) -> bool:
    """Whether the words before ``end`` say something themselves ("The firm sells two phones: …")."""
    return any(token.tag in FINITE_TAGS and token.text.islower() for token in sentence.tokens if token.start < end)
