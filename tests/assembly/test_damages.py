"""Whatever happens to a file of ``.kg``, the next build makes what a clean one makes, and readers answer."""

from __future__ import annotations

import shutil
from random import Random
from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.config import Config
from kg.errors import StoreForeign, UnsafePath
from tests.damages import every

if TYPE_CHECKING:
    from pathlib import Path

ONE = Config(workers=1)
NOTES = {
    f"{name}.md": f"{name} sold {number} anvils to Initech Corporation in 2019 [00:01:00].\n"
    for number, name in enumerate(("Acme Corporation", "Globex Corporation"), 40)
}
SAMPLE = 40
SEED = 16


def vault_of(root: Path, notes: dict[str, str]) -> Path:
    root.mkdir(parents=True)
    for path, text in notes.items():
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, bytes]]:
    """A vault and another one, both built, and the outputs of a clean build of the first."""
    root = tmp_path_factory.mktemp("damages")
    vault, other = (
        vault_of(root / "vault", NOTES),
        vault_of(root / "other", {"b.md": "Hooli bought 7 lamps in 2020.\n"}),
    )
    assembly.build(vault, config=ONE, out=root / "clean")
    assembly.build(other, config=ONE)
    return vault, other, outputs(root / "clean")


def outputs(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in ("graph.trig", "claims.jsonl", "report.md")}


def check(vault: Path, out: Path, clean: dict[str, bytes]) -> None:
    """The next build equals a clean one byte for byte, and readers answer."""
    assembly.build(vault, config=ONE, out=out)
    assert outputs(out) == clean
    with kg.open_graph(vault) as graph:
        assert b"".join(graph.export("trig")) == clean["graph.trig"]
        assert len(graph.claims("Initech Corporation")) == 2
        assert len(graph.search("anvils")) == 2
    again = assembly.build(vault, config=ONE)
    assert (again.analysed, again.replaced) == (0, 0), "it is whole now"


@pytest.mark.parametrize("number", range(SAMPLE))
def test_a_damaged_file_is_made_again(built: tuple[Path, Path, dict[str, bytes]], tmp_path: Path, number: int) -> None:
    whole, other, clean = built
    random = Random(f"{SEED} {number}")  # noqa: S311 - the damages should come again
    vault = tmp_path / "vault"
    shutil.copytree(whole, vault, symlinks=True)
    path, damage = random.choice(list(every(vault / ".kg")))
    precious = {str(file): file.read_bytes() for file in other.rglob("*") if file.is_file()}
    damage(vault / ".kg" / path, other / ".kg", random)
    check(vault, tmp_path / "out", clean)
    assert {str(file): file.read_bytes() for file in other.rglob("*") if file.is_file()} == precious


def test_text_that_is_no_utf8_is_made_again(built: tuple[Path, Path, dict[str, bytes]], tmp_path: Path) -> None:
    whole, _, clean = built
    for name in ("layout", "outputs", "seal"):
        vault = tmp_path / name / "vault"
        shutil.copytree(whole, vault, symlinks=True)
        file = vault / ".kg" / name
        file.write_bytes(bytes(byte | 0x80 if byte > 0x40 else byte for byte in file.read_bytes()))
        check(vault, tmp_path / name / "out", clean)


def test_what_was_in_the_place_of_a_file_is_set_aside(
    built: tuple[Path, Path, dict[str, bytes]], tmp_path: Path
) -> None:
    whole, _, clean = built
    vault = tmp_path / "vault"
    shutil.copytree(whole, vault)
    for name in ("state.sqlite", "search.sqlite", "lock"):
        (vault / ".kg" / name).unlink()
        (vault / ".kg" / name).mkdir()
        (vault / ".kg" / name / "mine.txt").write_bytes(b"mine")
    check(vault, tmp_path / "out", clean)
    assert len(list((vault / ".kg/set-aside").rglob("mine.txt"))) == 3


LINKED = (
    "layout", "layout.new", "lock", "seal", "outputs", "published-1", "published-9",
    "removed-1", "store", "store/LOG", "store/CURRENT", "state.sqlite", "state.sqlite-journal", "search.sqlite",
    "search.sqlite-wal", "answers.sqlite", "set-aside",
)  # fmt: skip


def make_link(place: Path, outside: Path) -> None:
    """A link to a folder in the place of a folder, else to a file."""
    target = outside / ("store" if place.is_dir() or place.name == "set-aside" else "key")
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    place.symlink_to(target)


@pytest.mark.parametrize("name", LINKED)
def test_a_link_in_kg_leads_nowhere(built: tuple[Path, Path, dict[str, bytes]], tmp_path: Path, name: str) -> None:
    whole, _, clean = built
    vault, outside = tmp_path / "vault", tmp_path / "outside"
    shutil.copytree(whole, vault)
    (outside / "store").mkdir(parents=True)
    (outside / "store/precious.txt").write_bytes(b"precious")
    (outside / "key").write_bytes(b"key")
    make_link(vault / ".kg" / name, outside)
    check(vault, tmp_path / "out", clean)
    kept = {str(file.relative_to(outside)): file.read_bytes() for file in outside.rglob("*") if file.is_file()}
    assert kept == {"store/precious.txt": b"precious", "key": b"key"}


def test_a_kg_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    vault, outside = vault_of(tmp_path / "vault", NOTES), tmp_path / "docs"
    (outside / "store").mkdir(parents=True)
    (outside / "store/precious.txt").write_bytes(b"precious")
    (vault / ".kg").symlink_to(outside)
    with pytest.raises(UnsafePath, match="is a link; kg keeps what it learns in a folder of its own"):
        assembly.build(vault, config=ONE)
    with pytest.raises(UnsafePath, match="is a link"):
        kg.open_graph(vault)
    assert [path.name for path in outside.rglob("*")] == ["store", "precious.txt"]


def test_a_kg_folder_that_came_with_the_vault_is_made_anew(
    built: tuple[Path, Path, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may say anything: that the notes claim what they do not, or to SQLite what to delete."""
    from kg.files import user_key

    whole, other, clean = built
    vault = tmp_path / "vault"
    shutil.copytree(whole, vault)
    shutil.rmtree(vault / ".kg")
    shutil.copytree(other / ".kg", vault / ".kg")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another user"))
    user_key._key.cache_clear()  # noqa: SLF001
    with pytest.raises(StoreForeign, match="was not built by you with this kg; run 'kg build'"):
        kg.open_graph(vault)
    check(vault, tmp_path / "out", clean)
