"""Managed blocks: the stretch of a note between two comment lines that kg writes, guarded by a hash of its content.

::

    %% kg:begin page sha256=0123456789abcdef %%
    … what kg writes …
    %% kg:end page %%

The hash is of the content as last written, line ends as line feeds: if it differs, somebody edited the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_ENDS = re.compile(r"\r\n|\r")
_BEGIN = re.compile(r"%% kg:begin ([a-z]+) sha256=([0-9a-f]{16}) %%[ \t]*")
_END = re.compile(r"%% kg:end ([a-z]+) %%[ \t]*")
_ANY = re.compile(r"kg:(?:begin|end)\b")
DIGITS = 16


@dataclass(frozen=True, slots=True)
class Managed:
    """A managed block in a text.

    Attributes:
        name: ``page``, ``index`` or ``note``.
        start, end: From its begin mark to the end of its end mark, line end not included.
        content: What is between the two lines, with its last line end.
        sha256: What its begin mark says of the content.
    """

    name: str
    start: int
    end: int
    content: str
    sha256: str

    @property
    def edited(self) -> bool:
        """Whether the content is no longer what was written."""
        return digest(self.content) != self.sha256


class BrokenMarks(Exception):
    """The marks in a text do not fit together; says how."""


def digest(content: str) -> str:
    """The hash that guards a content, whatever its line ends."""
    return sha256(_ENDS.sub("\n", content).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def find(text: str) -> Managed | None:
    """The managed block of a text, or None.

    Raises:
        BrokenMarks: A mark is damaged, missing, doubled or nested: nobody can tell what is whose.
    """
    if not _ANY.search(text):
        return None
    found: Managed | None = None
    opened: tuple[re.Match[str], int, int] | None = None
    for line in _LINE.finditer(text):
        words = line[0].rstrip("\r\n")
        begin, end = _BEGIN.fullmatch(words), _END.fullmatch(words)
        if begin:
            if opened or found:
                raise BrokenMarks("a second 'kg:begin'")
            opened = begin, line.start(), line.end()
        elif end:
            if not opened or opened[0][1] != end[1]:
                raise BrokenMarks("a 'kg:end' without its 'kg:begin'")
            content = text[opened[2] : line.start()]
            found = Managed(end[1], opened[1], line.start() + len(words), content, opened[0][2])
            opened = None
        else:
            _undamaged(words)
    if opened:
        raise BrokenMarks("a 'kg:begin' without its 'kg:end'")
    return found


def _undamaged(words: str) -> None:
    if "%%" in words and _ANY.search(words):
        raise BrokenMarks("a damaged 'kg:begin' or 'kg:end'")


def render(name: str, content: str, newline: str = "\n") -> str:
    """A block without a line end behind it.

    Args:
        name: The block's name.
        content: Lines with line feeds, the last one too.
        newline: The line end to write.
    """
    block = f"%% kg:begin {name} sha256={digest(content)} %%\n{content}%% kg:end {name} %%"
    return block.replace("\n", newline)


def replaced(text: str, block: Managed, content: str, newline: str) -> str:
    """The text with this block's content exchanged."""
    return text[: block.start] + render(block.name, content, newline) + text[block.end :]


def appended(text: str, name: str, content: str, newline: str) -> str:
    """The text with a block after its end, a blank line between; it ends with a line end only if it did before."""
    if text.endswith(("\n", "\r")):
        blank = "\r" if text.endswith("\r") and newline == "\n" else newline  # "\r" and "\n" would become one line end
        return f"{text}{blank}{render(name, content, newline)}{newline}"
    return f"{text}{newline}{newline}{render(name, content, newline)}"


def without(text: str) -> str:
    """The text as it was before ``appended``, byte for byte, with whatever was written around the block since.

    Raises:
        BrokenMarks: As ``find``.
    """
    block = find(text)
    if block is None:
        return text
    before, after = text[: block.start], text[block.end :]
    return _shorter(before) + _rest(after) if after else _shorter(_shorter(before))


def without_ours(data: bytes) -> bytes:
    """The bytes of a user's note without the block that kg wrote into it; offsets before the block stay true."""
    if b"%% kg:begin note " not in data:
        return data
    try:
        return without(data.decode()).encode()
    except (UnicodeDecodeError, BrokenMarks):
        return data


def _shorter(text: str) -> str:
    """Without the line end at its end."""
    return text.removesuffix("\r\n") if text.endswith("\r\n") else text[:-1] if text.endswith(("\r", "\n")) else text


def _rest(text: str) -> str:
    """Without the line end at its beginning."""
    return text.removeprefix("\r\n") if text.startswith("\r\n") else text[1:] if text[:1] in {"\r", "\n"} else text
