"""Properties whose values need care when they are compared; all are in ``extract/data/properties.toml``."""

from __future__ import annotations

DATES = ("foundingDate", "launchDate")  # their values are dates: those with that unit
DATE = "date"  # stands for the unit of dates
CHANGES = frozenset({"growth"})  # their values say by how much something has changed
