"""Finds absolute calendar expressions and gives each its EDTF value, as precise as the text and no more.

Relative expressions ("last year", "three days later") are left out: nothing says which day they are counted from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.dates import date_forms as forms
from kg.model import DateRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Sentence

# What stands right before a form decides whether it is a date at all.
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|before|after|during|between|circa|early|mid|late|year|c\.|back\sto)|\()[\s-]?$",
    re.IGNORECASE,
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|from|to|of|before|after|during|between|through|throughout|early|mid|late|and|or|"
    r"starting|beginning|for|on)[\s-]$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:last|next|this|that|every|each|one|another)\s$", re.IGNORECASE)
_AGE = re.compile(r"\b(?:his|her|their|my|your|our|its)\s(?:early\s|mid[-\s]|late\s)?$", re.IGNORECASE)
# "Russell 2000", "Windows 2000": the round year is mostly part of the name.
_NAME_YEARS = frozenset({"2000", "2100"})
_CAPITALISED = re.compile(r"[A-Z]\w+\s$")
_COUNTED = re.compile(r"\s(?:[a-z]+\s)?(?:people|(?!was\b|has\b|does\b|as\b)[a-z]+(?<![isu])s)\b")
_COUNTING = re.compile(
    r"(?:\b(?:over|than|least|nearly|almost|approximately|roughly|up\sto|some|exceeding|with|are|were|has|have|had|"
    r"another|about|total\sof)\s|^)$",
    re.IGNORECASE,
)


def find(sentence: Sentence) -> tuple[DateRef, ...]:
    """Find the absolute dates of a sentence, in reading order, none overlapping."""
    text = sentence.text
    if forms.CHEAP.search(text) is None:
        return ()
    found = []
    for match in forms.PATTERN.finditer(text):
        name = match.lastgroup or ""
        value = BUILDERS[name](match)
        if value is not None:
            start, end = match.span()
            found.append(DateRef(text[start:end], start, end, value, name))
    return tuple(found)


def _before(match: re.Match[str]) -> str:
    """The few words in front of a match: enough for every context rule, and of constant length."""
    return match.string[max(0, match.start() - 24) : match.start()]


def _iso(match: re.Match[str]) -> str | None:
    return _day(match["iso_y"], int(match["iso_m"]), match["iso_d"])


def _slashed(match: re.Match[str]) -> str | None:
    """Month first as Americans write it, unless only the other order makes a date."""
    first, second = int(match["sl_a"]), int(match["sl_b"])
    month, day = (first, second) if first <= len(forms.MONTHS) else (second, first)
    return _day(match["sl_y"], month, str(day)) if month <= len(forms.MONTHS) else None


def _day_range(match: re.Match[str]) -> str | None:
    month = _month(match["dr_m"])
    first, last = (_day(match["dr_y"], month, match[group]) for group in ("dr_a", "dr_b"))
    return f"{first}/{last}" if first and last and first < last else None


def _month_day(match: re.Match[str]) -> str | None:
    return _day(match["md_y"], _month(match["md_m"]), match["md_d"])


def _day_month(match: re.Match[str]) -> str | None:
    return _day(match["dm_y"], _month(match["dm_m"]), match["dm_d"])


def _month_range(match: re.Match[str]) -> str | None:
    return _span(_year_month(match, "mr_a", "mr_x", "mr_y"), _year_month(match, "mr_b", "mr_y", "mr_y"))


def _month_between(match: re.Match[str]) -> str | None:
    return _span(_year_month(match, "mb_a", "mb_x", "mb_y"), _year_month(match, "mb_b", "mb_y", "mb_y"))


def _year_month(match: re.Match[str], month: str, year: str, other: str) -> str:
    return f"{match[year] or match[other]}-{_month(match[month]):02}"


def _span(first: str, last: str) -> str | None:
    return f"{first}/{last}" if first < last else None


def _month_year(match: re.Match[str]) -> str | None:
    return f"{match['my_y'] or _full_year(match['my_s'])}-{_month(match['my_m']):02}"


def _quarter(match: re.Match[str]) -> str | None:
    number = int(match["qa_n"] or forms.QUARTERS[match["qa_o"].casefold()])
    return _months(match["qa_y"], 3 * number - 2, 3 * number)


def _year_quarter(match: re.Match[str]) -> str | None:
    return _months(match["yq_y"], 3 * int(match["yq_q"]) - 2, 3 * int(match["yq_q"]))


def _half(match: re.Match[str]) -> str | None:
    first = match["ha_n"] == "1" or (match["ha_o"] or "").casefold() == "first"
    return _months(match["ha_y"], 1, 6) if first else _months(match["ha_y"], 7, 12)


def _season(match: re.Match[str]) -> str | None:
    return f"{match['se_y']}-{forms.SEASONS[match['se_n'].casefold()]}"


def _lone_month(match: re.Match[str]) -> str | None:
    """``October`` -> XXXX-10; names that are also words or people need a preposition, relative ones are left out."""
    before = _before(match)
    name = match["mo_m"].rstrip(".").casefold()
    if _RELATIVE.search(before) or (name in forms.AMBIGUOUS and not _BEFORE_MONTH.search(before)):
        return None
    return f"XXXX-{_month(name):02}"


def _century_span(match: re.Match[str]) -> str | None:
    first = _century_value(match["cs_a"] or match["cs_v"], before_christ=bool(match["cs_e"]))
    last = _century_value(match["cs_b"] or match["cs_w"], before_christ=bool(match["cs_e"]))
    return f"{first}/{last}"


def _century_before(match: re.Match[str]) -> str | None:
    """The first of "the 18th and 19th centuries"."""
    return _century_value(match["cb_n"] or match["cb_o"], before_christ=False)


def _century(match: re.Match[str]) -> str | None:
    return _century_value(match["ce_n"] or match["ce_o"], before_christ=bool(match["ce_e"]))


def _century_value(ordinal: str, *, before_christ: bool) -> str:
    """The 19th century is 18XX; the 5th before Christ is -04XX."""
    number = int(ordinal) if ordinal.isdigit() else forms.ORDINALS[ordinal.casefold()]
    return f"{'-' if before_christ else ''}{max(number - 1, 0):02}XX"


def _decade(match: re.Match[str]) -> str | None:
    """``1990s`` -> 199X, but ``1800s`` and ``1900s`` are centuries; ``2000s`` mostly is the decade."""
    year = match["de_y"]
    return f"{year[:2]}XX" if year.endswith("00") and year < "2000" else f"{year[:3]}X"


def _short_decade(match: re.Match[str]) -> str | None:
    if _AGE.search(_before(match)):
        return None
    return _decade_of(int(match["sd_y"][0]))


def _decade_word(match: re.Match[str]) -> str | None:
    return None if _AGE.search(_before(match)) else _decade_of(forms.DECADE_WORDS[match["dw_w"].casefold()])


def _decade_of(tens: int) -> str:
    return f"19{tens}X"


def _fiscal(match: re.Match[str]) -> str | None:
    year = match["fi_y"] or _full_year(match["fi_s"])
    return f"{year}/{year[:2]}{match['fi_e']}" if match["fi_e"] and match["fi_e"] > year[2:] else year


def _before_christ(match: re.Match[str]) -> str | None:
    """Astronomical years, as ISO 8601 counts: 44 BC is -0043, 1 BC is 0000."""
    years = [1 - int(match[group]) for group in ("bc_y", "bc_z") if match[group]]
    return "/".join(f"-{-year:04}" if year < 0 else "0000" for year in years) if years == sorted(years) else None


def _anno_domini(match: re.Match[str]) -> str | None:
    return f"{int(match['ad_y'] or match['ad_z']):04}"


def _year_range(match: re.Match[str]) -> str | None:
    first = match["yr_a"]
    if match["yr_p"]:
        return f"{first}/.."
    return _span(first, match["yr_b"] or first[:2] + match["yr_s"])


def _year_between(match: re.Match[str]) -> str | None:
    return _span(match["yb_a"], match["yb_b"])


def _year(match: re.Match[str]) -> str | None:
    """A year alone, unless it counts something ("2000 people") or stands like any number ("1200 nits")."""
    year = match["ye_y"]
    before, after = _before(match), match.string[match.end() : match.end() + 24]
    if int(year) < forms.OLD:
        return year if _BEFORE_YEAR.search(before) else None
    if year in _NAME_YEARS and _CAPITALISED.search(before):
        return None
    return None if _COUNTED.match(after) and _COUNTING.search(before) else year


def _month(name: str) -> int:
    return forms.NUMBER_OF_MONTH[name.rstrip(".").casefold()]


def _day(year: str | None, month: int, day: str) -> str | None:
    """``2024-02-27``, or ``XXXX-02-27`` without a year; None where the month has no such day."""
    number = int(day.rstrip("stndrh"))
    return f"{year or 'XXXX'}-{month:02}-{number:02}" if number <= forms.DAYS[month - 1] else None


def _months(year: str, first: int, last: int) -> str:
    return f"{year}-{first:02}/{year}-{last:02}"


def _full_year(two: str) -> str:
    return f"{20 if int(two) <= forms.CENTURY_TURN else 19}{two}"


BUILDERS: dict[str, Callable[[re.Match[str]], str | None]] = {
    "iso": _iso,
    "slashed": _slashed,
    "day_range": _day_range,
    "month_day": _month_day,
    "day_month": _day_month,
    "month_between": _month_between,
    "month_range": _month_range,
    "month_year": _month_year,
    "quarter": _quarter,
    "year_quarter": _year_quarter,
    "half": _half,
    "season": _season,
    "month": _lone_month,
    "century_span": _century_span,
    "century_before": _century_before,
    "century": _century,
    "decade": _decade,
    "short_decade": _short_decade,
    "decade_word": _decade_word,
    "fiscal": _fiscal,
    "before_christ": _before_christ,
    "anno_domini": _anno_domini,
    "year_between": _year_between,
    "year_range": _year_range,
    "year": _year,
}
