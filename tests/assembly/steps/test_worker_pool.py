"""Work spread over processes comes back in order, and failures come back as what they were."""

from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.assembly.steps.worker_pool import LOST, Failed, mapper, side_by_side
from kg.errors import ModelMissing

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("processes", [1, 2])
def test_results_keep_the_order_of_the_tasks(processes: int) -> None:
    with mapper(processes) as apply:
        assert list(apply(operator.neg, range(50))) == [-n for n in range(50)]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_task_that_raises_costs_its_own_result_only(processes: int) -> None:
    with mapper(processes, few=2) as apply:
        assert list(apply(_invert, [1, 0, 2])) == [1.0, Failed(0, "ZeroDivisionError: division by zero"), 0.5]


@pytest.mark.parametrize("processes", [1, 2])
def test_what_is_wrong_for_every_task_stops_the_work(processes: int) -> None:
    with mapper(processes, few=2) as apply, pytest.raises(ModelMissing, match="xx_none"):
        list(apply(_need, ["xx_none", "xx_none"]))


def test_a_killed_worker_loses_no_task(tmp_path: Path) -> None:
    """The worker of one task is killed the first time: all results are there, in order."""
    mark = tmp_path / "was killed"
    with mapper(2, few=2) as apply:
        assert list(apply(_killed_once, [(n, str(mark)) for n in range(30)])) == list(range(30))
    assert mark.exists()


def test_a_task_that_kills_each_worker_is_named_and_the_rest_is_done() -> None:
    with mapper(2, few=2) as apply:
        results = list(apply(_kill, range(20)))
    assert results == [Failed(13, LOST) if n == 13 else n for n in range(20)]


POISON = (
    "loky/__init__", "loky/backend/__init__", "pickle", "json", "encodings/__init__", "runpy", "site", "kg/__init__",
    "multiprocessing/__init__", "signal", "sitecustomize", "usercustomize",
)  # fmt: skip


def test_workers_import_nothing_from_the_folder_where_kg_is_started(tmp_path: Path) -> None:
    """That folder may be a vault of somebody else's: what Python would import from there is run."""
    for name in POISON:
        file = tmp_path / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"open({str(tmp_path / 'run')!r}, 'a').write('{name} ')")
    program = """
import operator
from kg.assembly.steps.worker_pool import mapper
if __name__ == "__main__":
    for _ in range(2):
        with mapper(2, few=2) as apply:
            print(list(apply(operator.neg, range(5))))
"""
    command = [sys.executable, "-P", "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=200)
    assert not (tmp_path / "run").exists(), (tmp_path / "run").read_text()
    assert done.stdout == "[0, -1, -2, -3, -4]\n" * 2, done.stderr


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


def _need(model: str) -> None:
    raise ModelMissing(model, [])


def _killed_once(task: tuple[int, str]) -> int:
    number, mark = task
    if number == 7 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _kill(number: int) -> int:
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


PARENT = """
import os, time
from kg.assembly.steps.worker_pool import mapper
with mapper(2, few=2) as apply:
    for pid in apply(eval, ["(__import__('time').sleep(0.3), __import__('os').getpid())[1]"] * 4):
        print(pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc to look for processes in")
@pytest.mark.parametrize("processes", [1, 2])
def test_large_tasks_side_by_side_come_back_in_order(processes: int) -> None:
    assert list(side_by_side(operator.neg, [1, 2, 3], processes)) == [-1, -2, -3]


@pytest.mark.parametrize("processes", [1, 2])
def test_what_a_large_task_raises_comes_out_as_it_is(processes: int) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        list(side_by_side(os.listdir, ["/nowhere at all", "/"], processes))
    assert raised.value.filename == "/nowhere at all"


def test_a_large_task_whose_worker_dies_is_done_here(tmp_path: Path) -> None:
    mark = tmp_path / "was killed"
    assert list(side_by_side(_killed_once, [(7, str(mark)), (8, str(mark))], 2)) == [7, 8]
    assert mark.exists()


def test_large_tasks_are_left_when_something_comes_between() -> None:
    class Between(Exception):
        pass

    def idle() -> None:
        raise Between

    begin = time.monotonic()
    with pytest.raises(Between):
        list(side_by_side(time.sleep, [600.0, 600.0], 2, idle))
    assert time.monotonic() - begin < 100


def test_workers_end_when_their_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = {int(parent.stdout.readline()) for _ in range(4)}
    assert all(map(_lives, workers))
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 30
    while any(map(_lives, workers)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(map(_lives, workers))


def _lives(pid: int) -> bool:
    """Whether a process is at work: one that nobody has fetched the end of is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
