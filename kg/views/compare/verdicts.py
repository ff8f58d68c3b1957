"""Judges two values that notes give for one attribute: do they agree, or what sets them apart.

A value is read as an interval (:func:`interval`), its date as a range of days (:func:`days`), its claim as a kind
(``KINDS``). Where the value is itself a date (when something was founded), its days are the interval. ``RULES`` is
tried from top to bottom; the first rule that applies gives the verdict:

=======  =================================================================  ==============
rule     applies when                                                       verdict
=======  =================================================================  ==============
listed   a note gives several under one label: they are of several things   not comparable
denial   one claim denies the value, the intervals meet, comparable         conflict
same     the intervals are equal                                            agree
outlook  only one of the claims looks ahead, supposes or guesses            differ in kind
time     both dates are known and share no day                              differ in time
apart    both hold for a moment, of two recordings, and are far apart       not comparable
within   one interval lies in the other, or they overlap or touch           refine
rounded  one number is the other in fewer digits, at most a tenth away      refine
hearsay  only one of the claims reports what somebody says, or denies       differ in kind
moment   both hold for a moment, and not known to be the same one           not comparable
source   one note states both, as steps of one story                        not comparable
dating   only one is dated, or one date is longer than the other            not comparable
scope    the words around the two say that they measure different things    not comparable
(none)                                                                      conflict
=======  =================================================================  ==============

A value holds for a moment, or for one occasion of several, if ``kg/model/properties.toml`` marks its property
``momentary``: that a price is $5 in one note and $9 in another is no contradiction, unless both say that it is of the
same time. In two recordings, "over $5" and "$9" are not even two ways of saying one thing.

``~`` allows a tenth of the value to either side, as in ``kg claims --with``. Touching counts as meeting: "more than
60%" and "60%" are two ways of saying one thing, not a contradiction.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from kg.model.compared_units import COMPARED_IN
from kg.model.properties import dated

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Quantity, Statement

# What needs a reader most comes first.
VERDICTS = CONFLICT, _, _, _, AGREE, NOT_COMPARABLE = (
    "conflict",
    "differ in kind",
    "differ in time",
    "refine",
    "agree",
    "not comparable",
)
SHOWN = frozenset(VERDICTS) - {NOT_COMPARABLE}  # the verdicts of pairs that a reader is shown unasked
TOLERANCE = Decimal("0.1")  # of the value, to either side: what "about" and rounding may hide
INFINITY = Decimal("Infinity")
EXACT = Context(prec=400)  # digits: so that no number that notes hold is too long to be rounded

# factuality of a statement -> kind of its value
KINDS = {
    "certain": "actual",
    "reported": "reported",
    "possible": "possible",
    "predicted": "forecast",
    "planned": "forecast",
    "conditional": "hypothetical",
    "counterfactual": "hypothetical",
}
DENIED = "denied"
AHEAD = frozenset({"possible", "forecast", "hypothetical"})

_DATE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d))?(?:-(\d\d))?")


class Interval(NamedTuple):
    """The numbers that a value allows; infinite where one side is open."""

    low: Decimal
    high: Decimal


class Days(NamedTuple):
    """The days that a date covers, first to last, each as (year, month, day)."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stated:
    """What the rules look at of one value.

    Attributes:
        quantity: As the claim states it; None where the value is the date.
        date: EDTF value of the time that it holds for, or None; of a value that is a date, with its year known.
        kind: One of ``KINDS``' values, or ``denied``.
        momentary: Whether it holds for a moment, or for one occasion of several.
        note: Path of the note that states it; "" where that does not matter.
        scope: What it is a value of besides the attribute (``data center``, ``per share``), as ``scope_of`` has it.
        recording: What the note is about, as its claim's source has it; "" where that does not matter.
        listed: Whether its note gives several such values under one label, so that nobody knows of what each is.
    """

    quantity: Quantity | None
    date: str | None = None
    kind: str = "actual"
    momentary: bool = False
    note: str = ""
    scope: str = ""
    recording: str = ""
    listed: bool = False

    @property
    def interval(self) -> Interval:
        """The numbers that it allows, in the unit that it is compared in, or the days, numbered."""
        if self.quantity is not None:
            return interval(self.quantity)
        covered = days(self.date)
        if covered is None:
            raise ValueError(f"a value must be a number or a date with its year: {self}")
        return Interval(*map(_numbered, covered))

    @property
    def position(self) -> tuple[object, ...]:
        """What values that say the same, of the same time and in the same way, have in common."""
        return self.interval, self.date, self.kind


