"""Random stories of a vault, its sync and its user: the promises hold in all of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sync_samples import story


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_nothing_of_the_users_is_lost_whatever_happens(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        story(Path(folder) / "vault", Random(seed))  # noqa: S311 - a story must come again
