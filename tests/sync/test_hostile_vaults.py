"""A vault from a stranger: whatever stands in its ``.kg`` and wherever its links lead, nothing outside is touched."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from kg.errors import SyncRefused, UnsafePath
from kg.files import user_key
from kg.files.safe_folder import Folder
from kg.sync.plan.plan import Manner
from kg.sync.write import history
from kg.sync.write.journal import Step
from kg.sync.write.undo import undo
from tests.sync_samples import Told, applied, files_of, planned

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "Knowledge/Acme.md"
SECRET = b"the user's own key\n"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of the user's beside the vault."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.txt").write_bytes(SECRET)
    return folder


def sha(data: bytes) -> str:
    return sha256(data).hexdigest()


def as_a_stranger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is signed from here on is signed by somebody else."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "a stranger"))
    user_key._key.cache_clear()  # noqa: SLF001


@pytest.mark.parametrize("path", ["../outside/secret.txt", "{outside}/secret.txt", "talks/../../outside/secret.txt"])
@pytest.mark.parametrize("before", [None, sha(b"evil"), "../../../../outside/secret.txt"])
def test_the_journal_of_an_older_kg_that_came_with_the_vault_is_left_alone(
    vault: Path, outside: Path, path: str, before: str | None
) -> None:
    sync = vault / ".kg" / "sync"
    (sync / "before").mkdir(parents=True)
    (sync / "before" / sha(b"evil")).write_bytes(b"evil")
    step = {"path": path.format(outside=outside), "before": before, "after": sha(SECRET)}
    lines = [{"memory": None}, step, {"ended": True}]
    (sync / "journal.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(SyncRefused, match="not written by you"):
        undo(vault)
    assert files_of(outside) == {"secret.txt": SECRET}
    assert (sync / "journal.jsonl").exists(), "it is left alone"


@pytest.mark.parametrize("path", ["../outside/secret.txt", "{outside}/secret.txt", "talks/../../outside/secret.txt"])
@pytest.mark.parametrize("signed", ["by a stranger", "by the user"])
def test_a_journal_never_leads_out_of_the_vault(
    vault: Path, outside: Path, monkeypatch: pytest.MonkeyPatch, path: str, signed: str
) -> None:
    if signed == "by a stranger":
        as_a_stranger(monkeypatch, outside.parent)
    with history.opened(vault) as folder, history.journaled(folder, None, 1.0) as held:
        held.record([Step(path.format(outside=outside), None, sha(SECRET))], [])
        held.end()
    monkeypatch.undo()
    if signed == "by a stranger":
        with pytest.raises(SyncRefused, match="not written by you"):
            undo(vault)
    else:
        found = undo(vault)
        assert found is not None
        assert len(found.barred) == 1
    assert files_of(outside) == {"secret.txt": SECRET}


def test_a_strangers_journal_does_not_stop_the_users_own(
    vault: Path, knowledge: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_a_stranger(monkeypatch, tmp_path)
    applied(vault, knowledge)
    monkeypatch.undo()
    theirs = files_of(vault)
    applied(vault, Told(knowledge.claims[1:], knowledge.opinions))
    assert undo(vault) is not None
    assert files_of(vault) == theirs
    with pytest.raises(SyncRefused, match="not written by you"):
        undo(vault)
    assert files_of(vault) == theirs


def test_old_bytes_that_were_exchanged_are_not_restored(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    applied(vault, Told(knowledge.claims[1:], knowledge.opinions))
    after = files_of(vault)
    for kept in (vault / ".kg/sync/before").iterdir():
        kept.write_bytes(b"evil")
    with pytest.raises(UnsafePath, match="missing or damaged"):
        undo(vault)
    assert files_of(vault) == after


def test_a_kg_folder_that_is_a_link_is_refused(vault: Path, outside: Path, knowledge: Told) -> None:
    (vault / ".kg").symlink_to(outside)
    with pytest.raises(UnsafePath, match="is a link"):
        applied(vault, knowledge)
    assert [path.name for path in outside.iterdir()] == ["secret.txt"]
    assert not (vault / "Knowledge").exists()


@pytest.mark.parametrize("name", ["lock", "memory.json", "history/0001.log"])
def test_files_of_sync_that_are_links_lead_nowhere(vault: Path, outside: Path, knowledge: Told, name: str) -> None:
    (vault / ".kg/sync/history").mkdir(parents=True)
    (vault / ".kg/sync" / name).symlink_to(outside / "secret.txt")
    try:
        applied(vault, knowledge)
    except UnsafePath as refused:
        assert "is a link" in str(refused)  # noqa: PT017 - either is right, as long as nothing outside changes
    assert files_of(outside) == {"secret.txt": SECRET}


@pytest.mark.parametrize("name", ["lock", "memory.json", "history/0001.log"])
def test_files_of_sync_with_a_second_name_elsewhere_are_not_written_into(
    vault: Path, outside: Path, knowledge: Told, name: str
) -> None:
    (vault / ".kg/sync/history").mkdir(parents=True)
    (vault / ".kg/sync" / name).hardlink_to(outside / "secret.txt")
    try:
        applied(vault, knowledge)
    except UnsafePath as refused:
        assert "second name" in str(refused)  # noqa: PT017
    assert files_of(outside) == {"secret.txt": SECRET}


def test_pages_are_not_written_through_a_linked_folder(vault: Path, outside: Path, knowledge: Told) -> None:
    (vault / "Knowledge").symlink_to(outside)
    made = planned(vault, knowledge)
    assert {(one.why, one.detail) for one in made.left} == {("refused", "lies behind a link or in what is no folder")}
    applied(vault, knowledge)
    assert [path.name for path in outside.iterdir()] == ["secret.txt"]


def test_a_folder_exchanged_for_a_link_after_the_plan_is_not_written_through(
    vault: Path, outside: Path, knowledge: Told
) -> None:
    from kg.sync.write.apply import apply

    made = planned(vault, knowledge)
    (vault / "Knowledge").symlink_to(outside)
    done = apply(vault, made, Manner(at_most=100), recent=lambda _: False)
    assert not done.written
    assert [path.name for path in outside.iterdir()] == ["secret.txt"]
    with Folder(vault) as folder:
        assert not history.entries(folder), "a run that wrote nothing is none to take back"


def test_notes_behind_a_link_are_read_and_never_annotated(vault: Path, outside: Path, knowledge: Told) -> None:
    shutil.move(vault / "talks", outside / "talks")
    (vault / "talks").symlink_to(outside / "talks")
    before = files_of(outside)
    made = planned(vault, knowledge, annotate=True)
    assert made.notes == 2
    assert {one.path for one in made.left} == {"talks/New.md", "talks/Old.md"}
    applied(vault, knowledge, annotate=True)
    assert files_of(outside) == before
    assert (vault / PAGE).exists()


def test_a_note_that_is_a_link_is_never_annotated(vault: Path, outside: Path, knowledge: Told) -> None:
    shutil.move(vault / "talks/New.md", outside / "New.md")
    (vault / "talks/New.md").symlink_to(outside / "New.md")
    before = files_of(outside)
    applied(vault, knowledge, annotate=True)
    assert files_of(outside) == before
    assert (vault / "talks/New.md").is_symlink()


def test_a_folder_named_like_a_page_stops_no_other_page(vault: Path, knowledge: Told) -> None:
    (vault / PAGE).mkdir(parents=True)
    (vault / PAGE / "mine.txt").write_text("mine")
    before = files_of(vault)
    done = applied(vault, knowledge)
    assert "Knowledge/Globex.md" in {one.path for one in done.written}
    assert undo(vault) is not None
    assert files_of(vault) == before


def test_a_folder_in_the_place_of_a_written_page_leaves_undo_whole(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    (vault / PAGE).unlink()
    (vault / PAGE).mkdir()
    found = undo(vault)
    assert found is not None
    assert found.barred == (PAGE,)
    assert "Knowledge/Globex.md" in found.removed
    assert undo(vault) is None


def test_pages_that_were_moved_and_linked_back_do_not_stop_undo(vault: Path, outside: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    shutil.move(vault / "Knowledge", outside / "pages")
    (vault / "Knowledge").symlink_to(outside / "pages")
    before = files_of(outside)
    found = undo(vault)
    assert found is not None
    assert PAGE in found.barred
    assert files_of(outside) == before
    assert undo(vault) is None


@pytest.mark.parametrize("name", [".kg-notes.tmp", ".kg-0123456789abcdef.tmp"])
def test_a_users_own_hidden_file_is_never_deleted(vault: Path, knowledge: Told, name: str) -> None:
    applied(vault, knowledge)
    (vault / "Knowledge" / name).write_text("mine")
    applied(vault, Told(knowledge.claims[1:], knowledge.opinions))
    undo(vault)
    assert (vault / "Knowledge" / name).read_text() == "mine"
