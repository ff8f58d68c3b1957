"""Tries a built wheel as somebody who installs it would: every command that makes or shows something, outside the tree.

    python tests/try_wheel.py KG VAULT

``KG`` is the installed command. It works on a copy of ``VAULT``, and must find the claims that this tree finds, byte
for byte.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THIS_TREE = (sys.executable, "-m", "kg")
COMMANDS = (
    ("demo", "tried"),
    ("completion", "bash"),
    ("claims", "CoreWeave"),
    ("conflicts",),
    ("entities",),
    ("search", "GPUs"),
    ("query", "co-mentions", "--param", "entity=CoreWeave"),
    ("export", "--format", "rdfxml"),
    ("export", "--format", "gexf"),
    ("view", "--entity", "CoreWeave", "--format", "pyvis"),
    ("parse", "allin"),
    ("doctor",),
    ("sync", "--apply"),
    ("build",),
    ("corrections",),
    ("sync", "--undo"),
    ("config",),
)


def run(command: tuple[str, ...], folder: Path) -> str:
    """What a command prints on standard output, run in a folder.

    Raises:
        CalledProcessError: It failed; what it says is on standard error.
    """
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "PYTHON"))}
    return subprocess.run(command, cwd=folder, env=plain, check=True, stdout=subprocess.PIPE, text=True).stdout


def claims(command: tuple[str, ...], vault: Path, folder: Path) -> bytes:
    """The claims that a kg finds in a copy of the vault, made in a new folder."""
    shutil.copytree(vault, folder / "vault", ignore=shutil.ignore_patterns(".kg"))
    run((*command, "build", "vault", "--out", "exports"), folder)
    return (folder / "exports" / "claims.jsonl").read_bytes()


def main(installed: str, vault: str) -> int:
    """Try the installed command."""
    with tempfile.TemporaryDirectory() as name:
        there, here = Path(name, "there"), Path(name, "here")
        there.mkdir()
        here.mkdir()
        kg = (str(Path(installed).absolute()),)
        found = claims(kg, Path(vault), there)
        for command in COMMANDS:
            run((*kg, *command), there)
        if found != claims(THIS_TREE, Path(vault), here):
            sys.stderr.write("the wheel finds other claims than this tree\n")
            return 1
    sys.stdout.write(f"{run((*kg, '--version'), ROOT).strip()} works: {len(found.splitlines())} claims\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
