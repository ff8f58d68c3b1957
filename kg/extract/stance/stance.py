"""Judges how a sentence presents what it says: modality, negation, and who is named as its source.

Of several modalities that fit, the first of conditional, predicted, reported, hedged, asserted is taken. All are judged
on the main proposition: that of the main clause, or of the clause that its reporting verb introduces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.labels import tree_of
from kg.extract.grammar.main_clause import main
from kg.extract.stance import attribution, negation, reporting
from kg.extract.stance import stance_words as words
from kg.extract.words.saying_verbs import saying_verbs
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.extract.stance.attribution import SpeechSource
    from kg.extract.stance.report_content import Report
    from kg.model import Sentence


@dataclass(frozen=True, slots=True)
class Stance:
    """The judgement on one sentence.

    Attributes:
        modality: One of ``MODALITIES``.
        rule: Which rule decided the modality, with the word that showed it (``hedged: could``), or ``default``.
        negated: Whether the main proposition is negated.
        negation_rule: The word that negates it, or "".
        attribution: Who says it: an entity's name, or a short noun phrase; None when the text names nobody.
        attribution_span: Where that is in the sentence's text.
        attribution_rule: The frame that names the source, with its word (``active: estimate``), or "".
    """

    modality: str = "asserted"
    rule: str = "default"
    negated: bool = False
    negation_rule: str = ""
    attribution: str | None = None
    attribution_span: tuple[int, int] | None = None
    attribution_rule: str = ""


@dataclass(frozen=True, slots=True)
class _View:
    """What the rules look at: the tree, its main clause, and the report that the main clause makes, if any."""

    tree: SentenceTree
    main: int
    report: Report | None

    @property
    def chain(self) -> tuple[int, ...]:
        """The main clause and the clause that it introduces, if any."""
        inner = self.report.content if self.report is not None else _complement(self.tree, self.main)
        return (self.main,) if inner is None or inner == self.main else (self.main, inner)


def _complement(tree: SentenceTree, main: int) -> int | None:
    """The clause that a copula leads to: "the problem is that it fails"; not "is whether", and not with a noun."""
    if tree.lemma(main) != "be" or tree.kid(main, {"attr", "acomp"}) is not None:
        return None
    clause = tree.kid(main, {"ccomp"})
    return None if clause is None or any(tree.word(one) == "whether" for one in tree.children[clause]) else clause


def judge(
    sentence: Sentence, speakers: Sequence[tuple[int, int, str]] = (), *, tree: SentenceTree | None = None
) -> Stance:
    """Judge a sentence.

    Args:
        sentence: With its parse; one without tokens is plainly asserted.
        speakers: (start, end, entity name) of mentions in the sentence's text, named or resolved, so that a source
            that is an entity, or a pronoun that stands for one, is given by the entity's name.
        tree: What ``tree_of`` gives for the sentence, where it is at hand.
    """
    if not sentence.tokens:
        return Stance()
    tree = tree or tree_of(sentence)
    head = main(tree)
    report = reporting.find(tree, head, speakers)
    view = _View(tree, head, report)
    modality, rule = _modality(view)
    negated_by = next(filter(None, (negation.find(tree, verb) for verb in view.chain)), "")
    source = _source(view, speakers)
    if source is None or report is None:
        return Stance(modality, rule, bool(negated_by), negated_by)
    named = f"{report.frame}: {tree.word(report.cue)}"
    return Stance(modality, rule, bool(negated_by), negated_by, source.name, (source.start, source.end), named)


def _source(view: _View, speakers: Sequence[tuple[int, int, str]]) -> SpeechSource | None:
    if view.report is None or view.report.source is None:
        return None
    return attribution.name_of(view.tree, view.report.source, speakers)


def _modality(view: _View) -> tuple[str, str]:
    for name, rule in RULES:
        word = rule(view)
        if word:
            return name, f"{name}: {word}"
    return "asserted", "default"


def _conditional(view: _View) -> str:
    """A condition on the main proposition: "if", "unless"; not "even if", "as if", "wonder if"."""
    tree = view.tree
    if tree.vocabulary.isdisjoint(words.CONDITIONS):
        return ""
    for index, word in enumerate(tree.words):
        if word in words.CONDITIONS and not _unconditional(tree, index) and _conditions(view, index):
            return word
    return ""


def _unconditional(tree: SentenceTree, index: int) -> bool:
    before = tree.tokens[:index]
    if (
        tree.tokens[index].text.islower()
        and index + 1 < len(tree.tokens)
        and tree.word(index + 1) in word_list("convenient_conditions")
    ):
        return True
    return bool(before) and (tree.word(index - 1) in words.UNCONDITIONAL or any(token.text == ";" for token in before))


def _conditions(view: _View, index: int) -> bool:
    """Whether the clause that a conjunction opens hangs on the main proposition."""
    tree = view.tree
    clause = tree.heads[index]
    if index == 0 or (tree.tokens[index - 1].text in (":", '"', "“") and index < view.main):
        return True
    if tree.deps[clause] not in ("advcl", "ROOT"):
        return False
    above = tree.heads[clause]
    for _ in range(DEPTH):
        if above in view.chain:
            return True
        if tree.deps[above] not in ("xcomp", "ccomp", "acl", "acomp", "attr"):
            return False
        above = tree.heads[above]
    return False


def _predicted(view: _View) -> str:
    """A forecast: "will", "is going to", "is expected to", "analysts predict", "the expectation that"."""
    tree = view.tree
    for verb in view.chain:
        for aux in tree.kids(verb, {"aux"}):
            if tree.word(aux) in words.WILL:
                return tree.word(aux)
        if tree.lemma(verb) == "go" and tree.tokens[verb].tag == "VBG" and tree.kid(verb, {"xcomp"}) is not None:
            return "going to"
        if _foretold(tree, verb):
            return tree.word(verb)
    noun = _noun_of(tree, view.main, words.FORECAST_NOUNS)
    return "" if noun is None else tree.word(noun)


def _foretold(tree: SentenceTree, verb: int) -> bool:
    lemma = tree.lemma(verb)
    if tree.kid(verb, {"auxpass"}) is not None:
        return (lemma in saying_verbs("foretells") or lemma in words.FORETOLD) and tree.kid(
            verb, {"xcomp", "ccomp"}
        ) is not None
    if lemma in saying_verbs("foretells"):
        supposed = any(tree.word(aux) in words.MAY for aux in tree.kids(verb, {"aux"}))
        return not supposed and tree.kid(verb, {"ccomp", "xcomp", "dobj"}) is not None
    return any(
        tree.lemma(child) in ("set", "poised", "due", "slated", "bound") and tree.kid(child, {"xcomp"}) is not None
        for child in tree.kids(verb, {"acomp"})
    )


def _noun_of(tree: SentenceTree, main: int, nouns: frozenset[str]) -> int | None:
    """The noun of "there is a (noun)"."""
    if tree.kid(main, {"expl"}) is None:
        return None
    return next((child for child in tree.kids(main, {"attr", "nsubj"}) if tree.lemma(child) in nouns), None)


def _reported(view: _View) -> str:
    return "" if view.report is None else view.tree.word(view.report.cue)


def _hedged(view: _View) -> str:
    """A hedge: "may", "would", "likely", "seems", "this suggests", "there is a concern that"."""
    tree, verb = view.tree, view.main
    for child in tree.children[verb]:
        word, dep = tree.word(child), tree.deps[child]
        if dep == "aux" and word in words.MAY and tree.tokens[child].tag == "MD" and not _was_unable(tree, verb, word):
            return word
        if (dep == "advmod" and word in word_list("hedge_adverbs")) or (
            dep == "acomp" and word in word_list("hedge_adjectives")
        ):
            return word
        if dep == "acomp" and any(tree.word(one) in word_list("hedge_adverbs") for one in tree.kids(child, {"advmod"})):
            return word
    if tree.lemma(verb) in words.HEDGE_VERBS:
        return tree.word(verb)
    noun = _noun_of(tree, verb, word_list("hedge_nouns"))
    return "" if noun is None else tree.word(noun)


def _was_unable(tree: SentenceTree, verb: int, word: str) -> bool:
    """Whether "could not" expresses an inability rather than a possibility."""
    return word == "could" and tree.kid(verb, {"neg"}) is not None


DEPTH = 6  # clauses between a condition and the main clause
RULES: tuple[tuple[str, Callable[[_View], str]], ...] = (
    ("conditional", _conditional),
    ("predicted", _predicted),
    ("reported", _reported),
    ("hedged", _hedged),
)
