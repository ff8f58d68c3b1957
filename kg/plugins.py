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
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import PluginError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

# what a package may add -> the group of its entry points
GROUPS = {"stage": "claimgraph.stages", "medium": "claimgraph.media", "format": "claimgraph.formats"}


class Format(NamedTuple):
    """An output format, as an entry point of ``claimgraph.formats`` names one.

    Attributes:
        ending: Of a file's name that means it, in lower case, such as ``.cards``.
        holds: What it holds, in a few words.
        write: Takes the graph (``kg.graph.Graph``) and gives the output in pieces of bytes.
    """

    ending: str
    holds: str
    write: Callable[[Any], Iterable[bytes]]


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
        with self.blamed("cannot be loaded"):
            return metadata.EntryPoint(self.name, self.target, GROUPS[self.kind]).load()

    def to_dict(self) -> dict[str, str]:
        """Plain data: what it adds, by what name, and where it comes from."""
        return {"kind": self.kind, "name": self.name, "package": self.package, "version": self.version}

    def blamed(self, what: str) -> AbstractContextManager[None]:
        """Turns an exception into a PluginError that names the package and says ``what`` went wrong."""
        return _Blaming(self, what)

    def misuse(self, reason: str) -> PluginError:
        """An error that says what is wrong with it."""
        return PluginError(self.kind, self.name, self.origin, reason)


def installed(kind: str, shipped: Collection[str] = ()) -> tuple[Plugin, ...]:
    """Everything of one kind that installed packages add, by name; nothing is imported.

    Args:
        kind: A key of ``GROUPS``.
        shipped: The names that kg itself uses for things of that kind.

    Raises:
        PluginError: Two entry points of that kind have one name, or one has a name that kg uses.
    """
    found = tuple(plugin for plugin in everything() if plugin.kind == kind)
    names = Counter(plugin.name for plugin in found)
    for plugin in found:
        if plugin.name in shipped:
            raise plugin.misuse(f"kg itself has a {kind} of that name")
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


def load_format(plugin: Plugin, endings: Collection[str]) -> Format:
    """Import a format.

    Args:
        plugin: Names it.
        endings: Those of other formats, which it must not have.

    Raises:
        PluginError: It cannot be imported, is no ``Format``, or has one of these endings.
    """
    found = plugin.load()
    if not isinstance(found, Format):
        raise plugin.misuse(f"{plugin.target} is {type(found).__name__}, not a kg.plugins.Format")
    if not found.ending.startswith(".") or found.ending != found.ending.lower():
        raise plugin.misuse(f"the ending {found.ending!r} does not begin with a dot, or is not in lower case")
    if found.ending in endings:
        raise plugin.misuse(f"another format has the ending {found.ending!r}")
    return found


def _found() -> Iterator[Plugin]:
    for kind, group in GROUPS.items():
        for point in metadata.entry_points(group=group):
            package = point.dist
            if package is not None:
                digest = hashlib.sha256((package.read_text("RECORD") or "").encode()).hexdigest()
                yield Plugin(kind, point.name, package.name, package.version, point.value, digest)


class _Blaming(AbstractContextManager[None]):
    """Turns an exception into a PluginError that names the package."""

    def __init__(self, plugin: Plugin, what: str) -> None:
        self._plugin = plugin
        self._what = what

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Exception):
            raise self._plugin.misuse(f"{self._what}: {type(error).__name__}: {error}") from error
