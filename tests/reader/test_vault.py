"""What belongs to a vault folder, and what happens to files that cannot be read."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from kg.errors import VaultError
from kg.model import Problem
from kg.reader import vault_folder
from kg.reader.read_note import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

AS_ROOT = os.geteuid() == 0


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {path.name}", encoding="utf-8")


def codes(found: vault_folder.Scan) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in found.problems]


def test_c40_dot_folders_are_out_excluded_files_and_conflict_copies_are_flagged(tmp_path: Path) -> None:
    copy = "N (Conflicted copy Mac 202411281430).md"
    make(tmp_path, ".obsidian/x.md", ".trash/y.md", "Old/z.md", copy, "a/.hidden/b.md", "node_modules/c.md")
    make(tmp_path, "Old/Nah.md", "temp/draft 1.md")
    filters = {"userIgnoreFilters": ["Old/", "/draft \\d/", 3]}
    (tmp_path / ".obsidian/app.json").write_text(json.dumps(filters), encoding="utf-8")
    found = vault_folder.scan(tmp_path)
    assert found.notes == (copy, "Old/Nah.md", "Old/z.md", "node_modules/c.md", "temp/draft 1.md")
    assert found.excluded == {"Old/Nah.md", "Old/z.md", "temp/draft 1.md"}
    assert found.conflicts == {copy}
    assert found.problems == ()


def test_files_are_told_apart_by_type_and_sorted(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a/c.MD", "a.md", "p.png", "x.canvas", "y.base", "none")
    found = vault_folder.scan(tmp_path)
    assert found.notes == ("a.md", "a/c.MD", "b.md")
    assert found.canvases == ("x.canvas",)
    assert found.others == ("none", "p.png", "y.base")


def test_names_may_hold_anything(tmp_path: Path) -> None:
    names = sorted(["a\nb.md", "q\"'.md", "#1.md", "100%.md", "😀.md", "e\u0301.md", "\u2068x\u2069.md", " .md"])
    make(tmp_path, *names)
    found = vault_folder.scan(tmp_path)
    assert list(found.notes) == names
    assert all(vault_folder.read_bytes(tmp_path, name) == f"text of {name}".encode() for name in names)


def test_a_name_that_is_no_utf8_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.md")).write_bytes(b"x")
    found = vault_folder.scan(tmp_path)
    assert found.notes == ()
    assert codes(found) == [("a\ufffd.md", "name-encoding")]


def test_r3_links_that_loop_overlap_or_break_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    make(root, "a/n.md")
    make(tmp_path / "out", "deep/o.md")
    for name, target in {
        "a/loop": root,
        "again": root / "a",
        "b": tmp_path / "out",
        "c": tmp_path / "out/deep",
        "d": tmp_path,
        "e": root / "e",
        "f": root / "nowhere",
        "g.md": root / "a/n.md",
    }.items():
        (root / name).symlink_to(target)
    found = vault_folder.scan(root)
    assert found.notes == ("a/n.md", "b/deep/o.md")
    assert codes(found) == [(path, "symlink") for path in ("a/loop", "again", "c", "d", "e", "f", "g.md")]


def test_a_link_to_a_file_outside_is_followed(tmp_path: Path) -> None:
    make(tmp_path, "out.md", "vault/a.md")
    (tmp_path / "vault/b.md").symlink_to(tmp_path / "out.md")
    assert vault_folder.scan(tmp_path / "vault").notes == ("a.md", "b.md")


def test_r21_paths_that_differ_only_in_case_are_told(tmp_path: Path) -> None:
    make(tmp_path, "Log.md", "log.md")
    assert codes(vault_folder.scan(tmp_path)) == [("log.md", "name-case")]


@pytest.mark.parametrize(
    "settings",
    ["{", "[]", '{"userIgnoreFilters": "x"}', '{"userIgnoreFilters": ["/(/"]}', '{"userIgnoreFilters": ["", "//"]}'],
)
def test_settings_that_cannot_be_used_hide_nothing(tmp_path: Path, settings: str) -> None:
    make(tmp_path, "a.md")
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian/app.json").write_text(settings, encoding="utf-8")
    found = vault_folder.scan(tmp_path)
    assert found.notes == ("a.md",)
    assert not found.excluded
    broken = settings in {"{", '{"userIgnoreFilters": ["/(/"]}'}
    assert codes(found) == ([(vault_folder.SETTINGS, "settings")] if broken else [])


def test_a_vault_must_be_a_folder_that_exists(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="no such folder"):
        vault_folder.scan(tmp_path / "none")
    make(tmp_path, "file")
    with pytest.raises(VaultError, match="not a folder"):
        vault_folder.scan(tmp_path / "file")


def test_what_is_neither_file_nor_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    make(tmp_path, "a.md")
    assert vault_folder.scan(tmp_path).notes == ("a.md",)


def test_an_empty_vault_is_empty(tmp_path: Path) -> None:
    assert vault_folder.scan(tmp_path) == vault_folder.Scan()


def test_files_that_are_too_large_or_gone_are_problems(tmp_path: Path) -> None:
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    big = vault_folder.read_bytes(tmp_path, "big.md")
    gone = vault_folder.read_bytes(tmp_path, "gone.md")
    folder = vault_folder.read_bytes(tmp_path, ".")
    assert isinstance(big, Problem)
    assert (big.code, big.path) == ("too-large", "big.md")
    assert isinstance(gone, Problem)
    assert gone.code == "vanished"
    assert isinstance(folder, Problem)
    assert folder.code == "unreadable"


@pytest.mark.skipif(AS_ROOT, reason="nothing is unreadable for root")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "shut/b.md")
    (tmp_path / "a.md").chmod(0)
    (tmp_path / "shut").chmod(0)
    found = vault_folder.scan(tmp_path)
    (tmp_path / "shut").chmod(0o700)
    assert codes(found) == [("shut", "unreadable")]
    denied = vault_folder.read_bytes(tmp_path, "a.md")
    assert isinstance(denied, Problem)
    assert denied.code == "unreadable"


def test_a_folder_that_fails_while_it_is_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.md", "shut/b.md")
    listed = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = vault_folder.scan(tmp_path)
    assert found.notes == ("a.md",)
    assert codes(found) == [("shut", "unreadable")]


def test_a_vault_that_cannot_be_listed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(VaultError, match="Permission denied"):
        vault_folder.scan(tmp_path)


@pytest.mark.parametrize(
    ("include", "exclude", "left"),
    [
        ("", "", {"Old/z.md"}),
        ("", "Talks", {"Old/z.md", "Talks/a.md", "Talks/b.md"}),
        ("", "Talks/b*, ./x.md", {"Old/z.md", "Talks/b.md", "x.md"}),
        ("Talks/", "", {"Old/z.md", "x.md"}),
        ("Old/*, x.md", "x.md", {"Talks/a.md", "Talks/b.md", "x.md"}),
        (" , ", "nothing/*", {"Old/z.md"}),
    ],
)
def test_a_user_chooses_notes_by_globs(include: str, exclude: str, left: set[str]) -> None:
    found = vault_folder.Scan(notes=("Old/z.md", "Talks/a.md", "Talks/b.md", "x.md"), excluded=frozenset({"Old/z.md"}))
    assert vault_folder.selected(found, include, exclude).excluded == left


@pytest.mark.parametrize(
    ("place", "settings", "left"),
    [
        ("templates.json", '{"folder": "T"}', {"T/Meeting.md"}),
        ("templates.json", '{"folder": "/T/"}', {"T/Meeting.md"}),
        ("plugins/templater-obsidian/data.json", '{"templates_folder": "T"}', {"T/Meeting.md"}),
        ("templates.json", '{"folder": ""}', set()),
        ("templates.json", "{", set()),
        ("templates.json", '["T"]', set()),
    ],
)
def test_folders_of_templates_are_excluded(tmp_path: Path, place: str, settings: str, left: set[str]) -> None:
    for name, text in {"T/Meeting.md": "x", "Talk.md": "y", f".obsidian/{place}": settings}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert vault_folder.scan(tmp_path).excluded == left
