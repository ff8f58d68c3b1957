"""Notes that vanish in numbers, or cannot be reached, keep their claims; one that is deleted alone is gone."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import kg
from kg import assembly
from kg.assembly.steps import absent_notes
from kg.cli.main import main
from kg.config import Config
from kg.errors import VaultError
from kg.files.cache_seal import close_seal
from kg.files.safe_folder import Folder
from kg.reader.problems import problem
from kg.reader.vault_folder import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Problem
    from tests.conftest import MakeVault

ONE = Config(workers=1)
NOTES: dict[str, str | bytes] = {
    f"{folder}/{number}.md": f"Acme Corporation sold {number} anvils in {folder} in 2019 [00:01:00].\n"
    for folder, numbers in (("talks", range(40, 46)), ("desk", range(60, 66)))
    for number in numbers
}


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    """Six notes in each of two folders, and their graph."""
    root = make_vault(dict(NOTES))
    assembly.build(root, config=ONE)
    return root


def claimed(vault: Path) -> set[str]:
    """The notes that claim something."""
    with kg.open_graph(vault) as graph:
        return {claim.note for claim in graph.claims()}


def exported(vault: Path) -> bytes:
    with kg.open_graph(vault) as graph:
        return b"".join(graph.export("nq"))


@pytest.mark.parametrize("away", ["folder", "link"])
def test_a_folder_that_is_offline_keeps_its_claims_until_the_user_says_so(
    vault: Path, tmp_path: Path, away: str
) -> None:
    before = exported(vault)
    (vault / "talks").rename(tmp_path / "elsewhere")
    if away == "link":
        (vault / "talks").symlink_to(tmp_path / "not mounted")
    for _ in range(2):
        result = assembly.build(vault, config=ONE)
        assert (len(result.absent), result.removed) == (6, 0)
        assert exported(vault) == before
    if away == "link":
        (vault / "talks").unlink()
    gone = assembly.build(vault, config=ONE, forget=True)
    assert (gone.absent, gone.removed) == ({}, 6)
    assert claimed(vault) == {path for path in NOTES if path.startswith("desk/")}


def test_a_folder_that_is_back_is_as_it_was(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = exported(vault)
    monkeypatch.setattr(absent_notes, "today", lambda: "2026-01-02")
    shutil.move(vault / "talks", tmp_path / "elsewhere")
    assert set(assembly.build(vault, config=ONE).absent.values()) == {"2026-01-02"}
    monkeypatch.setattr(absent_notes, "today", lambda: "2026-01-03")
    assert set(assembly.build(vault, config=ONE).absent.values()) == {"2026-01-02"}, "since the first time"
    shutil.move(tmp_path / "elsewhere", vault / "talks")
    back = assembly.build(vault, config=ONE)
    assert (back.absent, back.analysed, back.replaced) == ({}, 0, 0)
    assert exported(vault) == before


@pytest.mark.parametrize(("gone", "seen"), [(1, True), (4, True), (5, False)])
def test_few_notes_are_deleted_and_many_are_not_seen(vault: Path, gone: int, seen: bool) -> None:  # noqa: FBT001
    for path in list(NOTES)[:gone]:
        (vault / path).unlink()
    result = assembly.build(vault, config=ONE)
    assert (result.removed, len(result.absent)) == ((gone, 0) if seen else (0, gone))
    assert len(claimed(vault)) == (12 - gone if seen else 12)


def test_a_folder_that_was_renamed_is_moved(vault: Path) -> None:
    (vault / "talks").rename(vault / "podcasts")
    result = assembly.build(vault, config=ONE)
    assert (result.removed, result.absent) == (6, {})
    assert {path.partition("/")[0] for path in claimed(vault)} == {"podcasts", "desk"}
    assert assembly.build(vault, config=ONE, full=True).notes == 12


def test_a_note_that_cannot_be_read_keeps_its_claims(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(vault / "talks/40.md", (1, 1))

    def read(root: Path, path: str) -> bytes | Problem:
        return problem(path, "unreadable") if "40" in path else read_bytes(root, path)

    monkeypatch.setattr("kg.assembly.steps.reading.read_bytes", read)
    result = assembly.build(vault, config=ONE)
    assert [each.path for each in result.problems] == ["talks/40.md"]
    assert list(result.absent) == ["talks/40.md"]
    assert "talks/40.md" in claimed(vault)


def test_links_to_notes_that_are_not_seen_lead_there_yet(make_vault: MakeVault, tmp_path: Path) -> None:
    notes = dict(NOTES) | {"index.md": "Acme Corporation owns [[talks/40|the first]] in 2020.\n"}
    vault = make_vault(notes, "linked")
    assembly.build(vault, config=ONE)
    before = exported(vault)
    shutil.move(vault / "talks", tmp_path / "elsewhere")
    (vault / "new.md").write_text("Globex Corporation sold 7 lamps in 2021.\n")
    assembly.build(vault, config=ONE)
    (vault / "new.md").unlink()
    assembly.build(vault, config=ONE)
    assert exported(vault) == before


def test_a_full_build_does_not_lose_what_is_not_seen(vault: Path, tmp_path: Path) -> None:
    shutil.move(vault / "talks", tmp_path / "elsewhere")
    with pytest.raises(VaultError, match=r"6 notes .*--full would lose their claims; bring them back, or add --forget"):
        assembly.build(vault, config=ONE, full=True)
    assert len(claimed(vault)) == 12
    assert assembly.build(vault, config=ONE, full=True, forget=True).notes == 6


@pytest.mark.parametrize("known", [True, False], ids=["not seen before", "vanished meanwhile"])
@pytest.mark.parametrize("damaged", ["desk/60.md", "talks/40.md"])
def test_what_is_not_seen_outlives_a_damage_to_the_rest(
    vault: Path, tmp_path: Path, damaged: str, *, known: bool
) -> None:
    """A damage that no check of the file shows, and that is found when the note is next needed."""
    before = claimed(vault)
    shutil.move(vault / "talks", tmp_path / "elsewhere")
    if known:
        assembly.build(vault, config=ONE)
    spoil(vault, damaged)
    (vault / "desk/new.md").write_text("Initech sold 9 lamps to Acme Corporation in 2022 [00:01:00].\n")
    result = assembly.build(vault, config=ONE)
    lost = {damaged} & {path for path in NOTES if path.startswith("talks/")}
    assert claimed(vault) == (before - lost) | {"desk/new.md"}
    assert len(result.absent) == 6 - len(lost)
    shutil.move(tmp_path / "elsewhere", vault / "talks")
    assert assembly.build(vault, config=ONE).absent == {}
    assert claimed(vault) == before | {"desk/new.md"}


def spoil(vault: Path, path: str) -> None:
    """Damage what the build state holds of a note, as if the last build had left it so."""
    with sqlite3.connect(vault / ".kg/state.sqlite") as db:
        db.execute(
            "UPDATE found SET indexed = x'ff', local = x'ff' WHERE note = (SELECT id FROM note WHERE path = ?)", (path,)
        )
    db.close()
    with Folder(vault / ".kg") as kg:
        close_seal(kg)


def test_what_is_not_seen_cannot_be_read_by_other_rules(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.move(vault / "talks", tmp_path / "elsewhere")
    monkeypatch.setattr("kg.assembly.state.code_hashes.reading", lambda *_: "another kg")
    with pytest.raises(VaultError, match="6 notes not seen, and this kg reads notes otherwise"):
        assembly.build(vault, config=ONE)


CUES = "WEBVTT\n\n00:01:00.000 --> 00:01:09.000\nThe tower of number {} leans.\n"


@pytest.fixture
def heard(make_vault: MakeVault) -> Path:
    """A note, six transcripts in a folder of their own and one next to the note, and their graph."""
    files: dict[str, str | bytes] = {f"heard/{number}.vtt": CUES.format(number) for number in range(6)}
    vault = make_vault({"Tower.md": "The tower leans. [00:01:02]\n", "Tower.vtt": CUES.format(9), **files}, "heard")
    assembly.build(vault, config=ONE)
    return vault


def searched(vault: Path) -> set[str]:
    """The transcripts that speak of the tower."""
    with kg.open_graph(vault) as graph:
        return {cue.transcript for cue in graph.search_transcripts("tower")}


@pytest.mark.parametrize("config", [ONE, Config(workers=1, transcripts="claims")], ids=["search", "claims"])
def test_transcripts_that_are_not_seen_are_searched_yet(heard: Path, tmp_path: Path, config: Config) -> None:
    assembly.build(heard, config=config)
    before, graph, claims = searched(heard), exported(heard), claimed(heard)
    (heard / "heard").rename(tmp_path / "elsewhere")
    for _ in range(2):
        result = assembly.build(heard, config=config)
        assert (len(result.absent), result.removed) == (6, 0)
        assert (searched(heard), exported(heard), claimed(heard)) == (before, graph, claims)
    gone = assembly.build(heard, config=config, forget=True)
    assert gone.absent == {}
    assert searched(heard) == {"Tower.vtt"}
    assert claimed(heard) <= {"Tower.md", "Tower.vtt"}


def test_a_transcript_that_goes_alone_or_is_left_out_is_gone(heard: Path, tmp_path: Path) -> None:
    (heard / "heard/0.vtt").unlink()
    assert assembly.build(heard, config=ONE).absent == {}
    assert "heard/0.vtt" not in searched(heard)
    assert assembly.build(heard, config=Config(workers=1, exclude="heard/*")).absent == {}
    assert searched(heard) == {"Tower.vtt"}
    assembly.build(heard, config=ONE)
    (heard / "heard").rename(heard / "elsewhere")
    assert assembly.build(heard, config=ONE).absent == {}
    assert {path.partition("/")[0] for path in searched(heard)} == {"elsewhere", "Tower.vtt"}


def test_a_transcript_that_cannot_be_read_is_searched_yet(heard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(heard / "Tower.vtt", (1, 1))
    locked = problem("Tower.vtt", "unreadable")
    monkeypatch.setattr("kg.assembly.steps.transcript_reading.read_bytes", lambda *_: locked)
    result = assembly.build(heard, config=ONE)
    assert list(result.absent) == ["Tower.vtt"]
    assert "Tower.vtt" in searched(heard)


def test_the_user_is_told_of_transcripts_that_are_not_seen(heard: Path, tmp_path: Path) -> None:
    (heard / "heard").rename(tmp_path / "elsewhere")
    runner = CliRunner()
    built = runner.invoke(main, ["build", str(heard), "--out", str(tmp_path / "out")])
    assert "6 transcripts in heard not seen since" in built.output
    assert "not seen  6 files since" in built.output
    stats = runner.invoke(main, ["stats", "--vault", str(heard), "-f", "json"])
    assert json.loads(stats.output)["transcripts_not_seen"] == 6
