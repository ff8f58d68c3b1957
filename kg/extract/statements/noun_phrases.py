"""Finds the noun phrase around a token and what it refers to: an entity by its name, else short text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from kg.extract.grammar.grammatical_roles import SUBJECTS
from kg.extract.statements.clauses import CLAUSE_LABELS
from kg.extract.statements.phrase_text import shown, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.model import Mention, Sentence

# Children that are no part of the short noun phrase.
LEFT_OUT = frozenset({
    "relcl", "acl", "appos", "conj", "cc", "punct", "advcl", "preconj", "parataxis", "ccomp", "dep",
    "nsubj", "nsubjpass", "aux", "auxpass", "mark", "csubj", "expl", "xcomp",
})  # fmt: skip
BARE = LEFT_OUT | {"prep"}
PAIRED = LEFT_OUT - {"conj", "cc", "preconj"}
# Children of a conjunct that make it a phrase of its own.
SEPARATING = frozenset({"det", "poss", "prep", "amod", "nummod"})
# Pronouns that may stand for a noun phrase of the same sentence that is no entity.
LOCAL = frozenset({"it", "they", "them"})
PLURAL_WORDS = frozenset({"some", "many", "these", "those"})
CALLING = frozenset({"call", "name", "dub", "title"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One argument of a statement.

    Attributes:
        text: As read, coreference resolved.
        head: Index of its head token, -1 when it is not in the sentence.
        entity: Name of the entity that the phrase refers to, or None for any other noun phrase.
        start, end: Offsets into the sentence of the tokens it was made from, -1 when there are none.
    """

    text: str
    head: int
    entity: str | None = None
    start: int = -1
    end: int = -1


class Reader:
    """Reads phrases of one sentence.

    Attributes:
        tree: The sentence's parse.
        at: The mentions at each token that is part of one; several for a plural pronoun.
    """

    __slots__ = ("at", "tree")

    def __init__(self, sentence: Sentence, tree: SentenceTree, mentions: Sequence[Mention]) -> None:
        self.tree = tree
        self.at = _by_token(sentence, [each for each in mentions if not _is_predicate(tree, each)])

    def phrases(self, i: int, owner: frozenset[str] = frozenset()) -> list[Phrase]:
        """The phrase headed by token ``i``, once per referent; possessives of an ``owner`` are dropped from it."""
        token = self.tree.tokens[i]
        found = self.entities(i)
        if found:
            return [Phrase(m.entity, i, m.entity, min(token.start, m.start), max(token.end, m.end)) for m in found]
        other = _antecedent(self.tree, i) if token.text.lower() in LOCAL else None
        return [self.noun_phrase(i, owner)] if other is None else self.phrases(other, owner)

    def entities(self, i: int) -> Sequence[Mention]:
        """The mentions that the phrase headed by token ``i`` is, by its head, by ``called X`` or by apposition."""
        if i in self.at and self.tree.tokens[i].tag != "PRP$":
            return self.at[i]
        for c in _called(self.tree, i):
            if c in self.at:
                return self.at[c]
        for c in self.tree.kids(i, {"appos"}):
            if c in self.at and self.at[c][0].kind == "name":
                return self.at[c]
        return ()

    def named(self, i: int) -> list[Phrase]:
        """The entities that token ``i`` itself stands for, possessive pronouns included."""
        return [Phrase(m.entity, i, m.entity, m.start, m.end) for m in self.at.get(i, ())]

    def noun_phrase(self, i: int, owner: frozenset[str] = frozenset(), stop: AbstractSet[str] = LEFT_OUT) -> Phrase:
        """The phrase headed by token ``i`` as text; children labelled ``stop`` are left out."""
        tree = self.tree
        if stop is LEFT_OUT and self.is_pair(i):
            stop = PAIRED
        late = [k for k in tree.kids(i, {"amod"}) if k > i + 1]
        late += [k for k in tree.kids(i, {"prep"}) if tree.tokens[k].text.lower() == "including"]
        cut = set(tree.descend(late)) if late else ()
        members = [k for k in tree.descend([i], stop) if (tree.deps[k] != "punct" and k not in cut) or k == i]
        return self.words(i, members, owner)

    def bare(self, i: int, owner: frozenset[str] = frozenset()) -> str:
        """The phrase without what follows its head."""
        return self.noun_phrase(i, owner, BARE).text

    def short(self, i: int, owner: frozenset[str] = frozenset()) -> str:
        """The name of the entity that the phrase is, else the phrase without what follows its head."""
        found = self.entities(i)
        return found[0].entity if found else self.bare(i, owner)

    def words(self, head: int, members: list[int], owner: frozenset[str] = frozenset()) -> Phrase:
        """The tokens ``members`` as a phrase."""
        tokens = self.tree.tokens
        kept = shown(tokens, members, self.at)
        return Phrase(written(tokens, kept, self.at, owner), head, None, tokens[kept[0]].start, tokens[kept[-1]].end)

    def is_pair(self, i: int) -> bool:
        """Whether the phrase is two bare common nouns or adjectives that count as one."""
        tree = self.tree
        conj = tree.kids(i, {"conj"})
        if tree.deps[i] == "conj" or len(conj) != 1 or conj[0] in self.at or i in self.at:
            return False
        return not tree.kids(conj[0], SEPARATING | {"conj"})


