"""Reads who is quoted: the signature under a quotation and which passages it signs, and the title of a callout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.recording.speaker_labels import is_person_like, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.recording.note_lines import NoteLine
    from kg.model import Block, Note, Passage

SIGNATURE = re.compile(r"\s*(?:—|–|―|--|~|-(?=\s))\s*(?P<name>[^\W\d_][^,(\n]{1,60}?)\s*(?:[,(].{0,100})?")
MARK = re.compile(r"\s*(?:[-—–―~]{1,2}\s*)?")  # before the name in a list's item, whose own mark signs
ENDS = re.compile(r"[.!?…][\"'”’)\]*_]*\s*$")
# what follows a name in the title of a quotation: "Alice Smith on ships", "Alice Smith, CEO", "Alice Smith: ships"
TOPIC = re.compile(r"\s+(?:on|about|in|at|to|for|from|during|via)\s|\s*(?::\s|[,(]|\s[—–-]\s)")
OPENER = re.compile(r"\s*(?:(?:quote|quotation|words)\s+(?:by|from|of)\s+|[—–-]+\s*)", re.IGNORECASE)
QUOTES = frozenset('"“„«')
MOST_SIGNED = 6  # passages of one quotation


def signature(note: Note, passages: Sequence[Passage], line: NoteLine, block: Block) -> str | None:
    """The name that a line signs a quotation with, or None."""
    found = SIGNATURE.fullmatch(line.text) if line.passage >= 0 else None
    name = plain_name(found["name"]) if found else None
    if name is not None and _is_quoted(note, passages, line, block):
        return name
    return _listed(note, passages, line) if block.starts_item and line.passage > 0 else None


def quoted_in_title(title: str) -> str | None:
    """The name of whom a callout quotes, as its title gives it; None where it gives none."""
    opener = OPENER.match(title)
    plain = title[opener.end() :] if opener else title
    if (name := plain_name(plain)) is not None:
        return name
    topic = TOPIC.search(plain)
    name = plain_name(plain[: topic.start()]) if topic else None
    return name if name is not None and is_person_like(name) else None


def _listed(note: Note, passages: Sequence[Passage], line: NoteLine) -> str | None:
    """The full name that a list's only item is, right below a quotation; a sentence that begins with one is none."""
    whole = line.text == passages[line.passage].text
    name = plain_name(MARK.sub("", line.text, count=1).strip()) if whole else None
    above = passages[line.passage - 1]
    if name is None or not is_person_like(name) or not ENDS.search(above.text):
        return None
    if any(plain_name(each.text) for each in passages[line.passage + 1 : line.passage + 2] if each.kind == "list-item"):
        return None  # a list of people
    quoted = _in_quote(note, above) or above.text[:1] in QUOTES
    return name if quoted and _is_near(note, above, line) else None


def _in_quote(note: Note, passage: Passage) -> bool:
    start = passage.starts[0]
    return ">" in note.text[note.text.rfind("\n", 0, start) + 1 : start]


def _is_near(note: Note, above: Passage, line: NoteLine) -> bool:
    """Whether nothing but an empty line and marks of quotes and lists is between a passage and a line."""
    return not re.search(r"[^\s>*+-]", note.text[above.closes[-1] : line.span.start])


def _is_quoted(note: Note, passages: Sequence[Passage], line: NoteLine, block: Block) -> bool:
    """Whether a line stands in a quote, or below a passage in quotation marks."""
    head = note.text[note.text.rfind("\n", 0, line.span.start) + 1 : line.span.start]
    above = passages[line.passage].text[: line.start].strip()
    above = above or (passages[line.passage - 1].text if line.passage else "")
    return ">" in head or block.callout is not None or above[:1] in QUOTES


def signed(note: Note, passages: Sequence[Passage], line: NoteLine) -> Iterator[int]:
    """The passages that a signature stands under: those of its quote, or the one in quotation marks above it."""
    if line.start:
        yield line.passage
    listed = not line.start and passages[line.passage].kind == "list-item"
    for passage in range(line.passage - 1, max(line.passage - MOST_SIGNED, 0) - 1, -1):
        between = note.text[passages[passage].starts[0] : line.span.start].split("\n")[1:]
        quoted = bool(between) and all(each.lstrip().startswith(">") for each in between)
        quoted = quoted or (listed and _in_quote(note, passages[passage]))
        marked = passage == line.passage - 1 and not line.start and passages[passage].text[:1] in QUOTES
        if not (quoted or marked):
            return
        yield passage
