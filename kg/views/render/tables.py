"""Rows for people and programs: one table shape, and the plain texts it becomes: aligned, Markdown, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.escape import csv_cell, inert, note_link, visible, web_link
from kg.model.claim import marks_beyond
from kg.model.correction import CORRECTION_TABLE, FLAG, TAKEN
from kg.views.render import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Record = Mapping[str, Any]  # a claim, an entity … in its public JSON

WIDEST_PADDED = 44  # cells: a longer value pushes its own line out instead of stretching every line
GAP = "  "
WIDE = frozenset("WF")  # East Asian widths that take two cells

WILD = re.compile(r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")  # what JSON would leave as it is
LIST_GAP = "; "  # between the numbers, dates or names of one claim


class Column(NamedTuple):
    """A column: its heading, and what it holds.

    Attributes:
        name: Heading in title case.
        role: What the values are, so that a terminal can dress them: ``text`` (last in plain text), ``time``,
            ``number``, ``count``, ``note``, ``name``, ``quote``, ``code`` or ``value``.
    """

    name: str
    role: str = "text"

    @property
    def right(self) -> bool:
        """Whether its values line up at the right."""
        return self.role in {"time", "count"}


class Cell(NamedTuple):
    """A value as shown: ``link`` is where it leads, ``marks`` are ranges to stress, ``after`` is a side note."""

    text: str
    link: str | None = None
    marks: tuple[tuple[int, int], ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, ready to be shown; every row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    group: int | None = None  # the column whose value repeats from row to row, if a terminal may make it a heading


CLAIM_COLUMNS = (Column("Time", "time"), Column("Claim", "text"), Column("Numbers", "number"), Column("Note", "note"))
NOTE_COLUMN = 3
CUE_COLUMNS = (Column("Time", "time"), Column("Said", "text"), Column("Speaker", "name"), Column("Transcript", "note"))
ENTITY_COLUMNS = (
    Column("Name", "name"),
    Column("Type", "code"),
    Column("Claims", "count"),
    Column("Notes", "count"),
    Column("Other names", "text"),
)
NOTES_COLUMNS = (
    Column("Note", "note"),
    Column("Title", "text"),
    Column("Claims", "count"),
    Column("Channel", "name"),
    Column("Recording", "value"),
)
TERM_COLUMNS = (
    Column("Term", "name"),
    Column("Claims", "count"),
    Column("Notes", "count"),
    Column("Other spellings", "text"),
    Column("Broader", "text"),
)
CORRECTION_COLUMNS = (
    Column("Entity", "name"),
    Column("Correction", "code"),
    Column("Now", "value"),
    Column("Before", "text"),
    Column("Page", "note"),
    Column("No effect because", "value"),
)


def width(text: str) -> int:
    """Terminal cells that a text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in WIDE) for char in text)


def plain(table: Table) -> Iterator[str]:
    """Lines of aligned text, one per row below a line of headings, running text in the last column.

    No line is wrapped or cut, so that each can be searched and cut at two spaces.
    """
    order = sorted(range(len(table.columns)), key=lambda at: table.columns[at].role == "text")
    columns = [table.columns[at] for at in order]
    lines = [[column.name.upper() for column in columns], *([_told(row[at]) for at in order] for row in table.rows)]
    widths = [
        max((wide for line in lines if (wide := width(line[at])) <= WIDEST_PADDED), default=0)
        for at in range(len(columns))
    ]
    for line in lines:
        cells = zip(line, widths, columns, strict=True)
        yield GAP.join(_padded(text, wide, right=column.right) for text, wide, column in cells).rstrip()


def markdown(table: Table) -> Iterator[str]:
    """Lines of a Markdown table; cells with a link become links, notes become wikilinks."""
    yield f"| {' | '.join(column.name for column in table.columns)} |"
    yield f"| {' | '.join('--:' if column.right else '---' for column in table.columns)} |"
    for row in table.rows:
        cells = (_markdown_cell(cell, column) for cell, column in zip(row, table.columns, strict=True))
        yield f"| {' | '.join(cells)} |"


def comma_separated(header: Sequence[str], rows: Iterable[Sequence[object]], separator: str = ",") -> Iterator[str]:
    """CSV text, one record at a time with its line end; None is an empty value.

    Values are exact, but for texts that a spreadsheet would calculate: these begin with ``'``.
    """
    held = io.StringIO()
    writer = csv.writer(held, delimiter=separator, lineterminator="\n")
    for row in chain([header], rows):
        writer.writerow(map(csv_cell, row))
        yield held.getvalue()
        held.seek(0)
        held.truncate()


