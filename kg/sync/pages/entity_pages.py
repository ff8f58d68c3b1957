"""The page of an entity: the content of its managed block. Pure: the same facts give the same text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from kg.escape import inert
from kg.model.claim import marks_beyond
from kg.sync.pages import page_links
from kg.sync.pages.page_facts import RELATED, NoteSource
from kg.views.render.figures import clock, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Claim
    from kg.sync.pages.page_facts import EntityFacts, PageValue
    from kg.sync.pages.page_links import Linker

MOST = 500  # claims a page shows; a page with more loads slowly and is read by nobody
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_KEY = re.compile(r"(?<![0-9a-z])c-[0-9a-f]{10}(?:-[0-9]+)?")
_NEWEST_FIRST = str.maketrans("0123456789", "9876543210")


@dataclass(frozen=True, slots=True)
class PageContext:
    """What every page needs to know of the others.

    Attributes:
        linker: Writes links as the vault has them.
        paths: Where the page of an entity is, by its name; entities without a page are not in it.
        sources: The notes, by path.
    """

    linker: Linker
    paths: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, NoteSource] = field(default_factory=dict)

    def source(self, path: str) -> NoteSource:
        """A note as a source; of one that is not in the graph only the name is known."""
        return self.sources.get(path) or NoteSource(path.rpartition("/")[2].removesuffix(".md"))


def claim_key(claim: Claim) -> str:
    """The fragment that names a claim, the same for the same sentence: the id of its block on the pages."""
    return "-".join(claim.id.rpartition("#")[2].split("-")[:2])


def shown_claims(facts: EntityFacts, rejected: Iterable[str], site: PageContext) -> list[Claim]:
    """The claims in the order of the page, no sentence twice: newest recording first, then notes without a date.

    Among those of one day, or of none, the note that says most comes first.
    """
    refused = _keys(rejected)
    kept = [claim for claim in facts.claims if claim.id.rpartition("#")[2] not in refused]
    said = Counter(claim.note for claim in kept)
    kept.sort(key=lambda claim: (*_recency(claim.note, site), -said[claim.note], claim.note))
    return list({claim_key(claim): claim for claim in reversed(kept)}.values())[::-1]


def _keys(rejected: Iterable[str]) -> set[str]:
    """Fragments of claims as a user points at them: IRIs, links to their blocks, or the fragments alone."""
    return {found[0] for one in rejected for found in [_KEY.search(one)] if found}


def body(facts: EntityFacts, site: PageContext, *, rejected: Sequence[str] = ()) -> str:
    """The content of an entity's managed block, apart from the ``%%kg:was`` line."""
    claims = shown_claims(facts, rejected, site)
    kept = {claim_key(claim) for claim in claims[:MOST]}
    refused = _keys(rejected)
    figures = [figure for figure in facts.figures if figure.claim.id.rpartition("#")[2] not in refused]
    parts = [
        _related(facts, site),
        _differing(facts, figures, kept, site),
        _numbers(figures, site),
        _claims(claims, site),
        f"*and {counted(facts.spoken, 'claim')} in transcripts*\n" if facts.spoken else "",
    ]
    return "\n".join(part for part in parts if part)


def _related(facts: EntityFacts, site: PageContext) -> str:
    linked = [(name, count) for name, count in facts.related if name in site.paths][:RELATED]
    if not linked:
        return ""
    return f"**Related:** {' · '.join(site.linker.note(site.paths[name], name) for name, _ in linked)}\n"


def _differing(facts: EntityFacts, figures: Sequence[PageValue], kept: set[str], site: PageContext) -> str:
    """Values that differ, each with a link to the claim on this page that gives it."""
    lines = []
    for (name, unit), group in groupby(sorted(figures, key=lambda one: one[0:3:2]), key=lambda one: one[0:3:2]):
        values = {figure.value: figure for figure in reversed(list(group))}
        if (name, unit) in facts.differing and len(values) > 1:
            shown = " · ".join(_value(facts, figure, kept, site) for figure in reversed(values.values()))
            lines.append(f"- {_words(name)}: {shown}{_verdict(facts, name)}\n")
    return f"## Differing values\n\n{''.join(lines)}" if lines else ""


def _verdict(facts: EntityFacts, name: str) -> str:
    """`` – *differ in time (…)*``: what `kg conflicts` says of the values, where it says more than that they differ."""
    if name not in facts.verdicts:
        return ""
    verdict, reason = facts.verdicts[name]
    return f" – *{verdict} ({inert(reason)})*"


