"""Every host's addresses lead to one recording, and a link to a second of it can be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import media

ROWS = [
    [cell.strip() for cell in line.strip("|\n").split(" |")]
    for line in (Path(__file__).parent / "media.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "://" in line.split("|")[1] + line.split("|")[2].replace("vault:", "://")
]


@pytest.mark.parametrize(("address", "recording", "link", "named"), ROWS, ids=[row[0] for row in ROWS])
def test_an_address_names_a_recording_a_link_to_a_second_and_its_own_second(
    address: str, recording: str, link: str, named: str
) -> None:
    assert (media.recording(address) or "") == recording
    if recording:
        assert media.moment(recording, 3723) == link
        assert media.recording(recording) == recording, "a recording's own address names it"
        assert media.recording(link) == recording or recording.startswith("vault:")
    assert media.place(address) == (float(named) if named else None)


def test_the_table_of_cases_has_every_host() -> None:
    assert {known[0].name for row in ROWS if (known := media.find(row[0]))} == {host.name for host in media.HOSTS}


@pytest.mark.parametrize("path", ["talk.mp3", "Audio/Ä talk (2).m4a", "a#b%20c.wav"])
def test_a_file_of_the_vault_has_an_iri_of_its_own(path: str) -> None:
    assert media.local_path(media.local(path)) == path
    assert media.recording(media.local(path)) == media.local(path)
    assert media.moment(media.local(path), 62) == f"{path}#t=62"


def test_a_recording_on_an_unknown_host_is_played_by_its_own_address() -> None:
    assert media.moment("https://a.fm/episode/1", 62) == "https://a.fm/episode/1"


def test_a_long_address_takes_no_long_time() -> None:
    for piece in ("https://a.fm/", "obsidian://podnotes?a&", "watch?v=", "https://youtube.com/watch?x&", "t=1h"):
        assert media.recording(piece * 20_000) is None or media.place(piece * 20_000) is None
