"""Numbers that measure something: value, unit, range and comparator."""
