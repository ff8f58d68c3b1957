"""Times written in the wrong fields are found by comparing the notes of one recording; the literal ones are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.time_repair import LITERAL, SHIFTED, NoteTimes, Stamp, note_times, repair, source_of
from kg.model import Source
from kg.reader.read_note import read_note

if TYPE_CHECKING:
    from random import Random

VIDEO = "https://www.youtube.com/watch?v=RBoGJlpSdpY"


def times(path: str, written: str, video: str | None = VIDEO) -> NoteTimes:
    """A note with times as one writes them: ``h:m:s``, ``m:s`` or ``-`` for one that is none."""
    stamps = []
    for word in written.split():
        parts = [int(part) for part in word.split(":")] if word != "-" else []
        valid = len(parts) > 1 and max(parts[1:]) < 60
        second = sum(part * 60**power for power, part in enumerate(reversed(parts))) if valid else None
        stamps.append(Stamp(second, (parts[0], parts[1], parts[2]) if len(parts) == 3 else None))
    return NoteTimes(path, video, tuple(stamps))


RIGHT = "0:01:10 0:05:09 0:12:31 0:19:58 0:24:45"
ALSO_RIGHT = "0:00:31 0:02:14 0:05:10 0:20:02 0:25:30"
RIGHT_TOO = "0:03:33 0:05:08 0:08:01 0:22:17 0:25:11"


@pytest.mark.parametrize(
    ("siblings", "written", "reading", "seconds"),
    [
        pytest.param([], "0:01:10 0:05:09", LITERAL, (70, 309), id="alone and in order"),
        pytest.param([], "1:10 65:30 -", LITERAL, (70, 3930, None), id="two fields are minutes and seconds"),
        pytest.param([], "", LITERAL, (), id="no times"),
        pytest.param([], "1:10:00 5:09:00 9:40:00", SHIFTED, (70, 309, 580), id="alone, all end in zero"),
        pytest.param([], "1:10:00 5:09:00", LITERAL, (4200, 18540), id="alone, too few to tell"),
        pytest.param([], "0:10:00 0:15:00 0:20:00", LITERAL, (600, 900, 1200), id="alone, whole minutes"),
        pytest.param(
            [], "1:10:22 5:09:51 31:14:05", SHIFTED, (70, 309, 1874), id="alone, more hours than are believed"
        ),
        pytest.param([], "1:10:00 5:09:22 9:40:00 9:55:12", SHIFTED, (70, 309, 580, 595), id="alone, many zeros, late"),
        pytest.param([], "1:10:12 5:09:22 5:40:07", LITERAL, (4212, 18562, 20407), id="alone, a very long recording"),
        pytest.param([RIGHT], "1:10:00 5:09:00 24:45:00", SHIFTED, (70, 309, 1485), id="a sibling tells the length"),
        pytest.param([RIGHT], "1:10:33 5:09:21 24:45:19", SHIFTED, (70, 309, 1485), id="hundredths"),
        pytest.param([RIGHT], "24:45:00", SHIFTED, (1485,), id="one time is enough beside a sibling"),
        pytest.param(
            [RIGHT], "1:10:20 1:20:33 1:40:11", LITERAL, (4220, 4833, 6011), id="a later part of the recording"
        ),
        pytest.param([RIGHT], "90:10:20 91:20:33", LITERAL, (324620, 328833), id="no reading fits"),
        pytest.param(
            [RIGHT, ALSO_RIGHT],
            "0:00:31 0:05:09 0:55:00 1:10:00 0:20:19 24:45:00 5:70:00",
            SHIFTED,
            (31, 309, 55, 70, 1219, 1485, 370),
            id="seconds below a minute, and times that fit, are often right in a shifted note",
        ),
        pytest.param(
            [RIGHT, ALSO_RIGHT, RIGHT_TOO],
            "0:01:11 2:14:00 0:12:30 3:00:01",
            LITERAL,
            (71, 134, 750, 10801),
            id="single times astray, where siblings name the second",
        ),
        pytest.param(
            [RIGHT, ALSO_RIGHT],
            "0:01:11 0:02:05 0:03:33 2:14:00",
            LITERAL,
            (71, 125, 213, 8040),
            id="too few siblings for single times",
        ),
        pytest.param(
            [RIGHT, ALSO_RIGHT, "1:10:11 5:09:20 4:45:11", "1:10:15 5:09:20 4:45:13"],
            "5:10:00 5:11:00 24:45:00",
            SHIFTED,
            (310, 311, 1485),
            id="two siblings are shifted without a sign",
        ),
        pytest.param(
            [RIGHT, "0:01:00 2:40:10"], "2:10:00 5:09:00 24:45:00", SHIFTED, (130, 309, 1485), id="one astray"
        ),
    ],
)
def test_each_time_gets_the_second_to_play(
    siblings: list[str], written: str, reading: str, seconds: tuple[int | None, ...]
) -> None:
    notes = [times("note", written), *(times(f"sibling {i}", other) for i, other in enumerate(siblings))]
    found = repair(notes)["note"]
    assert (found.reading, found.seconds) == (reading, seconds)
    changed = found.seconds != tuple(stamp.second for stamp in notes[0].stamps)
    assert bool(found.reason) == changed
    assert 0.5 < found.confidence <= 1.0
    assert (found.confidence < 1.0) == changed


def test_only_notes_of_the_same_recording_are_compared() -> None:
    notes = [
        times("a", "1:10:20 5:09:33"),
        times("b", RIGHT, "another"),
        times("c", RIGHT, None),
        times("d", RIGHT, None),
    ]
    assert {found.reading for found in repair(notes).values()} == {LITERAL}


written_times = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 59), st.sampled_from([0, 0, 7, 59])).map("%d:%d:%d".__mod__),
    max_size=6,
).map(" ".join)


@given(st.lists(written_times, min_size=1, max_size=6), st.randoms())
def test_the_order_of_the_notes_changes_nothing(notes: list[str], random: Random) -> None:
    made = [times(f"note {i}", written) for i, written in enumerate(notes)]
    shuffled = list(made)
    random.shuffle(shuffled)
    assert repair(shuffled) == repair(made)
    for note in made:
        found = repair(made)[note.path]
        assert len(found.seconds) == len(note.stamps)
        literal = [stamp.second for stamp in note.stamps]
        shifted = [stamp.fields and stamp.fields[0] * 60 + stamp.fields[1] for stamp in note.stamps]
        assert all(second in pair for second, *pair in zip(found.seconds, literal, shifted, strict=True))


def test_fields_are_read_as_they_are_written() -> None:
    text = (
        'One <a class="yt-timestamp" data-t="02:03">[00:02:03]</a>,'
        ' two <a class="yt-timestamp" data-t="09:40:50">[09:40:50]</a>, three [01:02:03],'
        " four [12:30], five [1:10](https://youtu.be/RBoGJlpSdpY?t=70)"
        ' and <a class="yt-timestamp" data-t="HH:MM:SS">[HH:MM:SS]</a>.'
    )
    note = note_times(read_note("note.md", text.encode()), VIDEO)
    assert note == NoteTimes(
        "note.md",
        VIDEO,
        (
            Stamp(123, None),
            Stamp(34850, (9, 40, 50)),
            Stamp(3723, (1, 2, 3)),
            Stamp(750, None),
            Stamp(70, None),
            Stamp(None, None),
        ),
    )


def test_a_claim_links_to_the_repaired_second_and_says_why() -> None:
    notes = [times("note", "- 0:00:31 24:45:00"), times("sibling", RIGHT)]
    found = repair(notes)["note"]
    media = VIDEO
    assert source_of((0, 1, 2), notes[0], found) == Source(media, 31, f"{media}&t=31s")
    moved = source_of((2,), notes[0], found)
    assert moved == Source(media, 1485, f"{media}&t=1485s", repaired=True, reason=found.reason, confidence=0.98)


def test_without_a_time_or_a_recording_there_is_nothing_to_play() -> None:
    note, other = times("note", "0:00:31 -"), times("other", "0:00:31", None)
    found = repair([note, other])
    assert source_of((), note, found["note"]) is None
    assert source_of((1,), note, found["note"]) is None
    assert source_of((0,), other, found["other"]) is None
