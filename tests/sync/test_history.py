"""The applies of a vault are numbered, and each can be taken back in turn."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from kg.errors import SyncRefused
from kg.files.safe_folder import Folder
from kg.sync.plan.plan import Manner
from kg.sync.write import history
from kg.sync.write.apply import apply
from kg.sync.write.undo import undo, undo_to
from tests.conftest import ROOT
from tests.sync_samples import Told, applied, files_of, never, planned

if TYPE_CHECKING:
    from pathlib import Path


def fewer(knowledge: Told, number: int) -> Told:
    return Told(knowledge.claims[number:], knowledge.opinions)


def numbers(root: Path) -> list[int]:
    with Folder(root) as vault:
        return [entry.number for entry in history.entries(vault)]


def test_every_apply_is_taken_back_in_turn(vault: Path, knowledge: Told) -> None:
    states = [files_of(vault)]
    for number in range(3):
        applied(vault, fewer(knowledge, number), annotate=number == 1)
        states.append(files_of(vault))
    assert numbers(vault) == [1, 2, 3]
    for state in reversed(states):
        assert files_of(vault) == state
        found = undo(vault)
    assert found is None


@pytest.mark.parametrize("cut", [b"", b"5f3a", b'5f3a {"begun": 17'])
def test_a_journal_without_a_whole_line_is_of_an_apply_that_did_nothing(
    vault: Path, knowledge: Told, cut: bytes
) -> None:
    """A process that is killed right after it made its journal leaves one."""
    (vault / history.HISTORY).mkdir(parents=True)
    (vault / history.HISTORY / "0001.log").write_bytes(cut)
    assert undo(vault) is None
    before = files_of(vault)
    applied(vault, knowledge)
    assert numbers(vault) == [1]
    assert undo(vault) is not None
    assert files_of(vault) == before


def test_undo_goes_back_to_a_number(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    first = files_of(vault)
    applied(vault, fewer(knowledge, 1))
    applied(vault, fewer(knowledge, 2))
    assert [found.number for found in undo_to(vault, 2)] == [3, 2]
    assert files_of(vault) == first
    with pytest.raises(SyncRefused, match="number 2 is not in the history"):
        undo_to(vault, 2)


def test_a_run_that_writes_nothing_leaves_the_one_before_to_be_taken_back(vault: Path, knowledge: Told) -> None:
    before = files_of(vault)
    applied(vault, knowledge)
    applied(vault, knowledge)
    made = planned(vault, fewer(knowledge, 1))
    page = vault / "Knowledge/Acme.md"
    page.write_bytes(page.read_bytes().replace(b"Acme bought", b"Acme stole"))
    for edit in made.edits:
        (vault / edit.path).write_bytes((vault / edit.path).read_bytes().replace(b"##", b"## Mine"))
    assert not apply(vault, made, Manner(at_most=100), recent=never).written
    assert numbers(vault) == [1]
    undo(vault)
    assert before.items() <= files_of(vault).items()


def test_two_at_once_are_served_one_after_the_other(vault: Path, knowledge: Told) -> None:
    before = files_of(vault)
    made = [planned(vault, knowledge), planned(vault, knowledge, annotate=True)]
    threads = [
        threading.Thread(target=apply, args=(vault, each, Manner(at_most=100)), kwargs={"recent": never})
        for each in made
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert b"%% kg:begin note" in (vault / "talks/New.md").read_bytes(), "the second one's writes are there too"
    while undo(vault) is not None:
        pass
    assert files_of(vault) == before


def test_who_waits_too_long_is_told_who_is_at_work(vault: Path) -> None:
    program = "import sys\nfrom pathlib import Path\nfrom kg.sync.write.history import opened\n"
    program += "with opened(Path(sys.argv[1])):\n    print('in', flush=True)\n    input()\n"
    command = [sys.executable, "-c", program, str(vault)]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with (
            pytest.raises(SyncRefused, match=rf"another kg sync is at work .*process {holder.pid}"),
            history.opened(vault, patience=0.1),
        ):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with history.opened(vault, patience=0.1):
        pass


def test_only_so_many_are_kept(vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT", 2)
    for number in range(4):
        applied(vault, fewer(knowledge, number))
    assert numbers(vault)[-1] == 4
    assert len(numbers(vault)) == 2
