"""The question whether notes may leave this machine, asked once for each vault and host."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from kg.config import vault_trust as trust
from kg.escape import visible
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from pathlib import Path

    from kg.assembly.steps.advising import Consent, Leaving
    from kg.cli.progress import Bars, ProgressLines


def asker(root: Path, told: ProgressLines | Bars, *, yes: bool, ask: bool = True) -> Consent:
    """Give the answer to the question: the one the user gave before, ``--yes``, or what is answered now.

    Without a terminal nobody can answer: nothing is sent, and that is told.

    Args:
        root: The vault.
        told: What shows progress; it pauses for the question.
        yes: Whether ``--yes`` was given.
        ask: Whether a person may be asked.
    """

    def may_leave(leaving: Leaving) -> bool:
        if trust.may_send(root, leaving.host, os.environ):
            return True
        told.note(
            f"Sending text of {counted(leaving.notes, 'note')}, about {leaving.tokens:,} tokens, "
            f"to {visible(leaving.host)}: {visible(leaving.told)}"
        )
        if not yes and not (ask and sys.stdin.isatty() and sys.stderr.isatty()):
            told.note(
                "Not sent: you have not allowed this host yet ('kg build --yes' does). kg uses its rules instead."
            )
            return False
        if not yes and not _answered(told):
            told.note("Not sent. kg uses its rules instead.")
            return False
        trust.allow_sending(root, leaving.host, os.environ)
        return True

    return may_leave


def _answered(told: ProgressLines | Bars) -> bool:
    with told.paused():
        return click.confirm("May this text leave your machine?", default=False, err=True)