def json_line(record: Record) -> str:
    """One record as JSON on one line without spaces, keys in their order, characters as they are; NaN is refused.

    What would make a terminal do something stands as JSON's escape of it.
    """
    return _tame(json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def json_document(value: object) -> str:
    """A value as indented JSON for people and programs; NaN is refused."""
    return _tame(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))


def _tame(written: str) -> str:
    return WILD.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def claims(records: Iterable[Record], asked: Sequence[str] = ()) -> Table:
    """Claims (their public JSON) with time, text, numbers and note.

    Mentions of the asked entities are stressed, and what a search says fitted (``marks``).
    """
    names = frozenset(asked)
    rows = (row for record in records for row in (_claim_row(record, names), *_context_rows(record)))
    return Table(CLAIM_COLUMNS, tuple(rows), group=NOTE_COLUMN)


def _context_rows(record: Record) -> Iterator[tuple[Cell, ...]]:
    """What a transcript has around a claim, cue by cue, where that was asked for."""
    for cue in record.get("context", ()):
        time, said, speaker, _ = _cue_row(cue)
        words = f"{speaker.text}: {said.text}" if speaker.text else said.text
        yield time, Cell(f"  | {words}"), Cell(""), Cell(note_name(record["note"]))


def entities(records: Iterable[Record]) -> Table:
    """Entities with type, number of claims and notes, and other names."""
    rows = (
        (
            Cell(record["name"]),
            Cell(record["type"]),
            Cell(f"{record['claims']:,}"),
            Cell(f"{record['notes']:,}"),
            Cell(", ".join(record.get("aliases", ()))),
        )
        for record in records
    )
    return Table(ENTITY_COLUMNS, tuple(rows))


def notes(records: Iterable[Record]) -> Table:
    """Notes with title, number of claims, channel, and their recording as a link."""
    rows = (
        (
            Cell(note_name(record["path"])),
            Cell(record["title"]),
            Cell(f"{record['claims']:,}"),
            Cell(record["channel"] or ""),
            Cell(record["media"] or "", link=record["media"]),
        )
        for record in records
    )
    return Table(NOTES_COLUMNS, tuple(rows))


def terms(records: Iterable[Record]) -> Table:
    """Terms with number of claims and notes, other spellings, and the terms above them."""
    rows = (
        (
            Cell(record["name"]),
            Cell(f"{record['claims']:,}"),
            Cell(f"{record['notes']:,}"),
            Cell(", ".join(record["aliases"])),
            Cell(", ".join(record["broader"])),
        )
        for record in records
    )
    return Table(TERM_COLUMNS, tuple(rows))


def corrections(records: Iterable[Record]) -> Table:
    """Corrections: on which page, of what kind, what holds now and what before, and why one changes nothing."""
    return Table(CORRECTION_COLUMNS, tuple(map(_correction_row, records)))


def _correction_row(record: Record) -> tuple[Cell, ...]:
    form = CORRECTION_TABLE[record["kind"]].form
    return (
        Cell(record["entity"]),
        Cell(record["kind"]),
        Cell("" if form in {FLAG, TAKEN} else record["value"]),
        Cell(record["value"] if form == TAKEN else record["old"]),
        Cell(note_name(record["page"])),
        Cell(record["idle"]),
    )


def cues(records: Iterable[Record]) -> Table:
    """Stretches of transcripts (their public JSON) with time, speaker, words and the transcript."""
    return Table(CUE_COLUMNS, tuple(map(_cue_row, records)), group=NOTE_COLUMN)


def _cue_row(record: Record) -> tuple[Cell, ...]:
    time = "" if record["start"] is None else figures.clock(int(record["start"]))
    return (
        Cell(time, link=record["url"]),
        Cell(record["text"], marks=tuple((start, end) for start, end in record["marks"])),
        Cell(record["speaker"] or ""),
        Cell(note_name(record["transcript"])),
    )


def counts(pairs: Iterable[tuple[str, object]], what: str = "What", number: str = "Count") -> Table:
    """Named numbers, one below the other."""
    rows = tuple((Cell(name), Cell(f"{value:,}" if isinstance(value, int) else str(value))) for name, value in pairs)
    return Table((Column(what, "name"), Column(number, "count")), rows)


