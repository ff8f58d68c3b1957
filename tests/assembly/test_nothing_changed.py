"""A build that has nothing to do opens no note, writes no file, and still tells everything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.assembly.steps import reading, up_to_date
from kg.config import Config
from kg.reader import vault_folder as vaultfolder
from kg.store.engine.search_index import SearchFile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

ONE = Config(workers=1)
ACME = "---\ntitle: Acme\nvideoId: aaaaaaaaaaa\n---\nAcme Corporation sold 40 anvils in 2023 [00:01:00].\n"
GLOBEX = "---\ntitle: [broken\n---\nGlobex was founded by Hank Scorpio in 1996.\n"


@pytest.fixture(autouse=True)
def _settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stamps of files count at once: these tests change sizes, not only moments."""
    monkeypatch.setattr(up_to_date, "FRESH", 0)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes whose bytes a build has read."""
    paths: list[str] = []
    real = vaultfolder.read_bytes

    def noted(root: Path, path: str) -> object:
        paths.append(path)
        return real(root, path)

    monkeypatch.setattr(reading, "read_bytes", noted)
    return paths


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault({"Acme.md": ACME, "Globex.md": GLOBEX})


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_ino) for file in sorted(folder.rglob("*"))}


def test_no_note_is_opened_and_no_output_written(vault: Path, opened: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = assembly.build(vault, config=ONE, out=out)
    assert opened == ["Acme.md", "Globex.md"]
    opened.clear()
    before = state_of(out)
    second = assembly.build(vault, config=ONE, out=out)
    assert opened == []
    assert state_of(out) == before
    assert (second.notes, second.claims, second.entities) == (first.notes, first.claims, first.entities)
    assert second.problems == first.problems != ()
    assert second.outputs == first.outputs
    assert (second.analysed, second.replaced, second.removed) == (0, 0, 0)


def test_only_the_note_that_changed_is_opened(vault: Path, opened: list[str]) -> None:
    assembly.build(vault, config=ONE)
    opened.clear()
    (vault / "Acme.md").write_text(ACME.replace("40", "41,000"), encoding="utf-8")
    result = assembly.build(vault, config=ONE)
    assert opened == ["Acme.md"]
    assert (result.analysed, result.replaced) == (1, 1)
    assert "41,000" in kg.open_graph(vault).claims("Acme Corporation")[0].text


def test_a_note_with_its_old_size_and_time_but_other_words_is_noticed(vault: Path) -> None:
    """Whoever sets the time back, as some sync programs do, cannot set the time of the directory entry back."""
    assembly.build(vault, config=ONE)
    note = vault / "Acme.md"
    was = note.stat()
    note.write_text(ACME.replace("40", "99"), encoding="utf-8")
    os.utime(note, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert assembly.build(vault, config=ONE).analysed == 1


def test_a_touched_note_is_read_but_not_analysed(vault: Path, opened: list[str]) -> None:
    assembly.build(vault, config=ONE)
    opened.clear()
    (vault / "Acme.md").touch()
    result = assembly.build(vault, config=ONE)
    assert (opened, result.analysed, result.replaced) == (["Acme.md"], 0, 0)


def test_a_file_that_was_changed_this_very_moment_is_not_trusted(
    vault: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may change again without its stamp showing it."""
    monkeypatch.setattr(up_to_date, "FRESH", 10**15)
    assembly.build(vault, config=ONE)
    opened.clear()
    assert assembly.build(vault, config=ONE).analysed == 0
    assert opened == ["Acme.md", "Globex.md"]


@pytest.mark.parametrize("name", ["graph.trig", "claims.jsonl", "report.md"])
@pytest.mark.parametrize("harm", ["deleted", "changed"])
def test_an_output_that_somebody_touched_is_written_again(vault: Path, tmp_path: Path, name: str, harm: str) -> None:
    out = tmp_path / "out"
    assembly.build(vault, config=ONE, out=out)
    wanted = (out / name).read_bytes()
    if harm == "deleted":
        (out / name).unlink()
    else:
        (out / name).write_bytes(wanted[: len(wanted) - 9] + b"x")
    assembly.build(vault, config=ONE, out=out)
    assert (out / name).read_bytes() == wanted


