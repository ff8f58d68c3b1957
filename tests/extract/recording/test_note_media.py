"""Which recording a note is about, and which one each of its times lies in."""

from __future__ import annotations

import pytest

from kg.extract.recording.note_media import note_media, places
from kg.reader.read_note import read_note

VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
OTHER = "https://www.youtube.com/watch?v=AAAAAAAAAAA"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("---\nyoutube: abcdefghijk\n---\n", VIDEO),
        ("---\naudio: '[[Audio/talk.mp3]]'\n---\n", "vault:Audio/talk.mp3"),
        ("---\nmedia: Audio/my talk.mp3\n---\n", "vault:Audio/my%20talk.mp3"),
        ("---\npodcast: The Show\nepisode: 12\n---\n", None),
        ("---\npodcast: https://a.fm/episode/12\n---\n", "https://a.fm/episode/12"),
        ("---\nurl: https://news.example/article\n---\nNo times.", None),
        ("---\nurl: https://a.fm/episode/12?t=5\n---\n[00:12] Nvidia grew.", "https://a.fm/episode/12"),
        ("---\nsource: https://vimeo.com/123456789\n---\n", "https://vimeo.com/123456789"),
        ("---\nsource: https://a.fm/12.mp3\n---\nSee https://youtu.be/AAAAAAAAAAA", "https://a.fm/12.mp3"),
        ("![[talk.mp3]]\n\n00:12 Nvidia grew.", "vault:talk.mp3"),
        ("![[talk.mp3]] and ![[other.mp3]]", None),
        ("![a picture](photo.png) and [[Note]]", None),
        ("[listen](https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk)",
         "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk"),
        ("[a](https://vimeo.com/123456789) [b](https://vimeo.com/123456780)", None),
    ],
)  # fmt: skip
def test_a_note_is_about_the_recording_that_its_properties_or_its_text_name(text: str, wanted: str | None) -> None:
    assert note_media(read_note("note.md", text.encode())) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("---\nvideoId: abcdefghijk\n---\nIt grew [00:12].", [(VIDEO, "")]),
        ("It grew [12:34](https://vimeo.com/123456789#t=754s).",
         [("https://vimeo.com/123456789", "https://vimeo.com/123456789#t=754s")]),
        ("---\nvideoId: abcdefghijk\n---\nIt grew [1:02](https://youtu.be/AAAAAAAAAAA?t=62).", [(OTHER, "")]),
        ("[[talk.mp3#t=62]] It grew.", [("vault:talk.mp3", "")]),
        (f"## [One]({VIDEO})\n00:12 It grew.\n### Part\n00:13 It fell.\n## [Two]({OTHER})\n00:14 It grew.",
         [(VIDEO, ""), (VIDEO, ""), (OTHER, "")]),
        ("## One\n![[one.mp3]]\n00:12 It grew.\n\n## Two\n![[two.mp3]]\n00:14 It fell.",
         [("vault:one.mp3", ""), ("vault:two.mp3", "")]),
        ("### [Chips](https://share.snipd.com/snip/s1)\n🎧 03:12 - 05:18 (3min)",
         [("https://share.snipd.com/snip/s1", "")]),
        ("Only [00:12] here.", [("", "")]),
    ],
)  # fmt: skip
def test_a_time_lies_in_the_recording_that_its_link_its_section_or_the_note_names(
    text: str, wanted: list[tuple[str, str]]
) -> None:
    note = read_note("note.md", text.encode())
    assert [tuple(place) for place in places(note, note_media(note))] == wanted
