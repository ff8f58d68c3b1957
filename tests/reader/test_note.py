"""A note from bytes: encodings, files that are no notes, what workers send to each other, hostile sizes."""

from __future__ import annotations

import time

import msgspec
import pytest

from kg.model import Note
from kg.reader.read_note import MAX_BYTES, read_note

RICH = b"""---
title: T
n: [1, 2.5, true, null, 123456789012345678901234567890]
rel: "[[A]]"
---
# H
> [!note] C
> text [[B|b]] [00:01:02] #t ^id
%%c%% k:: v
"""


def codes(note: Note) -> list[str]:
    return [problem.code for problem in note.problems]


def test_r5_a_byte_order_mark_is_dropped_and_told() -> None:
    note = read_note("a.md", b"\xef\xbb\xbf---\na: 1\n---\n[[B]]")
    assert note.bom
    assert note.text.startswith("---")
    assert note.properties == {"a": 1}
    assert [link.target for link in note.links] == ["B"]


def test_r5_invalid_utf8_is_replaced_told_and_never_written() -> None:
    note = read_note("a.md", b"caf\xe9 [[B]]")
    assert note.text == "caf\ufffd [[B]]"
    assert codes(note) == ["encoding"]
    assert not note.writable
    assert [link.target for link in note.links] == ["B"]


@pytest.mark.parametrize(
    ("data", "code"), [(b"\x89PNG\0\0", "binary"), (b"x" * (MAX_BYTES + 1), "too-large")], ids=["binary", "too large"]
)
def test_what_is_no_note_is_not_read(data: bytes, code: str) -> None:
    note = read_note("a.md", data)
    assert codes(note) == [code]
    assert (note.text, note.writable, len(note.sha256)) == ("", False, 64)


def test_an_empty_file_is_an_empty_note() -> None:
    assert read_note("a.md", b"") == Note(path="a.md", text="", sha256=read_note("b.md", b"").sha256)


@pytest.mark.parametrize(
    ("text", "newline"),
    [("a", "\n"), ("a\r\nb\r\nc\n", "\r\n"), ("a\rb\rc\n", "\r"), ("a\nb\nc\r\n", "\n"), ("\r\n", "\r\n")],
)
def test_the_line_end_used_most_is_told(text: str, newline: str) -> None:
    assert read_note("a.md", text.encode()).newline == newline


def test_r10_broken_properties_forbid_writing() -> None:
    assert not read_note("a.md", b"---\na: [\n---\n").writable
    assert not read_note("a.md", b"---\n- a\n---\n").writable
    assert read_note("a.md", b"---\na: 1\n---\n").writable


def test_r4_a_second_version_is_flagged() -> None:
    note = read_note("x/N (Conflicted copy My Mac 202411281430).md", b"text")
    assert note.conflict_copy
    assert codes(note) == ["conflict-copy"]
    assert not read_note("N (copy).md", b"text").conflict_copy


def test_a_note_survives_being_sent_between_processes() -> None:
    note = read_note("a.md", RICH, excluded=True)
    assert note.excluded
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(note), type=Note) == note


