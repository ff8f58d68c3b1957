"""Tells random stories of a vault, its sync and its user, and checks every promise that sync makes in each.

Usage: ``python benchmarks/fuzz_sync.py [N] [SEED]`` (10,000 stories by default). A story depends on its seed alone:
SEED, SEED+1 … Prints the counts; of each story that breaks a promise the seed and the promise, and then exits with 1.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
EVERY = 500  # stories between two lines of progress
MEMORY = Path("/dev/shm")  # noqa: S108 - writing through to a disk would be most of the time


def main(number: int = 10_000, seed: int = 0) -> int:
    """Tell ``number`` stories; returns 1 if a promise was broken."""
    sys.path.insert(0, str(ROOT))
    from tests.sync_samples import clear, story

    begun, written, broken = time.perf_counter(), 0, 0
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        for told in range(seed, seed + number):
            root = Path(folder) / "vault"
            root.mkdir()
            try:
                written += story(root, Random(told))  # noqa: S311 - stories must come again
            except AssertionError as error:
                broken += 1
                print(f"seed {told}: {error}")
            clear(root)
            if (told - seed + 1) % EVERY == 0:
                print(f"{told - seed + 1:,} stories, {written:,} edits planned, {broken} broken", flush=True)
    print(f"{number:,} stories from seed {seed}: {written:,} edits planned, {broken} promises broken, "
          f"{time.perf_counter() - begun:.0f} s")  # fmt: skip
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
