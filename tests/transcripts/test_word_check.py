"""A time is repaired where a transcript has its words elsewhere, clearly and once; everything else stays."""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest

from kg.extract.time_repair import LITERAL, NoteTimes, Repair, Stamp, repair
from kg.model.transcript import Cue
from kg.transcripts import word_check
from kg.transcripts.word_check import NEAR, TranscriptWords, compared

VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
OPENERS = "so well now then and but because what you see here is that when we look at it".split()  # noqa: SIM905
SYLLABLES = "ba do fe gi ka lo mu ne pi ra so tu va wi zo chal dren fost glim hert jun kelp mond norv plin".split()  # noqa: SIM905
SPOKEN = 6  # seconds for a sentence
TALKS, STAMPS = 24, 30


class Said(NamedTuple):
    """A claim of a note: its words, and the second at which they are said."""

    text: str
    second: int


def vocabulary(chance: random.Random) -> list[str]:
    """Words of a field: the first are in every other sentence, the last in one or two, as in any text."""
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))) for _ in range(2500)]


def talk(chance: random.Random, words: list[str], sentences: int = 400) -> list[Cue]:
    weights = [1 / (place + 3) for place in range(len(words))]
    cues = []
    for at in range(sentences):
        content = chance.choices(words, weights, k=chance.randint(6, 10))
        mixed = chance.choices(OPENERS, k=5) + content
        chance.shuffle(mixed)
        cues.append(Cue(at * SPOKEN, (at + 1) * SPOKEN, " ".join(mixed)))
    return cues


def noted(chance: random.Random, cues: list[Cue], words: list[str], kept: float) -> Said:
    """What somebody writes of a sentence or two: some of the words, in another order, with words of their own."""
    at = chance.randrange(len(cues) - 1)
    heard = [word for cue in cues[at : at + chance.randint(1, 2)] for word in cue.text.split() if word not in OPENERS]
    left = [word for word in heard if chance.random() < kept]
    mixed = left + chance.choices(words, k=max(1, round(len(left) * 0.3))) + ["the", "of", "with"]
    chance.shuffle(mixed)
    return Said(" ".join(mixed), int(cues[at].start or 0))


def checked(cues: list[Cue], said: list[Said], written: list[int]) -> Repair:
    times = NoteTimes("note.md", VIDEO, tuple(Stamp(second, None) for second in written))
    sentences = [((number,), each.text) for number, each in enumerate(said)]
    return compared(times, repair([times])["note.md"], sentences, TranscriptWords(cues), "talk.vtt")


def test_of_hundreds_of_shifted_times_none_is_repaired_wrongly_and_no_right_one_is_moved() -> None:
    chance = random.Random(7)  # noqa: S311
    right = wrong = unclear = moved = 0
    for _ in range(TALKS):
        words = vocabulary(chance)
        cues = talk(chance, words)
        said = [noted(chance, cues, words, chance.uniform(0.5, 1)) for _ in range(STAMPS)]
        near = [max(0, each.second + chance.randint(-20, 60)) for each in said]
        moved += checked(cues, said, near).seconds != tuple(near)
        far = [(each.second + chance.randint(300, 2000)) % (len(cues) * SPOKEN) for each in said]
        for each, before, after in zip(said, far, checked(cues, said, far).seconds, strict=True):
            if abs(before - each.second) <= 2 * NEAR:
                continue
            if after == before:
                unclear += 1
            elif abs((after or 0) - each.second) <= 30:
                right += 1
            else:
                wrong += 1
    assert moved == 0
    assert right + wrong >= 200
    assert right / (right + wrong) >= word_check.CONFIDENCE
    assert unclear > 0


