"""The one place where trouble becomes a message on stderr and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import click

from kg.cli.output import drop
from kg.errors import ConfigError, KgError
from kg.escape import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OK = 0
FAILED = 1  # what was asked for failed or was not found
USAGE = 2  # the command line or a setting is wrong
INTERRUPTED = 130  # 128 + SIGINT, as shells report it
CLOSED_PIPE = 141  # 128 + SIGPIPE, likewise
STDERR = 2  # its number

# first match wins
CODES: tuple[tuple[type[KgError], int], ...] = ((ConfigError, USAGE), (KgError, FAILED))


class Interrupted(click.ClickException):
    """Ctrl-C in a command that has something to say about it."""

    exit_code = INTERRUPTED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it below the line on which the terminal wrote ``^C``."""
        click.echo(f"\nInterrupted: {self.message}", file=file, err=file is None)


class ClosedPipe(Exception):
    """Whoever read the output has enough: a broken pipe under a name that click leaves alone."""


@contextmanager
def pipes() -> Iterator[None]:
    """Carry a broken pipe past click, which would end the process with 1."""
    try:
        yield
    except BrokenPipeError as error:
        raise ClosedPipe from error


def guarded(call: Callable[[], object]) -> int:
    """Run a command and give its exit code; everything that went wrong is reported on stderr in one message.

    A reader that closes the pipe early (``kg claims X | head -1``) ends a command that answers, quietly, with the code
    that every program ends with that SIGPIPE ends: part of the answer was not read. A command that makes something
    makes it all the same, and ends with its own code. Exceptions that nobody raises on purpose are our bugs and pass
    through with their traceback.
    """
    try:
        result = call()
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _told("Interrupted.", INTERRUPTED)
    except KgError as error:
        return _told(f"Error: {error}", next(code for kind, code in CODES if isinstance(error, kind)))
    except (ClosedPipe, BrokenPipeError):
        return _closed_pipe()
    except OSError as error:
        return _told(f"Error: {_described(error)}", FAILED)
    return result if isinstance(result, int) else OK


def use_utf8() -> None:
    r"""Write UTF-8 with plain line feeds whatever the locale; lone surrogates (from file names) become ``\udcff``.

    In JSON that very escape stands for the surrogate, so records stay exact.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _told(message: str, code: int) -> int:
    """Print it on stderr, unless that is closed or full."""
    try:
        drop(sys.stdout)
        click.echo("\n".join(map(visible, message.split("\n"))), err=True)
    except OSError:
        drop(sys.stderr)
    return code


def _described(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename!r}: {reason}" if error.filename is not None else f"cannot write the output: {reason}"


def _closed_pipe() -> int:
    for stream in (sys.stdout, sys.stderr):
        drop(stream)
    return CLOSED_PIPE


def open_streams() -> None:
    """Give the standard streams that the caller closed to the null device.

    Otherwise the first files that are opened get their numbers, and what is meant for the person goes into them.
    """
    while True:
        number = os.open(os.devnull, os.O_RDWR)
        if number > STDERR:
            os.close(number)
            break
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - as long as we live
