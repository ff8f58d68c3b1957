"""Joins transcripts to the notes and recordings that they belong to; where two are as likely, to neither.

A note's property ``transcript`` decides. Else the id of a recording in the file's name and the name itself do, and
where these say nothing, the links of notes to the file.
"""

from __future__ import annotations

from collections import defaultdict
from posixpath import basename, dirname
from typing import TYPE_CHECKING, NamedTuple

from kg.model.media import local_path
from kg.transcripts.file_names import folded, id_of, read_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet


class NoteIdentity(NamedTuple):
    """What of a note decides which transcripts are its own.

    Attributes:
        path: Its path.
        media: IRI of its recording, a file of the vault by its whole path; None where it has none.
        named: Paths of the files that its property ``transcript`` names.
        linked: Paths of the files that it links to.
    """

    path: str
    media: str | None = None
    named: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()

    @property
    def recording(self) -> str:
        """What a transcript is joined to: the recording, or the note where it has none."""
        return self.media or f"note:{self.path}"


class Joined(NamedTuple):
    """What a transcript belongs to.

    Attributes:
        media: IRI of the recording, or None for that of a note that names none.
        notes: Paths of the notes, sorted; none where nothing fits, or several recordings do.
        rivals: Paths of the notes of several recordings that fit equally well, one for each, sorted.
    """

    media: str | None = None
    notes: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()


def join(transcripts: Sequence[str], notes: Iterable[NoteIdentity]) -> dict[str, Joined]:
    """What each transcript belongs to, by path; it depends on the set of notes alone."""
    known = _Known(sorted(notes))
    return {path: _joined(path, known) for path in sorted(transcripts)}


class _Known:
    """The notes by all that a transcript may name them with."""

    def __init__(self, notes: Iterable[NoteIdentity]) -> None:
        self.of: dict[str, list[NoteIdentity]] = defaultdict(list)  # recording -> its notes
        self.by_id: dict[str, set[str]] = defaultdict(set)
        self.by_stem: dict[str, list[tuple[str, str]]] = defaultdict(list)  # name -> (folder, recording)
        self.naming: dict[str, set[str]] = defaultdict(set)  # transcript -> recordings
        self.linking: dict[str, set[str]] = defaultdict(set)
        for note in notes:
            new = note.recording not in self.of
            self.of[note.recording].append(note)
            self._name(note.path, note.recording)
            if new and note.media is not None:
                if named := id_of(note.media):
                    self.by_id[named].add(note.recording)
                if file := local_path(note.media):
                    self._name(file, note.recording)
            for table, paths in ((self.naming, note.named), (self.linking, note.linked)):
                for path in paths:
                    table[path].add(note.recording)

    def _name(self, path: str, recording: str) -> None:
        self.by_stem[folded(basename(path).rpartition(".")[0])].append((dirname(path), recording))


def _joined(path: str, known: _Known) -> Joined:
    fits: AbstractSet[str] = known.naming.get(path, set())
    fits = fits or _by_name(path, known) or known.linking.get(path, set())
    first: Mapping[str, NoteIdentity] = {recording: known.of[recording][0] for recording in fits}
    if len(first) != 1:
        return Joined(rivals=tuple(sorted(note.path for note in first.values())))
    (recording,) = first
    return Joined(first[recording].media, tuple(note.path for note in known.of[recording]))


def _by_name(path: str, known: _Known) -> set[str]:
    """The recordings whose id the file's name holds, and those whose note or file bears it; the nearest of these."""
    name = read_name(path)
    found = {recording for id_ in name.ids for recording in known.by_id.get(id_, ())}
    bearing = [place for stem in name.stems for place in known.by_stem.get(stem, ())]
    beside = {recording for folder, recording in bearing if folder == dirname(path)}
    return found | (beside or {recording for _, recording in bearing})
