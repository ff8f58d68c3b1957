"""What a run that was broken off had finished is not done again, and is trusted only where nothing has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import PartitionUnwritten
from kg.files import write_in
from kg.flow import stages
from kg.flow.flow_order import FlowOrder
from tests.flow.flow_samples import SETTINGS, locally
from tests.flow.test_stages import flowed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import MakeVault

NOTES = {
    "A.md": "Acme sold 40 anvils in 2023.\n",
    "B.md": "Globex bought Acme in 2021.\n",
    "C.md": "Initech has 900 customers.\n",
}


class Done:
    """Counts what is analysed and extracted."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.analysed: list[str] = []
        self.extracted: list[str] = []
        self._counted(patch, "analyse_source", lambda task: self.analysed.append(task.path))
        self._counted(patch, "extract_note", lambda work: self.extracted.append(work.task.facts.path))

    def _counted(self, patch: pytest.MonkeyPatch, name: str, count: Callable[..., None]) -> None:
        true = getattr(stages, name)

        def counted(task: object) -> object:
            count(task)
            return true(task)

        patch.setattr(stages, name, counted)


@pytest.fixture
def broken_off(make_vault: MakeVault, tmp_path: Path) -> Path:
    """A vault of which a run found no room for the claims; what it left is in ``out``."""
    return run_out_of_room(make_vault(NOTES), tmp_path)


def run_out_of_room(vault: Path, tmp_path: Path) -> Path:
    """Run, and find no room for the claims."""

    def full(folder: Path, name: str, data: list[bytes]) -> None:
        if name.startswith("claims-"):
            raise OSError(28, "No space left on device")
        write_in(folder, name, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.flow.output_folder.write_in", full)
        with pytest.raises(PartitionUnwritten, match=r"out/claims-00000\.jsonl\.gz \(No space left on device\)"):
            flowed(FlowOrder.of(vault, tmp_path / "out", SETTINGS, 1), 1)
    return vault


def again(vault: Path, out: Path, patch: pytest.MonkeyPatch) -> Done:
    """Run once more, and compare with a local build."""
    done = Done(patch)
    found = flowed(FlowOrder.of(vault, out, SETTINGS, 1), 2)
    patch.undo()
    assert found == locally(vault)
    assert not [*out.glob("analysed-*"), *out.glob("extracted-*")]
    return done


def test_the_next_run_does_nothing_again(broken_off: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = again(broken_off, tmp_path / "out", monkeypatch)
    assert (done.analysed, done.extracted) == ([], [])


def test_a_note_that_changed_meanwhile_is_read_and_all_notes_see_its_names(
    broken_off: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (broken_off / "B.md").write_text("Globex sold Acme in 2022.\n", encoding="utf-8")
    done = again(broken_off, tmp_path / "out", monkeypatch)
    assert done.analysed == ["B.md"]
    assert set(done.extracted) >= {"B.md"}


def test_what_cannot_be_read_of_it_is_made_again(
    broken_off: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, _ = sorted((tmp_path / "out").glob("analysed-*.gz"))
    one.write_bytes(one.read_bytes()[:40])
    other.write_bytes(min((tmp_path / "out").glob("extracted-*.gz")).read_bytes())
    assert len(again(broken_off, tmp_path / "out", monkeypatch).analysed) == 2


def test_nothing_is_kept_of_notes_that_change_while_they_are_read(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = make_vault({"A.md": NOTES["A.md"]})
    true = vars(stages)["analyse_source"]

    def late(task: object) -> object:
        (vault / "A.md").write_text("Acme sold 50 anvils.\n", encoding="utf-8")
        return true(task)

    monkeypatch.setattr(stages, "analyse_source", late)
    order = FlowOrder.of(vault, tmp_path / "out", SETTINGS)
    order.out.begin()
    part = stages.analyse_part(order, order.parts[0])
    settled = stages.settle(order, stages.gather_part(order, part))
    assert stages.extract_part(order, settled, part).quads
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(("stage", "tried"), [("analyse_source", ["B.md"]), ("extract_note", [])])
def test_a_note_that_failed_is_tried_again(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, tried: list[str]
) -> None:
    true = getattr(stages, stage)

    def short_of_memory(task: Any) -> object:
        if "Globex" in str(task):
            raise MemoryError
        return true(task)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stages, stage, short_of_memory)
        vault = run_out_of_room(make_vault(NOTES), tmp_path)
    done = again(vault, tmp_path / "out", monkeypatch)
    assert done.analysed == tried
    assert "B.md" in done.extracted
