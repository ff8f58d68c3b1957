"""From the bytes of a file and what kg wants in it to the new bytes, or the reason to leave it alone. Pure.

Every answer is proved before it is given: what is outside the managed block and outside kg's own properties is
the same, byte for byte, as before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from kg.reader import frontmatter
from kg.reader.read_note import BOM, decode, newline, read_note
from kg.sync.pages import base_files, managed_blocks, page_properties
from kg.sync.pages.extractor_view import read_was, settled, was_line
from kg.sync.plan.vault_survey import page_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.sync.pages.page_facts import UncorrectedOpinion
    from kg.sync.pages.page_properties import Value
    from kg.sync.plan.mention_links import MentionLinker

Kind: TypeAlias = Literal["page", "index", "base", "note"]
Code: TypeAlias = Literal["create", "update", "same", "edited", "removed", "refused"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kg wants in one file.

    Attributes:
        key: What identifies it wherever it is: an entity's IRI, ``index``, ``base``, ``views``, ``note:`` and a path.
        path: Vault path.
        kind: Of file.
        content: Of the managed block, or of the whole base.
        properties: Of a new page, in their order; of an old one those that kg keeps up to date.
        said: The extractor's opinion of the entity of a page.
        uncorrected: Whether ``said`` is known to be free of corrections.
        link: Links what names a note; None links nothing.
    """

    key: str
    path: str
    kind: Kind
    content: str
    properties: Mapping[str, Value] = field(default_factory=dict)
    said: UncorrectedOpinion | None = None
    uncorrected: bool = False
    link: MentionLinker | None = None


class ComposedFile(NamedTuple):
    """What is to become of a file: its new bytes, or why they stay as they are."""

    code: Code
    after: bytes = b""
    detail: str = ""


def compose(wanted: Wanted, data: bytes | None, *, force: bool = False, recreate: bool = False) -> ComposedFile:
    """Put what is wanted into a file.

    Args:
        wanted: What kg wants in it.
        data: The file's bytes, or None when there is no such file.
        force: Whether to write over a block that somebody edited.
        recreate: Whether to write a block again that somebody removed.
    """
    if data is None:
        return _created(wanted)
    if wanted.kind == "base":
        return _base(wanted, data, force=force)
    text, bom, valid = decode(data)
    trouble = _trouble(wanted, text) if valid else "is not valid UTF-8"
    if trouble:
        return ComposedFile("refused", detail=trouble)
    block = managed_blocks.find(text)
    if block is None and wanted.kind != "note" and not recreate:
        return ComposedFile("removed", detail="its block was removed")
    if block is not None and block.edited and not force:
        return ComposedFile("edited", detail="its block was edited")
    return _written(wanted, text, block, bom=bom) if wanted.link is None else _linked(wanted, text, block, bom=bom)


def _trouble(wanted: Wanted, text: str) -> str:
    """What makes a file unsafe to write to, or ""."""
    issue = frontmatter.read(text).issue
    if issue is not None:
        return f"has properties that cannot be read ({issue[0]})"
    try:
        block = managed_blocks.find(text)
    except managed_blocks.BrokenMarks as broken:
        return f"has {broken}"
    if block is None and wanted.kind != "note" and page_key(frontmatter.read(text).values) != wanted.key:
        return "is not one of kg's pages"
    if block is not None and block.name != wanted.kind:
        return f"contains the block of another kind of page ({block.name})"
    return ""


def _created(wanted: Wanted) -> ComposedFile:
    if wanted.kind == "base":
        return ComposedFile("create", wanted.content.encode())
    values: dict[str, Value] = dict(wanted.properties)
    was = was_line(wanted.said) + "\n" if wanted.said else "\n"
    text = f"{page_properties.block(values)}\n{managed_blocks.render(wanted.kind, f'{was}{wanted.content}{chr(10)}')}\n"
    return ComposedFile("create", text.encode("utf-8", "replace"))


def _base(wanted: Wanted, data: bytes, *, force: bool) -> ComposedFile:
    text, _, valid = decode(data)
    after = wanted.content.encode()
    if after == data:
        return ComposedFile("same")
    if not force and not (valid and base_files.is_ours(text)):
        return ComposedFile("edited", detail="it was changed")
    return ComposedFile("update", after)


def _linked(wanted: Wanted, text: str, block: managed_blocks.Managed | None, *, bom: bool) -> ComposedFile:
    """The file with links where it names notes, and with its block, if one is wanted."""
    frozen = (block.start, block.end) if block else (len(text), len(text))
    linked = wanted.link.linked(wanted.path, text, frozen) if wanted.link else text
    if wanted.content:
        return _written(wanted, linked, managed_blocks.find(linked), bom=bom, before=text)
    return ComposedFile("same" if linked == text else "update", (BOM if bom else b"") + linked.encode())


def _written(
    wanted: Wanted, text: str, block: managed_blocks.Managed | None, *, bom: bool, before: str | None = None
) -> ComposedFile:
    """The file with its block; ``before`` is its text where that is not ``text``."""
    ends = newline(text)
    follows: dict[str, Value] = {}
    values = frontmatter.read(text).values
    content = f"\n{wanted.content}\n"
    if wanted.said is not None:
        was = read_was(block.content) if block else None
        follows, noted = settled(values, was, wanted.said, uncorrected=wanted.uncorrected)
        content = was_line(noted) + content
    if block is None:
        after = managed_blocks.appended(text, wanted.kind, content, ends)
    else:
        after = managed_blocks.replaced(text, block, content, ends)
    counts = [name for name in ("claims", "recordings") if isinstance(values.get(name), int)]  # else the user's own
    kept = {name: wanted.properties[name] for name in counts if name in wanted.properties}
    spliced = page_properties.changed(after, {**kept, **follows}, ends)
    if spliced is None:
        return ComposedFile("refused", detail="has properties in a form that cannot be changed line by line")
    if not _proved(wanted, text, spliced):
        return ComposedFile("refused", detail="ends inside a code block or a comment, where a block would be invisible")
    result = (BOM if bom else b"") + spliced.encode()
    return ComposedFile("same" if spliced == (text if before is None else before) else "update", result)


def _proved(wanted: Wanted, before: str, after: str) -> bool:
    """Whether the user's text is what it was, and the block is where Obsidian sees it."""
    found = managed_blocks.find(after)
    if found is None or found.edited or _others(before) != _others(after):
        return False
    if wanted.kind != "note":
        return True
    if any(before.count(mark) % 2 for mark in ("%%", "$$")):
        return False  # one of them may still be open, whatever Obsidian makes of it
    note = read_note(wanted.path, after.encode())
    marked = any(comment.start == found.start for comment in note.comments)  # else a comment before it is still open
    return marked and any(found.start < link.span.start < found.end and not link.in_comment for link in note.links)


def _others(text: str) -> str:
    """The text outside the block and outside the properties."""
    bare = managed_blocks.without(text)
    span = frontmatter.read(bare).span
    return bare[span.end :] if span else bare
