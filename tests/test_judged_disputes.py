"""The judged pairs of disputes are complete and hold no text of the notes that they are of."""

from __future__ import annotations

import re
from collections import Counter

from benchmarks.judged_disputes import judged_pairs
from kg.views.compare.verdicts import VERDICTS

CLAIM = re.compile(r"[\w./-]+\.md#c-[0-9a-f]{10}(?:-\d+)?")


PAIRS = judged_pairs()


def test_two_hundred_pairs_name_their_claims_a_verdict_and_a_reason() -> None:
    assert len(PAIRS) == 200
    for _, channel, entity, name, first, second, verdict, reason in PAIRS:
        assert channel
        assert entity
        assert name
        assert CLAIM.fullmatch(first), first
        assert CLAIM.fullmatch(second), second
        assert verdict in VERDICTS
        assert 0 < len(reason) < 60


def test_no_channel_is_in_both_halves() -> None:
    halves = Counter(channel for channel, _ in {(channel, half) for half, channel, *_ in PAIRS})
    assert set(halves.values()) == {1}
    assert len(halves) >= 12
