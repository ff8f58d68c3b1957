"""Rows, tables, figures and whole-graph exports."""
