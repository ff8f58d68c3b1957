"""``kg watch``: the graph follows the notes while one writes; press Ctrl-C to stop."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

import click

from kg import config
from kg.cli import output, progress
from kg.cli.command import Command
from kg.cli.commands.build import building, chosen, near, outputs_folder, summary
from kg.cli.consent import asker
from kg.cli.vault_settings import of
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.assembly.steps.build_result import BuildResult


@click.command(
    cls=Command,
    short_help="Rebuild the graph whenever a note changes.",
    examples=("kg watch                      # the vault around the current folder, or ./vault", "kg watch ~/notes"),
)
@building
def command(folder: Path | None, vault: Path | None, out: Path | None, workers: int | None, *, yes: bool) -> None:
    """Build the graph of VAULT, then build again whenever a note changes, until Ctrl-C.

    After you save, kg updates the graph first; the files in --out follow once you pause. If the vault disappears for a
    while, kg waits for it.
    """
    root = chosen(folder, vault)
    of(root, workers=workers)  # wrong settings are told before anything is watched
    place = outputs_folder(out)
    from kg.assembly.assembly_line import build
    from kg.assembly.vault_watch import ticks
    from kg.malloc_memory import one_arena

    def once(*, files: bool, hurry: Callable[[], bool]) -> BuildResult:
        settings = config.load(root, os.environ, workers=workers)
        with progress.telling(passing=True) as told:
            consent = asker(root, told, yes=yes, ask=False)
            return build(
                root,
                config=settings,
                out=place if files else None,
                data=out is not None,
                progress=told,
                hurry=hurry,
                consent=consent,
            )

    one_arena()
    output.note(f"Watching {near(root)}; press Ctrl-C to stop.")
    try:
        follow(ticks(root, (place,)), once)
    except KeyboardInterrupt:
        output.note("Stopped; the next 'kg build' finishes the rest.")


class Build(Protocol):
    """Makes the graph."""

    def __call__(self, *, files: bool, hurry: Callable[[], bool]) -> BuildResult:
        """Make it, and write the files of it too where that is wanted, unless there turns out to be hurry."""


def follow(ticks: Iterable[bool], build: Build) -> None:
    """Build at every tick that reports a change; a build that fails is tried again at the next tick.

    The files, which take longer than the graph in a large vault, are written when a tick tells of no other change, and
    left when one does meanwhile: no graph waits for the files of the one before.

    Args:
        ticks: True when something has changed.
        build: Makes the graph.
    """
    source = iter(ticks)
    due, owed, first, told = False, False, True, ""

    def hurry() -> bool:
        nonlocal due
        due = next(source, False) or due
        return due

    for changed in source:
        due = due or changed
        now = due or owed
        while now:
            files = first or not due
            asked, due = due, False
            try:
                result = build(files=files, hurry=hurry)
            except (KgError, OSError) as error:
                if str(error) != told:
                    output.note(f"Waiting: {error}")
                due, told = due or asked, str(error)
                break
            if first:
                output.lines(summary(result))
            elif result.analysed or result.replaced or result.removed:
                output.lines([changes(result)])
            owed, first, told = not files or due, False, ""
            now = due


def changes(result: BuildResult) -> str:
    """What a build changed, in one line."""
    return (
        f"Rebuilt: {result.analysed:,} analysed, {result.replaced:,} written, {result.removed:,} removed; "
        f"{result.notes:,} notes, {result.claims:,} claims; graph up to date after {result.ready:.1f} s"
    )
