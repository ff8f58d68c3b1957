"""When an extracted value counts as the annotated one: what is compared, with case, articles and endings put aside."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Claim, Quantity, Sentence
    from kg.score.gold import GoldNote, GoldQuantity, GoldSentence

WORD = re.compile(r"\w+(?:[.,]\d+)*")
POSSESSIVE = re.compile(r"[’']s?$")
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
EDGES = " .,;:\"“”'"
# Words that carry no meaning when two phrases are compared.
EMPTY = frozenset({
    "the", "a", "an", "of", "to", "in", "on", "for", "is", "are", "was", "were", "be", "been", "by", "with", "and",
    "its", "their", "his", "her", "that", "this", "as", "at", "from", "has", "have", "had",
})  # fmt: skip
UNITS = {"%": "percent", "percentage": "percent", "$": "usd", "dollar": "usd", "x": "times", "time": "times"}
NOT_PLURAL = frozenset({"times", "lens", "gas"})
# Endings of plural nouns, and of their singulars; the first that fits.
PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))
NO_PLURALS = ("ss", "us", "is")
SHORT = 3  # letters of words that are never taken for a plural
ENOUGH = 0.7  # of a claim's words must be in the sentence that it is taken from
HALF = 0.5  # of the content words of the shorter phrase must be shared
STEM = 4  # letters by which two words count as forms of one


Told = TypeVar("Told", "Claim", "Sentence")  # what has a text that is compared with the annotated sentences


class QuantityKey(NamedTuple):
    """What two quantities are compared by; numbers to four digits."""

    value: float
    value_max: float | None
    unit: str


def words(text: str) -> list[str]:
    """The words of a text in folded case, numbers whole."""
    return [word.casefold() for word in WORD.findall(text)]


def name_key(name: str) -> str:
    """A name without article, possessive ending, punctuation and case."""
    return " ".join(words(ARTICLE.sub("", POSSESSIVE.sub("", name.strip()))))


def mention_key(text: str) -> str:
    """A mention's text without article, possessive ending, punctuation around it and case."""
    bare = POSSESSIVE.sub("", ARTICLE.sub("", text.strip()))
    return re.sub(r"\s+", " ", bare).strip(EDGES).casefold()


def term_key(term: str) -> str:
    """A term without articles and case, the last word in the singular: "The Dopamine Levels" is "dopamine level"."""
    *front, last = [word for word in words(term) if word not in {"the", "a", "an"}] or [""]
    if len(last) > SHORT and not last.endswith(NO_PLURALS):
        plural, singular = next(((end, new) for end, new in PLURALS if last.endswith(end)), ("", ""))
        last = last.removesuffix(plural) + singular
    return " ".join((*front, last))


def same_term(one: str, other: str) -> bool:
    """Whether two term keys name the same, or one only adds words before the other."""
    return bool(one and other) and (one == other or one.endswith(f" {other}") or other.endswith(f" {one}"))


def quantity_key(quantity: Quantity | GoldQuantity) -> QuantityKey:
    """What a quantity is compared by: its numbers, and its unit in the singular."""
    unit = re.sub(r"[^a-z%$]", "", quantity.unit.casefold())
    unit = UNITS.get(unit, unit)
    if unit.endswith("s") and unit not in NOT_PLURAL:
        unit = unit[:-1]
    top = quantity.value_max
    return QuantityKey(_four_digits(float(quantity.value)), None if top is None else _four_digits(float(top)), unit)


class NoteNames:
    """The names of one annotated note, and which entities they mean.

    Attributes:
        types: Of the entities, by their names.
        with_terms: Whether the annotation says what the key terms are.
    """

    def __init__(self, note: GoldNote) -> None:
        known: dict[str, set[str]] = {}
        for entity in note.entities:
            for name in (entity.name, *entity.aliases):
                known.setdefault(name_key(name), set()).add(entity.name)
        for sentence in note.sentences:
            for mention in sentence.mentions:
                if mention.kind == "name":
                    known.setdefault(name_key(mention.text), set()).add(mention.entity)
        self._known: Mapping[str, set[str]] = known
        mentioned = {mention.entity: mention.type for sentence in note.sentences for mention in sentence.mentions}
        self.types: Mapping[str, str] = mentioned | {each.name: each.type for each in note.entities if each.type}
        self.with_terms = any(sentence.terms is not None for sentence in note.sentences)

    def of(self, text: str) -> set[str]:
        """The entities that a name means in the annotation."""
        return self._known.get(name_key(text), set())

    def canonical(self, text: str) -> str:
        """The annotation's name for an entity; for one that it does not know, the folded name itself."""
        return min(self.of(text), default=name_key(text))

    def same_statement(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether two triples say the same: same subject and object, and a relation with a word in common."""
        return (
            self._same_thing(one[0], other[0])
            and self._same_thing(one[2], other[2])
            and bool(_stems(one[1]) & _stems(other[1]))
        )

    def _same_thing(self, one: str, other: str) -> bool:
        if self.of(one) & self.of(other):
            return True
        a, b = _content(one), _content(other)
        return bool(a and b) and len(a & b) / min(len(a), len(b)) >= HALF


def align(sentences: Sequence[GoldSentence], claims: Iterable[Told]) -> tuple[dict[int, list[Told]], list[Told]]:
    """Give each claim to the sentence that holds most of its words.

    Returns:
        The claims by the number of their sentence, and those that fit none.
    """
    bags = [Counter(words(sentence.text)) for sentence in sentences]
    found: dict[int, list[Told]] = {}
    stray: list[Told] = []
    for claim in claims:
        bag = Counter(words(claim.text))
        shared = [(bag & other).total() for other in bags]
        keys = [(n / (bag.total() or 1), n / (other.total() or 1)) for n, other in zip(shared, bags, strict=True)]
        best = max(range(len(keys)), key=keys.__getitem__, default=None)
        if best is None or keys[best] <= (ENOUGH, 0):
            stray.append(claim)
        else:
            found.setdefault(best, []).append(claim)
    return found, stray


def _four_digits(number: float) -> float:
    return float(f"{number:.4g}")


def _content(text: str) -> set[str]:
    found = set(words(text))
    return (found - EMPTY) or found


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in words(text) if word not in EMPTY} or {word[:STEM] for word in words(text)}
