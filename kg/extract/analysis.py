"""What can be found in one note alone: title, recording, channel, language, times, and its sentences, parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.extract.grammar.language import ENGLISH, detect
from kg.extract.recording.cast import cast_of
from kg.extract.recording.note_media import note_media, places
from kg.extract.sentences.sentences import sentences
from kg.extract.sentences.table_claims import worded
from kg.extract.time_repair import NoteTimes, note_times
from kg.model import NoteFacts, Problem, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language

    from kg.model import Note, Part, Passage

CHANNEL = re.compile(r"^[ \t]*From:[ \t]*\[\[([^\]\r\n]+)\]\]", re.MULTILINE)
FIRST_LEVEL = 1
_LINK = re.compile(r"!?\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]|\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that stages which see the whole vault need of one note.

    Attributes:
        path: The note's path.
        title: Property ``title``, else the first heading of level 1, else the file name.
        media: IRI of its recording, or None.
        channel: Display name of the channel that it comes from, or None.
        language: ``en``, or another code; then there are no sentences and a problem says so.
        sentences: In reading order.
        times: For ``time_repair.repair``.
        problems: ``language-unsupported``.
        roles: (role, name) of each role that one person alone has: ``speaker``, ``host``, ``guest``, ``author``.
    """

    path: str
    title: str
    media: str | None
    channel: str | None
    language: str
    sentences: tuple[Sentence, ...]
    times: NoteTimes
    problems: tuple[Problem, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()


def analyse(note: Note, passages: Sequence[Passage], nlp: Language | None) -> Analysis:
    """Read all that a note says by itself; it never raises for what is in the note.

    Args:
        note: The note.
        passages: What a reader sees of it.
        nlp: The pipeline; None will do where there are no passages.
    """
    shown = worded(note, passages)
    language = detect(passage.text for passage in shown)
    medium = note_media(note)
    problems: tuple[Problem, ...] = ()
    if language != ENGLISH:
        message = f"the note seems to be written in {language!r}; claims are extracted from English only"
        problems = (Problem(note.path, "language-unsupported", message),)
    return Analysis(
        path=note.path,
        title=title(note),
        media=medium,
        channel=channel(note),
        language=language,
        sentences=() if problems or nlp is None else sentences(note, shown, nlp),
        times=note_times(note, medium, places(note, medium)),
        problems=problems,
        roles=cast_of(note.properties).single(),
    )


def facts(
    note: Note, parts: Sequence[Part], resolve: Callable[[str], str | None], language: str = ENGLISH
) -> NoteFacts:
    """What the graph says of a note itself.

    Args:
        note: The note.
        parts: Its sections and callouts.
        resolve: Gives the path that a link target leads to from this note, or None.
        language: As ``analyse`` found it.
    """
    reached: set[str] = set()
    missing: set[str] = set()
    for link in note.links:
        if link.kind == "external" or not link.target:
            continue
        path = resolve(link.target)
        if path is None:
            missing.add(link.target)
        elif path != note.path:
            reached.add(path)
    return NoteFacts(
        path=note.path,
        title=title(note),
        sha256=note.sha256,
        media=note_media(note),
        channel=channel(note),
        references=tuple(sorted(reached)),
        unresolved=tuple(sorted(missing)),
        aliases=note.aliases,
        tags=note.tags,
        parts=tuple(parts),
        language=language,
    )


def title(note: Note) -> str:
    """Property ``title``, else the first heading of level 1 without markup, else the file name."""
    given = note.properties.get("title")
    if isinstance(given, str | int | float) and str(given).strip():
        return " ".join(str(given).split())
    for heading in note.headings:
        if heading.level == FIRST_LEVEL and (shown := _unmarked(heading.text)):
            return shown
    return PurePosixPath(note.path).stem


def _unmarked(text: str) -> str:
    shown = _LINK.sub(lambda link: (link[1] or link[2] or "").strip(), text)
    return " ".join(_MARKS.sub("", shown).split())


def channel(note: Note) -> str | None:
    """The display name in the line ``From: [[channel]]``, else the top folder that the note is in."""
    named = CHANNEL.search(note.text)
    if named and named[1].split("|")[-1].strip():
        return named[1].split("|")[-1].strip()
    folders = PurePosixPath(note.path).parts[:-1]
    return folders[0] if folders else None
