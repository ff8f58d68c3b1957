"""Gives the unit of a number its code in UCUM, the Unified Code for Units of Measure, or in ISO 4217 for money."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.model.properties import is_money

TABLE = Path(__file__).with_name("unit_codes.tsv")
PER, OVER = " per ", "/"


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


def unit_code(unit: str) -> str | None:
    """Return the code of a unit, such as ``MW.h``, ``[mi_i]/h`` or ``USD``; None where it has none.

    Args:
        unit: The unit as kg gives it out: a symbol, a noun in the singular, a currency's code, or one unit ``per``
            another.

    What is counted ("person"), money per something and units that are several ("ton", "gallon") have no code.
    """
    table = _table()
    above, per, below = unit.partition(PER)
    if not per:
        return table.get(unit)
    if is_money(above) or above not in table or below not in table:
        return None
    return f"{table[above]}{OVER}{table[below]}"
