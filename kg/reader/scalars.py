"""Plain and quoted scalars of YAML 1.2's core schema."""

from __future__ import annotations

import json
import math
import re

_WORDS: dict[str, float | bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_NUMBER_STARTS = frozenset("+-.0123456789")
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LARGEST = 1 << 53  # what lies beyond is a double in Obsidian, and here
_DIGITS = 4000  # digits of a whole number that Python converts; a longer one is infinite anyway

# begins with a letter, digit or other character that is no YAML indicator (or with dashes before one of the first
# two, as ids of videos may); holds no ": ", no " #", no tab
_SAFE = re.compile(r"(?:-+(?=\w))?[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:#\t]*+(?:(?::(?=\S)|(?<=\S)#)[^:#\t]*+)*")


def core(text: str) -> str | float | bool | None:
    """The value of a plain scalar; dates, times and ``no`` are texts."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INT.fullmatch(text):
        return _whole(int(text)) if len(text) < _DIGITS else float(text)
    if _OCTAL_OR_HEX.fullmatch(text):
        return _whole(int(text, 0))
    return float(text) if _FLOAT.fullmatch(text) else text


def _whole(value: float) -> float:
    """Whole numbers that a double cannot hold become doubles."""
    if -_LARGEST <= value <= _LARGEST:
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def plain_is_safe(text: str) -> bool:
    """Whether a text, alone on its line after ``key: ``, is certainly a plain scalar."""
    return _SAFE.fullmatch(text) is not None and not text.endswith(":")


def double_quoted(raw: str) -> str:
    """The text of a double-quoted scalar; with escapes that JSON lacks it is taken as written."""
    if "\\" not in raw:
        return raw[1:-1]
    try:
        return well_formed(str(json.loads(raw)))
    except ValueError:
        return raw[1:-1]


def well_formed(text: str) -> str:
    r"""``text`` without lone surrogates, which an escape such as ``\\ud800`` can make and no encoder takes."""
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def scrub(value: object) -> object:
    """A value of JSON with only what every format can hold: no lone surrogates, whole numbers of 53 bits."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, dict):
        return {well_formed(key): scrub(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [scrub(inner) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return _whole(value)
    return value
