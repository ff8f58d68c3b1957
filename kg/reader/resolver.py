"""Which file of the vault a link means, by Obsidian's rules; never a guess, guesses are ``suggest``'s."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SPACES = str.maketrans("\u00a0\u202f", "  ")
_SLUG = re.compile(r"[\W_]+")
MAX_SUGGESTIONS = 5


class Resolution(NamedTuple):
    """A link's file as a vault path, or None; ``ambiguous`` when another file has an equal claim."""

    path: str | None
    ambiguous: bool = False


def key(path: str) -> str:
    """A path as Obsidian compares it: NFC, lower case, no-break spaces as spaces."""
    return unicodedata.normalize("NFC", path.translate(_SPACES)).lower()


def slug(name: str) -> str:
    """A name without what people spell differently: case, spaces, hyphens, underscores, punctuation."""
    return _SLUG.sub("_", key(name)).strip("_")


class Resolver:
    """Finds files by link targets; made once of all paths of the vault.

    Args:
        paths: Vault paths of all files that links may mean, notes and others.
        aliases: For each note its aliases; they resolve nothing and only serve ``suggest``.
    """

    def __init__(self, paths: Iterable[str], aliases: Mapping[str, Iterable[str]] | None = None) -> None:
        self._by_path: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._paths = sorted(paths)
        self._aliases = aliases or {}
        for path in self._paths:
            whole = key(path)
            self._by_path[whole].append(path)
            self._by_name[whole.rpartition("/")[2]].append(path)

    @cached_property
    def _by_slug(self) -> dict[str, list[str]]:
        """Files by ``slug`` of their names and aliases; resolving needs none of it."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self._paths:
            found[slug(path.rpartition("/")[2].removesuffix(".md"))].append(path)
        for path, names in sorted(self._aliases.items()):
            for name in names:
                found[slug(name)].append(path)
        return found

    def resolve(self, target: str, source: str) -> Resolution:
        """The file that ``target``, trimmed and without subpath, means in the note ``source``.

        In this order: nothing written is the note itself; ``./`` and ``../`` start at the note's folder and a
        leading ``/`` at the vault's root, both exactly; else an exact vault path; else files whose path ends
        with the target, those in the note's own folder first, then the shortest path, then the one spelled alike.
        """
        if not target:
            return Resolution(source)
        folder = dirname(source)
        if target.startswith(("./", "../")):
            full = normpath(join(folder, target))
            return Resolution(None) if full.startswith("..") else self._at(full)
        if target.startswith("/"):
            return self._at(target.strip("/"))
        target = target.rstrip("/")
        for name in (target, target + ".md"):
            exact = self._exact(name)
            if exact.path is not None:
                return exact
            ending = self._ending(name, folder)
            if ending.path is not None:
                return ending
        return Resolution(None)

    def suggest(self, target: str) -> tuple[str, ...]:
        """Files that an unresolved target may have meant: by alias or by a name spelled almost alike."""
        name = target.rstrip("/").rpartition("/")[2]
        if name.lower().endswith(".md"):
            name = name[: -len(".md")]
        found = self._by_slug.get(slug(name), []) if slug(name) else []
        return tuple(dict.fromkeys(sorted(found, key=lambda path: (len(path), path))))[:MAX_SUGGESTIONS]

    def _at(self, path: str) -> Resolution:
        exact = self._exact(path)
        return exact if exact.path is not None else self._exact(path + ".md")

    def _exact(self, path: str) -> Resolution:
        """The file at a path whatever its case; the exact spelling first."""
        found = self._by_path.get(key(path))
        if not found:
            return Resolution(None)
        if path in found:
            return Resolution(path)
        return Resolution(found[0], len(found) > 1)

    def _ending(self, name: str, folder: str) -> Resolution:
        wanted = key(name)
        named = self._by_name.get(wanted.rpartition("/")[2], [])
        found = [path for path in named if key(path).endswith("/" + wanted)]
        if not found:
            return Resolution(None)
        own = [path for path in found if dirname(path) == folder] or found
        best = min(own, key=lambda path: (len(path), not path.endswith(name), path))
        return Resolution(best, sum(len(path) == len(best) for path in own) > 1)
