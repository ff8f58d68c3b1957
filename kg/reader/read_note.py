"""One note: bytes in, a frozen ``Note`` out; whatever is wrong with the file is collected, never raised."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kg.model import Note, Problem, Span
from kg.reader import blocks, frontmatter, inline
from kg.reader.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES = 16 * 1024 * 1024  # a larger file is not read
BOM = b"\xef\xbb\xbf"

# Obsidian Sync's second version of a note: Name (Conflicted copy DEVICE YYYYMMDDHHMM).md
CONFLICT_COPY = re.compile(r" \(Conflicted copy .+ [0-9]{12}\)(?:\.[A-Za-z0-9]+)?$")
# properties that name the recording of a note
MEDIA_KEYS = ("videoid", "video_id", "video", "youtube", "media", "media_link", "audio", "url", "source")


def read_note(path: str, data: bytes, *, excluded: bool = False) -> Note:
    """Read a note from the bytes of its file.

    Args:
        path: Its path in the vault, ``/`` as separator.
        data: The whole file.
        excluded: Whether the vault's settings hide it.

    Never raises: a file that is too large, binary, badly encoded or badly structured gives a ``Note`` with
    what could be read and with ``problems``.
    """
    digest = sha256(data).hexdigest()
    conflict = CONFLICT_COPY.search(path) is not None
    if len(data) > MAX_BYTES:
        return _unread(path, digest, "too-large", f"{len(data):,} bytes, the limit is {MAX_BYTES:,}")
    if b"\0" in data:
        return _unread(path, digest, "binary")
    text, bom, valid = decode(data)
    properties = frontmatter.read(text)
    structure = blocks.parse(text, properties.body)
    found = inline.read(text, structure, media=_names_media(properties.values))
    problems = _problems(path, properties, found.issues)
    if not valid:
        problems.insert(0, problem(path, "encoding"))
    if conflict:
        problems.insert(0, problem(path, "conflict-copy"))
    return Note(
        path=path,
        text=text,
        sha256=digest,
        newline=newline(text),
        bom=bom,
        writable=valid and properties.issue is None,
        excluded=excluded,
        conflict_copy=conflict,
        properties=properties.values,
        frontmatter=properties.span,
        aliases=frontmatter.aliases(properties.values),
        tags=_tags((*frontmatter.tags(properties.values), *(tag.name for tag in found.tags))),
        headings=structure.headings,
        callouts=structure.callouts,
        blocks=structure.blocks,
        block_ids=found.block_ids,
        fields=found.fields,
        links=(*properties.links, *found.links),
        body_tags=found.tags,
        timestamps=found.timestamps,
        comments=found.comments,
        problems=tuple(problems),
    )


def decode(data: bytes) -> tuple[str, bool, bool]:
    """The text of a file, whether it began with a byte order mark, and whether it was valid UTF-8."""
    bom = data.startswith(BOM)
    body = data[len(BOM) :] if bom else data
    try:
        return body.decode("utf-8"), bom, True
    except UnicodeDecodeError:
        return body.decode("utf-8", "replace"), bom, False


def newline(text: str) -> str:
    r"""The line end that a text uses most: ``\n``, ``\r\n`` or ``\r``."""
    if "\r" not in text:
        return "\n"
    both = text.count("\r\n")
    counts = {"\n": text.count("\n") - both, "\r\n": both, "\r": text.count("\r") - both}
    return max(counts, key=counts.__getitem__)


def _unread(path: str, digest: str, code: str, detail: str = "") -> Note:
    return Note(path=path, text="", sha256=digest, writable=False, problems=(problem(path, code, None, detail),))


def _names_media(values: dict[str, Any]) -> bool:
    return any(isinstance(value, str) and value for key, value in values.items() if key.lower() in MEDIA_KEYS)


def _tags(names: Iterable[str]) -> tuple[str, ...]:
    """Each tag once whatever its case, in its first spelling."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.lower(), name)
    return tuple(first.values())


def _problems(path: str, properties: frontmatter.Properties, issues: Iterable[tuple[str, Span]]) -> list[Problem]:
    problems = []
    if properties.issue:
        code, detail = properties.issue
        problems.append(problem(path, code, properties.span, detail))
    problems += [problem(path, "property-link-unquoted", properties.span, key) for key in properties.unquoted]
    problems += [problem(path, code, span) for code, span in issues]
    return problems
