"""What a change is a change of: that Acme's exports rose by 7% says how exports grew, not how Acme did.

A change is compared with another one only where both are of the same thing; and as it holds for a period, numbers that
exclude each other say nothing where the period is not the same (``kg.views.compare.verdicts``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model.properties import property_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Quantity, Statement

_WORD = re.compile(r"[^\W\d_][\w&/-]*")
_RATE = re.compile(r"\b(?:growth|annual|yearly) rate\b|\b(?:a|the) rate of\b")  # of change, unlike "the birth rate"
_END = re.compile(r"\b(?:for|during|from|by|to|due|after|since|between|over|with|compared|through|than|at|on|until)\b")
# Words that say nothing of what changes: articles and owners, that and how it changes, and how exactly that is known.
_IDLE = frozenset(
    _WORD.findall(
        """
        a an the of in for s t its their his her our my your this that these those it they he she we you one each
        growth increase decline rise drop decrease reduction gain loss fall jump surge dip change grow
        declines drops rises falls gains losses increases reductions decreases jumps dips
        about around approximately roughly nearly almost over under up down more less than some only just even as much
        average averaging annual annually yearly monthly quarterly compound compounded cumulative total overall
        year years month months quarter day days per percent times fold x multiple another additional further
        has have had is are was were be been is
        """
    )
)


def what(statement: Statement, quantity: Quantity) -> str:
    """What has changed by the statement's number, in small letters; "" for its entity itself, or for no change.

    The words are those of the subject beside the entity's name, else those of the object beside the number:
    ``exports`` for "Acme's exports | rose by | 7%", ``price`` for "Acme | announced | a 20% price increase".

    Args:
        statement: Its subject and object as the notes have them, the entity by its usual name.
        quantity: Its number.
    """
    if not property_of(statement.property).change:
        return ""
    entity = (statement.subject_entity or "").casefold()
    subject = list(_telling(statement.subject.casefold().replace(entity, " ")))
    if subject:
        return " ".join(subject)
    said = statement.object.casefold().replace(quantity.text.casefold(), " ").replace(entity, " ")
    return " ".join(_telling(_END.split(said, maxsplit=1)[0]))


def _telling(words: str) -> Iterator[str]:
    return (word for word in _WORD.findall(_RATE.sub(" ", words)) if word not in _IDLE)
