"""An installed package adds a host of recordings: claims of notes about one play at their second there."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault
    from tests.plugins.conftest import Site

TAPE = "https://archive.news.example/tape/17"
NOTE = f"---\nurl: {TAPE}?from=5\n---\nGlobex Corporation was founded in 1996 [00:01:02].\n"


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault({"Tape.md": NOTE})


def source(site: Site, vault: Path) -> dict[str, Any]:
    """Where the one claim of the vault can be heard."""
    (line,) = site.kg("export", "-f", "jsonl", "--vault", str(vault)).stdout.splitlines()
    found: dict[str, Any] = json.loads(line)["source"]
    return found


def test_claims_play_at_their_second_on_the_added_host(site: Site, project: Path, vault: Path) -> None:
    site.kg("build", str(vault))
    before = source(site, vault)
    assert "62" not in before["url"]
    site.install(project)
    told = site.kg("build", str(vault), "--out", "exports").stderr
    assert "a plugin reads notes differently now: re-analysing every note" in told
    found = source(site, vault)
    assert (found["media"], found["start"], found["url"]) == (TAPE, 62, f"{TAPE}?from=62")
    assert f"{TAPE}?from=62" in (site.folder.parent / "exports/claims.jsonl").read_text(encoding="utf-8")
    shutil.rmtree(site.folder)
    site.kg("build", str(vault))
    assert source(site, vault) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"the newsroom\'s archive"', '"Vimeo"'), "another host is called 'Vimeo'"),
        (("HOST = Host(", "HOST = dict("), "is dict, not a Host"),
        (("/tape/{id}", "/tape/{number}"), "must be made from named groups of the address"),
        (("?from={s}", "?from={seconds}"), "must be made from {s}, {hms} or {clock}"),
        (("from=([0-9]+)", "from=[0-9]+"), "must have one group"),
    ],
)
def test_a_host_that_cannot_be_used_names_its_package(
    site: Site, project: Path, vault: Path, change: tuple[str, str], told: str
) -> None:
    file = project / "claimgraph_example/archive.py"
    text = file.read_text(encoding="utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change), encoding="utf-8")
    site.install(project)
    done = site.kg("build", str(vault), code=1)
    assert "Error: medium 'archive' of the package claimgraph-example 1.0: " in done.stderr
    assert told in done.stderr
    assert not (vault / ".kg").exists()
