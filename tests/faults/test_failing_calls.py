"""Calls that fail, processes that die and power that goes, in each command that writes: nothing is lost.

`make faults` lets every call fail in every way, which takes hours; here each fault meets a few calls of each story.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT, unwatched
from tests.faults.failing_calls import FAULTS, POWER

LINE = re.compile(r"^(\w+), ([\w ]+): (\d+) tried, (\d+) wrong", re.MULTILINE)
STORIES = {"build": 1, "publish": 1, "apply": 3, "undo": 3, "watch": 1}  # how many calls of each fail


@pytest.mark.slow
@pytest.mark.timeout(1800)  # seconds; a machine may be busy
@pytest.mark.skipif(
    shutil.which("cc") is None or not sys.platform.startswith("linux"),
    reason="NO C COMPILER: calls cannot be made to fail; on Debian: apt-get install gcc libc6-dev",
)
def test_whatever_call_fails_nothing_is_lost_and_the_next_run_is_whole() -> None:
    stories = [f"{name}:{calls}" for name, calls in STORIES.items()]
    command = [sys.executable, "-m", "tests.faults.every_call", "--stories", *stories]
    done = subprocess.run(command, cwd=ROOT, env=unwatched(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    tried = {(story, fault): int(count) for story, fault, count, _ in LINE.findall(done.stdout)}
    assert tried.keys() == {(story, fault) for story in STORIES for fault in (*FAULTS, POWER)}
    assert sum(tried.values()) > 2 * len(tried), "few calls failed"
