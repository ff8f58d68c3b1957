"""``kg fsck`` as it is typed: what it says of a vault that is whole, and of one that is not."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tests.cli.conftest import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

NOTE = "Acme Corporation sold 40 anvils to Globex.\n"


def built(make_vault: MakeVault, tmp_path: Path) -> Path:
    vault = make_vault({"a.md": NOTE, "b.md": NOTE.replace("40", "50")})
    assert run("build", str(vault), "--out", str(tmp_path / "out"), "--jobs", "1").exit_code == 0
    return vault


def test_a_vault_that_is_whole(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = built(make_vault, tmp_path)
    done = run("fsck", "--vault", str(vault))
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert {line.split()[1] for line in lines} == {
        "files",
        "generation",
        "transcripts",
        "cues",
        "search.sqlite",
        "state.sqlite",
        "notes",
        "graph",
        "search",
        "counts",
    }
    assert all(line.startswith("ok ") for line in lines)
    assert "All is well." in done.stderr


def test_the_vault_is_named_as_other_commands_have_it_named(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = built(make_vault, tmp_path)
    assert run("fsck", str(vault)).stdout == run("fsck", "--vault", str(vault)).stdout != ""
    twice = run("fsck", str(vault), "--vault", str(vault))
    assert twice.exit_code == 2
    assert "you named two vaults" in twice.stderr


def test_what_is_wrong_is_named_and_ends_with_1(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = built(make_vault, tmp_path)
    os.utime(vault / ".kg/search.sqlite", (1, 1))
    done = run("fsck", "--vault", str(vault))
    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("WRONG")] == [
        "WRONG  files             1 changed since a build, or found wrong: search.sqlite"
    ]
    assert "Run 'kg build'" in done.stderr
    records = [json.loads(line) for line in run("fsck", "--vault", str(vault), "-f", "jsonl").stdout.splitlines()]
    assert [record["part"] for record in records if not record["right"]] == ["files"]


def test_a_note_that_changed_since_the_build_is_stale_and_nothing_wrong(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = built(make_vault, tmp_path)
    (vault / "b.md").write_text(NOTE.replace("40", "60"), encoding="utf-8")
    done = run("fsck", "--vault", str(vault))
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if not line.startswith("ok ")] == [
        "stale  notes             1 changed since the last build: b.md"
    ]
    assert "run 'kg build' to read what changed" in done.stderr
