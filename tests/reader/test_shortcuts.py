"""Where the reader takes a shortcut for what most notes hold, it finds what the long way finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kg.model import AnchorTimes, Span, Timestamp
from kg.reader import anchors, blocks, inline, mark_search, masks, shifted_times, timestamps
from kg.reader.times import seconds

ANCHOR = '<a class="yt-timestamp" data-t="{0}">[{0}]</a>'
TIMES = st.sampled_from(["00:01:02", "13:01:00", "00:02:00", "00:61:00", "99:59:59"])
ANCHORS = TIMES.map(ANCHOR.format) | st.builds('<a class="yt-timestamp" data-t="{}">[{}]</a>'.format, TIMES, TIMES)
BETWEEN = st.sampled_from([" ", "-", " to ", "text ", "\n", "<br/>", "<a ", "</a>", "[00:01:02]", "  to  ", ""])
MARKS = ["- ", "*   ", "+ ", "1. ", "12) ", "-", "[ ] ", "# ", "> "]
LISTS = [*MARKS, "  ", "    ", "\t", "word", "**bold** ", "[[Link]]"]
LINES = st.lists(st.sampled_from([*LISTS, "---", "|", "|-|", "=", "\n", "\n", "\n", "\n\n"]), max_size=30).map("".join)
MANY = settings(deadline=None, max_examples=1000)


@MANY
@given(LINES)
@example("*   word\n\n    word\n*   word\n")
@example("> - word\nword")
@example("- word\n\n  - word\nword")
@example("- word\n  - word")
@example("- word\nword")
@example("word\n\n ")
def test_an_item_or_paragraph_of_one_line_is_what_the_rules_make_of_it(text: str) -> None:
    short = blocks.parse(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.reader.items.plain", lambda *_: False)
        assert blocks.parse(text) == short


@MANY
@given(LINES)
@example("a\n \t")
@example("\n")
@example("")
def test_lines_stand_where_markdown_it_finds_them(text: str) -> None:
    engine = MarkdownIt("commonmark")
    ours, theirs = (kind(text, engine, {}, []) for kind in (blocks.BlockState, StateBlock))
    assert vars(ours) == vars(theirs)


@MANY
@given(st.lists(st.tuples(BETWEEN, ANCHORS), max_size=8), BETWEEN)
def test_plain_anchors_are_what_the_tolerant_search_finds(pieces: list[tuple[str, str]], last: str) -> None:
    text = "".join([*(between + anchor for between, anchor in pieces), last])
    stamps, rest = anchors.find(text, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.reader.anchors._PLAIN", re.compile(r"(?!)()"))
        assert anchors.find(text, text) == (list(stamps), rest)


HOURS = st.sampled_from(["00:14:00", "00:14:03", "01:00:00", "11:59:59", "12:30:00", "13:01:03"])


@MANY
@given(st.lists(HOURS, min_size=1, max_size=8))
def test_times_in_columns_are_a_sequence_of_records_and_flagged_alike(written: list[str]) -> None:
    text = ", ".join(f'<a class="yt-timestamp" data-t="{time}">[{time}]</a>' for time in written)
    columns = anchors.find(text, text).stamps
    assert isinstance(columns, AnchorTimes)
    records = tuple(columns)
    assert [stamp.raw for stamp in records] == [text[slice(*stamp.span)] for stamp in records] == text.split(", ")
    assert [(stamp.start, stamp.format, stamp.source) for stamp in records] == [
        (seconds(time), "anchor", "data-t") for time in written
    ]
    assert [columns[at] for at in range(-len(written), len(columns))] == [*records, *records]
    assert columns[1:] == records[1:]
    assert tuple(shifted_times.flag_shifted(columns)) == shifted_times.flag_shifted(records)


CLOCKS = ["00:00 Intro", "Ada Byron 1:02:03", "[00:01:02]", "(1:02)", "01:02:03", "🎧 00:10 - 00:50", "@12:30"]
UNITS = ["12m30s: gears", "- 1h 2m 3s ", "m3s:", "[[Mill]] 12m30s: gears"]
BREAKS = ["`00:10`", "word ", ". ", ": ", "\n", "\n\n"]
TALK = st.lists(st.sampled_from([*CLOCKS, *UNITS, *BREAKS]), max_size=20).map("".join)


@MANY
@given(TALK, st.booleans())
def test_times_are_found_as_if_every_line_were_searched(text: str, media: bool) -> None:  # noqa: FBT001
    found = inline.read(text, blocks.parse(text), media=media)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.reader.timestamps.lines_with", lambda _, masked: [Span(0, len(masked))])
        assert inline.read(text, blocks.parse(text), media=media) == found


@given(st.lists(st.sampled_from(["x", "ab", "\n"]), max_size=12).map("".join))
def test_the_lines_that_hold_a_pattern_are_those_of_the_text_split(text: str) -> None:
    found = mark_search.lines_with(re.compile("x"), text)
    assert [text[slice(*line)] for line in found] == [line for line in text.split("\n") if "x" in line]


STAMPS = st.builds(
    Timestamp,
    st.sampled_from(["[00:14:00]", "[13:01:03]", "[00:14:03]", "14:00", "[00:14:00 - 13:15:00]"]),
    st.sampled_from([None, 840, 843, 46863, 3600.5]),
    st.sampled_from([None, 47700]),
    st.sampled_from(["bare", "anchor", "range", "linked"]),
    st.sampled_from([(), ("conflict",)]),
    st.just(Span(0, 10)),
)


def as_read(stamp: Timestamp) -> bool:
    """Whether a stamp's seconds are those that it writes, as the reader makes them unless it flags the stamp."""
    written = timestamps.BRACKETED.fullmatch(stamp.raw)
    if stamp.flags or stamp.end is not None or stamp.format not in {"bare", "anchor"}:
        return True
    return written is not None and stamp.start == seconds(written[1])


@MANY
@given(st.lists(STAMPS.filter(as_read), max_size=8))
def test_times_that_cannot_be_shifted_are_known_without_a_look_at_how_they_are_written(stamps: list[Timestamp]) -> None:
    found = shifted_times.flag_shifted(tuple(stamps))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.reader.shifted_times._may_be_shifted", lambda _: any((s.start or 0) >= 3600 for s in stamps))
        assert shifted_times.flag_shifted(tuple(stamps)) == found


@MANY
@given(st.lists(st.sampled_from(["`", "``", "$", "$5", "\\", "!", "<!--", "-->", " ", "a", "\n", "\n\n"]), max_size=30))
def test_what_hides_text_is_found_in_each_block_as_if_it_stood_alone(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = blocks.parse(text).blocks
    shown = masks.visible(text, found)
    alone = ((block.span, masks.hide_code(masks.visible(text, [block]), [block])) for block in found)
    whole = masks.hide_code(shown, found)
    assert all(piece[slice(*span)] == whole[slice(*span)] for span, piece in alone)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a `b` c", "a     c"),
        ("`a``b` c", "       c"),
        ("``a`b`` c", "        c"),
        ("`a``b", "`a``b"),
        ("`a`b`", "   b`"),
        ("`a", "`a"),
    ],
)
def test_code_ends_at_the_next_run_of_as_many_ticks(written: str, shown: str) -> None:
    assert masks.hide_code(written, blocks.parse(written).blocks) == shown


@given(st.text("[]( :", max_size=12), st.sampled_from(["](", "[[", "::"]), st.integers(0, 13))
def test_a_mark_is_sought_as_python_seeks_it(text: str, mark: str, start: int) -> None:
    assert mark_search.find(text, mark, start) == text.find(mark, start)
