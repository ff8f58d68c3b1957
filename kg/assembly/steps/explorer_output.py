"""Writes the explorer into a folder, unless what is there was made from the same graph by the same code."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.assembly.state.code_hashes import hash_of
from kg.assembly.steps.note_passages import passages_of
from kg.files import is_written, write_set
from kg.views.explorer import bundle
from kg.views.explorer.explorer_files import PAGE
from kg.views.explorer.explorer_page import MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.config import Config
    from kg.views.explorer.explorer_files import File
    from kg.views.explorer.note_texts import Passages

    Maker = Callable[[str, Passages | None], Iterable[File]]

ROOMS = ("views/layout", "store", "rdf", "model", "reader")  # whose code decides the page, with that of the explorer
CODE = sorted(Path(bundle.__file__).parent.glob("*.py"))  # not what lies deeper: the app's tools, where it was bundled


def write_explorer(make: Maker, vault: Path, out: Path, config: Config, found: str) -> Path:
    """Write the explorer into a folder.

    Args:
        make: Gives the explorer's files. It gets where the vault is, from the explorer's folder, and what reads
            notes around their claims, or None where the page is to hold claims alone.
        vault: The vault's folder.
        out: The explorer's own folder.
        config: Tells how much is drawn, and from where on the claims have files of their own.
        found: What the graph was made from; "" when it is not known: then the page is made in any case.

    Returns:
        The page to open.

    Raises:
        BundleMissing: The page's script was not made when kg was installed.
        FileExistsError: The folder holds such a file that is not kg's.
        OSError: The folder cannot be written.
    """
    if not is_there(vault, out, config, found):
        texts = passages_of(vault) if config.view_text else None
        write_set(out, make(from_page(vault, out), texts), MARK.encode(), _key(vault, out, config, found), vault)
    return out / PAGE


def is_there(vault: Path, out: Path, config: Config, found: str) -> bool:
    """Whether the explorer that ``write_explorer`` would write for these is in the folder."""
    return bool(found) and is_written(out, _key(vault, out, config, found))


def from_page(vault: Path, out: Path) -> str:
    """The vault's folder as an address from the explorer's page; "" where no such address leads there."""
    try:
        steps = Path(os.path.relpath(vault.absolute(), out.absolute())).as_posix()
    except ValueError:  # on another drive
        return ""
    return quote(steps if steps.startswith(".") else f"./{steps}")


def _key(vault: Path, out: Path, config: Config, found: str) -> str:
    """A hash of all that the page depends on, "" when that is not known."""
    if not found:
        return ""
    vault, app = vault.absolute(), bundle.load()
    parts = (
        found,
        hash_of(ROOMS),
        *(path.read_text(encoding="utf-8") for path in CODE),
        app.script,
        app.style,
        vault.name,
        from_page(vault, out),
        (vault / ".obsidian").is_dir(),
        config.view_claims,
        config.view_megabytes,
        config.view_entities,
        config.view_text,
    )
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()
