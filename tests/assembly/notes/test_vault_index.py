"""An edit costs what it touches: which notes a build looks at again, of all that it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.assembly.notes import note_surroundings, vault_index
from kg.assembly.state import name_counts
from kg.assembly.steps import up_to_date
from kg.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.assembly.notes.analyse_note import Local
    from kg.assembly.notes.extract_note import ExtractionTask
    from kg.assembly.state.build_state import BuildState
    from tests.conftest import MakeVault

ONE = Config(workers=1)
HEAD = "---\ntitle: {title}\nvideoId: {video}\n---\n"
NOTES = {
    "Acme.md": HEAD.format(title="Acme", video="aaaaaaaaaaa")
    + "Acme Corporation sold 40 anvils in 2023 [00:01:00].\nSee ![[plan.png]] and [[Globex]].\n",
    "Globex.md": HEAD.format(title="Globex", video="bbbbbbbbbbb")
    + "Globex was founded by Hank Scorpio in 1996 [00:00:10].\nVelora Marine adores Globex.\n",
    "Twice.md": HEAD.format(title="Globex again", video="bbbbbbbbbbb") + "Globex moved to Cypress Creek [00:00:40].\n",
    "Alone.md": HEAD.format(title="Alone", video="ccccccccccc") + "Initech makes staplers, says Milton [00:00:05].\n",
    "Other.md": HEAD.format(title="Other", video="ddddddddddd") + "Pied Piper compresses files [00:00:05].\n",
}


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that a build asks the rest of the vault about."""
    paths: list[str] = []
    real = note_surroundings.Vault.tasks

    def noted(self: note_surroundings.Vault, notes: Sequence[Local]) -> Iterator[ExtractionTask]:
        for note, task in zip(notes, real(self, notes), strict=True):
            paths.append(note.facts.path)
            yield task

    monkeypatch.setattr(note_surroundings.Vault, "tasks", noted)
    return paths


@pytest.fixture
def folder(make_vault: MakeVault, looked_at: list[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(up_to_date, "FRESH", 0)
    made = make_vault(dict(NOTES))
    assembly.build(made, config=ONE)
    assert sorted(looked_at) == sorted(NOTES)
    looked_at.clear()
    return made


def edit(folder: Path, name: str, old: str, new: str) -> assembly.BuildResult:
    note = folder / name
    text = note.read_text(encoding="utf-8")
    assert old in text
    note.write_text(text.replace(old, new), encoding="utf-8")
    return assembly.build(folder, config=ONE)


def test_other_numbers_touch_no_other_note(folder: Path, looked_at: list[str]) -> None:
    assert edit(folder, "Alone.md", "makes staplers", "makes 40 staplers a day").replaced == 1
    assert looked_at == ["Alone.md"]


def test_a_name_that_others_write_too_touches_them_only_when_it_means_something_else(
    folder: Path, looked_at: list[str]
) -> None:
    edit(folder, "Alone.md", "makes staplers", "competes with Globex")
    assert looked_at == ["Alone.md"], "Globex is what it was"
    looked_at.clear()
    for number in range(4):
        (folder / f"Louder {number}.md").write_text("Owners of GLOBEX sued the town.\n" * 2, encoding="utf-8")
    assembly.build(folder, config=ONE)
    assert {"Alone.md", "Globex.md", "Twice.md"} <= set(looked_at), "its usual spelling is another now"
    assert "Other.md" not in looked_at


def test_each_recording_is_read_once_however_its_notes_are_named(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = {
        f"{number}.md": HEAD.format(title=f"Part {number}", video="abc"[number % 3] * 11)
        + f"Acme sold {number} anvils [00:0{number}:00].\n"
        for number in range(9)
    }
    read: list[str] = []
    real = vault_index.recording

    def noted(state: BuildState, video: str) -> list[Local]:
        read.append(video)
        return real(state, video)

    monkeypatch.setattr(vault_index, "recording", noted)
    assembly.build(make_vault(notes), config=ONE)
    assert read == [f"https://www.youtube.com/watch?v={letter * 11}" for letter in "abc"]


def test_a_time_touches_the_notes_of_the_same_recording(folder: Path, looked_at: list[str]) -> None:
    edit(folder, "Twice.md", "[00:00:40]", "[00:50:40]")
    assert looked_at == ["Globex.md", "Twice.md"]


@pytest.mark.parametrize("name", ["plan.png", "deep/down/plan.png", "PLAN.PNG"])
def test_a_file_touches_the_notes_with_a_link_of_its_name(folder: Path, looked_at: list[str], name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"png")
    assembly.build(folder, config=ONE)
    assert looked_at == ["Acme.md"]


def test_a_note_that_goes_touches_those_that_link_to_it(folder: Path, looked_at: list[str]) -> None:
    (folder / "Globex.md").unlink()
    assembly.build(folder, config=ONE)
    assert "Acme.md" in looked_at
    assert "Alone.md" not in looked_at


def test_very_many_changes_have_every_note_looked_at(
    folder: Path, looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (name_counts, vault_index):
        monkeypatch.setattr(room, "MANY", 0)
    edit(folder, "Alone.md", "Milton", "Lumbergh")
    assert sorted(looked_at) == sorted(NOTES)


def test_a_note_that_is_looked_at_and_found_the_same_is_not_written(folder: Path) -> None:
    result = edit(folder, "Twice.md", "[00:00:40]", "[00:00:41]")
    assert (result.analysed, result.replaced) == (1, 1)


def test_two_spellings_of_one_letter_are_one_channel(make_vault: MakeVault) -> None:
    """A folder's name may be composed otherwise than a note's text: one entity, and it goes with its last note."""
    notes = {"Cafe\u0301/a.md": "Acme sold 3 anvils.\n", "b.md": "From: [[Caf\u00e9]]\n\nAcme sold 4 anvils.\n"}
    vault_ = make_vault(dict(notes))
    assembly.build(vault_, config=ONE)
    (vault_ / "Cafe\u0301/a.md").unlink()
    assembly.build(vault_, config=ONE)
    clean = make_vault({"b.md": notes["b.md"]}, "clean")
    assembly.build(clean, config=ONE)
    with kg.open_graph(vault_) as one, kg.open_graph(clean) as other:
        assert b"".join(one.export("nq")) == b"".join(other.export("nq"))
