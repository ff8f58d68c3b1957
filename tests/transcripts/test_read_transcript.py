"""Every format of transcripts gives cues: seconds, words, speakers; damaged files give what is left of them."""

from __future__ import annotations

import gc
import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.transcripts.read_transcript import read_transcript

if TYPE_CHECKING:
    from kg.model.transcript import Transcript


def read(path: str, text: str | bytes) -> Transcript:
    found = read_transcript(path, text if isinstance(text, bytes) else text.encode())
    assert found is not None, f"{path} is no transcript"
    return found


def codes(found: Transcript) -> list[str]:
    return [problem.code for problem in found.problems]


def said(found: Transcript) -> list[tuple[float | None, str | None, str]]:
    return [(cue.start, cue.speaker, cue.text) for cue in found.cues]


WEBVTT = """WEBVTT - made by hand
Kind: captions
Language: en-GB

STYLE
::cue { color: red }

NOTE the second speaker
came late

intro
00:01.000 --> 00:03.500 align:start
<v Jane Roe>The <c.loud>plant</c> runs &amp; it pays.

00:01:04.000 --> 00:01:06.000
<v.quiet Bob Kay>Since when?</v>
<v Jane Roe>Since May.
"""


def test_webvtt_gives_voices_without_comments_styles_and_tags() -> None:
    found = read("Talk.vtt", WEBVTT)
    assert said(found) == [
        (1.0, "Jane Roe", "The plant runs & it pays."),
        (64.0, "Bob Kay", "Since when?"),
        (64.0, "Jane Roe", "Since May."),
    ]
    assert (found.format, found.language, found.length, codes(found)) == ("vtt", "en-GB", 66.0, [])


SUBRIP = """1
00:00:01,000 --> 00:00:02,5
{\\an8}<i>The plant runs.</i>

It has an own line.

2
00:00:03,000 --> 00:00:04,000
- JANE ROE: We opened it in May.

3
00:00:05,000 --> 00:00:09,000
JANE ROE: I paid 5 million for it.
"""


def test_subrip_keeps_words_behind_an_empty_line_and_reads_labels() -> None:
    assert said(read("Talk.en.srt", SUBRIP)) == [
        (1.0, None, "The plant runs. It has an own line."),
        (3.0, "JANE ROE", "We opened it in May."),
        (5.0, "JANE ROE", "I paid 5 million for it."),
    ]
    assert read("Talk.en.srt", SUBRIP).language == "en"


def rolling(lines: list[str]) -> str:
    """Automatic captions of YouTube: each line comes in below the one before, then stays for a blink."""
    text, above = "WEBVTT\nKind: captions\nLanguage: en\n\n", " "
    for at, line in enumerate(lines):
        first, *rest = line.split()
        words = first + "".join(f"<00:00:{at * 2:02}.500><c> {word}</c>" for word in rest)
        text += f"00:00:{at * 2:02}.000 --> 00:00:{at * 2 + 2:02}.000 align:start position:0%\n{above}\n{words}\n\n"
        text += f"00:00:{at * 2 + 2:02}.000 --> 00:00:{at * 2 + 2:02}.010\n{line}\n \n\n"
        above = line
    return text


def test_rolling_captions_say_each_line_once() -> None:
    lines = ["the plant runs", "since the month of may", "and it pays", "for itself by now", "as we hear"]
    found = read("Talk [abcdefghijk].en-orig.vtt", rolling(lines))
    assert [cue.text for cue in found.cues] == lines
    assert [cue.start for cue in found.cues] == [0, 2, 4, 6, 8]
    assert codes(found) == []


def test_a_word_that_two_speakers_repeat_is_kept_twice() -> None:
    text = "".join(f"00:0{at}.000 --> 00:0{at + 1}.000\n{word}\n\n" for at, word in enumerate(["Yes.", "Yes.", "No."]))
    assert [cue.text for cue in read("Talk.vtt", f"WEBVTT\n\n{text}").cues] == ["Yes.", "Yes.", "No."]


