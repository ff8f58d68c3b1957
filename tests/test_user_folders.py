"""The user's own files lie where the system has such, or where the XDG variables say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest

from kg.user_folders import config_home, state_home

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@pytest.mark.parametrize(
    ("home", "variable", "usual"),
    [
        (config_home, "XDG_CONFIG_HOME", platformdirs.user_config_path),
        (state_home, "XDG_STATE_HOME", platformdirs.user_state_path),
    ],
)
def test_a_variable_names_the_folder_unless_it_is_relative(
    home: Callable[[Mapping[str, str]], Path], variable: str, usual: Callable[..., Path]
) -> None:
    own = usual("claimgraph", appauthor=False)
    assert home({variable: "/x"}) == Path("/x/claimgraph")
    assert home({variable: "relative"}) == own
    assert home({}) == own
    assert own.is_absolute()
