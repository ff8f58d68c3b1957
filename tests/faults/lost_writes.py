"""What a loss of power may leave on a disk: recorded calls are played back, but for those that nothing made durable.

A file's bytes are durable once the file is synced after them; a name once its folder is. Of all else any part may be
there or not: so each crash leaves several states, of which some are tried, as ALICE and CrashMonkey do.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from random import Random

FIELDS = 7
SYNCS = frozenset({"sync", "syncdir"})
BYTES = frozenset({"write", "cut"})


class Call(NamedTuple):
    """A recorded call: what it did, to which path (and to which second one), on which file, and with which bytes.

    ``mtime`` is the file's time of change after it; ``place`` is the offset of the bytes, or the length to cut to.
    """

    name: str
    path: str
    target: str
    inode: int
    mtime: int
    place: int
    data: bytes


def parsed(record: bytes) -> list[Call]:
    """The calls of a record, as ``failing_calls.c`` writes it."""
    calls, at = [], 0
    while at < len(record):
        end = record.index(b"\n", at)
        name, path, target, inode, mtime, place, size = record[at:end].split(b"\0")
        at = end + 1 + int(size)
        found = Call(
            name.decode(),
            os.fsdecode(path),
            os.fsdecode(target),
            int(inode),
            int(mtime),
            int(place),
            record[end + 1 : at],
        )
        calls.append(found)
    return calls


class Fate(Enum):
    """What becomes of calls that nothing made durable."""

    NONE = "nothing of them is there"
    NAMES = "their names are there, their bytes are not"
    ZEROS = "their names and lengths are there, zeros in place of their bytes"
    BYTES = "their bytes are there, their names are not"
    ORDERED = "names are there up to some moment, bytes by chance, some of them torn"
    ANY = "each is there by chance, some of them torn"


@dataclass
class Thing:
    """A file, or a folder with its names."""

    folder: bool
    data: bytearray = field(default_factory=bytearray)
    mtime: int = 0
    names: dict[str, Thing] = field(default_factory=dict)


class Change(NamedTuple):
    """What a call changes: names of folders, or bytes of a file; with the number of the call."""

    number: int
    names: tuple[tuple[Thing, str, Thing | None], ...] = ()
    thing: Thing | None = None
    call: Call | None = None


class Disk:
    """Knows what was there before, and what each recorded call did."""

    def __init__(self, root: Path) -> None:
        """Read what is in a folder, before the calls are made."""
        self.root = root
        self._by_inode: dict[int, Thing] = {}
        self.top = self._read(root)
        self.calls: list[Call] = []
        self.changes: list[Change] = []
        self.durable: dict[int, int] = {}  # number of a change -> number of the call that made it so

    def _read(self, path: Path) -> Thing:
        found = path.lstat()
        if path.is_dir():
            return Thing(folder=True, names={each.name: self._read(each) for each in sorted(path.iterdir())})
        thing = Thing(folder=False, data=bytearray(path.read_bytes()), mtime=found.st_mtime_ns)
        self._by_inode[found.st_ino] = thing
        return thing

    def play(self, calls: Sequence[Call]) -> None:
        """Follow the calls, so that it is known which file each of them changed, and what made it durable."""
        self.calls = list(calls)
        now = Tree(self.top)
        for number, call in enumerate(self.calls):
            if call.name in SYNCS:
                self._sync(number, now.found(self._steps(call.path)) if call.name == "syncdir" else self._file(call))
            elif call.name in BYTES:
                thing = self._file(call)
                if thing is not None:
                    self.changes.append(Change(number, thing=thing, call=call))
            elif call.name != "mode":
                names = tuple(self._named(call, now))
                now.take(names)
                self.changes.append(Change(number, names=names))

    def _file(self, call: Call) -> Thing | None:
        return self._by_inode.get(call.inode)

    def _steps(self, path: str) -> list[str]:
        inner = os.path.relpath(path, self.root)
        return [step for step in inner.split("/") if step != "."]

    def _named(self, call: Call, now: Tree) -> Iterator[tuple[Thing, str, Thing | None]]:
        """The names that a call gives and takes."""
        one = now.place(self._steps(call.path))
        if call.name in {"unlink", "rmdir"}:
            yield (*one, None)
        elif call.name in {"create", "mkdir"}:
            thing = Thing(folder=call.name == "mkdir", mtime=call.mtime)
            if not thing.folder:
                self._by_inode[call.inode] = thing
            yield (*one, thing)
        else:
            other = now.place(self._steps(call.target))
            moved = now.at(one)
            yield (*other, moved)
            if call.name != "link":
                yield (*one, now.at(other) if call.name == "exchange" else None)

    def _sync(self, number: int, thing: Thing | None) -> None:
        for change in self.changes:
            mine = change.thing is thing or any(folder is thing for folder, _, _ in change.names)
            if mine and thing is not None:
                self.durable.setdefault(change.number, number)

    def after(self, count: int, fate: Fate, random: Random) -> Thing:
        """What may be there when the power goes after so many calls."""
        past = [change for change in self.changes if change.number < count]
        until = random.randrange(count + 1)
        image = Image(self.top)
        for change in past:
            safe = self.durable.get(change.number, count) < count
            if change.thing is None:
                if safe or _is_named(fate, change.number, until, random):
                    image.name(change.names)
            else:
                _written(image, change, fate, random, safe=safe)
        return image.top


class Tree:
    """Names as they are while calls are followed: what is in which folder."""

    def __init__(self, top: Thing) -> None:
        self._top = top
        self._names: dict[int, dict[str, Thing]] = {}

    def _of(self, folder: Thing) -> dict[str, Thing]:
        return self._names.setdefault(id(folder), dict(folder.names))

    def found(self, steps: Sequence[str]) -> Thing:
        thing = self._top
        for step in steps:
            thing = self._of(thing)[step]
        return thing

    def place(self, steps: Sequence[str]) -> tuple[Thing, str]:
        return self.found(steps[:-1]), steps[-1]

    def at(self, place: tuple[Thing, str]) -> Thing:
        return self._of(place[0])[place[1]]

    def take(self, names: Sequence[tuple[Thing, str, Thing | None]]) -> None:
        for folder, name, thing in names:
            if thing is None:
                self._of(folder).pop(name, None)
            else:
                self._of(folder)[name] = thing


class Image:
    """A copy of what was there, to which changes are made."""

    def __init__(self, top: Thing) -> None:
        self._copies: dict[int, Thing] = {}
        self.top = self._copy(top)

    def _copy(self, thing: Thing) -> Thing:
        if id(thing) not in self._copies:
            made = self._copies[id(thing)] = Thing(thing.folder, bytearray(thing.data), thing.mtime)
            made.names = {name: self._copy(inner) for name, inner in thing.names.items()}
        return self._copies[id(thing)]

    def name(self, names: Sequence[tuple[Thing, str, Thing | None]]) -> None:
        for folder, name, thing in names:
            if thing is None:
                self._copy(folder).names.pop(name, None)
            else:
                self._copy(folder).names[name] = self._copy(thing)

    def write(self, change: Change, data: bytes) -> None:
        assert change.thing is not None
        assert change.call is not None
        copy, call = self._copy(change.thing), change.call
        if call.name == "cut":
            kept = copy.data[: call.place]
            copy.data[:] = kept + bytes(call.place - len(kept))
        else:
            copy.data.extend(bytes(max(0, call.place - len(copy.data))))
            copy.data[call.place : call.place + len(data)] = data
        copy.mtime = call.mtime


def _is_named(fate: Fate, number: int, until: int, random: Random) -> bool:
    if fate is Fate.ORDERED:
        return number < until
    return fate in {Fate.NAMES, Fate.ZEROS} or (fate is Fate.ANY and random.random() < 1 / 2)


def _written(image: Image, change: Change, fate: Fate, random: Random, *, safe: bool) -> None:
    assert change.call is not None
    data = change.call.data
    if safe or fate is Fate.BYTES:
        image.write(change, data)
    elif fate is Fate.ZEROS:
        image.write(change, bytes(len(data)))
    elif fate in {Fate.ORDERED, Fate.ANY} and random.random() < 2 / 3:
        image.write(change, data if random.random() < 1 / 2 else data[: random.randrange(len(data) + 1)])


def laid_out(top: Thing, place: Path) -> None:
    """Write a state into an empty folder, with the times of change; files of several names stay one."""
    _laid_out(top, place, {})


def _laid_out(folder: Thing, place: Path, files: dict[int, Path]) -> None:
    for name, thing in sorted(folder.names.items()):
        path = place / name
        if thing.folder:
            path.mkdir()
            _laid_out(thing, path, files)
        elif id(thing) in files:
            path.hardlink_to(files[id(thing)])
        else:
            path.write_bytes(thing.data)
            os.utime(path, ns=(thing.mtime, thing.mtime))
            files[id(thing)] = path


def flat(top: Thing, path: str = "") -> Mapping[str, tuple[bytes, int]]:
    """Every file of a state: its bytes and its time of change."""
    found: dict[str, tuple[bytes, int]] = {}
    for name, thing in top.names.items():
        if thing.folder:
            found |= flat(thing, f"{path}{name}/") or {f"{path}{name}/": (b"", 0)}
        else:
            found[path + name] = (bytes(thing.data), thing.mtime)
    return found
