"""What is wrong in the notes is found, counted and told with a way out."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from kg.model import Link, Note, Problem, Span, Timestamp
from kg.views.page import vault_findings
from kg.views.page.vault_findings import Finding, Shift
from kg.views.render import tables


class Led(NamedTuple):
    path: str | None
    ambiguous: bool = False


class Vault:
    """Links by target: where they lead."""

    def __init__(self, known: dict[str, Led]) -> None:
        self.known = known

    def resolve(self, target: str, source: str) -> Led:
        assert source == "a/N.md"
        return self.known.get(target, Led(None))


EMPTY = Vault({})


def nothing(_: str) -> tuple[str, ...]:
    return ()


def link(text: str, written: str, kind: str = "wikilink", subpath: str | None = None) -> Link:
    at = text.index(written)
    return Link(kind, written.strip("[]"), subpath, None, False, Span(at, at + len(written)))  # noqa: FBT003 - as the model has it


def stamp(text: str, raw: str, *flags: str, start: float | None = 1.0) -> Timestamp:
    at = text.index(raw)
    return Timestamp(raw, start, None, "bare", flags, Span(at, at + len(raw)))


def note(text: str, **parts: tuple[object, ...]) -> Note:
    return Note("a/N.md", text, "0" * 64, **parts)  # type: ignore[arg-type]  # each part has its own type


def test_a_sound_note_has_nothing_to_look_at() -> None:
    text = "See [[Home]] [00:01]."
    vault = Vault({"Home": Led("Home.md")})
    assert (
        vault_findings.examine(note(text, links=(link(text, "[[Home]]"),), timestamps=(stamp(text, "[00:01]"),)), vault)
        == ()
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_dead_link_is_told_with_its_line_and_what_it_could_mean(end: str) -> None:
    text = f"one{end}two{end}{end}see [[Gone Note]] here"
    examined = vault_findings.examine(note(text, links=(link(text, "[[Gone Note]]"),)), EMPTY)
    (found,) = vault_findings.completed(examined, {}, {"Gone Note": ("b/gone_note.md",)}.__getitem__)
    at = text.index("[[")
    assert found.to_dict() == {
        "code": "link-unresolved",
        "severity": "warning",
        "note": "a/N.md",
        "line": 4,
        "span": [at, at + 13],
        "text": "[[Gone Note]]",
        "message": "no such note",
        "suggestions": ["b/gone_note.md"],
        "times": 1,
        "target": "Gone Note",
    }


def test_an_ambiguous_link_tells_how_it_was_read() -> None:
    text = "[[Home]]"
    (found,) = vault_findings.examine(
        note(text, links=(link(text, text),)), Vault({"Home": Led("x/Home.md", ambiguous=True)})
    )
    assert (found.code, found.message) == ("link-ambiguous", "several notes fit; read as x/Home.md")


def test_links_out_of_the_vault_are_not_looked_up() -> None:
    text = "[[https://example.org]]"
    assert vault_findings.examine(note(text, links=(link(text, text, kind="external"),)), EMPTY) == ()


def test_links_are_shown_as_they_are_written() -> None:
    text = "[[Gone]] and [[Away]]"
    links = (link(text, "[[Gone]]", subpath="Part"), link(text, "[[Away]]", kind="markdown"))
    assert [found.text for found in vault_findings.examine(note(text, links=links), EMPTY)] == [
        "[[Gone#Part]]",
        "[…](Away)",
    ]


def test_a_repaired_note_is_told_once_with_an_example() -> None:
    text = "a [09:40:50] b [10:02:00]"
    stamps = (stamp(text, "[09:40:50]", "shifted"), stamp(text, "[10:02:00]", "shifted"))
    shift = Shift(2, "MM:SS:xx written as HH:MM:SS", "[09:40:50]", 580)
    (found,) = vault_findings.completed(
        vault_findings.examine(note(text, timestamps=stamps), EMPTY), {"a/N.md": shift}, nothing
    )
    assert found.message == "2 times repaired (MM:SS:xx written as HH:MM:SS): [09:40:50] plays at 9:40"
    assert (found.code, found.severity, found.line, found.span, found.times) == (
        "times-repaired",
        "info",
        None,
        None,
        2,
    )


def test_a_shift_that_nothing_proves_is_told_once_for_all_its_times() -> None:
    text = "a [09:40:50] b [10:02:00]"
    stamps = (stamp(text, "[09:40:50]", "shifted"), stamp(text, "[10:02:00]", "shifted"))
    (found,) = vault_findings.examine(note(text, timestamps=stamps), EMPTY)
    assert (found.code, found.times, found.text) == ("time-shifted", 2, "[09:40:50]")


@pytest.mark.parametrize("flag", ["conflict", "reversed", "low-confidence"])
def test_every_other_flag_of_a_time_is_told_at_its_place(flag: str) -> None:
    text = "x [00:75] y [00:76]"
    stamps = (stamp(text, "[00:75]", flag), stamp(text, "[00:76]", flag))
    sound = vault_findings.examine(note(text, timestamps=stamps), EMPTY)
    found = vault_findings.completed(sound, {"a/N.md": Shift(1, "r", "w", 1)}, nothing)[1:]
    assert [(one.code, one.line, one.text) for one in found] == [
        (f"time-{flag}", 1, "[00:75]"),
        (f"time-{flag}", 1, "[00:76]"),
    ]


def test_an_invalid_time_is_told_once_as_the_reader_tells_it() -> None:
    text = "x [00:75] y"
    problem = Problem("a/N.md", "timestamp-invalid", "no time", Span(2, 9))
    (found,) = vault_findings.examine(
        note(text, timestamps=(stamp(text, "[00:75]", "invalid"),), problems=(problem,)), EMPTY
    )
    assert (found.code, found.severity, found.text, found.message) == (
        "timestamp-invalid",
        "warning",
        "[00:75]",
        "no time",
    )


@pytest.mark.parametrize("text", ["x" * 81, "one\ntwo"])
def test_a_place_that_is_long_or_has_lines_is_not_quoted(text: str) -> None:
    problems = (Problem("a/N.md", "yaml-invalid", "bad", Span(0, len(text))),)
    assert vault_findings.examine(note(text, problems=problems), EMPTY)[0].text == ""


def test_a_flag_that_is_new_to_this_page_is_still_told() -> None:
    (found,) = vault_findings.examine(note("[1:00]", timestamps=(stamp("[1:00]", "[1:00]", "odd"),)), EMPTY)
    assert (found.code, found.severity, found.message) == ("time-odd", "warning", "time-odd")


def test_an_anchor_is_shown_without_its_html() -> None:
    raw = '<a class="yt-timestamp" data-t="00:01:02">[00:01:03]</a>'
    (found,) = vault_findings.examine(note(raw, timestamps=(stamp(raw, raw, "conflict"),)), EMPTY)
    assert found.text == "data-t=00:01:02 [00:01:03]"


def test_what_the_reader_found_keeps_its_code_and_message() -> None:
    problems = (Problem("a/N.md", "yaml-invalid", "a tab", Span(4, 5)), Problem("a/N.md", "odd", "odd"))
    found = vault_findings.examine(note("---\n\tx\n---", problems=problems), EMPTY)
    assert [(one.code, one.severity, one.line, one.message) for one in found] == [
        ("odd", "warning", None, "odd"),
        ("yaml-invalid", "error", 2, "a tab"),
    ]


def test_files_that_are_no_notes_are_told_without_a_line() -> None:
    (found,) = vault_findings.of_problems([Problem("b.md", "unreadable", "permission denied", Span(3, 4))])
    assert found == Finding("unreadable", "b.md", None, Span(3, 4), "", "permission denied")


def test_findings_of_all_notes_come_by_note_and_place() -> None:
    late, early = Finding("x", "b.md", 9, Span(50, 60), "", ""), Finding("x", "b.md", 1, Span(5, 6), "", "")
    first = Finding("x", "a.md", None, None, "", "")
    assert vault_findings.completed([late, first, early], {}, nothing) == (first, early, late)


FOUND = (
    Finding("link-unresolved", "a.md", 3, Span(1, 2), "[[X]]", "no such note", ("b/x.md",)),
    Finding("link-unresolved", "a.md", 9, Span(5, 6), "[[Y]]", "no such note"),
    Finding("times-repaired", "b.md", None, None, "", "12 times repaired", times=12),
    Finding("yaml-invalid", "c.md", 2, Span(0, 1), "", "a tab"),
)


def test_the_summary_counts_each_kind_the_worst_first() -> None:
    lines = list(tables.plain(vault_findings.summary(FOUND)))
    assert [line.split()[:4] for line in lines[1:]] == [
        ["yaml-invalid", "error", "1", "1"],
        ["link-unresolved", "warning", "2", "1"],
        ["times-repaired", "info", "12", "1"],
    ]
    assert lines[1].endswith("a tab")
    assert lines[2].endswith("no such note; write the note, or use a suggestion")


def test_details_show_at_most_so_many_of_each_kind() -> None:
    rows = vault_findings.details(FOUND, limit=1).rows
    assert [(row[1].text, row[0].text, row[3].text) for row in rows] == [
        ("link-unresolved", "3", "no such note; did you mean b/x?"),
        ("times-repaired", "", "12 times repaired"),
        ("yaml-invalid", "2", "a tab"),
    ]
    assert len(vault_findings.details(FOUND).rows) == len(FOUND)


def test_places_of_a_note_that_read_alike_share_a_row() -> None:
    again = (*FOUND, Finding("link-unresolved", "a.md", 12, Span(8, 9), "[[X]]", "no such note", ("b/x.md",)))
    rows = vault_findings.details(again).rows
    assert len(rows) == len(FOUND)
    assert rows[0][3].text == "no such note; did you mean b/x? (2 times)"
