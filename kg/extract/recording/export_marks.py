"""Finds the lines that a tool writes around what it exports: labels of sections, keywords, its own name, colours.

``SUMMARY KEYWORDS``, ``🎙️ Episode notes``, ``Transcribed by https://otter.ai``, ``Color: yellow``. Such a line is no
part of the sentence in the next one, and says nothing of the world.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.words.word_data import any_of, of_words, word_class, word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.extract.recording.note_lines import NoteLine
    from kg.model import Note

BARE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
ENDS = re.compile(r"[.!?…][\"'”’)\]*_]*\s*$")
PARTED = re.compile(r"[,;•·|]")
SMALL = frozenset({"the", "my", "of", "and", "key"})
LONGEST_ITEM = 4  # words of a keyword or a name in a list of them
LONGEST = 8  # words of a tool's line about itself
ADDRESS = re.compile(r"(?:https?://\S+|(?:[\w-]+\.)+(?:ai|app|co|com|fm|io|org)\b\S*)")
GAPS = re.compile(r"[ \t.,•·|/–—@]+|-(?=[^0-9])|(?<=[^0-9])-")  # between the parts of when something was made
# such a part: a name of a month or day, a day, a year or a clock
MADE_PART = re.compile(
    r"(?P<word>[^\W\d_]{2,10})"
    r"|(?:(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)|(?P<year>(?:19|20)[0-9]{2}(?:-[0-9]{2}-[0-9]{2})?)"
    r"|[0-9]{1,2}(?:st|nd|rd|th)?)(?:[AaPp][Mm])?"
)
FEWEST_PARTS, MOST_PARTS, LONGEST_MADE = 3, 14, 100  # the last in code points
YEAR = re.compile(r"(?<!\d)(?:19|20)[0-9]{2}(?!\d)")
PLACE = re.compile(r"#?[0-9][0-9,.:–-]*")
# a highlight's head as Kindle writes it, with its colour: Yellow highlight | Location: 123
HIGHLIGHT = re.compile(
    r"\W*(?:[^\W\d_]+ )?highlight\b[\W_]*(?:[^\W\d_]+[\W_]+)?"
    r"(?:(?:page|location|loc|position)[\W_]*[0-9]+(?:[,.–-][0-9]+)*[\W_]*)+",
    re.IGNORECASE,
)


class Export(NamedTuple):
    """What a line is judged by: the lines of its block, which of them it is, whether the note holds highlights."""

    texts: Sequence[str]
    at: int
    highlights: bool

    @property
    def text(self) -> str:
        """The line."""
        return self.texts[self.at]


def without_marks(note: Note, lines: Sequence[NoteLine], *, highlights: bool) -> list[NoteLine]:
    """The lines of a note, in order; those that a tool wrote of its own are without text, as a subtitle's number is."""
    kept: list[NoteLine] = []
    listing = False
    for number, group in groupby(lines, key=lambda line: line.block):
        block = list(group)
        if note.blocks[number].kind == "paragraph" and block[0].passage >= 0:
            marks, listing = _marks([line.text for line in block], highlights=highlights, listing=listing)
            block = [
                replace(line, text="", cue=True) if mark and not line.stamps else line
                for line, mark in zip(block, marks, strict=True)
            ]
        kept += block
    return kept


def has_highlights(note: Note) -> bool:
    """Whether a note links to a tool for highlights."""
    return _hosts().search(note.text) is not None


@of_words
def _hosts() -> re.Pattern[str]:
    return re.compile(any_of(word_list("highlight_hosts")))


@of_words
def remark() -> re.Pattern[str]:
    """The label of what a reader notes on a highlight, "Note:", and the white space behind it."""
    return re.compile(rf"\s*(?:{any_of(word_class('export_labels', 'remark'))}):\s+(?=\S)", re.IGNORECASE)


