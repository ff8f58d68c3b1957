"""The notes that benchmarks run on: the corpus beside the project, or evenly spread parts of it."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.tables import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "notes.tar.xz"
VIDEO = re.compile(rb"^videoId: *([\w-]{11})\s*$", re.MULTILINE)
MISSING = f"the corpus of notes is not beside the project ({CORPUS.parent.parent.name}/corpus): nothing was measured"


def unpacked(scratch: Path) -> Path:
    """The corpus as a folder; unpacked once."""
    folder = scratch / "corpus"
    if not folder.is_dir():
        with tarfile.open(CORPUS) as archive:
            if hasattr(tarfile, "data_filter"):  # Python before 3.11.4 has none
                archive.extraction_filter = tarfile.data_filter
            archive.extractall(folder)  # noqa: S202 - our own archive
    return folder


def part(source: Path, count: int, target: Path) -> Path:
    """Copy ``count`` notes of a folder, evenly spread over their paths, into another one.

    Where it has fewer, they are copied again and again, into folders of their own and as of other recordings.
    """
    paths = sorted(source.rglob("*.md"))
    for turn, begin in enumerate(range(0, count, len(paths))):
        for place in spread(count - begin, len(paths)):
            copy = (target / f"copy {turn}" if turn else target) / paths[place].relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(_again(paths[place].read_bytes(), turn))
    return target


def _again(note: bytes, turn: int) -> bytes:
    """The note, as if its recording were another one."""
    found = VIDEO.search(note)
    return note if found is None else note.replace(found[1], found[1][turn:] + found[1][:turn])


def bytes_of(place: Path, pattern: str = "*") -> int:
    """The size of a file, or of all files in a folder; a file with several names counts once."""
    return sum({file.stat().st_ino: file.stat().st_size for file in _files(place, pattern)}.values())


def _files(place: Path, pattern: str) -> Iterator[Path]:
    if place.is_file():
        yield place
    else:
        yield from (file for file in place.rglob(pattern) if file.is_file())
