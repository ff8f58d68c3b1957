"""Changes one note of a vault and builds it, in a process of its own as ``kg build`` is; prints seconds as JSON.

    python -m benchmarks.change VAULT KIND NUMBER [OUT]

KIND is ``edited``, ``added``, ``renamed`` or ``deleted``. ``start`` goes from the start of the process until the build
begins: the interpreter, the imports and loading the NLP pipeline, which every process does once. ``graph`` goes from
there until readers find the new graph, and ``outputs`` until all files are written.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psutil

from kg.assembly.assembly_line import build
from kg.config import Config
from kg.extract.grammar import nlp

SENTENCE = "\nMicrosoft signed a contract with CoreWeave worth ${number} million in 2024 [00:01:{second:02}].\n"


def change(vault: Path, kind: str, number: int) -> None:
    """Change the vault; which note is taken follows from the number."""
    notes = sorted(vault.rglob("*.md"))
    note = notes[number * 37 % len(notes)]
    text = note.read_text(encoding="utf-8", errors="surrogateescape")
    more = text + SENTENCE.format(number=number + 100, second=number % 60)
    if kind == "edited":
        note.write_text(more, encoding="utf-8", errors="surrogateescape")
    elif kind == "added":
        note.with_name(f"{note.stem} again {number}.md").write_text(more, encoding="utf-8", errors="surrogateescape")
    elif kind == "renamed":
        note.rename(note.with_name(f"{note.stem} renamed {number}.md"))
    else:
        note.unlink()


def main(vault: Path, kind: str, number: int, out: Path | None) -> None:
    """Change, build, print."""
    config = Config()
    pipeline = nlp.load(config.model)
    list(nlp.parse(pipeline, [("Acme sold 3 anvils.", 0)]))
    change(vault, kind, number)
    started = time.time() - psutil.Process().create_time()
    begin = time.perf_counter()
    done = build(vault, config=config, out=out)
    end = time.perf_counter()
    told = {"start": started, "graph": done.ready, "outputs": end - begin}
    print(json.dumps(told | {"analysed": done.analysed, "written": done.replaced, "removed": done.removed}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]) if sys.argv[4:] else None)
