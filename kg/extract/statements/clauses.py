"""Finds the clauses of a sentence: each predicate with its subjects, shared ones included.

Works on our own tokens. A predicate is a verb, or anything with a subject of its own; its subject is

1. its own (``nsubj``, ``nsubjpass``, ``csubj``);
2. for a relative or participle clause the noun that it modifies;
3. for a conjunct, an infinitive or an adverbial participle that of the clause it hangs on;
4. for a verb that the parser lost the subject of, the noun before it;
5. for a fragment none: the caller knows the topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.tag_sets import CLAUSE_SUBJECTS, FINITE_TAGS, NOUNS_AND_PRONOUNS
from kg.extract.grammar.verb_complements import COMPLEMENTS, controls, is_infinitive
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree

# Dependency labels under which a verb opens a clause of its own.
CLAUSE_LABELS = frozenset({
    "ROOT", "conj", "relcl", "acl", "advcl", "ccomp", "parataxis", "pcomp", "dep", "csubj", "csubjpass", "appos",
    "xcomp",
})  # fmt: skip
INERT = frozenset({"aux", "auxpass", "amod", "compound", "punct", "det", "case"})
BORROWING = frozenset({"conj", "advcl", "xcomp", "dep", "ccomp", "parataxis"})
PRONOUNS = frozenset({"WDT", "WP"})
# Labels that the parser gives the subject of a verb after a label or a title.
STRAY = frozenset({"dep", "attr", "npadvmod", "appos", "nmod", "meta", "intj"})
OWN_SUBJECT_RULES = {"acl": "complement", "advcl": "subordinate"}
CLAUSE_RULES = {"ROOT": "main", "ccomp": "complement", "xcomp": "complement", "pcomp": "gerund"}
# Participles that tell the result of what was named last ("faces losses, leading to cuts").
RESULTING = frozenset({"lead", "limit", "make"})
DEEPEST_CLAUSE = 40  # clauses nested deeper than this are not followed


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate and what it is said of.

    Attributes:
        head: Index of the predicate's token.
        rule: How the clause hangs in the sentence (``main``, ``conj``, ``relcl``, ``participle``, ``adverbial`` …).
        subjects: Heads of the subject noun phrases; empty when the sentence leaves the subject out.
        passive: Whether the subject undergoes the action.
        gap: The noun phrase that a relative pronoun stands for as object, or None.
        past: Whether a participle is to be told in the past tense.
        each: Whether it is told of each of several subjects by itself, so that its verb is singular.
    """

    head: int
    rule: str
    subjects: tuple[int, ...]
    passive: bool = False
    gap: int | None = None
    past: bool = False
    each: bool = False


def find(tree: SentenceTree) -> tuple[Clause, ...]:
    """The clauses of a sentence, in reading order of their predicates."""
    heads = [i for i in range(tree.first, len(tree.tokens)) if is_predicate(tree, i) and not _is_existential(tree, i)]
    return tuple(clause for i in heads if (clause := _clause(tree, i)) is not None)


def is_predicate(tree: SentenceTree, i: int) -> bool:
    """Whether token ``i`` heads a clause: a verb that is no auxiliary, or anything with a subject of its own."""
    if tree.deps[i] in INERT:
        return False
    return bool(tree.kids(i, CLAUSE_SUBJECTS)) or (tree.is_verb(i) and tree.deps[i] in CLAUSE_LABELS)


def _is_existential(tree: SentenceTree, i: int) -> bool:
    """Whether the clause only says that something is there; what is said of it is in clauses of its own."""
    return any(tree.tokens[c].text.lower() == "there" for c in tree.kids(i, {"expl"}))


def _clause(tree: SentenceTree, i: int) -> Clause | None:
    rule = _rule(tree, i)
    if rule is None:
        return None
    subjects, gap = subjects_of(tree, i)
    return Clause(i, rule, _named_last(tree, i, rule) or subjects, is_passive(tree, i), gap, tells_past(tree, i))


def _rule(tree: SentenceTree, i: int) -> str | None:
    """How the clause depends on the sentence; None when another clause covers it."""
    dep, own = tree.deps[i], tree.kids(i, CLAUSE_SUBJECTS)
    if own:
        controlled = dep in COMPLEMENTS and tree.tokens[i].tag == "VB" and controls(tree, tree.heads[i])
        return None if controlled else OWN_SUBJECT_RULES.get(dep) or CLAUSE_RULES.get(dep, dep)
    if dep == "xcomp":
        return "driven" if _named_last(tree, i, "driven") else None
    if dep == "acl":
        aside = any(tree.tokens[k].text == "," for k in range(tree.heads[i], i))
        kind = "participle-aside" if aside else "participle"
        return kind if tree.tokens[i].tag in ("VBG", "VBN") else None
    if dep == "advcl":
        return "aim" if is_infinitive(tree, i) else "adverbial"
    return CLAUSE_RULES.get(dep, dep)


def _named_last(tree: SentenceTree, i: int, rule: str) -> tuple[int, ...]:
    """The object of the clause above, where that, and not its subject, does what ``i`` says."""
    head = tree.heads[i]
    things = tree.kids(head, {"dobj"})[:1]
    if rule == "driven":
        return tuple(things) if tree.tokens[head].lemma in word_list("driving_verbs") else ()
    if rule != "adverbial" or tree.tokens[i].lemma not in RESULTING or i < head:
        return ()
    return tuple(thing for thing in things if tree.tokens[thing].pos == "NOUN")