def test_json3_of_youtube() -> None:
    events = [
        {"tStartMs": 0, "dDurationMs": 9000, "id": 1},
        {"tStartMs": 100, "dDurationMs": 4000, "segs": [{"utf8": ">> the plant"}, {"utf8": " runs", "tOffsetMs": 90}]},
        {"tStartMs": 2000, "dDurationMs": 100, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 2000, "dDurationMs": 3000, "segs": [{"utf8": "since may"}]},
    ]
    found = read("Talk.en.json3", json.dumps({"wireMagic": "pb3", "events": events}))
    assert said(found) == [(0.1, None, "the plant runs"), (2.0, None, "since may")]
    assert (found.format, found.length, codes(found)) == ("json3", 5.0, [])


@pytest.mark.parametrize(
    "document",
    [
        {"segments": [{"start": 0.5, "end": 2, "text": " It runs.", "speaker": "Jane"}], "language": "en"},
        {"segments": [{"startTime": 0.5, "endTime": 2, "body": "It runs.", "speaker": "Jane"}], "language": "en"},
        {
            "result": {"language": "en"},
            "transcription": [{"offsets": {"from": 500, "to": 2000}, "text": " It runs.", "speaker": "Jane"}],
        },
    ],
    ids=["whisper", "podcast", "whisper.cpp"],
)
def test_json_of_speech_recognisers(document: dict[str, object]) -> None:
    found = read("talk.mp3.json", json.dumps(document))
    assert (said(found), found.language, found.length) == ([(0.5, "Jane", "It runs.")], "en", 2)


LABELLED = {
    "colon": "Jane Roe: I opened the plant in May.\n\nBob Kay: What did you pay for it?\n\nJane Roe: I paid 5 million.",
    "clock": "Jane Roe  0:12\nI opened the plant in May.\n\nBob Kay  1:02\nWhat did you pay for it?\n\n"
    "Jane Roe  1:00:07\nI paid 5 million.",
    "brackets": "[00:00:12] Jane Roe: I opened the plant in May.\n[00:01:02] Bob Kay: What did you pay for it?\n"
    "[01:00:07] Jane Roe: I paid 5 million.",
}


@pytest.mark.parametrize("form", LABELLED)
def test_plain_text_with_labels(form: str) -> None:
    found = read("Talk.txt", LABELLED[form])
    words = ["I opened the plant in May.", "What did you pay for it?", "I paid 5 million."]
    assert [(cue.speaker, cue.text) for cue in found.cues] == list(
        zip(["Jane Roe", "Bob Kay", "Jane Roe"], words, strict=True)
    )
    assert [cue.start for cue in found.cues] == ([None] * 3 if form == "colon" else [12, 62, 3607])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", '{"name": "plant", "segments": [1, 2], "events": [{"type": "click"}]}'),
        ("data.json", '[{"start": 1}]'),
        ("broken.json", '{"name": "pla'),
        ("shopping.txt", "Milk: 2 litres\nEggs: 12\nBread: one loaf of rye.\n"),
        ("agenda.txt", "09:00 Breakfast with all\n10:00 The talk begins.\n11:00 We go home.\n"),
        ("essay.txt", "The plant runs.\n\nIt pays.\n" * 20),
        ("facts.txt", "Revenue: $2 billion in 2024.\nProfit: $1 billion.\nStaff: 200 people work there.\n"),
        ("empty.txt", ""),
    ],
)
def test_other_files_are_left_alone(path: str, text: str) -> None:
    assert read_transcript(path, text.encode()) is None


CUES = "WEBVTT\n\n00:01.000 --> 00:02.000\ncafé “open”\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CUES.encode("utf-8-sig"), None),
        (CUES.replace("\n", "\r\n").encode(), None),
        (CUES.replace("\n", "\r").encode(), None),
        (CUES.encode("utf-16"), "UTF-16-LE"),
        (CUES.encode("utf-16-be"), "UTF-16-BE"),
        (CUES.encode("cp1252"), "Windows-1252"),
        (CUES.replace("open", "op\0en").encode(), "NUL"),
    ],
)
def test_every_encoding_gives_the_same_words(data: bytes, encoding: str | None) -> None:
    found = read("Talk.vtt", data)
    assert said(found) == [(1.0, None, "café “open”")]
    assert codes(found) == (["transcript-encoding"] if encoding else [])
    assert encoding is None or encoding in found.problems[0].message


