"""Text that came from notes, made harmless where it is written: in Markdown, in labels, in YAML, in file names.

A transcript may hold anything. What would open a comment, a link, a tag, a template or a field is escaped, so that a
page shows the words and nothing else happens. ``%%`` and ``<`` become entities and not backslash escapes: plugins that
run templates look for the raw characters and know no escapes.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_BIDI = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKUP = re.compile(r"[\\`*\[\]$|]|~~|==|(?<![^\W_])_|_(?![^\W_])|(?<!\w)#(?=\S)|\^(?=[\w\[-])")
_LINE_START = re.compile(
    r"(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|\Z)|(?P<mark>[-+](?=\s|\Z)|>|#{1,6}(?=\s|\Z)|-{3,}|={3,})"
)
_LABEL = re.compile(r"[\[\]|]+")
_HEADING = re.compile(r"[#|^\[\]:\\%]+")
_FORBIDDEN = re.compile(r'[?<>:*|"#^\[\]\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_YAML_ESCAPES = {'"': '\\"', "\\": "\\\\"}
LONGEST_NAME = 200  # UTF-8 bytes: room for a number, the ending, and the names of temporary and conflict copies


def one_line(text: str) -> str:
    """The text on one line: control characters and runs of white space are one space each, nothing at its ends."""
    return _SPACES.sub(" ", _CONTROLS.sub(" ", text)).strip()


def inert(text: str) -> str:
    """Text as one line of Markdown that shows exactly its words, wherever on a line it stands."""
    line = _ENTITY.sub("&amp;", one_line(text))
    line = _MARKUP.sub(lambda found: "".join(f"\\{char}" for char in found[0]), line)
    line = line.replace("<", "&lt;").replace("%%", "&#37;&#37;").replace("::", ":\\:")
    return _LINE_START.sub(_escaped_start, line, count=1) if _LINE_START.match(line) else line


def _escaped_start(found: re.Match[str]) -> str:
    if found["number"]:
        return f"{found['number']}\\{found['dot']}"
    return f"\\{found['mark']}"


def label(text: str) -> str:
    """Text for the visible part of a wikilink, which ends at ``]]`` and knows no escapes."""
    shown = one_line(_LABEL.sub(" ", one_line(text)))
    return shown.replace("%%", "% %").replace("<", "‹").replace("::", ":") or "…"


def heading_target(heading: str) -> str:
    """A heading as a link names it; Obsidian ignores the punctuation that is left out."""
    return one_line(_HEADING.sub(" ", one_line(heading)))


def quoted(text: str) -> str:
    """Text as a double-quoted YAML scalar on one line, readable by every YAML parser."""
    return '"' + "".join(_YAML_ESCAPES.get(char) or _printable(char) for char in text) + '"'


def _printable(char: str) -> str:
    if char.isprintable() and not "\ud800" <= char <= "\udfff":
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the three widths that YAML has


def file_name(name: str) -> str:
    """A name, without ending, that every system and sync service takes and that links can hold.

    Slashes become dashes; what Obsidian or Windows refuse goes; so do direction marks, dots and spaces at the ends.
    """
    plain = unicodedata.normalize("NFC", _BIDI.sub("", name)).replace("/", "-").replace("\\", "-")
    plain = _SPACES.sub(" ", _FORBIDDEN.sub("", plain).replace("%%", "%")).strip(" .")
    plain = plain.encode()[:LONGEST_NAME].decode(errors="ignore").strip(" .")
    if _DEVICE.fullmatch(plain):
        return f"{plain}_" if "." not in plain else plain.replace(".", "_", 1)
    return plain or "Untitled"


def folded(name: str) -> str:
    """A file name as the most forgiving file system compares it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def free_name(name: str, type_: str, taken: Container[str]) -> str:
    """A file name that no other has, whatever its case: with the type in brackets if need be, then with a number.

    Args:
        name: What the file is about.
        type_: What kind of thing that is.
        taken: ``folded`` names in use.
    """
    plain = file_name(name)
    tries = chain((plain, f"{plain} ({type_})"), (f"{plain} ({type_}) {number}" for number in count(2)))
    return next(one for one in tries if folded(one) not in taken)
