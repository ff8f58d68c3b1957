"""Turns the bytes of a transcript file into text, whatever encoding a program gave it."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from typing import NamedTuple

# byte order mark -> encoding; longer marks first
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LOOKED_AT = 4096  # bytes that show whether a text without a mark is UTF-16
HALF = 0.4  # share of NUL bytes at every other place from which it is
DROPPED = re.compile(r"\r(?=\n)|\0")


class Decoded(NamedTuple):
    r"""A file's text.

    Attributes:
        text: With line ends as ``\n`` and without NUL characters.
        fault: What was wrong with its encoding, "" for nothing.
        dropped: Offsets in ``text`` before which a character of the file was left out, in order.
    """

    text: str
    fault: str = ""
    dropped: tuple[int, ...] = ()

    def place(self, offset: int) -> int:
        """Where a character of ``text`` lies in the file as decoded, in code points; a byte order mark counts not."""
        return offset + bisect_right(self.dropped, offset)


def decoded(data: bytes) -> Decoded:
    """The text of a file; it never raises, and no byte that can be read is lost."""
    encoding, begin = _encoding(data)
    fault = "" if encoding == "utf-8" else f"read as {encoding.upper()}"
    try:
        text = data[begin:].decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            text, fault = _western(data), "read as Windows-1252"
        else:
            text, fault = data[begin:].decode(encoding, "replace"), f"{fault}, with damage"
    if "\0" in text:
        fault = "; ".join(filter(None, (fault, "NUL characters were left out")))
    dropped = tuple(found.start() - number for number, found in enumerate(DROPPED.finditer(text)))
    return Decoded(DROPPED.sub("", text).replace("\r", "\n"), fault, dropped)


def _encoding(data: bytes) -> tuple[str, int]:
    """The likely encoding, and where the text begins."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    head = data[:LOOKED_AT]
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if len(head) > 1 and head[first::2].count(0) > HALF * len(head) / 2 and head[1 - first :: 2].count(0) == 0:
            return encoding, 0
    return "utf-8", 0


def _western(data: bytes) -> str:
    """Text in Windows-1252, whose five unused places are read as in Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
