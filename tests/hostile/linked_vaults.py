"""Vaults with links and other things that are no files, where kg or Obsidian expects files and folders."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from tests.hostile.hostile_vault import BUILT, NEW, STRANGERS, HostileVault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.hostile.ground import Ground

OWN = (  # files that kg keeps in .kg, some of which come and go
    "answers.sqlite", "config.toml", "layout", "lock", "outputs", "properties.toml", "seal",
    "search.sqlite", "search.sqlite-wal", "state.sqlite", "state.sqlite-journal", "store/CURRENT", "store/LOG",
    "sync/history/0001.log", "sync/lock", "sync/memory.json", "types.toml", "words.toml",
)  # fmt: skip
TREES = ("backup", "published-1", "set-aside", "store", "sync", "sync/before", "sync/history", "sync/out")
OBSIDIAN = ("app.json", "templates.json", "workspace.json", "types.json")


def cleared(place: Path) -> Path:
    """A place where nothing is any more, in a folder that is there."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def linked(place: Path, ground: Ground) -> None:
    """A link to a file of the user's, of the same kind where there is one."""
    target = "accounts.sqlite" if ".sqlite" in place.name else "secret.txt"
    cleared(place).symlink_to(ground.outside / target)


def linked_to_nothing(place: Path, ground: Ground) -> None:
    """A link to a file that could be made."""
    cleared(place).symlink_to(ground.outside / f"new {place.name}")


def hard_linked(place: Path, ground: Ground) -> None:
    """A second name of a file of the user's."""
    target = "accounts.sqlite" if ".sqlite" in place.name else "secret.txt"
    cleared(place).hardlink_to(ground.outside / target)


def pipe(place: Path, ground: Ground) -> None:
    """A pipe: whoever opens it waits."""
    os.mkfifo(cleared(place))


def socketed(place: Path, ground: Ground) -> None:
    """A socket of this machine."""
    here = os.getcwd()  # noqa: PTH109 - a socket's address is short
    os.chdir(cleared(place).parent)
    try:
        with closing(socket.socket(socket.AF_UNIX)) as made:
            made.bind(place.name)
    finally:
        os.chdir(here)


