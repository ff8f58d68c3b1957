"""Holds a language model's answer against the note's own words: what they do not bear out is refused, with the reason.

Words that are quoted must be in the sentence, letter by letter. Whom and what they refer to must be in the note's
roster or in the section. A statement's words must be in the sentence, in order (``evidence``); a number, in its quote.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kg.extract.model_advice.answers import Answer, Dated, Measured, decode, sections
from kg.extract.model_advice.evidence import SentenceWords, in_order, whole
from kg.extract.numbers import numerals, units
from kg.model import DateRef, Quantity
from kg.model.claim import COMPARATORS, MENTION_KINDS, MODALITIES
from kg.model.entity_types import type_names

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from kg.extract.model_advice.answers import Quoted, Said, Section, Triple
    from kg.extract.model_advice.roster import Roster
    from kg.model import Sentence

MODEL = "llm"  # the method or rule of whatever a model decided
MOST_ABOUT, MOST_TERMS = 4, 3
# Records of sentences in one answer that are looked at; a true one has one for each sentence.
MOST_SAID = 100
MOST_MENTIONS = 100  # of one sentence
MOST_STATED = 12  # statements, numbers, dates, and who or what it is about, of one sentence; referents of a mention
MOST_REFUSED, LONGEST_REFUSED = 20, 200  # refusals of one sentence that are kept; code points of each
UNSAID = ""  # stands for a judgement that the model gave none of, or one that nothing bears out: the rules' one counts
DATE = re.compile(r"(?:\d{4}|\d{3}X|\d\dXX|XXXX)(?:-\d\d){0,2}(?:/(?:\d{4}|\d{3}X|\d\dXX|XXXX)(?:-\d\d){0,2})?")
YEAR = re.compile(r"(\d*)X*(?:-\d\d)*")
CENTURY = 2  # digits of the year that a century has
AGE_SPAN = 9  # from the least to the most of a decade of years: "in her 60s"
NOT_THERE = "the words are not in the sentence"
NOBODY_KNOWN = "neither roster nor section names it"
Q = TypeVar("Q", Measured, Dated)


class Placed(NamedTuple):
    """A mention with its place, offsets into the sentence's text."""

    start: int
    end: int
    kind: str
    entity: str
    type: str
    confidence: float


class HeldBack(NamedTuple):
    """A saying of a model that does not count: the saying, and why."""

    saying: str
    why: str


@dataclass(frozen=True, slots=True)
class ModelOpinion:
    """What is kept of ``Said``.

    Attributes:
        mentions: In reading order, apart, but for a pronoun that refers to several.
        about: Names of entities, at most four.
        statements: In the order given.
        modality: One of ``MODALITIES``, or ``UNSAID``.
        negated: Whether the main proposition is negated.
        attribution: Who says it, None when nobody is named, or ``UNSAID``.
        terms, quantities, dates: None where the rules' own count.
        refused: What is not kept.
    """

    mentions: tuple[Placed, ...]
    about: tuple[str, ...]
    statements: tuple[Triple, ...]
    modality: str
    negated: bool
    attribution: str | None
    terms: tuple[str, ...] | None = None
    quantities: tuple[Quantity, ...] | None = None
    dates: tuple[DateRef, ...] | None = None
    refused: tuple[HeldBack, ...] = ()


class Aligned(NamedTuple):
    """Opinions by the index of their sentence in the section, and how many of the model's sayings were dropped."""

    opinions: dict[int, ModelOpinion]
    dropped: int


def opinions(
    title: str, sentences: Sequence[Sentence], roles: Iterable[tuple[str, str]], written: Sequence[str]
) -> dict[int, ModelOpinion]:
    """The opinions on a note's sentences by their index; ``written`` holds an answer, or "", for each section."""
    found: dict[int, ModelOpinion] = {}
    for section, text in zip(sections(title, sentences, roles), written, strict=True):
        answer = decode(text) if text else ""
        if isinstance(answer, Answer):
            aligned = align(section, answer).opinions
            found |= {section.first + index: opinion for index, opinion in aligned.items()}
    return found


def before(section: Section, index: int) -> tuple[str, ...]:
    """What a sentence of a section may resume: title, headings, and the sentences before it."""
    near = section.sentences[:index]
    return (section.title.replace("_", " "), *section.headings, *(sentence.text for sentence in near))


def align(section: Section, answer: Answer) -> Aligned:
    """Hold an answer, without ids, against the section: refuse and count whatever its words do not bear out."""
    shown = (section.title.replace("_", " "), *section.headings, *(sentence.text for sentence in section.sentences))
    found: dict[int, ModelOpinion] = {}
    dropped = max(0, len(answer.sentences) - MOST_SAID)
    for said in answer.sentences[:MOST_SAID]:
        index = said.n - 1
        if index in found or not 0 <= index < len(section.sentences):
            dropped += 1
            continue
        check = _Check(section.sentences[index], section.roster, shown, before(section, index))
        found[index] = check.opinion(said)
        dropped += check.dropped
    return Aligned(found, dropped)


