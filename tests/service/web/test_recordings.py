"""Recordings: what plays a claim's second in a page, and the vault's own files by ranges of bytes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import kg
from kg.model import Source, media
from kg.service.web.recordings import RecordingPlayer, player
from tests.service.web.http_client import website
from tests.service.web.test_linked_data import Elements

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault
    from tests.service.web.http_client import Website


@pytest.mark.parametrize(
    ("recording", "played"),
    [
        ("https://www.youtube.com/watch?v=RBoGJlpSdpY",
         RecordingPlayer("iframe", "https://www.youtube-nocookie.com/embed/RBoGJlpSdpY?start=62&autoplay=1")),
        ("https://vimeo.com/76979871", RecordingPlayer("iframe", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1#t=62s")),
        ("https://vimeo.com/76979871/abcdef0123",
         RecordingPlayer("iframe", "https://player.vimeo.com/video/76979871?h=abcdef0123&autoplay=1&dnt=1#t=62s")),
        ("https://pod.example/1.MP3?x=1", RecordingPlayer("audio", "https://pod.example/1.MP3?x=1#t=62")),
        ("http://pod.example/1.webm", RecordingPlayer("video", "http://pod.example/1.webm#t=62")),
        ("vault:talks/A%20talk.m4a", RecordingPlayer("audio", "/recording/talks/A%20talk.m4a#t=62")),
        ("vault:what%3F%23.mp4", RecordingPlayer("video", "/recording/what%3F%23.mp4#t=62")),
        ("https://open.spotify.com/episode/0123456789abcdefghijAB", None),
        ('https://www.youtube.com/watch?v=RBoGJlpSdpY&x="><script>', None),
        ("javascript:alert(1)//.mp3", None),
        ("https://youtube-nocookie.com.evil.example/embed/RBoGJlpSdpY", None),
    ],
)  # fmt: skip
def test_what_plays_a_recording(recording: str, played: RecordingPlayer | None) -> None:
    assert player(Source(recording, 62, media.moment(recording, 62))) == played


def test_times_of_claims_can_be_played_and_lead_to_the_recording(site: Website) -> None:
    page = Elements(site.get("/entity/CoreWeave").text)
    played = [attributes for tag, attributes in page.found if tag == "a" and "data-play" in attributes]
    assert played
    for each in played:
        assert str(each["href"]).startswith("https://www.youtube.com/")
        assert str(each["data-play"]).startswith("https://www.youtube-nocookie.com/embed/")
    policy = site.get("/entity/CoreWeave").headers["content-security-policy"]
    assert "frame-src https://www.youtube-nocookie.com https://player.vimeo.com;" in policy


def test_files_of_the_vault_come_by_ranges_and_nothing_else_comes(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = make_vault({"Talk.md": "![[talk.mp3]]\n\n[[talk.mp3#t=62]] Acme Corporation sold 40 anvils to Globex.\n"})
    sound = bytes(range(256)) * 8
    (vault / "talk.mp3").write_bytes(sound)
    (vault / ".hidden").mkdir()
    for place in (vault / ".hidden" / "talk.mp3", vault / ".kg.mp3", tmp_path / "outside.mp3"):
        place.write_bytes(sound)
    (vault / "link.mp3").symlink_to(tmp_path / "outside.mp3")
    (vault / "folder.mp3").mkdir()
    kg.build(vault, workers=1).close()
    with website(vault) as site:
        page = site.get("/note/Talk.md").text
        assert 'data-play="/recording/talk.mp3#t=62" data-kind="audio"' in page
        whole = site.get("/recording/talk.mp3")
        assert (whole.status, whole.kind, whole.body) == (200, "audio/mpeg", sound)
        part = site.get("/recording/talk.mp3", Range="bytes=100-199")
        assert (part.status, part.body) == (206, sound[100:200])
        assert part.headers["content-range"] == f"bytes 100-199/{len(sound)}"
        for path in (
            "Talk.md", "link.mp3", "folder.mp3", ".kg.mp3", ".hidden/talk.mp3", "../outside.mp3", "%2e%2e/outside.mp3",
            str(tmp_path / "outside.mp3"), "none.mp3", "a%00.mp3", ".kg/search.sqlite",
        ):  # fmt: skip
            assert site.get(f"/recording/{path}").status == 404, path
    shutil.rmtree(vault)
