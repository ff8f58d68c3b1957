"""Reads one of a vault's small TOML files, and finds the lines that its errors name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kg.errors import OwnWordsError
from kg.files.own_folder import own_file
from kg.files.regular_file import OverLimit

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

MOST = 1_000_000  # bytes of a file
LONGEST = 200  # code points of a name, label or word
CLOSE = 0.6  # of a misspelt name to the right one, 0 to 1
HEADER = re.compile(r"""^\s*\[\s*["']?([^"'\]]*?)["']?\s*\]""")


def content(path: Path) -> bytes | None:
    """The bytes of a file; None when there is none.

    Raises:
        OwnWordsError: It is too large.
        UnsafePath: It is a link, or no regular file.
    """
    try:
        return own_file(path, MOST)
    except OverLimit as over:
        raise OwnWordsError(str(path), 1, f"is larger than {MOST:,} bytes", "keep what the notes need") from over


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file of tables.

    Attributes:
        path: As errors name it.
        text: What it holds.
        tables: The same, parsed.
    """

    path: str
    text: str
    tables: dict[str, dict[str, Any]]

    @classmethod
    def parsed(cls, path: Path, data: bytes) -> TomlFile:
        """What a file holds.

        Raises:
            OwnWordsError: It is no valid TOML, or holds something outside of tables.
        """
        try:
            text = data.decode("utf-8")
            tables = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            place = re.search(r"at line (\d+)", str(error))
            line = int(place[1]) if place else max(1, data.count(b"\n"))  # else it ends too early
            raise OwnWordsError(str(path), line, f"is not valid TOML: {error}", "mend that line") from error
        found = cls(str(path), text, tables)
        for name, table in tables.items():
            if not isinstance(table, dict):
                raise found.fault(f"{name!r} stands outside of a table", "write it below a [heading]", "", name)
        return found

    def fault(self, reason: str, hint: str, table: str, key: str = "", value: str = "") -> OwnWordsError:
        """An error at the line where a table, a key of it, or a value of that stands."""
        return OwnWordsError(self.path, self.line(table, key, value), reason, hint)

    def unknown(self, what: str, name: str, known: Collection[str], table: str, key: str = "") -> OwnWordsError:
        """An error on a name that does not exist, with the closest that does."""
        close = get_close_matches(name, known, n=1, cutoff=CLOSE)
        shown = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
        return self.fault(f"unknown {what} {name!r}", shown, table, key, name if key else "")

    def line(self, table: str, key: str = "", value: str = "") -> int:
        """The line of a table's heading, or behind it of a key, or behind that of a value; counted from 1."""
        lines = self.text.splitlines()
        at = next((i for i, line in enumerate(lines) if (m := HEADER.match(line)) and m[1] == table), 0)
        if key:
            pattern = re.compile(rf"""^\s*["']?{re.escape(key)}["']?\s*=""")
            at = next((i for i in range(at, len(lines)) if pattern.match(lines[i])), at)
        if value:
            at = next((i for i in range(at, len(lines)) if value in lines[i]), at)
        return at + 1

    def words(self, table: str, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of words; ``default`` where it is not given.

        Raises:
            OwnWordsError: It is no list of words.
        """
        given = self.tables[table].get(key, list(default))
        if not isinstance(given, list):
            raise self.fault(f"{key} is no list", f'write {key} = ["…", "…"]', table, key)
        return tuple(self.checked(item, table, key) for item in given)

    def one(self, table: str, key: str, default: str | None = None) -> str:
        """One text; without ``default`` it must be given.

        Raises:
            OwnWordsError: It is missing or no text.
        """
        given = self.tables[table].get(key, default)
        if given is None:
            raise self.fault(f"[{table}] has no {key}", f'add {key} = "…"', table)
        return given if given == default else self.checked(given, table, key)

    def checked(self, given: Any, table: str, key: str) -> str:
        """A word or text as it is given.

        Raises:
            OwnWordsError: It is none, is empty, too long, or holds characters that nobody sees.
        """
        if not isinstance(given, str):
            raise self.fault(f"{given!r} is no text", "write it in quotes", table, key)
        if not given.strip() or given != given.strip() or given.startswith("# "):
            raise self.fault(f"{given!r} is empty, or begins or ends with a space", "write the word alone", table, key)
        if len(given) > LONGEST or not given.isprintable():
            reason = f"{given[:40]!r} is longer than {LONGEST} characters, or holds one that cannot be seen"
            raise self.fault(reason, "shorten it, or type it again", table, key)
        return given
