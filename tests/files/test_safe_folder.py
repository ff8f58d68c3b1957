"""A folder that is worked in is never left: not by a path, not by a link, and not into what is no regular file."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import UnsafePath
from kg.files import folder_handle, user_key
from kg.files.file_lock import LockHeld, lock
from kg.files.safe_folder import PAUSES, Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OUT = b"outside"


@pytest.fixture(params=["handles", "looks ahead"])
def folder(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    """A folder with links of all kinds in it, as systems with handles of folders open it, and as others do."""
    if request.param == "looks ahead":
        monkeypatch.setattr(folder_handle, "_HANDLES", False)
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    (outside / "deep").mkdir(parents=True)
    (outside / "file").write_bytes(OUT)
    (outside / "deep/file").write_bytes(OUT)
    (inside / "real/deep").mkdir(parents=True)
    (inside / "real/file").write_bytes(b"inside")
    (inside / "link").symlink_to(outside)
    (inside / "real/up").symlink_to("../..")
    (inside / "real/linked").symlink_to(outside / "file")
    (inside / "real/dangling").symlink_to(outside / "new")
    os.mkfifo(inside / "real/pipe")
    with Folder(inside) as opened:
        yield opened


ACTS: dict[str, Callable[[Folder, str], object]] = {
    "read": lambda folder, path: folder.read(path),
    "put": lambda folder, path: folder.put(path, b"x"),
    "replace": lambda folder, path: folder.replace(path, b"x"),
    "append": lambda folder, path: folder.append(path).__enter__(),
    "rename from": lambda folder, path: folder.rename(path, "real/elsewhere"),
    "rename to": lambda folder, path: folder.rename("real/file", path),
    "rename to new": lambda folder, path: folder.rename_new("real/file", path),
    "exchange": lambda folder, path: folder.exchange("real/file", path),
    "remove": lambda folder, path: folder.remove(path),
    "remove tree": lambda folder, path: folder.remove_tree(path),
    "make": lambda folder, path: folder.make(path),
    "names": lambda folder, path: folder.names(path),
}
LEADING_OUT = (
    "../outside/file", "real/../../outside/file", "..", "link/file", "link/deep/file", "link/new/file",
    "real/up/outside/file", "", "/", "real//file", "real/./file", "real/file\0",
)  # fmt: skip


def left(folder: Folder) -> dict[str, bytes]:
    outside = folder.path.parent / "outside"
    return {str(path.relative_to(outside)): path.read_bytes() for path in outside.rglob("*") if path.is_file()}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("path", LEADING_OUT)
def test_no_path_leads_out(folder: Folder, act: str, path: str) -> None:
    if act == "names" and not path:
        return
    with pytest.raises(UnsafePath):
        ACTS[act](folder, path)
    assert left(folder) == {"file": OUT, "deep/file": OUT}


@pytest.mark.parametrize("path", ["{outside}/file", "C:\\file"])
def test_no_absolute_path_is_taken(folder: Folder, path: str) -> None:
    given = path.format(outside=folder.path.parent / "outside")
    if given.startswith("/"):
        with pytest.raises(UnsafePath):
            folder.put(given, b"x")
    assert left(folder) == {"file": OUT, "deep/file": OUT}


@pytest.mark.parametrize("path", ["real/linked", "real/dangling"])
def test_a_link_is_neither_read_nor_written_through(folder: Folder, path: str) -> None:
    with pytest.raises(UnsafePath, match="is a link"):
        folder.read(path)
    with pytest.raises(UnsafePath, match="is a link"), folder.append(path):
        pass
    assert folder.obstacle(path) == "is a link"
    folder.replace(path, b"new")
    assert folder.read(path) == b"new", "the link itself is replaced"
    assert left(folder) == {"file": OUT, "deep/file": OUT}


def test_links_are_deleted_and_not_followed(folder: Folder) -> None:
    folder.remove_tree("link")
    folder.remove_tree("real")
    assert folder.names() == []
    assert left(folder) == {"file": OUT, "deep/file": OUT}


def test_only_regular_files_are_files(folder: Folder) -> None:
    assert (folder.obstacle("real/pipe"), folder.obstacle("real/deep")) == ("is no regular file", "is a folder")
    for path in ("real/pipe", "real/deep"):
        with pytest.raises(UnsafePath):
            folder.read(path)
    with pytest.raises(UnsafePath, match="is a folder"):
        folder.replace("real/deep", b"x")
    assert folder.obstacle("real/new") == folder.obstacle("real/file") == ""
    assert folder.read("real/new") is None


def test_a_file_with_a_second_name_is_not_appended_to(folder: Folder) -> None:
    Path(folder.path / "second").hardlink_to(folder.path.parent / "outside/file")
    with pytest.raises(UnsafePath, match="second name"), folder.append("second"):
        pass
    folder.replace("second", b"mine")
    assert left(folder) == {"file": OUT, "deep/file": OUT}


def test_folders_are_made_where_they_are_missing(folder: Folder) -> None:
    assert folder.make("real/a/b") == ["real/a", "real/a/b"]
    assert folder.make("real/a/b") == []
    folder.put("real/a/b/file", b"x")
    folder.flush("real/a/b")
    folder.remove_folder("real/a/b")
    assert folder.names("real/a") == ["b"], "it is not empty"
    folder.remove("real/a/b/file")
    folder.remove("real/a/b/file")
    folder.remove_folder("real/a/b")
    assert folder.names("real/a") == folder.names("real/missing") == []


def test_names_that_are_taken_are_told(folder: Folder) -> None:
    folder.put("real/other", b"other")
    with pytest.raises(FileExistsError):
        folder.put("real/file", b"x")
    with pytest.raises(FileExistsError):
        folder.rename_new("real/other", "real/file")
    folder.exchange("real/file", "real/other")
    assert (folder.read("real/file"), folder.read("real/other")) == (b"other", b"inside")


def test_a_file_that_another_program_holds_for_a_moment_is_replaced(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    real = os.replace

    def replace(old: str, new: str, *, src_dir_fd: int | None, dst_dir_fd: int | None) -> None:
        if len(pauses) < 2:
            raise PermissionError(13, "Permission denied")
        real(old, new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr("kg.files.safe_folder.time.sleep", pauses.append)
    folder.replace("real/file", b"new")
    assert folder.read("real/file") == b"new"
    assert pauses == list(PAUSES[:2])


def test_a_full_disk_leaves_nothing_behind(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    names = folder.names("real")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        folder.put("real/new", b"x")
    with pytest.raises(OSError, match="No space left"):
        folder.replace("real/file", b"x")
    assert folder.names("real") == names
    assert folder.read("real/file") == b"inside"


def test_a_file_system_that_flushes_no_folders_is_written_to(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def flush(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", flush)
    folder.replace("real/file", b"new")
    folder.make("real/made")
    assert folder.read("real/file") == b"new"
    assert folder.is_folder("real/made")


def test_a_lock_is_had_by_one(folder: Folder) -> None:
    with (
        lock(folder, "real/lock", 0),
        pytest.raises(LockHeld, match="process"),
        lock(folder, "real/lock", 0),
    ):
        pass
    with lock(folder, "real/lock", 0):
        pass


def test_the_key_is_the_users_alone_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    signature = user_key.sign(b"text")
    key = tmp_path / "state/claimgraph/key"
    assert key.stat().st_mode & 0o777 == 0o600
    user_key._key.cache_clear()  # noqa: SLF001
    assert user_key.sign(b"text") == signature
    assert user_key.is_signed(b"text", signature)
    assert not user_key.is_signed(b"texts", signature)
    assert not user_key.is_signed(b"text", "ü")
    key.write_bytes(b"")
    user_key._key.cache_clear()  # noqa: SLF001
    with pytest.raises(OSError, match="is no key"):
        user_key.sign(b"text")


def test_a_user_without_a_home_has_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(user_key, "state_home", lambda _: homeless())
    with pytest.raises(OSError, match="home directory"):
        user_key.sign(b"text")
    assert not user_key.is_signed(b"text", "")
