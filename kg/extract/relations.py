"""Builds the relation phrase of a statement and its normalised name from a verb and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract import wordforms
from kg.extract.verbs import is_infinitive

if TYPE_CHECKING:
    from kg.extract.clauses import Clause
    from kg.extract.dependencies import Dependencies

# Contracted forms by the whole word that they stand for.
WHOLE = {
    "n't": "not", "n’t": "not", "'s": "is", "’s": "is", "'re": "are", "’re": "are", "'ve": "have", "’ve": "have",
    "'ll": "will", "’ll": "will", "'d": "would", "’d": "would", "'m": "am", "’m": "am", "ca": "can", "wo": "will",
}  # fmt: skip
AUXILIARY = frozenset({"aux", "auxpass", "neg"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation phrase: its words as read, and the words of its normalised name."""

    words: tuple[str, ...]
    name: tuple[str, ...]

    @property
    def text(self) -> str:
        """The relation as read: ``is capable of``."""
        return " ".join(word for word in self.words if word)

    @property
    def property(self) -> str:
        """The normalised name in camel case: ``isCapableOf``."""
        return wordforms.camel([part for word in self.name for part in word.split()])

    def plus(self, words: str, name: str | None = None) -> Relation:
        """The relation with more words at its end, which its name takes too unless told otherwise."""
        return Relation((*self.words, words), (*self.name, words if name is None else name))


def of_clause(tree: Dependencies, clause: Clause) -> Relation:
    """The predicate with its auxiliaries, negation and particle; a participle becomes a finite verb."""
    i = clause.head
    token = tree.tokens[i]
    particles = tuple(tree.tokens[c].text.lower() for c in tree.kids(i, {"prt"}))
    aux = auxiliaries(tree, i)
    negated = ("not",) if any(tree.deps[a] == "neg" for a in aux) else ()
    if token.pos not in ("VERB", "AUX"):
        return Relation(("is", *negated), ("is", *negated))
    shown = tuple(word(tree, a) for a in sorted((*aux, i)))
    if clause.passive:
        bare = () if any(tree.tokens[a].lemma == "be" for a in aux) else ("was" if clause.past else "is",)
        return Relation((*bare, *shown, *particles), (*negated, token.text.lower(), *particles))
    name = (*negated, wordforms.present(token.lemma.lower()), *particles)
    return Relation((*(shown if aux else (_finite(tree, clause),)), *particles), name)


def active(tree: Dependencies, i: int, passive: Relation) -> Relation:
    """The active relation of a passive: ``was founded`` -> ``founded``."""
    lemma = tree.tokens[i].lemma.lower()
    particles = tuple(tree.tokens[c].text.lower() for c in tree.kids(i, {"prt"}))
    past = any(w in ("was", "were", "been") for w in passive.words)
    present = wordforms.present(lemma)
    return Relation((wordforms.past(lemma) if past else present, *particles), (present, *particles))


def onto(tree: Dependencies, relation: Relation, link: int) -> Relation:
    """The relation continued by the verb ``link`` of a chain: ``aims`` + ``to provide``."""
    aux = [c for c in tree.children[link] if tree.deps[c] in AUXILIARY]
    for k in (*aux, link, *tree.kids(link, {"prt"})):
        relation = relation.plus(word(tree, k))
    return relation


def auxiliaries(tree: Dependencies, i: int) -> list[int]:
    """Auxiliaries and negation of the verb; a conjunct of the same form shares those of the first."""
    own = [c for c in tree.children[i] if tree.deps[c] in AUXILIARY and tree.tokens[c].tag != "TO"]
    seen = {i}
    while not own and tree.deps[i] == "conj":
        head = tree.heads[i]
        if (
            head in seen
            or tree.tokens[head].tag != tree.tokens[i].tag
            or tree.tokens[i].tag not in ("VB", "VBN", "VBG")
        ):
            break
        seen.add(head)
        own = [c for c in tree.children[head] if tree.deps[c] in ("aux", "auxpass") and tree.tokens[c].tag != "TO"]
        i = head
    return own


def word(tree: Dependencies, i: int) -> str:
    """A verb form in lower case, spelt out when it is a contraction."""
    text = tree.tokens[i].text.lower()
    return WHOLE.get(text, text)


def _finite(tree: Dependencies, clause: Clause) -> str:
    token = tree.tokens[clause.head]
    if token.tag in ("VBZ", "VBD", "VBP", "VBN"):
        return word(tree, clause.head)
    lemma = token.lemma.lower()
    if clause.past:
        return wordforms.past(lemma, token.text if token.tag == "VBG" else "")
    told = clause.subjects and (token.tag != "VB" or is_infinitive(tree, clause.head))
    return wordforms.present(lemma) if told else lemma
