"""Finds the links of a sentence that name a note: each is one name from its first to its last character.

A link without an alias shows its target, and one whose alias is the target's own name shows it too; whatever words,
commas or numbers such a name holds, nothing else is read inside it (``[[War and Peace]]``, ``[[21 Savage]]``). Any
other alias is free text that may hold a name or none.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import PassageLink, Sentence

MARKDOWN = ".md"


class LinkedName(NamedTuple):
    """A link at ``[start, end)`` of a sentence's text, and the name of the note that it leads to."""

    start: int
    end: int
    name: str


def linked_names(sentence: Sentence) -> Iterator[LinkedName]:
    """Yield the links of a sentence that name a note, in reading order, never overlapping."""
    ordered = sorted(sentence.links)
    clear = [link for link, after in pairwise([*ordered, None]) if link and (not after or link.end <= after.start)]
    for link in clear:
        shown = sentence.text[link.start : link.end]
        name = _note_name(link)
        if _is_name(name) and (not link.aliased or _letters(shown) == _letters(name)):
            yield LinkedName(link.start, link.end, name)


def _note_name(link: PassageLink) -> str:
    """The name of the note that a wikilink leads to, without folder, heading and block; "" for any other link."""
    if link.kind != "wikilink":
        return ""
    return link.target.partition("#")[0].rpartition("/")[2].removesuffix(MARKDOWN).strip()


def _is_name(name: str) -> bool:
    """Whether a note's name is written as one: with a capital; a daily note's date is none."""
    return any(map(str.isupper, name))


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
