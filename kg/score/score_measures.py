"""The measures, one function each: what of one annotated sentence was found, missed, or found wrongly.

``MEASURES`` is the table that ``kg eval`` prints, in its order. All but ``claims`` look only at sentences that are
claims. A measure with ``rate`` counts right and wrong answers; the others count precision and recall.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kg.score.matching import (
    NoteNames,
    QuantityKey,
    mention_key,
    name_key,
    quantity_key,
    same_term,
    term_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from kg.model import Claim, Mention
    from kg.score.gold import GoldSentence


class AnnotatedSentence(NamedTuple):
    """An annotated sentence, the claims that were taken from it, and the names of its note."""

    gold: GoldSentence
    claims: Sequence[Claim]
    names: NoteNames


class MeasureOutcome(NamedTuple):
    """How many answers of a measure are right, and which are missing or wrong."""

    right: int
    missed: tuple[object, ...] = ()
    wrong: tuple[object, ...] = ()


class ScoreRow(NamedTuple):
    """A row of the table; ``of_terms`` tells that only notes count whose annotation has key terms."""

    name: str
    judge: Callable[[AnnotatedSentence], MeasureOutcome]
    rate: bool = False
    of_terms: bool = False


def claims(pair: AnnotatedSentence) -> MeasureOutcome:
    """Whether the sentence is a claim."""
    text = (pair.gold.text,)
    if pair.gold.claim:
        return MeasureOutcome(1) if pair.claims else MeasureOutcome(0, missed=text)
    return MeasureOutcome(0, wrong=text if pair.claims else ())


def timestamps(pair: AnnotatedSentence) -> MeasureOutcome:
    """Whether exactly the written times were found."""
    found = {second for claim in pair.claims for second in claim.timestamps}
    return _answer(sorted(set(pair.gold.timestamps)), sorted(found))


def section(pair: AnnotatedSentence) -> MeasureOutcome:
    """Whether the headings above the sentence are right."""
    return _answer(pair.gold.section, pair.claims[0].section if pair.claims else None)


def callout(pair: AnnotatedSentence) -> MeasureOutcome:
    """Whether the callout is right; sentences without one, on either side, do not count."""
    if not pair.gold.callout and not any(claim.callout for claim in pair.claims):
        return MeasureOutcome(0)
    return _answer(pair.gold.callout, pair.claims[0].callout if pair.claims else "")


def named(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which proper names were found; concepts are measured apart."""
    return _sets((key for key, _ in _gold_names(pair)), (key for key, _ in _found_names(pair)))


