"""Lets Python's cyclic garbage collector run seldom while many notes are read."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SELDOM = 200_000  # records that come to life, less those that went, between two looks at the young ones


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Cyclic collection only every ``SELDOM`` new records until the block ends, then as often as before.

    A note is thousands of small records without cycles. The collector, which by default runs whenever 700 more were
    made than freed, would look through the notes read so far again and again: a fifth of the time of reading 500.
    It is not switched off, because the YAML library leaves some hundred records in a cycle for each note whose
    properties are more than plain lines.
    """
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
