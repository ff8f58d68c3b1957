"""Units of measure: currencies as ISO 4217 codes, symbols in their usual spelling, words in the singular."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

PERCENT = "percent"
TIMES = "times"
FRACTION = "fraction"

# Signs written before or behind an amount; longer ones win ("US$" before "$").
CURRENCY_SIGNS = {
    "US$": "USD", "U.S.$": "USD", "$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD",
    "NZ$": "NZD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "CN¥": "CNY",
    "₹": "INR", "Rs.": "INR", "Rs": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₫": "VND", "₦": "NGN",
    "฿": "THB", "₱": "PHP", "₴": "UAH", "₿": "BTC",
}  # fmt: skip
CURRENCY_CODES = (
    "USD", "EUR", "GBP", "JPY", "CNY", "RMB", "INR", "KRW", "RUB", "TRY", "AUD", "CAD", "NZD", "CHF", "SEK", "NOK",
    "DKK", "PLN", "CZK", "HUF", "BRL", "MXN", "ZAR", "SGD", "HKD", "TWD", "THB", "IDR", "MYR", "PHP", "VND", "AED",
    "SAR", "ILS", "EGP", "NGN", "PKR", "UAH", "BTC", "ETH", "USDT", "USDC",
)  # fmt: skip
# Pounds weigh as often as they pay, and "won" is mostly a verb: both only with a word that settles it.
CURRENCY_WORDS = {
    "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "dollar": "USD", "buck": "USD",
    "australian dollar": "AUD", "canadian dollar": "CAD", "singapore dollar": "SGD", "hong kong dollar": "HKD",
    "new zealand dollar": "NZD", "euro": "EUR", "pound sterling": "GBP", "british pound": "GBP", "quid": "GBP",
    "yen": "JPY", "japanese yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "rupee": "INR",
    "indian rupee": "INR", "pakistani rupee": "PKR", "ruble": "RUB", "rouble": "RUB", "swiss franc": "CHF",
    "turkish lira": "TRY", "korean won": "KRW", "south korean won": "KRW", "mexican peso": "MXN", "shekel": "ILS",
    "baht": "THB", "ringgit": "MYR", "zloty": "PLN", "hryvnia": "UAH", "naira": "NGN", "dirham": "AED",
}  # fmt: skip
# As written -> as given out. Exact spelling first, then without regard to case where the table says so.
SYMBOLS = {
    "nm": "nm", "µm": "µm", "μm": "µm", "mm": "mm", "cm": "cm", "m": "m", "km": "km", "ft": "foot", "in.": "inch",
    "mg": "mg", "µg": "µg", "mcg": "µg", "g": "g", "kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb", "lbs.": "lb",
    "oz": "oz", "ml": "mL", "mL": "mL", "dl": "dL", "L": "L", "l": "L", "mph": "mph", "km/h": "km/h", "kmh": "km/h",
    "kph": "km/h", "kmph": "km/h", "m/s": "m/s", "mi": "mile", "km²": "km²", "m²": "m²", "sq ft": "square foot",
    "ms": "ms", "µs": "µs", "ns": "ns", "s": "s", "sec": "second", "secs": "second", "min": "minute",
    "mins": "minute", "hr": "hour", "hrs": "hour", "h": "h", "yr": "year", "yrs": "year", "mo": "month",
    "Hz": "Hz", "kHz": "kHz", "KHz": "kHz", "MHz": "MHz", "GHz": "GHz", "THz": "THz",
    "W": "W", "kW": "kW", "KW": "kW", "kw": "kW", "MW": "MW", "mW": "mW", "GW": "GW", "TW": "TW", "Wh": "Wh",
    "kWh": "kWh", "KWh": "kWh", "kwh": "kWh", "MWh": "MWh", "GWh": "GWh", "TWh": "TWh", "mAh": "mAh", "Ah": "Ah",
    "V": "V", "kV": "kV", "mV": "mV", "A": "A", "mA": "mA", "J": "J", "kJ": "kJ", "MJ": "MJ", "kcal": "kcal",
    "hp": "hp", "HP": "hp", "bhp": "hp", "Nm": "Nm", "N": "N", "kN": "kN", "Pa": "Pa", "kPa": "kPa", "psi": "psi",
    "bar": "bar", "dB": "dB", "K": "K", "°C": "°C", "°F": "°F", "° C": "°C", "° F": "°F", "°": "degree",
    "B": "B", "KB": "KB", "kB": "KB", "MB": "MB", "GB": "GB", "TB": "TB", "PB": "PB", "EB": "EB", "GiB": "GiB",
    "MiB": "MiB", "TiB": "TiB", "kbps": "kbit/s", "Mbps": "Mbit/s", "Gbps": "Gbit/s", "Tbps": "Tbit/s",
    "MB/s": "MB/s", "GB/s": "GB/s", "TB/s": "TB/s", "Mbit/s": "Mbit/s", "Gbit/s": "Gbit/s", "FLOPS": "FLOPS",
    "TFLOPS": "TFLOPS", "PFLOPS": "PFLOPS", "TOPS": "TOPS", "fps": "fps", "FPS": "fps", "rpm": "rpm", "RPM": "rpm",
    "bpm": "bpm", "BPM": "bpm", "ppm": "ppm", "ppb": "ppb", "dpi": "dpi", "ppi": "ppi", "MP": "megapixel",
    "p": "p", "px": "pixel", "bps": "basis point", "bp": "basis point", "wpm": "wpm", "mmol/L": "mmol/L",
    "mg/dL": "mg/dL", "ng/mL": "ng/mL", "IU": "IU", "cc": "cc", "ha": "hectare", "sqm": "m²",
}  # fmt: skip
# Letters that mean a unit only when they touch the number: "5 s" is rare, "2 A" and "3 p" are something else.
NEVER_APART = frozenset({"s", "h", "l", "N", "A", "K", "B", "J", "p", "in.", "bar", "mo", "min", "sec", "MP", "HP"})
_CODES = {code: "CNY" if code == "RMB" else code for code in CURRENCY_CODES}
IRREGULAR = {
    "feet": "foot", "people": "person", "men": "man", "women": "woman", "children": "child", "lives": "life",
    "wives": "wife", "knives": "knife", "leaves": "leaf", "halves": "half", "wolves": "wolf", "shelves": "shelf",
    "teeth": "tooth", "mice": "mouse", "geese": "goose", "dice": "die", "dies": "die", "criteria": "criterion",
    "phenomena": "phenomenon", "hypotheses": "hypothesis", "analyses": "analysis", "theses": "thesis",
    "crises": "crisis", "axes": "axis", "bases": "basis", "matrices": "matrix", "indices": "index",
    "vertices": "vertex", "data": "data", "media": "medium", "bacteria": "bacterium", "alumni": "alumnus",
    "nuclei": "nucleus", "stimuli": "stimulus", "fungi": "fungus", "species": "species", "series": "series",
    "means": "means", "lens": "lens", "gas": "gas", "bus": "bus", "movies": "movie", "cookies": "cookie",
    "ties": "tie", "pies": "pie", "lies": "lie", "calories": "calorie", "zombies": "zombie", "selfies": "selfie",
    "rookies": "rookie", "hertz": "hertz", "times": "times", "time": "times", "per cent": "percent",
    "percentage": "percent", "percents": "percent", "gases": "gas", "buses": "bus", "lenses": "lens",
    "viruses": "virus", "bonuses": "bonus", "campuses": "campus", "statuses": "status", "biases": "bias",
    "heroes": "hero", "potatoes": "potato", "tomatoes": "tomato", "echoes": "echo", "vetoes": "veto", "shoes": "shoe",
    "shoppes": "shoppe", "wings": "wing", "glasses": "glasses", "news": "news", "headquarters": "headquarters",
}  # fmt: skip
_KEPT = ("ss", "us", "is", "ics", "ess")  # singulars that end in s
_ES = ("ches", "shes", "sses", "xes", "zzes")  # plurals that add "es"


class UnitMatch(NamedTuple):
    """A unit written right behind a number: what it is, and where its text ends in the whole text."""

    unit: str
    end: int


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_GLUED = _any(SYMBOLS)
_APART = _any(SYMBOLS.keys() - NEVER_APART)
_BEHIND = re.compile(
    r"\s?(?P<percent>%(?!\w)|(?i:per\s?cents?|percentage)\b(?!\spoints?\b))"
    r"|[-\s]?(?P<points>(?i:percentage|basis)\spoint)s?\b"
    r"|\s?(?P<multiple>[xX×])(?!\w)|-?(?P<fold>fold)\b|[-\s](?P<times>times)\b(?!\s(?i:when|that)\b)"
    rf"|\s?(?P<sign>{_any(CURRENCY_SIGNS)})(?!\w)|\s(?P<code>{_any(CURRENCY_CODES)})(?!\w)"
    rf"|[-\s](?P<money>(?i:{_any(CURRENCY_WORDS)}))s?(?!\w)"
    rf"|(?P<glued>{_GLUED})(?![\w/])|[-\s](?P<apart>{_APART})(?![\w/])"
)
_BEFORE = re.compile(rf"(?<!\w)(?P<sign>{_any(CURRENCY_SIGNS)}|{_any(CURRENCY_CODES)})\s?[-–−]?$")
_RATE = re.compile(
    r"(?:\s(?:per|an?|each|every)\s|\s?/\s?)(?P<each>second|minute|hour|day|night|week|month|quarter|year|annum|decade|"
    r"head|person|capita|user|employee|token|mile|kilometer|gallon|barrel|share|unit|ton|tonne|pound|ounce|gram|"
    r"household|game|match|episode|square foot|sec|min|hr|yr|mo|s|h)\b|(?:\sper\s|/)(?P<noun>[a-z]{3,})\b",
    re.IGNORECASE,
)
_SHORT_RATES = {"sec": "second", "min": "minute", "hr": "hour", "yr": "year", "mo": "month", "annum": "year"}


def behind(text: str, place: int) -> UnitMatch | None:
    """The percent sign, multiple, currency or unit symbol that stands at ``place``, right behind a number."""
    match = _BEHIND.match(text, place)
    if match is None:
        return None
    kind, written = match.lastgroup or "", match[match.lastgroup or 0]
    return UnitMatch(_canonical(kind, written), match.end())


def _canonical(kind: str, written: str) -> str:
    if kind in ("multiple", "fold", "times"):
        return TIMES
    if kind == "percent":
        return PERCENT
    if kind == "points":
        return written.casefold()
    if kind == "money":
        return CURRENCY_WORDS[written.casefold()]
    table = {"sign": CURRENCY_SIGNS, "code": _CODES}.get(kind, SYMBOLS)
    return table[written]


def named(unit: str) -> str:
    """The ISO 4217 code of a unit that is a currency's name, else the unit itself."""
    return CURRENCY_WORDS.get(unit.casefold(), unit)


