"""Walks over a note and says for every place which time of the recording holds there, and who speaks.

A time, or a speaker's label, opens a turn. The turn holds for every sentence until the next turn or the end of its
block: in a heading the section, in a list item the item with what is nested in it, in a table the row, in a callout's
title the callout; alone between blocks, or over a line that reads like a heading, up to the next heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.recording import speaker_labels as labels
from kg.extract.recording.cast import GENERIC, Cast, cast_of_note
from kg.extract.recording.export_marks import has_highlights, remark, without_marks
from kg.extract.recording.habit import BEFORE, WORD, Habit, habit
from kg.extract.recording.note_lines import CLIP, NoteLine, note_lines
from kg.extract.recording.signatures import quoted_in_title, signature, signed
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.extract.recording.speaker_labels import SpeakerLabel
    from kg.model import Block, Note, Passage

LENGTH = re.compile(r"\W*(?:[0-9]+\s*(?:h|hrs?|hours?|m|min|mins|minutes?|s|secs?|seconds?)\b\W*)*")  # of a clip
VOICE = re.compile(r"[ \t>]*<v(?:\.[\w.]+)?[ \t]+([^<>\n]{1,80})>")  # of a subtitle
ENDS = re.compile(r"[.!?…:][\"'”’)\]*_]*\s*$")
COMMAND = re.compile(r"\s*\.[a-z]\w{0,12}\s*")  # of Readwise: ".h2"
DASH = re.compile(r"[ \t]*(?:[-–—|·•]|:(?=[ \t]))[ \t]+(?=\S)")  # between a time at the head of a line and its text
VOTING = frozenset({"paragraph", "footnote"})  # kinds of blocks whose lines show the note's habit
NEAR = 12  # code points before a time in which a sentence may end
FEWEST = 3  # lines from which a transcript or a list of chapters shows itself
UNPUNCTUATED, LOWER = 0.2, 0.4  # share of lines that end like sentences; that begin in lower case
SHORT = 8  # words of a chapter's title


REACH = {"block": 0, "item": 1, "own": 2, "clip": 2}  # kinds of scopes, by how far they reach; others reach farther


PLAIN = Habit()


class Opening(NamedTuple):
    """A place in a passage from which on a time or a speaker holds.

    Attributes:
        start, at: Where its label begins and where speech does; between them stands no text of the note's.
        stamps: Indices into ``Note.timestamps``.
        speaker: Who speaks, or None.
    """

    start: int
    at: int
    stamps: tuple[int, ...] = ()
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Turns:
    """What the recording model knows of a note.

    Attributes:
        habit: Where its times stand.
        openings: By passage, in order; the first may be what holds on entering it.
        silent: Passages that are lines of a transcript without punctuation: text, but no claims.
        titled: Passages that are titles of chapters unless they hold a clause.
        cast: Who takes part.
    """

    habit: Habit = PLAIN
    openings: dict[int, list[Opening]] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    titled: frozenset[int] = frozenset()
    cast: Cast = field(default_factory=Cast)


class Hold(NamedTuple):
    """A value that holds for a while: what kind of while, and the number that bounds it."""

    value: tuple[int, ...] | str | None
    kind: str
    bound: int = 0
    opened: int = 0


def find(note: Note, passages: Sequence[Passage]) -> Turns:
    """Walk over a note."""
    highlights = has_highlights(note)
    lines = without_marks(note, note_lines(note, passages), highlights=highlights)
    cast = cast_of_note(note)
    read = {id(line): label for line in lines if (label := _label(note, line))}
    read |= {id(line): label for above, line in pairwise(lines) if (label := _label_below(above, line))}
    heard = [
        labels.Heard(label, _rest(line, label, lines, at), bool(note.blocks[line.block].list_depth))
        for at, line in enumerate(lines)
        if (label := read.get(id(line)))
    ]
    spoken = labels.speaking(heard, cast)
    read = {
        id(line): label
        for line in lines
        if (label := read.get(id(line)))
        and label.name in spoken
        and (label.colon or not note.blocks[line.block].list_depth)
    }
    style = habit([line for line in lines if note.blocks[line.block].kind in VOTING])
    walk = _Walk(note, passages, read, cast, style, highlights)
    grouped = {block: list(group) for block, group in groupby(lines, key=lambda line: line.block)}
    for number, block in enumerate(note.blocks):
        walk.step(number, block, grouped.get(number, []))
    silent, titled = _unsaid(lines, style)
    return Turns(style, walk.openings, silent, titled, cast)


def _label(note: Note, line: NoteLine) -> SpeakerLabel | None:
    """The label that may open a line; in a heading the whole line, or one that a subtitle's mark gives."""
    kind = note.blocks[line.block].kind
    if kind in {"table-cell", "callout-title"} or not line.text:
        return None
    if voice := VOICE.match(note.text, note.text.rfind("\n", 0, line.span.start) + 1):
        return labels.SpeakerLabel(" ".join(voice[1].split()), 0, stamped=True, colon=True)
    return labels.read(line.text, line.stamps[0][0] - line.start if line.stamps else None)