def is_passive(tree: SentenceTree, i: int) -> bool:
    """Whether the predicate is a passive: by its auxiliary, its subject, or as a bare past participle."""
    while True:
        kids = {tree.deps[c] for c in tree.children[i]}
        if "auxpass" in kids or "nsubjpass" in kids:
            return True
        if tree.tokens[i].tag != "VBN" or kids & {"nsubj", "aux", "dobj"}:
            return False
        head = tree.heads[i]
        if tree.deps[i] != "conj" or tree.tokens[head].tag != "VBN":
            return True
        i = head


def tells_past(tree: SentenceTree, i: int) -> bool:
    """Whether the nearest finite verb at or above ``i`` is in the past or the perfect."""
    for k in tree.upward(i):
        tag = tree.tokens[k].tag
        if tag in ("VBD", "VBZ", "VBP"):
            return tag == "VBD"
        aux = [tree.tokens[c] for c in tree.kids(k, {"aux", "auxpass"})]
        if aux:
            return any(a.tag == "VBD" or (a.lemma == "have" and tag == "VBN") for a in aux)
    return False


def subjects_of(tree: SentenceTree, i: int, depth: int = 0) -> tuple[tuple[int, ...], int | None]:
    """The heads of the subjects of predicate ``i``, and the noun that its relative pronoun stands for as object."""
    own, dep = tree.kids(i, CLAUSE_SUBJECTS), tree.deps[i]
    if dep == "relcl" and own:
        return _relative(tree, i, own[0])
    if own:
        return (_resolved(tree, own[0]),), None
    if dep in ("relcl", "acl"):
        return (antecedent(tree, i),), None
    owner = _lender(tree, i)
    if owner is not None:
        return (subjects_of(tree, owner, depth + 1)[0] if depth < DEEPEST_CLAUSE else ()), None
    return _stray_subject(tree, i), None


def _resolved(tree: SentenceTree, subject: int) -> int:
    """The noun before a relative pronoun whose clause the parser hung elsewhere; any other subject as it is."""
    if tree.tokens[subject].tag not in PRONOUNS or tree.tokens[subject].text.lower() == "what":
        return subject
    before = range(subject - 1, tree.first - 1, -1)
    return next((k for k in before if tree.tokens[k].pos in NOUNS_AND_PRONOUNS), subject)


def _lender(tree: SentenceTree, i: int) -> int | None:
    """The predicate whose subject ``i`` shares, or None."""
    dep, head = tree.deps[i], tree.heads[i]
    if dep == "advcl" and i == tree.first and not tree.kids(head, CLAUSE_SUBJECTS):
        return None  # a gerund that opens the sentence is the subject itself
    shares = tree.tokens[head].text.lower() in word_list("sharing_prepositions")
    adverbial = dep == "pcomp" and shares and is_predicate(tree, tree.heads[head])
    if dep not in BORROWING and not adverbial:
        return None  # "the surprise in building it" says of nobody that he builds
    return next((k for k in tree.upward(head) if k != i and is_predicate(tree, k)), None)


def _relative(tree: SentenceTree, i: int, subject: int) -> tuple[tuple[int, ...], int | None]:
    """Subject and gap of a relative clause: its subject is the pronoun (``which grew``) or not (``which we sold``)."""
    token = tree.tokens[subject]
    if token.tag in ("WDT", "WP", "WRB") or token.text.lower() in ("that", "which", "who"):
        return (antecedent(tree, i),), None
    kids = tree.children[i]
    fronted = any(tree.tokens[c].tag in PRONOUNS and tree.deps[c] in ("dobj", "pobj") for c in kids)
    filled = any(
        tree.deps[c] in ("dobj", "attr", "acomp", "ccomp", "xcomp") or tree.tokens[c].tag == "WRB" for c in kids
    )
    return (subject,), None if filled and not fronted else antecedent(tree, i)


def antecedent(tree: SentenceTree, i: int) -> int:
    """The noun that the clause ``i`` modifies; what that noun is said of, when it is a predicate or an apposition."""
    noun = tree.heads[i]
    head = tree.heads[noun]
    if tree.deps[noun] == "attr":
        own = tree.kids(head, {"nsubj"})
        return own[0] if own and _is_said_whole(tree, own[0], noun) else noun
    named = tree.tokens[head].pos == "PROPN" or (tree.tokens[head].pos == "NOUN" and _describes(tree, noun))
    return head if tree.deps[noun] == "appos" and named else noun


def _is_said_whole(tree: SentenceTree, subject: int, noun: int) -> bool:
    """Whether a subject is all that a noun says with the clauses behind it: "X is a tool that sorts mail"."""
    if tree.kids(tree.heads[noun], {"neg"}):
        return False
    return tree.tokens[subject].pos in ("PROPN", "PRON") or _describes(tree, noun)


def _describes(tree: SentenceTree, noun: int) -> bool:
    """Whether a noun describes what it is said of ("a technique", "the tool", "tools"): so do clauses behind it."""
    return tree.tokens[noun].tag == "NNS" or bool(tree.kids(noun, {"det", "poss"}))


def _stray_subject(tree: SentenceTree, i: int) -> tuple[int, ...]:
    """The noun or gerund before a finite verb that the parser hung elsewhere; labels and fragments mislead it."""
    if tree.heads[i] != i or not (tree.tokens[i].tag in FINITE_TAGS or tree.kids(i, {"aux", "auxpass"})):
        return ()
    for c in tree.children[i]:
        gerund = c == tree.first and tree.tokens[c].tag == "VBG" and tree.deps[c] in ("advcl", "csubj", "ccomp")
        if gerund or (c < i and tree.deps[c] in STRAY and tree.tokens[c].pos in NOUNS_AND_PRONOUNS):
            return (c,)
    roots = [k for k in range(tree.first, i) if tree.heads[k] == k and tree.tokens[k].pos in NOUNS_AND_PRONOUNS]
    return (roots[-1],) if roots else ()
