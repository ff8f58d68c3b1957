"""Answers shaped into pages, tables and graphs; nothing here writes a file."""