def _marks(texts: Sequence[str], *, highlights: bool, listing: bool) -> tuple[list[bool], bool]:
    """Which lines of a block a tool wrote, and whether only names or keywords are to come in the next block.

    ``listing``: whether they are to come in this one.
    """
    marks = []
    for at, text in enumerate(texts):
        head, colon, rest = text.partition(":")
        label = _bare(head if colon else text) in word_class("export_labels", "listing") and not ENDS.search(rest)
        if label or (listing and _is_list(text)):
            listing = (listing or label) and not (colon and rest.strip())
            marks.append(True)
        else:
            listing = False
            marks.append(any(rule(Export(texts, at, highlights)) for rule in RULES))
    return marks, listing and len(texts) == 1 and _bare(texts[0]) in word_class("export_labels", "listing")


def _bare(text: str) -> str:
    """A label as the table has it: in lower case, without pictures and marks around it."""
    found = BARE.search(text)
    return found[0].lower() if found else ""


def _is_list(text: str) -> bool:
    """Whether a line is nothing but names or keywords."""
    return not ENDS.search(text) and all(len(item.split()) <= LONGEST_ITEM for item in PARTED.split(text))


def _is_section(line: Export) -> bool:
    """A label in a line of its own, where a sentence neither is interrupted by it nor begins in it."""
    if _bare(line.text) not in word_class("export_labels", "section") and not _is_pictured(line.text):
        return False
    before, after = line.texts[line.at - 1] if line.at else "", "".join(line.texts[line.at + 1 : line.at + 2])
    return (not before or ENDS.search(before) is not None) and not after.lstrip()[:1].islower()


def _is_pictured(text: str) -> bool:
    """Whether a line is a picture and what a part of a note is called."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return (
        unicodedata.category(text.lstrip()[:1] or " ") == "So"
        and bool(words)
        and not ENDS.search(text)
        and all(word in word_list("note_parts") or word in SMALL for word in words)
    )


def _is_credit(line: Export) -> bool:
    """The tool's own name: ``Transcribed by https://otter.ai``, ``Transcript generated with Otter``."""
    words = line.text.split()
    if not 1 < len(words) <= LONGEST or _bare(words[0]) not in word_class("export_labels", "credit"):
        return False
    if any(map(str.isdecimal, "".join(words[1:-1]))):
        return False
    return ADDRESS.fullmatch(words[-1].rstrip("_*.)")) is not None or _bare(words[-1]) in word_list("export_tools")


def _is_made(line: Export) -> bool:
    """When it was recorded, or the title above that."""
    below = "".join(line.texts[1:2]) if line.at == 0 else ""
    return (_is_time_made(line.text) or _is_time_made(below)) and not ENDS.search(line.text)


def _is_time_made(text: str) -> bool:
    """Whether a line is when a recording was made, and how long it is: "Tue, Mar 12, 2024 10:00AM • 24:31"."""
    if len(text) > LONGEST_MADE:
        return False
    parts = [MADE_PART.fullmatch(part) for part in GAPS.split(text.strip()) if part]
    named = {part.lastgroup for part in parts if part}
    return FEWEST_PARTS <= len(parts) <= MOST_PARTS and all(parts) and {"year", "clock"} <= named


def _is_of_highlight(line: Export) -> bool:
    """The colour, place, day or tags of a highlight."""
    if HIGHLIGHT.fullmatch(line.text):
        return True
    head, colon, rest = line.text.partition(":")
    value = rest.strip(" *_")
    return bool(line.highlights and colon and value) and any(
        fits(value) for kind, fits in VALUES.items() if _bare(head) in word_class("export_labels", kind)
    )


# what a highlight's label of each kind may be followed by
VALUES: dict[str, Callable[[str], bool]] = {
    "colour": lambda value: len(value.split()) == 1,
    "place": lambda value: PLACE.fullmatch(value) is not None,
    "day": lambda value: YEAR.search(value) is not None and len(value.split()) <= LONGEST and not ENDS.search(value),
    "tag": _is_list,
}
RULES = (_is_section, _is_credit, _is_made, _is_of_highlight)
