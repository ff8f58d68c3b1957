"""Reads the grammatical role of a phrase from a sentence's parse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MODIFIERS = frozenset({"compound", "poss", "nmod", "amod"})
STEPS_UP_LIST = 5  # steps up a list ("A, B, C and D") or a chain of appositions
STEPS_TO_VERB = 8  # steps up to a clause's verb


class Role(NamedTuple):
    """How a phrase sits in its sentence.

    Attributes:
        dep: Its dependency label; members of a list share the label of the first, and a modifier of the subject is
            ``poss-subject``, ``compound-subject`` …
        head: The token that carries it.
        anchor: The first member of the list that it is in, or ``head``.
    """

    dep: str
    head: int
    anchor: int


def role_of(tokens: Sequence[Token], first: int, last: int) -> Role:
    """The role of the phrase ``[first, last)``."""
    at = head = anchor = root(tokens, first, last)
    for _ in range(STEPS_UP_LIST):
        token = tokens[at]
        if _beside(tokens, at):
            anchor = at = tokens[tokens[token.head].head].head
            continue
        if token.dep not in {"conj", "appos"} or token.head == at:
            break
        anchor = token.head if token.dep == "conj" else anchor
        at = token.head
    dep = tokens[at].dep
    if dep in MODIFIERS and tokens[tokens[at].head].dep in {*SUBJECTS, "ROOT"}:
        dep = f"{dep}-subject"
    return Role(dep, head, anchor)


def _beside(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is joined to another by "along with" or "together with"."""
    token = tokens[at]
    preposition = tokens[token.head]
    return token.dep == "pobj" and preposition.text == "with" and tokens[preposition.head].text in {"along", "together"}


def root(tokens: Sequence[Token], first: int, last: int) -> int:
    """The token of the phrase ``[first, last)`` whose head lies outside it."""
    for at in range(last - 1, first - 1, -1):
        if not first <= tokens[at].head < last or tokens[at].head == at:
            return at
    return last - 1


def clause_of(tokens: Sequence[Token], at: int) -> int:
    """The verb of the clause that a token is in."""
    for _ in range(STEPS_TO_VERB):
        token = tokens[at]
        if token.pos in {"VERB", "AUX"} or token.head == at:
            break
        at = token.head
    return at


def frame_of(tokens: Sequence[Token], at: int) -> int:
    """The verb whose subject governs a token: "aims to bring it up" is framed by "aims"."""
    verb, steps = clause_of(tokens, at), STEPS_TO_VERB
    while steps and tokens[verb].dep in {"xcomp", "aux"} and tokens[verb].head != verb:
        verb, steps = tokens[verb].head, steps - 1
    return verb


def token_range(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """The tokens that cover ``[start, end)`` of the text; (0, 1) when none does."""
    inside = [at for at, token in enumerate(tokens) if token.start < end and start < token.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)
