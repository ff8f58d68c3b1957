"""Numbers and times as people read them: ``≥$3.5 B``, ``60%``, ``32 data centers``, ``54:21``."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# ISO 4217 code -> sign before the amount; other currencies keep their code: ``CHF 3 M``
CURRENCY_SIGNS = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "TRY": "₺",
    "UAH": "₴",
    "ILS": "₪",
    "CNY": "CN¥",
    "CAD": "CA$",
    "AUD": "A$",
    "BRL": "R$",
    "MXN": "MX$",
    "HKD": "HK$",
}
OTHER_CURRENCIES = re.compile(
    "AED|ARS|BDT|CHF|CLP|COP|CZK|DKK|EGP|HUF|IDR|IRR|KWD|LBP|LKR|MAD|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|QAR|RON|RUB|SAR|"
    "SEK|SGD|THB|TWD|VES|VND|XAU|XDR|ZAR"
)

# units written right behind the number
SUFFIXES = {"percent": "%", "percentage point": " pp", "times": "×", "basis point": " bp"}

# (at least, divisor, sign): amounts shorten only when nothing is lost
SCALES = (
    (Decimal(10) ** 12, Decimal(10) ** 12, "T"),
    (Decimal(10) ** 9, Decimal(10) ** 9, "B"),
    (Decimal(10) ** 6, Decimal(10) ** 6, "M"),
)
MOST_DECIMALS = 3  # a shortened amount has at most so many

COMPARATOR_SIGNS = {"=": "", ">": ">", ">=": "≥", "<": "<", "<=": "≤", "~": "~"}

# plurals that no rule gives; symbols, codes and these never take an s
IRREGULAR = {
    "person": "people",
    "foot": "feet",
    "man": "men",
    "woman": "women",
    "child": "children",
    "half": "halves",
    "PhD": "PhDs",
}
SAME_IN_PLURAL = re.compile("series|species|aircraft|average|percent|times|staff|fps|FPS|mpg|mph|rpm|RPM|bps")
SIBILANT = re.compile(r"(?:s|x|z|ch|sh)\Z")
CONSONANT_Y = re.compile(r"[^aeiou]y\Z")
WORD = re.compile(r"[A-Za-z][a-z-]{2,}\Z")
ACRONYM = re.compile(r"[A-Z]{3,}\Z")

MINUTE, HOUR = 60, 3600
CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):([0-5]\d)\Z")


class UnitForm(NamedTuple):
    """What is written before a number of a unit, and after 1 and any other number; a minus comes before ``before``."""

    before: str
    one: str
    many: str


def clock(seconds: float) -> str:
    """A time in a recording as players show it: ``0:07``, ``54:21``, ``1:02:03``; parts of a second are dropped."""
    whole = int(seconds)
    hours, minutes, rest = whole // HOUR, whole % HOUR // MINUTE, whole % MINUTE
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_of(text: str) -> int | None:
    """Seconds of a time as typed: ``54:21``, ``0:54:21`` or plain seconds; None when it is none of them."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    found = CLOCK.match(text)
    if not found or not text.isascii():
        return None
    hours, minutes, rest = int(found[1] or 0), int(found[2]), int(found[3])
    if found[1] and minutes >= MINUTE:
        return None
    return hours * HOUR + minutes * MINUTE + rest


def quantity(record: Mapping[str, Any]) -> str:
    """One quantity of a claim's JSON (``value``, ``value_max``?, ``unit``, ``comparator``) in a few characters.

    A date as a value (``2024-11``) stays as it is.
    """
    if isinstance(record["value"], str):
        return record["value"]
    form = unit_form(str(record["unit"]))
    sign = COMPARATOR_SIGNS.get(str(record.get("comparator", "=")), "")
    low, high = record["value"], record.get("value_max")
    minus, low = ("-", -low) if form.before and high is None and low < 0 else ("", low)
    number = amount(low) if high is None else _span(low, high)
    after = form.many if (high if high is not None else low) != 1 else form.one
    return f"{sign}{minus}{form.before}{number}{after}".rstrip()


@lru_cache(maxsize=4096)
def unit_form(unit: str) -> UnitForm:
    """Return what is written before a number of a unit and after it."""
    base, per, each = unit.partition(" per ")
    if base in CURRENCY_SIGNS or OTHER_CURRENCIES.fullmatch(base):
        return UnitForm(CURRENCY_SIGNS.get(base, f"{base} "), per + each, per + each)
    if base in SUFFIXES:
        return UnitForm("", SUFFIXES[base] + per + each, SUFFIXES[base] + per + each)
    return UnitForm("", f" {unit}", f" {plural(unit)}")


def quantities(records: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Every quantity of a claim, in reading order, each once."""
    return tuple(dict.fromkeys(quantity(record) for record in records))


def amount(value: float | Decimal) -> str:
    """A number with thousands separated, or with T, B, M when that loses nothing: ``1.9 B``, ``250,000``."""
    exact = Decimal(str(value))
    for least, divisor, sign in SCALES:
        if abs(exact) >= least:
            short = (exact / divisor).normalize()
            if short == round(short, MOST_DECIMALS):
                return f"{short:,f} {sign}"
            break
    return f"{exact.normalize():,f}"


def plural(unit: str) -> str:
    """A unit's plural: its last word takes one if it is a word; ``kW``, ``nm`` and codes stay as they are."""
    head, gap, last = unit.rpartition(" ")
    before, of, rest = unit.partition(" of ")
    if of:
        return f"{plural(before)}{of}{rest}"
    if " per " in unit:
        before, per, rest = unit.partition(" per ")
        return f"{plural(before)}{per}{rest}"
    return f"{head}{gap}{_plural_word(last)}"


def _plural_word(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if SAME_IN_PLURAL.fullmatch(word):
        return word
    if ACRONYM.match(word):
        return f"{word}s"
    if not WORD.match(word):
        return word
    if CONSONANT_Y.search(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if SIBILANT.search(word) else f"{word}s"


def _span(low: float, high: float) -> str:
    """A range; what both ends share is said once: ``3–5``, ``1–2.5 B``."""
    first, last = amount(low), amount(high)
    number, gap, scale = first.partition(" ")
    if gap and last.endswith(gap + scale):
        first = number
    return f"{first}–{last}"


def counted(number: int, unit: str) -> str:
    """So many of a thing: ``1 note``, ``6,203 notes``."""
    return f"{number:,} {unit if number == 1 else plural(unit)}"
