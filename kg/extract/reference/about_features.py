"""Describes what a sentence may be about, by features that learned weights judge: its mentions, and what it implies.

An entity that the sentence mentions is described by its place in the parse; one that it only implies (the topic of its
section, what the sentences before are about) by how much the note speaks of it and by what the sentence lacks.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.grammatical_roles import clause_of, role_of, token_range
from kg.extract.grammar.labels import tree_of
from kg.extract.grammar.sentence_tree import LONGEST_PARSED, SentenceTree
from kg.extract.reference import participants, topics
from kg.extract.reference.antecedent_features import ROLES
from kg.extract.reference.note_memory import mentioned
from kg.extract.words.learned_weights import step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.extract.reference.participants import PlacedMention
    from kg.model import Mention, Sentence

OFTEN = (1, 2, 3, 6, 12)
LARGE = (0.01, 0.2, 0.4, 0.7)
SURE = (0.5, 0.6, 0.7, 0.8, 0.9)
ALONG = (0.05, 0.25, 0.5, 0.75)
LENGTHS = (4, 8, 14, 25)
IMPLIED = 6  # entities not mentioned that are weighed for one sentence
BEFORE = 2  # of those that the sentence before, or that opens the list, is about
STEPS = 4  # up the parse to a preposition
TOLD = frozenset({"ENT", "NOUN", "-", "you", "they", "it", "we", "this"})  # subjects that are told apart
POSSESSIVE = frozenset({"its", "their", "his", "her"})
BROAD = {"Concept": "C", "Person": "P"}


class AboutCandidate(NamedTuple):
    """An entity that a sentence may be about: whether it mentions it, and the features of that."""

    entity: str
    mentioned: bool
    features: tuple[str, ...]


class _Note:
    """What the whole note says of its entities."""

    def __init__(self, sentences: Sequence[Sentence], resolved: Sequence[Sequence[Mention]], title: str) -> None:
        self.types: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.sections: dict[tuple[str, ...], Counter[str]] = {}
        for sentence, row in zip(sentences, resolved, strict=True):
            section = self.sections.setdefault(sentence.section, Counter())
            for mention in row:
                self.types.setdefault(mention.entity, mention.type)
                self.counts[mention.entity] += 1
                section[mention.entity] += 1
        order = sorted(self.counts, key=lambda name: (-self.counts[name], name))
        self.ranks = {name: rank for rank, name in enumerate(order)}
        self.main = next((name for name in order if self.types[name] != "Concept"), None)
        self.titled = mentioned(title, self.types)
        self._headings: dict[str, frozenset[str]] = {}

    def headed(self, section: Sequence[str]) -> list[frozenset[str]]:
        """The entities that each heading above names, the innermost first."""
        for heading in section:
            if heading not in self._headings:
                self._headings[heading] = mentioned(heading, self.types)
        return [self._headings[heading] for heading in reversed(section)]

    def share(self, section: tuple[str, ...], name: str) -> float:
        """The part of a section's mentions that are of one entity."""
        counts = self.sections[section]
        return counts[name] / (counts.total() or 1)


class _Before(NamedTuple):
    """What stands before a sentence: entities that the one before, and the one that opens its list, speak of."""

    last: tuple[str, ...] = ()
    opener: tuple[str, ...] = ()


class _View(NamedTuple):
    """A sentence, with what does not depend on the entity."""

    note: _Note
    sentence: Sentence
    before: _Before
    topic: str | None
    ruled: tuple[str, ...]
    tree: SentenceTree | None
    lacks: bool
    subject: str
    distinct: int
    inner: frozenset[str]
    outer: frozenset[str]


def considered(
    sentences: Sequence[Sentence], resolved: Sequence[Sequence[Mention]], title: str
) -> Iterator[list[AboutCandidate]]:
    """Yield what each sentence of a note may be about: first what it mentions, in reading order.

    Args:
        sentences: All sentences of the note.
        resolved: The mentions of each, offsets into its text.
        title: The note's.
    """
    note, before, section = _Note(sentences, resolved, title), _Before(), None
    for sentence, row, topic in zip(sentences, resolved, topics.find(sentences, resolved), strict=True):
        if sentence.section != section:
            before, section = _Before(), sentence.section
        view = _view(note, sentence, row, before, topic)
        named = list(_mentioned(view, row))
        yield [*named, *_implied(view, {each.entity for each in named})]
        opener = () if len(sentence.tokens) > topics.LONG else before.opener
        before = _Before(view.ruled, view.ruled if sentence.text.endswith(":") else opener)