class Verdict(NamedTuple):
    """One of ``VERDICTS``, and the reason in a few words."""

    name: str
    reason: str


def kind_of(statement: Statement) -> str:
    """Return the kind of a value: by the factuality of its statement, or ``denied`` where that is negative."""
    return DENIED if statement.polarity == "negative" else KINDS[statement.factuality]


def is_dated(statement: Statement) -> bool:
    """Whether the value of a statement is its date, and can be compared: its year is known."""
    return statement.property in dated() and statement.quantity is None and days(statement.date) is not None


def interval(quantity: Quantity) -> Interval:
    """Return the numbers that a quantity allows, in the unit that it is compared in."""
    factor = COMPARED_IN.get(quantity.unit, ("", Decimal(1)))[1]
    ends = quantity.value, quantity.value if quantity.value_max is None else quantity.value_max
    low, high = sorted(end * factor for end in ends)
    if quantity.comparator == "~":
        return Interval(low - abs(low) * TOLERANCE, high + abs(high) * TOLERANCE)
    return Interval(
        -INFINITY if quantity.comparator in ("<", "<=") else low,
        INFINITY if quantity.comparator in (">", ">=") else high,
    )


def days(date: str | None) -> Days | None:
    """Return the days that an EDTF date covers; None when there is none, or its year is open (``XXXX-10``)."""
    ends = [_period(end) for end in date.split("/")] if date else []
    known = [end for end in ends if end is not None]
    return Days(known[0].first, known[-1].last) if known and len(known) == len(ends) else None


def judge(one: Stated, other: Stated) -> Verdict:
    """Judge two values of one attribute; the order of the two makes no difference to the verdict."""
    for name, rule in RULES:
        reason = rule(one, other)
        if reason:
            return Verdict(name, reason)
    return Verdict(CONFLICT, f"the {_noun(one)}s exclude each other")


def _listed(one: Stated, other: Stated) -> str:
    return "one note gives several under one label" if one.listed or other.listed else ""


def _denial(one: Stated, other: Stated) -> str:
    met = _meet(one.interval, other.interval) and not (_source(one, other) or _scope(one, other))
    return "one denies what the other states" if met and (one.kind == DENIED) != (other.kind == DENIED) else ""


def _same(one: Stated, other: Stated) -> str:
    return f"the same {_noun(one)}" if one.interval == other.interval else ""


def _outlook(one: Stated, other: Stated) -> str:
    return f"{one.kind} against {other.kind}" if (one.kind in AHEAD) != (other.kind in AHEAD) else ""


def _time(one: Stated, other: Stated) -> str:
    if one.quantity is None or other.quantity is None:
        return ""
    first, second = days(one.date), days(other.date)
    if first is None or second is None or (first.first <= second.last and second.first <= first.last):
        return ""
    return f"{one.date} against {other.date}"


def _within(one: Stated, other: Stated) -> str:
    a, b = one.interval, other.interval
    if not _meet(a, b):
        return ""
    signs = {value.quantity.comparator for value in (one, other) if value.quantity is not None}
    if (a.high == b.low or b.high == a.low) and signs and "~" not in signs:
        return "one begins where the other ends"
    inside = (a.low <= b.low and b.high <= a.high) or (b.low <= a.low and a.high <= b.high)
    return "one lies within the other" if inside else "they overlap"


