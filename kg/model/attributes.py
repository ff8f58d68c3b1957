"""Properties whose values need care when they are compared."""

from __future__ import annotations

DATES = ("foundingDate", "launchDate")  # their values are dates: those with that unit
DATE = "date"  # stands for the unit of dates
CHANGES = frozenset({"growth"})  # their values say by how much something has changed
NAMELESS = frozenset({"is"})  # says nothing of what its values measure: "Acme is 25%"
# Their values hold for a moment, or for one occasion of several: a rate, a price, a deal.
MOMENTARY = CHANGES | {"acquisitionPrice", "interestRate", "investment", "marketCap", "price", "tradesAt"}
