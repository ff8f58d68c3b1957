"""The words that show how firmly a text asserts what it says; lemmas unless said otherwise."""

from __future__ import annotations

from kg.extract.words.wordset import wordset

ESTIMATES = wordset("estimate forecast projection")
FORETOLD = wordset("set poise slate schedule bind due destine")
WILL = frozenset({"will", "'ll", "’ll", "wo", "shall"})
MAY = frozenset({"may", "might", "could", "would", "'d", "’d"})
HEDGE_VERBS = wordset("seem appear suggest")
FORECAST_NOUNS = wordset("expectation prediction forecast projection anticipation")
NEGATIVE_VERBS = frozenset({"lack", "fail", "refuse", "decline", "cease"})
NEGATIVE_WORDS = frozenset({"no", "nothing", "nobody", "none", "neither", "nor", "no-one"})
NEVER = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither"})
CONDITIONS = frozenset({"if", "unless"})
UNCONDITIONAL = frozenset({"even", "as", "what", "only"})
