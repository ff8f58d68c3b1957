"""Finds who says what a sentence states: subjects of reporting verbs, agents of passives, "according to"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.words.word_data import of_words, word_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.grammar.sentence_tree import SentenceTree

_PRONOUNS = frozenset({"PRON", "DET"})
FROM, LIKE = frozenset({"from", "by"}), frozenset({"like"})
_PERSONAL = frozenset({"he", "she", "they", "who"})


class SpeechSource(NamedTuple):
    """Who says it, and where the words are in the sentence's text."""

    name: str
    start: int
    end: int


def subject(tree: SentenceTree, verb: int) -> int | None:
    """The subject of a verb, the nearest when the parse has several; that of the verb it continues, without its own."""
    for head in (verb, tree.heads[verb]):
        found = list(tree.kids(head, {"nsubj", "nsubjpass"}))
        if found:
            return next((child for child in reversed(found) if child < head), found[0])
        if tree.deps[verb] not in ("conj", "xcomp"):
            break
    return None


def misread_subject(tree: SentenceTree, verb: int, speakers: Sequence[tuple[int, int, str]]) -> int | None:
    """The name before a verb that the parser took for one noun with it: "Holt **shares** her view"."""
    if tree.heads[verb] != verb or tree.tokens[verb].tag not in ("NNS", "VBZ"):
        return None
    if not tree.kids(verb, {"dobj", "ccomp", "prep"}):
        return None
    before = [each for each in tree.kids(verb, {"compound", "nmod"}) if each == verb - 1]
    return next((each for each in before if entity_at(tree, each, speakers) is not None), None)


def owner_of(tree: SentenceTree, index: int, speakers: Sequence[tuple[int, int, str]]) -> int | None:
    """Whose thought a noun is: "**Holt**'s perspective", "one theory from the **study**", or None."""
    if tree.lemma(index) not in word_list("thought_nouns"):
        return None
    owners = tree.kids(index, {"poss"})
    for prep in tree.kids(index, {"prep"}):
        if tree.word(prep) in ("from", "by"):
            owners += tree.kids(prep, {"pobj"})
    return next(
        (each for each in owners if can_say(tree, each, known=entity_at(tree, each, speakers) is not None)), None
    )


def can_say(tree: SentenceTree, index: int, *, known: bool) -> bool:
    """Whether a subject is somebody: a person, people, a body of people, or a document of theirs."""
    token = tree.tokens[index]
    if tree.word(index) in word_list("impersonal_subjects"):
        return False
    return known or token.pos == "PROPN" or is_document(tree, index) or is_people(tree, index)


def is_people(tree: SentenceTree, index: int) -> bool:
    """Whether a noun or pronoun stands for people: by the word itself or by its ending (``analyst``, ``investors``)."""
    lemma = tree.lemma(index)
    if lemma in word_list("people_nouns") or tree.word(index) in word_list("people_nouns"):
        return True
    return (
        tree.tokens[index].pos == "NOUN" and lemma.endswith(_agentive()) and lemma not in word_list("not_people_nouns")
    )


def is_document(tree: SentenceTree, index: int) -> bool:
    """Whether a subject is a text or opinion rather than people."""
    return tree.lemma(index) in word_list("speaking_documents")


def is_study(tree: SentenceTree, index: int) -> bool:
    """Whether a subject is a study, which finds what people say of it."""
    return tree.lemma(index) in word_list("study_nouns")


def name_of(tree: SentenceTree, index: int, speakers: Sequence[tuple[int, int, str]]) -> SpeechSource | None:
    """The source that a token heads: the entity mentioned there, else a short noun phrase; None for a bare pronoun."""
    for place in _places(tree, index):
        known = entity_at(tree, place, speakers)
        if known is not None:
            return known
    if tree.tokens[index].pos in _PRONOUNS and not _is_somebody(tree.word(index)):
        return None
    return _phrase(tree, index)


def _is_somebody(word: str) -> bool:
    """Whether a pronoun names people by itself ("many", "everyone"), unlike one that stands for somebody."""
    return word in word_list("people_nouns") and word not in _PERSONAL


def _places(tree: SentenceTree, index: int) -> list[int]:
    """Where the entity behind a source may stand: the head, its possessor, "a quote from X", "firms like X"."""
    places = [index]
    thought = is_document(tree, index) or tree.lemma(index) in word_list("thought_nouns")
    if thought:
        places += tree.kids(index, {"poss"})
    wanted = FROM if thought else LIKE
    for prep in tree.kids(index, {"prep"}):
        if tree.word(prep) in wanted:
            places += tree.kids(prep, {"pobj"})
    return [*places, *tree.kids(index, {"appos"})]


def entity_at(tree: SentenceTree, index: int, speakers: Sequence[tuple[int, int, str]]) -> SpeechSource | None:
    """The entity whose mention covers a token."""
    token = tree.tokens[index]
    for start, end, name in speakers:
        if start <= token.start and token.end <= end:
            return SpeechSource(name, start, end)
    return None


@of_words
def _agentive() -> tuple[str, ...]:
    return tuple(word_list("agentive_endings"))


def _phrase(tree: SentenceTree, index: int) -> SpeechSource:
    """The noun with its adjectives and compounds, without article: "private analysts"."""
    first = min((child for child in tree.kids(index, {"amod", "compound", "nmod"}) if child < index), default=index)
    while first < index and tree.word(first) in word_list("source_articles"):
        first += 1
    start, end = tree.tokens[first].start, tree.tokens[index].end
    name = " ".join(token.text for token in tree.tokens[first : index + 1])
    return SpeechSource(name if tree.tokens[index].pos == "PROPN" else name[:1].lower() + name[1:], start, end)


def agent(tree: SentenceTree, verb: int) -> int | None:
    """The agent of a passive: "considered by many"."""
    by = tree.kid(verb, {"agent"})
    return None if by is None else tree.kid(by, {"pobj"})
