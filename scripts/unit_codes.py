"""Makes the table of unit codes: for a unit as kg gives it out, its code in UCUM, or in ISO 4217 for money.

    python scripts/unit_codes.py [--check]

UCUM's units come from its own list, as the package ucumvert ships it for pint, and a unit has the code of the UCUM unit
that pint takes it for. What UCUM writes as a product or a power, and what pint calls otherwise, is in ``WRITTEN``; each
such row must measure what pint says that the unit measures. Left out are units that are several ("ton", "gallon",
"ounce"): no code is better than a wrong one. ``--check`` writes nothing and fails if the table would change.
"""

from __future__ import annotations

import argparse
import logging
import sys
from math import isclose
from pathlib import Path

import pint
import ucumvert
from ucumvert.xml_util import get_metric_units, get_non_metric_units, get_prefixes

KG = Path(__file__).resolve().parent.parent / "kg"
TARGET = KG / "rdf/unit_codes.tsv"
NUMBERS = KG / "extract/words/data/numbers"
NO_MONEY = {"BTC", "ETH", "USDT", "USDC"}  # coins, which ISO 4217 has not
AMBIGUOUS = {"ton", "gallon", "ounce", "oz", "pint", "quart", "cup", "tablespoon", "teaspoon", "degree", "p", "K", "B"}
# unit -> its UCUM code, and how pint writes it where it does not know kg's word
WRITTEN = {
    "%": ("%", "percent"),
    "percent": ("%", "percent"),
    "ppm": ("[ppm]", "ppm"),
    "cc": ("cm3", "cm**3"),
    "hectare": ("har", "hectare"),
    "hp": ("[HP]", "horsepower"),
    "foot": ("[ft_i]", "foot"),
    "yard": ("[yd_i]", "yard"),
    "mph": ("[mi_i]/h", "mile/hour"),
    "square foot": ("[sft_i]", "foot**2"),
    "square inch": ("[sin_i]", "inch**2"),
    "square yard": ("[syd_i]", "yard**2"),
    "square mile": ("[mi_i]2", "mile**2"),
    "square meter": ("m2", "meter**2"),
    "square kilometer": ("km2", "kilometer**2"),
    "cubic meter": ("m3", "meter**3"),
    "m²": ("m2", "meter**2"),
    "cm²": ("cm2", "cm**2"),
    "km²": ("km2", "km**2"),
    "m³": ("m3", "meter**3"),
    "cm³": ("cm3", "cm**3"),
    "Nm": ("N.m", "newton*meter"),
    "mAh": ("mA.h", "mA*hour"),
    "Ah": ("A.h", "A*hour"),
    **{f"{prefix}Wh": (f"{prefix}W.h", f"{prefix}W*hour") for prefix in ("", "k", "M", "G", "T")},
    **{
        f"{prefix}watt-hour": (f"{code}W.h", f"{code}W*hour")
        for prefix, code in (("", ""), ("kilo", "k"), ("mega", "M"), ("giga", "G"), ("tera", "T"))
    },
    "°C": ("Cel", "degC"),
    "°F": ("[degF]", "degF"),
    "degree Celsius": ("Cel", "degC"),
    "degree Fahrenheit": ("[degF]", "degF"),
    "KB": ("kBy", "kilobyte"),
    "kΩ": ("kOhm", "kiloohm"),
    "Ω": ("Ohm", "ohm"),
    "L": ("L", "liter"),
    "dL": ("dL", "deciliter"),
    "mL": ("mL", "milliliter"),
    "µL": ("uL", "microliter"),
    "mmHg": ("mm[Hg]", "mmHg"),
    "kcal": ("kcal", "kilocalorie"),
    "kilocalorie": ("kcal", "kilocalorie"),
    "month": ("mo", "month"),
    "year": ("a", "year"),
    "decade": ("10.a", "10*year"),
    "century": ("100.a", "100*year"),
    "millisecond": ("ms", "ms"),
    "lb": ("[lb_av]", "pound"),
    "pound": ("[lb_av]", "pound"),
    "bit": ("bit", "bit"),
    "byte": ("By", "byte"),
}
# Names of units that prefixes go with -> UCUM's symbol; both spellings where there are two.
NAMED = {
    "meter": "m", "metre": "m", "gram": "g", "watt": "W", "byte": "By", "bit": "bit", "hertz": "Hz", "joule": "J",
    "liter": "L", "litre": "L", "volt": "V", "ampere": "A", "pascal": "Pa", "newton": "N", "second": "s",
    "calorie": "cal", "electronvolt": "eV", "tesla": "T", "ohm": "Ohm", "farad": "F", "lumen": "lm", "becquerel": "Bq",
    "sievert": "Sv", "mole": "mol", "parsec": "pc", "kelvin": "K",
}  # fmt: skip
PREFIXES = {
    "": "", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "deci": "d",
    "centi": "c", "milli": "m", "micro": "u", "nano": "n", "pico": "p", "femto": "f",
}  # fmt: skip
BINARY = {"kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti"}
PLAIN = ("hour", "minute", "second", "day", "week", "inch", "mile", "hectare", "light-year", "acre", "knot", "tonne")
BASE = ("m", "s", "g", "rad", "K", "C", "cd")  # UCUM's base units, which its list has apart
MISTAKEN = {"'", "''", "[g]", "[dpt_us]"}  # arc minute and second, gravity and dry pint, which pint takes for others
SAME = 1e-4  # relative difference of two sizes of one unit: UCUM's acre is the survey's, pint's another
COMMENT = (
    "# Unit as kg gives it out, and its code: UCUM's, or ISO 4217's for money;",
    "# made from UCUM's list (as of ucumvert {ucumvert} and pint {pint}) by scripts/unit_codes.py.",
)


