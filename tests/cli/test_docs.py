"""What the commands are is told where people look first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.cli.main import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_shown_in_the_guide(name: str, project: Path) -> None:
    assert f"kg {name}" in (project / "docs" / "guide.md").read_text(encoding="utf-8")
