"""What all notes say together, kept note by note: counts of names, recordings, where links may lead, pages.

A build compares what each changed note says now with what the index held of it, so it costs what has changed:

1. The counts of each spelling lose what the note said before and gain what it says now.
2. *Suspect* becomes every other note whose claims may be others by that: one with a name whose usual spelling or type
   has changed, one of the same recording, one with a link to a file that came or went.
3. The build extracts the suspects again; one whose outcome stays the same is a suspect no longer.

Everything here is changed in the one transaction that ``refresh`` runs in: killed before its end, it is done again.
"""

from __future__ import annotations

from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.assembly.notes.analyse_note import Local, Paged, mark, marked
from kg.assembly.state import code_hashes
from kg.assembly.state.name_counts import MANY, Spellings
from kg.assembly.state.term_names import TermNames
from kg.extract.names.lexicon import asked
from kg.model import CorrectionsPage, Problem
from kg.reader.resolver import key as path_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from kg.assembly.state.build_state import BuildState
    from kg.extract.names.name_evidence import Sighting

FILES, RULES = "files", "rules"  # what the index was made with
ELSEWHERE = "."  # stands for the file name of a link that ends in dots: it may lead anywhere

_decoder = msgspec.msgpack.Decoder(Local)
_pages = msgspec.msgpack.Decoder(Paged)
_problems = msgspec.msgpack.Decoder(tuple[Problem, ...])


class IndexRow(NamedTuple):
    """A note of the index.

    Attributes:
        number: Its number in the build state.
        recipe: The code and model that read it.
        outcome: What the graph that the store holds of it was made from; None where there is none.
        local: What was found in it alone.
    """

    number: int
    recipe: str
    outcome: str | None
    local: Local


def refresh(state: BuildState, gone: AbstractSet[str], paths: Sequence[str], least: float = 0.0) -> None:
    """Bring the index up to date with the notes that were read, and forget those that are gone; commits.

    Args:
        state: The build state.
        gone: Paths of notes that are no longer in the vault.
        paths: All files of the vault that links may lead to.
        least: How likely a name's type must be to be a sure one.
    """
    _forget_other_rules(state)
    spellings, term_names = Spellings(state, least), TermNames(state, mark)
    videos: set[str | None] = set()
    for number, before, after in _changed(state, gone):
        spellings.change(number, _sightings(before), _sightings(after))
        term_names.change(number, before.variants if before else (), after.variants if after else ())
        videos |= {each.times.media for each in (before, after) if each is not None}
        if after is not None:
            _place(state, number, after)
    suspicious = spellings.apply()
    if suspicious.every:
        suspect_all(state)
    state.change("INSERT OR IGNORE INTO suspect VALUES (?)", ((note,) for note in sorted(suspicious.notes)))
    _suspect_with(state, "spelled", suspicious.texts)
    _suspect_with(state, "termed", term_names.touched())
    state.change(
        "INSERT OR IGNORE INTO suspect SELECT note FROM place WHERE video = ?",
        ((video,) for video in sorted(filter(None, videos))),
    )
    state.change("UPDATE found SET indexed = NULL WHERE indexed IS NOT NULL", [()])
    _forget(state, sorted(gone))
    _suspect_with(state, "linked", _moved(state, paths))
    state.commit()


def _forget_other_rules(state: BuildState) -> None:
    """Count everything again where another version of kg counted: names may have been grouped otherwise."""
    now = code_hashes.rules().encode()
    if state.recall(RULES) != now:
        for table in ("spelling", "vote", "variant"):
            state.change(f"DELETE FROM {table}", [()])  # noqa: S608 - ours
        state.change("UPDATE found SET indexed = x'' WHERE indexed IS NULL OR indexed <> x''", [()])
        state.record(RULES, now)


def suspect_all(state: BuildState) -> None:
    """Have every note looked at."""
    state.change("INSERT OR IGNORE INTO suspect SELECT id FROM note", [()])


def cleared(state: BuildState, note: int) -> None:
    """Say that the store holds what a note says now."""
    state.change("DELETE FROM suspect WHERE note = ?", [(note,)])


def count(state: BuildState) -> int:
    """How many notes there are, generated pages left aside."""
    return int(state.rows("SELECT count(*) FROM place WHERE NOT page")[0][0])


def due(state: BuildState) -> list[int]:
    """Every note whose graph is missing or may have become another one, those of one recording after one another."""
    query = """SELECT id FROM note JOIN place ON place.note = id
        WHERE NOT page AND (outcome IS NULL OR id IN (SELECT note FROM suspect)) ORDER BY video, path"""
    return [note for (note,) in state.rows(query)]


def due_paths(state: BuildState) -> frozenset[str]:
    """The paths of the notes that ``due`` names."""
    query = "SELECT path FROM note WHERE outcome IS NULL OR id IN (SELECT note FROM suspect)"
    return frozenset(path for (path,) in state.rows(query))


def rows(state: BuildState, notes: Iterable[int]) -> Iterator[IndexRow]:
    """What the index has of some notes, by number, read one at a time."""
    query = "SELECT recipe, outcome, local FROM note JOIN found ON found.note = id WHERE id = ?"
    for note in notes:
        for recipe, outcome, local in state.rows(query, (note,)):
            yield IndexRow(note, recipe, outcome, _decoder.decode(local))


def pages(state: BuildState) -> dict[str, CorrectionsPage]:
    """The generated pages by path."""
    rows = state.rows(
        "SELECT path, local FROM place JOIN note ON id = place.note JOIN found ON found.note = id WHERE page"
    )
    found = ((path, _pages.decode(local).page) for path, local in sorted(rows))
    return {path: page for path, page in found if page is not None}


