"""The vault folder: which files belong to it, which of them are hidden or second versions, and their bytes."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from kg.errors import VaultError
from kg.files.regular_file import OverLimit, read_regular
from kg.model.transcript import is_candidate
from kg.reader.ignore_patterns import IgnorePattern
from kg.reader.problems import problem
from kg.reader.read_note import CONFLICT_COPY, MAX_BYTES
from kg.reader.resolver import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.model import Problem

LANGUAGE_CODE = re.compile(r"\.[a-z]{2}(?:-[A-Za-z0-9]{2,8})?$")  # behind the name of a transcript
SURROGATE = re.compile("[\ud800-\udfff]")  # what stands for a byte of a name that is not valid UTF-8
SETTINGS = ".obsidian/app.json"
MOST_SETTINGS = 4_000_000  # bytes of a file of Obsidian's settings
# settings that name a folder of templates, and the key that does
TEMPLATES = (
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a vault folder contains; all paths are vault paths, ``/`` as separator, sorted.

    Attributes:
        notes: Markdown files, the excluded and the conflict copies among them.
        canvases: Canvas files.
        others: All other files; links may mean them.
        excluded: Files that the vault's settings hide (``userIgnoreFilters``), and those in its folders of templates:
            they are read all the same, but nothing is to be extracted from them.
        conflicts: Second versions that Obsidian Sync made; nothing is to be extracted from them.
        problems: What could not be read or was not followed.
    """

    notes: tuple[str, ...] = ()
    canvases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def scan(root: Path) -> Scan:
    """List a vault: every file whose path has no component that starts with a dot.

    Raises:
        VaultError: if ``root`` is missing, not a folder, or cannot be listed.
    """
    if not root.exists():
        raise VaultError(root, "there is no such folder")
    if not root.is_dir():
        raise VaultError(root, "is a file, not a folder")
    walk = _Walk(root)
    try:
        os.scandir(root).close()
    except OSError as error:
        raise VaultError(root, f"cannot be listed ({error.strerror})") from error
    files = sorted(walk.files())
    return scan_of(root, files, walk.problems)


def scan_of(root: Path, files: Sequence[str], problems: Iterable[Problem] = ()) -> Scan:
    """What a vault contains that was listed already.

    Args:
        root: A folder with the vault's settings.
        files: The paths of its files, sorted, none with a component that starts with a dot.
        problems: What was wrong when it was listed.
    """
    hidden, broken = _ignore_filter(root, files)
    templates = tuple(_template_folders(root))
    problems = [*broken, *problems, *_same_but_for_case(files)]
    return Scan(
        notes=tuple(path for path in files if path.lower().endswith(".md")),
        canvases=tuple(path for path in files if path.lower().endswith(".canvas")),
        others=tuple(path for path in files if not path.lower().endswith((".md", ".canvas"))),
        excluded=frozenset(path for path in files if hidden(path) or path.startswith(templates)),
        conflicts=frozenset(filter(CONFLICT_COPY.search, files)),
        problems=tuple(sorted(problems, key=lambda found: (found.path, found.code))),
    )


def selected(found: Scan, include: str, exclude: str) -> Scan:
    """A scan with the user's own choice of notes and transcripts: ``excluded`` holds all that is left out.

    Args:
        found: The scan.
        include: Globs of the only notes that count, commas between them; "" takes all that the vault does not exclude.
            A transcript counts where a note of its name beside it would.
        exclude: Globs of notes that do not count, and of transcripts likewise.
    """
    if not include.strip() and not exclude.strip():
        return found
    only, never = _globs(include), _globs(exclude)
    chosen = {*found.notes, *filter(is_candidate, found.others)}
    taken = {path for path in chosen if _fits_so_named(path, only)} if only else chosen - found.excluded
    left = {path for path in chosen if path not in taken or _fits_so_named(path, never)}
    return replace(found, excluded=frozenset(left | (found.excluded - chosen)))


def _fits_so_named(path: str, globs: tuple[str, ...]) -> bool:
    """Whether a file fits a glob, by its own name or, as a transcript, by that of the note it may lie beside."""
    names = [path]
    if is_candidate(path):
        stem = path.rpartition(".")[0]
        names += [f"{stem}.md", f"{LANGUAGE_CODE.sub('', stem)}.md"]
    return any(_fits(name, globs) for name in names)


def _globs(written: str) -> tuple[str, ...]:
    return tuple(glob.strip().removeprefix("./") for glob in written.split(",") if glob.strip())