def test_words_that_are_said_twice_change_nothing() -> None:
    chance = random.Random(3)  # noqa: S311
    words = vocabulary(chance)
    cues = talk(chance, words)
    cues[300] = cues[300]._replace(text=cues[40].text)
    assert checked(cues, [Said(cues[40].text, 240)], [1200]).seconds == (1200,)
    cues[300] = cues[300]._replace(text=cues[41].text)
    assert checked(cues, [Said(cues[40].text, 240)], [1200]).seconds == (240,)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("An entirely different matter was raised by nobody here", "words that are not said"),
        ("so what you see here is that", "words that are said everywhere"),
        ("", "no words"),
    ],
)
def test_an_unclear_match_changes_nothing(text: str, why: str) -> None:
    chance = random.Random(5)  # noqa: S311
    cues = talk(chance, vocabulary(chance))
    assert checked(cues, [Said(text, 0)], [1200]).seconds == (1200,), why


def test_a_time_over_many_sentences_is_left_alone_for_it_is_that_of_a_passage() -> None:
    chance = random.Random(11)  # noqa: S311
    cues = talk(chance, vocabulary(chance))
    times = NoteTimes("note.md", VIDEO, (Stamp(1200, None),))
    said = [((0,), cues[40 + at].text) for at in range(4)]
    plain = repair([times])["note.md"]
    words = TranscriptWords(cues)
    assert compared(times, plain, said, words, "talk.vtt") == plain
    assert compared(times, plain, said[:2], words, "talk.vtt").seconds == (240,)


def test_a_repair_says_why_and_one_that_the_words_refute_is_undone() -> None:
    chance = random.Random(13)  # noqa: S311
    cues = talk(chance, vocabulary(chance))
    found = checked(cues, [Said(cues[40].text, 240)], [1200])
    assert found.why(0) == ("the words are heard there in talk.vtt, and nowhere else", word_check.CONFIDENCE)
    times = NoteTimes("note.md", VIDEO, (Stamp(240, (0, 4, 0)),))
    shifted = Repair("mm:ss", "nearly all times end in :00", 0.9, (1200,))
    undone = compared(times, shifted, [((0,), cues[40].text)], TranscriptWords(cues), "talk.vtt")
    assert (undone.seconds, undone.heard) == ((240,), {})


def test_times_of_another_recording_and_short_talks_are_not_compared() -> None:
    chance = random.Random(17)  # noqa: S311
    cues = talk(chance, vocabulary(chance))
    times = NoteTimes("note.md", VIDEO, (Stamp(1200, None, media="https://vimeo.com/1234567"),))
    plain = repair([times])["note.md"]
    assert compared(times, plain, [((0,), cues[40].text)], TranscriptWords(cues), "talk.vtt") == plain
    short = cues[:20]
    assert checked(short, [Said(short[2].text, 12)], [110]).seconds == (110,)


def test_the_length_of_a_transcript_counts_as_that_of_the_recording() -> None:
    shifted = NoteTimes(
        "note.md", VIDEO, (*(Stamp(hour * 3600, (hour, 0, 0)) for hour in (1, 2, 3)), Stamp(5400, (1, 30, 0)))
    )
    found = repair([shifted], {VIDEO: 1000.0})["note.md"]
    assert (found.reading, found.seconds) == ("mm:ss", (60, 120, 180, 90))
    assert "beyond the 1000 s of the transcript" in found.reason
    plain = NoteTimes("note.md", VIDEO, tuple(Stamp(62 * minute, (0, minute, minute)) for minute in (1, 20, 40)))
    assert repair([plain], {VIDEO: 2000.0})["note.md"].reading == LITERAL  # the transcript may have broken off


def test_a_claim_costs_no_more_in_a_recording_of_days_than_in_one_of_hours() -> None:
    chance = random.Random(19)  # noqa: S311
    words = vocabulary(chance)
    cues = talk(chance, words, 12_000)
    heard = TranscriptWords(cues)
    for at in range(50):
        windows = heard.windows_of(word_check.content_words(cues[at].text))
        assert 0 < len(windows) <= word_check.MOST_EVENTS
