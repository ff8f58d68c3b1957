"""What the reader finds in a note: text, structure and exact places.

All offsets are half-open ranges of code points into ``Note.text``, which is the file decoded as UTF-8
with a leading byte order mark dropped and line ends kept as they are. Records that occur by the hundred in
every note are named tuples (cheap to make, to compare and to send between processes); the rest are frozen
dataclasses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.model.span import Span
from kg.model.timestamp import Stamps


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an input file: collected, never raised.

    Attributes:
        path: The file in the vault, ``/`` as separator.
        code: A stable, dashed word such as ``yaml-invalid`` (the table is in ``kg/reader/problems.py``).
        message: What is wrong, for a person.
        span: Where, if a place is known.
    """

    path: str
    code: str
    message: str
    span: Span | None = None


class Link(NamedTuple):
    """A link as written.

    Attributes:
        kind: ``wikilink``, ``embed``, ``markdown``, ``property`` or ``external``.
        target: The target without subpath, trimmed, spelling kept.
        subpath: What follows the first ``#``, without it (``^id`` for blocks), or None.
        alias: The displayed text when one is written, else None (an embed's size is not an alias).
        in_comment: Whether the link is in a ``%%`` comment.
        span: The whole construct in the file, ``[[`` to ``]]``.
        key: For links in properties, the key path (``related.0``).
        size: For embeds, the written size (``100x145``).
    """

    kind: str
    target: str
    subpath: str | None
    alias: str | None
    in_comment: bool
    span: Span
    key: str | None = None
    size: str | None = None


class Tag(NamedTuple):
    """A ``#tag`` in the body: its name without ``#``, and its place with ``#``."""

    name: str
    span: Span


class Field(NamedTuple):
    """An inline ``key:: value`` field as Dataview defines it; an empty value is None."""

    key: str
    value: str | None
    span: Span


class Heading(NamedTuple):
    """A heading: level 1 to 6, raw text (markup kept, trimmed), and the span of its line or lines."""

    level: int
    text: str
    span: Span


class Callout(NamedTuple):
    """A callout.

    Attributes:
        type: Lower case, inner spaces as dashes (``pro-tip``).
        title: As written, or the type in title case.
        fold: ``+``, ``-`` or None.
        depth: Nesting among callouts, from 1.
        span: From its first ``>`` to the end of its last line.
        parent: Index into ``Note.callouts`` of the callout around it, or None.
        metadata: What follows the first ``|`` inside the brackets, or None.
    """

    type: str
    title: str
    fold: str | None
    depth: int
    span: Span
    parent: int | None = None
    metadata: str | None = None


class Block(NamedTuple):
    """A leaf block of the note.

    Attributes:
        kind: ``paragraph``, ``heading``, ``callout-title``, ``table-cell``, ``footnote``,
            ``code``, ``html`` or ``math``.
        span: The whole block in the file.
        lines: The block's content, one span per line, without container prefixes (``> ``, list marks, indentation).
        heading: Index into ``Note.headings`` of the section it is in, or None before the first heading.
        callout: Index into ``Note.callouts`` of the innermost callout around it, or None.
        list_depth: 0 outside lists, 1 in a list item, 2 in an item of an inner list.
        starts_item: Whether it is the first block of a list item.
        row: For table cells, a number that cells of one row share; else 0.
    """

    kind: str
    span: Span
    lines: tuple[Span, ...]
    heading: int | None
    callout: int | None
    list_depth: int
    starts_item: bool
    row: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    r"""One Markdown note, read.

    Attributes:
        path: Path in the vault, ``/`` as separator, exactly as the file system spells it.
        text: The decoded text (byte order mark dropped, line ends kept).
        sha256: Hex digest of the file's bytes.
        newline: The dominant line end: ``\n``, ``\r\n`` or ``\r``.
        bom: Whether the file started with a byte order mark.
        writable: False when the file must never be written (invalid UTF-8, broken properties).
        excluded: Whether the user's ``userIgnoreFilters`` hide it.
        conflict_copy: Whether it is Obsidian Sync's second version of another note.
        properties: Frontmatter values of the YAML 1.2 core types; dates and times are strings.
        frontmatter: Span of the frontmatter with its fences, or None.
        aliases: From the properties.
        tags: Properties first, then body; each once, first spelling.
        timestamps: In reading order; a sequence of ``Timestamp`` either way.
        block_ids: Ids without ``^``, in reading order.
        comments: Spans of ``%%`` comments and of the code of templates.
    """

    path: str
    text: str
    sha256: str
    newline: str = "\n"
    bom: bool = False
    writable: bool = True
    excluded: bool = False
    conflict_copy: bool = False
    properties: dict[str, Any] = field(default_factory=dict)
    frontmatter: Span | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    callouts: tuple[Callout, ...] = ()
    blocks: tuple[Block, ...] = ()
    block_ids: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    links: tuple[Link, ...] = ()
    body_tags: tuple[Tag, ...] = ()
    timestamps: Stamps = ()
    comments: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CanvasNode:
    """A card of a canvas: ``type`` is text, file, link or group; unknown keys are kept in ``extra``."""

    id: str
    type: str
    file: str | None = None
    subpath: str | None = None
    text: str | None = None
    url: str | None = None
    label: str | None = None
    extra: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CanvasEdge:
    """An arrow between two cards; unknown keys are kept in ``extra``."""

    id: str
    from_node: str
    to_node: str
    label: str | None = None
    extra: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Canvas:
    """A JSON Canvas 1.0 file, read."""

    path: str
    sha256: str
    nodes: tuple[CanvasNode, ...] = ()
    edges: tuple[CanvasEdge, ...] = ()
    extra: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()


