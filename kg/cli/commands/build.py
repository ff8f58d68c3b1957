"""``kg build``: from the notes to the graph, with bars while it runs and a summary at the end."""

from __future__ import annotations

import os
from collections import Counter
from errno import EACCES, ENOTDIR
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import config
from kg.cli import cluster_build, find_vault, output, progress, store_upload
from kg.cli.command import Command, store_option, store_option_value, vault_option
from kg.cli.consent import asker
from kg.cli.edge import Interrupted
from kg.cli.place_type import PlaceType, on_this_machine
from kg.cli.vault_settings import of
from kg.escape import visible
from kg.flow.address import Address
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.assembly.steps.build_result import BuildResult
    from kg.cli.command import Decorated
    from kg.llm.ask_model import ModelUsage

EXPORTS = "exports"


def building(function: Decorated) -> Decorated:
    """The vault, as argument or option, and the other options that every command takes that builds."""
    for option in (
        click.option(
            "-y",
            "--yes",
            is_flag=True,
            help="Allow notes to go to the language model's host, if the settings name one on another machine.",
        ),
        click.option(
            "-j",
            "--jobs",
            "--workers",
            "workers",
            type=click.IntRange(min=0),
            metavar="N",
            help="Number of processes; 0 means one per processor.",
        ),
        click.option(
            "--out",
            type=PlaceType(path_type=Path, file_okay=False),
            metavar="DIR",
            show_default=f"./{EXPORTS}",
            help="Where report.md and explorer/ go; with graph.trig and claims.jsonl, if you name it.",
        ),
        vault_option,
        click.argument("folder", required=False, metavar="[VAULT]", type=PlaceType(path_type=Path)),
    ):
        function = option(function)
    return function


@click.command(
    cls=Command,
    short_help="Build a vault's graph, and write it as files.",
    examples=(
        "kg build                      # the vault around the current folder, or ./vault",
        "kg build ~/notes --out /tmp/graph  # all files, graph.trig and claims.jsonl too",
        "kg build --full --jobs 1      # rebuild everything, in one process",
        "kg build --forget             # many notes are gone for good: their claims go, too",
        "kg build --dry-run            # what a language model would be asked, if the settings name one",
        "kg build --store http://localhost:7878   # and send what changed to a SPARQL store",
        "kg build --engine dask        # in partitions, on a Dask cluster that is started here",
        "kg build --engine dask --scheduler tcp://10.0.0.1:8786 --out /shared/graph   # on your own cluster",
        "kg build s3://bucket/notes --engine dask --out s3://bucket/graph   # notes of a bucket, with s3fs",
        "kg build --engine spark --scheduler spark://10.0.0.1:7077 --out /shared/graph   # or on a Spark cluster",
    ),
)
@building
@store_option
@click.option("--full", is_flag=True, help="Read and analyse every note, not only those that changed.")
@click.option("--forget", is_flag=True, help="Drop the claims of notes that are no longer there, however many.")
@click.option("--dry-run", is_flag=True, help="Only print what a language model would be asked.")
@click.option(
    "--engine",
    type=click.Choice(cluster_build.ENGINES),
    default=cluster_build.LOCAL,
    show_default=True,
    help="What does the work; dask and spark write partitions into --out, and nothing into the vault.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    show_default="a cluster on this machine, with --jobs workers",
    help="The scheduler of a Dask cluster, or the master of a Spark cluster.",
)
def command(
    folder: Path | Address | None,
    vault: Path | None,
    out: Path | Address | None,
    workers: int | None,
    *,
    engine: str,
    scheduler: str,
    **flags: bool,
) -> None:
    """Read the notes of VAULT, build its graph in VAULT/.kg/, then write a report and the explorer into --out.

    graph.trig and claims.jsonl are written, too, if you name a folder with --out, if the setting outputs.always is on,
    or if they are there already: no build leaves an old one. 'kg export' writes them at any time.

    Analyses only new and changed notes, and never modifies the notes themselves.
    """
    if engine in cluster_build.CLUSTERS:
        if store_option_value():
            raise click.UsageError(f"--store sends what a build on this machine leaves: leave out --engine {engine}")
        if flags["dry_run"] or flags["forget"]:
            raise click.UsageError(f"--engine {engine} reads every note each time: leave out --forget and --dry-run")
        address = folder if isinstance(folder, Address) and vault is None else None
        place = address or chosen(folder, vault)
        to = out if isinstance(out, Address) else outputs_folder(out)
        with cluster_build.settings_folder(engine, place) as here:
            made = cluster_build.build(engine, place, to, of(here, workers=workers), scheduler)
        output.report(cluster_build.summary(near(place), near(to), made))
        return
    if scheduler:
        raise click.UsageError("--scheduler names a cluster: add --engine dask or --engine spark")
    root = chosen(folder, vault)
    settings = of(root, workers=workers, store_url=store_option_value())
    if flags["dry_run"]:
        _show_questions(root, settings)
        return
    _build(root, settings, out, flags)


