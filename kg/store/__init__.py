"""Holding the graph and answering questions about it."""