def _rounded(one: Stated, other: Stated) -> str:
    (a, _), (b, _) = one.interval, other.interval
    if not (_is_exact(one) and _is_exact(other)) or abs(a - b) > TOLERANCE * max(abs(a), abs(b)):
        return ""
    return "one is the other rounded" if _round_to(a, b) == b or _round_to(b, a) == a else ""


def _hearsay(one: Stated, other: Stated) -> str:
    return f"{one.kind} against {other.kind}" if one.kind != other.kind and not {one.kind, other.kind} & AHEAD else ""


def _apart(one: Stated, other: Stated) -> str:
    return _moment(one, other) if one.recording != other.recording and not _is_near(one, other) else ""


def _is_near(one: Stated, other: Stated) -> bool:
    """Whether an end of the one is at most a tenth from an end of the other: "60%" and "more than 60%"."""
    ends = ([end for end in value.interval if abs(end) != INFINITY] for value in (one, other))
    return any(abs(a - b) <= TOLERANCE * max(abs(a), abs(b)) for a, b in product(*ends))


def _moment(one: Stated, other: Stated) -> str:
    if not (one.momentary and other.momentary) or (one.date is not None and one.date == other.date):
        return ""
    said = [date for date in (one.date, other.date) if date is not None]
    return " against ".join(said) if len(said) > 1 else f"only one is dated, {said[0]}" if said else "no time is given"


def _source(one: Stated, other: Stated) -> str:
    return "one note gives both" if one.note and one.note == other.note else ""


def _dating(one: Stated, other: Stated) -> str:
    if one.quantity is None or other.quantity is None or one.date == other.date:
        return ""
    said = [date for date in (one.date, other.date) if date is not None]
    return " against ".join(said) if len(said) > 1 else f"only one is dated, {said[0]}"


def _scope(one: Stated, other: Stated) -> str:
    if one.scope == other.scope:
        return ""
    return " against ".join(scope or "the whole" for scope in (one.scope, other.scope))


RULES: tuple[tuple[str, Callable[[Stated, Stated], str]], ...] = (
    (NOT_COMPARABLE, _listed),
    (CONFLICT, _denial),
    (AGREE, _same),
    ("differ in kind", _outlook),
    ("differ in time", _time),
    (NOT_COMPARABLE, _apart),
    ("refine", _within),
    ("refine", _rounded),
    ("differ in kind", _hearsay),
    (NOT_COMPARABLE, _moment),
    (NOT_COMPARABLE, _source),
    (NOT_COMPARABLE, _dating),
    (NOT_COMPARABLE, _scope),
)


def _noun(value: Stated) -> str:
    return "number" if value.quantity is not None else "date"


def _numbered(day: tuple[int, int, int]) -> Decimal:
    """A number for a day, larger for later ones; unlike the calendar's it has one for every day that can be written."""
    year, month, number = day
    return Decimal((year * 12 + month) * 31 + number)


def _meet(one: Interval, other: Interval) -> bool:
    return one.low <= other.high and other.low <= one.high


def _is_exact(value: Stated) -> bool:
    return value.quantity is not None and value.quantity.comparator == "=" and value.quantity.value_max is None


def _round_to(number: Decimal, pattern: Decimal) -> Decimal:
    """The number in as many significant digits as the pattern has, trailing zeros not counted."""
    last = pattern.normalize().as_tuple().exponent
    return number.quantize(Decimal(1).scaleb(int(last)), ROUND_HALF_UP, EXACT)


def _period(date: str) -> Days | None:
    """The days of a single EDTF date."""
    found = _DATE.fullmatch(date)
    if found is None:
        return None
    first_year, last_year = int(found[1].replace("X", "0")), int(found[1].replace("X", "9"))
    first_month, last_month = (int(found[2]), int(found[2])) if found[2] else (1, 12)
    if not (first_year and 1 <= first_month <= last_month <= 12):  # noqa: PLR2004 - months of a year
        return None
    last_day = int(found[3]) if found[3] else monthrange(last_year, last_month)[1]
    return Days((first_year, first_month, int(found[3] or 1)), (last_year, last_month, last_day))