class Codes:
    """UCUM's codes by the names that pint has for the units."""

    def __init__(self) -> None:
        logging.disable(logging.CRITICAL)  # pint warns of each definition that UCUM's list redefines
        self.registry = ucumvert.PintUcumRegistry()
        pint.set_application_registry(self.registry)  # type: ignore[no-untyped-call]  # ucumvert takes some units there
        metric, other = [*BASE, *get_metric_units()], get_non_metric_units()
        self._names: dict[str, list[str]] = {}
        for code in [*metric, *other, *(prefix + unit for prefix in get_prefixes() for unit in metric)]:
            name = self._name(code)
            if name:
                self._names.setdefault(name, []).append(code)

    def _name(self, code: str) -> str:
        try:
            found = self.registry.from_ucum(code)
        except Exception:  # noqa: BLE001 - pint has no unit for some codes, and says so in many ways
            return ""
        return "" if found.magnitude != 1 else str(found.units)

    def of(self, unit: str) -> str:
        """The code of a unit, or of one unit in another; empty where UCUM has none, or pint does not know it."""
        if unit in WRITTEN:
            return WRITTEN[unit][0]
        if unit in AMBIGUOUS:
            return ""
        top, slash, bottom = unit.partition("/")
        if slash:
            above, below = self.of(top), self.of(bottom)
            return f"{above}/{below}" if above and below else ""
        try:
            name = str(self.registry.parse_units(unit.replace("µ", "u").replace("-", "_")))
        except (pint.UndefinedUnitError, AssertionError, ValueError):
            return ""
        known = [code for code in self._names.get(name, ()) if not code.endswith(("B", *MISTAKEN))]  # B: a bel, to UCUM
        return min(known, key=lambda code: ("[" in code, "_" in code, code != unit, len(code), code), default="")

    def measures(self, code: str, written: str) -> bool:
        """Whether a UCUM code measures what pint's expression does, and as much of it."""
        try:
            given, wanted = self.registry.from_ucum(code), self.registry.Quantity(1, self.registry.parse_units(written))
        except (pint.DefinitionSyntaxError, ValueError):
            given, wanted = self.registry.from_ucum(code), self.registry.Quantity(written)
        if given.units == wanted.units:
            return bool(given.magnitude == wanted.magnitude)
        one, other = given.to_base_units(), wanted.to_base_units()
        return bool(one.units == other.units and isclose(one.magnitude, other.magnitude, rel_tol=SAME))


def units() -> list[str]:
    """All units that may have a code, as kg gives them out."""
    lines = (NUMBERS / "unit_symbols.tsv").read_text(encoding="utf-8").splitlines()
    symbols = {line.split("\t")[1] for line in lines if not line.startswith("#")}
    return sorted({*symbols, *PLAIN, *WRITTEN})


def rows(codes: Codes) -> dict[str, str]:
    """Unit -> code.

    Raises:
        ValueError: A code that is not looked up does not measure what its unit does.
    """
    named = {prefix + name: code + unit for prefix, code in PREFIXES.items() for name, unit in NAMED.items()}
    named |= {prefix + name: code + NAMED[name] for prefix, code in BINARY.items() for name in ("byte", "bit")}
    checked = {**{unit: (code, unit) for unit, code in named.items()}, **WRITTEN}
    wrong = [unit for unit, (code, written) in checked.items() if not codes.measures(code, written)]
    if wrong:
        raise ValueError(f"these do not measure what pint says: {', '.join(wrong)}")
    found = named | {unit: code for unit in units() if (code := codes.of(unit))}
    lines = (NUMBERS / "currency_codes.tsv").read_text(encoding="utf-8").splitlines()
    money = {line.split("\t")[1] for line in lines if not line.startswith("#")} - NO_MONEY
    return found | {code: code for code in money}


def main() -> int:
    """Write the table, or say that it differs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    check = options.parse_args().check
    lines = [f"{unit}\t{code}" for unit, code in sorted(rows(Codes()).items())]
    comment = [line.format(ucumvert=ucumvert.__version__, pint=pint.__version__) for line in COMMENT]
    text = "\n".join([*comment, *lines]) + "\n"
    if not check:
        TARGET.write_text(text, encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != text:
        print("unit_codes.tsv is not what the script makes")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
