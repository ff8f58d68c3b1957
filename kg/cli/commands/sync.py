"""``kg sync``: knowledge pages in the vault; shows what it would do, does it, and takes it back."""

from __future__ import annotations

import time
from pathlib import Path
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

    from kg.graph.explorer_views import ExplorerView
    from kg.sync.plan.plan import Manner, Plan
    from kg.sync.write.apply import Applied

COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command(
    cls=Command,
    short_help="Write knowledge pages into the vault, or undo that.",
    examples=(
        "kg sync                       # what would be written, as a diff; nothing is",
        "kg sync --format summary      # only how much",
        "kg sync --apply               # write it",
        "kg sync --annotate --link     # link where a note is named, and list each note's entities",
        "kg sync --views Downloads/vault-views.json --apply   # a table of notes for each view saved in the explorer",
        "kg sync --undo                # undo the last --apply, byte for byte",
        "kg sync --history             # what was applied, by number",
        "kg sync --undo 3              # take back number 3 and all after it",
    ),
)
@click.option("--apply", "act", flag_value="apply", help="Write the plan into the vault.")
@click.option(
    "--undo",
    type=click.IntRange(min=0),
    is_flag=False,
    flag_value=0,
    metavar="[N]",
    help="Take the last --apply back, also one that was cut off; with N, all back to number N of the history.",
)
@click.option("--history", "act", flag_value="history", help="List what was applied and can be taken back.")
@click.option("--annotate", is_flag=True, help="Also add a block to the end of each note that lists its entities.")
@click.option("--link", is_flag=True, help="With --annotate: also link where a note is named without a link.")
@click.option(
    "--views",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Views exported from the explorer: each becomes a table of its notes in a base, kept up to date from then on.",
)
@click.option("--force", is_flag=True, help="Overwrite blocks that you edited (keeps a copy in .kg/backup/).")
@click.option("--recreate", is_flag=True, help="Recreate pages and blocks that you deleted.")
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
    help="Skip files changed within this time.",
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
def command(  # noqa: PLR0913 - each is one option
    vault: Path | None,
    act: str | None,
    form: str,
    undo: int | None,
    *,
    annotate: bool,
    link: bool,
    views: Path | None,
    force: bool,
    recreate: bool,
    at_most: int,
    quiet: float,
) -> None:
    """Show what would be written into the vault; with --apply, write it; with --undo, undo it.

    Every entity with enough claims gets a page in the folder Knowledge (settings sync.folder and sync.min_claims).
    You may move, rename, delete and edit pages: kg changes only its own block in them.
    """
    if undo is not None or act == "history":
        if undo is not None and act:
            raise click.UsageError(f"--undo and --{act} are two things: ask for one")
        root = find_vault.find(vault)
        output.report(_history(root) if undo is None else _undone(root, undo))
        return
    if link and not annotate:
        raise click.UsageError("--link changes the text of your notes: ask for it with --annotate")
    from kg.sync.vault_sync import Manner, recently

    manner = Manner(force=force, recreate=recreate, at_most=at_most)
    root = find_vault.find(vault)
    recent = recently(root, time.time, quiet)
    plan = _planned(root, manner, recent, annotate=annotate, link=link, views=_exported(views) if views else ())
    if act == "apply":
        output.report(_applied(root, plan, manner, recent))
    else:
        _show(root, plan, form)


def _exported(file: Path) -> tuple[ExplorerView, ...]:
    from kg.sync.pages.views_base import exported_views

    try:
        return exported_views(file.read_bytes())
    except ValueError as error:
        raise click.BadParameter(f"{visible(str(file))}: {error}", param_hint="--views") from None


def _planned(
    root: Path,
    manner: Manner,
    recent: Callable[[str], bool],
    *,
    annotate: bool,
    link: bool,
    views: tuple[ExplorerView, ...],
) -> Plan:
    from kg.cli.names_of_notes import names_of_notes, own_notes
    from kg.sync.vault_sync import planned

    with graph_of(root, local=True) as (_, graph):
        settings = of(root)
        names = names_of_notes(dict(own_notes(root))) if link else None
        return planned(root, graph, settings, manner, recent=recent, annotate=annotate, link=names, views=views)


