"""Completes drafts: which number or date the object is, of which property of which entity it is a value, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.grammar.tag_sets import NOUNS
from kg.extract.statements import attribute_properties
from kg.extract.statements.factuality import standing_of
from kg.extract.statements.polarity import is_undoing
from kg.extract.words.word_data import word_list
from kg.model import Statement
from kg.model.properties import DATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.statements.noun_phrases import Phrase, Reader
    from kg.extract.statements.statement_dates import Times
    from kg.extract.statements.statement_drafts import Draft
    from kg.model import Quantity, Token
    from kg.model.properties import Property

# Prepositions after which a noun no longer says what the number before them is.
LEAVING_PREPOSITIONS = frozenset({"at", "by", "from", "after", "before", "to", "through", "with"})
DIGITS = re.compile(r"\w*\d[\d.,]*")
NEAR_WORDS = 6  # words before or after a number in which its noun is looked for


# Words of an argument that there is none.
NOTHING = frozenset({"no", "nothing", "nobody", "none", "neither"})


class Completer:
    """Turns the drafts of one sentence into statements."""

    __slots__ = ("quantities", "reader", "times", "tree")

    def __init__(self, reader: Reader, quantities: Sequence[Quantity], times: Times) -> None:
        self.reader = reader
        self.tree = reader.tree
        self.quantities = quantities
        self.times = times

    def statement(self, draft: Draft) -> Statement:
        """The draft with its value, date and property; the bearer of a known property becomes its subject entity."""
        index, row = self._valued(draft)
        date = self.times.of(draft, None if index is None else self.quantities[index])
        subject, other = draft.subject.entity, draft.object.entity
        name = draft.relation.property
        if row is None:
            row = self._dated(draft, date)
        if row is not None:
            name = row.name
            subject = self._bearer(draft, row)
            other = other or (self._whose(draft.object, subject) if row.in_object else None)
        polarity, factuality = standing_of(self.tree, draft.head)
        said, relation, thing = draft.subject.text, draft.relation.text, draft.object.text
        if _is_nothing(said) or _is_nothing(thing):
            polarity = "negative"
        elif polarity == "negative" and not self._shows_denial(draft):
            relation, name = f"not {relation}", f"not{name[:1].upper()}{name[1:]}"
        texts = said, relation, thing
        return Statement(*texts, name or "is", subject, other, index, date, draft.rule, polarity, factuality)

    def _shows_denial(self, draft: Draft) -> bool:
        """Whether the relation's own words deny it."""
        words = set(draft.relation.text.split())
        return not words.isdisjoint(word_list("relation_denials")) or is_undoing(self.tree, draft.head)

    def _valued(self, draft: Draft) -> tuple[int | None, Property | None]:
        """Index of the quantity in the object, and the property that it is a value of."""
        inside = [k for k, q in enumerate(self.quantities) if _holds(draft.object, q)]
        verbs = self._verbs(draft)
        tokens = [t for t in self.tree.tokens if draft.object.start <= t.start < draft.object.end]
        for k in inside:
            quantity = self.quantities[k]
            if _is_worth_of_goods(tokens, quantity):
                continue
            row = attribute_properties.match(
                quantity.unit, self._near(draft.object, quantity), self._far(draft, verbs), verbs
            )
            if row is not None and (not row.counts or self._is_object(draft.object, quantity)):
                return k, row
        whole = [k for k in inside if draft.object.entity is None and self._is_object(draft.object, self.quantities[k])]
        return (whole[0] if whole else None), None

    def _is_object(self, phrase: Phrase, quantity: Quantity) -> bool:
        """Whether the phrase is the quantity: it begins with it, or its head is in it."""
        head = self.tree.tokens[phrase.head] if phrase.head >= 0 else None
        return quantity.start <= phrase.start or (head is not None and quantity.start <= head.start < quantity.end)

    def _near(self, phrase: Phrase, quantity: Quantity) -> list[str]:
        """What the object's words name: those after the number, heads of compounds first, then those before it."""
        tokens = [t for t in self.tree.tokens if phrase.start <= t.start < phrase.end]
        after = [t for t in tokens if t.start >= quantity.start]
        before = [t for t in tokens if t.start < quantity.start]
        behind = (k for k, t in enumerate(after) if t.start >= quantity.end)
        other = next((k for k in behind if after[k].text.lower() in LEAVING_PREPOSITIONS), None)
        return [
            *heads_first(lemma_groups(after[:other][: 2 * NEAR_WORDS])),
            *(name for name, _ in reversed(lemma_groups(before[-NEAR_WORDS:]))),
        ]

    def _far(self, draft: Draft, verbs: set[str]) -> list[str]:
        """What names the attribute: in the label, the subject, and before a verb that only reaches a value."""
        if draft.label:
            label = draft.label.lower()
            return [label, *label.split()]
        inside = [t for t in self.tree.tokens if draft.subject.start <= t.start < draft.subject.end]
        words = [name for name, _ in reversed(lemma_groups(inside))] if draft.subject.entity is None else []
        if draft.head >= 0 and not word_list("reaching_verbs").isdisjoint(verbs):
            before = reversed(lemma_groups(self.tree.tokens[self.tree.first : draft.head]))
            words += [name for name, last in before if last.pos == "NOUN"]
        return words

    def _verbs(self, draft: Draft) -> set[str]:
        """The verb's lemma, alone and with the preposition that the relation ends in; those of a chain included."""
        found = set()
        if draft.head >= 0:
            chain = [draft.head, *self.tree.kids(draft.head, {"xcomp"})]
            for lemma in (_lemma(self.tree.tokens[k]) for k in chain):
                found |= {lemma, f"{lemma} {draft.relation.text.rsplit(' ', 1)[-1]}"}
        return found

    def _dated(self, draft: Draft, date: str | None) -> Property | None:
        """The property whose value is the date of the clause (``was founded in 1998``)."""
        if date is None or draft.head < 0:
            return None
        passive = draft.rule.rsplit("/", 1)[-1] in ("preposition", "adverb")
        if not passive or not self.times.within(draft.object):
            return None
        return attribute_properties.match(DATE, (), (), self._verbs(draft))

    def _bearer(self, draft: Draft, row: Property) -> str | None:
        """The entity that the property is of: in the relation, its noun's owner, the subject, its owner or the main."""
        owner = None if row.in_object or draft.theme else self._owner(draft, row)
        if draft.theme is not None or owner is not None:
            return draft.theme or owner
        if draft.subject.entity is not None:
            return draft.subject.entity
        return self._whose(draft.subject, None) or self._main()

    def _whose(self, phrase: Phrase, other_than: str | None) -> str | None:
        """The entity named inside a phrase: ``Acme's debt``, ``60% of Acme's revenue``."""
        for i, token in enumerate(self.tree.tokens):
            if phrase.start <= token.start < phrase.end and i in self.reader.at:
                for mention in self.reader.at[i]:
                    if mention.entity != other_than:
                        return mention.entity
        return None

    def _owner(self, draft: Draft, row: Property) -> str | None:
        """Whose property it is where the noun for it is the verb's object: ``put Acme's valuation at $2 billion``."""
        if draft.head < 0:
            return None
        for noun in self.tree.kids(draft.head, {"dobj"}):
            if _lemma(self.tree.tokens[noun]) in row.nouns:
                for owner in self.tree.kids(noun, {"poss"}):
                    if owner in self.reader.at:
                        return self.reader.at[owner][0].entity
        return None

    def _main(self) -> str | None:
        """The first entity of the sentence that is a subject or owns one."""
        for i in sorted(self.reader.at):
            for k in (i, self.tree.heads[i]):
                if self.tree.deps[k] in ("nsubj", "nsubjpass"):
                    return self.reader.at[i][0].entity
        return None


