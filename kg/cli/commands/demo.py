"""``kg demo``: a small vault to try everything on, built and ready to ask."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import output, progress, sample_vault
from kg.cli.command import Command
from kg.cli.commands.build import EXPORTS, check, near, summary
from kg.cli.vault_settings import of

FOLDER, VAULT = "claimgraph-demo", "vault"
NEXT = (
    "kg claims CoreWeave            # what is claimed about it, and where to hear it",
    "kg conflicts CoreWeave         # where the notes disagree",
    "kg view --open                 # the graph, in your browser",
)


@click.command(
    cls=Command,
    short_help="Copy a sample vault, and build it.",
    examples=("kg demo", "kg demo ~/claimgraph-demo"),
)
@click.argument("folder", required=False, default=FOLDER, metavar="[FOLDER]", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Copy the sample vault into FOLDER/vault (FOLDER is ./claimgraph-demo if not given) and build its graph there.

    Everything that kg does can be tried on this copy: ask it, browse it, change its notes, sync pages into it.
    """
    check(folder)
    root = folder / VAULT
    if root.exists():
        raise click.UsageError(f"{near(root)} is there already; name another folder: kg demo FOLDER")
    sample_vault.copy(root)
    from kg.assembly.assembly_line import build

    with progress.telling() as told:
        result = build(root, config=of(root), out=folder / EXPORTS, progress=told)
    *made, _ = summary(result)
    output.report([*made, "", f"Now type: cd {near(folder)}", *(f"  {line}" for line in NEXT)])