def typed(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which proper names were found with the right type."""
    return _sets(_gold_names(pair), _found_names(pair))


def concepts(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which concepts were found as mentions of any kind."""
    found = {mention_key(mention.text) for mention in _mentions(pair)}
    wanted = [mention_key(m.text) for m in pair.gold.mentions if m.type == "Concept" and m.kind == "name"]
    missed = tuple(key for key in wanted if key not in found)
    return MeasureOutcome(len(wanted) - len(missed), missed)


def coreference(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which pronouns and descriptions were found and stand for the right entity."""
    found = {(mention_key(m.text), pair.names.canonical(m.entity)) for m in _mentions(pair)}
    wanted = [m for m in pair.gold.mentions if m.kind != "name"]
    missed = tuple((m.text, m.entity) for m in wanted if (mention_key(m.text), m.entity) not in found)
    return MeasureOutcome(len(wanted) - len(missed), missed)


def anaphora(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which pronouns and descriptions stand for the right entity; those that are resolved wrongly count as well."""
    wanted = [(mention_key(m.text), m.entity) for m in pair.gold.mentions if m.kind != "name"]
    found = [(mention_key(m.text), pair.names.canonical(m.entity)) for m in _mentions(pair) if m.kind != "name"]
    return _sets(wanted, found)


def about(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which entities the sentence is about; one that is an annotated key term is not wrong."""
    return _sets(set(pair.gold.about), _about(pair))


def about_names(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which entities with a proper name the sentence is about."""
    types = _types(pair) | dict(pair.names.types)
    return _sets(*({name for name in side if types.get(name) != "Concept"} for side in (pair.gold.about, _about(pair))))


def terms(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which key terms were found: the same, or with words before the same head; concepts it is about are terms too."""
    known = pair.names.types
    coined = {name for name in _told_about(pair) if name not in known and _types(pair).get(name) == "Concept"}
    found = {term_key(term) for claim in pair.claims for term in claim.terms} | set(map(term_key, coined))
    left = sorted(found - set(map(term_key, known)) - {""})
    missed = []
    wanted = _gold_terms(pair)
    for term in wanted:
        hit = term if term in left else next((one for one in left if same_term(term, one)), None)
        if hit is None:
            missed.append(term)
        else:
            left.remove(hit)
    return MeasureOutcome(len(wanted) - len(missed), tuple(missed), tuple(left))


def statements(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which relations were found; each is counted once."""
    found = [
        (one.subject, one.predicate, one.object)
        for claim in pair.claims
        for one in claim.statements
        if one.subject and one.object
    ]
    missed = []
    for triple in pair.gold.triples:
        hit = next((one for one in found if pair.names.same_statement(triple, one)), None)
        if hit is None:
            missed.append(triple)
        else:
            found.remove(hit)
    return MeasureOutcome(len(pair.gold.triples) - len(missed), tuple(missed), tuple(found))


def quantities(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which numbers were found, units apart."""
    gold, found = _quantities(pair)
    return _sets((key[:2] for key, _ in gold), (key[:2] for key, _ in found))


def units(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which numbers were found with the right unit."""
    gold, found = _quantities(pair)
    return _sets((key for key, _ in gold), (key for key, _ in found))


def comparators(pair: AnnotatedSentence) -> MeasureOutcome:
    """Whether the numbers that were found have the right comparator."""
    gold, found = ({key[:2]: sign for key, sign in side} for side in _quantities(pair))
    both = [key for key in gold if key in found]
    missed = tuple((key, gold[key], found[key]) for key in both if gold[key] != found[key])
    return MeasureOutcome(len(both) - len(missed), missed)


def dates(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which dates were found."""
    return _sets((one.value for one in pair.gold.dates), (one.value for claim in pair.claims for one in claim.dates))


def modality(pair: AnnotatedSentence) -> MeasureOutcome:
    """Whether the modality is right."""
    return _answer(pair.gold.modality, pair.claims[0].modality if pair.claims else None)


def negation(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which negated claims were found."""
    found = any(claim.negated for claim in pair.claims)
    return _sets(["negated"] if pair.gold.negated else [], ["negated"] if found else [])


def attribution(pair: AnnotatedSentence) -> MeasureOutcome:
    """Which sources were found; one that is part of the other counts."""
    gold = name_key(pair.gold.attribution) if pair.gold.attribution else ""
    found = next((name_key(claim.attribution) for claim in pair.claims if claim.attribution), "")
    if gold and found and (gold in found or found in gold):
        found = gold
    return _sets([gold] if gold else [], [found] if found else [])


MEASURES = (
    ScoreRow("claims", claims),
    ScoreRow("timestamps", timestamps, rate=True),
    ScoreRow("sections", section, rate=True),
    ScoreRow("callouts", callout, rate=True),
    ScoreRow("named mentions", named),
    ScoreRow("named mentions, typed", typed),
    ScoreRow("concepts", concepts, rate=True),
    ScoreRow("coreference", coreference, rate=True),
    ScoreRow("anaphora", anaphora),
    ScoreRow("about", about),
    ScoreRow("about, names only", about_names),
    ScoreRow("terms", terms, of_terms=True),
    ScoreRow("statements", statements),
    ScoreRow("quantities", quantities),
    ScoreRow("quantities with unit", units),
    ScoreRow("comparators", comparators, rate=True),
    ScoreRow("dates", dates),
    ScoreRow("modality", modality, rate=True),
    ScoreRow("negation", negation),
    ScoreRow("attribution", attribution),
)


def _answer(gold: object, found: object) -> MeasureOutcome:
    return MeasureOutcome(1) if gold == found else MeasureOutcome(0, missed=((gold, found),))


def _sets(gold: Iterable[Hashable], found: Iterable[Hashable]) -> MeasureOutcome:
    """Compare two collections in which equal members count as often as they occur."""
    wanted, got = Counter(gold), Counter(found)
    right = (wanted & got).total()
    return MeasureOutcome(right, tuple((wanted - got).elements()), tuple((got - wanted).elements()))


def _mentions(pair: AnnotatedSentence) -> list[Mention]:
    """The mentions of the claims, one for each place: a plural's several referents are one place."""
    seen: dict[tuple[str, int], Mention] = {}
    for claim in pair.claims:
        for mention in claim.mentions:
            seen.setdefault((mention_key(mention.text), mention.start), mention)
    return list(seen.values())


def _types(pair: AnnotatedSentence) -> dict[str, str]:
    """The types that were found, by the annotation's names."""
    return {pair.names.canonical(mention.entity): mention.type for mention in _mentions(pair)}


def _told_about(pair: AnnotatedSentence) -> set[str]:
    return {pair.names.canonical(name) for claim in pair.claims for name in claim.about}


def _about(pair: AnnotatedSentence) -> set[str]:
    """What the claims are about; unknown names that are an annotated term are left out."""
    wanted, known = _gold_terms(pair), pair.names.types
    return {
        name
        for name in _told_about(pair)
        if name in known or not any(same_term(term, term_key(name)) for term in wanted)
    }


def _gold_terms(pair: AnnotatedSentence) -> list[str]:
    return sorted({term_key(term) for term in pair.gold.terms or ()} - {""})


def _gold_names(pair: AnnotatedSentence) -> list[tuple[str, str]]:
    return [(mention_key(m.text), m.type) for m in pair.gold.mentions if m.kind == "name" and m.type != "Concept"]


def _found_names(pair: AnnotatedSentence) -> list[tuple[str, str]]:
    """The names found; where the annotation has a concept, a name is not wrong."""
    spared = {mention_key(m.text) for m in pair.gold.mentions if m.type == "Concept"}
    found = ((mention_key(m.text), m.type, m.kind) for m in _mentions(pair))
    return [(key, type_) for key, type_, kind in found if kind == "name" and type_ != "Concept" and key not in spared]


def _quantities(pair: AnnotatedSentence) -> tuple[list[tuple[QuantityKey, str]], list[tuple[QuantityKey, str]]]:
    gold = [(quantity_key(one), one.comparator) for one in pair.gold.quantities]
    found = [(quantity_key(one), one.comparator) for claim in pair.claims for one in claim.quantities]
    return gold, found
