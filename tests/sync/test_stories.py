"""Random stories of a vault, its sync and its user: the promises hold in all of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sync_samples import story

MEMORY = Path("/dev/shm")  # noqa: S108 - writing through to a disk would be most of the time
FOLDER = MEMORY if MEMORY.is_dir() else None


@pytest.mark.parametrize("run", range(3))  # each well within the time that one test may take
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_nothing_of_the_users_is_lost_whatever_happens(run: int, seed: int) -> None:
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        story(Path(folder) / "vault", Random(seed * 3 + run))  # noqa: S311 - a story must come again
