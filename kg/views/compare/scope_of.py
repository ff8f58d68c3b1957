"""What a value measures besides its attribute: the words around it that name a part, a condition or a basis.

"Data center revenue of $22 billion" and "revenue of $26 billion" are values of one attribute and no contradiction; nor
are a price per share and a price, or sales in Europe and sales. Two values are held against each other as facts about
one thing only where these words are the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model.properties import property_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Statement

_WORD = re.compile(r"[^\W\d_][\w&/-]*|[A-Z]\w*")
_DATE = re.compile(r"\b(?:in|by|as of|since|during)?\s*(?:(?:early|mid|late)[- ])?(?:[A-Z][a-z]+ )?(?:19|20)\d\d\b")
# Words that name no part: articles and owners, what joins, how exactly a number is known, and that something is said.
_IDLE = frozenset(
    _WORD.findall(
        """
        a an the of in for at by to on with from as s its their his her our my your this that these those it they we
        about around approximately roughly nearly almost over under up more less than some only just even as much
        is are was were be been being has have had and or reported reportedly estimated currently now today total
        overall company firm startup group amount number figure level value
        """
    )
)


def scope_of(statement: Statement, value: str) -> str:
    """The words of a statement that say what its value measures, sorted, in small letters, joined by spaces.

    Args:
        statement: Its subject and object as the notes have them.
        value: The words for the value itself, which do not count.
    """
    named = _names(statement)
    said = f"{statement.subject} {statement.object}".replace(value, " ")
    for name in named:
        said = re.sub(rf"{re.escape(name)}(?:['’]s?)?", " ", said, flags=re.IGNORECASE)
    words = {_plain(word) for word in _WORD.findall(_DATE.sub(" ", said))}
    value_words = {_plain(word) for word in _WORD.findall(value)}
    return " ".join(sorted(words - value_words - _IDLE - _attribute_words(statement.property)))


def _names(statement: Statement) -> Iterator[str]:
    return (name for name in (statement.subject_entity, statement.object_entity) if name)


@lru_cache(maxsize=256)
def _attribute_words(name: str) -> frozenset[str]:
    """The words that name an attribute or state it: they are no part of it."""
    row = property_of(name)
    return frozenset(_plain(word) for phrase in (row.label, *row.nouns, *row.verbs) for word in phrase.split())


def _plain(word: str) -> str:
    """A word in small letters, without the plural's s."""
    lower = word.casefold()
    return lower[:-1] if lower.endswith("s") and not lower.endswith("ss") and len(lower) > 3 else lower  # noqa: PLR2004 - "is", "gas"
