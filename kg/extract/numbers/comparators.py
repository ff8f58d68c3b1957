"""How a text says that a number is a bound or an estimate: words before it, words behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

APPROXIMATE, AT_LEAST, MORE, AT_MOST, LESS = "~", ">=", ">", "<=", "<"

BEFORE: dict[str, str] = dict.fromkeys(
    (
        "almost", "nearly", "about", "around", "approximately", "approx.", "approx", "roughly", "close to", "near",
        "some", "an estimated", "estimated", "circa", "virtually", "somewhere around", "in the region of",
        "on the order of", "in the neighborhood of", "in the ballpark of", "or so", "~", "≈", "c.", "ca.",
        "practically",
    ),
    APPROXIMATE,
)  # fmt: skip
BEFORE |= dict.fromkeys(
    (
        "at least", "a minimum of", "minimum of", "minimum", "no fewer than", "no less than", "not less than",
        "not fewer than", "upwards of", "upward of", "not under", "not below", "as few as", "as little as", "as low as",
        "at the very least",
        "≥", ">=", "starting from",
    ),
    AT_LEAST,
)  # fmt: skip
BEFORE |= dict.fromkeys(
    (
        "more than", "over", "above", "exceed", "exceeds", "exceeded", "exceeding", "in excess of", "greater than",
        "higher than", "larger than", "bigger than", "longer than", "older than", "beyond", "north of", "surpass",
        "surpasses", "surpassed", "surpassing", "topped", "topping", ">", "better than", "faster than",
    ),
    MORE,
)  # fmt: skip
BEFORE |= dict.fromkeys(
    (
        "up to", "at most", "a maximum of", "maximum of", "maximum", "max", "as many as", "as much as",
        "as high as", "as long as", "no more than",
        "not more than", "no greater than", "no higher than", "no longer than", "not over",
        "not above", "not exceed", "never exceed", "not exceeding", "cannot exceed", "can't exceed", "don't exceed",
        "doesn't exceed", "capped at", "at the most", "≤", "<=", "no later than", "do not exceed", "does not exceed",
    ),
    AT_MOST,
)  # fmt: skip
BEFORE |= dict.fromkeys(
    (
        "under", "below", "less than", "fewer than", "lower than", "smaller than", "shorter than", "younger than",
        "south of", "short of", "<", "shy of", "cheaper than", "sub",
    ),
    LESS,
)  # fmt: skip
BEFORE["back up to"] = "="
BEHIND: dict[str, str] = {
    "+": AT_LEAST, "plus": AT_LEAST, "or more": AT_LEAST, "or higher": AT_LEAST, "or above": AT_LEAST,
    "or older": AT_LEAST, "or greater": AT_LEAST, "or better": AT_LEAST, "and above": AT_LEAST, "and up": AT_LEAST,
    "and over": AT_LEAST, "and older": AT_LEAST, "minimum": AT_LEAST, "at least": AT_LEAST, "at minimum": AT_LEAST,
    "or over": AT_LEAST, "if not more": AT_LEAST, "and counting": AT_LEAST,
    "or less": AT_MOST, "or fewer": AT_MOST, "or lower": AT_MOST, "or even lower": AT_MOST, "or even less": AT_MOST,
    "or below": AT_MOST, "or under": AT_MOST, "or younger": AT_MOST, "and under": AT_MOST, "and below": AT_MOST,
    "max": AT_MOST, "maximum": AT_MOST, "at most": AT_MOST, "tops": AT_MOST,
    "or so": APPROXIMATE, "ish": APPROXIMATE, "-ish": APPROXIMATE, "give or take": APPROXIMATE, "odd": APPROXIMATE,
}  # fmt: skip


def _any(phrases: dict[str, str]) -> str:
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in sorted(phrases, key=lambda p: (-len(p), p)))


_BEFORE = re.compile(rf"(?<![\w-])(?P<phrase>{_any(BEFORE)})[\s-]?$", re.IGNORECASE)
_BEHIND = re.compile(
    rf"(?!\s(?-i:Plus|Max)\b)(?:\s|(?=[+-])|(?=ish))(?P<phrase>{_any(BEHIND)})(?!\w|\s[$€£\d])", re.IGNORECASE
)
WINDOW = 32  # code points before a number in which a comparator may begin


class Comparison(NamedTuple):
    """A comparator with where its words begin (before the number) or end (behind it)."""

    sign: str
    edge: int


def before(text: str, place: int, floor: int = 0) -> Comparison | None:
    """The comparator whose words end right before ``place`` and begin at ``floor`` or behind it."""
    match = _BEFORE.search(text, max(floor, place - WINDOW), place)
    return None if match is None else Comparison(BEFORE[_folded(match["phrase"])], match.start())


def behind(text: str, place: int) -> Comparison | None:
    """The comparator whose words begin right behind ``place``."""
    match = _BEHIND.match(text, place)
    return None if match is None else Comparison(BEHIND[_folded(match["phrase"])], match.end())


def _folded(phrase: str) -> str:
    return " ".join(phrase.casefold().split())
