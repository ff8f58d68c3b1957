"""Tells numbers that name, order or count off ("GPT-4", "chapter 9", "one another") from those that measure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.numbers.counted_noun import NAMED
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.numbers.counted_noun import Counted
    from kg.extract.numbers.numerals import Numeral
    from kg.model import Token

# A number behind one of these says which, not how many.
LABELS = wordset(
    """
    chapter chapters year years month verse verses page pages step steps phase level part article articles section
    amendment act no nos number numbers vol volume version versions figure fig table season episode ep episodes
    round rule tip lesson day week type tier class grade rank ranked ranking position positions stage case exhibit
    title line lane room gate flight route highway interstate channel group team task question item point
    principle law mark model series generation gen area district zone platform option scenario example book scene
    track pillar category appendix paragraph clause psalm sutra shloka shlokas formula proposition resolution unit
    layer node block slide shot world war key sol apollo build release java python windows android ios web bullet
    problem play
    """
)
_LABEL = re.compile(rf"(?:\b(?:{'|'.join(sorted(LABELS))})\.?\s(?:\()?|[#№@]\s?)$", re.IGNORECASE)
LARGE = 10000  # no name ends in a number of five digits
_GLUED_BEFORE = re.compile(r"[^\W\d][-–.'’/]$|[\w@#^_]$|\d[.,:/]$|[.:/]$")
_RANGED = re.compile(r"\w-(?:to|or)-$")
_GLUED_BEHIND = re.compile(r"\w|[.:/]\d|-[A-Z]|\s?(?:[ap]\.?m\b|o['’]clock)|['’]s\b|-(?:and|in|on|up|off)-|\*|\^")
_HALF_OF = re.compile(
    r"\b(?:first|second|other|latter|better|bottom|top|last|final|opening|back|1st|2nd)[\s-]$", re.IGNORECASE
)
_POINTED = re.compile(
    r"\b(?:no|this|that|the|which|any|every|each|another|some|such|other|good|big|new|right)\s$", re.IGNORECASE
)
_OPENING = re.compile(r"(?:\b(?:if|as|that|when|while|whether|because)|[,:;])\s$", re.IGNORECASE)
_WEIGHED = re.compile(
    r"\b(?:only|just|least|than|about|nearly|almost|exactly|around|roughly|approximately|over|under|within|every|to|per|"
    r"single|most|maximum|minimum)\s$",
    re.IGNORECASE,
)
_SELECTED = re.compile(
    r"\sof\s(?:the|these|those|its|their|our|his|her)?\s?(?:two|three|four|five|six|seven|eight|nine|ten|\d)\b",
    re.IGNORECASE,
)
# "once" counts at the end of its clause; elsewhere it mostly means "as soon as" or "formerly".
_ONCE = re.compile(
    r"\s?(?:[.,;:)”\"]|$)|\s(?:before|in|per|every|and|or|to|during|at|on|each|with|an?\s(?:minute|hour|day|week|month|year|decade))\b",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\bat\s$", re.IGNORECASE)
_ONCE_PHRASE = re.compile(r"\s(?:in\sa\swhile|and\sfor\sall|in\sa\slifetime|upon)\b", re.IGNORECASE)
# Nouns after "one" that make it an article or a pronoun: "one reason", "on one hand".
UNCOUNTED = wordset(
    """
    side hand thing way point time example reason aspect another approach option area factor case instance part
    kind sort type form idea theory issue challenge concern person man woman place day morning night moment
    concept method strategy solution problem step lesson question story word end extreme source argument view
    member direction level element feature size benefit advantage key such
    """
)
TIMELY = wordset(
    """
    second minute hour day week month quarter year decade century millennium generation percent
    """
)


def glued_before(text: str, numeral: Numeral) -> bool:
    """Whether a numeral is the end of a longer word, version or clock time (``GPT-4``, ``v1.2``)."""
    if _RANGED.search(text, max(0, numeral.start - 5), numeral.start):
        return False
    return _GLUED_BEFORE.search(text, max(0, numeral.start - 2), numeral.start) is not None


def glued_behind(text: str, place: int) -> bool:
    """Whether what stands at ``place``, behind a numeral, makes it part of a word, version or clock time."""
    return _GLUED_BEHIND.match(text, place) is not None


def labelled(text: str, numeral: Numeral) -> bool:
    """Whether the word before says that the numeral tells which one: ``chapter 9``, ``#3``."""
    return _LABEL.search(text, max(0, numeral.start - 14), numeral.start) is not None


def named(tokens: Sequence[Token], index: int, numeral: Numeral, counted: Counted | None) -> bool:
    """Whether a numeral ends a name (``iPhone 14``, ``Day Two``) or is part of one (``the Big Four``).

    Args:
        tokens: The sentence's tokens.
        index: Index of the numeral's first token.
        numeral: The numeral.
        counted: The noun behind it, if any: a span of time is counted even behind a name ("Apple 3 years ago").
    """
    if numeral.value >= LARGE or numeral.kind not in ("digits", "words") or index >= len(tokens):
        return False
    token, before = tokens[index], tokens[index - 1] if index else None
    if before is None or before.end + 1 != numeral.start:
        return token.ent in NAMED and not token.ent_start
    if any(letter.isupper() for letter in before.text[1:]):
        return True
    if before.pos == "PROPN" or (token.text[0].isupper() and before.text[-1].isalpha()):
        return counted is None or counted.unit not in TIMELY
    return token.ent in NAMED and not token.ent_start


def half_of_something(text: str, numeral: Numeral) -> bool:
    """``the first half of`` names a part, it gives no number."""
    return _HALF_OF.search(text, max(0, numeral.start - 10), numeral.start) is not None


def counts_once(text: str, numeral: Numeral) -> bool:
    """Whether "once" is a number of times here."""
    return (
        _ONCE.match(text, numeral.end) is not None
        and _ONCE_PHRASE.match(text, numeral.end) is None
        and numeral.start > 0
        and _AT_ONCE.search(text, max(0, numeral.start - 4), numeral.start) is None
    )


def counts_one(text: str, numeral: Numeral, unit: str | None) -> bool:
    """Whether "one" is a number here and neither an article nor a pronoun."""
    before = text[max(0, numeral.start - 16) : numeral.start]
    if _SELECTED.match(text, numeral.end):
        return True
    if unit is None or _POINTED.search(before) or text.startswith(" of ", numeral.end):
        return False
    noun = unit.split()[-1]
    if text.startswith(" day", numeral.end):
        return False
    if noun in TIMELY or _WEIGHED.search(before):
        return True
    return numeral.start > 0 and noun not in UNCOUNTED and _OPENING.search(before) is None
