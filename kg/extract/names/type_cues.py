"""Lists the clues that the words around a name give about what kind of thing it names.

A cue is a short string ``feature:value``; ``type_votes`` weighs them. The features:

========== ==========================================================================
``ent``    the label of the NLP pipeline's own guess
``shape``  capitals, digits and dots of the name itself
``first``  first word of a name of several words; ``given`` when it is a given name
``last``   last word of a name of several words
``title``  a person's title comes before
``p``      the word before; ``pp`` the two words before
``n``      the word after; ``o`` the noun that the name possesses ("Acme's CEO")
``s``      verb that the name is the subject of; ``d`` verb that it is the object of
``h``      noun that the name comes before ("an Acme platform"); ``th`` after "the" ("the Acme podcast")
``words``  ordinary (c), other (u) words and numbers (9) of a name of several words
``is``     noun that says what it is ("X, a company", "X is a podcast", "companies like X")
========== ==========================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.grammatical_roles import SUBJECTS, root
from kg.extract.names.abbreviations import is_initialism
from kg.extract.names.capitalized_runs import is_titled_letter
from kg.extract.words.wordlists import words
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Token

EXAMPLE = wordset("like as including namely")  # "companies like X", "such as X", "including X"
OF_IT = frozenset({"'s", "’s", "'", "’"})
HEAD_ENDS = wordset("of No No.")  # the head of "University of Porto" and "Paper No. 74" stands before
OUTLINED = 4  # words of a name whose outline is a clue
LIST_STEPS = 4
REST = 40  # tokens after a verb that may hold what it says
SHORTEST = 3  # tokens of an apposition with its comma and what follows
ENDS_APPOSITION = wordset(", of from in that which who")
APPOSED = 10  # tokens after a name that may hold its apposition
TITLES_OF = frozenset({"compound", "nmod", "appos", "nsubj"})


def cues(tokens: Sequence[Token], first: int, last: int) -> list[str]:
    """Clues for the name at tokens ``[first, last)``; about 15 at most."""
    return [
        "bias:",
        *_own(tokens, first, last),
        *_neighbours(tokens, first, last),
        *_grammar(tokens, first, last),
        *_apposition(tokens, first, last),
    ]


def shape(text: str) -> str:
    """The outline of a word: ``A`` capital, ``a`` small, ``9`` digit, runs folded, other signs kept."""
    outline: list[str] = []
    for sign in text:
        kind = "A" if sign.isupper() else "a" if sign.islower() else "9" if sign.isdigit() else sign
        if not outline or outline[-1] != kind:
            outline.append(kind)
    return "".join(outline)


def _own(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    """Clues in the name itself."""
    head, size = tokens[last - 1], last - first
    same = tokens[first].ent == head.ent or not head.ent
    yield f"ent:{head.ent if same else '~' + head.ent}"
    given = tokens[first].text in words().given
    if size == 1:
        yield f"shape:{'AA' if head.text.isupper() and len(head.text) > 1 else shape(head.text)}"
        if given:
            yield "given1:"
        return
    cut = next((at for at in range(first + 1, last) if tokens[at].text in HEAD_ENDS), 0)
    word = tokens[cut - 1] if cut else head
    yield f"last:{word.text.lower() if word.text[0].isalpha() else shape(word.text)}"
    if size <= OUTLINED:
        yield "words:" + "".join(map(_sort, tokens[first:last]))
    yield f"first:{tokens[first].text.lower()}"
    yield f"size:{min(size, OUTLINED)}"
    if given and not is_initialism(word.text):
        yield f"given2:{min(size, OUTLINED)}"


def _sort(token: Token) -> str:
    """``c`` for an ordinary word, ``9`` for a number, ``u`` for anything else."""
    return "c" if token.text.lower() in words().common else "9" if token.text[0].isdigit() else "u"


def _neighbours(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    """Clues in the words directly before and after."""
    before = tokens[first - 1].text.lower() if first else "^"
    yield f"p:{before}"
    if before.rstrip(".") in words().titles or is_titled_letter(tokens[first:last]):
        yield "title:"
    if first > 1:
        yield f"pp:{tokens[first - 2].text.lower()} {before}"
    if last >= len(tokens):
        return
    if tokens[last].text not in OF_IT:
        yield f"n:{tokens[last].text.lower()}"
        return
    yield "n:'s"
    owned = tokens[tokens[last - 1].head]
    if owned.pos == "NOUN":
        yield f"o:{owned.lemma.lower()}"


def _grammar(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    """Clues in what the name depends on; the later members of a list share the role of its first."""
    at = root(tokens, first, last)
    for _ in range(LIST_STEPS):
        if tokens[at].dep != "conj" or tokens[at].head == at:
            break
        at = tokens[at].head
    token = tokens[at]
    head = tokens[token.head]
    if token.dep in SUBJECTS:
        yield f"s:{head.lemma}"
        yield from _complements(tokens, token.head)
    elif token.dep in {"dobj", "agent"}:
        yield f"d:{head.lemma}"
    elif token.dep == "pobj":
        yield _prepositional(head, tokens[head.head])
    elif token.dep in {"compound", "nmod", "amod"} and head.pos == "NOUN" and not first <= token.head < last:
        definite = first > 0 and tokens[first - 1].text.lower() == "the" and token.head == last
        yield f"{'th' if definite else 'h'}:{head.lemma.lower()}"
    elif token.dep == "appos":
        yield f"is:{head.lemma.lower()}"


def _prepositional(preposition: Token, governor: Token) -> str:
    """The clue in a preposition and what governs it."""
    if preposition.text in EXAMPLE and governor.pos == "NOUN":
        return f"is:{governor.lemma.lower()}"
    if preposition.text == "by":
        return f"by:{governor.lemma}"
    return f"of:{governor.lemma.lower()} {preposition.text.lower()}"


def _complements(tokens: Sequence[Token], verb: int) -> Iterator[str]:
    """The nouns in "X is a podcast"."""
    for token in tokens[verb + 1 : verb + 1 + REST] if tokens[verb].lemma == "be" else ():
        if token.head == verb and token.dep == "attr":
            yield f"is:{token.lemma.lower()}"


def _apposition(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    """The noun in "X, a company", and in "the company X" or "comedian X"."""
    after = tokens[last : last + APPOSED]
    told = [token for token in after if token.dep == "appos" and first <= token.head < last and token.pos == "NOUN"]
    for token in told or _after_comma(after):
        yield f"is:{token.lemma.lower()}"
    if first and tokens[first - 1].pos == "NOUN" and tokens[first - 1].dep in TITLES_OF:
        yield f"is:{tokens[first - 1].lemma.lower()}"


def _after_comma(after: Sequence[Token]) -> list[Token]:
    """The noun in ", founder of …" or ", a small startup", read from the words where the parse missed it."""
    if len(after) < SHORTEST or after[0].text != ",":
        return []
    for at, token in enumerate(after[1:-1], 1):
        if token.pos == "NOUN":
            ends = after[at + 1].text in ENDS_APPOSITION
            return [token] if ends and (at > 1 or after[at + 1].text == "of") else []
        if token.pos not in {"DET", "ADJ"}:
            break
    return []
