"""Measures how fast notes are read: ours on one core and on two, beside obsidiantools and kglite, in one run.

    python -m benchmarks.reader [FOLDER] [--sample N] [--repeat N] [--without NAME]…

Every reader starts from the folder on disk, in a process of its own, imports not counted. Ours yields the full
structure (properties, blocks, headings, callouts, links, tags, fields, timestamps, problems, all with offsets);
with two processes each sends its notes back as MessagePack, without their text. MB are 10^6 bytes of the notes' files.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import CORPUS, ROOT, part, unpacked
from benchmarks.tables import Section, Table, median, megabytes, printed, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.tables import Figure
    from kg.model import Note

BATCH = 256  # notes per task of a worker process


def read_one(root: Path, path: str) -> Note:
    """One note of the vault, from disk."""
    from kg.model import Problem
    from kg.reader import read_note, vault_folder

    data = vault_folder.read_bytes(root, path)
    return read_note.read_note(path, b"" if isinstance(data, Problem) else data)


def encoded(root: Path, paths: Sequence[str]) -> bytes:
    """Notes as a worker process sends them back: everything but the text, which is the file's."""
    import msgspec

    from kg.reader.gc_pause import seldom_collected

    encoder = msgspec.msgpack.Encoder()
    with seldom_collected():
        return b"".join(encoder.encode(replace(read_one(root, path), text="")) for path in paths)


def ours(root: Path) -> int:
    """Our reader in this process."""
    from kg.reader import vault_folder
    from kg.reader.gc_pause import seldom_collected

    with seldom_collected():
        return sum(1 for path in vault_folder.scan(root).notes if read_one(root, path).sha256)


def ours_twice(root: Path) -> int:
    """Our reader in two processes; their start is counted."""
    from kg.reader import vault_folder

    notes = vault_folder.scan(root).notes
    batches = [notes[at : at + BATCH] for at in range(0, len(notes), BATCH)]
    with ProcessPoolExecutor(2) as pool:
        return len(notes) if all(pool.map(partial(encoded, root), batches)) else 0


def obsidiantools(root: Path) -> int:
    """obsidiantools: ``connect`` for the links, ``gather`` for the texts."""
    from obsidiantools.api import Vault

    return len(Vault(root).connect().gather().md_file_index)


def kglite(root: Path) -> int:
    """kglite, written in Rust: notes, links and tags as a graph, on all cores that it takes."""
    from kglite import okf

    okf.build(str(root), dialect="obsidian", require_frontmatter=False)
    return sum(1 for _ in root.rglob("*.md"))


READERS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "ours": ("claimgraph, 1 process", ours),
    "ours-2": ("claimgraph, 2 processes", ours_twice),
    "kglite": ("kglite okf.build", kglite),
    "obsidiantools": ("obsidiantools connect + gather", obsidiantools),
}


# what each reader would import while it reads; processes that start later have it, too
OURS = ("kg.reader.read_note", "kg.reader.vault_folder", "kg.reader.yamltree", "msgspec")
IMPORTED = {"ours": OURS, "ours-2": OURS, "kglite": ("kglite",), "obsidiantools": ("obsidiantools.api",)}


def measure(name: str, root: Path, repeat: int) -> float:
    """Seconds that a reader takes, the median of ``repeat``; what it prints goes nowhere."""
    for module in IMPORTED[name]:
        import_module(module)
    return median(repeat, lambda: READERS[name][1](root))


def apart(name: str, root: Path, repeat: int) -> float:
    """``measure`` in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.reader", str(root), "--only", name, "--repeat", str(repeat)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return float(json.loads(done.stdout.splitlines()[-1]))


def measured(root: Path, names: Sequence[str] = tuple(READERS), repeat: int = 3) -> Section:
    """A row for each reader; obsidiantools runs once."""
    files = sorted(root.rglob("*.md"))
    size = megabytes(sum(file.stat().st_size for file in files))
    taken = {name: apart(name, root, 1 if name == "obsidiantools" else repeat) for name in names}
    rows: list[list[Figure]] = []
    for name, each in taken.items():
        own = taken.get("ours-2" if name == "kglite" else "ours", each)
        told = None if name.startswith("ours") else ratio(each, own)
        rows.append([READERS[name][0], each, size / each, len(files) / each, told])
    note = f"{len(files):,} notes, {size:.1f} MB; medians of {repeat}, each reader in a process of its own."
    others = [row for row in rows if not str(row[0]).startswith("claimgraph")]
    headline = [(f"reading beside {row[0]}", str(row[-1])) for row in others]
    columns = ("reader", "s", "MB/s", "notes/s", "claimgraph is")
    return Section("reader", "Reading notes", [Table("Reading the corpus", note, columns, rows)], headline)


def main() -> int:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", type=Path, help="a folder of notes; the corpus without it")
    parser.add_argument("--sample", type=int, default=0, help="read only N notes, evenly spread")
    parser.add_argument("--repeat", type=int, default=3, help="median of N runs (obsidiantools runs once)")
    parser.add_argument("--without", action="append", default=[], choices=list(READERS), help="leave a reader out")
    parser.add_argument("--only", choices=list(READERS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        print(json.dumps(measure(asked.only, asked.source, asked.repeat)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        root = asked.source or (unpacked(Path(scratch)) if CORPUS.is_file() else ROOT / "vault")
        root = part(root, asked.sample, Path(scratch, "sample")) if asked.sample else root
        printed(measured(root, [name for name in READERS if name not in asked.without], asked.repeat))
    return 0


if __name__ == "__main__":
    sys.exit(main())
