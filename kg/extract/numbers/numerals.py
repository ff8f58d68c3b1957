"""Finds the numbers written in a text, in digits or in words, and gives their exact values.

A numeral is only the number itself (``3.5 billion``, ``twenty-five``, ``half a million``, ``hundreds of thousands``,
``two-thirds``, ``one in five``); currencies, units, comparators and ranges are put around it in ``quantities``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "zero": 0, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "dozen": 12, "hundred": 10**2, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7,
    "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15,
}  # fmt: skip
# Written straight behind digits; a lone "m" may also be metres, which the caller decides.
SUFFIXES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9,
    "t": 10**12, "tn": 10**12, "trn": 10**12, "mil": 10**6, "mio": 10**6, "bil": 10**9, "mrd": 10**9,
}  # fmt: skip
PARTS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.3333", "⅔": "0.6667", "⅕": "0.2", "⅛": "0.125"}
REPEATS = {"once": 1, "twice": 2, "thrice": 3}
WORDS = {**ONES, **TEENS, **TENS}
LARGEST_INNER = 100  # dozens and hundreds multiply what comes before them inside a larger number
FOURTH = Decimal("0.0001")
LONGEST_DIGITS = 24  # digits; what is longer is an identifier and measures nothing


class Numeral(NamedTuple):
    """A number as written.

    Attributes:
        start, end: Offsets into the text.
        value: Its exact value, scale words and suffixes multiplied in (fractions are rounded to four digits).
        kind: Which way of writing, a key of ``FORMS``.
        suffix: The scale suffix written straight behind the digits (``bn``, ``k``, ``m``), or "".
    """

    start: int
    end: int
    value: Decimal
    kind: str
    suffix: str = ""


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_ONES = _any(ONES)
_BASE = rf"(?:(?:{_any(TENS)})(?:[- ](?:{_ONES})(?!\w))?|{_any(TEENS)}|{_ONES})(?!\w)"
_SCALE = rf"(?:{_any(SCALES)})(?!\w)"
_MANY = r"(?:lakh|crore|million|billion|trillion)s(?!\w)"  # "7.2 lakhs"
_PLURALS = rf"(?:tens|{_any(f'{name}s' for name in SCALES)})(?!\w)"
_PARTS = rf"(?:{_any(PARTS)})"
_SMALL = rf"(?:{_BASE}|\d{{1,3}}(?:,\d{{3}})?)"
_DIGITS = r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?:\.\d+)?[½¼¾⅓⅔⅕⅛]?"
_SUFFIX = r"(?:\s?(?:mn|mln|bn|bln|tn|trn|mil|mio|bil|mrd)|[kmbt])(?!\w)"
_COMMA = r"\d{1,3}(?:\.\d{3})*,\d{1,2}(?!\d|,\d)"
_AND_PART = r"(?:\sand\s(?:a\shalf|one[-\s]half|a\squarter|three[-\s]quarters)(?!\w))?"
_ORDINAL = rf"-(?:first|second|{_any(PARTS)})\b"
_OWNER = r"(?:of|the|its|their|his|her|that|this|our|all)"

# Each way of writing a number; of two that begin at one place the earlier in the table wins.
FORMS: dict[str, str] = {
    # half a million, a quarter-billion, a quarter of a million
    "share": rf"(?:half\san?[-\s]|an?\shalf[-\s]|(?:an?\s)?quarter\sof\san?\s|(?:an?\s)?quarter[-\s]|half-){_SCALE}",
    # one in five, nine out of ten, 4 out of 5
    "ratio": rf"{_SMALL}\s(?:in|out\sof)\s(?:every\s)?{_SMALL}(?![\w%]|[-.,:/]\d|\s{_SCALE})",
    # two-thirds, a third of, one quarter of
    "fraction": rf"(?:an?|{_BASE})[-\s]{_PARTS}(?:s(?!\w)|(?=\s{_OWNER}\b))(?!\s(?:of|in)\s(?:19|20)\d\d)",
    # half of, half the, half a (century), a quarter (century)
    "half": rf"half(?=\s{_OWNER}\b)|(?<=\bby )half\b",
    "part": r"half\san?(?=\s\w)|half(?=-(?:inch|mile|hour|pound|cup|day|year|century|acre|ton)\b)"
    r"|(?:an?\s)?quarter(?:\sof\san?)?(?=[-\s](?:century|mile|inch|turn|hour|cup|pound|acre|teaspoon|tablespoon)\b)",
    # tenfold
    "fold": rf"(?:{_any([*WORDS, 'hundred', 'thousand'])})fold\b",
    # multi-billion dollar
    "multi": rf"multi-?{_SCALE}",
    # thousands, hundreds of thousands
    "plural": rf"{_PLURALS}(?:\sof\s{_PLURALS})*",
    # an order of magnitude
    "magnitude": r"an?(?=\sorder\sof\smagnitude\b)",
    # a hundred, a billion
    "article": rf"an?\s{_SCALE}(?:[-\s]{_SCALE})*",
    # 3/16 inch
    "slash": r"\d{1,2}/\d{1,3}(?=[-\s](?:inch|foot|mile|cup|teaspoon|tablespoon|pound|ounce|of\s(?:an?|the)\b))",
    # 3,5 Mrd.: with the comma of continental Europe
    "comma": rf"{_COMMA}(?:(?:[-\s]?{_SCALE})+|{_SUFFIX})?",
    # 3.5 billion, 1,500, 20m, 2 and a half
    "digits": rf"{_DIGITS}(?:(?:[-\s]?{_SCALE})+|\s{_MANY}|{_SUFFIX})?{_AND_PART}",
    # twenty-five, one hundred and twenty thousand, six and a half million
    "words": rf"{_BASE}(?:(?:[-\s]{_SCALE})+(?:(?:\sand)?[-\s]{_BASE})?)*{_AND_PART}(?:[-\s]{_SCALE})*(?!{_ORDINAL})",
    "repeat": rf"(?:{_any(REPEATS)})\b",
    "vulgar": r"[½¼¾⅓⅔⅕⅛]",
}
PATTERN = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in FORMS.items()), re.IGNORECASE)
# Where a numeral can begin: a digit, or a word that is or opens a number.
START = re.compile(
    r"\d|[½¼¾⅓⅔⅕⅛]|\b(?:"
    + _any([*WORDS, *REPEATS, "half", "tens", "quarter", "multi", *(f"{name}s" for name in SCALES)])
    + rf"|an?\s(?:{_any(['half', 'quarter', *(p for p in PARTS if p != 'halve'), *SCALES, 'order of'])}))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+|\d[\d,.\u00a0\u2009\u202f]*|[½¼¾⅓⅔⅕⅛]", re.IGNORECASE)
_GROUPING = re.compile(r"[,\u00a0\u2009\u202f]")
_GAP = re.compile(r"[-\s]+")
_RATIO_WORDS = re.compile(r"\s(?:in|out\sof)\s(?:every\s)?", re.IGNORECASE)
_AND_PART_WORDS = re.compile(r"\sand\s(?:an?|one|three)[-\s](half|quarters?)\b")


def scan(text: str) -> Iterator[Numeral]:
    """Yield the numerals of a text from left to right, none overlapping."""
    place = 0
    while (opening := START.search(text, place)) is not None:
        match = PATTERN.match(text, opening.start())
        if match is None or match.end() == match.start():
            place = opening.end()
            continue
        place = match.end()
        kind = match.lastgroup or ""
        written = match.group()
        if sum(map(str.isdigit, written)) <= LONGEST_DIGITS:
            yield Numeral(match.start(), match.end(), VALUES[kind](written), kind, _suffix(kind, written))


def scale(written: str) -> Decimal:
    """The scale that a written number ends in: ``15 million`` -> 1000000, ``250`` -> 1."""
    value = Decimal(1)
    for word in reversed(_WORD.findall(written.casefold())):
        factor = SCALES.get(word.removesuffix("s")) or SUFFIXES.get(word)
        if factor is None:
            break
        value *= factor
    return value


def _suffix(kind: str, written: str) -> str:
    last = _WORD.findall(written)[-1] if kind in ("digits", "comma") else ""
    return last if last.casefold() in SUFFIXES else ""


def cardinal(written: str) -> Decimal:
    """Value of digits and number words with their scales: ``3.5 million``, ``two hundred and five thousand``."""
    total = current = Decimal(0)
    scaled = False  # whether the word before was a large scale: "five lakh crore" multiplies
    for found in _WORD.findall(_AND_PART_WORDS.sub(_and_part, written.casefold())):
        word = found.removesuffix("s")  # "lakhs"
        factor = SCALES.get(word) or SUFFIXES.get(word)
        if factor is None:
            current += _simple(word)
        elif scaled:
            total *= factor
        elif factor <= LARGEST_INNER:
            current = (current or Decimal(1)) * factor
        else:
            total, current = total + (current or Decimal(1)) * factor, Decimal(0)
        scaled = factor is not None and factor > LARGEST_INNER
    return total + current


def _simple(word: str) -> Decimal:
    """Value of one word that is no scale: digits, a vulgar fraction, a number word, or 0 for "and" and "a"."""
    if word in VULGAR:
        return Decimal(VULGAR[word])
    if word[0].isdigit():
        digits = _GROUPING.sub("", word).rstrip(".")
        return Decimal(digits)
    return Decimal(WORDS.get(word, 0))


def _and_part(match: re.Match[str]) -> str:
    return {"half": " ½", "quarter": " ¼", "quarters": " ¾"}[match[1]]


def _ratio(written: str) -> Decimal:
    """``one in five`` -> 0.2; a zero below the line gives zero."""
    left, right = _RATIO_WORDS.split(written, maxsplit=1)
    below = cardinal(right)
    return _rounded(cardinal(left) / below) if below else Decimal(0)


def _fraction(written: str) -> Decimal:
    """``two-thirds`` -> 0.6667."""
    number, part = _GAP.split(written.casefold().removesuffix("s").strip())[-2:] if written else ("a", "half")
    return _rounded(Decimal(WORDS.get(number, 1)) / PARTS[part])


def _slash(written: str) -> Decimal:
    """``3/16`` -> 0.1875; a zero below the line gives zero."""
    above, below = map(Decimal, written.split("/"))
    return _rounded(above / below) if below else Decimal(0)


def _share(written: str) -> Decimal:
    """``half a million``, ``a quarter-billion``, ``a quarter of a million``."""
    part = Decimal("0.25") if "quarter" in written.casefold() else Decimal("0.5")
    return part * _product(written)


def _product(written: str) -> Decimal:
    """Product of all scale words, singular or plural: ``hundreds of thousands`` -> 100000."""
    value = Decimal(1)
    for word in _WORD.findall(written.casefold()):
        value *= {"tens": 10}.get(word) or SCALES.get(word.removesuffix("s"), 1)
    return value


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(FOURTH).normalize() if value else Decimal(0)


VALUES: dict[str, Callable[[str], Decimal]] = {
    "ratio": _ratio,
    "fraction": _fraction,
    "share": _share,
    "half": lambda _: Decimal("0.5"),
    "part": lambda written: Decimal("0.25" if "quarter" in written.casefold() else "0.5"),
    "fold": lambda written: cardinal(written[: -len("fold")]),
    "multi": _product,
    "plural": _product,
    "magnitude": lambda _: Decimal(1),
    "article": _product,
    "slash": _slash,
    "comma": lambda written: cardinal(written.replace(".", "").replace(",", ".")),
    "digits": cardinal,
    "words": cardinal,
    "repeat": lambda written: Decimal(REPEATS[written.casefold()]),
    "vulgar": lambda written: Decimal(VULGAR[written]),
}
