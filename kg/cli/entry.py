"""Where the program begins: a shell that completes is answered at once, if it can be, and all else by the commands."""

from __future__ import annotations

from kg.cli import quick_completion


def run() -> None:
    """Entry point of the installed program; ends the process."""
    if quick_completion.answered():
        return
    from kg.cli.main import run as commands

    commands()
