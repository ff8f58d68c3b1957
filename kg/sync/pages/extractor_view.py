"""What the extractor itself said, kept in the page: it distinguishes a user's correction from an old opinion."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kg.reader import frontmatter
from kg.reader.corrections_page import was_of
from kg.sync.pages.page_facts import UncorrectedOpinion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from kg.sync.pages.page_properties import Value

_LINE = re.compile(r"%%kg:was (\{[^\r\n]*\})%%[ \t]*(?:[\r\n]|\Z)")
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character, which no file can hold
# what a comment's end, a template or a field begins with; JSON reads the escapes back
_ESCAPES = {"%": "\\u0025", "<": "\\u003c", "::": ":\\u003a"}


def was_line(said: UncorrectedOpinion) -> str:
    """The line, with its end; of ``%``, ``<`` and ``::`` only escapes are in it: nothing closes the comment early."""
    record = {"aliases": list(said.aliases), "type": said.type}
    written = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for raw, escaped in _ESCAPES.items():
        written = written.replace(raw, escaped)
    written = _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", written)
    return f"%%kg:was {written}%%\n"


def read_was(content: str) -> UncorrectedOpinion | None:
    """The opinion that a block's content begins with, or None when it is missing or damaged."""
    found = _LINE.match(content)
    was = was_of(found[1]) if found else None
    return None if was is None else UncorrectedOpinion(*was)


def settled(
    values: Mapping[str, Any], was: UncorrectedOpinion | None, said: UncorrectedOpinion, *, uncorrected: bool
) -> tuple[dict[str, Value], UncorrectedOpinion]:
    """Say which properties follow the extractor, and what to note as its opinion.

    A property that differs from what the extractor had said is the user's: it stays, and so does the note of the old
    opinion, unless the new one is known to be free of corrections. One that was removed stays away.

    Args:
        values: The page's properties.
        was: The opinion that the page notes, or None.
        said: The opinion as the graph has it now.
        uncorrected: Whether ``said`` is free of corrections.

    Returns:
        The properties to set, and the opinion to note.
    """
    if was is None:
        return {}, said
    follows: dict[str, Value] = {}
    noted = said
    if values.get("type") == was.type:
        follows["type"] = said.type
    elif not uncorrected or "type" not in values:
        noted = noted._replace(type=was.type)
    if "aliases" in values and frontmatter.texts(values["aliases"]) == was.aliases:
        follows["aliases"] = said.aliases
    elif not uncorrected or "aliases" not in values:
        noted = noted._replace(aliases=was.aliases)
    return follows, noted