def test_a_hidden_note_is_read_again_when_the_settings_change(vault: Path, opened: list[str]) -> None:
    assembly.build(vault, config=ONE)
    opened.clear()
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian/app.json").write_text('{"userIgnoreFilters": ["Acme"]}', encoding="utf-8")
    assembly.build(vault, config=ONE)
    assert opened == ["Acme.md"]


def test_a_new_picture_that_a_link_means_is_noticed(vault: Path) -> None:
    """No note changes, but where links lead does."""
    (vault / "Acme.md").write_text(ACME + "\nSee [[plan.png]] of Acme Corporation.\n", encoding="utf-8")
    assembly.build(vault, config=ONE)
    (vault / "plan.png").write_bytes(b"png")
    assert assembly.build(vault, config=ONE).replaced == 1


def test_what_a_build_wrote_but_could_not_publish_is_published_by_the_next(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a crash between the last write and the step that readers see."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    assembly.build(vault, config=ONE)
    (vault / "Acme.md").write_text(ACME.replace("anvils", "wooden hammers"), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(SearchFile, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            assembly.build(vault, config=ONE)
    assert "wooden" not in kg.open_graph(vault).claims("Acme Corporation")[0].text
    assert len(kg.open_graph(vault).search("anvils")) == 1
    again = assembly.build(vault, config=ONE)
    assert (again.analysed, again.replaced) == (0, 0), "only publishing was left to do"
    assert "wooden" in kg.open_graph(vault).claims("Acme Corporation")[0].text
    assert len(kg.open_graph(vault).search("wooden")) == 1


@pytest.mark.parametrize("name", ["report.md", "claims.jsonl", "graph.trig"])
def test_a_file_of_the_users_with_the_name_of_an_output_is_refused_before_any_work(vault: Path, name: str) -> None:
    (vault / name).write_text("precious\n", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not kg's"):
        assembly.build(vault, config=ONE, out=vault)
    assert (vault / name).read_text(encoding="utf-8") == "precious\n"
    assert not (vault / "explorer").exists()


@pytest.mark.parametrize("name", ["report.md", "claims.jsonl", "graph.trig"])
def test_a_file_that_the_user_put_in_the_place_of_an_output_stays(vault: Path, tmp_path: Path, name: str) -> None:
    assembly.build(vault, config=ONE, out=tmp_path / "out")
    (tmp_path / "out" / name).write_text("precious\n", encoding="utf-8")
    (vault / "Acme.md").write_text(ACME.replace("anvils", "wooden hammers"), encoding="utf-8")
    with pytest.raises(FileExistsError, match="not kg's"):
        assembly.build(vault, config=ONE, out=tmp_path / "out")
    assert (tmp_path / "out" / name).read_text(encoding="utf-8") == "precious\n"
    (tmp_path / "out" / name).unlink()
    assert assembly.build(vault, config=ONE, out=tmp_path / "out").outputs


def test_outputs_inside_the_vault_are_no_notes_of_it(vault: Path) -> None:
    first = assembly.build(vault, config=ONE, out=vault / "exports")
    second = assembly.build(vault, config=ONE, out=vault / "exports")
    third = assembly.build(vault, config=ONE, out=vault / "exports")
    assert (second.notes, second.claims, second.entities) == (first.notes, first.claims, first.entities)
    assert (second.replaced, third.analysed) == (0, 0)


def test_outputs_of_an_earlier_vault_are_written_over(vault: Path, make_vault: MakeVault, tmp_path: Path) -> None:
    assembly.build(make_vault({"Other.md": ACME}, name="other"), config=ONE, out=tmp_path / "out")
    assert assembly.build(vault, config=ONE, out=tmp_path / "out").outputs
