"""How often the verdicts of ``kg conflicts`` are those of a person who read both sentences and their notes.

    python benchmarks/judged_disputes.py CORPUS

CORPUS holds a folder of notes for each channel. ``benchmarks/data/judged_disputes.tsv`` has one judged pair a line: the
half of channels that it is of (rules are mended by one, and judged by the other), the channel, entity and property, the
two claims as NOTE#KEY, the verdict of the person and its reason. The notes of the pairs are built, channel by channel;
a pair that is not shown any more counts as "not comparable".
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import kg
from kg import assembly
from kg.config import Config
from kg.views.compare.verdicts import NOT_COMPARABLE, VERDICTS

DATA = Path(__file__).parent / "data" / "judged_disputes.tsv"
COLUMNS = ("half", "channel", "entity", "property", "first", "second", "verdict", "reason")
HALVES = ("mending", "judging")


class JudgedPair(NamedTuple):
    """A pair of claims with a person's verdict, as a line of the data has it."""

    half: str
    channel: str
    entity: str
    property: str
    first: str
    second: str
    verdict: str
    reason: str


def judged_pairs() -> list[JudgedPair]:
    """All pairs of the data, in its order.

    Raises:
        ValueError: A line has other columns, or a verdict that there is not.
    """
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if not row[0].startswith("#")]
    found = [JudgedPair(*row) for row in rows if len(row) == len(COLUMNS)]
    if len(found) < len(rows) or any(each.verdict not in VERDICTS or each.half not in HALVES for each in found):
        raise ValueError(f"{DATA.name} has a line with other columns or values than {COLUMNS}")
    return found


def verdicts_of(corpus: Path, pairs: list[JudgedPair]) -> dict[tuple[str, frozenset[str], str], str]:
    """The verdicts of kg on the claims of one channel's pairs, by channel, claims and property."""
    channel = pairs[0].channel
    notes = sorted({end.rpartition("#")[0] for each in pairs for end in (each.first, each.second)})
    found: dict[tuple[str, frozenset[str], str], str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for note in notes:
            target = Path(folder) / note
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(corpus / channel / note, target)
        assembly.build(Path(folder), config=Config(workers=1))
        with kg.open_graph(folder) as graph:
            for row in graph.conflicts():
                ends = (f"{value.claim.note}#{value.claim.id.rpartition('#')[2]}" for value in (row.first, row.second))
                key = channel, frozenset(ends), row.property
                found[key] = min(found.get(key, NOT_COMPARABLE), row.verdict, key=VERDICTS.index)
    return found


def main() -> None:
    """Print precision by verdict for each half, and by channel."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    corpus = options.parse_args().corpus
    by_channel: dict[str, list[JudgedPair]] = {}
    for pair in judged_pairs():
        by_channel.setdefault(pair.channel, []).append(pair)
    said, right = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for pairs in by_channel.values():
        found = verdicts_of(corpus, pairs)
        for pair in pairs:
            told = found.get((pair.channel, frozenset({pair.first, pair.second}), pair.property), NOT_COMPARABLE)
            for key in ((pair.half, told), (pair.channel, "all")):
                said[key] += 1
                right[key] += told == pair.verdict
    for half, verdict in sorted(said):
        key = half, verdict
        sys.stdout.write(f"{half:20} {verdict:16} {right[key]:4} of {said[key]:4} right\n")


if __name__ == "__main__":
    main()
