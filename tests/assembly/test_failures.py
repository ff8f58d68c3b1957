"""What goes wrong with one note costs that note: it is named, the rest is built, and the next build tries again."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import MakeVault

ONE = Config(workers=1)
NOTES = {
    "Acme.md": "---\ntitle: Acme\n---\nAcme Corporation sold 40 anvils in 2023 [00:01:00].\n",
    "Globex.md": "---\ntitle: Globex\n---\nGlobex was founded by Hank Scorpio in 1996.\n",
}


def breaking(work: Callable[[object], object], broken: str) -> Callable[[object], object]:
    """The work, but for one note it raises."""

    def done(task: object) -> object:
        if broken in repr(task):
            raise RecursionError(broken)
        return work(task)

    return done


@pytest.mark.parametrize(
    ("module", "work"),
    [("kg.assembly.steps.reading", "analyse_source"), ("kg.assembly.steps.extracting", "extract_note")],
)
def test_a_note_that_breaks_the_extraction_is_named_and_the_rest_is_built(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, module: str, work: str
) -> None:
    vault = make_vault(dict(NOTES))
    assembly.build(vault, config=ONE)
    (vault / "Globex.md").write_text(NOTES["Globex.md"] + "It sells 7 lamps.\n", encoding="utf-8")
    with monkeypatch.context() as patched:
        step = sys.modules[module]
        patched.setattr(step, work, breaking(getattr(step, work), "path='Globex.md'"))
        result = assembly.build(vault, config=ONE)
        assert [(p.path, p.code) for p in result.problems] == [("Globex.md", "failed")]
        assert "RecursionError" in result.problems[0].message
        assert {claim.note for claim in kg.open_graph(vault).claims()} == {"Acme.md"}
        assert assembly.build(vault, config=ONE).problems == result.problems, "told again while it lasts"
    healed = assembly.build(vault, config=ONE)
    assert healed.problems == ()
    assert {claim.note for claim in kg.open_graph(vault).claims()} == {"Acme.md", "Globex.md"}


class Killer:
    """A Progress that kills one of the worker processes when some units of a phase are done."""

    def __init__(self, phase: str) -> None:
        self.wanted, self.now, self.killed = phase, "", 0

    def phase(self, name: str, total: int, unit: str) -> None:
        del total, unit
        self.now = name

    def advance(self, n: int = 1) -> None:
        del n
        if self.now == self.wanted and not self.killed:
            workers = [child for child in children() if b"LokyProcess" in Path(f"/proc/{child}/cmdline").read_bytes()]
            victim = max(workers)
            os.kill(victim, signal.SIGKILL)
            self.killed = victim

    def note(self, text: str) -> None: ...

    def done(self) -> None:
        self.now = ""


def children() -> list[int]:
    own = os.getpid()
    return [
        int(pid)
        for task in Path(f"/proc/{own}/task").iterdir()
        for pid in (task / "children").read_text(encoding="ascii").split()
    ]


@pytest.mark.skipif(not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists(), reason="needs Linux")
@pytest.mark.parametrize("phase", ["Reading", "Extracting"])
def test_a_killed_worker_process_loses_no_note(make_vault: MakeVault, phase: str) -> None:
    notes = {
        f"{n:02}.md": f"Acme Corporation sold {n + 2} anvils to Globex in {1990 + n} [00:01:{n:02}].\n"
        for n in range(30)
    }
    vault, calm = make_vault(dict(notes)), make_vault(dict(notes), "calm")
    killer = Killer(phase)
    result = assembly.build(vault, config=Config(workers=2), progress=killer)
    assert killer.killed
    assert (result.notes, result.problems) == (30, ())
    assembly.build(calm, config=ONE)
    assert b"".join(kg.open_graph(vault).export("nq")) == b"".join(kg.open_graph(calm).export("nq"))