def test_what_is_wrong_with_cues_is_told_and_no_word_is_lost() -> None:
    text = """WEBVTT

00:00:09.000 --> 00:00:12.000
one
00:00:05.000 --> 00:00:04.000
two

00:99:00.000 --> oops
three

00:00:10.000 --> 00:00:13.000
four

99:00:00.000 --> 99:00:01.000
five

00:00:20.000 --> 00:00:21.000
<v %s>six
""" % ("Z" * 500)
    found = read("Talk.vtt", text)
    words = " ".join(cue.text for cue in found.cues)
    assert sorted(words.replace("Z", "").replace(":", "").split()) == sorted("one two three four five six".split())  # noqa: SIM905
    assert codes(found) == [
        "transcript-beyond",
        "transcript-label",
        "transcript-order",
        "transcript-overlap",
        "transcript-reversed",
        "transcript-time",
    ]
    assert [cue.start for cue in found.cues] == [5, None, 9, 10, 20, 356400]
    assert found.length == 21


@pytest.mark.parametrize(
    ("path", "text"), [("a.vtt", "WEBVTT\n"), ("a.srt", ""), ("a.json3", "{}"), ("a.vtt", "hello")]
)
def test_a_file_named_like_a_transcript_without_speech_is_told(path: str, text: str) -> None:
    assert codes(read(path, text)) == ["transcript-empty"]


def test_json_that_breaks_off_gives_the_cues_before() -> None:
    whole = json.dumps({"segments": [{"start": at, "end": at + 1, "text": f"word {at}"} for at in range(50)]})
    for end in (len(whole) // 3, len(whole) // 2, len(whole) - 3):
        found = read("talk.json", whole[:end])
        assert [cue.text for cue in found.cues] == [f"word {at}" for at in range(len(found.cues))]
        assert 10 < len(found.cues) <= 50
        assert codes(found) == ["transcript-truncated"]


def long_subrip(cues: int) -> bytes:
    def clock(second: int) -> str:
        return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02},000"

    rows = (f"{at}\n{clock(at)} --> {clock(at + 1)}\nJane Roe: I sold {at} chips.\n\n" for at in range(cues))
    return "".join(rows).encode()


def long_json(cues: int) -> bytes:
    segments = [{"start": at, "end": at + 1, "text": f"We sold {at}."} for at in range(cues)]
    return json.dumps({"segments": segments}).encode()[:-20]


def long_text(cues: int) -> bytes:
    return "".join(f"Speaker {at % 7}: I sold {at} chips.\n" for at in range(cues)).encode()


LONG = {"t.srt": long_subrip, "t.json": long_json, "t.txt": long_text}


@pytest.mark.parametrize("path", LONG)
def test_time_grows_with_the_number_of_cues_and_not_faster(path: str) -> None:
    def seconds(cues: int) -> float:
        data = LONG[path](cues)
        gc.collect()  # what other tests have left is not collected while the clock runs
        begin = time.process_time()
        assert len(read(path, data).cues) >= cues - 2
        return time.process_time() - begin

    took = [min(seconds(cues) for _ in range(3)) for cues in (3_000, 12_000)]
    assert took[1] < 9 * took[0]  # four times the cues: sixteen times the work if it were quadratic


@pytest.mark.slow
def test_a_hundred_thousand_cues_are_all_read() -> None:
    assert len(read("t.srt", long_subrip(100_000)).cues) == 100_000


@given(st.binary(max_size=400), st.sampled_from(["a.vtt", "a.srt", "a.json", "a.json3", "a.txt"]))
def test_no_bytes_make_it_raise(data: bytes, path: str) -> None:
    for head in (b"", b"WEBVTT\n\n00:01.000 --> 00:02.000\n", b'{"segments": [{"text": "a", "start": '):
        read_transcript(path, head + data)


@given(st.lists(st.tuples(st.integers(0, 20_000), st.text("abc -:<>&é\n", min_size=1)), min_size=1, max_size=20))
def test_cues_come_in_order_and_keep_their_letters(cues: list[tuple[int, str]]) -> None:
    text = json.dumps({"segments": [{"start": start, "end": start + 1, "text": words} for start, words in cues]})
    found = read_transcript("a.json", text.encode())
    spoken = [words for _, words in cues if words.strip()]
    if found is None:
        assert not any(char.isalnum() for words in spoken for char in words)
        return
    starts = [cue.start or 0 for cue in found.cues]
    assert starts == sorted(starts)
    letters = "".join(f"{cue.speaker or ''}{cue.text}" for cue in found.cues)
    assert sorted(filter(str.isalnum, letters)) == sorted(filter(str.isalnum, "".join(spoken)))