@dataclass
class _Check:
    """Holds what is said of one sentence against it.

    Attributes:
        sentence: The sentence.
        roster: The note's roster.
        shown: All texts of the section: title, headings, sentences.
        before: What the sentence may resume.
        dropped: How many sayings were refused or are beyond what is looked at.
    """

    sentence: Sentence
    roster: Roster
    shown: Sequence[str]
    before: Sequence[str] = ()
    dropped: int = 0
    _refused: list[HeldBack] = field(default_factory=list)

    def opinion(self, said: Said) -> ModelOpinion:
        """What is kept of what is said."""
        mentions = self._mentions(said.mentions)
        names = {each.entity for each in mentions}
        about = tuple(
            dict.fromkeys(self._each("about", said.about, MOST_STATED, lambda name: self._named(name, names)))
        )
        words = SentenceWords(self.sentence, names.union(about, self.roster.names), self.before)
        return ModelOpinion(
            mentions=mentions,
            about=about[:MOST_ABOUT],
            statements=tuple(self._statements(said.statements, words)),
            modality=self._modality(said.modality),
            negated=said.negated,
            attribution=self._attribution(said.attribution, names),
            terms=None if said.terms is None else self._terms(said.terms, words),
            quantities=None if said.quantities is None else tuple(self._quantities(said.quantities)),
            dates=None if said.dates is None else tuple(self._dates(said.dates)),
            refused=tuple(dict.fromkeys(self._refused)),
        )

    def _refuse(self, what: str, saying: str, why: str) -> None:
        self.dropped += 1
        if len(self._refused) < MOST_REFUSED:
            self._refused.append(HeldBack(f"{what}: {saying}"[:LONGEST_REFUSED], why))

    def _each(self, what: str, given: Sequence[str], most: int, holds: Callable[[str], bool]) -> Iterator[str]:
        """Those of some texts that hold, of the first ``most``."""
        self.dropped += max(0, len(given) - most)
        for each in given[:most]:
            if holds(each):
                yield each
            else:
                self._refuse(what, each, NOBODY_KNOWN)

    def _named(self, name: str, names: Container[str]) -> bool:
        if name in names or self.roster.knows(name):
            return True
        return any(in_order(name, text) for texts in (self.shown, self.roster.names) for text in texts)

    def _mentions(self, given: Sequence[Quoted]) -> tuple[Placed, ...]:
        """The mentions that are there, in reading order and apart; the n-th of equal quotes is the n-th place."""
        self.dropped += max(0, len(given) - MOST_MENTIONS)
        places: dict[str, Iterator[re.Match[str]]] = {}
        found: list[Placed] = []
        for each in given[:MOST_MENTIONS]:
            if each.quote not in places:
                places[each.quote] = whole(each.quote).finditer(self.sentence.text) if each.quote else iter(())
            place = next((one for one in places[each.quote] if not _is_inside(one, found)), None)
            if place is None or each.kind not in MENTION_KINDS or each.type not in type_names():
                self._refuse("mention", each.quote, NOT_THERE if place is None else "its kind or type is unknown")
                continue
            found += self._referents(each, place)
        apart: list[Placed] = []
        for mention in sorted(found, key=lambda each: (each.start, -each.end)):
            if not apart or mention.start >= apart[-1].end or _is_shared(mention, apart[-1]):
                apart.append(mention)
            else:
                self._refuse("mention", self.sentence.text[mention.start : mention.end], "it overlaps another")
        return tuple(apart)

    def _referents(self, given: Quoted, place: re.Match[str]) -> Iterator[Placed]:
        """Whom a mention refers to: a name to one, which is its quote where nothing else is known."""
        sure = min(1.0, max(0.0, given.confidence))
        is_name = given.kind == "name"
        self.dropped += max(0, len(given.entities) - MOST_STATED)
        some = given.entities[:MOST_STATED]
        known = [entity for entity in dict.fromkeys(some) if self._named(entity, ())]
        for entity in some:
            if entity not in known:
                self._refuse("mention", f"{given.quote} -> {entity}", NOBODY_KNOWN)
        if is_name and given.entities:
            known = known[:1] or [given.quote]
        for entity in known:
            yield Placed(*place.span(), given.kind, entity, given.type, sure)

    def _statements(self, given: Sequence[Triple], words: SentenceWords) -> Iterator[Triple]:
        self.dropped += max(0, len(given) - MOST_STATED)
        for each in given[:MOST_STATED]:
            parts = (each.subject, each.relation, each.object)
            if words.bear_out(each.relation, relation=True) and all(map(words.bear_out, (each.subject, each.object))):
                yield each
            else:
                self._refuse("statement", " | ".join(parts), "not all of its words are in the sentence, in order")

    def _modality(self, given: str) -> str:
        if given in MODALITIES:
            return given
        self._refuse("modality", given, "there is no such modality")
        return UNSAID

    def _attribution(self, given: str | None, names: Container[str]) -> str | None:
        if given is None or all(self._named(each, names) for each in given.split(" and ", MOST_STATED)):
            return given
        self._refuse("attribution", given, NOBODY_KNOWN)
        return UNSAID

    def _terms(self, given: Sequence[str], words: SentenceWords) -> tuple[str, ...]:
        found = self._each("term", given, MOST_STATED, lambda term: words.bear_out(term) or self._named(term, ()))
        return tuple(sorted(islice(dict.fromkeys(found), MOST_TERMS)))

    def _quantities(self, given: Sequence[Measured]) -> Iterator[Quantity]:
        for each, start, end in self._quoted("quantity", given):
            why = _misread(each)
            if why:
                self._refuse("quantity", f"{each.quote} -> {each.value:g} {each.unit}", why)
                continue
            most = None if each.value_max is None else _decimal(each.value_max)
            unit = _unit(each.unit)
            yield Quantity(each.quote, start, end, _decimal(each.value), unit, each.comparator, most, MODEL)

    def _dates(self, given: Sequence[Dated]) -> Iterator[DateRef]:
        for each, start, end in self._quoted("date", given):
            if DATE.fullmatch(each.value) and all(_year_in(year, each.quote) for year in each.value.split("/")):
                yield DateRef(each.quote, start, end, each.value, MODEL)
            else:
                self._refuse("date", f"{each.quote} -> {each.value}", "the quote has no such date")

    def _quoted(self, what: str, given: Sequence[Q]) -> Iterator[tuple[Q, int, int]]:
        """What is quoted from the sentence, in reading order and apart, each with its place."""
        self.dropped += max(0, len(given) - MOST_STATED)
        seen: Counter[str] = Counter()
        found = []
        for each in given[:MOST_STATED]:
            matches = whole(each.quote).finditer(self.sentence.text) if each.quote.strip() else iter(())
            place = next(islice(matches, seen[each.quote], None), None)
            seen[each.quote] += 1
            if place is None:
                self._refuse(what, each.quote, NOT_THERE)
            else:
                found.append((place.start(), -place.end(), each))
        reached = 0
        for start, end, each in sorted(found, key=lambda row: row[:2]):
            if start >= reached:
                reached = -end
                yield each, start, -end
            else:
                self._refuse(what, each.quote, "it overlaps another")