HOSTILE = {
    "quotes": ">" * 10_000 + " [[A]]",
    "quotes with blanks": "> " * 10_000 + "[[A]]",
    "quotes on many lines": (">" * 200 + "\n") * 200 + "[[A]]",
    "list marks": "- " * 10_000 + "[[A]]",
    "ordered list marks": "1. " * 10_000 + "[[A]]",
    "mixed marks": "> - 1. " * 3_000 + "[[A]]",
    "deeper and deeper lists": "".join(f"{' ' * (2 * i)}- x\n" for i in range(300)) + "\n[[A]]",
    "open brackets": "[" * 10_000 + " [[A]]",
    "open links": "[[a" * 10_000 + " [[A]]",
    "brackets": "[" * 10_000 + "]" * 10_000 + " [[A]]",
    "link texts": "[a](" * 10_000 + " [[A]]",
    "link ends": "](" * 10_000 + " [[A]]",
    "link titles": '[a](b "' * 10_000 + " [[A]]",
    "ticks of all lengths": " ".join("`" * i for i in range(1, 400)) + " [[A]]",
    "ticks": "`a``b" * 10_000 + "\n\n[[A]]",
    "stars": "*a **b " * 10_000 + " [[A]]",
    "tags": "<a <b " * 20_000 + " [[A]]",
    "attributes": "<b " + "a " * 50_000 + " [[A]]",
    "attribute blanks": "<b" + " " * 100_000 + "a" + " " * 100_000 + "[[A]]",
    "anchors": '<a class="yt-timestamp" data-t="00:00:01">' * 10_000 + " [[A]]",
    "comments": "a %% " * 10_001 + "\n\n[[A]]",
    "html comments": "x <!-- " * 10_000 + "[[A]]",
    "html blocks": "<!--\n" * 10_000 + "-->\n\n[[A]]",
    "dollars": "$a " * 20_000 + "[[A]]",
    "double dollars": "$$a\n" * 10_001 + "\n[[A]]",
    "open math": "a\n\n$$ x\n\n" * 3_000 + "[[A]]",
    "fields": "[a:: " * 10_000 + "\n\n[[A]]",
    "colons after a bracket": "[" + "a:: " * 20_000 + "\n\n[[A]]",
    "colons": "::" * 20_000 + "\n\n[[A]]",
    "tables": "|" * 20_000 + "\n" + "|-" * 20_000 + "|\n\n[[A]]",
    "delimiters": "a|b\n-|-\n" * 3_000 + "\n[[A]]",
    "times": "[00:01:02, " * 10_000 + "\n\n[[A]]",
    "ranges": "00:01:02 - " * 10_000 + "\n\n[[A]]",
    "hashes": "#" * 50_000 + " [[A]]",
    "backslashes": "\\" * 50_000 + "\n\n[[A]]",
    "footnotes": "[^a]: b\n" * 10_000 + "[[A]]",
    "definitions": "[a]: b 'c\n" * 5_000 + "[[A]]",
    "block ids": "a ^b\n" * 10_000 + "[[A]]",
    "breaks": "* " * 50_000 + "x [[A]]",
    "underlines": "a\n" * 10_000 + "[[A]]\n===",
    "links in both forms": "[[a]] [b](c) " * 5_000 + "[[A]]",
    "urls": "https://youtu.be/a?t=" * 5_000 + " [[A]]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_linear_time(name: str) -> None:
    """Each text takes far less than a second; quadratic work would take minutes."""
    start = time.process_time()
    note = read_note("a.md", HOSTILE[name].encode())
    assert time.process_time() - start < 4
    assert note.text == HOSTILE[name]
    assert [link.target for link in note.links][-1:] == ["A"]


@pytest.mark.parametrize("unit", ["word ", "[[a]] ", "<b> ", "> ", "a: b ", "[00:00:01] ", "`c` $d$ \\e %%f%% "])
def test_one_line_of_a_megabyte_is_read_in_linear_time(unit: str) -> None:
    start = time.process_time()
    text = unit * (1_000_000 // len(unit))
    assert read_note("a.md", text.encode()).text == text
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    "yaml",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "\n".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]" for i in range(9)),
        "a: " + "[" * 10_000 + "]" * 10_000,
        "a: " + "{b: " * 5_000,
        "- " * 10_000,
        "a: &a [*a]",
        "x: 'y'\nz: {a: b}\nlong: " + "y" * 200_000,
        "? " * 10_000,
        "".join(f"{' ' * i}a:\n" for i in range(505)),
    ],
    ids=["bomb", "deep lists", "deep maps", "deep marks", "loop", "large", "deep names", "deep indentation"],
)
def test_yaml_that_expands_without_bound_is_refused(yaml: str) -> None:
    start = time.process_time()
    note = read_note("a.md", f"---\n{yaml}\n---\n[[A]]".encode())
    assert time.process_time() - start < 4
    assert codes(note)[0] in {"yaml-limit", "yaml-invalid"}
    assert note.properties == {}
    assert not note.writable
    assert [link.target for link in note.links] == ["A"]
