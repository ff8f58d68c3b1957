"""Linking what names a note: only brackets are added, once, and undo takes them out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reader.read_note import read_note
from kg.reader.unlinked_mentions import NamesOfNotes
from kg.sync.pages import managed_blocks
from kg.sync.pages.page_links import Linker
from kg.sync.plan.compose import Wanted, compose
from kg.sync.plan.mention_links import MentionLinker

if TYPE_CHECKING:
    from kg.sync.plan.compose import ComposedFile

ALIASES = {"a/Dopamine.md": (), "Customer cost.md": ("CAC",), "talk.md": ()}
NAMES = NamesOfNotes(ALIASES, lambda _: False)
PIECES = (
    "dopamine", "Dopamine", "CAC", "[[Dopamine]]", "`CAC`", "# Dopamine", "\n\n", "\r\n", " ", "| CAC | a |",
    "| - | - |", "> [!tip] CAC", "> dopamine", "%% CAC %%", "**CAC**", "[00:01:02]", "$CAC$", "```", "---", "- CAC",
    "\t", "é", "[", "]]", "!", "\\", "(", "[^1]",
)  # fmt: skip


def plain(text: str) -> str:
    return re.sub(r"\[\[(?:[^\]|\\\n]*\\?\|)?(Dopamine|dopamine|CAC)\]\]", r"\1", text)


def linked(text: bytes, content: str = "", *, markdown: bool = False) -> ComposedFile:
    link = MentionLinker(NAMES, Linker(markdown))
    return compose(Wanted("note:talk.md", "talk.md", "note", content, link=link), text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Dopamine drives CAC.", "[[Dopamine]] drives [[Customer cost|CAC]]."),
        ("Low dopamine.\r\n", "Low [[a/Dopamine|dopamine]].\r\n"),
        ("| a |\n| - |\n| CAC |\n", "| a |\n| - |\n| [[Customer cost\\|CAC]] |\n"),
        ("dopamine**CAC**dopamine", None),  # the bold type would go
        ("# Dopamine\n`CAC` and [[Dopamine]]", None),
    ],
)
def test_names_become_links(before: str, after: str | None) -> None:
    found = linked(before.encode())
    assert found.code == ("same" if after is None else "update")
    assert found.after.decode() == (after or before)


def test_a_vault_of_markdown_links_gets_markdown_links() -> None:
    assert linked(b"Low dopamine.", markdown=True).after == b"Low [dopamine](a/Dopamine.md)."


def test_the_block_of_kg_is_left_alone_and_the_rest_is_linked() -> None:
    content = "**In the knowledge pages**\n\n- [[Knowledge/CAC|CAC]]: dopamine\n"
    once = linked(b"CAC rose.\n", content)
    assert once.after.startswith(b"[[Customer cost|CAC]] rose.\n")
    block = managed_blocks.find(once.after.decode())
    assert block is not None
    assert content in once.after.decode()
    assert linked(once.after, content).code == "same"


@pytest.mark.parametrize(
    "text",
    [
        "[dopamine", "dopamine]", "[dopamine]", "[[dopamine", "!dopamine", "Wow!dopamine", "\\dopamine",
        "\\[dopamine\\]", "dopamine(a)", "^[dopamine]", "- [dopamine", "![dopamine", "[[ dopamine", "[[> dopamine",
    ],
)  # fmt: skip
def test_a_name_stays_plain_where_the_signs_around_it_would_change_the_link(text: str) -> None:
    assert linked(text.encode()).code == "same"
    assert linked(f"CAC\n\n{text}".encode()).after.decode() == f"[[Customer cost|CAC]]\n\n{text}"


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_only_links_are_added_and_a_second_time_nothing(text: str) -> None:
    found = linked(text.encode())
    if found.code not in {"same", "update"}:
        return
    after = found.after.decode()
    assert plain(after) == plain(text)
    before, now = (read_note("talk.md", each.encode()) for each in (text, after))
    assert [block.kind for block in before.blocks] == [block.kind for block in now.blocks]
    assert linked(found.after).code == "same"
