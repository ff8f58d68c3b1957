"""A transcript is joined to its recording by a property, an id, a name or a link; where two fit equally, to none."""

from __future__ import annotations

import pytest

from kg.transcripts.file_names import read_name
from kg.transcripts.note_matching import Joined, NoteIdentity, join

VIDEO, OTHER = "https://www.youtube.com/watch?v=abcdefghijk", "https://www.youtube.com/watch?v=lmnopqrstuv"
PLANT = NoteIdentity("Talks/Opening the Plant.md", VIDEO)
MINE = NoteIdentity("Talks/Closing the Mine.md", OTHER)
SOUND = NoteIdentity("Talks/My notes.md", "vault:Audio/plant-talk.mp3")
PLAIN = NoteIdentity("Talks/No recording.md")
ALL = (PLANT, MINE, SOUND, PLAIN)


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("Talks/Opening the Plant.vtt", PLANT),
        ("Talks/Opening the Plant.en.vtt", PLANT),
        ("Talks/Opening_the_Plant.en-US.srt", PLANT),
        ("Files/opening the plant (transcript).txt", PLANT),
        ("Files/Another title [abcdefghijk].en.json3", PLANT),
        ("Files/Another title-abcdefghijk.en-orig.vtt", PLANT),
        ("Files/lmnopqrstuv.json", MINE),
        ("Audio/plant-talk.srt", SOUND),
        ("Audio/plant-talk.mp3.json", SOUND),
        ("Talks/No recording.transcript.vtt", PLAIN),
    ],
)
def test_the_name_of_the_file_says_whose_it_is(path: str, note: NoteIdentity) -> None:
    assert join([path], ALL) == {path: Joined(note.media, (note.path,))}


def test_all_notes_of_a_recording_have_its_transcript() -> None:
    more = NoteIdentity("Journal/Monday.md", VIDEO)
    assert join(["Talks/Opening the Plant.vtt"], [*ALL, more])["Talks/Opening the Plant.vtt"].notes == (
        more.path,
        PLANT.path,
    )


def test_of_two_notes_of_one_name_the_one_beside_the_file_counts() -> None:
    one, other = NoteIdentity("A/Talk.md", VIDEO), NoteIdentity("B/Talk.md", OTHER)
    assert join(["B/Talk.vtt"], [one, other])["B/Talk.vtt"] == Joined(OTHER, ("B/Talk.md",))
    assert join(["C/Talk.vtt"], [one, other])["C/Talk.vtt"] == Joined(rivals=("A/Talk.md", "B/Talk.md"))


def test_an_id_and_a_name_that_disagree_join_nothing() -> None:
    path = "Talks/Opening the Plant [lmnopqrstuv].vtt"
    assert join([path], ALL)[path] == Joined(rivals=(MINE.path, PLANT.path))


def test_a_property_decides_and_a_link_only_where_nothing_else_does() -> None:
    path = "Talks/Opening the Plant.vtt"
    linking = MINE._replace(linked=frozenset({path}))
    assert join([path], [PLANT, linking])[path].media == VIDEO
    naming = MINE._replace(named=frozenset({path}))
    assert join([path], [PLANT, naming])[path].media == OTHER
    strange = "Files/zoom_0001.vtt"
    assert join([strange], [PLANT, MINE._replace(linked=frozenset({strange}))])[strange].media == OTHER
    both = [note._replace(linked=frozenset({strange})) for note in (PLANT, MINE)]
    assert join([strange], both)[strange] == Joined(rivals=(MINE.path, PLANT.path))


def test_what_nothing_names_is_joined_to_nothing() -> None:
    assert join(["x.vtt"], ALL) == {"x.vtt": Joined()}


@pytest.mark.parametrize(
    ("path", "language"), [("a/T.en.vtt", "en"), ("T.pt-BR.srt", "pt-BR"), ("T.en-orig.json3", "en"), ("T. Is.vtt", "")]
)
def test_the_name_tells_the_language(path: str, language: str) -> None:
    assert read_name(path).language == language
