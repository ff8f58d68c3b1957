"""Builds the relation phrase of a statement and its normalised name from a verb and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.limited_denials import is_limited
from kg.extract.grammar.verb_complements import is_infinitive
from kg.extract.words import verb_forms
from kg.extract.words.word_data import word_list, word_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.extract.statements.clauses import Clause

SINGULAR = {"are": "is", "were": "was", "have": "has", "do": "does"}
DENIALS = frozenset({"never", "hardly", "rarely", "seldom", "barely"})
DENIAL_LABELS = frozenset({"neg", "advmod"})
NEAR = 2  # tokens between a verb and an adverb that belongs to it
AUXILIARY = frozenset({"aux", "auxpass", "neg"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation phrase: its words as read, and the words of its normalised name."""

    words: tuple[str, ...]
    name: tuple[str, ...]

    @property
    def text(self) -> str:
        """The relation as read: ``is capable of``."""
        return " ".join(word for word in self.words if word).replace("can not ", "cannot ")

    @property
    def property(self) -> str:
        """The normalised name in camel case: ``isCapableOf``."""
        return verb_forms.camel([part for word in self.name for part in word.split()])

    def plus(self, words: str, name: str | None = None) -> Relation:
        """The relation with more words at its end, which its name takes too by default."""
        return Relation((*self.words, words), (*self.name, words if name is None else name))


BEING = Relation(("is",), ("is",))


def of_clause(tree: SentenceTree, clause: Clause) -> Relation:
    """The predicate with its auxiliaries, negation and particle; a participle becomes a finite verb."""
    i = clause.head
    token = tree.tokens[i]
    particles = tuple(tree.tokens[c].text.lower() for c in tree.kids(i, {"prt"}))
    often = _frequency(tree, i)
    aux = [*auxiliaries(tree, i), *_denials(tree, i)]
    neither = not aux and any(_is_neither(tree, s) for s in clause.subjects)
    negated = ("not",) if neither or any(tree.deps[a] in DENIAL_LABELS for a in aux) else ()
    limits = [a + 1 for a in aux if tree.deps[a] == "neg" and is_limited(tree, a) and tree.heads[a + 1] == i]
    aux, negated = [*aux, *limits], (*negated, *(word(tree, a) for a in limits))  # "does not just cover"
    if token.pos not in ("VERB", "AUX"):
        return Relation(("is", *negated), ("is", *negated))
    many = not clause.each and is_plural(tree, clause.subjects)
    shown = tuple(word(tree, a) for a in sorted((*aux, *often, i)))
    if clause.each and shown[0] in SINGULAR:
        shown = (SINGULAR[shown[0]], *shown[1:])
    if clause.passive:
        be = ("were" if many else "was") if clause.past else ("are" if many else "is")
        bare = () if any(tree.tokens[a].lemma == "be" for a in aux) else (be,)
        return Relation((*bare, *shown, *particles), (*negated, token.text.lower(), *particles))
    lemma = token.lemma.lower()
    name = ("is", *negated) if lemma == "be" else (*negated, verb_forms.present(lemma), *particles)
    said = shown if aux else (_finite(tree, clause, many=many), *(word(tree, a) for a in often))
    return Relation((*said, *(("not",) if neither else ()), *particles), name)


def active(tree: SentenceTree, i: int, passive: Relation) -> Relation:
    """The active relation of a passive: ``was founded`` -> ``founded``."""
    lemma = tree.tokens[i].lemma.lower()
    particles = tuple(tree.tokens[c].text.lower() for c in tree.kids(i, {"prt"}))
    past = any(w in ("was", "were", "been") for w in passive.words)
    present = verb_forms.present(lemma)
    return Relation((verb_forms.past(lemma) if past else present, *particles), (present, *particles))


def _denials(tree: SentenceTree, i: int) -> list[int]:
    """Adverbs that deny the verb: ``never``, ``no longer``."""
    found = []
    for c in tree.kids(i, {"advmod"}):
        text = tree.tokens[c].text.lower()
        no = [k for k in tree.children[c] if tree.tokens[k].text.lower() == "no"]
        if text in DENIALS:
            found.append(c)
        elif text == "longer" and no:
            found += [no[0], c]
    return found


def _frequency(tree: SentenceTree, i: int) -> list[int]:
    """Adverbs next to a form of "be" that say how often, or when, it is so: ``is often``, ``was initially``."""
    if tree.tokens[i].lemma != "be":
        return []
    often = word_list("frequency_adverbs")
    near = (c for c in tree.kids(i, {"advmod"}) if abs(c - i) <= NEAR and not tree.children[c])
    return [c for c in near if tree.word(c) in often]


def _is_neither(tree: SentenceTree, subject: int) -> bool:
    """Whether a subject is denied by ``neither``."""
    words = (subject, *tree.kids(subject, {"det", "preconj", "cc"}))
    return any(tree.tokens[k].text.lower() == "neither" for k in words)


def onto(tree: SentenceTree, relation: Relation, link: int) -> Relation:
    """The relation continued by the verb ``link`` of a chain: ``aims`` + ``to provide``."""
    aux = [c for c in tree.children[link] if tree.deps[c] in AUXILIARY]
    for k in (*aux, link, *tree.kids(link, {"prt"})):
        relation = relation.plus(word(tree, k))
    return relation


def auxiliaries(tree: SentenceTree, i: int) -> list[int]:
    """Auxiliaries and negation of the verb; a conjunct of the same form shares those of the first."""
    own = [c for c in tree.children[i] if tree.deps[c] in AUXILIARY and tree.tokens[c].tag != "TO"]
    while not own and tree.deps[i] == "conj":
        head, tag = tree.heads[i], tree.tokens[i].tag
        if tag not in ("VB", "VBN", "VBG") or tree.tokens[head].tag != tag:
            break
        own = [c for c in tree.children[head] if tree.deps[c] in ("aux", "auxpass") and tree.tokens[c].tag != "TO"]
        i = head
    return own


def word(tree: SentenceTree, i: int) -> str:
    """A verb form in lower case, spelt out when it is a contraction."""
    text = tree.tokens[i].text.lower()
    return word_table("contractions").get(text, text)


def is_plural(tree: SentenceTree, subjects: Sequence[int]) -> bool:
    """Whether the subject calls for the plural of a verb."""
    return any(tree.tokens[i].tag in ("NNS", "NNPS") for i in subjects)


def _finite(tree: SentenceTree, clause: Clause, *, many: bool) -> str:
    token = tree.tokens[clause.head]
    lemma = token.lemma.lower()
    if token.tag in ("VBZ", "VBD", "VBP", "VBN"):
        text = word(tree, clause.head)
        if not clause.each or token.tag in ("VBZ", "VBN"):
            return text
        return verb_forms.present(lemma) if token.tag == "VBP" else SINGULAR.get(text, text)
    if clause.past:
        return verb_forms.past(lemma, token.text if token.tag == "VBG" else "")
    told = clause.subjects and (token.tag != "VB" or is_infinitive(tree, clause.head))
    return verb_forms.present(lemma, many=many) if told else lemma
