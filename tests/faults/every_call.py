"""Lets every call of every story fail in every way, and prints what is wrong then; ends with 1 if anything is.

    make faults
    python -m tests.faults.every_call [--stories build[:N] ...] [--faults "no room" ...]

It starts itself again with the library preloaded.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.faults.failing_calls import FAULTS, POWER, Trial, library, recorded, tried
from tests.faults.fault_stories import NOTES, STORIES
from tests.faults.lost_writes import Disk, Fate, flat, parsed
from tests.package_modules import load_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.faults.fault_stories import Story

ROOT = Path(__file__).resolve().parents[2]
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk that is fast, for thousands of trials
NEVER = 1 << 40  # the number of a call that never comes


class Found(NamedTuple):
    """What was tried of one story and fault: how many times, and what was wrong then."""

    tried: int
    wrong: tuple[str, ...]


def every(story: Story, fault: str, most: int | None) -> Found:
    """Let each call of a story fail in its turn, or some of them.

    Args:
        story: The story.
        fault: What happens to the call.
        most: How many trials to make, spread over the calls; all without it.
    """
    story.again()
    calls = tried(story.act, story.place.root, FAULTS[fault], NEVER).calls
    count, wrong = 0, []
    for nth in spread(calls, most, list(FAULTS).index(fault) / len(FAULTS)):
        story.again()
        trial = tried(story.act, story.place.root, FAULTS[fault], nth)
        count += bool(trial.failed)  # of an engine with threads, the calls are not the same each time
        if found := list(story.check(trial, fault)):
            wrong.append(told(story, fault, nth, trial, found))
    return Found(count, tuple(wrong))


def every_state(story: Story, most: int | None) -> Found:
    """Let the power go after each call of a story, in every state that this may leave; arguments as of ``every``."""
    story.again()
    disk = Disk(story.place.root)
    done, record = recorded(story.act, story.place.root)
    assert done.code == 0, done.text
    disk.play(parsed(record))
    seen: set[int] = set()
    wrong = []
    for count in spread(len(disk.calls), most, 1 / 2):
        for fate in Fate:
            random = Random(f"{count} {fate.name}")  # noqa: S311 - the states should come again
            state = disk.after(count, fate, random)
            mark = hash(frozenset(flat(state).items()))
            if mark in seen:
                continue
            seen.add(mark)
            story.again(state)
            if found := list(story.check(Trial(-9, ""), POWER)):
                call = disk.calls[count - 1]
                trial = Trial(-9, "", f"{call.name} {call.path} {call.target}; {fate.value}")
                wrong.append(told(story, POWER, count, trial, found))
    return Found(len(seen), tuple(wrong))


def spread(calls: int, most: int | None, begin: float) -> list[int]:
    """Numbers of calls, from 1: all of them, or so many at equal distances, the first at a part of a distance."""
    if most is None or most >= calls:
        return list(range(1, calls + 1))
    return [1 + int((number + begin) * calls / most) for number in range(most)]


def told(story: Story, fault: str, nth: int, trial: Trial, found: Sequence[str]) -> str:
    """One trial with what was wrong, printed for a person."""
    said = "".join(f"\n    {line}" for line in trial.text.strip().splitlines()[-6:])
    text = f"{story.name}, {fault}, call {nth} ({trial.failed}):\n  " + "\n  ".join(found) + said
    print(text, flush=True)
    return text


def warm() -> None:
    """Load what is slow to load, but open no store: its threads would not live on in a child."""
    from benchmarks.extraction import MODEL, extracted
    from kg.assembly.notes.analyse_note import AnalysisTask
    from kg.assembly.state import code_hashes

    load_all()
    code_hashes.reading(MODEL)
    extracted([AnalysisTask(path, text.encode(), False, MODEL, False) for path, text in NOTES.items()])  # noqa: FBT003


def main() -> int:
    """Try what is asked for; 1 if something is wrong."""
    asked = _options()
    if "LD_PRELOAD" not in os.environ:
        return _preloaded()
    warm()
    wrong = 0
    for story in asked.stories:
        name, _, most = story.partition(":")
        for fault, found, seconds in _tried(name, asked.faults, int(most) if most else None):
            wrong += len(found.wrong)
            print(f"{name}, {fault}: {found.tried} tried, {len(found.wrong)} wrong, {seconds:.0f} s", flush=True)
    return int(wrong > 0)


def _tried(name: str, faults: Sequence[str], most: int | None) -> Iterator[tuple[str, Found, float]]:
    kind = next(story for story in STORIES if story.name == name)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        root = Path(folder).resolve()
        os.environ["XDG_STATE_HOME"] = str(root / "case" / "state")
        os.environ["XDG_CONFIG_HOME"] = str(root / "case" / "config")
        story = kind(root)
        for fault in faults:
            begin = time.monotonic()
            found = every_state(story, most) if fault == POWER else every(story, fault, most)
            yield fault, found, time.monotonic() - begin


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [story.name for story in STORIES]
    parser.add_argument(
        "--stories", nargs="+", default=names, metavar="STORY[:N]", help="with N, so many calls of each"
    )
    parser.add_argument("--faults", nargs="+", choices=[*FAULTS, POWER], default=[*FAULTS, POWER], metavar="FAULT")
    return parser.parse_args()


def _preloaded() -> int:
    with tempfile.TemporaryDirectory() as folder:
        made = library(Path(folder))
        if made is None:
            print("NO C COMPILER: nothing was tried; on Debian: apt-get install gcc libc6-dev", file=sys.stderr)
            return 1
        alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LD_PRELOAD": str(made)}
        command = [sys.executable, "-m", "tests.faults.every_call", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **alone}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
