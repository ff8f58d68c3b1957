"""A reader sees text without markup, and every code point of it leads back to its place in the file."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.sentences.boundaries import split
from kg.extract.sentences.sentences import Frames
from kg.model import Note, Part, Passage
from kg.reader.displayed import Display, DisplayedLines, Piece
from kg.reader.read_note import read_note
from kg.reader.render import parts, passages, plain

FIXTURE = Path(__file__).parent / "fixtures" / "render.md"
CASE = re.compile(r"^# ([^\n]+)\n\n```md\n(.*?)\n```\n((?:[^\n]+\n)*)", re.DOTALL | re.MULTILINE)
CASES = CASE.findall(FIXTURE.read_text(encoding="utf-8"))

# What notes are made of, so that marks meet in every order.
MARKS = [
    "**",
    "*",
    "_",
    "__",
    "~~",
    "==",
    "`c*d`",
    " `",
    "[[",
    "]]",
    "|",
    "[",
    "]",
    "(",
    ")",
    "](u)",
    "![",
    "<b>",
    "</b>",
]
WORDS = [
    "word",
    "Word",
    "The",
    "A",
    "Inc",
    "no",
    "5",
    "x",
    '"',
    "“",
    "”",
    "'",
    "\\",
    "&amp;",
    "&#65;",
    "é",
    "🙂",
    "<!--x-->",
]
TIMES = [
    " [00:01:02].",
    ' <a class="yt-timestamp" data-t="00:01:03">[00:01:03]</a>. ',
    " [00:04, 00:05], word",
    " ([00:01:06]) word",
    "word. [00:01:07] Then",
]
STOPS = [". ", ".", "? ", "! ", ", ", ": ", "… ", " ", "  ", "\n", "\n> w", " - "]
HOSTILE = ["[", "(", '" ', "*a ", "**a* ", "`", "<a ", "[[a|", "%% ", "<!-- ", "a. ", "==a== ", "^"]
texts = st.lists(st.sampled_from([*MARKS, *WORDS, *TIMES, *STOPS, *STOPS]), max_size=40).map("".join)


def note(text: str) -> Note:
    return read_note("folder/note.md", text.encode())


@pytest.mark.parametrize(("source", "shown"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_reader_sees_no_markup(source: str, shown: str) -> None:
    assert "".join(f"{passage.kind} | {passage.text}\n" for passage in passages(note(source))) == shown


def test_every_case_of_the_fixture_is_run() -> None:
    assert len(CASES) == FIXTURE.read_text(encoding="utf-8").count("```md\n")


def test_every_code_point_knows_its_source() -> None:
    text = "An **A&amp;T** deal\n[[target|with *us*]] [00:01:02]. End"
    [passage] = passages(note(text))
    sources = [text[start:end] for start, end in zip(passage.starts, passage.ends, strict=True)]
    assert passage.text == "An A&T deal with us. End"
    assert sources == [*"An ", "A", "&amp;", *"T deal", "\n", *"with us. End"]


def test_the_markup_around_a_code_point_belongs_to_it() -> None:
    text = "An **[[target|old]]** deal [00:01:02]. [00:01:03] *End*"
    [passage] = passages(note(text))
    old, deal, end = (passage.text.index(word) for word in ("old", "deal", "End"))
    assert text[passage.opens[old] : passage.closes[old + 2]] == "**[[target|old]]**"
    assert text[passage.opens[deal] : passage.closes[deal + 3]] == "deal [00:01:02]"
    assert text[passage.closes[end - 2] - len("[00:01:03]") : passage.closes[end - 2]] == "[00:01:03]"
    assert text[passage.opens[end] : passage.closes[end + 2]] == "*End*"


def test_links_bold_code_and_emphasis_are_found_in_the_text() -> None:
    [passage] = passages(note("**[[a b|Alias]] is** `code` and [site](https://example.org) and *[[plain]]*."))
    shown = [passage.text[link.start : link.end] for link in passage.links]
    assert shown == ["Alias", "site", "plain"]
    assert [(link.kind, link.target, link.aliased) for link in passage.links] == [
        ("wikilink", "a b", True),
        ("external", "https://example.org", True),
        ("wikilink", "plain", False),
    ]
    assert [passage.text[start:end] for start, end in passage.strong] == ["Alias is"]
    assert [passage.text[start:end] for start, end in passage.code] == ["code"]
    assert [passage.text[mark.start : mark.end] for mark in passage.emphasis] == ["Alias is", "plain"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("One [00:01]. Two [00:02], [00:03].", [("One", False), ("One. Two", False), ("One. Two", False)]),
        ("One. [00:01] Two. [00:02]", [("One.", False), ("One. Two.", False)]),
        ("[00:01] One. [00:02] Two.", [("", True), ("One. ", True)]),
        ("[00:01] One. Two [00:02].", [("", True), ("One. Two", False)]),
        ('"[00:01] One" he said, and [00:02] more', [('"', True), ('"One" he said, and', False)]),
        ("[00:01]", []),
        ("See https://youtu.be/RBoGJlpSdpY?t=62 there", [("See https://youtu.be/RBoGJlpSdpY?t=62", False)]),
    ],
)
def test_a_timestamp_stands_behind_what_it_covers_unless_it_leads(text: str, places: list[tuple[str, bool]]) -> None:
    found = [(passage.text[: stamp.at], stamp.leading) for passage in passages(note(text)) for stamp in passage.stamps]
    assert found == places


def test_markup_at_the_end_belongs_to_the_last_code_point() -> None:
    for text in ("It is `so. `", "An open tag<b>", "**[[a|x]] **y** `z`"):
        [passage] = passages(note(text))
        assert passage.closes[-1] == len(text)


def test_of_overlapping_pieces_the_first_is_taken() -> None:
    shown = Display(DisplayedLines("abcdef", [(0, 6)]))
    shown.show([Piece(1, 4), Piece(3, 5), Piece(4, 5)])
    assert "".join(shown.text) == "af"


def check(passage: Passage, text: str) -> None:
    """The columns of a passage are in order and inside the file."""
    size = len(passage.text)
    assert [len(column) for column in (passage.starts, passage.ends, passage.opens, passage.closes)] == [size] * 4
    assert passage.text == " ".join(passage.text.split())
    for opens, start, end, closes in zip(passage.opens, passage.starts, passage.ends, passage.closes, strict=True):
        assert 0 <= opens <= start < end <= closes <= len(text)
    for before, after in pairwise(zip(passage.starts, passage.ends, strict=True)):
        assert before == after or before[1] <= after[0]
    ranges = [mark[:2] for marks in (passage.links, passage.strong, passage.code, passage.emphasis) for mark in marks]
    assert all(0 <= low < high <= size for low, high in ranges)
    assert all(0 <= stamp.at <= size for stamp in passage.stamps)


@given(texts)
def test_passages_lead_back_to_the_file_whatever_the_text(text: str) -> None:
    for passage in passages(note(text)):
        check(passage, text)


@given(texts.map("It ".__add__))
def test_slicing_the_file_at_a_sentence_and_rendering_it_gives_its_text(text: str) -> None:
    for passage in passages(note(text)):
        for start, end in split(passage):
            low, high = Frames(passage).place(start, end)
            if passage.text[start].isalnum():  # not for stray marks, whose reading depends on what stood before
                assert plain(text[low:high]) == passage.text[start:end]


PARTS = """\
# Title
## One
> [!info] Hint *here*
> > [!pro tip]
> > ## Inside
> > text
### Deeper
:::note
text
:::
# Second
## Two
##### Far
"""


def test_sections_and_callouts_are_numbered_by_position() -> None:
    read = note(PARTS)
    assert [shown.part for shown in passages(read)] == ["1.1", "1.1.1.1", "1.2.1"]
    assert list(parts(read)) == [
        Part("1", "section", "One", "", ""),
        Part("1.1", "callout", "Hint here", "info", "1"),
        Part("1.1.1", "callout", "Pro Tip", "pro-tip", "1.1"),
        Part("1.1.1.1", "section", "Inside", "", "1.1.1"),
        Part("1.2", "section", "Deeper", "", "1"),
        Part("1.2.1", "callout", "Note", "note", "1.2"),
        Part("2", "section", "Two", "", ""),
        Part("2.1", "section", "Far", "", "2"),
    ]


def test_a_passage_names_the_headings_above_it_and_its_callout() -> None:
    shown = {
        passage.text: (passage.section, passage.callout, passage.part)
        for passage in passages(
            note(
                "Top.\n# T\nIntro.\n## **A**\nFirst.\n#### C\nThird.\n> [!WARNING]\n> Fourth.\n\n"
                "## B\n::tip\nLast.\n\n# U\nEnd."
            )
        )
    }
    assert shown == {
        "Top.": ((), None, ""),
        "Intro.": ((), None, ""),
        "First.": (("A",), None, "1"),
        "Third.": (("A", "C"), None, "1.1"),
        "Fourth.": (("A", "C"), "warning", "1.1.1"),
        "Last.": (("B",), "tip", "2.1"),
        "End.": ((), None, ""),
    }


@pytest.mark.parametrize("piece", HOSTILE)
def test_ten_thousand_marks_are_shown_in_linear_time(piece: str) -> None:
    """Quadratic work would take minutes here, far beyond the time limit of a test."""
    for passage in passages(note(piece * 10_000)):
        check(passage, piece * 10_000)
