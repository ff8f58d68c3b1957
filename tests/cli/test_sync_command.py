"""``kg sync`` shows, writes and takes back; what it refuses, it refuses in words."""

from __future__ import annotations

import json
import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from kg.store.engine.store import Store
from kg.sync.pages.base_files import guarded
from kg.sync.write.history import HISTORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

HOUR = 3600
PAGE = "Knowledge/Acme.md"


@pytest.fixture
def vault(tmp_path: Path, asked: Path) -> Path:
    """A writable copy of the vault that is asked in the tests beside, with notes that have rested for an hour."""
    root = tmp_path / "my vault"
    shutil.copytree(asked, root)
    (root / ".obsidian").mkdir()
    (root / "shop").mkdir()
    for name in ("Acme", "Globex"):
        note = root / "shop" / f"{name}.md"
        note.write_text(f"# {name}\n")
        os.utime(note, (time.time() - HOUR,) * 2)
    return root


@pytest.fixture
def sync(vault: Path, anywhere: Callable[..., Result]) -> Callable[..., Result]:
    """Types ``kg sync`` with these arguments about that vault."""
    return lambda *arguments: anywhere("sync", *arguments, "--vault", str(vault))


def listing(root: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in root.rglob("*") if p.is_file() and ".kg" not in p.parts}


def test_alone_it_shows_a_diff_and_writes_nothing(vault: Path, sync: Callable[..., Result]) -> None:
    before = listing(vault)
    out = sync().stdout
    assert "--- /dev/null\n+++ b/Knowledge/Acme (Organization).md\n" in out, "the user's own Acme keeps its name"
    assert "+- [1:15](https://www.youtube.com/watch?v=abcdefghijk&t=75s) Acme earned \\$3 million in May. ^c-" in out
    assert "Planned: 3 new files, 0 changed, 0 up to date; 0 of your 2 notes touched\n" in out
    assert listing(vault) == before


