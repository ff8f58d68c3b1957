"""What installed packages add to kg: pipeline stages, media and output formats, named by entry points.

A package declares them in its ``pyproject.toml``::

    [project.entry-points."claimgraph.stages"]
    hype = "my_package:mark_hype"

Entry points are listed without importing anything; each is imported when it is first used. Whatever is wrong with one
stops the command with a message that names the package: a graph is never built without a stage that is installed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

from kg.errors import PluginError

if TYPE_CHECKING:
    from collections.abc import Iterator

# what a package may add -> the group of its entry points
GROUPS = {"stage": "claimgraph.stages", "medium": "claimgraph.media", "format": "claimgraph.formats"}


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point of an installed package.

    Attributes:
        kind: A key of ``GROUPS``.
        name: The entry point's name, unique among those of its kind.
        package: The package's name on the index.
        version: Its version.
        target: What is imported, as ``module:attribute``.
        digest: A hash of what was installed with the package, as far as its installer recorded it.
    """

    kind: str
    name: str
    package: str
    version: str
    target: str
    digest: str

    @property
    def origin(self) -> str:
        """Package and version, for people."""
        return f"{self.package} {self.version}"

    def load(self) -> Any:
        """Import what the entry point names.

        Raises:
            PluginError: It cannot be imported.
        """
        with _Blaming(self):
            return metadata.EntryPoint(self.name, self.target, GROUPS[self.kind]).load()

    def to_dict(self) -> dict[str, str]:
        """Plain data: what it adds, by what name, and where it comes from."""
        return {"kind": self.kind, "name": self.name, "package": self.package, "version": self.version}

    def misuse(self, reason: str) -> PluginError:
        """An error that says what is wrong with it."""
        return PluginError(self.kind, self.name, self.origin, reason)


def installed(kind: str) -> tuple[Plugin, ...]:
    """Everything of one kind that installed packages add, by name; nothing is imported.

    Raises:
        PluginError: Two entry points of that kind have one name.
    """
    found = tuple(plugin for plugin in everything() if plugin.kind == kind)
    names = Counter(plugin.name for plugin in found)
    for plugin in found:
        if names[plugin.name] > 1:
            others = sorted(each.origin for each in found if each.name == plugin.name and each != plugin)
            raise plugin.misuse(f"has the name of one of {', '.join(others)}")
    return found


@lru_cache(maxsize=1)
def everything() -> tuple[Plugin, ...]:
    """All entry points of all kinds, by name, names that are taken twice included."""
    return tuple(sorted(_found(), key=lambda plugin: (plugin.name, plugin.package)))


def active() -> tuple[Plugin, ...]:
    """Everything that installed packages add, by kind and name; nothing is imported.

    Raises:
        PluginError: Two entry points of one kind have one name.
    """
    return tuple(plugin for kind in GROUPS for plugin in installed(kind))


def stamp(kind: str) -> str:
    """A hash of what is plugged in of one kind: names, packages, versions and recorded contents; "" for nothing.

    Raises:
        PluginError: Two entry points of that kind have one name.
    """
    found = installed(kind)
    told = "\0".join(f"{each.name} {each.origin} {each.target} {each.digest}" for each in found)
    return hashlib.sha256(told.encode()).hexdigest() if found else ""


def _found() -> Iterator[Plugin]:
    for kind, group in GROUPS.items():
        for point in metadata.entry_points(group=group):
            package = point.dist
            if package is not None:
                digest = hashlib.sha256((package.read_text("RECORD") or "").encode()).hexdigest()
                yield Plugin(kind, point.name, package.name, package.version, point.value, digest)


class _Blaming:
    """Turns an exception that importing a plugin raises into a PluginError that names the package."""

    def __init__(self, plugin: Plugin) -> None:
        self._plugin = plugin

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Exception):
            raise self._plugin.misuse(f"cannot be loaded: {type(error).__name__}: {error}") from error
