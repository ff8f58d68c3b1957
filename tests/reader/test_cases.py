"""Notes as Markdown and what is read from them; the cases stand in ``fixtures/*.md``.

A case is a title, the note and what is found in it, each ended by a line with a lone dot. In a note,
``<CR>`` and ``<BOM>`` stand for those characters. Every span is shown as the text that it slices.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg.reader.read_note import read_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Link, Note, Span, Timestamp

FIXTURES = Path(__file__).parent / "fixtures"


class Case(NamedTuple):
    file: str
    title: str
    source: str
    expected: str


def cases() -> Iterator[Case]:
    for path in sorted(FIXTURES.glob("*.md")):
        parts = path.read_text(encoding="utf-8").split("\n.\n")
        for title, source, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
            note = source.replace("<CR>", "\r").replace("<BOM>", "\ufeff")
            yield Case(path.name, title.strip(), note, expected.strip())


def shown(text: str) -> str:
    return text.replace("\r", "<CR>").replace("\n", "⏎")


def cut(note: Note, span: Span) -> str:
    return shown(note.text[span.start : span.end])


def blocks(note: Note) -> Iterator[str]:
    """Kind, heading, callout, list depth, ``*`` for the first block of an item, table row; then the lines."""
    for b in note.blocks:
        heading = "" if b.heading is None else f" h{b.heading}"
        callout = "" if b.callout is None else f" c{b.callout}"
        depth = f" l{b.list_depth}" if b.list_depth else ""
        row = f" r{b.row}" if b.row else ""
        lines = " / ".join(cut(note, line) for line in b.lines)
        yield f"{b.kind}{heading}{callout}{depth}{'*' * b.starts_item}{row}: {lines}".rstrip()


def link_text(note: Note, link: Link) -> str:
    subpath = "" if link.subpath is None else f" #{link.subpath}"
    alias = "" if link.alias is None else f" |{link.alias}"
    size = f" size={link.size}" if link.size else ""
    key = f" key={link.key}" if link.key else ""
    comment = " in comment" if link.in_comment else ""
    return f"{link.kind}: {link.target}{subpath}{alias}{size}{key}{comment} <{cut(note, link.span)}>"


def stamp_text(note: Note, t: Timestamp) -> str:
    assert t.raw == note.text[t.span.start : t.span.end]
    end = "" if t.end is None else f"-{t.end}"
    return f"{t.format} {t.start}{end} {' '.join((t.source, *t.flags))} <{shown(t.raw)}>"


def everything(note: Note) -> Iterator[str]:
    if note.properties:
        yield f"properties: {json.dumps(note.properties, ensure_ascii=False)}"
    if note.aliases:
        yield f"aliases: {', '.join(note.aliases)}"
    if note.tags:
        yield f"tags: {', '.join(note.tags)}"
    yield from (f"heading {h.level}: {h.text} <{cut(note, h.span)}>" for h in note.headings)
    for c in note.callouts:
        yield f"callout {c.type}{c.fold or ''} {c.depth} {c.parent} |{c.metadata}| {c.title} <{cut(note, c.span)}>"
    yield from (f"id: {name}" for name in note.block_ids)
    yield from (f"field: {f.key} = {f.value} <{cut(note, f.span)}>" for f in note.fields)
    yield from (link_text(note, link) for link in note.links)
    yield from (stamp_text(note, stamp) for stamp in note.timestamps)
    yield from (f"comment: <{cut(note, span)}>" for span in note.comments)
    yield from (f"problem: {p.code}{'' if p.span is None else f' <{cut(note, p.span)}>'}" for p in note.problems)


ALL = list(cases())


@pytest.mark.parametrize("case", ALL, ids=[f"{c.file[:-3]}: {c.title}" for c in ALL])
def test_what_is_read_from_a_note(case: Case) -> None:
    note = read_note("Src.md", case.source.encode("utf-8"))
    assert "\n".join((blocks if case.file == "blocks.md" else everything)(note)) == case.expected