def device(place: Path, ground: Ground) -> None:
    """A device that never ends; a link to it for whoever may make none."""
    try:
        os.mknod(cleared(place), stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except OSError:
        place.symlink_to("/dev/zero")


def endless(place: Path, ground: Ground) -> None:
    """A link to a device that never ends."""
    cleared(place).symlink_to("/dev/zero")


def folder(place: Path, ground: Ground) -> None:
    """A folder with a file of the user's."""
    cleared(place).mkdir()
    (place / "mine.txt").write_bytes(b"mine")


def looped(place: Path, ground: Ground) -> None:
    """A link to itself."""
    cleared(place).symlink_to(place.name)


def tree(place: Path, ground: Ground) -> None:
    """A link to a folder of the user's."""
    cleared(place).symlink_to(ground.outside / "store")


KINDS = (linked, linked_to_nothing, hard_linked, pipe, socketed, device, endless, folder, looped)


def each(kind: Callable[[Path, Ground], None], names: tuple[str, ...], ground: Ground, below: str = ".kg") -> None:
    """The same in the place of several files."""
    for name in names:
        kind(ground.vault / below / name, ground)


def kg_is(ground: Ground, kind: Callable[[Path, Ground], None]) -> None:
    """Something else is in the place of .kg."""
    kind(ground.kg, ground)


def linked_pages(ground: Ground) -> None:
    """The pages' folder leads to another of the user's, which has a page of that name."""
    cleared(ground.vault / "Knowledge").symlink_to(ground.outside / "pages")


def pages_in_settings(ground: Ground) -> None:
    """The pages' folder leads to what Obsidian runs."""
    (ground.vault / ".obsidian/plugins").mkdir()
    cleared(ground.vault / "Knowledge").symlink_to(ground.vault / ".obsidian/plugins")


def nested_links(ground: Ground) -> None:
    """A link leads to a folder whose link leads out."""
    (ground.vault / "one/two").mkdir(parents=True)
    (ground.vault / "one/two/three").symlink_to(ground.outside / "pages")
    cleared(ground.vault / "Knowledge").symlink_to("one/two/three")


def links_in_circles(ground: Ground) -> None:
    """Folders lead to one another and to the vault itself."""
    for name, target in (
        ("a", "b"),
        ("b", "a"),
        ("Talks/up", ".."),
        ("Talks/all", str(ground.vault)),
        ("Talks/me", "me"),
    ):
        (ground.vault / name).symlink_to(target)
    cleared(ground.vault / "Knowledge").symlink_to("Knowledge")


def linked_page(ground: Ground) -> None:
    """Pages are links and second names of files of the user's."""
    for number, name in enumerate(("Acme Corporation", "Globex Corporation", "Initech Corporation")):
        place = ground.vault / f"Knowledge/{name}.md"
        (linked, hard_linked, linked_to_nothing)[number](place, ground)


def linked_notes(ground: Ground) -> None:
    """Notes, a folder of notes, attachments and a canvas are links to files of the user's."""
    (ground.outside / "diary").mkdir()
    (ground.outside / "diary/Today.md").write_text("Acme Corporation sold 9 anvils to Initech in 2015 [00:01:00].\n")
    (ground.vault / "Diary").symlink_to(ground.outside / "diary")
    (ground.vault / "Key.md").symlink_to(ground.home / ".ssh/id_ed25519")
    (ground.vault / "Second.md").hardlink_to(ground.outside / "pages/Acme Corporation.md")
    for name in ("map.canvas", "photo.png", "table.base"):
        (ground.vault / name).symlink_to(ground.outside / "secret.txt")


def odd_notes(ground: Ground) -> None:
    """Notes that are no files."""
    for number, kind in enumerate((pipe, socketed, device, endless, looped, linked_to_nothing)):
        kind(ground.vault / f"Talks/odd {number}.md", ground)
        kind(ground.vault / f"odd {number}.canvas", ground)


def linked_outputs(ground: Ground) -> None:
    """The outputs' usual folder leads elsewhere."""
    cleared(ground.vault / "exports").symlink_to(ground.outside / "pages")


def linked_output_files(ground: Ground) -> None:
    """Outputs are links and second names of files of the user's."""
    linked(ground.vault / "exports/graph.trig", ground)
    hard_linked(ground.vault / "exports/claims.jsonl", ground)
    linked_to_nothing(ground.vault / "exports/report.md", ground)
    tree(ground.vault / "exports/explorer", ground)


def listed_outputs(ground: Ground) -> None:
    """A list of outputs names files of the user's as kg's own."""
    name = os.path.relpath(ground.outside / "secret.txt", ground.vault / "exports/explorer")
    files = ", ".join(f'"{each}": 19' for each in (name, str(ground.outside / "secret.txt"), "../../Talks/1.md"))
    ground.note("exports/explorer/.kg-files.json", f'{{"key": "x", "files": {{{files}}}}}')


def git_linked(ground: Ground) -> None:
    """What belongs to other programs leads out."""
    for name in (".git", ".trash", ".stfolder"):
        (ground.vault / name).symlink_to(ground.outside / "store")


KG = {
    f".kg {text}": HostileVault(partial(kg_is, kind=kind))
    for text, kind in {
        "is a link to a folder": tree, "is a link to a file": linked, "is a link to nothing": linked_to_nothing,
        "is a link to itself": looped, "is a pipe": pipe, "is a device": device, "is a socket": socketed,
    }.items()
}  # fmt: skip
KINDS_OF_FILES = {
    f"every file of .kg is {kind.__name__.replace('_', ' ')}": HostileVault(
        partial(each, kind, tuple(name for name in OWN if not name.endswith(".toml"))), BUILT
    )  # what a user writes there is refused: then nothing else is looked at
    for kind in KINDS
}
SINGLE = {
    f"{name} of .kg alone is {kind.__name__.replace('_', ' ')}": HostileVault(partial(each, kind, (name,)), start)
    for number, name in enumerate(OWN)
    for kind, start in ((KINDS[number % len(KINDS)], (BUILT, STRANGERS)[number % 2]),)
}
SETTINGS = {
    f"Obsidian's settings are {kind.__name__.replace('_', ' ')}": HostileVault(
        partial(each, kind, OBSIDIAN, below=".obsidian")
    )
    for kind in (linked, pipe, endless, folder)
}

LINKED_VAULTS: dict[str, HostileVault] = {
    **KG,
    **KINDS_OF_FILES,
    **SINGLE,
    **SETTINGS,
    "folders of .kg are links": HostileVault(partial(each, tree, TREES), BUILT),
    "folders of a stranger's .kg are links": HostileVault(partial(each, tree, TREES), STRANGERS),
    "the pages' folder is a link": HostileVault(linked_pages, BUILT),
    "the pages' folder leads into .obsidian": HostileVault(pages_in_settings),
    "the pages' folder is a link behind a link": HostileVault(nested_links),
    "links in circles": HostileVault(links_in_circles),
    "pages are links": HostileVault(linked_page, BUILT),
    "new pages would be links": HostileVault(linked_page, NEW),
    "notes and attachments are links": HostileVault(linked_notes),
    "notes are no files": HostileVault(odd_notes),
    "the outputs' folder in the vault is a link": HostileVault(linked_outputs, inside=True),
    "outputs in the vault are links": HostileVault(linked_output_files, inside=True),
    "a list of outputs names the user's files": HostileVault(listed_outputs, inside=True),
    "folders of other programs are links": HostileVault(git_linked),
}
