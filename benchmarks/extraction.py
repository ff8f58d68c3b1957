"""Measures what extraction costs beside the bare spaCy pipeline: the same texts, the same pipeline, one process.

    python -m benchmarks.extraction [VAULT] [--rounds N] [--limit N]

Bare is ``nlp.pipe`` over the displayed text of every note's paragraphs, with the same components, as spaCy loads them.
Extraction is everything from the notes' text to claims: the same parse, sentences, names, coreference, numbers and
statements. Rounds alternate, so that a busy machine disturbs both alike. The ratio must
stay within 1.35. Without VAULT, notes from all over the corpus beside the project are measured; where that is absent,
the sample vault, whose few short notes cost more a word: there the ratio is told, not judged.
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.corpus import CORPUS, ROOT, unpacked
from benchmarks.tables import Section, Table, printed, spread
from kg.assembly.notes import analyse_note, extract_note, vault_index
from kg.assembly.notes.indexed_facts import IndexedFacts
from kg.assembly.notes.note_surroundings import Vault
from kg.assembly.state.build_state import BuildState, Keys
from kg.assembly.steps.extracting import tasks_of
from kg.config.trust_thresholds import USUAL
from kg.extract.analysis_packing import decode as unpack
from kg.extract.grammar import nlp
from kg.extract.note_draft import ExtractionContext
from kg.extract.pipeline import extract
from kg.reader.read_note import read_note
from kg.reader.render import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.language import Language

    from benchmarks.tables import Figure
    from kg.assembly.notes.analyse_note import AnalysisTask

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


def extracted(tasks: Sequence[AnalysisTask]) -> int:
    """Analyse and extract notes, all in this process; gives the number of claims."""
    with TemporaryDirectory() as folder, BuildState(Path(folder, "state.sqlite")) as state:
        for task in tasks:
            found = analyse_note.analyse_note(task)
            state.remember(found.path, Keys(found.key, "", ""), found.local, found.analysis)
        paths = [task.path for task in tasks]
        vault_index.refresh(state, frozenset(), paths)
        vault = Vault(IndexedFacts(state), paths, BASE, USUAL)
        due = tasks_of(state, vault, vault_index.due(state))
        return sum(_claims(state.analysis(row.number), task) for row, task in due)


def _claims(parsed: bytes, task: extract_note.ExtractionTask) -> int:
    analysis = unpack(parsed)
    return len(extract(analysis, ExtractionContext(task.view, task.repair, lambda texts: texts)))


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Seconds of processor time that a piece of work takes, and what it gives."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def measured(folder: Path, rounds: int = 3, limit: int = 60) -> Section:
    """Both times and their ratio, on notes of a folder, evenly spread."""
    paths = sorted(folder.rglob("*.md"))
    files = [paths[place] for place in spread(limit, len(paths))]
    taken = [(file.relative_to(folder).as_posix(), file.read_bytes()) for file in files]
    tasks = [
        analyse_note.AnalysisTask(path, data, excluded=False, model=MODEL, conflict_copies=False)
        for path, data in taken
    ]
    texts = [passage.text for path, data in taken for passage in passages(read_note(path, data))]
    nlp.load(MODEL)
    bare(texts[:20])
    extracted(tasks[:20])
    pipes, wholes = [], []
    for _ in range(rounds):
        pipes.append(timed(lambda: bare(texts)))
        wholes.append(timed(lambda: extracted(tasks)))
    (pipe, words), (full, claims) = (sorted(each)[len(each) // 2] for each in (pipes, wholes))
    rows: list[list[Figure]] = [
        ["bare nlp.pipe", pipe, words / pipe, None],
        ["extraction", full, words / full, full / pipe],
    ]
    table = Table(
        "Extraction beside the bare pipeline",
        f"{len(tasks)} notes, {words:,} words, {claims:,} claims; processor seconds, medians of {rounds} rounds.",
        ("", "s", "words/s", "times the bare pipeline"),
        rows,
    )
    told = f"{full / pipe:.2f} times its seconds"
    return Section("extraction", "Extraction", [table], [("extraction beside bare spaCy", told)])


def main() -> int:
    """Print both times and their ratio; ends with 1 when the ratio is too high."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("vault", type=Path, nargs="?")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--limit", type=int, default=60, metavar="N", help="take N notes, evenly spread")
    chosen = options.parse_args()
    with TemporaryDirectory() as scratch:
        judged = chosen.vault is not None or CORPUS.is_file()
        folder = chosen.vault or (unpacked(Path(scratch)) if judged else ROOT / "vault")
        found = measured(folder, chosen.rounds, chosen.limit)
    printed(found)
    factor = float(str(found.tables[0].rows[1][3]))
    return 1 if judged and factor > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