def _build(root: Path, settings: config.Config, out: Path | Address | None, flags: dict[str, bool]) -> None:
    """Build on this machine, in the vault's own folder, and write the outputs."""
    place = outputs_folder(out)
    from kg.assembly.assembly_line import build
    from kg.malloc_memory import one_arena

    one_arena()
    try:
        with progress.telling() as told:
            asked = asker(root, told, yes=flags["yes"])
            result = build(
                root,
                config=settings,
                out=place,
                data=out is not None,
                progress=told,
                full=flags["full"],
                forget=flags["forget"],
                consent=asked,
            )
    except KeyboardInterrupt:
        raise Interrupted("'kg build' finishes the graph.") from None
    output.report(summary(result, settings))
    if settings.store_url:
        store_upload.send(root, settings, full=flags["full"])


def _show_questions(root: Path, settings: config.Config) -> None:
    """Print what a build would ask a language model, and on standard error what that would take."""
    if settings.backend != config.LLM:
        raise click.UsageError(f"--dry-run shows questions to a language model: set extract.backend to {config.LLM!r}")
    from kg.assembly.assembly_line import preview

    with progress.telling(passing=True) as told:
        found = preview(root, config=settings, progress=told)
    if found.questions:
        output.lines((found.instructions, *(f"\n---\n{question}" for question in found.questions)))
    output.note(found.told)


def chosen(folder: Path | Address | None, vault: Path | None) -> Path:
    """The vault that is meant, named as argument, with ``--vault``, or not at all.

    Raises:
        click.UsageError: It is named both ways, or by an address.
        VaultError: There is none.
    """
    return find_vault.find(named(folder, vault))


def named(folder: Path | Address | None, vault: Path | None) -> Path | None:
    """The folder that is named as argument or with ``--vault``; None where none is.

    Raises:
        click.UsageError: It is named both ways, or by an address.
    """
    if folder is not None and vault is not None:
        raise click.UsageError(f"you named two vaults, {str(folder)!r} and --vault {str(vault)!r}; name one")
    return on_this_machine(folder) or vault


def outputs_folder(given: Path | Address | None) -> Path:
    """The folder that outputs go to, once it is known that they can be written there.

    Raises:
        click.UsageError: It is an address.
        OSError: They cannot.
    """
    folder = on_this_machine(given) or Path(EXPORTS)
    check(folder)
    return folder


def check(out: Path) -> None:
    """Report before the work, rather than after it, that nothing can be written there."""
    above = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not above.is_dir():
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(out))
    if not os.access(above, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(out))


def near(path: Path | Address) -> str:
    """A path as a person in the current folder would write it; an address as it is."""
    if isinstance(path, Address):
        return visible(path)
    here = Path.cwd()
    return visible(str(path.relative_to(here) if path.is_relative_to(here) and path != here else path))


def summary(result: BuildResult, settings: config.Config | None = None) -> Iterator[str]:
    """What was made of what, what to mind, and what to do next."""
    made = ", ".join(
        (counted(result.notes, "note"), counted(result.claims, "claim"), counted(result.entities, "entity"))
    )
    yield f"Built {near(result.vault)}: {made}"
    yield f"  changes   {result.analysed:,} analysed, {result.replaced:,} written, {result.removed:,} removed"
    times, notes = counted(result.timestamps_repaired, "timestamp"), counted(result.notes_repaired, "note")
    yield f"  repaired  {times} in {notes}"
    if result.asked is not None:
        yield f"  asked     {_asked(result.asked, settings or config.Config())}"
    kinds = Counter(problem.code for problem in result.problems)
    told = ", ".join(f"{count:,} {code}" for code, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    yield f"  problems  {f'{told} (kg doctor shows them)' if told else 'none'}"
    if result.absent:
        since = min(result.absent.values())
        files = counted(len(result.absent), "file")
        yield f"  not seen  {files} since {since}: what they say stays (kg build --forget)"
    for path in result.outputs:
        yield f"  wrote     {near(path)}"
    yield "  next      kg view --open, kg entities, kg claims NAME, kg search WORDS"


def _asked(asked: ModelUsage, settings: config.Config) -> str:
    """What a language model was asked, what it took, and what came of it."""
    from kg.llm.spending import Prices, Tokens

    new = asked.sections - asked.kept - asked.withheld - asked.unpaid - asked.waiting
    if asked.withheld:
        return (
            f"nobody: {counted(asked.withheld, 'section')} may not leave this machine yet "
            "('kg build --yes' allows it); kg used its rules"
        )
    prices = Prices.of(settings)
    cost = prices.told(prices.cost(Tokens(asked.tokens_in, asked.tokens_out)))
    spent, budget = prices.told(asked.spent), prices.told(prices.budget)
    waiting, unpaid = (counted(count, "section") for count in (asked.waiting, asked.unpaid))
    told = []
    told.append(
        f"{counted(new, 'section')} of {settings.llm_model} ({asked.kept:,} already answered): "
        f"{asked.tokens_in:,} tokens read, {asked.tokens_out:,} written{cost and f', {cost}'}"
    )
    told.append(
        f"{counted(asked.dropped, 'saying')} not borne out by the notes (kg explain shows them), "
        f"{counted(len(asked.failed), 'section')} fell back to the rules"
    )
    if asked.waiting:
        told.append(f"{waiting} in a batch that is not answered yet: build again later")
    if asked.unpaid:
        told.append(f"{unpaid} not asked, because {spent} of a budget of {budget} are spent")
    return "; ".join(told)
