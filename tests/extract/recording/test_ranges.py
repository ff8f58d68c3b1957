"""A range of times keeps its end: in a claim's source, in its JSON, in the graph and in links to files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.claim_json import source_record
from kg.extract.analysis import analyse
from kg.extract.grammar import nlp
from kg.extract.time_repair import repair, source_of
from kg.model import media
from kg.reader.block_kinds import read_passages
from kg.reader.read_note import read_note
from kg.reader.render import passages
from kg.views.explorer.claim_rows import Player

if TYPE_CHECKING:
    from kg.model import Source

OWN = "---\nvideoId: abcdefghijk\n---\n"
WATCH = "https://www.youtube.com/watch?v=abcdefghijk"


def source(text: str) -> Source:
    note = read_note("note.md", text.encode())
    found = analyse(note, read_passages(note, passages(note)), nlp.load())
    (sentence,) = [each for each in found.sentences if each.claim]
    heard = source_of(sentence.stamps, found.times, repair([found.times])["note.md"])
    assert heard is not None
    return heard


@pytest.mark.parametrize(
    ("text", "start", "end", "url"),
    [
        (f"{OWN}[00:10–00:25] The mill sold 5 ships.", 10, 25, f"{WATCH}&t=10s"),
        (f"{OWN}[00:10 - 00:25] The mill sold 5 ships.", 10, 25, f"{WATCH}&t=10s"),
        (f"{OWN}00:10-00:25 The mill sold 5 ships.", 10, 25, f"{WATCH}&t=10s"),
        (f"{OWN}The mill sold 5 ships [00:01:10 to 00:01:25].", 70, 85, f"{WATCH}&t=70s"),
        ("![[talk.mp4#t=10,25]] The mill sold 5 ships.", 10, 25, "talk.mp4#t=10,25"),
        ("![[talk.mp3]]\n\n[00:10-00:25] The mill sold 5 ships.", 10, 25, "talk.mp3#t=10,25"),
        ("The mill sold 5 ships [0:10](https://a.fm/t.mp3#t=10,25).", 10, 25, "https://a.fm/t.mp3#t=10,25"),
        ("00:00:10.500 --> 00:00:25.000\nThe mill sold 5 ships.\n\n![[talk.mp3]]", 10, 25, "talk.mp3#t=10,25"),
        (f"{OWN}[00:10] The mill sold 5 ships.", 10, None, f"{WATCH}&t=10s"),
        ("[[talk.mp4#t=10]] The mill sold 5 ships.", 10, None, "talk.mp4#t=10"),
    ],
)  # fmt: skip
def test_a_range_keeps_its_end(text: str, start: int, end: int | None, url: str) -> None:
    heard = source(text)
    assert (heard.start, heard.end, heard.url) == (start, end, url)
    assert list(source_record(heard)) == ["media", "start", *(["end"] if end else []), "url", "repaired"]


@pytest.mark.parametrize("written", ["[00:25 - 00:10]", "[[talk.mp4#t=25,10]]"])
def test_a_range_that_ends_before_it_begins_is_flagged_and_has_no_end(written: str) -> None:
    note = read_note("note.md", f"{OWN}{written} The mill sold 5 ships.".encode())
    assert all("reversed" in stamp.flags and stamp.end is None for stamp in note.timestamps)
    assert note.timestamps
    assert source(f"{OWN}{written} The mill sold 5 ships.").end is None


def test_the_explorer_plays_a_range_of_a_file_from_where_the_page_is() -> None:
    heard = source("![[my talk.mp3]]\n\n[00:10-00:25] The mill sold 5 ships.")
    assert Player(heard.media, "../vault").own_link(heard) == "../vault/my%20talk.mp3#t={s},25"
    assert Player(heard.media).own_link(heard) == ""


def test_only_files_end() -> None:
    ends = {host.name for host in media.HOSTS if host.moment == media.FRAGMENT}
    assert ends == {"a file on the web", "a file of the vault"}
    assert media.moment(WATCH, 10, 25) == media.moment(WATCH, 10)
