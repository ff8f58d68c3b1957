"""Five hundred notes give the same bytes whatever the number of processes and the order of their files on disk."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import kg
from kg import assembly
from kg.config import Config

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 500
FIRMS = ("Acme", "Globex", "Initech", "Hooli", "Vehement", "Umbra", "Soylent", "Tyrell", "Wonka", "Stark")
KINDS = ("Corporation", "Labs", "Capital", "Foods")
SAID = (
    "{one} bought {other} for ${number} million in {year} [00:{minute:02}:10].",
    "It expects to sell at least {number} anvils [00:{minute:02}:30].",
    "{other} depends on {one}, says Hank Scorpio [{minute:02}:50:00].",
    "{one} is a bank in Germany [00:{minute:02}:20].",
    "[[{other}]] grew by {number} percent [00:{minute:02}:40].",
)


def note(number: int) -> str:
    """A note of its own for each number."""
    draw = random.Random(number)  # noqa: S311 - reproducible on purpose
    one, other = (f"{firm} {draw.choice(KINDS)}" for firm in draw.sample(FIRMS, 2))
    said = draw.sample(SAID, 2)
    words = {"number": draw.randint(2, 900), "year": draw.randint(1990, 2024), "minute": draw.randint(1, 50)}
    lines = (line.format(one=one, other=other, **words) for line in said)
    return f"---\ntitle: {one} {number}\nvideoId: {number % 90:011}\n---\n" + "\n".join(lines) + "\n"


def built(place: Path, jobs: int, order: list[int]) -> dict[str, bytes]:
    """Write the notes in an order, build them, and give everything that comes out."""
    vault, out = place / "vault", place / "out"
    for number in order:
        file = vault / f"folder {number % 7}/note {number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(note(number), encoding="utf-8")
    result = assembly.build(vault, config=Config(workers=jobs), out=out)
    assert (result.notes, result.replaced) == (COUNT, COUNT)
    with kg.open_graph(vault) as graph:
        graph_ = {"graph": b"".join(graph.export("nq"))}
    return graph_ | {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}


def test_the_same_bytes(tmp_path: Path) -> None:
    order = list(range(COUNT))
    alone = built(tmp_path / "one", 1, order)
    random.Random(5).shuffle(order)  # noqa: S311 - reproducible on purpose
    both = built(tmp_path / "two", 2, order)
    assert {name for name in alone if both.get(name) != alone[name]} == set()
    assert both.keys() == alone.keys()
