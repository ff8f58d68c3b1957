"""A process that is killed while it writes leaves whole files, and undo takes back what it wrote."""

from __future__ import annotations

import subprocess
import sys
import time
from random import Random
from typing import TYPE_CHECKING

from kg.sync.pages.page_facts import UncorrectedOpinion
from kg.sync.write.history import HISTORY
from kg.sync.write.undo import undo
from tests.conftest import ROOT
from tests.sync_samples import Told, applied, check_cut, files_of, planned, told

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 20
NOTES = tuple(f"talks/{number}.md" for number in range(40))
PROGRAM = """
import sys
from pathlib import Path
from tests.sync.test_kill import many
from tests.sync_samples import applied
print("ready", flush=True)
applied(Path(sys.argv[1]), many(), annotate=True)
"""


def many() -> Told:
    """Forty notes that claim something about a hundred and twenty things."""
    facts = [(NOTES[number % 40], f"Thing {number} grew.", (f"Thing {number}",)) for number in range(120)]
    return told(facts, {f"Thing {number}": UncorrectedOpinion("Product") for number in range(120)})


def test_each_file_is_old_or_new_and_undo_works_after_kill_9(tmp_path: Path) -> None:
    random = Random(9)  # noqa: S311 - the moments should come again
    root = tmp_path / "vault"
    (root / ".obsidian").mkdir(parents=True)
    (root / "talks").mkdir()
    for note in NOTES:
        (root / note).write_text("Words.\n" * random.randint(1, 400))
    before = files_of(root)
    made = planned(root, many(), annotate=True)
    caught = 0
    for _ in range(KILLS):
        kill(root, random)
        after = files_of(root)
        check_cut(before, after, made)
        caught += len(before) < len(after) < len(before) + 122 or any(after[path] != before[path] for path in before)
        undo(root)
        assert files_of(root) == before
    assert caught, "no kill came while files were written"
    applied(root, many(), annotate=True)
    assert not planned(root, many(), annotate=True).edits


def kill(root: Path, random: Random) -> None:
    """Start an apply and kill it at a random moment after its journal stands."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(root)], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(20_000):
            if any((root / HISTORY).glob("*.log")) or process.poll() is not None:
                break
            time.sleep(0.0005)
        time.sleep(random.random() * 0.6)
    finally:
        process.kill()
        process.communicate()
