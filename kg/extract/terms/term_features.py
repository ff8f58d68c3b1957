"""Lists what speaks for and against a noun phrase as a key term of its claim, as features that weights are learned of.

They are of four kinds: its part in the sentence, its words against general English, its place and count in the note,
and the other phrases of the sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.main_clause import main
from kg.extract.terms.note_terms import singulars
from kg.extract.terms.term_candidates import PLURAL_TAGS
from kg.extract.words.learned_weights import step
from kg.extract.words.word_data import word_list, word_table
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.extract.terms.note_terms import NoteTerms
    from kg.extract.terms.term_candidates import TermCandidate
    from kg.model import Mention, Sentence, Token

CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp", "pcomp", "csubj", "parataxis"})
SHARED_ROLES = frozenset({"conj", "compound", "nmod", "appos"})  # whose words have the part of the word they hang on
NOUN_PARTS = frozenset({"compound", "nmod"})
DETERMINERS = frozenset({"det", "poss", "nummod"})
STEM = 3  # letters that an ending leaves at least
ENDING_SIZES = (5, 4, 3, 2)  # letters
LENGTHS = (3, 5, 7, 9, 12)  # letters of the head
COUNTS = (2, 3, 4, 6, 10)
TERMHOOD = (1, 1.5, 2, 3, 4, 6, 9)
SHARES = (0.02, 0.04, 0.08, 0.15, 0.3)  # of the note's sentences
CROWDS = (2, 3, 4, 6, 8, 11)  # candidates of the sentence
FEW = 3  # logarithm of how many notes; how often fewer notes have a word says nothing
UNSEEN = "0 0"  # spread of a word that no list of words has
LATE, DEEP, RANKS, MODIFIERS = 4, 3, 3, 2  # numbers beyond these count as these


class ClaimSurroundings(NamedTuple):
    """What all candidates of one claim share.

    Attributes:
        sentence: Its sentence.
        tree: The parse.
        note: The phrases of its note.
        row: Its candidates, in reading order.
        mentions: Its mentions.
    """

    sentence: Sentence
    tree: SentenceTree
    note: NoteTerms
    row: Sequence[TermCandidate]
    mentions: Sequence[Mention]


def features(claim: ClaimSurroundings) -> Iterator[tuple[str, ...]]:
    """Yield the features of each candidate of a claim."""
    heads = [each.words[-1] for each in claim.row]
    ranks = sorted({claim.note.sentences[head] for head in heads}, reverse=True)
    shared = (f"of={step(len(heads), CROWDS)}", f"named={any(each.kind == 'name' for each in claim.mentions)}")
    verb = main(claim.tree)
    section = singulars(claim.sentence.section[-1:])
    for order, candidate in enumerate(claim.row):
        yield (
            *shared,
            f"order={min(order, LATE)}",
            f"rank={min(ranks.index(claim.note.sentences[heads[order]]), RANKS)}",
            *(("after verb",) if candidate.first > verb else ()),
            *_part(claim.tree, candidate.head),
            *_neighbours(claim.tree, candidate),
            *_form(claim.tree, candidate),
            *_in_note(claim.note, candidate.words, section),
            *_marks(claim, candidate),
        )


def _part(tree: SentenceTree, head: int) -> Iterator[str]:
    """The part that a noun has in its clause, and that clause in the sentence."""
    if tree.deps[head] in SHARED_ROLES:
        yield f"through={tree.deps[head]}"
    top = _top(tree, head)
    clauses = [tree.deps[k] for k in tree.upward(top) if tree.deps[k] in CLAUSES]
    clause = clauses[0] if clauses else "ROOT"
    role = tree.deps[top]
    yield from (f"role={role}", f"clause={clause}", f"role={role} in {clause}", f"depth={min(len(clauses), DEEP)}")
    if role == "pobj":
        preposition = tree.heads[top]
        above = tree.heads[preposition]
        owner = "verb" if tree.is_verb(above) else tree.deps[_top(tree, above)]
        word = tree.word(preposition)
        yield from (f"by={word}", f"of a={owner}", f"by={word} of a={owner}", f"of a={owner} in {clause}")
    if head < tree.first:
        yield "label"


def _top(tree: SentenceTree, at: int) -> int:
    """The word whose part in the clause a word shares."""
    return next(k for k in tree.upward(at) if tree.deps[k] not in SHARED_ROLES or tree.heads[k] == k)


def _neighbours(tree: SentenceTree, candidate: TermCandidate) -> Iterator[str]:
    """What is said with a noun: its determiner, its modifiers, a preposition or clause behind it."""
    head, below = candidate.head, tree.children[candidate.head]
    determiner = next((k for k in below if tree.deps[k] in DETERMINERS), None)
    if determiner is not None:
        yield f"det={tree.word(determiner) if tree.deps[determiner] == 'det' else tree.deps[determiner]}"
    elif not candidate.modifies:
        yield "det=none"
    inside = tree.deps[candidate.first : head]
    yield f"nouns={min(sum(map(inside.count, NOUN_PARTS)), MODIFIERS)}"
    yield f"adjectives={min(inside.count('amod'), MODIFIERS)}"
    yield from [f"has={tree.word(k)}" for k in below if tree.deps[k] == "prep"][:1]
    if any(tree.deps[k] in ("relcl", "acl") for k in below):
        yield "has clause"


def _form(tree: SentenceTree, candidate: TermCandidate) -> Iterator[str]:
    """The words themselves, against general English."""
    head, token = candidate.words[-1], tree.tokens[candidate.head]
    common = words().common
    known = [word in common for word in candidate.words]
    yield from (f"words={len(known)}", f"common head={known[-1]}", f"common={all(known)}")
    yield from _spread(candidate.words, tree.tokens[candidate.first : candidate.head])
    yield f"ending={_ending(head)}"
    yield f"length={step(len(head), LENGTHS)}"
    yield "plural" if token.tag in PLURAL_TAGS else "singular"
    if token.pos == "PROPN":
        yield "as a name"
    if any("-" in word for word in candidate.words):
        yield "hyphen"
    if any(map(str.isupper, candidate.text)):
        yield "capitals"
    yield f"head={head.lower()}"
    if len(known) > 1:
        yield f"first={candidate.words[0].lower()}"


def _spread(phrase: tuple[str, ...], before: Sequence[Token]) -> Iterator[str]:
    """In how many notes the head and the rarest word before it are, and how often these have it (``word_spread``)."""
    table = word_table("word_spread")
    (notes, often), *rest = (_spread_of(table.get(word.lower(), UNSEEN)) for word in reversed(phrase))
    yield from (f"spread={notes}", f"often={often if notes >= FEW else '-'}")
    if any(token.pos == "PROPN" for token in before):
        yield "name before"  # the list has no names, so theirs would pass for rare words
    elif rest:
        rare, rarely = min(rest)
        kind = "adjective" if any(token.dep == "amod" for token in before) else "noun"
        yield from (f"rarest spread={rare}", f"rarest often={rarely if rare >= FEW else '-'}")
        yield from (f"spreads={notes // 2},{rare // 2}", f"{kind} before, spread={rare // 2}")


def _spread_of(listed: str) -> tuple[int, int]:
    notes, often = listed.split()
    return int(notes), int(often)


def _ending(word: str) -> str:
    """The longest ending of nouns that a word has; "" for none."""
    endings = word_list("noun_endings")
    return next((word[-size:] for size in ENDING_SIZES if len(word) >= size + STEM and word[-size:] in endings), "")


def _in_note(note: NoteTerms, phrase: tuple[str, ...], section: frozenset[str]) -> Iterator[str]:
    """How often the note has the phrase, and whether its title and headings have it."""
    head = phrase[-1]
    times = note.sentences[head]
    yield f"sentences={step(times, COUNTS)}"
    yield f"share={step(times / max(1, len(note.phrases)), SHARES)}"
    yield f"count={step(note.counts[phrase], COUNTS)}"
    yield f"c-value={step(note.c_value(phrase), TERMHOOD)}"
    lower = [word.lower() for word in phrase]
    if lower[-1] in note.title:
        yield "title"
    if len(lower) > 1 and note.title.issuperset(lower):
        yield "whole in title"
    if lower[-1] in section:
        yield "heading"
    elif lower[-1] in note.headings:
        yield "other heading"


def _marks(claim: ClaimSurroundings, candidate: TermCandidate) -> Iterator[str]:
    """Whether the words are linked, bold, or refer to an entity."""
    tokens = claim.sentence.tokens
    start, end = tokens[candidate.first].start, tokens[candidate.head].end
    if any(link.start < end and start < link.end for link in claim.sentence.links):
        yield "linked"
    if any(span.start < end and start < span.end for span in claim.sentence.strong):
        yield "bold"
    if any(each.kind == "nominal" and each.start < end and start < each.end for each in claim.mentions):
        yield "nominal"
