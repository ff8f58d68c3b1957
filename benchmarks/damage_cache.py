"""Damages every file of a vault's ``.kg`` in every way, one at a time: the next build must equal a clean one.

Usage: ``python benchmarks/damage_cache.py [RANDOM] [SEED]``: all damages of ``tests/damages.py`` once, then RANDOM more
of two at a time (500 by default). Prints how many there were, and each after which a build failed or differed.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")  # noqa: S108 - writing through to a disk would be most of the time
EVERY = 50  # damages between two lines of progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Damage = tuple[str, Callable[[Path, Path, Random], None]]


def main(number: int = 500, seed: int = 0) -> int:
    """Return 1 if a damage was not made good."""
    sys.path.insert(0, str(ROOT))
    from kg import assembly
    from kg.config import Config
    from tests.assembly.test_damages import NOTES, check, outputs, vault_of
    from tests.damages import every

    begun, bad, done = time.perf_counter(), 0, 0
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        place = Path(name)
        os.environ["XDG_STATE_HOME"] = str(place / "state")
        whole = vault_of(place / "whole", NOTES)
        other = vault_of(place / "other", {"b.md": "Hooli bought 7 lamps in 2020.\n"})
        assembly.build(whole, config=Config(workers=1), out=place / "clean")
        assembly.build(other, config=Config(workers=1))
        clean = outputs(place / "clean")
        damages = list(every(whole / ".kg"))
        for done, some in enumerate(plans(damages, number, seed), 1):
            shutil.copytree(whole, place / "vault")
            random = Random(f"{seed} {done}")  # noqa: S311 - the damages should come again
            try:
                for path, damage in some:
                    file = place / "vault/.kg" / path
                    if file.is_file() and os.access(file, os.R_OK | os.W_OK):
                        damage(file, other / ".kg", random)
                check(place / "vault", place / "out", clean)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
                bad += 1
                print(f"{done}: {[(path, damage.__name__) for path, damage in some]}: {type(error).__name__} {error}")
            shutil.rmtree(place / "vault")
            shutil.rmtree(place / "out", ignore_errors=True)
            if done % EVERY == 0:
                print(f"{done} damages, {bad} not made good, {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"{done:,} damages ({len(damages)} single ones, {number} double): {bad} not made good")
    return 1 if bad else 0


def plans(damages: list[Damage], number: int, seed: int) -> Iterator[list[Damage]]:
    """Each damage alone, then random pairs."""
    yield from ([one] for one in damages)
    random = Random(seed)  # noqa: S311
    yield from (random.sample(damages, 2) for _ in range(number))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