def currency_before(text: str, place: int) -> tuple[str, int] | None:
    """The currency whose sign or code ends at ``place`` (perhaps with a space), and where it begins."""
    match = _BEFORE.search(text, max(0, place - 6), place)
    return None if match is None else ({**CURRENCY_SIGNS, **_CODES}[match["sign"]], match.start())


def rate(text: str, place: int) -> UnitMatch | None:
    """The "per month", "a day" or "/hour" that stands at ``place``, as " per month"."""
    match = _RATE.match(text, place)
    if match is None:
        return None
    each = (match["each"] or match["noun"]).casefold()
    return UnitMatch(f" per {_SHORT_RATES.get(each, each)}", match.end())


def singular(word: str) -> str:
    """The singular of an English noun; acronyms keep their capitals (``GPUs`` -> ``GPU``)."""
    word = word.rstrip(".")
    lower = word.casefold()
    if lower in IRREGULAR:
        return IRREGULAR[lower]
    if word[-1:] == "s" and word[:-1].isupper() and len(word) > 2:  # noqa: PLR2004 - "As" is no plural
        return word[:-1]
    if len(word) <= 2 or not lower.endswith("s") or lower.endswith(_KEPT):  # noqa: PLR2004 - "as", "is" are no plurals
        return word
    if lower.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - "dies", "ties" stand in the table
        return word[:-3] + "y"
    return word[:-2] if lower.endswith(_ES) else word[:-1]