def _label_below(above: NoteLine, line: NoteLine) -> SpeakerLabel | None:
    """A speaker's full name alone in its line, below a time alone in its own."""
    if above.block != line.block or not _is_time(above) or line.stamps or not line.text:
        return None
    name = line.text.strip(" *_")
    named = labels.is_person_like(name) or GENERIC.fullmatch(name) is not None
    return labels.SpeakerLabel(name, len(line.text), stamped=True) if named else None


def _is_time(line: NoteLine) -> bool:
    return bool(line.stamps) and WORD.search(line.text) is None


def _rest(line: NoteLine, label: SpeakerLabel, lines: Sequence[NoteLine], at: int) -> str:
    """What follows a label, in its line or in the next."""
    rest = line.text[label.end :].strip()
    if rest or at + 1 == len(lines):
        return rest
    return lines[at + 1].text


@dataclass(slots=True)
class _Walk:
    """The state that flows through the note."""

    note: Note
    passages: Sequence[Passage]
    labels: dict[int, SpeakerLabel]
    cast: Cast
    style: Habit
    highlights: bool
    openings: dict[int, list[Opening]] = field(default_factory=dict)
    times: list[Hold] = field(default_factory=list)
    voices: list[Hold] = field(default_factory=list)
    columns: list[bool] = field(default_factory=list)  # of the table at hand: whether each holds speakers
    head: int = 0  # row that heads the table at hand; 0 outside of tables
    cell: tuple[int, int] = (0, 0)  # row, and place in it, of the cell at hand

    def __post_init__(self) -> None:
        alone = self.cast.only("speaker")
        if alone and (self.note.timestamps or len(self.cast.names) == 1):
            self.voices.append(Hold(alone, "note"))

    def step(self, number: int, block: Block, lines: list[NoteLine]) -> None:
        """Go on to the next block."""
        if block.kind != "table-cell":
            self.head = 0
        self.times = [scope for scope in self.times if self._holds(scope, number, block)]
        self.voices = [scope for scope in self.voices if self._holds(scope, number, block)]
        STEPS.get(block.kind, _Walk.text)(self, lines, block)

    def _holds(self, scope: Hold, number: int, block: Block) -> bool:
        kind, bound = scope.kind, scope.bound
        if kind == "section":
            return block.kind != "heading" or self.note.headings[block.heading or 0].level > bound
        if kind in {"own", "clip"}:
            return block.kind != "heading"
        if kind == "row":
            return block.row == bound
        if kind == "callout":
            return bound in _around(self.note, block.callout)
        return kind == "note" or number == scope.opened or (kind == "item" and block.list_depth > bound)

    def heading(self, lines: list[NoteLine], block: Block) -> None:
        """A time, or a speaker's name, in a heading holds for its section."""
        level = self.note.headings[block.heading or 0].level
        if stamps := _stamps(lines):
            self.times.append(Hold(stamps, "section", level))
        title = self.note.headings[block.heading or 0].text.strip(" *_:")
        if (name := self.cast.full(title)) and title:
            self.voices.append(Hold(name, "section", level))

    def in_table(self, lines: list[NoteLine], block: Block) -> None:
        """A time alone in its cell, or a name in the column of speakers, holds for its row."""
        self.cell = block.row, self.cell[1] + 1 if self.cell[0] == block.row else 0
        text = " ".join(line.text for line in lines).strip()
        if not self.head:
            self.head, self.columns = block.row, []
        if self.head == block.row:
            self.columns.append(text.lower() in word_list("speaker_columns"))
        elif self.cell[1] < len(self.columns) and self.columns[self.cell[1]] and (name := labels.plain_name(text)):
            self.voices.append(Hold(self.cast.full(name) or name, "row", block.row))
            return
        stamps = _stamps(lines)
        if stamps and WORD.search(text) is None:
            self.times.append(Hold(stamps, "row", block.row))
        self._enter(lines)

    def title(self, lines: list[NoteLine], block: Block) -> None:
        """A time, or the name of whom the callout quotes, in its title holds for the callout."""
        callout = block.callout or 0
        self._enter(lines)
        stamps = _stamps(lines)
        if stamps and not any(
            WORD.search(line.text[line.stamps[0][0] : line.stamps[-1][0]]) for line in lines if line.stamps
        ):
            self.times.append(Hold(stamps, "callout", callout))
        name = quoted_in_title(" ".join(line.text for line in lines))
        if name and self.note.callouts[callout].type in word_list("quoting_callouts"):
            self.voices.append(Hold(self.cast.full(name) or name, "callout", callout))

    def fence(self, lines: list[NoteLine], _: Block) -> None:
        """A time in a fence of its own holds up to the next."""
        if stamps := _stamps(lines):
            _replace(self.times, Hold(stamps, "own"))

    def text(self, lines: list[NoteLine], block: Block) -> None:
        """Times and labels at the heads of lines open turns; a signature names who is quoted above it."""
        self._enter(lines)
        worded = sum(WORD.search(line.text) is not None for line in lines)
        for line in lines:
            if line.cue:
                self.openings.setdefault(line.passage, []).append(Opening(line.start, line.end, *self._now()))
                continue
            label = self.labels.get(id(line))
            nested = block.list_depth > 1 or (block.list_depth and line is not lines[0])
            if (nested or self.highlights) and line.passage >= 0 and (noted := remark().match(line.text)):
                self._remark(line, noted.end())
                continue
            if _opens(self.note, line, label, self.style):
                reach = _reach(line, label, block, (line is lines[-1], len(lines), worded))
                self._open(line, label, "clip" if _is_clip(self.note, line) and not label else reach)
            elif name := signature(self.note, self.passages, line, block):
                self._sign(line, name)
                continue
            if self.style.place == BEFORE and line.passage >= 0:
                self._inner(line)

    def _open(self, line: NoteLine, label: SpeakerLabel | None, kind: str) -> None:
        """Open a turn at the head of a line."""
        number, depth = line.block, self.note.blocks[line.block].list_depth
        end = len(line.text) if kind == "clip" else label.end if label else 0
        if not end and line.stamps and (dash := DASH.match(line.text)):
            end = dash.end()
        stamps = tuple(
            index
            for at, index in line.stamps
            if at <= line.start + end or not WORD.search(line.text, end, at - line.start)
        )
        if stamps:
            _replace(self.times, Hold(stamps, kind, depth, number))
        if label is not None:
            _replace(self.voices, Hold(self.cast.speaker(label.name), kind, depth, number))
        if line.passage >= 0:
            at = line.start + end
            if LENGTH.fullmatch(line.text, at - line.start) or kind == "clip":
                at = line.end
            self.openings.setdefault(line.passage, []).append(Opening(line.start, at, *self._now()))

    def _remark(self, line: NoteLine, end: int) -> None:
        """What the reader notes on a highlight: nobody of the recording says it, and its label is no part of it."""
        at = line.end if COMMAND.fullmatch(line.text, end) else line.start + end
        self.openings.setdefault(line.passage, []).append(Opening(line.start, at, self._now()[0]))

    def _inner(self, line: NoteLine) -> None:
        """Further times in a line that stand before what they cover."""
        leading = {stamp.stamp for stamp in self.passages[line.passage].stamps if stamp.leading}
        first = line.stamps[0][0] if line.stamps else -1
        opened = bool(line.stamps) and not WORD.search(line.before)
        for at, group in groupby(line.stamps, key=lambda stamp: stamp[0]):
            stamps = tuple(index for _, index in group)
            follows = (
                opened
                and ENDS.search(line.text[max(at - line.start - NEAR, 0) : at - line.start])
                and WORD.search(line.text, at - line.start)
            )
            if at > first and (follows or not leading.isdisjoint(stamps)):
                held = self.times[-1] if self.times and self.times[-1].opened == line.block else None
                kind, bound = (held.kind, held.bound) if held else ("block", 0)
                _replace(self.times, Hold(stamps, kind, bound, line.block))
                self.openings.setdefault(line.passage, []).append(Opening(at, at, *self._now()))

    def _sign(self, line: NoteLine, name: str) -> None:
        """Take a signature for the speaker of the quotation above it."""
        who = self.cast.full(name) or name
        for passage in signed(self.note, self.passages, line):
            known = self.openings.setdefault(passage, [])
            known[:] = [each._replace(speaker=who) for each in known] or [Opening(0, 0, self._now()[0], who)]
        self.openings.setdefault(line.passage, []).append(Opening(line.start, line.end, self._now()[0], who))

    def _enter(self, lines: list[NoteLine]) -> None:
        """Note what holds on entering the passages of a block."""
        now = self._now()
        if any(now):
            for passage in {line.passage for line in lines if line.passage >= 0}:
                self.openings.setdefault(passage, []).insert(0, Opening(0, 0, *now))

    def _now(self) -> tuple[tuple[int, ...], str | None]:
        stamps = self.times[-1].value if self.times else ()
        voice = self.voices[-1].value if self.voices else None
        return (stamps if isinstance(stamps, tuple) else ()), (voice if isinstance(voice, str) else None)


