"""Makes the tables of currencies from the Unicode CLDR, as Babel ships it: their codes, signs and English names.

    python scripts/currency_tables.py [--check]

Codes and nouns that mean something else as often ("ALL", "AMD", "mark", "won") are left out: silence costs less there
than a wrong amount. Signs that several currencies share go to the one in ``SHARED``; signs that people write and that
CLDR's English data lacks are ``WRITTEN``. ``--check`` writes nothing and fails if a table would change.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import babel
from babel import Locale
from babel.core import get_global

DATA = Path(__file__).resolve().parent.parent / "kg/extract/words/data/numbers"
SOURCE = "made from the Unicode CLDR (as of Babel {version}) by scripts/currency_tables.py"
SHARED = {"$": "USD", "£": "GBP", "¥": "JPY", "Rs": "INR", "Rs.": "INR"}
WRITTEN = {
    "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NZ$": "NZD",
    "S$": "SGD", "NT$": "TWD", "R$": "BRL", "CN¥": "CNY", "RMB¥": "CNY", "MX$": "MXN", "J$": "JMD", "RM": "MYR",
    "Rp": "IDR", "Kč": "CZK", "zł": "PLN", "GH₵": "GHS", "KSh": "KES", "Ksh": "KES", "TSh": "TZS", "USh": "UGX",
    "E£": "EGP", "₿": "BTC", "₦": "NGN", "₴": "UAH", "₽": "RUB", "₺": "TRY", "฿": "THB", "₡": "CRC", "₲": "PYG",
    "₸": "KZT", "₮": "MNT", "៛": "KHR", "₭": "LAK", "₼": "AZN", "₾": "GEL", "؋": "AFN", "৳": "BDT", "₵": "GHS",
}  # fmt: skip
WORDS_TOO = frozenset(
    {"ALL", "AMD", "BAM", "BOB", "COP", "CUP", "GEL", "LAK", "MAD", "MOP", "PEN", "RON", "SOS", "TOP"}
)
NOUNS_TOO = frozenset(
    {"mark", "sol", "kip", "loti", "dong", "kina", "tala", "florin", "leone", "dobra", "rand", "gold"}
)
MONEY_OF_CHAINS = {
    "BTC": "BTC",
    "ETH": "ETH",
    "USDT": "USDT",
    "USDC": "USDC",
}  # written like codes, though no ISO 4217 ones
OTHER_CODES = {"RMB": "CNY"}
OTHER_WORDS = {
    "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "dollar": "USD", "buck": "USD",
    "quid": "GBP", "british pound": "GBP", "pound sterling": "GBP", "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY",
    "rupee": "INR", "rouble": "RUB", "ruble": "RUB", "shekel": "ILS", "dirham": "AED", "korean won": "KRW",
}  # fmt: skip
SHORTEST = 3  # letters of a currency's noun that counts by itself


def active() -> list[str]:
    """The codes of all currencies that are legal tender somewhere today."""
    found = {
        code
        for entries in get_global("territory_currencies").values()
        for code, _, end, tender in entries
        if tender and end is None
    }
    return sorted(found)


def codes() -> dict[str, str]:
    """Code as written -> ISO 4217 code."""
    found = {code: code for code in active() if code not in WORDS_TOO}
    return found | MONEY_OF_CHAINS | OTHER_CODES


def signs(english: Locale) -> dict[str, str]:
    """Sign -> code: the narrow signs that only one currency has, the shared and the written ones."""
    narrow = english._data.get("currency_symbols", {})  # noqa: SLF001 - Babel gives no list of all signs
    held = Counter(narrow.get(code, code) for code in active())
    own = {sign: code for sign, code in ((narrow.get(code, code), code) for code in active()) if _is_sign(sign, held)}
    return own | SHARED | WRITTEN


def _is_sign(text: str, held: Counter[str]) -> bool:
    return held[text] == 1 and not text.isascii() and not any(map(str.isspace, text))


def names(english: Locale) -> dict[str, str]:
    """Name in lower case and singular -> code; a noun by itself where only one currency has it."""
    full = {str(english.currencies.get(code, code)).casefold(): code for code in active()}
    nouns = Counter(name.rpartition(" ")[2] for name in full)
    alone = {
        noun: code
        for name, code in full.items()
        if nouns[noun := name.rpartition(" ")[2]] == 1
        and len(noun) >= SHORTEST
        and noun.isalpha()
        and noun not in NOUNS_TOO
    }
    plain = {
        name: code for name, code in full.items() if name.isascii() and all(part.isalpha() for part in name.split())
    }
    return plain | alone | OTHER_WORDS


def table(rows: dict[str, str], *comment: str) -> str:
    """The text of a table or list."""
    lines = [f"{key}\t{value}" for key, value in sorted(rows.items())]
    return "\n".join([*(f"# {line}" for line in comment), *lines]) + "\n"


def main() -> int:
    """Write the three tables, or say which of them differ."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    check, english = options.parse_args().check, Locale("en")

    source = SOURCE.format(version=babel.__version__)
    made = {
        "currency_codes.tsv": table(
            codes(), "Code of a currency as written, and the ISO 4217 code that it stands for;", source
        ),
        "currency_signs.tsv": table(
            signs(english), "Sign written before or behind an amount of money, and the ISO 4217 code;", f"{source}."
        ),
        "currency_words.tsv": table(
            names(english), "Name of a currency, in lower case and singular, and its ISO 4217 code;", f"{source}."
        ),
    }
    other = [name for name, text in made.items() if not check or (DATA / name).read_text(encoding="utf-8") != text]
    for name in other:
        if check:
            print(f"{name} is not what the script makes")
        else:
            (DATA / name).write_text(made[name], encoding="utf-8")
    return int(check and bool(other))


if __name__ == "__main__":
    sys.exit(main())
