"""The normal form of the model: the one order of everything whose order a set of triples does not keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Claim, Mention, NoteFacts
    from kg.model.span import Span


def reading_order(claim: Claim) -> tuple[str, int, str]:
    """Return the key that sorts claims by note path, then place in the note."""
    return claim.note, claim.span.start, claim.id


def normal_facts(facts: NoteFacts) -> NoteFacts:
    """Return the facts as the graph keeps them: aliases and tags sorted, each once."""
    return replace(
        facts,
        references=_once(facts.references),
        unresolved=_once(facts.unresolved),
        aliases=_once(facts.aliases),
        tags=_once(facts.tags),
    )


def normal_claim(claim: Claim) -> Claim:
    """Return the claim as the graph keeps it: mentions by place, ``about`` by them, then by name, terms sorted."""
    mentions = tuple(sorted(claim.mentions, key=mention_order))
    possible = tuple(sorted(claim.candidates, key=mention_order))
    return replace(
        claim,
        mentions=mentions,
        about=by_mention(claim.about, mentions),
        candidates=possible,
        terms=_once(set(claim.terms).difference(claim.about)),
        refused=_once(claim.refused),
    )


def mention_order(mention: Mention) -> tuple[int, int, Span]:
    """Return the key that sorts the mentions of a claim by place."""
    return mention.start, mention.end, mention.span


def by_mention(names: Iterable[str], mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Return names by their first mention, those without one last, by name; each once."""
    first: dict[str, int] = {}
    for place, mention in enumerate(mentions):
        first.setdefault(mention.entity, place)
    return tuple(sorted(set(names), key=lambda name: (first.get(name, len(first)), name)))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))
