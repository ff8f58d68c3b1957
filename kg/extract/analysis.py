"""What can be found in one note alone: title, recording, channel, language, times, and its sentences, parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.language import ENGLISH, main_language
from kg.extract.recording import turns
from kg.extract.recording.cast import cast_of_note
from kg.extract.recording.note_media import note_media, places
from kg.extract.sentences.other_languages import language_problems
from kg.extract.sentences.sentences import ENGLISH_ALONE, cut, judged
from kg.extract.sentences.table_claims import worded
from kg.extract.sentences.unreached_times import unreached
from kg.extract.time_repair import NoteTimes, note_times
from kg.model import NoteFacts, Problem, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language

    from kg.extract.grammar.other_pipelines import OtherPipelines
    from kg.model import Note, Part, Passage

CHANNEL = re.compile(r"^[ \t]*From:[ \t]*\[\[([^\]\r\n]+)\]\]", re.MULTILINE)
FIRST_LEVEL = 1
ABOVE = frozenset({"broader", "up"})  # properties that link to what a note's subject belongs under
_LINK = re.compile(r"!?\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]|\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")


class OwnPlace(NamedTuple):
    """Where the user puts the thing that bears a note's name.

    Attributes:
        kind: Property ``type``, or "".
        broader: The names of the notes that the properties ``broader`` and ``up`` link to, sorted.
    """

    kind: str = ""
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that stages which see the whole vault need of one note.

    Attributes:
        path: The note's path.
        title: Property ``title``, else the first heading of level 1, else the file name.
        media: IRI of its recording, or None.
        channel: Display name of the channel that it comes from, or None.
        language: ``en``, or the code of the language that most of it is in.
        sentences: In reading order, those in languages that no pipeline reads apart.
        times: For ``time_repair.repair``.
        problems: ``language-unsupported``, ``language-partly``.
        roles: (role, name) of each role that one person alone has: ``speaker``, ``host``, ``guest``, ``author``.
        unreached: How many of its times reach no claim.
        cast: Full names of the people whom its properties name.
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
    unreached: int = 0
    cast: tuple[str, ...] = ()


def analyse(
    note: Note, passages: Sequence[Passage], nlp: Language | None, others: OtherPipelines = ENGLISH_ALONE
) -> Analysis:
    """Read all that a note says by itself; it never raises for what is in the note.

    Args:
        note: The note.
        passages: What a reader sees of it.
        nlp: The English pipeline; None will do where there are no passages.
        others: The pipelines of other languages.
    """
    shown = worded(note, passages)
    cast = cast_of_note(note)
    medium = note_media(note)
    held = turns.find(note, shown)
    made = cut(note, shown, held)
    found = () if nlp is None else judged(made, held, nlp, others)
    return Analysis(
        path=note.path,
        title=title(note),
        media=medium,
        channel=channel(note),
        language=main_language([each.text for each in made], [each.language for each in made]),
        sentences=tuple(each for each in found if each.language == ENGLISH or others.reads(each.language)),
        times=note_times(note, medium, places(note, medium)),
        problems=language_problems(note.path, made, others),
        roles=cast.single(),
        unreached=sum(1 for _ in unreached(note, found, held.silent)) if note.timestamps else 0,
        cast=cast.people(),
    )


def facts(
    note: Note, parts: Sequence[Part], resolve: Callable[[str], str | None], found: Analysis | None = None
) -> NoteFacts:
    """What the graph says of a note itself.

    Args:
        note: The note.
        parts: Its sections and callouts.
        resolve: Gives the path that a link target leads to from this note, or None.
        found: As ``analyse`` found it; without it, the note is taken for English and its times for reached.
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
        language=found.language if found else ENGLISH,
        unreached=found.unreached if found else 0,
    )


def own_place(note: Note) -> OwnPlace:
    """What a note's properties say of the thing that bears its name."""
    kind = note.properties.get("type")
    above = [each for each in note.links if (each.key or "").partition(".")[0].casefold() in ABOVE and each.target]
    names = {PurePosixPath(each.target.partition("#")[0]).name.removesuffix(".md").strip() for each in above}
    return OwnPlace(kind.strip() if isinstance(kind, str) else "", tuple(sorted(names - {""})))


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