def _value(facts: EntityFacts, figure: PageValue, kept: set[str], site: PageContext) -> str:
    key = claim_key(figure.claim)
    when = f" ({inert(figure.when)})" if figure.when else ""
    if key in kept and facts.name in site.paths:
        return site.linker.note(site.paths[facts.name], figure.value, f"^{key}") + when
    return inert(figure.value) + when


def _numbers(figures: Sequence[PageValue], site: PageContext) -> str:
    if not figures:
        return ""
    newest = sorted(figures, key=lambda one: (one.property, *_recency(one.claim.note, site)))
    rows = {(one.property, one.value, one.when): one for one in reversed(newest)}
    lines = [f"| {' | '.join(_cells(figure, site))} |\n" for figure in reversed(rows.values())]
    return f"## Numbers\n\n| What | Value | When | Said in |\n| --- | --: | --- | --- |\n{''.join(lines)}"


def _cells(figure: PageValue, site: PageContext) -> tuple[str, ...]:
    note = figure.claim.note
    said = site.linker.note(note, site.source(note).title, page_links.headings(figure.claim.section), cell=True)
    place = " · ".join(filter(None, (_time(figure.claim, site, cell=True), said)))
    return _words(figure.property), inert(figure.value), inert(figure.when), place


def _claims(claims: Sequence[Claim], site: PageContext) -> str:
    if not claims:
        return ""
    parts = []
    for note, group in groupby(claims[:MOST], key=lambda claim: claim.note):
        source = site.source(note)
        about = " · ".join(filter(None, (inert(source.channel), inert(source.date))))
        parts.append(f"### {site.linker.note(note, source.title)}\n" + (f"*{about}*\n" if about else ""))
        parts.extend(_sections(note, group, site))
    if len(claims) > MOST:
        parts.append(f"*and {len(claims) - MOST:,} more in older notes*\n")
    return "## Claims\n\n" + "\n".join(parts)


def _sections(note: str, claims: Iterable[Claim], site: PageContext) -> Iterator[str]:
    for section, group in groupby(claims, key=lambda claim: claim.section):
        heading = ""
        if section and page_links.headings(section):
            heading = f"**{site.linker.note(note, section[-1], page_links.headings(section))}**\n\n"
        yield heading + "".join(f"{_line(claim, site)}\n" for claim in group)


def _line(claim: Claim, site: PageContext) -> str:
    """``- [54:21](…) What is claimed. *(warning, hedged)* ^c-38a628873c``."""
    marks = f" *({', '.join(_marks(claim))})*" if _marks(claim) else ""
    return f"- {f'{_time(claim, site)} '.lstrip()}{inert(claim.text)}{marks} ^{claim_key(claim)}"


def _marks(claim: Claim) -> tuple[str, ...]:
    modality = "" if claim.modality == "asserted" else claim.modality
    if claim.attribution:
        modality = f"{modality or 'said'} by {inert(claim.attribution)}"
    main = next((one for one in claim.statements if one.method.startswith("main/")), None)
    more: tuple[str, ...] = () if main is None else marks_beyond(claim.modality, main.polarity, main.factuality)
    return tuple(filter(None, (inert(claim.callout or ""), modality, *more)))


def _time(claim: Claim, site: PageContext, *, cell: bool = False) -> str:
    """The time as a link to the very second; without a recording the time alone."""
    if claim.source is not None:
        return site.linker.recording(clock(claim.source.start), claim.source, cell=cell)
    return clock(claim.timestamps[0]) if claim.timestamps else ""


def _words(name: str) -> str:
    """``shareOfRevenue`` as ``share of revenue``."""
    return inert(_CAMEL.sub(" ", name).lower())


def _recency(note: str, site: PageContext) -> tuple[bool, str]:
    date = site.source(note).date
    return not date, date.translate(_NEWEST_FIRST)


def farewell(name: str, merged: str, *, ignored: bool) -> str:
    """What the block of an entity says that the graph no longer holds.

    Args:
        name: Of the entity.
        merged: The link in ``merge_into`` as the user wrote it, or "".
        ignored: Whether ``ignore`` is set.
    """
    if merged:
        target = merged if re.fullmatch(r"\[\[[^\[\]\r\n%<`]+\]\]", merged) and "::" not in merged else inert(merged)
        return f"Merged into {target}. Remove the property merge_into to undo it.\n"
    if ignored:
        return "Left out of the graph. Remove the property ignore to undo it.\n"
    return f"The notes no longer claim anything about {inert(name)}. This page may be deleted.\n"


def summary(facts: EntityFacts) -> tuple[int, int]:
    """How many claims a page counts, and in how many recordings they are."""
    media = {claim.source.media for claim in facts.claims if claim.source is not None}
    return len(facts.claims), len(media)
