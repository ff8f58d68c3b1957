"""Names are text: whatever a note, a folder or an entity is called, it is made harmless where it is written.

=================  ==========================================================================================
``inert``          Markdown: no link, tag, comment, template, field, code, table cell or HTML begins or ends
``link``           a link to a note: a wikilink where the target can be in one, else a Markdown link
``web_link``       a link to a web address
``quoted``         a YAML property
``html``           HTML, as text or in a quoted attribute
``csv_cell``       CSV: no spreadsheet takes it for a formula
``visible``        a terminal: no escape sequence, no change of direction
``file_name``      the name of a file
=================  ==========================================================================================

RDF has its own grammar, and its escapes in ``kg.rdf``. A transcript may hold anything; plugins that run templates look
for the raw characters and know no escapes, so ``%%`` and ``<`` become entities and not backslash escapes.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape as _html
from itertools import chain, count
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Container

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_BIDI = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # what follows them may be shown in another order
_SPACES = re.compile(r"\s+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKUP = re.compile(r"[\\`*\[\]$|]|~~|==|(?<![^\W_])_|_(?![^\W_])|(?<!\w)#(?=\S)|\^(?=[\w\[-])")
_LINE_START = re.compile(
    r"(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|\Z)|(?P<mark>[-+](?=\s|\Z)|>|#{1,6}(?=\s|\Z)|-{3,}|={3,})"
)
_LABEL = re.compile(r"[\[\]|]+")
_COLONS = re.compile(r":(?=:)|\A:|:\Z")  # two of them, also together with what comes before or behind, are a field
_NO_WIKILINK = re.compile(r"[#^\[\]|<>`]|%%|::|[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_IN_ADDRESS = "/!',;@&=+-._~"  # left as they are in the address of a Markdown link; a colon could end a scheme
_WEB = re.compile(
    r"(?!.*::)(?:https?://|obsidian://podnotes\?)[^\s<>()\[\]|\\`\"{}^%\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"
    r"(?:%[0-9A-Fa-f]{2}[^\s<>()\[\]|\\`\"{}^%\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*)*"
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NAMED_CONTROLS = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_LAST_BYTE = 0xFF
_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")  # what a spreadsheet calculates begins so
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?%?")
_HEADING = re.compile(r"[#|^\[\]:\\%]+")
_FORBIDDEN = re.compile(r'[?<>:*|"#^\[\]\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_YAML_ESCAPES = {'"': '\\"', "\\": "\\\\"}
_YAML_LESS = "\\x3c%"
_LOOKALIKES = {ord("<"): "‹", ord("`"): "ˋ"}
_PERCENTS = re.compile(r"%(?=%)")
_MANY_PERCENTS = re.compile(r"%{2,}")
_MANY_COLONS = re.compile(r":{2,}")
LONGEST_NAME = 200  # UTF-8 bytes: room for a number, the ending, and the names of temporary and conflict copies


def one_line(text: str) -> str:
    """The text on one line: control characters and runs of white space are one space each, nothing at its ends.

    What turns the direction of writing is left out: it could show other words than those that are there.
    """
    return _SPACES.sub(" ", _CONTROLS.sub(" ", _TURNS.sub("", text))).strip()


def inert(text: str) -> str:
    """Text as one line of Markdown that shows exactly its words, wherever on a line it stands."""
    line = _ENTITY.sub("&amp;", one_line(text))
    line = _MARKUP.sub(lambda found: "".join(f"\\{char}" for char in found[0]), line)
    line = line.replace("<", "&lt;").replace("%%", "&#37;&#37;")
    line = _COLONS.sub("&#58;", line)
    return _LINE_START.sub(_escaped_start, line, count=1) if _LINE_START.match(line) else line


def _escaped_start(found: re.Match[str]) -> str:
    if found["number"]:
        return f"{found['number']}\\{found['dot']}"
    return f"\\{found['mark']}"


def label(text: str) -> str:
    """Text for the visible part of a wikilink, which ends at ``]]`` and knows no escapes."""
    shown = one_line(_LABEL.sub(" ", one_line(text))).translate(_LOOKALIKES)
    shown = _PERCENTS.sub("% ", _MANY_COLONS.sub(":", shown)).strip()
    return (f"{shown[:-1]}∖" if shown.endswith("\\") else shown) or "…"  # a backslash would take the bracket behind it


def link(path: str, shown: str, subpath: str = "", *, cell: bool = False, markdown: bool = False) -> str:
    r"""A link to a note or a place in it.

    Args:
        path: Vault path with its ending.
        shown: What the reader sees.
        subpath: What follows ``#``: headings joined by ``#``, or ``^block``.
        cell: Whether it is in a table, where the bar is written ``\|``.
        markdown: Whether to write a Markdown link even where a wikilink could hold the target.
    """
    name = path.removesuffix(".md")
    if markdown or not _in_wikilink(name) or _NO_WIKILINK.search(subpath.replace("#", "").replace("^", "")):
        target = _address(path) + (f"#{_address(subpath, '#^')}" if subpath else "")
        return f"[{inert(shown)}]({target})"
    target = name + (f"#{subpath}" if subpath else "")
    return f"[[{target}{chr(92) if cell else ''}|{label(shown)}]]"


def note_link(name: str) -> str:
    """A link to a note by its name as tables show it, path without ``.md``, that can be in a table."""
    if not _in_wikilink(name):
        return link(f"{name}.md", name, cell=True)
    return f"[[{name}]]"


def _in_wikilink(name: str) -> bool:
    r"""Whether a path without ``.md`` can be in a wikilink, which loses spaces at its ends and ``\`` before a bar."""
    return not _NO_WIKILINK.search(name) and name.strip() == name != "" and not name.endswith("\\")


def _address(text: str, more: str = "") -> str:
    return quote(text.encode("utf-8", "replace"), safe=_IN_ADDRESS + more)


def web_link(shown: str, address: str) -> str:
    """A link to an address on the web, or to a player in Obsidian; anything else is shown as text."""
    return f"[{inert(shown)}]({address})" if is_web(address) else inert(shown)


def is_web(address: str) -> bool:
    """Whether a text is a plain http address or one of PodNotes, which a page or a terminal can link as it is."""
    return _WEB.fullmatch(address) is not None


def heading_target(heading: str) -> str:
    """A heading as a link names it; Obsidian ignores the punctuation that is left out."""
    return one_line(_HEADING.sub(" ", one_line(heading)))


def quoted(text: str) -> str:
    """Text as a double-quoted YAML scalar on one line, readable by every YAML parser."""
    escaped = "".join(_YAML_ESCAPES.get(char) or _printable(char) for char in text)
    return f'"{escaped.replace("<%", _YAML_LESS)}"'  # templates are run in properties, too


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
    plain = _SPACES.sub(" ", _MANY_PERCENTS.sub("%", _FORBIDDEN.sub("", plain))).strip(" .")
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


def html(text: str) -> str:
    """Text for HTML, between tags or in a quoted attribute."""
    if text.isprintable():  # so it holds no control, and looking for one takes longer than all else
        return _html(text, quote=True)
    return _html(_CONTROLS.sub(lambda found: " " if found[0].isspace() else "\ufffd", text), quote=True)


def csv_cell(value: object) -> object:
    """A value for CSV: a text that a spreadsheet would calculate begins with ``'``; numbers stay numbers."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return "" if value is None else value


def visible(text: str) -> str:
    r"""The text on one line, harmless to a terminal.

    Controls, lone surrogates, and what turns the direction of writing are shown as ``\n``, ``\x1b``, ``\u202e``.
    """
    return _UNPRINTABLE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return _NAMED_CONTROLS.get(char) or (f"\\x{ord(char):02x}" if ord(char) <= _LAST_BYTE else f"\\u{ord(char):04x}")
