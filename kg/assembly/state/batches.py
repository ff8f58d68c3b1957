"""Cuts what comes, lazily, into lists, so that no more of it is held than is worked on at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")

NOTES = 100  # notes held at once, and after which what was done is made durable


def batches(items: Iterable[Item], size: int = NOTES) -> Iterator[list[Item]]:
    """Yield lists of ``size`` items each, and the rest as the last."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
