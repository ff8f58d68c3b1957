"""Trouble becomes one message on stderr and an exit code."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

import click
import pytest

from kg.cli import edge
from kg.errors import ConfigError, KgError, QueryError, StoreMissing, UnknownName, VaultError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def raising(error: BaseException) -> Callable[[], NoReturn]:
    def call() -> NoReturn:
        raise error

    return call


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (VaultError("x", "does not exist"), 1, "Error: vault 'x': does not exist; pass an existing folder"),
        (StoreMissing("x/.kg"), 1, "run 'kg build' first"),
        (UnknownName("entity", "Coreweve", ["CoreWeave"]), 1, "did you mean 'CoreWeave'?"),
        (QueryError("expected a term", 1, 8, "SELECT }\n       ^"), 1, "SELECT }\n       ^"),
        (KgError("an \x1b[31mescape"), 1, r"an \x1b[31mescape"),
        (ConfigError("KG_WORKERS", "workers", "'x' is not a whole number"), 2, "setting 'workers'"),
        (click.UsageError("no such option"), 2, "Error: no such option"),
        (click.ClickException("refused"), 1, "Error: refused"),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (click.Abort(), 130, "Interrupted."),
        (PermissionError(errno.EACCES, "Permission denied", "/x/y"), 1, "Error: '/x/y': Permission denied"),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            1,
            "Error: cannot write the output: No space left on device",
        ),
        (OSError("strange"), 1, "Error: cannot write the output: strange"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_each_trouble_has_its_code_and_message(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert edge.guarded(raising(error)) == code
    out, err = capsys.readouterr()
    assert told in err
    assert out == ""


@pytest.mark.parametrize(("result", "code"), [(None, 0), (0, 0), (1, 1), ("text", 0)])
def test_a_command_that_ends_gives_its_own_code(result: object, code: int) -> None:
    assert edge.guarded(lambda: result) == code


def test_a_bug_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        edge.guarded(raising(ZeroDivisionError()))


def python(code: str, *, stdout: int | None = subprocess.PIPE, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def test_a_broken_pipe_ends_quietly_and_later_writes_go_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as stdout, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stdout)
        assert edge.guarded(lambda: print("x")) == 141  # noqa: T201 - what the command would print
        stdout.write("more")


def test_click_does_not_see_a_broken_pipe() -> None:
    def call() -> None:
        with edge.pipes():
            raise BrokenPipeError

    with pytest.raises(edge.ClosedPipe):
        call()
    assert edge.guarded(call) == 141


def test_a_message_that_nobody_can_read_changes_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(click, "echo", full)
    assert edge.guarded(raising(KgError("x"))) == 1


def test_both_streams_are_made_to_write_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", made[0])
        patch.setattr(sys, "stderr", made[1])
        edge.use_utf8()
    assert [(stream.encoding, stream.errors) for stream in made] == [("utf-8", "backslashreplace")] * 2


WRITES_MUCH = """
import sys
from kg.cli import edge
def call():
    for _ in range(200_000):
        sys.stdout.write("a line of text\\n")
sys.exit(edge.guarded(call))
"""


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    process = python(WRITES_MUCH)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"a line of text\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 141
    process.stderr.close()


def test_a_reader_that_never_reads_ends_it_too() -> None:
    read, write = os.pipe()
    os.close(read)
    process = python("import sys; from kg.cli import edge; sys.exit(edge.guarded(lambda: print('x')))", stdout=write)
    os.close(write)
    assert process.communicate()[1] == b""
    assert process.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")  # noqa: PTH110 - a device
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        process = python(WRITES_MUCH, stdout=full.fileno())
    assert process.communicate()[1] == b"Error: cannot write the output: No space left on device\n"
    assert process.returncode == 1


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_stderr_that_is_closed_too_changes_no_code(unbuffered: str) -> None:
    read, write = os.pipe()
    os.close(read)
    code = """
from kg.cli import edge
from kg.errors import KgError
def call():
    raise KgError("x")
raise SystemExit(edge.guarded(call))
"""
    environ = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    process = subprocess.Popen([sys.executable, "-c", code], stdout=write, stderr=write, env=environ)
    os.close(write)
    assert process.wait() == 1


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_output_is_utf8_whatever_the_locale(locale: str) -> None:
    code = r"from kg.cli import edge; edge.use_utf8(); print('\xe9 \u674e \udcff')"
    process = python(code, LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert process.communicate()[0] == "é 李 \\udcff\n".encode()


def test_streams_that_cannot_be_changed_stay_as_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Plain:
        pass

    plain = Plain()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", plain)
        edge.use_utf8()
        assert sys.stdout is plain
