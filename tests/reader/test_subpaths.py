"""Where a subpath leads in a note."""

from __future__ import annotations

import pytest

from kg.reader.read_note import read_note
from kg.reader.subpaths import locate

TEXT = """# Top
## A
### B
first
## C: the *rest*!
### B
second ^end-id

- one
- two ^item

^lst

> quoted

^quote

| a | b |
|---|---|
| c | d |

^tab

> [!note] T
> - x

^call

^first-of-its-kind

[^1]: foot ^foot
## A
#### B
"""

CASES = [
    ("A", "## A"),
    ("A#B", "### B"),
    ("c the rest", "## C: the *rest*!"),
    ("C the *rest*#B", "### B"),
    ("Top#C: the rest!#b", "### B"),
    ("B#A", None),
    ("A#C the rest", None),
    ("Nowhere", None),
    ("^END-ID", "second ^end-id"),
    ("^item", "two ^item"),
    ("^lst", "one\n- two ^item"),
    ("^quote", "quoted"),
    ("^tab", "a | b |\n|---|---|\n| c | d"),
    ("^call", "> [!note] T\n> - x"),
    ("^first-of-its-kind", "^call"),
    ("^foot", "[^1]: foot ^foot"),
    ("^none", None),
]


@pytest.mark.parametrize(("subpath", "expected"), CASES)
def test_a_subpath_leads_to_its_heading_or_block(subpath: str, expected: str | None) -> None:
    note = read_note("a.md", TEXT.encode())
    span = locate(note, subpath)
    assert (None if span is None else note.text[span.start : span.end]) == expected


def test_c04_the_b_under_a_is_not_another_b() -> None:
    note = read_note("a.md", TEXT.encode())
    under_a, under_c = locate(note, "A#B"), locate(note, "C the rest#B")
    assert under_a is not None
    assert under_c is not None
    assert under_a < under_c


def test_an_id_with_nothing_above_names_itself() -> None:
    note = read_note("a.md", b"^alone")
    assert locate(note, "^alone") == (0, 6)