def _is_inside(place: re.Match[str], taken: Iterable[Placed]) -> bool:
    """Whether a place lies in a longer mention: "Tori" in "Tori Stafford"."""
    start, end = place.span()
    return any(each.start <= start and end <= each.end and end - start < each.end - each.start for each in taken)


def _is_shared(mention: Placed, other: Placed) -> bool:
    """Whether two mentions are one pronoun or phrase that refers to both."""
    return (mention.start, mention.end) == (other.start, other.end) and "name" not in {mention.kind, other.kind}


def _misread(given: Measured) -> str:
    """Why a number is not the one that its quote holds; "" where it is."""
    if not all(each is None or isfinite(each) for each in (given.value, given.value_max)):
        return "it is no number"
    if given.comparator not in COMPARATORS:
        return "there is no such comparator"
    if not given.unit.strip():
        return "it has no unit"
    written = list(numerals.scan(given.quote))
    scales = {Decimal(1), *(numerals.scale(given.quote[each.start : each.end]) for each in written)}
    values = {each.value * scale for each in written for scale in scales}
    if _decimal(given.value) not in values:
        return "the quote has no such number"
    most = None if given.value_max is None else _decimal(given.value_max)
    if most is None or most in values or most == _decimal(given.value) + AGE_SPAN:
        return ""
    return "the quote has no such number"


def _decimal(value: float) -> Decimal:
    """The number as it is written."""
    return Decimal(repr(value)).normalize() if value != int(value) else Decimal(int(value))


def _unit(given: str) -> str:
    """A unit as the rules write it: currencies by their code, what is counted in the singular."""
    found = units.behind(f" {given}", 0) if " " not in given else None
    if found is not None and found.end == len(given) + 1:
        return found.unit
    before, space, last = units.named(given).rpartition(" ")
    return before + space + units.singular(last)


def _year_in(value: str, quote: str) -> bool:
    """Whether the digits of a date's year are in its quote: those that are known, or the number of its century."""
    digits = (YEAR.match(value) or [""])[1]
    if not digits or digits in quote:
        return True
    short = digits[CENTURY:]
    if len(digits) == CENTURY:
        return str(int(digits) + 1) in quote
    return bool(short) and short in quote
