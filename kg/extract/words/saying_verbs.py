"""Gives the verbs with which somebody says, thinks or foretells something, by class."""

from __future__ import annotations

from typing import Literal

from kg.extract.words.word_data import word_class

# What each class is for is at the head of ``data/stance/saying_verbs.tsv``.
SayingClass = Literal[
    "says", "judges", "clause", "people", "passive", "passive-as", "foretells", "quotes", "voices", "points", "credits",
    "impersonal", "places", "finds", "gerund", "infinitive", "says-to", "says-for", "says-on", "says-about",
]  # fmt: skip


def saying_verbs(kind: SayingClass) -> frozenset[str]:
    """The lemmas of one class; a verb may be of several."""
    return word_class("saying_verbs", kind)