def converted(state: BuildState) -> list[int]:
    """The notes that have become generated pages since the census counted them."""
    rows = state.rows("SELECT output.note FROM output JOIN place ON place.note = output.note WHERE page")
    return [note for (note,) in rows]


def page_paths(state: BuildState) -> frozenset[str]:
    """The paths of the generated pages."""
    rows = state.rows("SELECT path FROM place JOIN note ON id = place.note WHERE page")
    return frozenset(path for (path,) in rows)


def analyses(state: BuildState) -> Iterator[tuple[str, bytes]]:
    """Path and parsed sentences of every note that is no generated page, by path."""
    query = """SELECT path, analysis FROM note JOIN found ON found.note = id JOIN place ON place.note = id
        WHERE path > ? AND NOT page ORDER BY path LIMIT ?"""
    return ((path, analysis) for path, analysis in state.walk(query))


def recording(state: BuildState, video: str) -> list[Local]:
    """The notes of one recording, generated pages left aside."""
    query = "SELECT local FROM place JOIN found ON found.note = place.note WHERE video = ? AND NOT page"
    return [_decoder.decode(local) for (local,) in state.rows(query, (video,))]


def recordings(state: BuildState) -> list[tuple[str, str | None]]:
    """Path and recording, as the note itself names it, of every note that is no generated page, by path."""
    return [
        (path, video)
        for path, video in state.rows(
            "SELECT path, video FROM place JOIN note ON id = note WHERE NOT page ORDER BY path"
        )
    ]


def linking_to(state: BuildState, paths: Iterable[str]) -> list[int]:
    """The notes that may link to one of some files, or name it in a property; few others."""
    wanted = {mark(file_name(path)) for path in paths}
    rows = state.rows("SELECT note, linked FROM place WHERE linked <> x''")
    return [note for note, marks in rows if any(each in marks for each in wanted)]


def suspect(state: BuildState, paths: Iterable[str]) -> None:
    """Have some notes looked at."""
    state.change("INSERT OR IGNORE INTO suspect SELECT id FROM note WHERE path = ?", ((path,) for path in paths))


def problems(state: BuildState) -> Iterator[Problem]:
    """What is wrong with the notes' files."""
    for (found,) in state.rows("SELECT problems FROM place WHERE problems IS NOT NULL"):
        yield from _problems.decode(found)


def _changed(state: BuildState, gone: AbstractSet[str]) -> Iterator[tuple[int, Local | None, Local | None]]:
    """Yield number, what the index holds, and what is found now, of each note that has changed or is gone."""
    for path in sorted(gone):
        for number, indexed, local in state.rows(
            "SELECT id, indexed, local FROM note JOIN found ON found.note = id WHERE path = ?", (path,)
        ):
            yield number, _held(local if indexed is None else indexed), None
    query = """SELECT path, id, indexed, local FROM note JOIN found ON found.note = id
        WHERE path > ? AND indexed IS NOT NULL ORDER BY path LIMIT ?"""
    for path, number, indexed, local in state.walk(query):
        if path not in gone:
            yield number, _held(indexed), _decoder.decode(local)


def _held(indexed: bytes) -> Local | None:
    return _decoder.decode(indexed) if indexed else None


def _sightings(local: Local | None) -> tuple[Sighting, ...]:
    """What counts of a note for the vault's names; of a generated page nothing does."""
    return () if local is None or local.page is not None else local.evidence.sightings


def _place(state: BuildState, number: int, local: Local) -> None:
    state.change(
        """INSERT OR REPLACE INTO place (note, video, page, spelled, termed, linked, problems)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                number,
                local.times.media,
                local.page is not None,
                marked(asked(_sightings(local))),
                local.terms,
                marked(map(file_name, (*local.facts.unresolved, *local.transcripts))),
                msgspec.msgpack.encode(local.problems) if local.problems else None,
            )
        ],
    )


def _suspect_with(state: BuildState, column: str, texts: Collection[str]) -> None:
    """Suspect the notes in whose column the mark of a text may stand; a chance hit costs a look at the note."""
    wanted = sorted({mark(text) for text in texts})
    if not wanted:
        return
    if len(wanted) > MANY:
        suspect_all(state)
        return
    rows = state.rows(f"SELECT note, {column} FROM place WHERE {column} <> x''")  # noqa: S608 - ours
    hits = [(note,) for note, marks in rows if any(each in marks for each in wanted)]
    state.change("INSERT OR IGNORE INTO suspect VALUES (?)", hits)


def _moved(state: BuildState, paths: Sequence[str]) -> set[str]:
    """Names by which links may lead to a file that came or went since the last time; remembers the files."""
    kept = state.recall(FILES)
    before = frozenset[str]() if kept is None else msgspec.msgpack.decode(kept, type=frozenset[str])
    now = frozenset(paths) - page_paths(state)
    if now == before:
        return set()
    state.record(FILES, msgspec.msgpack.encode(sorted(now)))
    names = {path_key(path).rpartition("/")[2] for path in now ^ before}
    return {ELSEWHERE, *names, *(name.removesuffix(".md") for name in names)}


def file_name(target: str) -> str:
    """The name of the file that a link leads to, wherever that lies."""
    name = path_key(normpath(target)).rpartition("/")[2]
    return name if name.strip(".") else ELSEWHERE


def _forget(state: BuildState, gone: Iterable[str]) -> None:
    """Drop the rows of notes; the census must have forgotten them."""
    numbers = [row for path in gone for row in state.rows("SELECT id FROM note WHERE path = ?", (path,))]
    for table, key in (("note", "id"), ("found", "note"), ("place", "note"), ("suspect", "note")):
        state.change(f"DELETE FROM {table} WHERE {key} = ?", numbers)  # noqa: S608 - ours
