"""Scores claims against notes that a person annotated, field by field."""
