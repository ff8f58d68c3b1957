"""Which notes a command line means: files here, paths in the vault, or whole folders of either."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.cli import find_vault
from kg.cli.nearest_vault import nearest
from kg.errors import UnknownName, VaultError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOTE_END = ".md"


class NotePlace(NamedTuple):
    """A note: the vault it is in (None for a file outside any), the folder to read it from, its path there."""

    vault: Path | None
    folder: Path
    path: str


def places(arguments: Sequence[str], given: Path | None) -> Iterator[NotePlace]:
    """Every note that is meant, in the order given, folders in sorted order.

    Args:
        arguments: What the user typed: a file or folder as seen from here, or a path in the vault, ``.md`` optional.
        given: The vault that was named with ``--vault``.

    Raises:
        VaultError: ``given`` is no folder.
        UnknownName: There is no such note; close paths are offered.
    """
    vault = _vault(given)
    for argument in arguments:
        yield from _places(argument, vault, named=given is not None)


def _vault(given: Path | None) -> Path | None:
    """The vault that all paths are tried in; none near is fine here, for a note can be parsed alone."""
    if given is not None:
        return find_vault.find(given)
    try:
        return find_vault.find(None)
    except VaultError:
        return None


def _places(argument: str, vault: Path | None, *, named: bool) -> Iterator[NotePlace]:
    if vault is not None:
        for candidate in _candidates(argument, vault):
            if candidate.exists():
                yield from _in_vault(vault, candidate)
                return
    for file in (Path(argument), Path(argument + NOTE_END)):
        if file.exists() and not named:
            around = nearest(Path(os.path.abspath(file)).parent)  # noqa: PTH100 - resolve() would follow links out
            yield from _in_vault(around, file) if around is not None else _alone(file)
            return
    raise UnknownName("note", argument, _close(argument, vault))


def _candidates(argument: str, vault: Path) -> Iterator[Path]:
    """Where in the vault an argument may point: seen from here if that lies in it, else from the vault's top.

    A path that only leads into the vault through a link on its way (``/tmp`` on some systems) counts as well.
    """
    root, real_root = _absolute(vault), vault.resolve()
    for name in (argument, argument + NOTE_END):
        for file in (_absolute(Path(name)), root / name):
            if file.is_relative_to(root) and ".." not in file.parts:
                yield file
        real = Path(name).resolve()
        if real.is_relative_to(real_root):
            yield root / real.relative_to(real_root)


def _in_vault(vault: Path, file: Path) -> Iterator[NotePlace]:
    """The note itself, or all notes of a folder as the reader's scan finds them."""
    path = _absolute(file).relative_to(_absolute(vault)).as_posix()
    if not file.is_dir():
        yield NotePlace(vault, vault, path)
        return
    from kg.reader.vault_folder import scan

    inside = "" if path == "." else f"{path}/"
    for note in scan(vault).notes:
        if note.startswith(inside):
            yield NotePlace(vault, vault, note)


def _alone(file: Path) -> Iterator[NotePlace]:
    """A note outside any vault, named without the folders above it; a folder stands for a vault of its own."""
    if file.is_dir():
        yield from _in_vault(file, file)
    else:
        yield NotePlace(None, file.parent, file.name)


def _absolute(path: Path) -> Path:
    """Absolute and without ``..``; links stay links, for the vault's own spelling of a path is what counts."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links out of the vault


def _close(argument: str, vault: Path | None) -> list[str]:
    if vault is None:
        return []
    from kg.reader.vault_folder import scan

    notes = scan(vault).notes
    names = {Path(note).stem.lower(): note for note in reversed(notes)}
    return [names[name] for name in get_close_matches(Path(argument).stem.lower(), names, n=3)]
