"""Work spread over processes comes back in order, and failures come back as what they were."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

import pytest

from kg.assembly.pool import mapper

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("processes", [1, 2])
def test_results_keep_the_order_of_the_tasks(processes: int) -> None:
    with mapper(processes) as apply:
        assert list(apply(operator.neg, range(50))) == [-n for n in range(50)]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_failing_task_raises_its_own_error(processes: int) -> None:
    with mapper(processes, few=2) as apply, pytest.raises(ZeroDivisionError):
        list(apply(_invert, [1, 0, 2]))


def test_no_more_tasks_are_taken_than_workers_can_hold() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for n in range(1000):
            taken.append(n)
            yield n

    with mapper(2, few=2) as apply:
        assert next(iter(apply(_invert, (n + 1 for n in tasks())))) == 1
        assert len(taken) < 20


def _invert(n: int) -> float:
    return 1 / n
