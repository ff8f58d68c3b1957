"""A disk that fills up while a build writes: a small file system of its own, really full."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import MakeVault

MEGABYTES = 32
LEFT = 40_000  # bytes that are free when the build starts
NOTE = "Acme Corporation sold 40 anvils to Globex in 2019 [00:01:00]. Globex is a company in Germany [00:02:00].\n"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of ``MEGABYTES`` in memory."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("NO SMALL DISK: a file system can be mounted by root on Linux only")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def build(vault: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "build", str(vault), "--out", str(out), "--workers", "1"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_full_disk_leaves_the_old_graph_and_the_next_build_makes_the_new_one(
    small_disk: Path, make_vault: MakeVault, tmp_path: Path
) -> None:
    vault, out = small_disk / "vault", tmp_path / "out"
    vault.mkdir()
    for number in range(12):
        (vault / f"{number}.md").write_text(NOTE.replace("40", str(40 + number)))
    assert build(vault, out).returncode == 0
    before = b"".join(kg.open_graph(vault).export("nq"))
    (vault / "new.md").write_text(NOTE.replace("Acme Corporation", "Initech Corporation"))
    room = os.statvfs(small_disk)
    filler = small_disk / "filler"
    filler.write_bytes(bytes(room.f_bavail * room.f_frsize - LEFT))
    failed = build(vault, out)
    assert failed.returncode == 1
    assert "the disk is full; free some space" in failed.stderr
    assert b"".join(kg.open_graph(vault).export("nq")) == before
    filler.unlink()
    assert build(vault, out).returncode == 0
    notes: dict[str, str | bytes] = {path.name: path.read_bytes() for path in vault.glob("*.md")}
    clean = make_vault(notes, "clean")
    assert build(clean, tmp_path / "other").returncode == 0
    assert b"".join(kg.open_graph(vault).export("nq")) == b"".join(kg.open_graph(clean).export("nq"))
