"""Which notes give claims: not those that Obsidian or the user leaves out, nor templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import kg

if TYPE_CHECKING:
    from pathlib import Path

NOTES = {
    "T/Meeting.md": "The guest sold 5 chips.",
    "Old/Note.md": "AMD sold 3 chips.",
    "A.md": "Nvidia sold 5 chips. See [[Note]].",
    ".obsidian/templates.json": '{"folder": "T"}',
    ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
}


@pytest.mark.parametrize(
    ("settings", "notes"),
    [
        ({}, {"A.md"}),
        ({"include": "Old"}, {"Old/Note.md"}),
        ({"include": "*", "exclude": "A.md"}, {"Old/Note.md", "T/Meeting.md"}),
    ],
)
def test_claims_come_from_the_notes_that_are_chosen(tmp_path: Path, settings: dict[str, Any], notes: set[str]) -> None:
    for name, text in NOTES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with kg.build(tmp_path, **settings) as graph:
        assert {claim.note for claim in graph.claims()} == notes
        assert len(graph.notes()) == 3, "links to the others still lead somewhere"
    with kg.build(tmp_path, include="*") as graph:
        assert len({claim.note for claim in graph.claims()}) == 3, "a changed choice is read anew"