def test_on_a_terminal_the_diff_is_coloured(sync: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[32m+---\x1b[0m" in sync().stdout


def test_json_tells_each_edit_with_its_hash_and_diff(sync: Callable[..., Result]) -> None:
    plan = json.loads(sync("--format", "json").stdout)
    assert [edit["kind"] for edit in plan["edits"]] == ["page", "index", "base"]
    assert plan["edits"][0]["planned_against"] is None
    assert plan["edits"][0]["diff"][0] == "--- /dev/null"
    assert (plan["left"], plan["unchanged"], plan["your_notes"], plan["your_notes_touched"]) == ([], 0, 2, 0)


def test_apply_and_undo_are_a_round_trip(vault: Path, sync: Callable[..., Result]) -> None:
    before = listing(vault)
    assert "Written: 3 new files, 0 changed" in sync("--apply").stdout
    assert "Planned: 0 new files, 0 changed, 3 up to date" in sync().stdout
    assert "Written: 0 new files, 0 changed, 3 already up to date" in sync("--apply").stdout
    assert sync("--undo").stdout == "Undone: 3 new files removed, 0 files restored\n"
    assert listing(vault) == before
    assert not (vault / "Knowledge").exists()
    again = sync("--undo")
    assert again.exit_code == 1
    assert "nothing to undo" in again.stderr


def test_undo_keeps_what_was_changed_since(vault: Path, sync: Callable[..., Result]) -> None:
    sync("--apply")
    page = vault / "Knowledge" / "Acme (Organization).md"
    page.write_text(page.read_text() + "Mine.\n")
    assert "kept    Knowledge/Acme (Organization).md: changed since" in sync("--undo").stdout
    assert page.read_text().endswith("Mine.\n")


def test_annotate_asks_before_it_touches_many_notes(vault: Path, sync: Callable[..., Result]) -> None:
    refused = sync("--annotate", "--apply")
    assert "the plan touches 2 of your 2 notes, more than 30%; --at-most 100 allows" in refused.stderr
    done = sync("--annotate", "--apply", "--at-most", "100")
    assert "Written: 3 new files, 2 changed" in done.stdout
    note = (vault / "shop" / "Globex.md").read_text()
    assert note.startswith("# Globex\n\n%% kg:begin note sha256=")
    assert "- [[Knowledge/Acme (Organization)|Acme]]: [[Knowledge/Acme (Organization)#^c-" in note


def test_a_note_that_was_changed_just_now_waits(vault: Path, sync: Callable[..., Result]) -> None:
    os.utime(vault / "shop" / "Globex.md")
    out = sync("--annotate", "--format", "summary", "--at-most", "100").stdout
    assert "left    shop/Globex.md: was changed just now\n" in out
    assert "1 of your 2 notes touched" in out
    assert "shop/Globex.md" not in sync("--annotate", "--format", "summary", "--at-most", "100", "--quiet", "0").stdout


def test_edited_and_deleted_pages_are_told(vault: Path, sync: Callable[..., Result]) -> None:
    sync("--apply")
    page = vault / "Knowledge" / "Acme (Organization).md"
    page.write_text(page.read_text().replace("Acme earned", "Acme lost"))
    (vault / "Knowledge" / "Knowledge index.md").unlink()
    out = sync("--format", "summary").stdout
    assert "left    Knowledge/Acme (Organization).md: its block was edited\n" in out
    assert "left    1 page that you deleted (--recreate writes them again)\n" in out
    forced = sync("--apply", "--force", "--quiet", "0").stdout
    assert "copy    .kg/backup/" in forced


def test_many_alike_are_cut_short(vault: Path, sync: Callable[..., Result]) -> None:
    sync("--apply")
    page = (vault / "Knowledge" / "Acme (Organization).md").read_bytes()
    for number in range(7):
        (vault / f"{number}.md").write_bytes(page)
    assert "left    and 2 more double (--format json names them)" in sync("--format", "summary").stdout


def test_a_cut_off_apply_is_told(vault: Path, sync: Callable[..., Result]) -> None:
    sync("--apply")
    journal = vault / HISTORY / "0001.log"
    journal.write_bytes(journal.read_bytes().partition(b'{"ended": true}\n')[0])
    assert "The last --apply was interrupted" in sync("--format", "summary").stderr
    assert "Undone: 3 new files removed" in sync("--undo").stdout


def test_ctrl_c_says_what_to_do(sync: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.sync.write.apply.apply", interrupted)
    assert "every file is intact" in sync("--apply").stderr


def test_a_folder_that_no_obsidian_opened_is_refused(vault: Path, sync: Callable[..., Result]) -> None:
    shutil.rmtree(vault / ".obsidian")
    assert "contains no .obsidian/" in sync().stderr
    assert "Planned: 3 new files" in sync("--force").stdout


def test_an_empty_graph_is_refused(vault: Path, sync: Callable[..., Result]) -> None:
    shutil.rmtree(vault / ".kg")
    with Store.open(vault / ".kg"):
        pass
    assert "the graph holds no notes; run 'kg build' first" in sync().stderr


def exported(place: Path, *views: tuple[str, str]) -> str:
    """A file of views as the explorer exports it."""
    rows = [{"name": name, "address": address} for name, address in views]
    place.write_text(json.dumps({"claimgraph-views": 1, "vault": "v", "views": rows}), encoding="utf-8")
    return str(place)


def tables(vault: Path) -> dict[str, list[str]]:
    """The tables of the base of views: name, and conditions that its notes fulfil."""
    base = YAML(typ="safe").load((vault / "Knowledge" / "Knowledge views.base").read_text(encoding="utf-8"))
    return {view["name"]: view["filters"]["or"] for view in base["views"]}


def test_views_of_the_explorer_become_tables_of_a_base(
    vault: Path, sync: Callable[..., Result], tmp_path: Path
) -> None:
    file = exported(
        tmp_path / "views.json",
        ('Paid by: "Globex"', "#mode=claims&entity=Globex&unit=USD"),
        ("Warnings", "callout=warning"),
        ("Of nobody", "#entity=Nobody"),
    )
    assert "Written: 4 new files, 0 changed" in sync("--views", file, "--apply").stdout
    assert tables(vault) == {
        'Paid by: "Globex"': ['file.path == "shop/Globex.md"'],
        "Warnings": ['file.path == "shop/Acme.md"'],
        "Of nobody": ["false"],
    }
    assert "0 new files, 0 changed, 4 up to date" in sync().stdout, "a later run knows the views by the base"
    sync("--undo")
    assert not (vault / "Knowledge").exists()


@pytest.mark.parametrize("line", ["3", "[1, 2, 3]", "{", '{"name": 1, "address": 2}', "[" * 100_000])
def test_a_base_of_views_that_cannot_be_read_stops_no_sync(
    vault: Path, sync: Callable[..., Result], tmp_path: Path, line: str
) -> None:
    sync("--views", exported(tmp_path / "views.json", ("Money", "#numbers=1")), "--apply")
    base = vault / "Knowledge" / "Knowledge views.base"
    base.write_text(guarded(f"# view {line}\nviews: []\n"))
    before = base.read_bytes()
    assert sync("--apply", "--quiet", "0").exit_code == 0
    assert base.read_bytes() == before


def test_a_base_of_views_that_became_a_link_or_a_folder_is_left(
    vault: Path, sync: Callable[..., Result], tmp_path: Path
) -> None:
    file = exported(tmp_path / "views.json", ("Money", "#numbers=1"))
    sync("--views", file, "--apply")
    base = vault / "Knowledge" / "Knowledge views.base"
    other = base.rename(tmp_path / "elsewhere.base")
    before = other.read_bytes()
    base.symlink_to(other)
    assert sync("--apply", "--quiet", "0").exit_code == 0
    assert sync("--views", file, "--apply", "--quiet", "0").exit_code == 0
    assert other.read_bytes() == before
    base.unlink()
    base.mkdir()
    assert sync("--apply", "--quiet", "0").exit_code == 0


def test_names_of_views_are_text(vault: Path, sync: Callable[..., Result], tmp_path: Path) -> None:
    names = (
        "a\ud800b",
        "{{x}}",
        "<% tp %>",
        "a: b",
        "# view [1]",
        "\u2028line",
        "\x07bell",
        "- x",
        "null",
        "\u202eabc",
    )
    sync("--views", exported(tmp_path / "views.json", *((name, "#numbers=1") for name in names)), "--apply")
    assert list(tables(vault)) == [" ".join(name.split()) for name in names]
    assert "0 changed, 4 up to date" in sync().stdout
    assert "<%" not in (vault / "Knowledge" / "Knowledge views.base").read_text(encoding="utf-8").partition("views:")[2]


def test_a_base_of_views_that_was_edited_or_deleted_is_left(
    vault: Path, sync: Callable[..., Result], tmp_path: Path
) -> None:
    file = exported(tmp_path / "views.json", ("Money", "#numbers=1"))
    sync("--views", file, "--apply")
    base = vault / "Knowledge" / "Knowledge views.base"
    base.write_text(base.read_text().replace("Money", "Mine"))
    other = exported(tmp_path / "others.json", ("Warnings", "#callout=warning"))
    assert "left    Knowledge/Knowledge views.base: it was changed" in sync("--views", other, "--quiet", "0").stdout
    assert list(tables(vault)) == ["Mine"]
    base.unlink()
    sync("--apply")
    assert not base.exists()
    sync("--views", other, "--apply")
    assert list(tables(vault)) == ["Warnings"], "who gives views wants their base"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1", "it is no JSON"),
        ("[]", "Export in the explorer's menu of saved views"),
        ('{"claimgraph-views": 9, "views": []}', "its views have format 9"),
        ('{"claimgraph-views": 1, "views": [3, {"name": " ", "address": "#"}, {"name": "a"}]}', "it holds no views"),
    ],
)
def test_a_file_without_views_is_refused(sync: Callable[..., Result], tmp_path: Path, text: str, told: str) -> None:
    place = tmp_path / "views.json"
    place.write_text(text, encoding="utf-8")
    refused = sync("--views", str(place))
    assert refused.exit_code == 2
    assert told in refused.stderr
