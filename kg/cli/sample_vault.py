"""Finds the sample vault, in the installed package or in a checkout, and copies its notes for a user to try."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.files.output_files import made, write

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(kg.__file__).parent
PLACES = (PACKAGE / "sample_vault", PACKAGE.parent / "vault")  # of a wheel; of a checkout
HIDDEN = "."  # begins the names of what is no note: .kg, .obsidian


def files(home: Path | None = None) -> Iterator[tuple[str, Path]]:
    """The sample vault's files: the path of each in the vault, and where it is, sorted.

    Args:
        home: The sample vault; by default the one that came with kg.

    Raises:
        FileNotFoundError: kg was installed without it.
    """
    found = home or next((place for place in PLACES if place.is_dir()), None)
    if found is None:
        raise FileNotFoundError(2, "the sample vault is missing; install kg again", str(PLACES[0]))
    for path in sorted(found.rglob("*")):
        inner = path.relative_to(found)
        if path.is_file() and not any(part.startswith(HIDDEN) for part in inner.parts):
            yield inner.as_posix(), path


def copy(folder: Path) -> None:
    """Copy the sample vault into a folder, which is made.

    Raises:
        OSError: It cannot be written, or the sample vault is missing.
    """
    for inner, path in files():
        made((folder / inner).parent)
        write(folder / inner, [path.read_bytes()])
