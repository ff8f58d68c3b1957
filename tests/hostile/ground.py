"""The ground that a hostile vault is put on: a user's home and other folders beside it, none of which may change."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SECRET = b"the user's own key\n"
HUGE = 100_000_000  # bytes: such a file is all holes
MEDIA = "videoId: aaaaaaaaaaa\n"
FIRMS = ("Acme Corporation", "Globex Corporation", "Initech Corporation")
NOTES = {
    f"Talks/{number}.md": f"---\ntitle: Talk {number}\n{MEDIA}---\n"
    + "".join(
        f"{firm} sold {10 * number + place} anvils to {FIRMS[place - 2]} in 20{number + 10} [00:0{place}:00].\n\n"
        for place, firm in enumerate(FIRMS)
    )
    for number in range(1, 4)
}

Trace = dict[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where everything is; see ``laid``.

    Attributes:
        root: The folder that all others are in.
    """

    root: Path

    @property
    def vault(self) -> Path:
        """The hostile vault."""
        return self.root / "vault"

    @property
    def home(self) -> Path:
        """The user's home, with settings, keys and state."""
        return self.root / "home"

    @property
    def outside(self) -> Path:
        """Other folders of the user's."""
        return self.root / "outside"

    @property
    def here(self) -> Path:
        """Where kg is started."""
        return self.root / "here"

    @property
    def out(self) -> Path:
        """Where outputs go."""
        return self.root / "out"

    @property
    def kg(self) -> Path:
        """What kg keeps in the vault."""
        return self.vault / ".kg"

    def note(self, path: str, text: str | bytes) -> Path:
        """Put a file into the vault."""
        return put(self.vault / path, text)

    def environment(self) -> dict[str, str]:
        """What the user's programs are started with."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "SYSTEMROOT"}}
        return kept | {
            "HOME": str(self.home),
            "TMPDIR": str(self.root / "tmp"),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "OPENAI_API_KEY": "sk-the-users-own",
            "PYTHONDONTWRITEBYTECODE": "1",
        }


def put(file: Path, content: str | bytes) -> Path:
    """Write a file, its folders made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)
    return file


def laid(root: Path, vault: Path | None = None) -> Ground:
    """Lay out a ground.

    Args:
        root: A folder that does not exist yet.
        vault: A vault to copy, links in it as links; three honest notes where there is none.
    """
    found = Ground(root)
    for folder in (found.home, found.outside, found.here, found.out, root / "tmp"):
        folder.mkdir(parents=True)
    put(found.home / ".ssh/id_ed25519", SECRET).chmod(0o600)
    put(found.home / ".bashrc", "export EDITOR=vi\n")
    put(found.home / ".local/state/claimgraph/key", b"k" * 32)
    put(found.home / ".config/claimgraph/config.toml", "[build]\nworkers = 1\n")
    put(found.outside / "secret.txt", SECRET)
    put(found.outside / "empty.txt", b"")
    put(found.outside / "store/CURRENT", b"MANIFEST-000001\n")
    put(found.outside / "store/precious.txt", SECRET)
    put(found.outside / "pages/Acme Corporation.md", "The user's own page.\n")
    with closing(sqlite3.connect(found.outside / "accounts.sqlite")) as database:
        database.executescript("CREATE TABLE note (id, iri); INSERT INTO note VALUES (1, 'mine'); VACUUM;")
    if vault is not None:
        shutil.copytree(vault, found.vault, symlinks=True)
    else:
        for path, text in NOTES.items():
            found.note(path, text)
        found.note(".obsidian/app.json", "{}")
    return found


def trace(ground: Ground) -> Trace:
    """All that there is outside of the vault and the outputs: kind, rights, names, time of change, size and content."""
    found: Trace = {}
    for folder in (ground.home, ground.outside, ground.here, ground.root / "tmp"):
        for path in (folder, *folder.rglob("*")):
            about = path.lstat()
            content: object = None
            if stat.S_ISREG(about.st_mode):
                content = sha256(path.read_bytes()).hexdigest()
            elif stat.S_ISLNK(about.st_mode):
                content = str(path.readlink())
            size = None if stat.S_ISDIR(about.st_mode) else about.st_size
            changed = about.st_mtime_ns if path != ground.root / "tmp" else 0  # a file may come there and go
            found[str(path.relative_to(ground.root))] = (about.st_mode, changed, size, content)
    return found


def users_bytes(ground: Ground) -> dict[str, object]:
    """The notes and other files of the vault, kg's own folder and the outputs apart."""
    found: dict[str, object] = {}
    for path in ground.vault.rglob("*"):
        inner = path.relative_to(ground.vault)
        about = path.lstat()
        if inner.parts[0] in {".kg", "exports"} or stat.S_ISDIR(about.st_mode):
            continue
        if stat.S_ISREG(about.st_mode) and about.st_size < HUGE:
            found[str(inner)] = sha256(path.read_bytes()).hexdigest()
        else:
            found[str(inner)] = stat.S_IFMT(about.st_mode), about.st_size, about.st_mtime_ns
    return found
