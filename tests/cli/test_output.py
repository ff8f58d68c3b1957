"""The only writer: a table suits its reader, files appear whole or not at all."""

from __future__ import annotations

import io
import os
import re
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.cli import output
from kg.views.render import tables
from kg.views.render.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "https://www.youtube.com/watch?v=abcdefghijk&t=75s"
LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
CLAIMS = Table(
    tables.CLAIM_COLUMNS,
    (
        (Cell("1:15", URL), Cell(LONG, marks=((0, 3),), after="warning"), Cell("$3 M; 60%"), Cell("a/N")),
        (Cell("1:16", URL, after="*"), Cell("short"), Cell(""), Cell("a/N")),
        (Cell("2:00"), Cell("other"), Cell(""), Cell("b/M")),
    ),
    group=tables.NOTE_COLUMN,
)
CODES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return monkeypatch


def test_in_a_pipe_a_table_is_plain_and_nothing_wraps(capsys: pytest.CaptureFixture[str]) -> None:
    output.show(CLAIMS, footer="3 claims")
    assert capsys.readouterr().out.splitlines() == [
        "TIME  NUMBERS    NOTE  CLAIM",
        f"1:15  $3 M; 60%  a/N   {LONG}",
        "1:16             a/N   short",
        "2:00             b/M   other",
    ]


def test_on_a_terminal_claims_stand_below_their_note(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output.show(CLAIMS, footer="3 claims")
    shown = [line.rstrip() for line in CODES.sub("", capsys.readouterr().out).splitlines()]
    assert shown == [
        "a/N",
        " 1:15  one two three four five six seven eight nine ten eleven twelve     $3 M",
        "       thirteen fourteen fifteen sixteen  warning                         60%",
        "*1:16  short",
        "",
        "b/M",
        " 2:00  other",
        "",
        "* repaired: the time in the note cannot be right (see kg doctor)",
        "3 claims",
    ]


def test_on_a_terminal_times_and_notes_can_be_clicked(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    output.show(CLAIMS, vault=tmp_path)
    shown = capsys.readouterr().out
    assert re.search(rf"\x1b\]8;[^;]*;{re.escape(URL)}\x1b\\.*1:15", shown)
    assert f";{(tmp_path / 'a' / 'N.md').as_uri()}\x1b\\" in shown


def test_only_the_mark_of_a_repaired_time_is_dim(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output.show(CLAIMS)
    shown = capsys.readouterr().out
    assert "\x1b[2;3m*\x1b[0m" in shown
    assert "\x1b[36m1:16\x1b[0m" in shown


def test_notes_of_an_obsidian_vault_open_in_obsidian(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / ".obsidian").mkdir()
    output.show(CLAIMS, vault=tmp_path)
    assert ";obsidian://open?path=%2F" in capsys.readouterr().out


def test_mentions_of_the_asked_entity_are_bold(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output.show(CLAIMS)
    assert "\x1b[1mone\x1b[0m two" in capsys.readouterr().out


def test_no_color_is_honoured(terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.setenv("NO_COLOR", "1")
    output.show(CLAIMS)
    assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|9[0-7]|38;)[0-9;]*m", capsys.readouterr().out)


def test_a_note_cannot_send_codes_to_the_terminal(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = (Cell("1:15"), Cell("\x1b]0;evil\x07 [bold]x[/bold] :smile:"), Cell("\x1b[31m"), Cell("a\nb\udcff"))
    output.show(Table(tables.CLAIM_COLUMNS, (cells,), group=tables.NOTE_COLUMN))
    shown = CODES.sub("", capsys.readouterr().out)
    assert "\x1b" not in shown
    assert r"\x1b]0;evil\x07 [bold]x[/bold] :smile:" in shown
    assert r"a\nb\udcff" in shown


def test_a_table_without_groups_has_headings(terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    output.show(tables.counts([("notes", 6203)]))
    shown = CODES.sub("", capsys.readouterr().out)
    assert re.search(r"What\s+Count", shown)
    assert re.search(r"notes\s+6,203", shown)


def test_nothing_found_shows_only_the_footer(terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    output.show(tables.claims([]), footer="no claims")
    assert CODES.sub("", capsys.readouterr().out) == "no claims\n"


def test_a_narrow_terminal_still_gets_its_text(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.setenv("COLUMNS", "30")
    output.show(CLAIMS)
    shown = CODES.sub("", capsys.readouterr().out)
    assert all(word in shown for word in LONG.split())
    assert max(map(len, shown.splitlines()[:-1])) <= 75


SHAPE = output.Shape(
    lambda found: Table((Column("A"),), tuple((Cell(str(record["a"])),) for record in found)),
    {"a": lambda record: record["a"]},
)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("jsonl", '{"a":"é,"}\n'),
        ("csv", 'a\n"é,"\n'),
        ("md", "| A |\n| --- |\n| é, |\n"),
        ("table", "A\né,\n"),
    ],
)
def test_records_come_in_the_form_asked_for(form: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.records(form, [{"a": "é,"}], SHAPE)
    assert capsys.readouterr().out == text


def test_notes_to_the_person_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    output.note("by the way")
    assert capsys.readouterr() == ("", "by the way\n")


def test_a_document_is_indented_json(capsys: pytest.CaptureFixture[str]) -> None:
    output.document({"a": [1]})
    assert capsys.readouterr().out == '{\n  "a": [\n    1\n  ]\n}\n'


def test_bytes_go_to_stdout_after_what_was_written_before(monkeypatch: pytest.MonkeyPatch) -> None:
    held = io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(held, encoding="utf-8"))
        output.lines(["first"])
        output.chunks([b"\xff", b"\n"], None)
        assert held.getvalue() == b"first\n\xff\n"


def test_a_file_replaces_the_older_one_with_the_users_rights(tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    path.write_bytes(b"old")
    output.chunks([b"n", b"ew"], path)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_file_that_cannot_be_finished_leaves_the_older_one(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    path = tmp_path / "out.ttl"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="No space left") as caught:
        output.chunks(broken(), path)
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "out.ttl"
    with pytest.raises(FileNotFoundError) as caught:
        output.chunks([b"x"], path)
    assert caught.value.filename == str(path)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.ttl"
    link = tmp_path / "link.ttl"
    link.symlink_to(real)
    output.chunks([b"x"], link)
    assert link.is_symlink()
    assert real.read_bytes() == b"x"


def test_a_named_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    output.chunks([b"a", b"b"], pipe)
    reader.join()
    assert got == [b"ab"]
    assert pipe.is_fifo()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        output.chunks([b"x"], Path(tmp_path))
