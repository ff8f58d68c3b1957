"""Whom a sentence speaks of: pronouns, definite phrases, topics, and what a claim is about."""
