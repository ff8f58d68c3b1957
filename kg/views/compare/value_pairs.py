"""Sets the values that notes give for one attribute of one entity side by side, with a verdict on each pair.

Values are numbers, or dates where the attribute is one, as when something was founded. Claims that state the same value
in the same way (kind and date too) make one position. Every two positions of an attribute make one row, told by their
first claims; the claims of one position make rows of their own, each beside the first. So every value that has a
counterpart is shown, and none is resolved. Two numbers in one sentence are no pair: "from $1 billion to $2 billion" is
not a contradiction. Nor are changes of two things, as of exports and of prices.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from kg.claim_json import quantity_record, source_record
from kg.model.properties import DATE, dated
from kg.shown import Columns, ShowsItself, columns_of, html_of
from kg.store.ask.answer_rows import Rows
from kg.store.engine.store_files import trouble
from kg.views.compare.stated_values import given
from kg.views.compare.verdicts import SHOWN, VERDICTS, judge

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from kg.model import Claim
    from kg.store.ask.claim_reader import ClaimReader
    from kg.store.engine.store import Store
    from kg.store.engine.value_table import Attribute
    from kg.views.compare.verdicts import Stated, Verdict
    from kg.views.notebook.frames import ResultListing


class GivenBySomeClaim(Protocol):
    """A value that some claim gives, as far as pairs depend on it."""

    @property
    def stated(self) -> Stated:
        """The value, as it is judged."""

    @property
    def what(self) -> str:
        """Of a change: what has changed."""

    @property
    def label(self) -> str:
        """What ``label_of`` says of it."""

    @property
    def sentence(self) -> Hashable:
        """Which claim gives it: two numbers of one claim are no pair."""


Given = TypeVar("Given", bound=GivenBySomeClaim)


class Pair(NamedTuple, Generic[Given]):
    """Two values of one attribute, in the order in which they came, and what sets them apart."""

    first: Given
    second: Given
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Value:
    """One value as a claim states it.

    Attributes:
        claim: The claim.
        stated: The value, as it is judged.
        text: The claim's words for it.
        what: Of a change: what has changed.
    """

    claim: Claim
    stated: Stated
    text: str
    what: str = ""

    @property
    def label(self) -> str:
        """The words before a colon that alone introduce it."""
        return label_of(self.claim.text, self.text, self.stated)

    @property
    def sentence(self) -> str:
        """The IRI of its claim."""
        return self.claim.id

    def to_dict(self) -> dict[str, Any]:
        """Return the value and its claim as plain JSON values."""
        claim, (quantity, date) = self.claim, (self.stated.quantity, self.stated.date)
        whole = {"text": self.text, "value": date, "unit": DATE, "comparator": "=", "method": ""}
        return {
            **(whole if quantity is None else quantity_record(quantity)),
            "date": None if quantity is None else date,
            "kind": self.stated.kind,
            "claim": claim.id,
            "note": claim.note,
            "sentence": claim.text,
            "timestamps": list(claim.timestamps),
            "source": None if claim.source is None else source_record(claim.source),
            "attribution": claim.attribution,
        }


@dataclass(frozen=True, slots=True)
class Conflict(ShowsItself):
    """Two values of one attribute, and what sets them apart.

    Attributes:
        entity: Name of the entity that has the attribute.
        property: Local name of the property (``valuation``).
        of: Name of the entity that the value is with regard to (``shareOfRevenueOf``), or None.
        what: Of a change (``growth``): what has changed (``exports``); "" for the entity itself.
        unit: The unit that the two are compared in.
        verdict: One of ``kg.views.compare.verdicts.VERDICTS``.
        reason: Why, in a few words.
        first, second: The values, in the order of their notes' paths, then by place.
    """

    entity: str
    property: str
    of: str | None
    what: str
    unit: str
    verdict: str
    reason: str
    first: Value
    second: Value

    def to_dict(self) -> dict[str, Any]:
        """Return the pair as plain JSON values."""
        return {
            "entity": self.entity,
            "property": self.property,
            "of": self.of,
            "what": self.what,
            "unit": self.unit,
            "verdict": self.verdict,
            "reason": self.reason,
            "first": self.first.to_dict(),
            "second": self.second.to_dict(),
        }


class AskedPairs(NamedTuple):
    """Which pairs are asked for.

    Attributes:
        verdicts: Those with one of these verdicts.
        entity: Name of the entity that has the attribute, or that it is with regard to; None for all.
        property: Local name of the property; None for all.
        own: A hash of the vault's own words and properties, which decide what is compared; "" for none.
    """

    verdicts: frozenset[str] = SHOWN
    entity: str | None = None
    property: str | None = None
    own: str = ""


@dataclass(frozen=True, slots=True)
class Conflicts(Rows[Conflict]):
    """Pairs of values by entity and attribute, those that need a reader most first.

    Attributes:
        verdicts: How many pairs there are of each verdict, those that a limit left out too.
    """

    verdicts: tuple[tuple[str, int], ...] = field(default=(), repr=False, compare=False)


@html_of.register(Conflicts)
def _(found: Conflicts) -> str:
    from kg.views.notebook.frames import MOST, listed

    return listed(found, found[:MOST].to_dicts(), _listing())


@html_of.register(Conflict)
def _(found: Conflict) -> str:
    from kg.views.notebook.frames import single

    return single(_listing().table([found.to_dict()]))


@columns_of.register(Conflicts)
def _(found: Conflicts) -> Columns:
    listing = _listing()
    return Columns(tuple(listing.fields), listing.rows(found.to_dicts()))


def _listing() -> ResultListing:
    from kg.views.compare import pair_tables
    from kg.views.notebook.frames import ResultListing

    return ResultListing("pair of values", pair_tables.table, pair_tables.FIELDS)


def find(store: Store, reader: ClaimReader, asked: AskedPairs, limit: int | None = None) -> Conflicts:
    """Find pairs of values: attributes with a pair that needs a reader most come first, then as the store has them.

    Of the claims, those of one attribute are in memory. Where the build has counted the pairs, only attributes are
    looked at that have what is wanted.

    Args:
        store: The store to ask.
        reader: Reads its claims.
        asked: Which pairs.
        limit: At most so many.
    """
    from kg.views.compare.pair_counts import rules

    values = store.search.values
    with trouble(store.folder):
        counted = values.counts(rules(asked.own), asked.entity, asked.property)
        if counted is None:
            attributes = [each for each, _ in values.attributes(dated(), asked.entity, asked.property)]
        else:
            urgent = {each: _urgency(asked.verdicts.intersection(counts)) for each, counts in counted}
            attributes = sorted((each for each in urgent if urgent[each] < len(VERDICTS)), key=urgent.__getitem__)
    groups: list[list[Conflict]] = []
    for attribute in attributes:
        if counted is not None and limit is not None and sum(map(len, groups)) >= limit:
            break
        groups.append([row for row in _pairs(store, reader, attribute) if row.verdict in asked.verdicts])
    groups.sort(key=lambda group: _urgency(row.verdict for row in group))
    rows = [row for group in groups for row in group]
    numbers = Counter(row.verdict for row in rows)
    if counted is not None:
        numbers = sum((Counter(counts) for _, counts in counted), Counter())
    verdicts = tuple((name, numbers[name]) for name in VERDICTS if name in asked.verdicts and numbers[name])
    return Conflicts(tuple(rows[:limit]), sum(number for _, number in verdicts), verdicts)


def _urgency(verdicts: Iterable[str]) -> int:
    """The place among all verdicts of the one that needs a reader most; that of none is behind all."""
    return min(map(VERDICTS.index, verdicts), default=len(VERDICTS))


def _pairs(store: Store, reader: ClaimReader, attribute: Attribute) -> list[Conflict]:
    with trouble(store.folder):
        iris = [iri for iri, _ in store.search.values.claims(attribute, dated())]
    return compare(attribute, values_in(reader.claims(iris), attribute))


def values_in(claims: Iterable[Claim], attribute: Attribute) -> list[Value]:
    """Return the values that claims give for an attribute, by note, then by place."""
    ordered = sorted(claims, key=lambda claim: (claim.note, claim.span, claim.id))
    found = ((claim, value) for claim in ordered for value in given(claim) if value.attribute == attribute)
    return [Value(claim, value.stated, value.text, value.what) for claim, value in found]


def compare(attribute: Attribute, found: Iterable[Value]) -> list[Conflict]:
    """Return the pairs among the values of one attribute, those that need a reader most first, then as they came."""
    entity, property_, of, unit = attribute
    return [
        Conflict(entity, property_, of or None, one.what, unit, *verdict, one, other)
        for one, other, verdict in pairs_of(list(found))
    ]


def pairs_of(values: Sequence[Given]) -> list[Pair[Given]]:
    """Return the pairs among the values of one attribute, those that need a reader most first, then as they came."""
    judged = list(zip(values, _marked(values), strict=True))
    positions: dict[object, list[tuple[Given, Stated]]] = {}
    for value, stated in judged:
        positions.setdefault((value.what, stated.position), []).append((value, stated))
    pairs = [(told[0], other) for told in positions.values() for other in told[1:]]
    for one, other in combinations(positions.values(), 2):
        if one[0][0].what == other[0][0].what:
            # the first of two positions whose values are in different claims, if there is any
            pairs += [(a, b) for a in one for b in other if a[0].sentence != b[0].sentence][:1]
    rows = [Pair(a, b, judge(one, other)) for (a, one), (b, other) in pairs if a.sentence != b.sentence]
    return sorted(rows, key=lambda row: VERDICTS.index(row.verdict.name))


def _marked(values: Sequence[GivenBySomeClaim]) -> Iterator[Stated]:
    """The values as they are judged, those marked of which their note gives several under one label.

    "Price: $317" and, further on, "Price: $169" are the prices of two things, whatever the rules take them to be of.
    """
    labelled: dict[tuple[str, str], set[object]] = {}
    for value in values:
        labelled.setdefault((value.stated.note, value.label), set()).add(value.stated.interval)
    for value in values:
        several = value.label and len(labelled[value.stated.note, value.label]) > 1
        yield replace(value.stated, listed=True) if several else value.stated


def label_of(sentence: str, words: str, stated: Stated) -> str:
    """The words before a colon that alone introduce a value without a date, in lower case; "" where there are none.

    Args:
        sentence: The claim's text.
        words: Its words for the value.
        stated: The value.
    """
    label, colon, rest = sentence.partition(":")
    begins = rest.lstrip().startswith(words)
    return label.casefold() if colon and begins and stated.date is None else ""
