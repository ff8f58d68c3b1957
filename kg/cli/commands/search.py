"""``kg search``: claims, or what is said in transcripts, by their words, the best match first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, store_option, vault_option
from kg.cli.open_graph import graph_of
from kg.views.render import tables
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SHAPE = output.Shape(tables.claims, tables.CLAIM_FIELDS)
CUES = output.Shape(tables.cues, tables.CUE_FIELDS)
MOST = 20
ALL = 2**31 - 1


@click.command(
    cls=Command,
    short_help="Find claims by their words.",
    examples=(
        "kg search data centers",
        "kg search '\"interest payments\"'       # the exact phrase",
        "kg search --transcripts data center     # what is said in the recordings",
        "kg search GPU -f jsonl --limit 0 | jq -r .source.url",
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@click.option("--transcripts", is_flag=True, help="Search the transcripts of recordings instead of claims.")
@click.option("--limit", type=click.IntRange(min=0), default=MOST, show_default=True, metavar="N", help="0 for all.")
@format_option(*output.FORMS)
@store_option
@vault_option
def command(words: Sequence[str], vault: Path | None, limit: int, form: str, *, transcripts: bool) -> int:
    """Find claims that contain all words of TEXT, best match first. Exits with 1 if there are none.

    With --transcripts, finds what is said in the recordings: in transcript files next to the notes, and in lines of
    notes that are a transcript without punctuation. Each comes with its time, its speaker and a link.
    """
    text = " ".join(words)
    with graph_of(vault) as (root, graph):
        search, shape, holder, what, other = (
            (graph.search_transcripts, CUES, "transcript", "cue", "the claims, without --transcripts")
            if transcripts
            else (graph.search, SHAPE, "claim", "claim", "what is said, with --transcripts")
        )
        found = search(text, limit=limit or ALL)
        if not found:
            output.note(f"No {holder} contains {text!r}: try fewer words, the beginning of one ('pay*'), or {other}.")
            return 1
        output.records(form, found.to_dicts(), shape, vault=root, footer=counted(len(found), what))
    return 0
