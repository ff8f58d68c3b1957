"""Sets of what the NLP pipeline calls words and their parts in a sentence, for all rooms that ask for the same ones."""

from __future__ import annotations

# Parts of speech.
NOUNS = frozenset({"NOUN", "PROPN"})
NOUNS_AND_PRONOUNS = NOUNS | {"PRON"}
# Tags of verbs that have a tense.
FINITE_TAGS = frozenset({"VBZ", "VBP", "VBD", "MD"})
# Dependency labels of subjects, of those that are clauses, and of the "there" or "it" in the place of one.
CLAUSE_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
SUBJECTS_OR_EXPLETIVE = CLAUSE_SUBJECTS | {"expl"}
# Labels of entities that bear names; the others are of numbers and times.
NAMED_ENTITIES = frozenset({
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW",
})  # fmt: skip
# Roles that are told apart when a pronoun's referent is weighed.
WEIGHED_ROLES = frozenset({"dobj", "label", "ROOT", "poss", "appos", "attr", "pobj", "conj", "agent", "compound"})
