"""What can happen to a file of ``.kg``: what a crash, a disk, a sync program or another vault may leave there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

PAGE = 4096  # bytes
USERS_OWN = ("config.toml", "set-aside", "sync", "backup")  # no cache


def emptied(file: Path, other: Path, random: Random) -> None:
    """Nothing is left in it."""
    file.write_bytes(b"")


def cut(file: Path, other: Path, random: Random) -> None:
    """Its end is missing."""
    data = file.read_bytes()
    file.write_bytes(data[: random.randrange(len(data))] if data else b"")


def flipped(file: Path, other: Path, random: Random) -> None:
    """One bit of it is another."""
    data = bytearray(file.read_bytes() or b"x")
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    file.write_bytes(data)


def garbage(file: Path, other: Path, random: Random) -> None:
    """It holds anything."""
    file.write_bytes(random.randbytes(random.randrange(1, 5_000)))


def foreign(file: Path, other: Path, random: Random) -> None:
    """It is that of another vault, or another file of that vault."""
    theirs = [path for path in sorted(other.rglob("*")) if path.is_file()]
    alike = [path for path in theirs if path.name == file.name or path.suffix == file.suffix]
    file.write_bytes(random.choice(alike or theirs).read_bytes())


def folder(file: Path, other: Path, random: Random) -> None:
    """A folder is in its place."""
    file.unlink()
    file.mkdir()
    (file / "mine.txt").write_bytes(b"mine")


def link(file: Path, other: Path, random: Random) -> None:
    """A link to another vault's file is in its place."""
    file.unlink()
    file.symlink_to(next(path for path in sorted(other.rglob("*")) if path.is_file()))


def zeroed(file: Path, other: Path, random: Random) -> None:
    """A page of it is empty, as after a loss of power."""
    data = bytearray(file.read_bytes() or b"x")
    begin = random.randrange(0, len(data), PAGE)
    data[begin : begin + PAGE] = bytes(len(data[begin : begin + PAGE]))
    file.write_bytes(data)


def doubled(file: Path, other: Path, random: Random) -> None:
    """Its bytes are there twice."""
    file.write_bytes(file.read_bytes() * 2)


def copied(file: Path, other: Path, random: Random) -> None:
    """A sync program has put a second version beside it."""
    shutil.copy(file, file.with_name(f"{file.stem} (conflicted copy){file.suffix}"))


def swapped(file: Path, other: Path, random: Random) -> None:
    """It has changed places with another file of its folder."""
    mate = random.choice([path for path in sorted(file.parent.iterdir()) if path.is_file()])
    data, theirs = file.read_bytes(), mate.read_bytes()
    file.write_bytes(theirs)
    mate.write_bytes(data)


def forbidden(file: Path, other: Path, random: Random) -> None:
    """Nobody may read or write it."""
    file.chmod(0)


def unwritable(file: Path, other: Path, random: Random) -> None:
    """Nobody may write it."""
    file.chmod(0o444)


def gone(file: Path, other: Path, random: Random) -> None:
    """It is not there."""
    file.unlink()


def appeared(file: Path, other: Path, random: Random) -> None:
    """Beside a database there is what SQLite would read first."""
    file.with_name(f"{file.name}-journal").write_bytes(random.randbytes(600))


def exchanged(file: Path, other: Path, random: Random) -> None:
    """The folder that it is in, or all of ``.kg``, is another vault's."""
    place = file.parent
    theirs = (
        other
        if place.name == other.name
        else next(each for each in sorted(other.glob(f"{place.name[:5]}*")) if each.is_dir())
    )
    shutil.rmtree(place)
    shutil.copytree(theirs, place)


KINDS: tuple[Callable[[Path, Path, Random], None], ...] = (
    emptied,
    cut,
    flipped,
    zeroed,
    garbage,
    doubled,
    copied,
    swapped,
    forbidden,
    unwritable,
    foreign,
    folder,
    link,
    gone,
    appeared,
    exchanged,
)


def every(kg: Path) -> Iterator[tuple[str, Callable[[Path, Path, Random], None]]]:
    """Each damage to each file of a ``.kg`` folder."""
    for file in sorted(kg.rglob("*")):
        path = file.relative_to(kg).as_posix()
        if file.is_file() and path.partition("/")[0] not in USERS_OWN:
            yield from ((path, kind) for kind in KINDS)
