"""How far a build is: bars on a terminal, a line per phase in a log."""

from __future__ import annotations

import re
import sys

import pytest

from kg.cli import progress

CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def work() -> None:
    with progress.telling() as told:
        told.advance()  # before any phase: nothing to move
        told.phase("Reading", 10, "notes")
        told.advance(4)
        told.advance()
        told.phase("Storing", 2000, "claims")
        told.advance(2000)
        told.done()
        told.done()


def broken_off() -> None:
    with progress.telling() as told:
        told.phase("Reading", 10, "notes")
        raise KeyboardInterrupt


def test_a_log_gets_a_line_per_phase_with_what_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    work()
    assert capsys.readouterr() == ("", "Reading: 5 notes\nStoring: 2,000 claims\n")


def test_a_note_is_told_at_once_above_bars_and_in_a_log_but_not_in_passing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for passing, told in ((False, "about 900 tokens\n"), (True, "")):
        with progress.telling(passing=passing) as lines:
            lines.note("about 900 tokens")
        assert capsys.readouterr() == ("", told)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.telling() as bars:
        bars.phase("Asking", 2, "sections")
        bars.note("about [900] tokens")
    assert "about [900] tokens" in CODES.sub("", capsys.readouterr().err)


def test_work_that_leads_to_an_answer_leaves_no_trace(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with progress.telling(passing=True) as told:
        told.phase("Examining", 2, "notes")
        told.advance(2)
        told.done()
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    with progress.telling(passing=True) as told:
        told.phase("Examining", 2, "notes")
    assert capsys.readouterr().err.endswith("\x1b[1A\x1b[2K")


def test_a_terminal_gets_a_bar_per_phase_with_rate(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    work()
    out, err = capsys.readouterr()
    shown = CODES.sub("", err)
    assert out == ""
    assert re.search(r"Reading ━+ 5 notes +[\d,]+/s +0:00:00", shown)
    assert re.search(r"Storing ━+ 2,000 claims +[\d,]+/s +0:00:00", shown)


def test_a_bar_that_is_broken_off_leaves_the_cursor_visible(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    with pytest.raises(KeyboardInterrupt):
        broken_off()
    err = capsys.readouterr().err
    assert "0/10 notes" in CODES.sub("", err)
    assert err.rindex("\x1b[?25h") > err.rindex("\x1b[?25l")
