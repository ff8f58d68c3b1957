"""How many times of a note reach a claim, over notes in every habit that people write them in.

    python -m benchmarks.stamps [--notes N]
    python -m benchmarks.stamps FOLDER [--sample N]

The notes are made from templates, seeded, with sentences of their own; each template is a habit seen in public vaults.
With a folder, the times of its notes are counted instead.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from kg.extract.analysis import analyse
from kg.extract.grammar import nlp
from kg.reader.block_kinds import read_passages
from kg.reader.read_note import read_note
from kg.reader.render import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SEED = 17
ENOUGH = 0.95  # of the times must reach a claim
NOTES = 220
SUBJECTS = ("The mill", "Lima", "The old bank", "Clara Novak", "Borax Steel", "The valley", "Peter Lund", "The choir")
PREDICATES = (
    "sold {n} ships in 20{y}", "employs {n} people", "lost {n} million euros", "opened {n} schools",
    "grew by {n} percent", "holds {n} tons of wheat", "moved to Porto in 19{y}", "built {n} bridges",
)  # fmt: skip
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
SPEAKERS = ("Clara Novak", "Peter Lund")


class Writer:
    """Writes sentences and times that go on."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.second = random.randrange(5, 60)

    def said(self) -> str:
        """A sentence."""
        choice = self.random.choice
        number, year = self.random.randrange(2, 90), self.random.randrange(10, 25)
        return f"{choice(SUBJECTS)} {choice(PREDICATES).format(n=number, y=year)}."

    def time(self) -> str:
        """The next time, as a clock."""
        self.second += self.random.randrange(7, 200)
        hours, minutes, seconds = self.second // 3600, self.second // 60 % 60, self.second % 60
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"

    def link(self) -> str:
        """The next time, as a link."""
        shown = self.time()
        return f"[{shown}]({VIDEO}&t={self.second}s)"


def _snip(w: Writer) -> str:
    name = "".join(w.random.choice("abcdefgh") for _ in range(6))
    head = f"### [Part](https://share.snipd.com/snip/{name})\n🎧 {w.time()} - {w.time()} (2min)"
    return f"{head}\n\n- {w.said()}\n- {w.said()}"


def _speech(w: Writer, form: str) -> str:
    return form.format(name=w.random.choice(SPEAKERS), time=w.time(), text=f"{w.said()} {w.said()}")


# habit -> a line in it, what parts such lines, and what stands before the first
HABITS: dict[str, tuple[Callable[[Writer], str], str, str]] = {
    "after each sentence": (lambda w: f"{w.said()[:-1]} [{w.time()}]. {w.said()[:-1]} [{w.time()}].", "\n\n", ""),
    "after each item": (lambda w: f"- {w.said()[:-1]} [{w.time()}]", "\n", ""),
    "at the head of paragraphs": (lambda w: f"[{w.time()}] {w.said()} {w.said()}", "\n\n", ""),
    "at the head of items": (lambda w: f"- {w.time()} {w.said()}\n  - {w.said()}", "\n", ""),
    "linked, at the head of items": (lambda w: f"- {w.link()} {w.said()}", "\n", ""),
    "alone over a paragraph": (lambda w: f"{w.link()}\n{w.said()} {w.said()}", "\n\n", ""),
    "alone between paragraphs": (lambda w: f"[{w.time()}]\n\n{w.said()}\n\n{w.said()}", "\n\n", ""),
    "in headings": (lambda w: f"## [{w.time()}] Part\n{w.said()}\n\n{w.said()}", "\n\n", ""),
    "linked in headings": (lambda w: f"### {w.link()} - Part\n- {w.said()}\n- {w.said()}", "\n\n", ""),
    "a table": (lambda w: f"| {w.time()} | {w.said()} |", "\n", "| Time | Text |\n| --- | --- |\n"),
    "fences": (lambda w: f"```timestamp\n{w.time()}\n```\n{w.said()} {w.said()}", "\n\n", ""),
    "clips": (_snip, "\n\n", ""),
    "bold names and times": (lambda w: _speech(w, "**{name}** {time}: {text}"), "\n\n", ""),
    "names and times over speech": (lambda w: _speech(w, "{name}  {time}\n{text}"), "\n\n", ""),
    "names with credentials": (lambda w: _speech(w, "**{name}, PhD; Ohio [{time}]** \n{text}"), "\n\n", ""),
    "times before names": (lambda w: _speech(w, "[{time}] {name}: {text}"), "\n\n", ""),
    "subtitles": (lambda w: _speech(w, "00:{time}.000 --> 00:59:59.000\n<v {name}>{text}"), "\n\n", "WEBVTT\n\n"),
    "callouts": (lambda w: f"> [!info] Part [{w.time()}]\n> {w.said()} {w.said()}", "\n\n", ""),
    "quotes": (lambda w: f"> [{w.time()}] {w.said()} {w.said()}", "\n\n", ""),
    "ranges": (lambda w: f"[{w.time()} - {w.time()}] {w.said()} {w.said()}", "\n\n", ""),
    "files of the vault": (lambda w: f"[[talk.mp4#t={w.second}]] {w.said()}", "\n\n", "![[talk.mp4]]\n\n"),
    "a player's links": (
        lambda w: f"[{w.time()}](obsidian://podnotes?url=https%3A%2F%2Fa.fm&time={w.second}.5) {w.said()}", "\n\n", ""),
}  # fmt: skip
WITHOUT_VIDEO = {"files of the vault", "a player's links", "clips"}


