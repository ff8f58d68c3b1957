"""Measures what extraction costs beside the bare spaCy pipeline: the same texts, the same pipeline, one process.

    python bench/extraction.py [VAULT] [--rounds N] [--limit N]

Bare is ``nlp.pipe`` over the displayed text of every note's paragraphs, with the same components, as spaCy loads them.
Extraction is everything from the notes' text to claims: the same parse, sentences, names, coreference, numbers and
statements. Rounds alternate, and the best of each counts, so that a busy machine disturbs both alike. The ratio must
stay within 1.35.
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.assembly import local, whole
from kg.extract import nlp
from kg.extract.packing import decode as unpack
from kg.extract.pipeline import Context, extract
from kg.reader.note import read_note
from kg.reader.render import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language

    from kg.assembly.local import Findings, Task

MODEL = "en_core_web_sm"
BASE = "https://kg.example/"
MOST = 1.35  # times the bare pipeline


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The pipeline as spaCy loads it, without the components that the extraction switches off."""
    import spacy

    return spacy.load(nlp.home(MODEL), exclude=list(nlp.UNUSED))


def bare(texts: Sequence[str]) -> int:
    """Parse texts with the pipeline alone; gives the number of words."""
    return sum(len(doc) for doc in pipeline().pipe(texts))


def extracted(tasks: Sequence[Task]) -> int:
    """Analyse and extract notes, all in this process; gives the number of claims."""
    found = [local.analyse_note(task) for task in tasks]
    notes = [msgspec.msgpack.decode(one.local, type=local.Local) for one in found]
    vault = whole.Vault.of(notes, [task.path for task in tasks], BASE)
    return sum(_claims(vault, note, one) for note, one in zip(notes, found, strict=True))


def _claims(vault: whole.Vault, note: local.Local, found: Findings) -> int:
    task = vault.task(note, BASE)
    return len(extract(unpack(found.analysis), Context(task.view, task.repair, lambda texts: texts)))


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Seconds of processor time that a piece of work takes, and what it gives."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> int:
    """Print both times and their ratio; ends with 1 when the ratio is too high."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("vault", type=Path, nargs="?", default=Path(__file__).resolve().parents[1] / "vault")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--limit", type=int, default=200, metavar="N", help="take the first N notes")
    chosen = options.parse_args()
    paths = sorted(chosen.vault.rglob("*.md"))[: chosen.limit]
    files = [(path.relative_to(chosen.vault).as_posix(), path.read_bytes()) for path in paths]
    tasks = [local.Task(path, data, excluded=False, model=MODEL, conflict_copies=False) for path, data in files]
    texts = [passage.text for path, data in files for passage in passages(read_note(path, data))]
    nlp.load(MODEL)
    bare(texts[:20])
    extracted(tasks[:20])
    pipes, wholes = [], []
    for _ in range(chosen.rounds):
        pipes.append(timed(lambda: bare(texts)))
        wholes.append(timed(lambda: extracted(tasks)))
    (pipe, words), (full, claims) = min(pipes), min(wholes)
    print(f"{len(tasks)} notes, {words:,} words, {claims:,} claims; processor time, best of {chosen.rounds}")
    print(f"bare nlp.pipe  {pipe:7.2f} s  {words / pipe:7,.0f} words/s")
    print(f"extraction     {full:7.2f} s  {words / full:7,.0f} words/s")
    print(f"ratio          {full / pipe:7.2f}    (at most {MOST})")
    return int(full > MOST * pipe)


if __name__ == "__main__":
    sys.exit(main())
