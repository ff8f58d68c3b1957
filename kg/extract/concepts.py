"""Finds the terms of a note: linked common nouns, coined words in quotes, defined abbreviations, and where they recur.

Rules, each one a function from a sentence to terms:

========== ==================================================================================
link       ``[[target | common noun]]``, or a link without alias: its text is a term
coined     "known as “neocloud”", "the “praise over punishment” approach": quoted and introduced
defined    "non-performing loans (NPLs)": the long form is a term and the short form stands for it
strong     **divergent thinking** set in bold inside a sentence
label      **Executive Network:** … It involves …: a label that the next sentence takes up
========== ==================================================================================
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.abbreviations import definitions
from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.model import Sentence

# Nouns that make a term of the person's name before them: "Magnus effect", "Flettner rotors".
EPONYM = re.compile(
    r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2} (?:effects?|paradox|syndrome|theorem|equations?|hypothesis|conjecture|principle|constant|distribution|"
    r"dilemma|fallacy|razor|curve|complex|algorithm|rotors?|turbines?|engine cycle|scale|coefficient|test|doctrine|disease)\b"
)
# A sentence that opens by saying what a term means.
DEFINING = re.compile(
    r"([A-Z][a-z]+(?: [a-z]+){0,2}) (?:is|are|was|refers? to|can be|means)(?: (?:often|generally|commonly|typically|widely|also))?"
    r" (?:defined|described|regarded|known|understood|referred to|thought of|characterized|viewed) as\b|([A-Z][a-z]+(?: [a-z]+){0,2}) refers? to\b"
)
QUOTED = re.compile(r"[\"“]([^\"“”]{2,60}?)[,.]?[\"”]")
# What introduces a coined term, directly before its quotation mark …
BEFORE = re.compile(
    r"(?:known as|called|termed|dubbed|named|coined|labell?ed|referred to as|refers? to|defined as|described as|become|becomes|term|"
    r"concept of|idea of|notion of|theory of|principle of|phenomenon of|problem of|form of|kind of|type of|doing the|the so-called|so-called)"
    r"(?: an?| the| as)?\s*[\"“]\Z",
    re.IGNORECASE,
)
# … or follows it.
AFTER = re.compile(
    r"[,.]?[\"”]\s+(?:\([^()]{1,60}\)\s+)?(?:model|approach|principle|concept|effect|method|theory|strategy|framework|phenomenon|mode|scale|technique|"
    r"paradox|problem|dilemma|mindset|rule|law|style|philosophy|paradigm|metric|movement|company|companies|services?|moment|mentality)s?\b",
    re.IGNORECASE,
)
OPINION = frozenset(
    "really very pretty quite so too completely totally absolutely far most more less best better good great bad terrible easy hard not never no "
    "always fairly insane disappointing successful incredible amazing huge massive biggest largest greatest worst deeply mildly 100%".split()
)
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "PRP", "WP", "WDT", "WRB", "EX"})


class Term(NamedTuple):
    """A term at ``[start, end)`` of a sentence's text, and the rule that found it."""

    start: int
    end: int
    text: str
    rule: str
    stands_for: str = ""


def terms(sentence: Sentence, holds_name: Callable[[int, int], bool]) -> Iterator[Term]:
    """Yield the terms that a sentence introduces.

    Args:
        sentence: With its links.
        holds_name: Whether a proper name stands in a range of the sentence's text.
    """
    for link in sentence.links:
        text = sentence.text[link.start : link.end]
        if text.strip() and not (link.aliased and holds_name(link.start, link.end)):
            yield Term(link.start, link.end, text, "link")
    if '"' in sentence.text or "“" in sentence.text:
        yield from _coined(sentence, holds_name)
    for match in EPONYM.finditer(sentence.text):
        start, text = match.start(), match.group()
        while " " in text and text.split()[0].lower() in words().common:
            start, text = start + text.index(" ") + 1, text.partition(" ")[2]
        if text[0].isupper():
            yield Term(start, match.end(), text, "eponym")
    definition = DEFINING.match(sentence.text)
    if definition and not holds_name(*definition.span()):
        text = definition.group(1) or definition.group(2)
        if all(word.lower() in words().common for word in text.split()) and sentence.tokens[0].pos in {"NOUN", "PROPN", "ADJ", "VERB"}:
            yield Term(0, len(text), text, "defining")
    for span in sentence.strong:
        text = sentence.text[span.start : span.end].rstrip(":")
        if span.start > 1 and text.count(" ") < 4 and not holds_name(span.start, span.end) and text[:1].isalpha():
            yield Term(span.start, span.start + len(text), text, "strong")


def _coined(sentence: Sentence, holds_name: Callable[[int, int], bool]) -> Iterator[Term]:
    for match in QUOTED.finditer(sentence.text):
        start, end = match.span(1)
        introduced = BEFORE.search(sentence.text[max(0, start - 40) : start]) or AFTER.match(sentence.text[end:])
        if holds_name(start, end):
            continue
        if introduced and match.group(1).count(" ") < 6 or _phrase(sentence, start, end):
            yield Term(start, end, match.group(1), "coined")


def _phrase(sentence: Sentence, start: int, end: int) -> bool:
    """Whether quoted words are a noun phrase of two to four words that names something rather than judges it."""
    inside = [token for token in sentence.tokens if token.start >= start and token.end <= end]
    if not 1 < len(inside) < 5 or any(token.tag in FINITE for token in inside):  # noqa: PLR2004 - words
        return False
    if inside[-1].pos not in {"NOUN", "PROPN"} or inside[0].pos not in {"NOUN", "ADJ", "PROPN"}:
        return False
    return not any(token.text.lower() in OPINION for token in inside)


def defined(sentence: Sentence, is_name: Callable[[str], bool]) -> Iterator[Term]:
    """Yield long and short form of each abbreviation that the sentence defines, unless the long form is a proper name."""
    if "(" not in sentence.text:
        return
    for each in definitions(sentence.text):
        if not is_name(each.long):
            yield Term(each.long_start, each.long_start + len(each.long), each.long, "defined")
            yield Term(each.short_start, each.short_start + len(each.short), each.short, "defined", each.long)


def proper_expansion(long: str) -> bool:
    """Whether the expansion of an abbreviation is itself a proper name ("Java virtual machine", "Structured Query Language")."""
    table = words()
    split = long.split()
    if long in table.types:
        return True
    if any(word[0].isupper() and word.lower() not in table.common for word in split) and not long.islower():
        return True
    last = split[-1].lower()
    return all(word[0].isupper() or word in table.inside for word in split) and last in table.last and last[-1] != "s" and (
        table.last[last] not in {"Concept"}
    )


def name_of(text: str) -> str:
    """A term's entity name: small letters when all its words are ordinary ones."""
    table = words()
    plain = text.strip().strip("\"“”").rstrip(",.;:")
    return plain.lower() if all(word.lower() in table.common or not word.isalpha() for word in re.split(r"[\s\-/]+", plain)) else plain


class Recurrence:
    """Finds all places where the terms of a note stand again."""

    def __init__(self, names: Sequence[str]) -> None:
        forms = sorted({form for name in names for form in _forms(name)}, key=lambda form: (-len(form), form))
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE) if forms else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the ranges of terms in a sentence's text, leftmost and longest first."""
        if self._pattern:
            for match in self._pattern.finditer(text):
                yield match.span()


def _forms(name: str) -> tuple[str, ...]:
    """A term, its plural and its singular."""
    if name.endswith("s") and not name.endswith("ss"):
        return name, name[:-1]
    return (name, name + "s") if name[-1:].isalpha() else (name,)