def _around(note: Note, callout: int | None) -> Iterator[int]:
    """A callout and those around it."""
    while callout is not None:
        yield callout
        callout = note.callouts[callout].parent


def _opens(note: Note, line: NoteLine, label: SpeakerLabel | None, style: Habit) -> bool:
    """Whether a line opens a turn: by a label, by a clip's mark, or by a time at its head where that is the habit."""
    if label is not None or not line.stamps or _is_clip(note, line):
        return label is not None or bool(line.stamps)
    return style.place == BEFORE and not WORD.search(line.before)


def _is_clip(note: Note, line: NoteLine) -> bool:
    """Whether a line is the mark of a clip: its times, its length and a link, but no sentence."""
    if CLIP not in note.text[line.span.start : line.span.end]:
        return False
    return WORD.search(line.before) is None or (len(line.text.split()) <= SHORT and not ENDS.search(line.text))


def _reach(line: NoteLine, label: SpeakerLabel | None, block: Block, among: tuple[bool, int, int]) -> str:
    """How far a turn reaches; ``among``: whether its line ends its block, the block's lines, those worded."""
    if block.list_depth:
        return "item"
    last, many, worded = among
    rest = line.text[label.end :] if label else line.text
    alone = WORD.search(rest) is None or LENGTH.fullmatch(line.text) is not None
    if alone and (worded <= 1 or last):
        return "own"
    return "own" if label is None and many == 1 and ENDS.search(line.text) is None else "block"


