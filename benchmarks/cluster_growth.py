"""Runs the stages of a cluster's build one after another, and tells what each takes as a vault grows.

    python -m benchmarks.cluster_growth [--sizes 300 1000 ...] [--scratch FOLDER]
    python -m benchmarks.cluster_growth --built VAULT [--sizes 300 1000 ...]

Every vault is a part of the corpus, evenly spread. Seconds are of the processor, as a machine's other work does not
change them; bytes are what the stage hands on, pickled; memory is the largest that a process had in the stage. What the
partitions of a stage become is kept in ``--scratch``: a run that was ended goes on there.

With ``--built``, notes that a local build has analysed go through the stages where one process holds what all of them
say: more notes can be measured, as neither analysis nor extraction is waited for.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sqlite3
import tempfile
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from benchmarks.corpus import CORPUS, MISSING, part, unpacked
from benchmarks.tables import Figure, Table
from kg.assembly.notes.analyse_note import Findings
from kg.assembly.state.batches import batches
from kg.config import Config
from kg.flow import stages
from kg.flow.flow_order import FlowOrder
from kg.flow.gathered_notes import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.flow.gathered_notes import GatheredNotes

T = TypeVar("T")

SIZES = (300, 1_000, 6_203)
PART = 100  # notes of a partition
MERGED = 16  # partitions, or groups of them, that are merged by one task
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
# stage -> where it runs
STAGES = {
    "analyse": "each partition",
    "gather": "each partition",
    "merge": "one process",
    "settle": "one process",
    "extract": "each partition",
    "group": "each partition",
    "describe": "each group of names",
    "types": "one process",
}


@dataclass(slots=True)
class Taken:
    """What a stage took.

    Attributes:
        seconds: Of the processor, in all of its tasks.
        bytes: That it hands on, in all.
        largest: Bytes of the largest of what its tasks hand on.
        peak: Bytes of memory that the process had at most.
    """

    seconds: float = 0
    bytes: int = 0
    largest: int = 0
    peak: int = 0


class StageBench:
    """Runs the stages of one vault here; what each task gives is kept in a file."""

    def __init__(self, place: Path) -> None:
        self._place, self._file = place, place / "stages.json"
        known = json.loads(self._file.read_text()) if self._file.exists() else {}
        self.taken = {name: Taken(**each) for name, each in known.items()}

    def run(self, order: FlowOrder) -> None:
        """Run all of them."""
        numbers = range(len(order.parts))
        for number in numbers:
            self._do("analyse", number, partial(stages.analyse_part, order, order.parts[number]))
        for number in numbers:
            self._do("gather", number, partial(self._gathered, order, number))
        self._do("merge", 0, lambda: merged(self._kept("gather", number) for number in numbers))
        self._do("settle", 0, lambda: stages.settle(order, self._kept("merge", 0)))
        settled = self._kept("settle", 0)
        for number in numbers:
            self._do("extract", number, partial(self._extracted, order, settled, number))
        groups = stages.groups_of(len(numbers))
        for number in numbers:
            self._do("group", number, partial(self._grouped, groups, number))
        for group in range(groups):
            said = [self._kept("group", number)[group] for number in numbers]
            self._do("describe", group, partial(stages.describe_group, order, said))
        self._do("types", 0, lambda: stages.merged_types(self._kept("describe", group) for group in range(groups)))

    def _gathered(self, order: FlowOrder, number: int) -> GatheredNotes:
        return stages.gather_part(order, self._kept("analyse", number))

    def _grouped(self, groups: int, number: int) -> object:
        return stages.group_part(self._kept("extract", number), groups)

    def _extracted(self, order: FlowOrder, settled: stages.Settled, number: int) -> stages.ExtractedPart:
        return stages.extract_part(order, settled, self._kept("analyse", number))

    def _do(self, stage: str, number: int, work: Callable[[], Any]) -> None:
        """Do a task and measure it, unless it was done before."""
        kept = self._place / f"{stage}-{number}.pickle"
        if kept.exists():
            return
        RESET.write_text("5")  # Linux then forgets the largest memory so far
        begin = time.process_time()
        result = work()
        seconds = time.process_time() - begin
        data = pickle.dumps(result)
        taken = self.taken.setdefault(stage, Taken())
        taken.seconds += seconds
        taken.bytes += len(data)
        taken.largest = max(taken.largest, len(data))
        taken.peak = max(taken.peak, peak())
        kept.write_bytes(data)
        self._file.write_text(json.dumps({name: asdict(each) for name, each in self.taken.items()}, indent=1))

    def _kept(self, stage: str, number: int) -> Any:
        return pickle.loads((self._place / f"{stage}-{number}.pickle").read_bytes())  # noqa: S301 - our own file


def peak() -> int:
    """The largest memory that this process has had since ``RESET``, in bytes."""
    (line,) = [line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


def measured(size: int, scratch: Path) -> dict[str, Taken]:
    """What the stages of a vault of so many notes take."""
    place = scratch / f"cluster of {size}"
    vault = place / "vault"
    if not vault.is_dir():
        part(unpacked(scratch), size, vault)
    (place / "out").mkdir(exist_ok=True)
    bench = StageBench(place)
    bench.run(FlowOrder.of(vault, place / "out", Config()))
    return bench.taken


def table(found: dict[int, dict[str, Taken]]) -> Table:
    """A row for each stage: seconds and bytes at each size, memory at the largest."""
    sizes = sorted(found)
    rows: list[list[Figure]] = []
    for stage, where in STAGES.items():
        each = [found[size][stage] for size in sizes]
        seconds, handed = [one.seconds for one in each], [one.bytes / 1e6 for one in each]
        rows.append([stage, where, *seconds, *handed, each[-1].peak / 1e6])
    heads = [f"{kind} at {size:,}" for kind in ("s", "MB") for size in sizes]
    return Table("Stages", "", ("stage", "runs in", *heads, "memory, MB"), rows)


def decided(built: Path, sizes: Sequence[int]) -> Table:
    """What deciding for the vault as a whole takes, for ever more of the notes that a local build has analysed."""
    order = FlowOrder.of(built, built, Config())
    with sqlite3.connect(f"{(built / '.kg' / 'state.sqlite').as_uri()}?mode=ro", uri=True) as state:
        paths = [path for (path,) in state.execute("SELECT path FROM note JOIN found ON note = id ORDER BY path")]
        random.Random(1).shuffle(paths)  # noqa: S311 - the same notes each time
        rows = [decided_row(order, state, paths[:size]) for size in sizes if size <= len(paths)]
    columns = ("notes", "gather, s", "merge, s", "settle, s", "load, s", "gathered, MB", "settled, MB", "spellings")
    return Table("Decisions", "", columns, rows)


def decided_row(order: FlowOrder, state: sqlite3.Connection, paths: Sequence[str]) -> list[Figure]:
    """The figures for these notes; ``load`` is what each worker spends on taking the decisions in."""
    query = "SELECT path, key, local, analysis FROM note JOIN found ON note = id WHERE path = ?"
    parts = [
        stages.AnalysedPart(
            tuple(Findings(*state.execute(query, (path,)).fetchone()) for path in paths[at : at + PART]), (), (), ""
        )
        for at in range(0, len(paths), PART)
    ]
    gather, said = timed(lambda: [stages.gather_part(order, each) for each in parts])
    merge, whole = timed(lambda: merged_by_levels(said))
    settle, settled = timed(lambda: stages.settle(order, whole))
    data = pickle.dumps(settled)
    load, _ = timed(lambda: pickle.loads(data))  # noqa: S301 - our own
    return [
        len(paths), gather, merge, settle, load, len(pickle.dumps(whole)) / 1e6, len(data) / 1e6, len(whole.spellings)
    ]  # fmt: skip


def merged_by_levels(said: Sequence[GatheredNotes]) -> GatheredNotes:
    """What partitions say together, merged as an engine does it."""
    while len(said) > 1:
        said = [merged(some) for some in batches(said, MERGED)]
    return said[0]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """The processor's seconds of some work, and what it gives."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    asked.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "kg-growth")
    asked.add_argument("--built", type=Path, help="a vault that kg build has built here, or is building")
    args = asked.parse_args()
    if args.built is not None:
        print(*decided(args.built.resolve(), args.sizes).lines(), sep="\n")
        raise SystemExit
    if not CORPUS.exists():
        raise SystemExit(MISSING)
    print(*table({size: measured(size, args.scratch) for size in args.sizes}).lines(), sep="\n")
