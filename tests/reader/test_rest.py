"""The collector may run seldom while notes are read, because what the reader makes holds next to no cycles."""

from __future__ import annotations

import gc

import pytest

from kg.reader.gc_pause import SELDOM, seldom_collected
from kg.reader.read_note import read_note

DEEP = "> - a\n>   1. b\n>\n>      > [!note] c\n>      > | x | y |\n>      > |---|---|\n\n~~~\ncode"
PLAIN = '---\ntitle: A\n---\n# B\n\n- [[C|d]] <a class="yt-timestamp" data-t="00:01:02">[00:01:02]</a> #e `f` %%g%%\n'
NESTED = "---\na: {b: [1, 'x']}\n---\n"


def left_in_cycles(text: str) -> int:
    """How many records reading a note leaves to the cyclic collector."""
    read_note("a.md", text.encode())  # patterns are compiled, tables are built
    gc.collect()
    gc.disable()
    try:
        read_note("a.md", text.encode())
        return gc.collect()
    finally:
        gc.enable()


@pytest.mark.parametrize("text", [DEEP, PLAIN, DEEP + "\n\n" + PLAIN])
def test_reading_a_note_makes_no_cycles(text: str) -> None:
    assert left_in_cycles(text) == 0


def test_only_the_yaml_library_does() -> None:
    assert 0 < left_in_cycles(NESTED) < SELDOM / 1000


def test_the_collector_comes_back_as_it_was() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold() == (SELDOM, *before[1:])
    assert gc.get_threshold() == before


def test_it_comes_back_after_an_error_too() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="x"), seldom_collected():
        raise ValueError("x")
    assert gc.get_threshold() == before