class Part(NamedTuple):
    """A section or callout of a note, as the graph names it.

    Attributes:
        id: Dotted number by position among the children of its parent, sections and callouts counted together
            in reading order (``2``, ``3.2``): the second child of the third child of the note is ``3.2``.
        kind: ``section`` or ``callout``.
        title: Rendered heading or callout title.
        type: The callout's type; "" for sections.
        parent: Id of the part around it, or "" for the note.
    """

    id: str
    kind: str
    title: str
    type: str
    parent: str


class PassageLink(NamedTuple):
    """A link inside a passage: ``start``/``end`` are offsets of its displayed text in ``Passage.text``."""

    start: int
    end: int
    kind: str
    target: str
    aliased: bool


class PassageStamp(NamedTuple):
    """A timestamp that stood at offset ``at`` of ``Passage.text``; ``stamp`` points into ``Note.timestamps``.

    ``leading`` tells a stamp that comes before the text it covers (at the start of its block).
    """

    at: int
    stamp: int
    leading: bool


class Emphasis(NamedTuple):
    """Paired markup (bold, italics, strike, highlight) around ``Passage.text[start:end]``.

    ``inner`` is the place in the file between the two marks.
    """

    start: int
    end: int
    inner: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text as a reader sees it, with the way back to the file.

    No markup, link targets, html tags, comments, block ids, footnote marks or timestamps; white space folded
    to single spaces, none before a full stop that followed a timestamp; otherwise verbatim.

    Attributes:
        text: The displayed text.
        starts: For each code point of ``text``, where its source begins in ``Note.text``.
        ends: For each code point of ``text``, where its source ends.
        opens: For each code point, where the markup directly before it begins (``**``, ``[[target|``, a quote's
            bold); equal to ``starts`` where there is none.
        closes: For each code point, where the markup directly after it ends (``**``, ``]]``, `` [00:01:02]``).
        kind: ``paragraph``, ``list-item``, ``callout-title``, ``table-cell`` or ``footnote``.
        section: Rendered headings of level 2 and deeper above it, outermost first.
        callout: Type of the innermost callout, or None.
        part: Id of the innermost ``Part`` it is in, or "" for the note itself.
        links, stamps: What stood in it.
        strong: Ranges of ``text`` set in bold.
        code: Ranges of ``text`` set as code.
        emphasis: All paired markup, in reading order.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    kind: str
    section: tuple[str, ...] = ()
    callout: str | None = None
    part: str = ""
    links: tuple[PassageLink, ...] = ()
    stamps: tuple[PassageStamp, ...] = ()
    strong: tuple[Span, ...] = ()
    code: tuple[Span, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()


class TranscriptFile(NamedTuple):
    """What the graph says of a transcript file: its path in the vault, its media type, and its language or ""."""

    path: str
    media_type: str
    language: str


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What the graph says of a note itself, claims apart.

    Attributes:
        path: Path in the vault.
        title: Property ``title``, else first heading of level 1, else the file name.
        sha256: Hex digest of the file's bytes.
        media: IRI of the recording, or None.
        channel: Display name of the channel that the note comes from (``From: [[channel]]``, else its folder), or None.
        references: Paths of the notes that it links to, sorted, each once.
        unresolved: Targets of links that lead nowhere, sorted, each once.
        aliases, tags: As read.
        parts: Its sections and callouts, in reading order.
        language: ``en``, or the code of the language that most of it is in.
        unreached: How many of its times reach no claim.
        transcripts: Files of the vault that are transcripts of its recording, by path.
    """

    path: str
    title: str
    sha256: str
    media: str | None = None
    channel: str | None = None
    references: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    language: str = "en"
    unreached: int = 0
    transcripts: tuple[TranscriptFile, ...] = ()
