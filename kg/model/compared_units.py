"""The units in which values of an attribute are compared, where these are not their own."""

from __future__ import annotations

from decimal import Decimal

# unit -> (unit that it is compared in, factor)
COMPARED_IN = {
    "fraction": ("percent", Decimal(100)),
    "kW": ("W", Decimal(10) ** 3),
    "MW": ("W", Decimal(10) ** 6),
    "GW": ("W", Decimal(10) ** 9),
    "TW": ("W", Decimal(10) ** 12),
    "g": ("kg", Decimal("0.001")),
    "tonne": ("kg", Decimal(1000)),
}


def compared_in(unit: str) -> str:
    """Return the unit that values with this unit are compared in."""
    return COMPARED_IN.get(unit, (unit,))[0]
