"""Lists the clues that the words around a name give about what kind of thing it names.

A cue is a short string ``feature:value``; ``typevotes`` weighs them. The features:

========== ==========================================================================
``ent``    the label of the NLP pipeline's own guess
``shape``  capitals, digits and dots of the name itself
``first``  first word of a name of several words; ``given`` when it is a given name
``last``   last word of a name of several words
``title``  a person's title stands before
``p``      the word before; ``pp`` the two words before
``n``      the word after; ``o`` the noun that the name possesses ("Acme's CEO")
``s``      verb that the name is the subject of; ``d`` verb that it is the object of
``h``      noun that the name stands before ("an Acme platform"); ``th`` after "the" ("the Acme podcast")
``words``  ordinary (c), other (u) words and numbers (9) of a name of several words
``is``     noun that says what it is ("X, a company", "X is a podcast", "companies like X")
========== ==========================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Token

EXAMPLE = frozenset({"like", "as", "including", "namely"})  # "companies like X", "such as X", "including X"


def cues(tokens: Sequence[Token], first: int, last: int) -> list[str]:
    """Clues for the name at tokens ``[first, last)``, most telling first; at most about 15."""
    found = ["bias:", *_own(tokens, first, last)]
    found += _neighbours(tokens, first, last)
    found += _grammar(tokens, first, last)
    return found


def shape(text: str) -> str:
    """The outline of a word: ``A`` capital, ``a`` small, ``9`` digit, runs folded, other signs kept."""
    outline: list[str] = []
    for sign in text:
        kind = "A" if sign.isupper() else "a" if sign.islower() else "9" if sign.isdigit() else sign
        if not outline or outline[-1] != kind:
            outline.append(kind)
    return "".join(outline)


def _own(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    head, size = tokens[last - 1], last - first
    yield f"ent:{tokens[first].ent if tokens[first].ent == head.ent else head.ent and '~' + head.ent}"
    if size == 1:
        outline = "AA" if head.text.isupper() and len(head.text) > 1 else shape(head.text)
        yield f"shape:{outline}"
        if head.text in words().given:
            yield "given1:"
        return
    of = next((at for at in range(first + 1, last) if tokens[at].text == "of"), 0)
    word = tokens[of - 1] if of else head
    yield f"last:{word.text.lower() if word.text[0].isalpha() else shape(word.text)}"
    if size < 5:  # noqa: PLR2004 - longer outlines are too rare to learn from
        yield "words:" + "".join("c" if token.text.lower() in words().common else "9" if token.text[0].isdigit() else "u" for token in tokens[first:last])
    yield f"first:{tokens[first].text.lower()}"
    yield f"size:{min(size, 4)}"
    if tokens[first].text in words().given:
        yield f"given2:{min(size, 4)}"


def _neighbours(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    before = tokens[first - 1].text.lower() if first else "^"
    yield f"p:{before}"
    if before.rstrip(".") in words().titles:
        yield "title:"
    if first > 1:
        yield f"pp:{tokens[first - 2].text.lower()} {before}"
    if last < len(tokens):
        after = tokens[last]
        if after.text in {"'s", "’s", "'", "’"}:
            yield "n:'s"
            if after.head < len(tokens) and tokens[tokens[last - 1].head].pos == "NOUN":
                yield f"o:{tokens[tokens[last - 1].head].lemma.lower()}"
        else:
            yield f"n:{after.text.lower()}"


def _grammar(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    at = _root(tokens, first, last)
    for _ in range(4):  # a list's later members share the role of its first
        if tokens[at].dep != "conj" or tokens[at].head == at:
            break
        at = tokens[at].head
    token = tokens[at]
    head = tokens[token.head]
    if token.dep in {"nsubj", "nsubjpass"}:
        yield f"s:{head.lemma}"
        if head.lemma == "be":
            yield from _complements(tokens, token.head)
    elif token.dep in {"dobj", "agent"}:
        yield f"d:{head.lemma}"
    elif token.dep == "pobj":
        if head.text in EXAMPLE and tokens[head.head].pos == "NOUN":
            yield f"is:{tokens[head.head].lemma.lower()}"
        elif head.text == "by":
            yield f"by:{tokens[head.head].lemma}"
        else:
            yield f"of:{tokens[head.head].lemma.lower()} {head.text.lower()}"
    elif token.dep in {"compound", "nmod", "amod"} and head.pos == "NOUN" and not first <= token.head < last:
        article = first > 0 and tokens[first - 1].text.lower() == "the"
        yield f"{'th' if article and token.head == last else 'h'}:{head.lemma.lower()}"
    elif token.dep == "appos":
        yield f"is:{head.lemma.lower()}"
    yield from _apposition(tokens, first, last)


def _root(tokens: Sequence[Token], first: int, last: int) -> int:
    """The word of the name whose head lies outside it."""
    for at in range(last - 1, first - 1, -1):
        if not first <= tokens[at].head < last or tokens[at].head == at:
            return at
    return last - 1


def _complements(tokens: Sequence[Token], verb: int) -> Iterator[str]:
    for token in tokens[verb + 1 :]:
        if token.head == verb and token.dep == "attr":
            yield f"is:{token.lemma.lower()}"


def _apposition(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    """The noun in "X, a company", and in "the company X" or "comedian X"."""
    for token in tokens[last : last + 10]:
        if token.dep == "appos" and first <= token.head < last and token.pos == "NOUN":
            yield f"is:{token.lemma.lower()}"
    if first and tokens[first - 1].pos == "NOUN" and tokens[first - 1].dep in {"compound", "nmod", "appos", "nsubj"}:
        yield f"is:{tokens[first - 1].lemma.lower()}"
