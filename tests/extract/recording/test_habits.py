"""Whole notes in people's habits: which claims they give, at which second of which recording, and who says them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.extract.analysis import analyse
from kg.extract.grammar import nlp
from kg.extract.recording import turns
from kg.extract.time_repair import repair, source_of
from kg.reader.block_kinds import read_passages
from kg.reader.read_note import read_note
from kg.reader.render import passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.analysis import Analysis

CASE = re.compile(r"^## ([^\n]+)\n+````md\n(.*?)\n````\n+((?:- [^\n]*\n)+)", re.MULTILINE | re.DOTALL)
CASES = [found.groups() for found in CASE.finditer((Path(__file__).parent / "habits.md").read_text(encoding="utf-8"))]
OWN_VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"


def analysed(text: str) -> Analysis:
    note = read_note("note.md", f"{text}\n".encode())
    return analyse(note, read_passages(note, passages(note)), nlp.load())


def claims(found: Analysis) -> Iterator[str]:
    readings = repair([found.times])["note.md"]
    for sentence in found.sentences:
        if sentence.claim:
            source = source_of(sentence.stamps, found.times, readings)
            link = "" if source is None or source.url.startswith(OWN_VIDEO) else f" | {source.url}"
            second = sentence.seconds[0] if sentence.seconds else "-"
            yield f"- {second} | {sentence.speaker or '-'} | {sentence.text}{link}"


@pytest.mark.parametrize(("title", "note", "rows"), CASES, ids=[case[0] for case in CASES])
def test_a_note_gives_its_claims_at_their_seconds_by_their_speakers(title: str, note: str, rows: str) -> None:
    assert (list(claims(analysed(note))) or ["- none"]) == rows.splitlines(), title


def test_there_are_as_many_cases_as_titles() -> None:
    text = (Path(__file__).parent / "habits.md").read_text(encoding="utf-8")
    assert len(CASES) == len(re.findall(r"^````md$", text, re.MULTILINE)) > 60


@pytest.mark.parametrize(
    ("text", "place", "confidence"),
    [
        ("[00:10] It grew.\n\n[00:20] It fell.", "before", 1.0),
        ("It grew [00:10].\n\nIt fell [00:20].", "after", 1.0),
        ("It grew [00:10].\n\nIt fell [00:20].\n\n[00:30] It rose.", "after", 0.67),
        ("No times at all.", "after", 1.0),
    ],
)
def test_the_habit_is_the_one_that_most_lines_follow(text: str, place: str, confidence: float) -> None:
    note = read_note("note.md", text.encode())
    assert turns.find(note, passages(note)).habit == (place, confidence)


OWN = "---\nvideoId: abcdefghijk\n---\n"
BAD = {
    "a time beyond any recording": ("---\nvideoId: abcdefghijk\n---\n[999:59:59] It grew.", 1),
    "broken times": (f"{OWN}[00:99:99] It grew.\n\n[1:2:3:4:5] It fell.\n\n[ab:cd] It rose.", 3),
    "a label of 500 code points": (f"{'Clara ' * 83}: It grew.\n\nClara Novak, {'x' * 500}: It fell.", 1),
    "a label that never ends": (f"{'A' * 100_000}: It grew.", 1),
    "a table without rows": ("| a | b |\n|---|---|\n", 0),
    "a table whose rows are too long": ("| Mill | Tons |\n|---|---|\n| Acme | 5 | 6 | 7 |\n| Borax | 2 |", 2),
    "cues that overlap and run backwards": (
        "WEBVTT\n\n00:00:09.000 --> 00:00:04.000\nIt grew.\n\n00:00:01.000 --> 00:00:20.000\nIt fell.", 2),
    "template code that never ends": ("<% tp.date.now( \n\nIt grew.", 1),
    "a heading of nothing but a time": ("---\nvideoId: abcdefghijk\n---\n## [00:10]\n\n## [00:20]\nIt grew.", 1),
}  # fmt: skip


@pytest.mark.parametrize(("text", "many"), BAD.values(), ids=BAD)
def test_odd_notes_give_what_they_hold(text: str, many: int) -> None:
    assert sum(sentence.claim for sentence in analysed(text).sentences) == many


MANY = {
    "times": OWN + "".join(f"[{n // 60}:{n % 60:02}] x\n\n" for n in range(20_000)),
    "times in one line": OWN + "".join(f"[{n // 60}:{n % 60:02}] x. " for n in range(20_000)),
    "speakers": "".join(f"Speaker {n % 9}: x\n\n" for n in range(20_000)),
    "labels of many names": "".join(f"Clara N{n}: x.\n\n" for n in range(20_000)),
    "rows": "| a | b |\n|---|---|\n" + "| Acme | 5 tons |\n" * 20_000,
    "signatures": "> x\n> — Clara Novak\n\n" * 10_000,
    "quotes without an end": "> x\n>\n" * 10_000 + "> — Clara Novak\n",
}  # fmt: skip


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
@pytest.mark.timeout(60)
def test_a_large_note_takes_no_long_time(text: str) -> None:
    note = read_note("note.md", text.encode())
    shown = read_passages(note, passages(note))
    assert turns.find(note, shown).openings is not None
