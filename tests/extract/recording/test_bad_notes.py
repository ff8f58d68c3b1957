"""Odd and huge notes: a finding for what is wrong, nothing lost, and twice the note takes about twice the time."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest

from kg.assembly.steps.build_result import Silent
from kg.cli.commands.doctor import examined
from kg.cli.unread_blocks import UnreadBlocks
from kg.config import Config
from kg.extract.recording import turns
from kg.extract.recording.note_media import note_media, places
from kg.extract.sentences.sentences import cut
from kg.extract.sentences.table_claims import worded
from kg.extract.time_repair import note_times, repair
from kg.reader.block_kinds import read_passages
from kg.reader.read_note import read_note
from kg.reader.render import passages
from kg.views.page.vault_findings import of_problems

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.model import Note, Sentence

OWN = "---\nvideoId: abcdefghijk\n---\n"
GROWTH = 2.6  # times as long, at most, for twice the note; the rest is noise of a busy machine
TRIES = 4


def made(text: str) -> tuple[Note, list[Sentence]]:
    """All that a note is read for, but for the parse."""
    note = read_note("note.md", text.encode())
    shown = worded(note, read_passages(note, passages(note)))
    found = cut(note, shown, turns.find(note, shown))
    medium = note_media(note)
    repair([note_times(note, medium, places(note, medium))])
    return note, found


def clock(second: int) -> str:
    return f"{second // 3600}:{second // 60 % 60:02}:{second % 60:02}"


HUGE: dict[str, tuple[Callable[[int], str], int, int]] = {  # a note of so many parts; sentences and times in each part
    "times after sentences": (lambda n: f"The mill sold {n} ships [{clock(n)}].\n\n", 1, 1),
    "times at the heads of lines": (lambda n: f"[{clock(n)}] The mill sold {n} ships.\n\n", 1, 1),
    "times in one paragraph": (lambda n: f"The mill sold {n} ships [{clock(n)}]. ", 1, 1),
    "cues": (lambda n: f"{clock(n)}.000 --> {clock(n + 5)}.000\nThe mill sold {n} ships.\n\n", 1, 1),
    "labels of 500 code points": (lambda n: f"{'Clara ' * 83}{n}: It sold {n} ships.\n\n", 1, 0),
    "fences": (lambda n: f"```timestamp\n{clock(n)}\n```\nThe mill sold {n} ships.\n\n", 1, 1),
    "broken places in links": (lambda n: f"It sold [x](https://youtu.be/abcdefghijk?t={n}h{n}x) ships.\n\n", 1, 0),
    "passages in two languages": (lambda n: f"It sold {n} ships.\n\nNadie sabía qué hacer con {n} barcos.\n\n", 2, 0),
}  # fmt: skip


def note_of(kind: str, many: int) -> str:
    return OWN + "".join(HUGE[kind][0](number) for number in range(many))


@pytest.mark.parametrize("kind", HUGE)
@pytest.mark.timeout(300)
def test_twice_the_note_takes_about_twice_the_time(kind: str) -> None:
    many = 600
    made(note_of(kind, many))  # whatever is loaded once
    ratios = []
    for _ in range(TRIES):
        times = []
        for size in (many, 2 * many):
            start = process_time()
            made(note_of(kind, size))
            times.append(process_time() - start)
        ratios.append(times[1] / times[0])
        if ratios[-1] <= GROWTH:
            return
    pytest.fail(f"each doubling took {', '.join(f'{ratio:.1f}' for ratio in ratios)} times as long")


# how a line begins that looks like one of a tool's, and what it goes on with
LINES = [
    ("highlight ", "page 1,,,"), ("highlight ", "-"), ("highlight", " page 1"), ("Yellow highlight ", "loc 1-"),
    ("2024 10:00 ", "a"), ("2024 10:00 ", "1"), ("2024 10:00 ", "1 "), ("2024 10:00 ", "-1"), ("2024 10:00", "am"),
    ("2024 ", "10:00"), ("`button-a`", "`button-a`"), ("`", "`"), ("Transcribed by ", "a.ai."), ("Color: ", "1,"),
    ("(Location ", "1,"), ("- ", "San Rafael, "), ("Note: ", "note: "), ("🎙️ ", "Episode notes "),
]  # fmt: skip


@pytest.mark.timeout(20)
@pytest.mark.parametrize(("head", "piece"), LINES)
def test_a_hostile_line_takes_linear_time(head: str, piece: str) -> None:
    line = head + piece * 20_000 + "!x"
    note, _ = made(f"[View Highlight](https://read.readwise.io/read/01abc)\n\n{line}\n\n> It sold 5 ships.\n{line}\n")
    assert note.problems == ()


@pytest.mark.parametrize("kind", HUGE)
def test_nothing_of_a_huge_note_is_lost(kind: str) -> None:
    many = 1_000
    note, found = made(note_of(kind, many))
    _, sentences, times = HUGE[kind]
    assert len(note.timestamps) == times * many
    assert len(found) == sentences * many
    assert sum(bool(sentence.stamps) for sentence in found) == times * many


@pytest.mark.timeout(300)
def test_a_table_of_50_000_rows_gives_a_sentence_for_each() -> None:
    _, found = made("| Mill | Tons |\n|---|---|\n" + "".join(f"| Mill {n} | {n} tons |\n" for n in range(50_000)))
    assert len(found) == 50_000
    assert found[-1].text == "Mill 49999's tons is 49999 tons."


@pytest.mark.timeout(300)
def test_100_000_times_in_one_note_are_all_kept_at_their_sentences() -> None:
    note, found = made(note_of("times after sentences", 100_000))
    assert len(note.timestamps) == len(found) == 100_000
    assert found[-1].seconds == (99_999,)


BROKEN = [
    "?t=", "?t=abc", "?t=-5", "?t=1e9", "?t=99999999999999999999", "?t=1h2x", "&t=%00", "#t=", "#t=,", "#t=5,2",
    "#t=x,y", "?t=1:2:3:4", "?t=1.2.3", "?start=NaN", "?t=٣", "?t=12&t=13", "#t=npt:", "?time_continue=",
]  # fmt: skip
HOSTS = [
    "https://youtu.be/abcdefghijk{}", "https://vimeo.com/123456789{}", "https://www.twitch.tv/videos/123{}",
    "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk{}", "https://a.fm/talk.mp3{}", "talk.mp4{}",
    "https://soundcloud.com/a/b{}", "obsidian://podnotes?url=https%3A%2F%2Fa.fm{}", "https://overcast.fm/+abc{}",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("place", BROKEN)
def test_a_link_with_a_broken_time_loses_no_sentence(host: str, place: str) -> None:
    address = host.format(place)
    note, found = made(
        f"The mill sold 5 ships [0:12]({address}).\n\nIt lost [3]({address}) songs.\n\n[[{address}]] It grew."
    )
    assert [sentence.text[:8] for sentence in found[:2]] == ["The mill", "It lost "]
    assert any("It grew" in sentence.text for sentence in found)
    assert all(stamp.start is None or stamp.start >= 0 for stamp in note.timestamps)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[00:99:99] It grew.", "timestamp-invalid"),
        ("[[talk.mp4#t=x]] It grew [1:75:00].", "timestamp-invalid"),
        ("[[00:01:02]] It grew.", "timestamp-as-link"),
    ],
)
def test_a_time_that_cannot_be_read_is_a_finding(text: str, code: str) -> None:
    note = read_note("note.md", f"{OWN}{text}".encode())
    assert code in {finding.code for finding in of_problems(note.problems, note.text)}
    assert list(UnreadBlocks().of(note)) == []


def test_a_time_far_beyond_the_others_of_its_recording_is_repaired_or_left_but_never_lost() -> None:
    notes = [
        read_note(f"{name}.md", f"{OWN}It grew [00:10:07]. It fell [00:20:10]. It rose [{last}].".encode())
        for name, last in (
            ("a", "00:40:10"),
            ("b", "00:41:20"),
            ("c", "00:42:30"),
            ("d", "40:10:00"),
            ("e", "99:01:13"),
        )
    ]
    found = repair([note_times(note, note_media(note)) for note in notes])
    assert found["d.md"].seconds == (607, 1210, 2410)
    assert "other notes" in found["d.md"].reason
    assert found["e.md"].seconds == (607, 1210, 356_473)


def test_a_time_far_beyond_its_recording_is_a_finding(tmp_path: Path) -> None:
    for name, last in (("a", "00:40:10"), ("b", "00:41:20"), ("c", "00:42:30"), ("e", "03:11:13")):
        text = f"{OWN}It grew [00:10:07]. It fell [00:20:10].\n\nIt rose [{last}]."
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    found = [each for each in examined(tmp_path, Silent(), Config()) if each.code == "time-beyond"]
    assert [(each.note, each.line, each.text, each.severity) for each in found] == [
        ("e.md", 6, "[03:11:13]", "warning")
    ]
    assert found[0].message == "the other notes of the recording reach 42:30"
