"""An output file is written whole or not at all."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from kg.errors import UnsafePath
from kg.files.output_files import (
    MANIFEST,
    guard,
    is_written,
    made,
    replace,
    swept,
    write,
    write_in,
    write_set,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_file_is_replaced_when_all_of_it_is_there(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write(file, [b"old"])
    write(file, [b"new", b" text"])
    assert file.read_bytes() == b"new text"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_failure_in_the_middle_keeps_the_older_file(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ZeroDivisionError

    file = tmp_path / "a.txt"
    write(file, [b"old"])
    with pytest.raises(ZeroDivisionError):
        write(file, broken())
    assert file.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_link_keeps_leading_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link", [b"x"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"x"


def test_the_users_umask_decides_who_may_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "a.txt", [b"x"])
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_what_is_no_regular_file_is_written_to_directly() -> None:
    from pathlib import Path

    write(Path(os.devnull), [b"x"])
    assert not Path(os.devnull).is_file()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing"):
        write(tmp_path / "missing" / "a.txt", [b"x"])


@pytest.mark.parametrize("name", ["link.csv", "linked/a.csv", "dangling.csv", "folder"])
@pytest.mark.parametrize("named", ["as the vault is", "by a link to the vault"])
def test_in_the_vault_no_link_is_followed(tmp_path: Path, name: str, named: str) -> None:
    vault, outside = tmp_path / "vault", tmp_path / "outside"
    for folder in (vault / "folder", outside):
        folder.mkdir(parents=True)
    (outside / "a.csv").write_bytes(b"mine")
    (vault / "link.csv").symlink_to(outside / "a.csv")
    (vault / "dangling.csv").symlink_to(outside / "b.csv")
    (vault / "linked").symlink_to(outside)
    (tmp_path / "short").symlink_to(vault)
    with pytest.raises(UnsafePath):
        write(vault / name, [b"x"], vault if named == "as the vault is" else tmp_path / "short")
    assert {each.name: each.read_bytes() for each in outside.iterdir()} == {"a.csv": b"mine"}


def test_in_the_vault_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    for content in (b"1", b"2"):
        write(tmp_path / "exports/a.csv", [content], tmp_path)
        assert (tmp_path / "exports/a.csv").read_bytes() == content


MARK = b"kg's"
PAGE, SHARD = b"<!-- kg's -->", b"/* kg's */"


def names(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


def test_a_set_of_files_replaces_an_earlier_one(tmp_path: Path) -> None:
    out = tmp_path / "made" / "here"
    write_set(out, [("shards/a.js", [SHARD]), ("shards/b.js", [SHARD, b"1"]), ("index.html", [PAGE])], MARK, "1")
    assert names(out) == [MANIFEST, "index.html", "shards/a.js", "shards/b.js"]
    (out / "shards" / "mine.js").write_bytes(b"mine")
    write_set(out, [("shards/a.js", [SHARD, b"2"]), ("index.html", [PAGE])], MARK, "2")
    assert names(out) == [MANIFEST, "index.html", "shards/a.js", "shards/mine.js"]
    assert (out / "shards" / "a.js").read_bytes() == SHARD + b"2"
    (out / "shards" / "mine.js").unlink()
    write_set(out, [("index.html", [PAGE])], MARK, "3")
    assert names(out) == [MANIFEST, "index.html"]
    assert not (out / "shards").exists()


def test_what_has_the_wanted_bytes_is_left_alone(tmp_path: Path) -> None:
    write_set(tmp_path, [("index.html", [PAGE])], MARK, "1")
    before = (tmp_path / "index.html").stat().st_ino
    write_set(tmp_path, [("index.html", [PAGE])], MARK, "1")
    assert (tmp_path / "index.html").stat().st_ino == before


def test_a_file_of_somebody_else_is_never_replaced_or_removed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"my own page")
    with pytest.raises(FileExistsError, match="not kg's") as caught:
        write_set(tmp_path, [("index.html", [PAGE])], MARK, "1")
    assert caught.value.filename == str(tmp_path / "index.html")
    assert names(tmp_path) == ["index.html"]
    write_set(tmp_path / "b", [("a.js", [SHARD]), ("index.html", [PAGE])], MARK, "1")
    (tmp_path / "b" / "a.js").write_bytes(b"mine now")
    write_set(tmp_path / "b", [("index.html", [PAGE])], MARK, "2")
    assert (tmp_path / "b" / "a.js").read_bytes() == b"mine now"


@pytest.mark.parametrize("name", ["../outside.js", "/outside.js", "a/b/c.js", "..", ""])
def test_a_list_of_files_never_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.js").write_bytes(SHARD)
    out = tmp_path / "out"
    out.mkdir()
    (out / MANIFEST).write_text(json.dumps({"key": "1", "files": {name: 1}}), encoding="utf-8")
    write_set(out, [("index.html", [PAGE])], MARK, "2")
    assert (tmp_path / "outside.js").read_bytes() == SHARD


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"key": "1", "files": 7}', '{"key": "1", "files": {"a": "x"}}'])
def test_a_damaged_list_of_files_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    assert not is_written(tmp_path, "1")
    write_set(tmp_path, [("index.html", [PAGE])], MARK, "1")
    assert is_written(tmp_path, "1")


def test_a_set_is_written_when_its_key_and_files_are_there(tmp_path: Path) -> None:
    assert not is_written(tmp_path, "1")
    write_set(tmp_path, [("a.js", [SHARD]), ("index.html", [PAGE])], MARK, "1")
    assert is_written(tmp_path, "1")
    assert not is_written(tmp_path, "2")
    (tmp_path / "a.js").write_bytes(b"")
    assert not is_written(tmp_path, "1")
    (tmp_path / "a.js").unlink()
    assert not is_written(tmp_path, "1")


def test_an_empty_file_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    replace(tmp_path / "a", PAGE, MARK)
    assert (tmp_path / "a").read_bytes() == PAGE


UNFINISHED = [f".kg-{letter * 16}.new" for letter in "abc"]


def test_what_was_broken_off_leaves_no_unfinished_files(tmp_path: Path) -> None:
    """Those that were there before are another process's."""
    (tmp_path / UNFINISHED[0]).write_bytes(b"half")
    (tmp_path / MANIFEST).write_bytes(b"{}")

    def broken_off() -> None:
        with swept(tmp_path, tmp_path / "not there"):
            (tmp_path / UNFINISHED[1]).write_bytes(b"half")
            (tmp_path / "done.txt").write_bytes(b"whole")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([MANIFEST, UNFINISHED[0], "done.txt"])


