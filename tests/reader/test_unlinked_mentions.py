"""Where a note names another note without a link: whole names, outside links, code and headings."""

from __future__ import annotations

import pytest

from kg.reader.read_note import read_note
from kg.reader.unlinked_mentions import NamesOfNotes

ORDINARY = {"index", "notes", "sleep"}
ALIASES = {
    "a/Dopamine.md": ("DA system",),
    "Customer acquisition cost.md": ("CAC",),
    "Sleep.md": (),
    "index.md": (),
    "C++.md": (),
    "a/Twin.md": (),
    "b/Twin.md": (),
    "People/Ada Byron.md": ("Ada", "Byron, Ada"),
}


def found(text: str, path: str = "talk.md") -> list[tuple[str, str]]:
    note = read_note(path, text.encode())
    names = NamesOfNotes(ALIASES, ORDINARY.__contains__)
    mentions = list(names.find(note))
    assert all(note.text[each.span.start : each.span.end] == each.text for each in mentions)
    return [(each.text, each.note) for each in mentions]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Low dopamine makes tired; Dopamine drives us.", ["dopamine", "Dopamine"]),
        ("The customer acquisition cost (CAC) rose.", ["customer acquisition cost", "CAC"]),
        ("Ada met Ada Byron.", ["Ada", "Ada Byron"]),
        ("- a list of **dopamine** effects [00:01:02]", ["dopamine"]),
        ("| a | b |\n| - | - |\n| dopamine | 2 |", ["dopamine"]),
        ("> [!note] Dopamine\n> It is about dopamine.", ["dopamine"]),
        ("Good sleep, an index and a cac.", []),
        ("[[Dopamine]] and [dopamine](a/Dopamine.md) are links.", []),
        ("`dopamine` is code.\n\n```\ndopamine\n```\n\n$dopamine$", []),
        ("# Dopamine\n\n## More dopamine\n\nNothing.", []),
        ("dopaminergic, anti-dopamine, dopamine-like, CACs", []),
        ("Twin is two notes.", []),
        ("do**pa**mine", []),
        ("%% dopamine %% <!-- dopamine -->", []),
        ("---\nkey: dopamine\n---\nNothing.", []),
    ],
)
def test_names_that_are_not_linked(text: str, names: list[str]) -> None:
    assert [name for name, _ in found(text)] == names


def test_a_note_does_not_mention_itself() -> None:
    assert found("Dopamine and CAC.", "a/Dopamine.md") == [("CAC", "Customer acquisition cost.md")]
