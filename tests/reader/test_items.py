"""Lists are read as markdown-it reads them: the same leaves on the same lines in equally many items."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.reader import blocks

PIECES = ["- ", "* ", "+ ", "1. ", "2. ", "7) ", "123456789. ", "1234567890. ", " ", "  ", "    ", "\t", "-", "1."]
MORE = ["a", "b c", "# ", "> ", "~~~", "\n", "\n", "\n", "\n\n"]
TEXTS = st.lists(st.sampled_from(PIECES + MORE), max_size=30).map("".join)
KINDS = {"inline": "text", "code_block": "code", "fence": "code"}
PLAIN = MarkdownIt("commonmark", {"maxNesting": 100}).disable("reference")

Leaf = tuple[str, int, int]  # kind, first line, list items around it


def by_markdown_it(text: str) -> list[Leaf]:
    found: list[Leaf] = []
    depth = 0
    for token in PLAIN.parse(text):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type in KINDS and token.map and (token.content or token.type != "inline"):
            found.append((KINDS[token.type], token.map[0], depth))
    return found


def by_us(text: str) -> list[Leaf]:
    return [
        ("code" if block.kind == "code" else "text", text.count("\n", 0, block.span.start), block.list_depth)
        for block in blocks.parse(text).blocks
        if block.kind == "code" or any(a < b for a, b in block.lines)
    ]


@given(TEXTS)
@example("- a\n  1. b\n     c\n\n     d\n- e\nf\n\n\n      - g")
@example("- a\n - b\n  - c\n   - d\n    - e")
@example("-\n\n  a\n1.\n   b")
@example("a\n2. b\n1. c\n-\n")
@example("-\ta\n\n\tb\n\n-     c")
@example("> - a\n> b\n>   - c\nd")
@settings(deadline=None, max_examples=2000)
def test_the_same_leaves_in_equally_many_items(text: str) -> None:
    assert by_us(text) == by_markdown_it(text)


@pytest.mark.parametrize("mark", ["-", "*", "+", "1.", "12)"])
def test_an_item_nests_by_the_width_of_its_mark(mark: str) -> None:
    inner = " " * (len(mark) + 1)
    assert [depth for _, _, depth in by_us(f"{mark} a\n\n{inner}{mark} b\n\n{inner[1:]}{mark} c")] == [1, 2, 1]
