"""``kg view``: the page, where it is, and what it leaves alone."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from kg.cli.commands import view
from kg.views.explorer import bundle

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Typed


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and a small script in place of the app's: these tests need no Node."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bundle, "load", lambda: bundle.Bundle("1", "body{}", b"[]"))
    return tmp_path


def test_the_page_is_written_and_its_place_printed(kg: Typed, here: Path) -> None:
    result = kg("view")
    assert result.stdout == "exports/explorer/index.html\n"
    assert result.exit_code == 0
    assert (here / "exports/explorer/index.html").read_bytes().startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    ("name", "fragment"),
    [("acme ltd", "#entity=Acme"), ("Ada Byron", "#entity=Ada%20Byron"), ("GLOBEX", "#entity=Globex")],
)
def test_it_may_begin_with_an_entity(kg: Typed, name: str, fragment: str) -> None:
    assert kg("view", "--entity", name, "--out", "there").stdout == f"there/index.html{fragment}\n"


@pytest.mark.parametrize(("found", "told"), [(True, ""), (False, "no web browser found")])
def test_it_is_opened_when_asked(
    kg: Typed, here: Path, monkeypatch: pytest.MonkeyPatch, *, found: bool, told: str
) -> None:
    opened: list[str] = []

    def show(address: str) -> bool:
        opened.append(address)
        return found

    monkeypatch.setattr("webbrowser.open", show)
    assert told in kg("view", "--entity", "Ada Byron", "--open").stderr
    assert opened == [f"{(here / 'exports/explorer/index.html').as_uri()}#entity=Ada%20Byron"]


def test_a_neighbourhood_is_one_file(kg: Typed, here: Path) -> None:
    result = kg("view", "--entity", "acme", "--format", "pyvis", "--out", "pictures")
    assert result.stdout == "pictures/Acme.html\n"
    html = (here / "pictures/Acme.html").read_text(encoding="utf-8")
    assert "Globex" in html
    assert kg("view", "--entity", "acme", "--format", "pyvis").stdout == "exports/Acme.html\n"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Acme", "Acme"),
        ("a/../b", "a-b"),
        ("Ada Byron", "Ada-Byron"),
        ("公司", "公司"),
        ("??", "entity"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_name_becomes_a_file_name(name: str, file: str) -> None:
    assert view.file_name(name) == file


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--entity", "Acmee"], 1, "no entity 'Acmee'; did you mean 'Acme'"),
        (["--format", "pyvis"], 2, "name it with --entity NAME"),
        (["--out", "taken"], 1, "'taken/index.html': is there already and not kg's; name another folder with --out"),
        (["--entity", "Acme", "-f", "pyvis", "--out", "taken"], 1, "'taken/Acme.html': is there already and not kg's"),
    ],
)
def test_what_cannot_be_shown_is_told(kg: Typed, here: Path, arguments: list[str], code: int, told: str) -> None:
    (here / "taken").mkdir()
    for name in ("index.html", "Acme.html"):
        (here / "taken" / name).write_text("my own page", encoding="utf-8")
    result = kg("view", *arguments)
    assert told in result.stderr
    assert result.exit_code == code
    assert (here / "taken" / "index.html").read_text(encoding="utf-8") == "my own page"


NOTE = "---\nvideoId: abcdefghijk\n---\nAcme Corporation sold 40 anvils in 2023 [00:01:00].\n"


def test_what_is_up_to_date_is_not_made_again(anywhere: Typed, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "v").mkdir()
    (here / "v" / "Acme.md").write_text(NOTE, encoding="utf-8")
    built = anywhere("build", "v", "--workers", "1")
    assert "  wrote     exports/explorer/index.html" in built.stdout
    page = (here / "exports/explorer/index.html").read_bytes()
    explorer = import_module("kg.views.explorer.explorer_files")
    with monkeypatch.context() as patched:
        patched.setattr(explorer, "gather", None)  # making the page would now fail
        assert anywhere("view", "--vault", "v").exit_code == 0
        assert anywhere("build", "v", "--workers", "1").exit_code == 0
    assert anywhere("view", "--vault", "v", "--out", "other").exit_code == 0
    assert (here / "other/index.html").read_bytes() == page
    (here / "v" / "Acme.md").write_text(NOTE.replace("40", "50"), encoding="utf-8")
    assert anywhere("build", "v", "--workers", "1").exit_code == 0
    assert (here / "exports/explorer/index.html").read_bytes() != page


def test_a_setting_decides_whether_claims_are_beside_the_page(
    kg: Typed, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_VIEW_CLAIMS", "3")
    kg("view")
    found = sorted(path.name for path in (here / "exports/explorer").rglob("*.js"))
    assert found == ["e0.js", "n0.js", "t0.js"]
    monkeypatch.delenv("KG_VIEW_CLAIMS")
    kg("view")
    assert list((here / "exports/explorer").rglob("*.js")) == []
