"""The commands of docs/stores.md for Oxigraph, run as they are but for the port."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from tests.cli.conftest import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ADDRESS = "http://localhost:7878"
ENDLESS = "kg serve"


def test_the_commands_of_the_page_work(
    project: Path, sample_built: Path, tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (project / "docs" / "stores.md").read_text(encoding="utf-8")
    part = page.partition("\n## With Oxigraph\n")[2].partition("\n## ")[0]
    commands = re.findall(r"^\$ (kg .+)$", part, re.MULTILINE)
    said = re.findall(r"^Sent .+$", part, re.MULTILINE)
    (tmp_path / "vault").symlink_to(sample_built)
    monkeypatch.chdir(tmp_path)
    found = []
    for command in commands:
        if command.startswith(ENDLESS):
            continue
        done = run(*shlex.split(command.replace(ADDRESS, store_url))[1:])
        assert done.exit_code == 0, done.output
        found.append(done.stdout.replace(store_url, ADDRESS))
    assert len(found) == len(commands) - 1 == 3
    assert found[0].endswith(f"{said[0]}\n")
    assert "$23 B" in found[1]
    assert "386" in found[2]
