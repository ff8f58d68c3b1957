"""A vault with everything that a flow must get right, what a local build makes of it, and what a flow left."""

from __future__ import annotations

import shutil
from gzip import decompress
from typing import TYPE_CHECKING, NamedTuple

import kg
from kg import assembly
from kg.config import Config
from kg.config.value_limits import CLAIMS
from tests.assembly.pages import page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.model import Problem

SETTINGS = Config(workers=1, transcripts=CLAIMS)
SHIPS = """[Ship]
label = "ship"
plural = "ships"
class = "https://harbour.example/ns#Ship"
light = "#114477"
dark = "#88bbee"
names = ["Halcyon"]
"""
PAGES = {
    "Knowledge/Colossus.md": page("Colossus", type_="Thing", aliases=[], was=("Product", [])),
    "Knowledge/CoreWeave.md": page(
        "CoreWeave", type_="Organization", aliases=["the GPU landlord"], was=("Organization", [])
    ),
    "Knowledge/xAI.md": page("xAI", type_="Organization", aliases=[], was=("Organization", []), more=["ignore: true"]),
    "Knowledge/Azure.md": page("Azure", aliases=[], was=("Product", []), more=['merge_into: "[[Nowhere]]"']),
}
HEARD = (
    "good evening and thank you for having me in this old barn",
    "my grandfather built the mill where two small rivers meet",
    "we grind wheat and rye for nine villages around here",
    "in spring the storks come back to the chimney of the mill",
    "people ask me whether a mill can still feed a family",
    "last winter a fire destroyed the roof and sixty sacks of rye",
    "the insurance paid for new beams and for half of the machines",
    "next year we would like to bake our own bread on Saturdays",
    "please try the biscuits and come to see the wheel turn",
)
NOTES = {
    "Metrics.md": "# Metrics\nThe company tracks annual recurring revenue (ARR) every month.\n",
    "Zones.md": "# Growth\nARR grew by 20% in 2023. It pays for growth.\n",
    "Mill.md": "---\nurl: https://www.youtube.com/watch?v=millmillmil\ntranscript: '[[first day.vtt]]'\n---\n"
    "A fire in the last winter destroyed the roof and sixty sacks of rye. [01:02:30]\n\n"
    "The mill grinds wheat and rye for nine villages. [00:02:10]\n",
    "Talks/first day.vtt": "WEBVTT\n\n"
    + "".join(f"00:{at:02}:00.000 --> 00:{at:02}:59.000\n{words}\n\n" for at, words in enumerate(HEARD)),
    "Ships.md": "---\nurl: https://www.youtube.com/watch?v=abcdefghijk\nhost: Jane Roe\nguest: Bob Kay\n---\n"
    "The Halcyon carried 40 anvils to Hamburg in 2023. [00:01:04]\n",
    "Ships.vtt": "WEBVTT\n\n00:00:58.000 --> 00:01:03.000\n<v Jane>So what did the Halcyon cost you?\n\n"
    "00:01:03.000 --> 00:01:09.000\n<v Bob>It cost Delta Foods five million dollars. I sold\n\n"
    "00:01:09.000 --> 00:01:14.000\n<v Bob>my own shares to Acme Corp in 2021.\n",
    "Empty.md": "",
    "Broken.md": "---\ntitle: [\n---\nCoreWeave rents out 250,000 GPUs. The GPU landlord owes $8 billion.\n",
}


class Built(NamedTuple):
    """What a build gives: its N-Quads, sorted, its claims as JSON lines, and the problems of the notes."""

    quads: list[bytes]
    claims: bytes
    problems: tuple[Problem, ...]


def corrected_vault(sample: Path, folder: Path) -> Path:
    """The sample vault with words of its own, pages that correct, and notes that are wrong."""
    shutil.copytree(sample, folder, ignore=shutil.ignore_patterns(".kg"))
    for name, text in {**PAGES, **NOTES, ".kg/types.toml": SHIPS}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def locally(vault: Path, settings: Config = SETTINGS) -> Built:
    """What a local build makes of a vault."""
    result = assembly.build(vault, config=settings)
    with kg.open_graph(vault) as graph:
        nquads, claims = (b"".join(graph.export(form)) for form in ("nq", "jsonl"))
    return Built(sorted(nquads.splitlines(keepends=True)), claims, result.problems)


def written(out: Path, problems: Sequence[Problem]) -> Built:
    """What a flow left in a folder."""
    quads = (decompress(file.read_bytes()).splitlines(keepends=True) for file in out.glob("*.nq.gz"))
    claims = (decompress(file.read_bytes()) for file in sorted(out.glob("claims-*.jsonl.gz")))
    return Built(sorted(line for lines in quads for line in lines), b"".join(claims), tuple(problems))
