"""``kg watch`` as a process of its own: what an editor, a sync program or a drive does shows in the graph."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.assembly.steps.build_result import BuildResult
from kg.cli.commands.watch import follow
from kg.errors import KgError, VaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import MakeVault

NOTE = "Acme Corporation sold 40 anvils in 2023 [00:01:00].\n"
PATIENCE = 60.0  # seconds after which a test gives up


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes true; only the wait for its failure is long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


def texts(vault: Path) -> set[str]:
    """The claims of a vault at this moment."""
    try:
        return {claim.text for claim in kg.open_graph(vault).claims()}
    except KgError:
        return set()


def has(vault: Path, words: str) -> Callable[[], bool]:
    return lambda: any(words in text for text in texts(vault))


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault({"Acme.md": NOTE}, "my vault")


@pytest.fixture
def watching(vault: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A watch over the vault whose first build is done."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "watch", str(vault), "--out", str(tmp_path / "out"), "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert eventually(has(vault, "40 anvils"))
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_note_that_is_saved_as_editors_do_shows_in_graph_and_outputs(
    vault: Path, watching: subprocess.Popen[str], tmp_path: Path
) -> None:
    """Written beside the old file, then renamed over it; and Ctrl-C is how one ends it."""
    fresh = vault / ".Acme.md.tmp"
    fresh.write_text(NOTE.replace("40", "55"), encoding="utf-8")
    fresh.replace(vault / "Acme.md")
    assert eventually(has(vault, "55 anvils"))
    assert eventually(lambda: "55 anvils" in (tmp_path / "out/claims.jsonl").read_text(encoding="utf-8"))
    (vault / "deep").mkdir()
    (vault / "deep/Globex.md").write_text("Globex bought 7 lamps.\n", encoding="utf-8")
    assert eventually(has(vault, "7 lamps"))
    watching.send_signal(signal.SIGINT)
    told, _ = watching.communicate(timeout=PATIENCE)
    assert watching.returncode == 0
    assert "Traceback" not in told
    assert "Rebuilt: 1 analysed, 1 written, 0 removed" in told
    assert told.splitlines()[-1].startswith("Stopped")


def test_a_vault_that_goes_away_keeps_its_graph_and_is_followed_again(
    vault: Path, watching: subprocess.Popen[str], tmp_path: Path
) -> None:
    away = tmp_path / "unplugged"
    vault.rename(away)
    time.sleep(2)
    assert watching.poll() is None
    (away / "Acme.md").write_text(NOTE.replace("40", "66"), encoding="utf-8")
    away.rename(vault)
    assert eventually(has(vault, "66 anvils"))
    (vault / "Acme.md").write_text(NOTE.replace("40", "77"), encoding="utf-8")
    assert eventually(has(vault, "77 anvils"))


BUILT = BuildResult(Path("vault"), 1, 1, 1, 0, 0, 1, 1, 0)


def test_a_build_that_cannot_be_made_is_told_once_and_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    empty = VaultError("vault", "contains no notes")
    outcomes: list[VaultError | BuildResult] = [empty, empty, BUILT, BUILT]
    made = iter(outcomes)

    def build(*, files: bool, hurry: Callable[[], bool]) -> BuildResult:
        outcome = next(made)
        if not isinstance(outcome, BuildResult):
            raise outcome
        return outcome

    follow([True, False, False, False, True], build)
    assert list(made) == []
    told = capsys.readouterr()
    assert told.err.count("Waiting: vault 'vault': contains no notes") == 1
    assert "Rebuilt: 1 analysed, 1 written, 0 removed; 1 notes, 1 claims" in told.out


def test_the_graph_waits_for_no_files_which_follow_when_nothing_else_changes() -> None:
    wrote: list[bool] = []

    def build(*, files: bool, hurry: Callable[[], bool]) -> BuildResult:
        wrote.append(files)
        return BUILT

    follow([True, True, True, False, False, True, False, False], build)
    assert wrote == [True, False, False, True, False, True]


def test_files_that_cannot_be_written_are_tried_again() -> None:
    wrote: list[bool] = []

    def build(*, files: bool, hurry: Callable[[], bool]) -> BuildResult:
        wrote.append(files)
        if wrote == [True, False, True]:
            raise PermissionError(13, "not now", "out")
        return BUILT

    follow([True, True, False, False, False], build)
    assert wrote == [True, False, True, True]


def test_files_are_left_for_a_change_that_comes_meanwhile_and_written_after_it() -> None:
    wrote: list[tuple[bool, bool]] = []
    ticks = [True, False, True, False, False, False]

    def build(*, files: bool, hurry: Callable[[], bool]) -> BuildResult:
        wrote.append((files, files and any(hurry() for _ in range(2))))
        return BUILT

    follow(ticks, build)
    assert wrote == [(True, True), (False, False), (True, False)]
