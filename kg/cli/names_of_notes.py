"""The user's own notes, and their names and aliases, to find and link where a note names another without a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.words.wordlists import words
from kg.model import Problem
from kg.reader.corrections_page import read_page
from kg.reader.read_note import read_note
from kg.reader.unlinked_mentions import NamesOfNotes
from kg.reader.vault_folder import read_bytes, scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.model import Note


def own_notes(root: Path) -> Iterator[tuple[str, Note]]:
    """Yield the notes of a vault by path, generated pages, hidden notes and second versions left aside."""
    found = scan(root)
    for path in found.notes:
        data = read_bytes(root, path)
        if path in found.excluded or isinstance(data, Problem):
            continue
        note = read_note(path, data)
        if not note.conflict_copy and read_page(note) is None:
            yield path, note


def names_of_notes(notes: Mapping[str, Note]) -> NamesOfNotes:
    """The names and aliases of notes, to be looked for in their texts."""
    aliases = {path: note.aliases for path, note in notes.items()}
    return NamesOfNotes(aliases, words().common.__contains__)
