"""Laws that hold for every text whatsoever."""

from __future__ import annotations

import json
import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Note, Span
from kg.reader import simpleyaml, yamltree
from kg.reader.frontmatter import read
from kg.reader.read_note import read_note
from kg.views.render.parsed_note import note_record

# separated by blanks; those that hold blanks or line ends stand below
WORDS = """
=== --- ``` ~~~ ` `` $ $$ \\ | [[ ]] [ ] ( ) ]( ![ ! #tag # ^id ^ :: %% <!-- --> <b> < > </a> [00:01:02] 00:01:02 01:02
[!note] [!x|y]- [^1] [a]: " ' { } *a https://youtu.be/x?t=5 #t=1,2 😀 é e\u0301 \u2068 \u2028 \x85 \ufeff a Word 1 . ,
"""
SPACED = [
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    " ",
    "\t",
    "    ",
    "---\n",
    "> ",
    "- ",
    "1. ",
    "* ",
    "# ",
    "## ",
    "|-|\n",
    "<div>\n",
]
MORE = [" - ", " to ", ", ", "[^1]: ", "[ ] ", "a: b\n", "a:\n", "&a ", "!!str ", "🎧 ", "\x0b", "\x0c"]
ANCHOR = '<a class="yt-timestamp" data-t="00:01:02">'
PIECES = [*WORDS.split(), *SPACED, *MORE, ANCHOR]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=60).map("".join)
LIMITS = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])

ENDS = {
    "wikilink": r"\[\[.*\]\]",
    "property": r"\[\[.*\]\]",
    "embed": r"!\[\[.*\]\]|!\[.*\]\(.*\)",
    "markdown": r"\[.*\]\(.*\)",
    "external": r"!?\[.*\]\(.*\)",
}


def cut(note: Note, span: Span) -> str:
    assert 0 <= span.start <= span.end <= len(note.text)
    return note.text[span.start : span.end]


def check_spans(note: Note) -> None:
    assert all(re.fullmatch(ENDS[link.kind], cut(note, link.span), re.DOTALL) for link in note.links), note.links
    assert [cut(note, tag.span) for tag in note.body_tags] == [f"#{tag.name}" for tag in note.body_tags]
    assert [cut(note, stamp.span) for stamp in note.timestamps] == [stamp.raw for stamp in note.timestamps]
    assert all("::" in cut(note, field.span) for field in note.fields)
    assert all(cut(note, comment).startswith("%%") for comment in note.comments)
    assert all(cut(note, callout.span).startswith(">") for callout in note.callouts)
    assert all(heading.text.split("\n")[0] in cut(note, heading.span) for heading in note.headings)


def check_stamps(note: Note) -> None:
    for stamp in note.timestamps:
        assert stamp.raw
        assert (stamp.start is None) == ("invalid" in stamp.flags)
        assert stamp.end is None or (stamp.start is not None and stamp.end >= stamp.start)
    assert list(note.timestamps) == sorted(note.timestamps, key=lambda stamp: stamp.span)


def check_blocks(note: Note) -> None:
    at = 0
    for block in note.blocks:
        assert block.span.start >= at, "blocks come in reading order and apart"
        at = block.span.start
        for line in block.lines:
            assert at <= line.start <= line.end <= block.span.end
            assert not re.search(r"[\r\n]", note.text[line.start : line.end])
            at = line.end
        at = block.span.end
        assert block.callout is None or block.callout < len(note.callouts)
        assert block.heading is None or block.heading < len(note.headings)


@LIMITS
@given(TEXTS)
def test_no_text_makes_the_reader_raise_and_every_span_slices_back(text: str) -> None:
    note = read_note("a.md", text.encode("utf-8", "replace"))
    check_spans(note)
    check_stamps(note)
    check_blocks(note)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(note), type=Note) == note or "nan" in repr(note.properties)
    json.dumps(note_record(note), allow_nan=False)


@LIMITS
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    note = read_note("a.md", data)
    assert note.sha256 == read_note("b.md", data).sha256
    check_blocks(note)


@LIMITS
@given(TEXTS)
def test_no_properties_make_the_reader_raise(source: str) -> None:
    text = f"---\n{source}\n---\n".encode("utf-8", "replace").decode()
    found = read(text)
    assert 0 <= found.body <= len(text)
    assert all(text[link.span.start : link.span.end].startswith("[[") for link in found.links)


YAML_LINES = st.lists(
    st.tuples(st.sampled_from(["a: ", "b: ", "key-1: ", "- ", "  - ", "c:", "", " "]), st.text(max_size=6)).map(
        "".join
    ),
    max_size=6,
).map("\n".join)


@LIMITS
@given(YAML_LINES)
def test_simple_properties_mean_what_full_yaml_says(source: str) -> None:
    """Whatever the quick reader accepts, the full one reads alike."""
    quick = simpleyaml.load(source)
    if quick is not None and quick.value:
        full = yamltree.load(source)
        assert repr(quick.value) == repr(full.value)
        assert quick.quoted == full.quoted


@pytest.mark.parametrize("written", ["-xKs", "--xKsIgv7tE", "---x", "--1"])
def test_an_id_that_begins_with_dashes_needs_no_yaml_engine(written: str) -> None:
    quick = simpleyaml.load(f"videoId: {written}")
    assert quick is not None
    assert quick.value == yamltree.load(f"videoId: {written}").value == {"videoId": written}


@LIMITS
@given(TEXTS)
def test_line_ends_of_windows_change_no_finding(text: str) -> None:
    """A note with CRLF reads as the same note with LF, but for the places."""
    plain = text.replace("\r", "").encode("utf-8", "replace")
    left, right = read_note("a.md", plain), read_note("a.md", plain.replace(b"\n", b"\r\n"))
    assert [(b.kind, len(b.lines), b.heading, b.callout) for b in left.blocks] == [
        (b.kind, len(b.lines), b.heading, b.callout) for b in right.blocks
    ]
    assert [(x.kind, x.target, x.in_comment) for x in left.links] == [
        (x.kind, x.target, x.in_comment) for x in right.links
    ]
    assert left.tags == right.tags
    assert [(x.start, x.end, x.format, x.flags) for x in left.timestamps] == [
        (x.start, x.end, x.format, x.flags) for x in right.timestamps
    ]
