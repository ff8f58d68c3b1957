"""Where a build works: its vault, settings, store and state, and who hears how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.assembly.state.build_state import BuildState
    from kg.assembly.steps.build_result import Stopwatch
    from kg.config import Config
    from kg.store.engine.store import Store


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What every step of a build works on."""

    vault: Path
    config: Config
    store: Store
    state: BuildState
    told: Stopwatch
