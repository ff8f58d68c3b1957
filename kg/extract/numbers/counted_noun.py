"""Finds what a number counts: the noun phrase behind it, as a unit in the singular.

Compound nouns are kept ("32 data centers" -> "data center"), names and qualities of the things are not
("250,000 NVIDIA GPUs" -> "GPU", "three distinct modes" -> "mode").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.grammatical_roles import SUBJECTS
from kg.extract.grammar.tag_sets import NAMED_ENTITIES
from kg.extract.numbers.units import singular
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from kg.model import Token

# Adjectives say what kind of thing is counted when they are formed so ("cognitive", "nuclear", "electric") ...
_RELATIONAL = ("al", "ic", "ive", "ar", "ary", "ean", "ian")
# Nouns that need what follows them: "two pieces of legislation", "three orders of magnitude".
PARTITIVES = frozenset({"piece", "order", "line"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_PARTICIPLES = frozenset({"VBN", "VBG"})
_WORD = re.compile(r"[^\W\d_][\w&’'-]*")
_QUOTES = frozenset("\"“‘'")
# Nouns for how many people there are: their number counts persons.
PEOPLE = frozenset({"population", "crowd", "headcount", "attendance"})
FAR = 40  # tokens before a number in which its subject may stand
NEARBY = 12  # tokens before a number in which its noun may stand
NOUN_REACH = 7  # tokens between a number and its noun


class Counted(NamedTuple):
    """The thing counted, in the singular, and where its text ends."""

    unit: str
    end: int
    plural: bool


def counted(tokens: Sequence[Token], index: int, number: Decimal) -> Counted | None:
    """What a number counts.

    Args:
        tokens: The sentence's tokens.
        index: The first token behind the number.
        number: The number: of "a 20,000 wafer fab" it counts the wafers, not the fab.
    """
    right_behind = index
    index = _past_modifiers(tokens, _past_of(tokens, index))
    last = _last_noun(tokens, index)
    if last is None:
        return _misread(tokens, index) if number != 1 else None
    if last == right_behind and number == 1 and _plural(tokens[last]):
        return None  # "the earlier one starts": no noun, whatever the parser thinks
    if tokens[index].text.casefold() in ("last", "next") and unit_of(tokens[last]) in word_list("counted_time_nouns"):
        return None  # "sold 3 million last year"
    if last > index and not _plural(tokens[last]) and number != 1 and _compound(tokens[index]):
        return Counted(unit_of(tokens[index]), tokens[index].end, plural=False)
    unit, end = _phrase(tokens, index, last), tokens[last].end
    if unit_of(tokens[last]) in PARTITIVES and last + 2 < len(tokens) and tokens[last + 1].text == "of":
        whole = _last_noun(tokens, last + 2)
        if whole is not None:
            unit, end = f"{unit} of {_phrase(tokens, last + 2, whole)}", tokens[whole].end
    return Counted(unit, end, _plural(tokens[last]))


def _misread(tokens: Sequence[Token], index: int) -> Counted | None:
    """A plural noun that the parser took for a verb: behind a number, "leads" and "lies" are things."""
    if index >= len(tokens) or tokens[index].tag != "VBZ" or tokens[index].lemma in ("be", "have", "do"):
        return None
    if not any(token.head == index and token.dep == "nsubj" and token.pos != "NUM" for token in tokens[:index]):
        return Counted(singular(tokens[index].text), tokens[index].end, plural=True)
    return None


def _phrase(tokens: Sequence[Token], first: int, last: int) -> str:
    """A noun with what it is compounded of, in the singular."""
    words = (token for token in tokens[first:last] if _kept(token))
    return " ".join(
        [*(token.text.casefold() if token.pos == "ADJ" else _cased(token) for token in words), unit_of(tokens[last])]
    )


def _past_of(tokens: Sequence[Token], index: int) -> int:
    """Skip "of" and an article after it: "thousands of GPUs", "one of the three parts"."""
    if index < len(tokens) and tokens[index].text.casefold() == "of":
        index += 1
        articles = word_list("counted_articles")
        while index < len(tokens) and (tokens[index].text.casefold() in articles or tokens[index].pos == "NUM"):
            index += 1
    return index + 1 if index < len(tokens) and tokens[index].text in _QUOTES else index


def _past_modifiers(tokens: Sequence[Token], index: int) -> int:
    """Skip hyphened words that say of what kind the things are: "8 factor-based funds", "5 high-end, new lamps"."""
    place = _chain_end(tokens, index)
    if place == index or tokens[place - 1].tag == "NNS":
        return index
    if place < len(tokens) and tokens[place].text == ",":
        place = _past_modifiers(tokens, place + 1)
    return index if _last_noun(tokens, place) is None else place


def _chain_end(tokens: Sequence[Token], index: int) -> int:
    """Index behind the words that hyphens join to the one at ``index``; the same index where none does."""
    place = index
    while place + 2 < len(tokens) and tokens[place + 1].text == "-":
        if not tokens[place].end == tokens[place + 1].start == tokens[place + 2].start - 1:
            break
        place += 2
    return place + 1 if place > index else index


def _last_noun(tokens: Sequence[Token], index: int) -> int | None:
    """Index of the head of the noun phrase that begins at ``index``: its last noun in one run."""
    last = None
    for place in range(index, min(index + NOUN_REACH, len(tokens))):
        token = tokens[place]
        if _is_noun(token) and not (last is not None and _closed(tokens[last])):
            last = place
        elif not (_inside(token) and (last is None or token.text == "-")):
            break
    return last


def _compound(token: Token) -> bool:
    return token.tag == "NN" and token.dep in ("compound", "nmod")


def _is_noun(token: Token) -> bool:
    return (
        token.pos in _NOUNS
        and _WORD.match(token.text) is not None
        and token.text.casefold() not in word_list("comparators_behind")
    )


def _closed(token: Token) -> bool:
    """A plural ends its phrase, unless it only modifies the next noun ("data centers")."""
    return _plural(token) and token.dep not in ("compound", "nmod")


def _plural(token: Token) -> bool:
    return token.tag in ("NNS", "NNPS")


def _inside(token: Token) -> bool:
    """Whether a word may be between a number and its noun."""
    return (
        token.pos == "ADJ"
        or token.text == "-"
        or token.dep in ("amod", "compound", "nmod")
        or token.tag in ("VBN", "VBG", "RB", "RBR", "RBS", "JJ")
    )


def _kept(token: Token) -> bool:
    if token.text == "-":
        return False
    if token.pos == "ADJ":
        lower = token.text.casefold()
        relational = lower.endswith(_RELATIONAL) and lower not in word_list("quality_adjectives")
        return relational and token.ent not in NAMED_ENTITIES
    if token.pos == "PROPN":
        return token.text in word_list("noun_acronyms") or (token.ent not in NAMED_ENTITIES and token.text.istitle())
    return token.pos == "NOUN"


def _cased(token: Token) -> str:
    return token.text if token.pos == "PROPN" or not token.text.istitle() else token.text.casefold()


def unit_of(token: Token) -> str:
    """A noun as a unit: in the singular, and in lower case where it only begins a sentence."""
    word = singular(token.text)
    return word.casefold() if token.text.istitle() and token.tag in ("NN", "NNS") else word


def said_of(tokens: Sequence[Token], index: int) -> Token | None:
    """The noun that a bare number is said of: "an average of 27.8", "the average stood at 27.8", "the score is 80"."""
    token = tokens[index]
    above = token.head
    if token.dep == "pobj":
        if tokens[above].text not in ("of", "at", "to", "around"):
            return None
        above = tokens[above].head
        if tokens[above].pos == "NOUN":
            return tokens[above]
    elif token.dep not in ("attr", "acomp", "oprd"):
        return None
    nearby = tokens[max(0, index - FAR) : index]
    subject = next((one for one in nearby if one.head == above and one.dep in ("nsubj", "nsubjpass")), None)
    return subject if subject is not None and subject.pos == "NOUN" else None


def is_crowd(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number in the plural is who does something: "hundreds gathered", "thousands have fled"."""
    token = tokens[index]
    return token.dep == "nsubj" and tokens[token.head].pos == "VERB" and tokens[token.head].lemma not in ("be", "have")


def things_before(tokens: Sequence[Token], index: int) -> str | None:
    """The plural noun before a place that is nearest, "parameters (14 billion)", unless it is another clause's.

    Past a verb it must be that verb's subject: in "users grew to 5 million" it is, in "plans tours and raises it to
    90,000" it is not. A participle may hang on the noun: "users, estimated at 5 million".
    """
    verb = None
    for place in range(index - 1, max(0, index - NEARBY) - 1, -1):
        token = tokens[place]
        if _plural(token) and (verb is None or (token.head == verb and token.dep in SUBJECTS)):
            return unit_of(token)
        if token.pos == "VERB" and token.tag not in _PARTICIPLES:
            if verb is not None:
                return None
            verb = place
    return None