def _view(note: _Note, sentence: Sentence, row: Sequence[Mention], before: _Before, topic: str | None) -> _View:
    readable = 0 < len(sentence.tokens) <= LONGEST_PARSED
    tree = tree_of(sentence) if readable else None
    headed = note.headed(sentence.section)
    return _View(
        note,
        sentence,
        before,
        topic,
        participants.find(sentence, row, topic, tree=tree),
        tree,
        tree is not None and participants.lacks_subject(tree),
        _subject(tree, row) if tree else "-",
        len({mention.entity for mention in row}),
        headed[0] if headed else frozenset(),
        frozenset().union(*headed[1:]),
    )


def _subject(tree: SentenceTree, row: Sequence[Mention]) -> str:
    """What stands as the subject of the main clause: an entity, a pronoun, or a part of speech; "-" for none."""
    for root in range(tree.first, len(tree.tokens)):
        if tree.deps[root] == "ROOT":
            found = tree.kids(root, participants.SUBJECTS)
            if not found:
                break
            token = tree.tokens[found[0]]
            if any(mention.start < token.end and token.start < mention.end for mention in row):
                return "ENT"
            return token.text.lower() if token.pos in {"PRON", "DET"} else token.pos
    return "-"


def _known(view: _View, name: str, source: str) -> Iterator[str]:
    """How much the note speaks of an entity."""
    note, kind = view.note, view.note.types[name]
    yield f"{source}|t={kind}"
    if name in view.inner:
        yield f"{source}|h0"
    elif name in view.outer:
        yield f"{source}|hx"
    if name in note.titled:
        yield f"{source}|title"
    yield f"{source}|c={step(note.counts[name], OFTEN)}|{BROAD.get(kind, 'N')}"
    yield f"{source}|rank={min(note.ranks[name], 3)}"
    if name == note.main:
        yield f"{source}|main"
    if name in view.before.last:
        yield f"{source}|prev={min(view.before.last.index(name), 1)}"
    if name in view.before.opener:
        yield f"{source}|opener"
    yield f"{source}|share={step(note.share(view.sentence.section, name), LARGE)}"


def _mentioned(view: _View, row: Sequence[Mention]) -> Iterator[AboutCandidate]:
    """The entities that the sentence mentions."""
    entities: dict[str, list[Mention]] = {}
    for mention in sorted(row, key=lambda one: one.start):
        entities.setdefault(mention.entity, []).append(mention)
    places: dict[str, list[PlacedMention]] = {}
    if view.tree is not None:
        for place in participants.placed(view.sentence, view.tree, row):
            places.setdefault(place.mention.entity, []).append(place)
    for index, (name, mentions) in enumerate(entities.items()):
        best = max(
            places.get(name, ()), key=lambda one: (not one.aside, one.mention.confidence, -one.head), default=None
        )
        features = (*_known(view, name, "m"), *_standing(view, name, mentions, index), *_placed(view, name, best))
        yield AboutCandidate(name, True, features)  # noqa: FBT003 - a row of a table


def _standing(view: _View, name: str, mentions: Sequence[Mention], index: int) -> Iterator[str]:
    """How the sentence mentions an entity, its parse apart."""
    broad = BROAD.get(view.note.types[name], "N")
    named = any(mention.kind == "name" for mention in mentions)
    sure = "n" if named else step(max(mention.confidence for mention in mentions), SURE)
    yield f"kind={'name' if named else mentions[0].kind}|p={sure}"
    yield f"rule={name in view.ruled}|{broad}"
    yield f"n={min(view.distinct, 5)}|idx={min(index, 4)}"
    yield f"idx={min(index, 4)}|{broad}"
    yield f"times={min(len(mentions), 3)}"
    yield f"lacks={view.lacks}"


