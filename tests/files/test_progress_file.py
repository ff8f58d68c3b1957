"""How far a build is can be seen while it runs, and never afterwards."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

import kg as claimgraph
from kg.assembly.assembly_line import build
from kg.config import Config
from kg.files.progress_file import NAME, ProgressRecord, build_progress, progress_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

SOME = ProgressRecord("Reading", 120, 300, "notes")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody read what is locked")


def test_it_is_seen_while_it_runs(tmp_path: Path) -> None:
    folder = tmp_path / ".kg"
    assert build_progress(folder) is None
    with progress_file(folder) as write:
        assert build_progress(folder) is None, "nothing was said yet"
        write(SOME)
        assert build_progress(folder) == SOME
        write(SOME._replace(done=9))
        assert build_progress(folder) == SOME._replace(done=9)
    assert build_progress(folder) is None
    assert not (folder / NAME).read_bytes()


def test_what_a_killed_build_left_is_not_believed(tmp_path: Path) -> None:
    folder = tmp_path / ".kg"
    folder.mkdir()
    (folder / NAME).write_text(json.dumps(SOME), encoding="utf-8")
    assert build_progress(folder) is None


def test_a_second_build_says_nothing(tmp_path: Path) -> None:
    folder = tmp_path / ".kg"
    with progress_file(folder) as write, progress_file(folder) as second:
        write(SOME)
        second(SOME._replace(done=0))
        assert build_progress(folder) == SOME


@pytest.mark.parametrize("content", ["", "[]", "7", '["a", "b", 1, 2]', "nonsense", "[" * 2000])
def test_what_is_no_progress_is_none(tmp_path: Path, content: str) -> None:
    folder = tmp_path / ".kg"
    with progress_file(folder):
        (folder / NAME).write_text(content, encoding="utf-8")
        assert build_progress(folder) is None


def test_an_error_of_the_build_comes_through(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="mine"), progress_file(tmp_path / ".kg"):
        raise OSError("mine")


def test_a_link_in_its_place_is_not_written_through(tmp_path: Path) -> None:
    folder, other = tmp_path / ".kg", tmp_path / "other"
    folder.mkdir()
    other.write_text("mine", encoding="utf-8")
    (folder / NAME).symlink_to(other)
    with progress_file(folder) as write:
        write(SOME)
        assert build_progress(folder) is None
    assert other.read_text(encoding="utf-8") == "mine"


def test_a_build_says_how_far_it_is(make_vault: MakeVault) -> None:
    vault = make_vault({f"{n}.md": f"Acme Corporation sold {n} anvils to Globex in 2019.\n" for n in range(3)})
    seen: list[ProgressRecord | None] = []

    class Looking:
        """A Progress that looks at the file, as another program would."""

        def phase(self, name: str, total: int, unit: str) -> None:
            seen.append(build_progress(vault / ".kg"))
            assert seen[-1] == (name, 0, total, unit)

        def advance(self, n: int = 1) -> None:
            """Ignore it."""

        def note(self, text: str) -> None:
            """Ignore it."""

        def done(self) -> None:
            """Ignore it."""

    build(vault, config=Config(workers=1), progress=Looking())
    assert ProgressRecord("Reading", 0, 3, "notes") in seen
    assert build_progress(vault / ".kg") is None
    with claimgraph.open_graph(vault) as graph:
        assert graph.stats().notes == 3