def test_what_a_killed_run_left_is_removed_by_the_next_but_not_what_another_writes_now(tmp_path: Path) -> None:
    left, written = (tmp_path / name for name in UNFINISHED[:2])
    mine = [tmp_path / name for name in (MANIFEST, ".kg-notes of mine", ".kg-mynotes1", ".kg-mine.new")]
    for file in (left, written, *mine):
        file.write_bytes(b"half")
        os.utime(file, (1, 1))
    os.utime(written)
    with swept(tmp_path):
        pass
    assert set(tmp_path.iterdir()) == {written, *mine}


def test_what_ends_well_is_left_alone(tmp_path: Path) -> None:
    with swept(tmp_path):
        (tmp_path / UNFINISHED[0]).write_bytes(b"half")
    assert (tmp_path / UNFINISHED[0]).exists()


@pytest.mark.parametrize("make", ["symlink", "hard link"])
def test_a_file_of_the_users_is_never_written_through_a_link(tmp_path: Path, make: str) -> None:
    precious, out = tmp_path / "precious", tmp_path / "out"
    precious.write_bytes(PAGE)
    out.mkdir()
    if make == "symlink":
        (out / "index.html").symlink_to(precious)
        with pytest.raises(FileExistsError, match="is a link"):
            guard(out / "index.html", MARK)
        with pytest.raises(FileExistsError, match="is a link"):
            write_in(out, "index.html", [b"new"])
        with pytest.raises(FileExistsError, match="is a link"):
            write_set(out, [("index.html", [PAGE, b"new"])], MARK, "1")
    else:
        (out / "index.html").hardlink_to(precious)
        write_set(out, [("index.html", [PAGE, b"new"])], MARK, "1")
    assert precious.read_bytes() == PAGE


def test_outputs_do_not_leave_the_folder_through_a_link_in_it(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/shards").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafePath, match="is a link"):
        write_set(tmp_path / "out", [("shards/a.js", [SHARD])], MARK, "1")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_folder_for_outputs_may_be_a_link_of_the_users_but_none_in_the_vault(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "vault").mkdir()
    for place in (tmp_path, tmp_path / "vault"):
        (place / "exports").symlink_to(tmp_path / "elsewhere")
    made(tmp_path / "exports", tmp_path / "vault")
    made(tmp_path / "vault/mine/exports", tmp_path / "vault")
    for inner in ("exports", "exports/deep"):
        with pytest.raises(UnsafePath, match="link"):
            made(tmp_path / "vault" / inner, tmp_path / "vault")
    assert not list((tmp_path / "elsewhere").iterdir())
