"""Decides what each block of a note is before any sentence is read, and whether such blocks are read for claims.

``KINDS`` is the table: the first kind whose rule fits a block is its kind. A rule sees one block at a time, with the
note around it; a new kind is one row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.model import Block, Note, Passage, Span

READ, SILENT = "read", "silent"
BOX = re.compile(r"\[[^\[\]\n]\][ \t]+$")  # of a task, before its text
BRACES = re.compile(r"\{\{(?!c[0-9]+::)[^{}\n]{1,80}\}\}")  # a template's field; not a card's gap, {{c1::…}}
CODE = re.compile(
    r"<%|`(?:= ?(?:this|dv|date|link|choice|\[\[)[^`\n]*|\$= ?[^`\n]+)`"
    r"|\b(?:INPUT|VIEW|BUTTON)\[[^\]\n]*\]"
)
BUTTONS = re.compile(r"(?:\W*`button-[\w-]+`)+\W*")  # with words around it, such code names something in a program
SPAN = re.compile(r"`[^`\n]*`")
FORMULA = re.compile(r"[ \t]*(?:\$\$?[^$\n]+\$\$?[ \t]*[.,;]?[ \t]*)+")
TAGS = re.compile(
    r"[ \t]*(?:[*_]*tags?[*_]*:{1,2}[*_]*[ \t]*(?:\[\[[^\[\]]*\]\][ \t,]*)*)?(?:#[^\s#]+[ \t,]*)*", re.IGNORECASE
)
FIELD = re.compile(r"[ \t]*[*_]*(?P<key>[^\W\d_][\w /-]{0,40}?)[*_]*:{1,2}[*_]*(?:[ \t].*)?")
ABOUT_ITSELF = re.compile(
    r"\W*(?:(?:episode|book|video|article|podcast|note|document|paper) )?"
    r"(?:meta[- ]?data|info(?:rmation)?|details|properties)\W*",
    re.IGNORECASE,
)
# keys that say something of the note or its recording, and nothing of the world
KEYS = frozenset(
    {
        "alias", "aliases", "author", "authors", "category", "channel", "created", "date", "duration", "episode",
        "full title", "guest", "guests", "host", "hosts", "lecturer", "length", "link", "modified", "owner / host",
        "parent", "podcast", "presenter", "publish date", "published", "rating", "related", "show", "source", "speaker",
        "speakers", "status", "tag", "tags", "title", "topic", "topics", "type", "up", "updated", "url", "video",
    }
)  # fmt: skip
CLOCK = re.compile(r"(?<![\w:])[0-9]{1,2}(?::[0-9]{2}){1,2}(?![\w:])")
LINK = re.compile(
    r"!?\[[^\[\]\n]{0,200}\]\((?:https?:|obsidian:|file:)[^()\s]*(?:\([^()\s]*\))?[^()\n]*\)"
    r"|<?https?://[^\s<>]+>?|!\[\[[^\[\]\n]+\]\]"
)
JUMP = re.compile(r"[-*+\d.\s]*\[\[#[^\]\n]+\]\]\s*|\[[^\]\n]{1,200}\]\(#[^)\n]*\)")
SUBTITLES = re.compile(r"WEBVTT\b.*|NOTE\b.*|Kind: \w+|Language: [\w-]+|[0-9]{1,6}")
_AUTHOR = r"[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?, (?:[^\W\d_]\.[ -]?){1,4}"
REFERENCE = re.compile(
    rf"\W*(?:\[[^\]\s]{{1,30}}\]:?[ \t]*|[0-9]{{1,3}}\.[ \t]+)?(?:"
    rf"{_AUTHOR}(?:(?:,| &| and|, &|, and) {_AUTHOR}|,? et al\.?)*[ \t]*(?:\(Eds?\.\)\.?[ \t]*)?"
    r"\((?:n\.d\.|(?:19|20)[0-9]{2}[a-z]?)[^)\n]{0,40}\)"
    r"|@(?:article|book|inproceedings|misc|online|phdthesis|techreport)\{)"
)
LOCATED = re.compile(r"https?://|\bdoi\b|\b(?:19|20)[0-9]{2}\b|\bvol\.|\bpp?\. ?[0-9]|\bISBN\b", re.IGNORECASE)
CITED = re.compile(
    r"references?|bibliography|works cited|literature|citations?|sources(?: cited)?|footnotes?", re.IGNORECASE
)
PLUGINS = {"excalidraw-plugin": "drawing", "kanban-plugin": "board"}  # property -> what the whole note is


class BlockKind(NamedTuple):
    """A kind of block: its name, its rule, and whether it is read for claims or silent: no claims, no entities."""

    name: str
    fits: Callable[[Note, Block, str], bool]
    use: str = SILENT


def _whole(name: str) -> Callable[[Note, Block, str], bool]:
    """A rule for all blocks of a note that a plugin's property marks."""
    keys = {key for key, kind in PLUGINS.items() if kind == name}
    return lambda note, _, __: bool(keys & note.properties.keys())


def _is_task(note: Note, block: Block, _: str) -> bool:
    head = note.text[max(block.span.start - 8, 0) : block.span.start]
    return block.starts_item and BOX.search(head) is not None


