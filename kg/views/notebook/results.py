"""How the results of the store show themselves in a notebook and become tables; importing this registers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.claim_json import claim_record
from kg.model import Claim
from kg.shown import Columns, columns_of, html_of
from kg.store.ask.answer_rows import (
    Claims,
    CorrectionRow,
    Corrections,
    CueRow,
    Cues,
    Entities,
    EntityRow,
    NoteRow,
    Notes,
    Rows,
    SearchHit,
    SearchHits,
    Stats,
    TermRow,
    Terms,
)
from kg.store.engine.query_results import QueryResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.views.notebook.frames import ResultListing
    from kg.views.render.tables import Record, Table

BEST = 5  # entities that the card of a whole graph lists


def _listings() -> dict[type, ResultListing]:
    """How results of each class are listed, one or several of them."""
    from kg.views.notebook.frames import ResultListing
    from kg.views.render import tables

    kinds = (
        ((Claim, Claims, SearchHit, SearchHits), ResultListing("claim", tables.claims, tables.CLAIM_FIELDS)),
        ((CorrectionRow, Corrections), ResultListing("correction", tables.corrections, tables.CORRECTION_FIELDS)),
        ((CueRow, Cues), ResultListing("passage", tables.cues, tables.CUE_FIELDS)),
        ((EntityRow, Entities), ResultListing("entity", tables.entities, tables.ENTITY_FIELDS)),
        ((NoteRow, Notes), ResultListing("note", tables.notes, tables.NOTE_FIELDS)),
        ((TermRow, Terms), ResultListing("term", tables.terms, tables.TERM_FIELDS)),
    )
    return {kind: listing for classes, listing in kinds for kind in classes}


@html_of.register(Claims)
@html_of.register(Rows)
def _(found: Claims | Rows[Any]) -> str:
    from kg.views.notebook.frames import MOST, listed

    return listed(found, found[:MOST].to_dicts(), _listings()[type(found)])


@columns_of.register(Claims)
@columns_of.register(Rows)
def _(found: Claims | Rows[Any]) -> Columns:
    listing = _listings()[type(found)]
    return Columns(tuple(listing.fields), listing.rows(found.to_dicts()))


@html_of.register(CorrectionRow)
@html_of.register(CueRow)
@html_of.register(EntityRow)
@html_of.register(NoteRow)
@html_of.register(SearchHit)
@html_of.register(TermRow)
def _(found: Any) -> str:
    return _alone(type(found), found.to_dict())


@html_of.register(Claim)
def _(found: Claim) -> str:
    return _alone(Claim, claim_record(found))


def _alone(kind: type, record: Record) -> str:
    from kg.views.notebook.frames import single

    return single(_listings()[kind].table([record]))


@html_of.register(Stats)
def _(found: Stats) -> str:
    from kg.views.notebook.frames import single

    return single(_counts(found))


@html_of.register(QueryResult)
def _(found: QueryResult) -> str:
    from kg.views.notebook.query_answers import answer

    return answer(found)


@columns_of.register(QueryResult)
def _(found: QueryResult) -> Columns:
    return Columns(("answer",), [[found.answer]]) if found.kind == "ask" else Columns(found.columns, found.rows)


def graph_card(vault: str, stats: Stats, best: Sequence[EntityRow]) -> str:
    """A whole graph: how much there is, whom most claims are about, and what can be asked.

    Args:
        vault: The vault's name.
        stats: How much there is.
        best: The entities with most claims.
    """
    from kg.views.notebook.frames import ROOM, code, framed, heading, hint
    from kg.views.render.html_tables import html_table

    name = repr(best[0].name if best else "…")
    asked = ("claims({})", "conflicts({})", "neighbourhood({})", "search('…')", "query('co-mentions', entity={})")
    entities = _listings()[Entities].table([row.to_dict() for row in best])
    return framed(
        heading(f"Claims in {vault}"),
        html_table(_counts(stats), ROOM // 2).markup,
        html_table(entities, ROOM // 4).markup if best else None,
        hint("How to go on:"),
        *(hint(code(f"graph.{each.format(name)}")) for each in asked),
    )


def _counts(stats: Stats) -> Table:
    from kg.views.render.tables import counts

    return counts((name.replace("_", " "), number) for name, number in stats.to_dict().items())
