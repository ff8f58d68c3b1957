"""An output file is written whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kg.files import write

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