def _stamps(lines: Sequence[NoteLine]) -> tuple[int, ...]:
    return tuple(index for line in lines for _, index in line.stamps)


def _replace(held: list[Hold], scope: Hold) -> None:
    """Open a scope; it ends those that reach no farther than itself."""
    held[:] = [each for each in held if _outlives(each, scope)]
    held.append(scope)


def _outlives(held: Hold, scope: Hold) -> bool:
    if held.kind == scope.kind == "item":
        return held.bound < scope.bound
    return REACH.get(held.kind, len(REACH)) > REACH[scope.kind]


STEPS: dict[str, Callable[[_Walk, list[NoteLine], Block], None]] = {
    "heading": _Walk.heading,
    "table-cell": _Walk.in_table,
    "callout-title": _Walk.title,
    "code": _Walk.fence,
}


def _unsaid(lines: Sequence[NoteLine], style: Habit) -> tuple[frozenset[int], frozenset[int]]:
    """Passages that are lines of a transcript without punctuation, and those that are titles of chapters."""
    if style.place != BEFORE:
        return frozenset(), frozenset()
    timed = [line for line in lines if line.stamps and line.passage >= 0 and WORD.search(line.before) is None]
    told = [line for line in timed if WORD.search(line.text)]
    if len(told) < FEWEST:
        return frozenset(), frozenset()
    ended = sum(ENDS.search(line.text) is not None for line in told) / len(told)
    lower = sum(line.text.strip()[:1].islower() for line in told) / len(told)
    if ended < UNPUNCTUATED and lower >= LOWER:
        return frozenset(line.passage for line in told), frozenset()
    if ended < UNPUNCTUATED:
        return frozenset(), frozenset(line.passage for line in told if len(line.text.split()) <= SHORT)
    return frozenset(), frozenset()