def _placed(view: _View, name: str, place: PlacedMention | None) -> Iterator[str]:
    """Where in the parse an entity is mentioned."""
    tree = view.tree
    if place is None or tree is None:
        return
    sentence, mention, broad = view.sentence, place.mention, BROAD.get(view.note.types[name], "N")
    role = role_of(sentence.tokens, *token_range(sentence.tokens, mention.start, mention.end)).dep
    short = ROLES.get(role, "other")
    path = list(tree.upward(place.head))
    clause, part = participants.part_in_clause(tree, path)
    yield f"aside={place.aside}|{broad}"
    yield f"dep={role}|{broad}"
    yield f"dep={role}"
    yield f"own={tree.deps[place.head]}|{broad}"
    yield f"part={clause}|{part}"
    yield f"clause={clause}|{short}"
    yield f"depth={min(len(path) - 1, 5)}|{broad}"
    yield f"subj={view.subject if view.subject in TOLD else 'x'}|{short}|{broad}"
    yield f"pos={step(mention.start / len(sentence.text), ALONG)}"
    yield "quoted" if sentence.text.count('"', 0, mention.start) % 2 else "plain"
    if participants.in_brackets(sentence, tree, place.head):
        yield f"brackets|{broad}"
    if participants.exemplifies(tree, path):
        yield "example"
    if place.head < tree.first:
        yield f"label|{broad}"
    if short in {"subj", "dobj"}:
        yield f"verb={tree.tokens[clause_of(tree.tokens, place.head)].lemma}|{short}"
    yield from _prepositional(tree, place.head)


def _prepositional(tree: SentenceTree, at: int) -> Iterator[str]:
    """The preposition that a mention stands after, and what that depends on."""
    for _ in range(STEPS):
        above = tree.heads[at]
        if above == at or tree.tokens[above].pos in {"VERB", "AUX"}:
            return
        if tree.tokens[above].pos == "ADP" or tree.deps[at] == "pobj":
            word, governor = tree.tokens[above].text.lower(), tree.heads[above]
            yield f"prep={word}"
            yield f"prep={word}|{tree.tokens[governor].pos}|{tree.deps[governor]}"
            return
        at = above


def _implied(view: _View, named: Iterable[str]) -> Iterator[AboutCandidate]:
    """The entities that the sentence may be about without a mention, those likeliest first."""
    note, before, taken = view.note, view.before, set(named)
    found = (
        *before.opener[:BEFORE],
        *sorted(view.inner),
        view.topic,
        *before.last[:BEFORE],
        *sorted(view.outer),
        *sorted(note.titled),
        note.main,
    )
    wanted = [name for name in dict.fromkeys(found) if name is not None and name not in taken][:IMPLIED]
    if not wanted:
        return
    shared = tuple(_lacking(view))
    for name in wanted:
        yield AboutCandidate(name, False, (*_known(view, name, "i"), *shared, *_supposed(view, name)))  # noqa: FBT003


def _lacking(view: _View) -> Iterator[str]:
    """What the sentence lacks, whatever it implies."""
    few = min(view.distinct, 3)
    yield f"i|subj={view.subject}"
    yield f"i|n={few}|lacks={view.lacks}"
    yield f"i|kind={view.sentence.kind}"
    yield f"i|label={view.tree is not None and view.tree.first > 0}|lacks={view.lacks}"
    yield f"i|len={step(len(view.sentence.tokens), LENGTHS)}"
    yield f"i|poss={any(token.text.lower() in POSSESSIVE for token in view.sentence.tokens)}"


def _supposed(view: _View, name: str) -> Iterator[str]:
    """Why an entity may be implied."""
    tree, broad = view.tree, BROAD.get(view.note.types[name], "N")
    orders = tree is not None and any(
        tree.deps[at] == "ROOT" and tree.tokens[at].tag == "VB" for at in range(tree.first, len(tree.tokens))
    )
    yield f"i|lacks={view.lacks}|orders={orders}|{broad}"
    yield f"i|topic={name == view.topic}|lacks={view.lacks}"
    yield f"i|rule={name in view.ruled}|{broad}"
    if name in view.inner:
        yield f"i|h0|lacks={view.lacks}|{broad}"
    if name in view.note.titled:
        yield f"i|title|lacks={view.lacks}|{broad}"
    if name in view.before.opener:
        yield f"i|op|lacks={view.lacks}|{min(view.distinct, 2)}"