def notes(many: int, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Yield so many notes, each with the habit that it is written in."""
    random = Random(seed)  # noqa: S311  # not for secrets
    habits = list(HABITS)
    for number in range(many):
        habit = habits[number % len(habits)]
        own = "" if habit in WITHOUT_VIDEO else f"---\nurl: {VIDEO}\n---\n"
        (line, gap, first), writer = HABITS[habit], Writer(random)
        yield habit, own + first + gap.join(line(writer) for _ in range(random.randrange(3, 7))) + "\n"


def reach(text: str, path: str = "note.md") -> tuple[int, int]:
    """How many times of a note reach a claim, and how many it has."""
    note = read_note(path, text.encode())
    found = analyse(note, read_passages(note, passages(note)), nlp.load())
    reached = {stamp for sentence in found.sentences if sentence.claim for stamp in sentence.stamps}
    return len(reached), len(note.timestamps)


def shares(found: Sequence[tuple[str, str]]) -> dict[str, float]:
    """The share of times that reach a claim, by habit."""
    counts: dict[str, tuple[int, int]] = {}
    for habit, text in found:
        reached, all_ = reach(text)
        before = counts.get(habit, (0, 0))
        counts[habit] = before[0] + reached, before[1] + all_
    return {habit: reached / all_ if all_ else 0.0 for habit, (reached, all_) in counts.items()}


def of_folder(folder: Path, sample: int) -> tuple[int, int, int]:
    """How many times of so many notes of a folder, evenly spread, reach a claim; how many they are; how many notes."""
    files = sorted(folder.rglob("*.md"))
    some = files[:: max(len(files) // sample, 1)][:sample]
    found = [reach(file.read_text(encoding="utf-8", errors="replace"), file.name) for file in some]
    return sum(reached for reached, _ in found), sum(times for _, times in found), len(some)


def main() -> None:
    """Print the share of each habit, and of all; or that of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of notes; made notes without it")
    parser.add_argument("--notes", type=int, default=NOTES, help="how many notes to make")
    parser.add_argument("--sample", type=int, default=300, help="how many notes of the folder to read")
    asked = parser.parse_args()
    if asked.folder is not None:
        reached, times, many = of_folder(asked.folder, asked.sample)
        print(f"{reached / max(times, 1):7.1%}  {reached} of {times} times in {many} notes")
        return
    made = list(notes(asked.notes))
    for habit, share in shares(made).items():
        print(f"{share:7.1%}  {habit}")
    reached, all_ = (sum(column) for column in zip(*(reach(text) for _, text in made), strict=True))
    print(f"{reached / all_:7.1%}  all: {reached} of {all_} times in {len(made)} notes; at least {ENOUGH:.0%}")


if __name__ == "__main__":
    main()
