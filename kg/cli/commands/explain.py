"""``kg explain``: which rule or model gave each field of one claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, store_option, vault_option
from kg.cli.open_graph import graph_of
from kg.views.page import explanation

if TYPE_CHECKING:
    from pathlib import Path

    from kg.views.page.explanation import Explanation


@click.command(
    cls=Command,
    short_help="Which rule or model gave each field of a claim.",
    examples=(
        "kg explain c-38a6f00d12",
        "kg explain 38a6                                   # the beginning is enough",
        "kg claims CoreWeave -f jsonl | head -1 | jq -r .id | xargs kg explain",
        "kg explain c-38a6 -f json | jq '.reasons[] | select(.confidence < 0.8)'",
    ),
)
@click.argument("claim", metavar="CLAIM-ID")
@format_option("text", "json")
@store_option
@vault_option
def command(claim: str, vault: Path | None, form: str) -> None:
    """Show, field by field, where claim CLAIM-ID comes from: the rule, its confidence, and the module it is in.

    CLAIM-ID is the claim's IRI, its part behind '#', or the beginning of that; 'kg claims -f jsonl' prints it as "id".
    If several claims begin like this, they are listed.
    """
    with graph_of(vault) as (root, graph):
        found = _with_habit(graph.explain(claim), root)
        if form == "json":
            output.document(found.to_dict())
        else:
            place = f"{found.claim.note}  {found.claim.id}"
            output.show(explanation.table(found), vault=root, footer=place)


def _with_habit(found: Explanation, vault: Path) -> Explanation:
    """The explanation with how the claim's note writes its times, where the note is still there."""
    from kg.extract.recording.turns import find
    from kg.model import Problem
    from kg.model.transcript import is_candidate
    from kg.reader.block_kinds import read_passages
    from kg.reader.read_note import read_note
    from kg.reader.render import passages
    from kg.reader.vault_folder import read_bytes

    written = found.claim.timestamps and not is_candidate(found.claim.note)
    data = read_bytes(vault, found.claim.note) if written else b""
    if isinstance(data, Problem) or not data:
        return found
    note = read_note(found.claim.note, data)
    return explanation.with_habit(found, *find(note, read_passages(note, passages(note))).habit)
