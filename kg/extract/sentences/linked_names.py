"""Finds the links of a sentence that are one name from their first to their last character: a note's.

A link without an alias shows its target, and one whose alias is written like the target shows it too; whatever words,
commas or numbers such a name holds, nothing else is read inside it (``[[War and Peace]]``, ``[[21 Savage]]``). A link
without alias whose target is no name but a phrase (``[[growth of cities]]``) is one term. Any other alias is free text
that may hold a name or none.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import PassageLink, Sentence

MARKDOWN = ".md"
SMALL = 3  # letters of words that a title leaves small


class LinkedName(NamedTuple):
    """A link at ``[start, end)`` of a sentence's text.

    Attributes:
        start, end: Offsets into the text.
        name: The name of the note that it leads to.
        proper: Whether that is a proper name, with all its longer words capitalized; else it is a term.
    """

    start: int
    end: int
    name: str
    proper: bool


def linked_names(sentence: Sentence) -> Iterator[LinkedName]:
    """Yield the links of a sentence that name a note, in reading order, never overlapping."""
    ordered = sorted(sentence.links)
    clear = [link for link, after in pairwise([*ordered, None]) if link and (not after or link.end <= after.start)]
    for link in clear:
        shown = sentence.text[link.start : link.end]
        name = note_name(link)
        proper = _is_proper(name)
        same = proper and _letters(shown) == _letters(name)
        if any(map(str.isalpha, name)) and (same or not link.aliased):
            yield LinkedName(link.start, link.end, name, proper)


def note_name(link: PassageLink) -> str:
    """The name of the note that a wikilink leads to, without folder, heading and block; "" for any other link."""
    if link.kind != "wikilink":
        return ""
    return link.target.partition("#")[0].rpartition("/")[2].removesuffix(MARKDOWN).strip()


def _is_proper(name: str) -> bool:
    """Whether a note's name is written as one: all its longer words with a capital."""
    long = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > SMALL]
    return any(map(str.isupper, name)) and all(word[0].isupper() for word in long) and "_" not in name


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
