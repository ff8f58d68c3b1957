"""Tells which entities each sentence of a note is about, each with a probability, and nothing below the threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.reference import about_features
from kg.extract.reference.participants import MOST
from kg.extract.words.learned_weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.config.trust_thresholds import TrustThresholds
    from kg.extract.reference.about_features import AboutCandidate
    from kg.model import Mention, Sentence

PARTICIPANTS, TOPIC = "participants", "topic"


class AboutResult(NamedTuple):
    """Names of the entities that a sentence is about, and the rule that found them (as ``Claim.about_rule``)."""

    names: tuple[str, ...]
    rule: str


def find(
    sentences: Sequence[Sentence],
    resolved: Sequence[Sequence[Mention]],
    title: str,
    trust: TrustThresholds,
) -> list[AboutResult]:
    """What each sentence of a note is about, at most ``MOST`` entities: first those it mentions, in reading order.

    Args:
        sentences: All sentences of the note, in reading order.
        resolved: The mentions of each, offsets into its text.
        title: The note's.
        trust: How sure it must be.
    """
    return [_judged(row, trust) for row in about_features.considered(sentences, resolved, title)]


def _judged(row: Sequence[AboutCandidate], trust: TrustThresholds) -> AboutResult:
    table, found = weights("about"), []
    for place, each in enumerate(row):
        chance = table.chance(each.features)
        if chance >= (trust.about if each.mentioned else trust.links):
            found.append((chance, -place, each))
    best = sorted(sorted(found, reverse=True)[:MOST], key=lambda one: -one[1])
    if not best:
        return AboutResult((), "")
    rules = dict.fromkeys(PARTICIPANTS if each.mentioned else TOPIC for _, _, each in best)
    return AboutResult(tuple(each.entity for _, _, each in best), f"{', '.join(rules)} {min(best)[0]:.2f}")
