"""``kg sync``: knowledge pages in the vault; shows what it would do, does it, and takes it back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from kg.cli import find_vault, output, progress
from kg.cli.command import Command, vault_option
from kg.cli.edge import Interrupted
from kg.cli.open_graph import graph_of
from kg.cli.vault_settings import of
from kg.errors import SyncRefused
from kg.escape import visible
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.sync.plan.plan import Manner, Plan
    from kg.sync.write.apply import Applied

COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command(
    cls=Command,
    short_help="Write knowledge pages into the vault, or take them back.",
    examples=(
        "kg sync                       # what would be written, as a diff; nothing is",
        "kg sync --format summary      # only how much",
        "kg sync --apply               # write it",
        "kg sync --undo                # take the last --apply back, byte for byte",
    ),
)
@click.option("--apply", "act", flag_value="apply", help="Write what is planned.")
@click.option("--undo", "act", flag_value="undo", help="Take the last --apply back, also one that was cut off.")
@click.option("--annotate", is_flag=True, help="Also a block at the end of each note: the entities found in it.")
@click.option("--force", is_flag=True, help="Write over blocks that were edited (a copy is kept in .kg/backup/).")
@click.option("--recreate", is_flag=True, help="Write pages and blocks again that were deleted.")
@click.option(
    "--at-most",
    type=click.IntRange(0, 100),
    default=30,
    show_default=True,
    metavar="PERCENT",
    help="Refuse to touch more of your own notes than this.",
)
@click.option(
    "--quiet",
    type=click.FloatRange(min=0),
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="Leave files alone that were changed so recently.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(("diff", "summary", "json"), case_sensitive=False),
    default="diff",
    show_default=True,
    help="How to show the plan.",
)
@vault_option
def command(
    vault: Path | None,
    act: str | None,
    form: str,
    *,
    annotate: bool,
    force: bool,
    recreate: bool,
    at_most: int,
    quiet: float,
) -> None:
    """Show what would be written into the vault; with --apply, write it; with --undo, take it back.

    Every entity with enough claims gets a page in the folder Knowledge (settings sync.folder and sync.min_claims).
    Pages may be moved, renamed, deleted and written on: kg changes nothing but its own block in them.
    """
    if act == "undo":
        output.report(_undone(find_vault.find(vault)))
        return
    from kg.sync.vault_sync import Manner, recently

    manner = Manner(force=force, recreate=recreate, at_most=at_most)
    root = find_vault.find(vault)
    recent = recently(root, time.time, quiet)
    plan = _planned(root, manner, recent, annotate=annotate)
    if act == "apply":
        output.report(_applied(root, plan, manner, recent))
    else:
        _show(root, plan, form)


def _planned(root: Path, manner: Manner, recent: Callable[[str], bool], *, annotate: bool) -> Plan:
    from kg.sync.vault_sync import planned

    with graph_of(root) as (_, graph):
        settings = of(root)
        return planned(root, graph, settings, manner, recent=recent, annotate=annotate)


def _show(root: Path, plan: Plan, form: str) -> None:
    from kg.sync.plan import render_plan
    from kg.sync.vault_sync import FOLDER
    from kg.sync.write import journal

    if form == "json":
        output.document(render_plan.record(plan))
        return
    if form == "diff":
        for edit in plan.edits:
            output.lines(map(_coloured, render_plan.diff(edit)))
    output.lines(_summary(plan))
    cut = journal.read(root / FOLDER)
    if cut is not None and not cut.ended:
        output.note("The last --apply was cut off: --apply completes it, --undo takes back what it wrote.")


def _summary(plan: Plan) -> Iterable[str]:
    from kg.sync.plan import render_plan

    touched = f"{plan.touched:,} of your {counted(plan.notes, 'note')} touched"
    yield f"Planned: {render_plan.counts(plan.edits)}, {plan.same:,} as they should be; {touched}"
    yield from (f"  left    {visible(line)}" for line in render_plan.left_lines(plan.left))
    if plan.edits:
        yield "  next    kg sync --apply writes it, kg sync --undo then takes it back"


def _applied(root: Path, plan: Plan, manner: Manner, recent: Callable[[str], bool]) -> Iterable[str]:
    from kg.sync.plan import render_plan
    from kg.sync.write.apply import apply

    done = None
    try:
        with progress.telling() as bars:
            done = apply(root, plan, manner, recent=recent, progress=bars)
    except KeyboardInterrupt:
        raise Interrupted("every file is whole; --apply does the rest, --undo takes back what was written.") from None
    yield f"Written: {render_plan.counts(done.written)}, {plan.same:,} were as they should be"
    yield from (f"  left    {visible(line)}" for line in render_plan.left_lines([*plan.left, *done.left]))
    yield from _copies(done)
    if done.written:
        yield "  next    kg sync --undo takes it back"


def _copies(done: Applied) -> Iterable[str]:
    return (f"  copy    {visible(path)}" for path in done.backups)


def _undone(root: Path) -> Iterable[str]:
    from kg.sync.write.undo import undo

    found = undo(root)
    if found is None:
        raise SyncRefused("there is nothing to undo", "only the last --apply can be taken back, once")
    removed, restored = counted(len(found.removed), "new file"), counted(len(found.restored), "file")
    yield f"Undone: {removed} removed, {restored} restored"
    yield from (f"  kept    {visible(path)}: was changed since" for path in found.kept)
    yield from (f"  gone    {visible(path)}: was moved or deleted since" for path in found.gone)


def _coloured(line: str) -> str:
    text = visible(line)
    colour = COLOURS.get(line[:1])
    return click.style(text, fg=colour) if colour and output.on_terminal() else text
