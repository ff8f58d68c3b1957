"""A build writes into the vault's .kg folder and into the outputs' folder, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.conftest import unwatched

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

NOTE = "---\ntitle: Acme\nvideoId: aaaaaaaaaaa\n---\nAcme Corporation sold 40 anvils to [[Globex]] [00:01:00].\n"
KG, OUT = ".kg", "out"


def everything(place: Path) -> dict[str, tuple[int, bytes]]:
    """All files with their bytes, and all folders, each with its time of change, but for those that kg may write."""
    paths = (path for path in place.rglob("*") if not {KG, OUT}.intersection(path.relative_to(place).parts))
    return {str(path): (path.stat().st_mtime_ns, b"" if path.is_dir() else path.read_bytes()) for path in paths}


def build(place: Path, *more: str) -> None:
    """Build as a user would, whose home, temporary and current folders all lie here."""
    for name in ("home", "tmp", "here"):
        (place / name).mkdir(exist_ok=True)
    environment = {
        **unwatched(),
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "tmp"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "kg", "build", str(place / "vault"), "--out", str(place / OUT), *more]
    subprocess.run(command, cwd=place / "here", env=environment, check=True, capture_output=True)


def test_nothing_else_is_touched(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = make_vault({f"folder/{number}.md": NOTE.replace("40", str(number)) for number in range(30)})
    assert vault == tmp_path / "vault"
    build(tmp_path, "--jobs", "2")  # makes .kg, which changes its folder once
    (vault / "folder/1.md").write_text(NOTE.replace("anvils", "hammers"), encoding="utf-8")
    (vault / "folder/2.md").unlink()
    before = everything(tmp_path)
    build(tmp_path, "--jobs", "2")
    build(tmp_path, "--jobs", "2", "--full")
    after = everything(tmp_path)
    assert after.keys() == before.keys()
    changed = {path for path in before if before[path] != after[path]}
    assert changed <= {str(tmp_path / "tmp")}, "a temporary file may come and go"