def _fits(path: str, globs: tuple[str, ...]) -> bool:
    """Whether a path fits a glob; one that names a folder takes all that is in it."""
    return any(fnmatchcase(path, glob) or fnmatchcase(path, f"{glob.rstrip('/')}/*") for glob in globs)


def read_bytes(root: Path, path: str, most: int | None = None) -> bytes | Problem:
    """The bytes of a file of the vault, or why they cannot be had; one of over ``most`` bytes is not read.

    ``most`` is what a note may have, where it is not given.
    """
    try:
        return read_regular(f"{root}/{path}", MAX_BYTES if most is None else most)
    except OverLimit as over:
        return problem(path, "too-large", None, over.strerror or "")
    except FileNotFoundError:
        return problem(path, "vanished")
    except OSError as error:
        return problem(path, "unreadable", None, error.strerror or "")


@dataclass(slots=True)
class _Walk:
    """Walks the folder in sorted order; a link to a folder is followed only where it leads out of all others."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    real: list[Path] = field(default_factory=list)

    def files(self) -> Iterator[str]:
        self.real = [self.root.resolve()]
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(self.root / folder) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                self.problems.append(problem(folder, "unreadable", None, error.strerror or ""))
                continue
            for entry in found:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if self._belongs(entry, path):
                    if entry.is_dir():
                        waiting.append(path)
                    elif entry.is_file():
                        yield path

    def _belongs(self, entry: os.DirEntry[str], path: str) -> bool:
        if entry.name.startswith("."):
            return False
        if not _encodable(path):
            shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            self.problems.append(problem(shown, "name-encoding"))
            return False
        if entry.is_symlink() and not self._leads_out(path):
            self.problems.append(problem(path, "symlink"))
            return False
        return True

    def _leads_out(self, path: str) -> bool:
        try:
            target = (self.root / path).resolve(strict=True)
        except (OSError, RuntimeError):  # RuntimeError: how Python 3.11 reports a link to itself
            return False
        if any(target == known or target in known.parents or known in target.parents for known in self.real):
            return False
        self.real.append(target)
        return True


def _encodable(path: str) -> bool:
    return path.isascii() or SURROGATE.search(path) is None


def _ignore_filter(root: Path, files: Sequence[str]) -> tuple[Callable[[str], bool], list[Problem]]:
    """Whether a path is hidden: a plain filter is a path's beginning, ``/…/`` a regular expression."""
    try:
        settings = obsidian_json(root, SETTINGS)
        filters = settings.get("userIgnoreFilters", []) if isinstance(settings, dict) else []
        texts = [item for item in filters if isinstance(item, str) and item] if isinstance(filters, list) else []
        patterns = [IgnorePattern(item[1:-1]) for item in texts if _is_pattern(item)]
    except FileNotFoundError:
        return (lambda _: False), []
    except (OSError, ValueError, RecursionError, re.error) as error:
        return (lambda _: False), [problem(SETTINGS, "settings", None, str(error))]
    prefixes = tuple(item for item in texts if not _is_pattern(item))
    longest = max(files, key=len, default="")
    slow = [problem(SETTINGS, "settings-pattern", None, f"/{p.text}/") for p in patterns if not p.is_quick(longest)]
    return (lambda path: path.startswith(prefixes) or any(p.hides(path) for p in patterns)), slow


def _template_folders(root: Path) -> Iterator[str]:
    """The folders of templates that Obsidian's own settings and Templater's name, each with a slash behind it."""
    for place, name in TEMPLATES:
        try:
            settings = obsidian_json(root, place)
        except (OSError, ValueError, RecursionError):
            continue
        folder = settings.get(name) if isinstance(settings, dict) else None
        if isinstance(folder, str) and folder.strip("/ "):
            yield f"{folder.strip('/ ')}/"


def obsidian_json(root: Path, path: str) -> Any:
    """What a file of Obsidian's settings holds, through links to it, as users share their settings among vaults.

    Raises:
        OSError: It cannot be read, or is too large.
        ValueError: It holds no JSON.
        RecursionError: It is nested too deeply.
    """
    return json.loads(read_regular(f"{root}/{path}", MOST_SETTINGS))


def _is_pattern(item: str) -> bool:
    return len(item) > len("//") and item[0] == item[-1] == "/"


def _same_but_for_case(files: Iterable[str]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for path in files:
        other = seen.setdefault(key(path), path)
        if other != path:
            yield problem(path, "name-case", None, other)
