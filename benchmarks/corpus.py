"""The notes that benchmarks run on: the corpus beside the project, or evenly spread parts of it."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.tables import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "notes.tar.xz"
MISSING = f"the corpus of notes is not beside the project ({CORPUS.parent.parent.name}/corpus): nothing was measured"


def unpacked(scratch: Path) -> Path:
    """The corpus as a folder; unpacked once."""
    folder = scratch / "corpus"
    if not folder.is_dir():
        with tarfile.open(CORPUS) as archive:
            archive.extractall(folder, filter="data")
    return folder


def part(source: Path, count: int, target: Path) -> Path:
    """Copy ``count`` notes of a folder, evenly spread over their paths, into another one."""
    paths = sorted(source.rglob("*.md"))
    for place in spread(count, len(paths)):
        copy = target / paths[place].relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(paths[place], copy)
    return target


def bytes_of(place: Path, pattern: str = "*") -> int:
    """The size of a file, or of all files in a folder; a file with several names counts once."""
    return sum({file.stat().st_ino: file.stat().st_size for file in _files(place, pattern)}.values())


def _files(place: Path, pattern: str) -> Iterator[Path]:
    if place.is_file():
        yield place
    else:
        yield from (file for file in place.rglob(pattern) if file.is_file())