def _called(tree: SentenceTree, i: int) -> list[int]:
    """The name in ``a product called X``."""
    verbs = [c for c in tree.kids(i, {"acl"}) if tree.tokens[c].lemma in CALLING]
    return [k for c in verbs for k in tree.kids(c, {"oprd", "attr", "dobj"})]


def _antecedent(tree: SentenceTree, i: int) -> int | None:
    """The nearest subject (or object, for an object pronoun) before ``it`` or ``they`` that agrees in number.

    Where there is none, an object in another clause with a subject of its own ("When you cool the melt, it sets"), but
    no noun of a phrase that only sets the scene ("After a delay in May, it flew").
    """
    near = SUBJECTS if tree.deps[i] in SUBJECTS else SUBJECTS | {"dobj"}
    before = [k for k in range(i - 1, tree.first - 1, -1) if k != tree.heads[i] and _agrees(tree, k, i)]
    nearest = (k for k in before if tree.deps[k] in near)
    others = (k for k in before if _in_another_clause(tree, k, i))
    return next(chain(nearest, others), None)


def _in_another_clause(tree: SentenceTree, noun: int, pronoun: int) -> bool:
    """Whether a noun is an object, with a preposition or without, in a clause that has a subject of its own."""
    head = tree.heads[noun]
    verb = {"dobj": head, "pobj": tree.heads[head]}.get(tree.deps[noun])
    return verb is not None and verb != tree.heads[pronoun] and bool(tree.kids(verb, SUBJECTS))


def _agrees(tree: SentenceTree, noun: int, pronoun: int) -> bool:
    """Whether a token is no pronoun or bare number, and of one number with ``it`` or ``they``."""
    token = tree.tokens[noun]
    if token.tag in ("PRP", "WDT", "WP", "EX", "CD") or token.text.lower() in LOCAL:
        return False
    many = token.tag in ("NNS", "NNPS") or token.text.lower() in PLURAL_WORDS
    return many == (tree.tokens[pronoun].text.lower() != "it")


def _is_predicate(tree: SentenceTree, mention: Mention) -> bool:
    """Whether a linked phrase is a verb with what it governs, "decided to [[build their own tools]]": no argument."""
    if mention.type != "Concept":
        return False
    inside = [k for k, token in enumerate(tree.tokens) if mention.start <= token.start < mention.end]
    if not inside or not tree.is_verb(inside[0]) or tree.deps[inside[0]] not in CLAUSE_LABELS:
        return False
    return any(tree.heads[k] == inside[0] for k in inside[1:])


def _by_token(sentence: Sentence, mentions: Sequence[Mention]) -> dict[int, tuple[Mention, ...]]:
    """For each token inside a mention the mentions there; a plural pronoun has several."""
    at: dict[int, tuple[Mention, ...]] = {}
    spans = sorted(mentions, key=lambda m: (m.start, m.end))
    k = 0
    for i, token in enumerate(sentence.tokens):
        while k < len(spans) and spans[k].end <= token.start:
            k += 1
        j = k
        while j < len(spans) and spans[j].start < token.end:
            if spans[j].end > token.start:
                at[i] = (*at.get(i, ()), spans[j])
            j += 1
    return at
