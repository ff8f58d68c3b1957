"""Addresses of folders that are reached through fsspec, told from paths."""

from __future__ import annotations


class Address(str):
    """An address as fsspec reads it (``s3://bucket/notes``, ``zip::/data/notes.zip``), rather than a path."""

    __slots__ = ()


def is_remote(place: object) -> bool:
    """Whether a place is written as an address."""
    return isinstance(place, str) and ("://" in place or "::" in place)
