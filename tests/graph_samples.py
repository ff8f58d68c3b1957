"""Two small notes as the extractor would give them, written by hand: the model that the graph's tests share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from kg.model import Claim, DateRef, Entity, Mention, NoteFacts, Part, Quantity, Source, Span, Statement
from kg.model.media import moment
from kg.rdf.encode import entity_quads
from kg.rdf.terms import DEFAULT_BASE, claim_keys, note_iri
from kg.store.engine.fact_packing import StoredNote, stored_note
from kg.store.engine.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# rdflib's Dataset warns of what rdflib itself calls
RDFLIB_WARNS = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
MEDIA = "https://www.youtube.com/watch?v=RBoGJlpSdpY"
PROPERTIES = {"valuation": "valuation", "dependsOn": "depends on", "shareOfRevenueOf": "share of revenue of"}
ENTITIES = (
    Entity("CoreWeave", "Organization", ("Core Weave", "CRWV"), ("seen in 2 notes",)),
    Entity("Microsoft", "Organization", ("MSFT",)),
    Entity("OpenAI", "Organization"),
    Entity("NVIDIA", "Organization", ("Nvidia",), ("merged: Nvidia, NVIDIA",)),
    Entity("neocloud", "Concept"),
    Entity("analysts", "Group"),
)
TYPES = {entity.name: entity.type for entity in ENTITIES}
CHANNEL = "allin"


@dataclass(frozen=True)
class Draft:
    """A claim before it has a place: mentions are (words, entity, kind)."""

    text: str
    mentions: tuple[tuple[str, str, str], ...]
    rest: dict[str, Any]


def draft(text: str, *mentions: tuple[str, str, str], **rest: Any) -> Draft:
    """A claim of a sample note; the rest are fields of Claim."""
    return Draft(text, mentions, rest)


def quantity(  # noqa: PLR0917 - reads as a row of a table
    text: str, words: str, value: str, unit: str, comparator: str = "=", most: str | None = None
) -> Quantity:
    """A quantity whose words stand in a text."""
    start = text.index(words)
    top = None if most is None else Decimal(most)
    return Quantity(words, start, start + len(words), Decimal(value), unit, comparator, top)


def heard(second: int, **rest: Any) -> Source:
    """A source in the sample recording."""
    return Source(MEDIA, second, moment(MEDIA, second), **rest)


def claims_of(path: str, drafts: Iterable[Draft], base: str = DEFAULT_BASE) -> tuple[Claim, ...]:
    """Place drafts one after the other in a note."""
    drafts = tuple(drafts)
    placed: list[Claim] = []
    begin = 200
    for key, one in zip(claim_keys(one.text for one in drafts), drafts, strict=True):
        mentions = tuple(_mention(one.text, begin, mention) for mention in one.mentions)
        claim = Claim(
            id=f"{note_iri(path, base)}#{key}",
            note=path,
            span=Span(begin, begin + len(one.text)),
            text=one.text,
            section=("Financials",),
            callout=None,
            part="2",
            timestamps=(3269,),
            source=heard(3269),
            mentions=mentions,
            about=(one.mentions[0][1],),
            statements=(),
            quantities=(),
            dates=(),
            modality="asserted",
            modality_rule="default",
            negated=False,
            attribution=None,
        )
        placed.append(replace(claim, **one.rest))
        begin += len(one.text) + 30
    return tuple(placed)


def _mention(text: str, begin: int, mention: tuple[str, str, str]) -> Mention:
    words, entity, kind = mention
    start = text.index(words)
    span = Span(begin + start, begin + start + len(words))
    confidence = 1.0 if kind == "name" else 0.82
    return Mention(words, start, start + len(words), span, kind, entity, TYPES[entity], "lexicon", confidence)


IPO_NOTE = NoteFacts(
    path="allin/CoreWeave IPO and Neocloud Infrastructure.md",
    title="CoreWeave IPO and Neocloud Infrastructure",
    sha256="0a" * 32,
    media=MEDIA,
    channel=CHANNEL,
    references=("allin/OpenAI Restructuring.md",),
    unresolved=("Nowhere",),
    aliases=("The neocloud note",),
    tags=("ai/infrastructure", "ipo"),
    parts=(
        Part("1", "section", "Company", "", ""),
        Part("2", "section", "Financials", "", ""),
        Part("3", "section", "Risks", "", ""),
        Part("3.1", "section", "Customers", "", "3"),
        Part("3.2", "callout", "One big client", "warning", "3"),
    ),
)
_RAISE = "Analysts think CoreWeave may raise no less than $3.5 billion at a valuation above $30 billion."
_SECONDARY = "On the secondary market the firm was worth $23 billion in November 2024."
_SHARE = "Microsoft alone brings 60% of what CoreWeave earns."
_LIFE = "Its GPUs do not last longer than 3 to 5 years."
_BOTH = "NVIDIA and CoreWeave are tied: both need the other."
IPO_CLAIMS = claims_of(
    IPO_NOTE.path,
    (
        draft(
            _RAISE,
            ("Analysts", "analysts", "name"),
            ("CoreWeave", "CoreWeave", "name"),
            timestamps=(3261,),
            source=heard(3261),
            modality="predicted",
            modality_rule="cue:think",
            attribution="analysts",
            quantities=(
                quantity(_RAISE, "no less than $3.5 billion", "3500000000", "USD", ">="),
                quantity(_RAISE, "above $30 billion", "30000000000", "USD", ">"),
            ),
            statements=(
                Statement(
                    "CoreWeave",
                    "raise",
                    "no less than $3.5 billion",
                    "ipoProceeds",
                    "CoreWeave",
                    quantity=0,
                    method="verb",
                    factuality="predicted",
                ),
                Statement(
                    "CoreWeave",
                    "valuation",
                    "above $30 billion",
                    "valuation",
                    "CoreWeave",
                    quantity=1,
                    factuality="predicted",
                ),
            ),
        ),
        draft(
            _SECONDARY,
            ("the firm", "CoreWeave", "nominal"),
            quantities=(quantity(_SECONDARY, "$23 billion", "23000000000", "USD"),),
            dates=(DateRef("November 2024", _SECONDARY.index("November"), len(_SECONDARY) - 1, "2024-11"),),
            statements=(
                Statement(
                    "CoreWeave", "was worth", "$23 billion", "valuation", "CoreWeave", quantity=0, date="2024-11"
                ),
            ),
        ),
        draft(
            _SHARE,
            ("Microsoft", "Microsoft", "name"),
            ("CoreWeave", "CoreWeave", "name"),
            section=("Risks",),
            callout="warning",
            part="3.2",
            timestamps=(3500, 3480),
            source=heard(58, repaired=True, reason="MM:SS:xx read as HH:MM:SS", confidence=0.98),
            about=("Microsoft", "CoreWeave"),
            quantities=(quantity(_SHARE, "60%", "60", "percent"),),
            statements=(
                Statement(
                    "CoreWeave", "depends on", "Microsoft", "dependsOn", "CoreWeave", "Microsoft", method="label"
                ),
                Statement("Microsoft", "brings", "60%", "shareOfRevenueOf", "Microsoft", "CoreWeave", 0),
            ),
        ),
        draft(
            _LIFE,
            ("Its", "CoreWeave", "pronoun"),
            section=("Risks", "Customers"),
            part="3.1",
            timestamps=(),
            source=None,
            negated=True,
            quantities=(quantity(_LIFE, "3 to 5 years", "3", "year", "<=", "5"),),
            statements=(
                Statement(
                    "CoreWeave's GPUs",
                    "do not last",
                    "longer than 3 to 5 years",
                    "lifetime",
                    quantity=0,
                    polarity="negative",
                ),
            ),
        ),
        draft(
            _BOTH,
            ("NVIDIA", "NVIDIA", "name"),
            ("CoreWeave", "CoreWeave", "name"),
            ("both", "NVIDIA", "nominal"),
            ("both", "CoreWeave", "nominal"),
            section=("A heading of level 1", "Financials"),
            statements=(
                Statement("NVIDIA", "tied", "a market", "tied", "NVIDIA", factuality="possible", confidence=0.62),
            ),
            unsure=(Statement("CoreWeave", "tied", "a market", "tied", "CoreWeave", confidence=0.2),),
            modality="hedged",
            modality_rule="",
            attribution="the hosts",
        ),
    ),
)
OPENAI_NOTE = NoteFacts("allin/OpenAI Restructuring.md", "OpenAI Restructuring", "1b" * 32)
_STAKE = "Microsoft holds 49 percent of OpenAI, worth 1.5 times its stake in CoreWeave."
OPENAI_CLAIMS = claims_of(
    OPENAI_NOTE.path,
    (
        draft(
            _STAKE,
            ("Microsoft", "Microsoft", "name"),
            ("OpenAI", "OpenAI", "name"),
            ("CoreWeave", "CoreWeave", "name"),
            section=(),
            part="",
            source=None,
            timestamps=(12, 90),
            quantities=(quantity(_STAKE, "49 percent", "49", "percent"), quantity(_STAKE, "1.5 times", "1.5", "times")),
            statements=(Statement("Microsoft", "holds", "49 percent", "stake", "Microsoft", "OpenAI", 0),),
        ),
        draft(
            "CoreWeave depends on Microsoft, says everyone.",
            ("CoreWeave", "CoreWeave", "name"),
            ("Microsoft", "Microsoft", "name"),
            section=(),
            part="",
            source=None,
            timestamps=(),
            statements=(
                Statement(
                    "CoreWeave",
                    "depends on",
                    "Microsoft",
                    "dependsOn",
                    "CoreWeave",
                    "Microsoft",
                    factuality="reported",
                ),
            ),
            modality="reported",
        ),
    ),
)
NOTES = ((IPO_NOTE, IPO_CLAIMS), (OPENAI_NOTE, OPENAI_CLAIMS))


def stored(facts: NoteFacts, claims: tuple[Claim, ...], base: str = DEFAULT_BASE) -> StoredNote:
    """A note as the store takes it."""
    return stored_note(facts, claims, base)


def entities_graph_quads(base: str = DEFAULT_BASE) -> tuple[bytes, ...]:
    """The sample's entities, one piece a subject."""
    return tuple(entity_quads(ENTITIES, properties=PROPERTIES, recordings=[MEDIA], channels=[CHANNEL], base=base))


def build_store(folder: Path) -> None:
    """Write the sample into a store."""
    with Store.open(folder) as store:
        store.replace_notes(stored(*note) for note in NOTES)
        store.replace_entities(entities_graph_quads())