def _is_template(_: Note, __: Block, shown: str) -> bool:
    return "{{" in shown and BRACES.search(SPAN.sub(" ", shown)) is not None


def _is_plugin_code(_: Note, __: Block, shown: str) -> bool:
    if BUTTONS.fullmatch(shown):
        return True
    return ("`" in shown or "<%" in shown or "[" in shown) and CODE.search(shown) is not None


def _is_formula(_: Note, __: Block, shown: str) -> bool:
    return "$" in shown and FORMULA.fullmatch(shown.strip()) is not None and "\\" + "$" not in shown


def _is_tag_line(_: Note, __: Block, shown: str) -> bool:
    begun = shown.lstrip(" \t*_")
    tagged = begun.startswith("#") or begun[:3].lower() == "tag"
    return tagged and TAGS.fullmatch(shown.replace("\n", " ")) is not None


def _is_field(note: Note, block: Block, shown: str) -> bool:
    """Whether a block says only things of the note itself: ``host:: Alice``, ``Author: Alice`` below "Metadata"."""
    if ":" not in shown:
        return False
    below = block.heading is not None and ABOUT_ITSELF.fullmatch(note.headings[block.heading].text) is not None
    if "::" not in shown and not below:
        return False
    fields = [FIELD.fullmatch(line) for line in shown.split("\n") if line.strip()]
    return all(field is not None and (below or field["key"].lower() in KEYS) for field in fields) and bool(fields)


def _is_contents(_: Note, __: Block, shown: str) -> bool:
    return "#" in shown and JUMP.fullmatch(shown.strip()) is not None


def _is_link_list(_: Note, __: Block, shown: str) -> bool:
    if "://" not in shown and "![[" not in shown:
        return False
    return LINK.search(shown) is not None and not any(map(str.isalnum, CLOCK.sub(" ", LINK.sub(" ", shown))))


def _is_reference(note: Note, block: Block, shown: str) -> bool:
    if block.kind in {"paragraph", "footnote"} and REFERENCE.match(shown):
        return True
    if block.heading is None or not CITED.fullmatch(note.headings[block.heading].text.strip(" *_:#")):
        return False
    return LOCATED.search(shown) is not None and (bool(block.list_depth) or block.kind == "footnote" or "http" in shown)


def _is_subtitle_mark(note: Note, _: Block, shown: str) -> bool:
    return SUBTITLES.fullmatch(shown.strip()) is not None and ("WEBVTT" in note.text[:20] or "-->" in note.text)


def _always(_: Note, __: Block, ___: str) -> bool:
    return True


KINDS: tuple[BlockKind, ...] = (
    BlockKind("drawing", _whole("drawing")),
    BlockKind("board", _whole("board")),
    BlockKind("task", _is_task),
    BlockKind("template", _is_template),
    BlockKind("plugin code", _is_plugin_code),
    BlockKind("formula", _is_formula),
    BlockKind("tag line", _is_tag_line),
    BlockKind("field", _is_field),
    BlockKind("table of contents", _is_contents),
    BlockKind("link list", _is_link_list),
    BlockKind("bibliography", _is_reference),
    BlockKind("subtitle mark", _is_subtitle_mark),
    BlockKind("table", lambda _, block, __: block.kind == "table-cell", READ),
    BlockKind("list", lambda _, block, __: block.list_depth > 0, READ),
    BlockKind("prose", _always, READ),
)


def kind_of(note: Note, block: Block) -> BlockKind:
    """What a block is."""
    shown = _uncommented(note, block)
    return next(kind for kind in KINDS if kind.fits(note, block, shown))


def _uncommented(note: Note, block: Block) -> str:
    """A block's lines as written, without what a comment or a plugin's code hides."""
    lines = [note.text[start:end] for start, end in block.lines]
    if any(comment.start < block.span.end and block.span.start < comment.end for comment in note.comments):
        lines = [_without(note.text, line, note.comments) for line in block.lines]
    return "\n".join(lines)


def _without(text: str, line: Span, hidden: Sequence[Span]) -> str:
    at, pieces = line.start, []
    for start, end in hidden:
        if at < end and start < line.end:
            pieces.append(text[at : max(start, at)])
            at = max(at, end)
    return "".join([*pieces, text[at : line.end] if at < line.end else ""])


def read_passages(note: Note, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages whose blocks are read for claims; those of silent blocks are left out."""
    starts = [block.span.start for block in note.blocks]
    kept = []
    for passage in passages:
        block = note.blocks[max(bisect_right(starts, passage.starts[0]) - 1, 0)]
        if kind_of(note, block).use == READ:
            kept.append(passage)
    return tuple(kept)


TEXT = frozenset({"paragraph", "table-cell", "footnote"})  # kinds of blocks, headings apart, that hold running text


def silent_kinds(note: Note) -> tuple[dict[int, str], int]:
    """What the blocks of a note are that are not read for claims, by their number, and how many hold text at all."""
    texts = [number for number, block in enumerate(note.blocks) if block.kind in TEXT]
    kinds = {number: kind_of(note, note.blocks[number]) for number in texts}
    return {number: kind.name for number, kind in kinds.items() if kind.use == SILENT}, len(texts)