def _is_worth_of_goods(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a quantity is what some goods cost: "stocks worth $5 million", "$5 million worth of stocks"."""
    words = [token.text.lower() for token in tokens]
    before = [k for k, token in enumerate(tokens) if token.start < quantity.start]
    after = next((k for k, token in enumerate(tokens) if token.start >= quantity.end and words[k] != "'"), len(tokens))
    if words[after : after + 2] == ["worth", "of"]:
        return True
    return bool(before) and words[before[-1]] == "worth" and any(tokens[k].pos in NOUNS for k in before[:-1])


def _is_nothing(text: str) -> bool:
    """Whether an argument says that there is none: "no bridge"."""
    return text.split(" ", 1)[0].lower() in NOTHING


def _holds(phrase: Phrase, quantity: Quantity) -> bool:
    """Whether the number is in the phrase: in its stretch of the sentence, and in what is left of it as text."""
    if quantity.end <= phrase.start or quantity.start >= phrase.end:
        return False
    digits = DIGITS.search(quantity.text)
    return (digits.group() if digits else quantity.text.split()[-1]) in phrase.text


def lemma_groups(tokens: Sequence[Token]) -> list[tuple[str, Token]]:
    """The lemmas of words in reading order, each with its token; "market share" and "price per unit" are one name."""
    lemmas = [_lemma(token) for token in tokens]
    found, k = [], 0
    while k < len(lemmas):
        sizes = (n for n in (3, 2) if k + n <= len(lemmas) and _is_one(lemmas[k : k + n], tokens[k]))
        size = next(sizes, 1)
        found.append((" ".join(lemmas[k : k + size]), tokens[k + size - 1]))
        k += size
    return found


def _is_one(lemmas: list[str], first: Token) -> bool:
    """Whether words are one name: that of a property, of something for each of others, or of some rate."""
    a_rate = lemmas[1:] == ["rate"] and first.dep == "compound"
    return a_rate or lemmas[1:-1] == ["per"] or " ".join(lemmas) in attribute_properties.phrases()


def heads_first(named: Sequence[tuple[str, Token]]) -> Iterator[str]:
    """Names in reading order, but the head of a compound before what narrows it down: "20% market correction"."""
    narrower: list[str] = []
    for name, token in named:
        if token.dep == "compound":
            narrower.append(name)
            continue
        yield name
        yield from reversed(narrower)
        narrower = []
    yield from reversed(narrower)


def _lemma(token: Token) -> str:
    return token.lemma.lower()