# column of the CSV -> what a claim's JSON gives for it; lists become one text
CLAIM_FIELDS: dict[str, Callable[[Record], object]] = {
    "id": lambda claim: claim["id"],
    "note": lambda claim: claim["note"],
    "text": lambda claim: claim["text"],
    "seconds": lambda claim: claim["source"]["start"] if claim["source"] else next(iter(claim["timestamps"]), None),
    "url": lambda claim: claim["source"]["url"] if claim["source"] else None,
    "repaired": lambda claim: claim["source"]["repaired"] if claim["source"] else None,
    "section": lambda claim: " > ".join(claim["section"]),
    "callout": lambda claim: claim["callout"],
    "about": lambda claim: LIST_GAP.join(claim["about"]),
    "mentions": lambda claim: LIST_GAP.join(dict.fromkeys(mention["entity"] for mention in claim["mentions"])),
    "numbers": lambda claim: LIST_GAP.join(figures.quantities(claim["quantities"])),
    "dates": lambda claim: LIST_GAP.join(date["value"] for date in claim["dates"]),
    "modality": lambda claim: claim["modality"],
    "negated": lambda claim: claim["negated"],
    "attribution": lambda claim: claim["attribution"],
    "start": lambda claim: claim["span"][0],
    "end": lambda claim: claim["span"][1],
}
ENTITY_FIELDS: dict[str, Callable[[Record], object]] = {
    "name": lambda entity: entity["name"],
    "type": lambda entity: entity["type"],
    "claims": lambda entity: entity["claims"],
    "notes": lambda entity: entity["notes"],
    "aliases": lambda entity: LIST_GAP.join(entity.get("aliases", ())),
}
NOTE_FIELDS: dict[str, Callable[[Record], object]] = {
    name: itemgetter(name) for name in ("path", "title", "claims", "media", "channel")
}
TERM_FIELDS: dict[str, Callable[[Record], object]] = {
    "name": lambda term: term["name"],
    "claims": lambda term: term["claims"],
    "notes": lambda term: term["notes"],
    "aliases": lambda term: LIST_GAP.join(term["aliases"]),
    "broader": lambda term: LIST_GAP.join(term["broader"]),
}
CORRECTION_FIELDS: dict[str, Callable[[Record], object]] = {
    "entity": lambda correction: correction["entity"],
    "kind": lambda correction: correction["kind"],
    "value": lambda correction: correction["value"],
    "old": lambda correction: correction["old"],
    "page": lambda correction: correction["page"],
    "idle": lambda correction: correction["idle"],
}


CUE_FIELDS: dict[str, Callable[[Record], object]] = {
    "transcript": lambda cue: cue["transcript"],
    "recording": lambda cue: cue["recording"],
    "seconds": lambda cue: cue["start"],
    "end": lambda cue: cue["end"],
    "speaker": lambda cue: cue["speaker"],
    "text": lambda cue: cue["text"],
    "url": lambda cue: cue["url"],
    "language": lambda cue: cue["language"],
    "notes": lambda cue: LIST_GAP.join(cue["notes"]),
}


def flat(records: Iterable[Record], fields: Mapping[str, Callable[[Record], object]]) -> Iterator[str]:
    """Records as CSV with one column for each of ``fields``."""
    return comma_separated(tuple(fields), ([value(record) for value in fields.values()] for record in records))


def note_name(path: str) -> str:
    """A note's path as shown: without ``.md``."""
    return path.removesuffix(".md")


def time_cell(record: Record) -> Cell:
    """The second to play of a claim's public JSON, as a link; the literal one where no recording is known."""
    source = record["source"]
    if source:
        return Cell(figures.clock(source["start"]), link=source["url"], after="*" if source["repaired"] else "")
    return Cell(figures.clock(record["timestamps"][0]) if record["timestamps"] else "")


def _claim_row(record: Record, asked: frozenset[str]) -> tuple[Cell, ...]:
    marks = {(mention["start"], mention["end"]) for mention in record["mentions"] if mention["entity"] in asked}
    marks |= {(start, end) for start, end in record.get("marks", ())}
    return (
        time_cell(record),
        Cell(record["text"], marks=tuple(sorted(marks)), after=", ".join(_side_notes(record))),
        Cell(LIST_GAP.join(figures.quantities(record["quantities"]))),
        Cell(note_name(record["note"])),
    )


def _side_notes(record: Record) -> Iterator[str]:
    """What a reader must know besides the words: the callout around them, who says it, or that it is no plain fact."""
    if record["callout"]:
        yield record["callout"]
    if record["attribution"]:
        yield f"said by {record['attribution']}"
    elif record["modality"] != "asserted":
        yield record["modality"]
    main = next((one for one in record.get("statements", ()) if one["method"].startswith("main/")), None)
    if main is not None:
        yield from marks_beyond(record["modality"], main["polarity"], main["factuality"])


def _told(cell: Cell) -> str:
    return visible(cell.text)


def _padded(text: str, wide: int, *, right: bool) -> str:
    fill = " " * max(wide - width(text), 0)
    return fill + text if right else text + fill


def _markdown_cell(cell: Cell, column: Column) -> str:
    if column.role == "note":
        return note_link(cell.text) if cell.text else ""
    return web_link(cell.text, cell.link) if cell.link else inert(cell.text)