def _show(root: Path, plan: Plan, form: str) -> None:
    from kg.sync.plan import render_plan

    if form == "json":
        output.document(render_plan.record(plan))
        return
    if form == "diff":
        for edit in plan.edits:
            output.lines(map(_coloured, render_plan.diff(edit)))
    output.lines(_summary(plan))
    if _is_cut(root):
        output.note("The last --apply was interrupted: --apply completes it, --undo reverses it.")


def _summary(plan: Plan) -> Iterable[str]:
    from kg.sync.plan import render_plan

    touched = f"{plan.touched:,} of your {counted(plan.notes, 'note')} touched"
    yield f"Planned: {render_plan.counts(plan.edits)}, {plan.same:,} up to date; {touched}"
    yield from (f"  left    {visible(line)}" for line in render_plan.left_lines(plan.left))
    if plan.edits:
        yield "  next    kg sync --apply writes it, kg sync --undo then reverses it"


def _applied(root: Path, plan: Plan, manner: Manner, recent: Callable[[str], bool]) -> Iterable[str]:
    from kg.sync.plan import render_plan
    from kg.sync.write.apply import apply

    done = None
    try:
        with progress.telling() as bars:
            done = apply(root, plan, manner, recent=recent, progress=bars)
    except KeyboardInterrupt:
        raise Interrupted("every file is intact; --apply does the rest, --undo reverses what was written.") from None
    yield f"Written: {render_plan.counts(done.written)}, {plan.same:,} already up to date"
    yield from (f"  left    {visible(line)}" for line in render_plan.left_lines([*plan.left, *done.left]))
    yield from _copies(done)
    if done.written:
        yield "  next    kg sync --undo reverses it"


def _copies(done: Applied) -> Iterable[str]:
    yield from (f"  copy    {visible(path)}" for path in done.backups)
    yield from _late(done.late)


def _late(late: Iterable[tuple[str, str]]) -> Iterable[str]:
    """What became of saves that came while their file was replaced."""
    for path, place in late:
        kept = (
            f"what was saved meanwhile is in {visible(place)}" if place else "was saved meanwhile: your version stays"
        )
        yield f"  saved   {visible(path)}: {kept}"


def _is_cut(root: Path) -> bool:
    from kg.files.safe_folder import Folder
    from kg.sync.write import history

    with Folder(root) as vault:
        latest = history.latest(vault)
        return latest is not None and not history.record_of(vault, latest).ended


def _history(root: Path) -> Iterable[str]:
    from kg.files.safe_folder import Folder
    from kg.sync.write import history

    with Folder(root) as vault:
        found = history.entries(vault)
        if not found:
            yield "Nothing was applied."
        for entry in found:
            if not history.is_own(vault, entry):
                yield f"{entry.number:4}  not written by you, left alone: {visible(entry.path)}"
                continue
            record = history.record_of(vault, entry)
            files = counted(len({step.path for step in record.steps}), "file")
            yield f"{entry.number:4}  {history.when(record)}  {files}{'' if record.ended else ', cut off'}"


def _undone(root: Path, number: int) -> Iterable[str]:
    from kg.sync.write.undo import undo, undo_to

    done = undo_to(root, number) if number else [found for found in [undo(root)] if found]
    if not done:
        raise SyncRefused("there is nothing to undo", "kg sync --history lists what can be taken back")
    for found in done:
        removed, restored = counted(len(found.removed), "new file"), counted(len(found.restored), "file")
        yield f"Undone: {removed} removed, {restored} restored"
        yield from (f"  kept    {visible(path)}: changed since" for path in found.kept)
        yield from (f"  gone    {visible(path)}: moved or deleted since" for path in found.gone)
        yield from (f"  left    {visible(path)}: is now a folder, or behind a link" for path in found.barred)
        yield from _late(found.late)


def _coloured(line: str) -> str:
    text = visible(line)
    colour = COLOURS.get(line[:1])
    return click.style(text, fg=colour) if colour and output.on_terminal() else text
