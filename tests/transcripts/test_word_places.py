"""Words of cues are found where they lie in the file, in every format; what is not found has no place."""

from __future__ import annotations

import html
import json
from time import process_time
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from kg.transcripts.read_transcript import read_transcript

if TYPE_CHECKING:
    from kg.model.transcript import Transcript

GROWTH, TRIES = 2.8, 4  # times as long for twice the file, at most; and how often a busy machine may try


def read(path: str, text: str) -> Transcript:
    found = read_transcript(path, text.encode(), with_places=True)
    assert found is not None
    return found


def clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000"


words = st.text(st.characters(categories=["L", "N"], include_characters="&'\"-é"), min_size=1, max_size=9).filter(
    lambda word: any(map(str.isalnum, word)) and "-->" not in word
)
sentences = st.lists(st.lists(words, min_size=1, max_size=8), min_size=1, max_size=12)


@given(sentences)
def test_in_json_every_word_stands_at_its_place(said: list[list[str]]) -> None:
    segments = [
        {"start": at, "end": at + 1, "words": [{"word": word} for word in line], "text": f" {' '.join(line)}"}
        for at, line in enumerate(said)
    ]
    for plain in (False, True):
        text = json.dumps({"segments": segments}, ensure_ascii=plain)
        for cue in read("talk.json", text).cues:
            assert [json.loads(f'"{text[slice(*place)]}"') for place in cue.words] == cue.text.split()
            assert list(cue.words) == sorted(cue.words)


@given(sentences)
def test_in_subtitles_every_word_that_is_found_stands_at_its_place(said: list[list[str]]) -> None:
    text = "WEBVTT\n\n" + "".join(
        f"{clock(at)} --> {clock(at + 1)}\n<i>{html.escape(' '.join(line), quote=False)}</i>\n\n"
        for at, line in enumerate(said)
    )
    for cue in read("talk.vtt", text).cues:
        assert not cue.words or [html.unescape(text[slice(*place)]) for place in cue.words] == cue.text.split()


def test_a_cue_whose_words_are_cut_by_markup_has_no_places_and_the_next_one_has() -> None:
    cues = f"{clock(1)} --> {clock(2)}\nz<b>e</b>bras run\n\n{clock(3)} --> {clock(4)}\nlions sleep\n"
    found = read("talk.vtt", f"WEBVTT\n\n{cues}")
    assert [len(cue.words) for cue in found.cues] == [0, 2]


def ratio(line: str) -> float:
    """How many times as long a file of twice the cues takes; the least of a few tries."""

    def seconds(many: int) -> float:
        text = "".join(f"{clock(at)} --> {clock(at + 1)}\n{line.format(at)}\n\n" for at in range(many))
        begun = process_time()
        read("talk.vtt", f"WEBVTT\n\n{text}")
        return process_time() - begun

    return min(seconds(6_000) / seconds(3_000) for _ in range(TRIES))


def test_twice_the_cues_take_twice_the_time_found_or_not() -> None:
    assert ratio("The mill of number {} sold ships.") < GROWTH
    assert ratio("z<b>e</b>bra number {} sold ships.") < GROWTH
    assert ratio("{0} a a a a a a a a a a a a a<b>b</b> {0}") < GROWTH
